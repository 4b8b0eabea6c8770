"""Leverage: gross exposure against what the account is worth now."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.values import ZERO
from policies.verdicts import Reason, reason

NAME = "leverage"


def check(case: Case) -> Iterator[Reason]:
    """Denies what brings gross exposure above the allowed multiple of equity."""
    gross = case.at_work.gross
    if gross > case.limits.leverage * max(ZERO, case.equity):
        yield reason(
            "LEVERAGE", NAME, gross=round(gross, 2), equity=round(case.equity, 2), allowed=case.limits.leverage
        )


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "LEVERAGE": {
            "en": "exposure {gross} would be more than {allowed} times the equity {equity}",
            "fr": "l'exposition {gross} dépasserait {allowed} fois les fonds propres {equity}",
        },
    },
)
