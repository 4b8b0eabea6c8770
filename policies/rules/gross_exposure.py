"""Gross exposure: how much may be at work in all, longs and shorts added."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.verdicts import Reason, reason

NAME = "gross_exposure"


def check(case: Case) -> Iterator[Reason]:
    """Denies what brings the account above its gross limit."""
    gross = case.at_work.gross
    allowed = case.limits.gross_exposure * case.facts.account.initial
    if gross > allowed:
        yield reason("GROSS_EXPOSURE", NAME, gross=round(gross, 2), allowed=allowed)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "GROSS_EXPOSURE": {
            "en": "all positions and orders would come to {gross}, at most {allowed}",
            "fr": "l'ensemble des positions et ordres monterait à {gross}, au plus {allowed}",
        },
    },
)
