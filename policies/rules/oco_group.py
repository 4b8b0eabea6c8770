"""OCO groups: an entry may only join entries of its own symbol, never the protection of a position."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.intents import OrderIntent
from policies.values import OrderRole
from policies.verdicts import Reason, reason

NAME = "oco_group"


def check(case: Case) -> Iterator[Reason]:
    """Denies an entry whose fill would take quantity from a stop, from an exit or from another symbol's order."""
    intent = case.intent
    if not isinstance(intent, OrderIntent) or intent.oco is None:
        return
    group = [o for o in case.facts.orders if o.oco == intent.oco]
    if any(o.symbol != intent.symbol or o.role is not OrderRole.ENTRY for o in group):
        yield reason("OCO_GROUP", NAME, symbol=intent.symbol, oco=intent.oco)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "OCO_GROUP": {
            "en": "the group {oco} already holds orders that are not entries of {symbol}",
            "fr": "le groupe {oco} contient déjà des ordres qui ne sont pas des entrées sur {symbol}",
        },
    },
)
