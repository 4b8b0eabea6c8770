"""Hedging: where a programme forbids it, no long and short of one symbol side by side."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.facts import Order
from policies.values import ZERO
from policies.verdicts import Reason, reason
from policies.worst_case import opens

NAME = "hedging"
HEDGE = "hedge"


def check(case: Case) -> Iterator[Reason]:
    """Denies, on an account that holds both sides, an entry against what is held or at work in its symbol."""
    order = case.order
    if not case.facts.account.hedging or HEDGE not in case.limits.terms.forbidden:
        return
    if order is not None and opens(order) and _against(case, order):
        yield reason("HEDGING_FORBIDDEN", NAME, symbol=order.symbol, side=order.side.value)


def _against(case: Case, order: Order) -> bool:
    """Orders of the same OCO group are not against each other: one cancels the other."""
    held = any(p.symbol == order.symbol and p.quantity * order.side.sign < ZERO for p in case.facts.positions)
    others = [o for o in case.facts.orders if o.symbol == order.symbol and o.side is not order.side and opens(o)]
    return held or any(order.oco is None or o.oco != order.oco for o in others)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "HEDGING_FORBIDDEN": {
            "en": "the programme forbids hedging: this {side} of {symbol} would stand against what is held or at work",
            "fr": "le programme interdit la couverture : {side} sur {symbol} irait contre ce qui est détenu ou en cours",
        },
    },
)
