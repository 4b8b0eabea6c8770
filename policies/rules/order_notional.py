"""Order notional: one order may not be larger than a share of the initial capital."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.verdicts import Reason, reason

NAME = "order_notional"


def check(case: Case) -> Iterator[Reason]:
    """Denies an order above the notional limit."""
    allowed = case.limits.order_notional * case.facts.account.initial
    if case.notional > allowed:
        yield reason("ORDER_NOTIONAL", NAME, notional=round(case.notional, 2), allowed=allowed)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "ORDER_NOTIONAL": {
            "en": "the order is worth {notional}, at most {allowed} per order",
            "fr": "l'ordre vaut {notional}, au plus {allowed} par ordre",
        },
    },
)
