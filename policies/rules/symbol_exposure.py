"""Symbol exposure: how much may be at work in one symbol, working orders included."""

from collections.abc import Iterator

from policies.book import NOTHING
from policies.case import Case, Rule
from policies.verdicts import Reason, reason

NAME = "symbol_exposure"


def check(case: Case) -> Iterator[Reason]:
    """Denies what brings one symbol above its limit."""
    if case.symbol is None:
        return
    exposure = case.at_work.lines.get(case.symbol, NOTHING).exposure
    allowed = case.limits.symbol_exposure * case.facts.account.initial
    if exposure > allowed:
        yield reason("SYMBOL_EXPOSURE", NAME, symbol=case.symbol, exposure=round(exposure, 2), allowed=allowed)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "SYMBOL_EXPOSURE": {
            "en": "{symbol} would come to {exposure}, at most {allowed} in one symbol",
            "fr": "{symbol} monterait à {exposure}, au plus {allowed} sur un titre",
        },
    },
)
