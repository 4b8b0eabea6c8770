"""Position risk: what one position may lose at worst, fees and everything at work in its symbol included."""

from collections.abc import Iterator

from policies.book import NOTHING
from policies.case import Case, Rule
from policies.verdicts import Reason, reason

NAME = "position_risk"


def check(case: Case) -> Iterator[Reason]:
    """Denies what brings the worst case of one symbol above its share of the capital."""
    share = case.limits.terms.position_risk
    if share is None or case.symbol is None:
        return
    loss, allowed = case.after.lines.get(case.symbol, NOTHING).loss, share * case.facts.account.capital
    if loss > allowed:
        yield reason("POSITION_RISK", NAME, symbol=case.symbol, loss=round(loss, 2), allowed=round(allowed, 2))


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "POSITION_RISK": {
            "en": "{symbol} could lose {loss}, at most {allowed} in one position",
            "fr": "{symbol} pourrait perdre {loss}, au plus {allowed} par position",
        },
    },
)
