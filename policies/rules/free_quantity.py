"""Exits: no more than is held and not already on its way out, and never past zero, amended ones neither."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.intents import ALL, AmendIntent, CloseIntent, ReduceIntent
from policies.values import ZERO, OrderRole
from policies.verdicts import Reason, reason

NAME = "free_quantity"
LEAVING = (OrderRole.EXIT, OrderRole.STOP, OrderRole.TARGET)


def check(case: Case) -> Iterator[Reason]:
    """Denies an exit without a position, one larger than what is free, and one leg of a hedge."""
    intent = case.intent
    if isinstance(intent, AmendIntent):
        yield from _grown(case, intent)
    if not isinstance(intent, CloseIntent | ReduceIntent) or intent.symbol == ALL:
        return
    held = case.facts.held(intent.symbol)
    if case.hedged:
        if isinstance(intent, ReduceIntent):
            yield reason("HEDGED", NAME, symbol=intent.symbol)
    elif held == ZERO:
        yield reason("NO_POSITION", NAME, symbol=intent.symbol)
    elif case.free <= ZERO:
        yield reason("ALREADY_CLOSING", NAME, symbol=intent.symbol, held=abs(held))
    elif isinstance(intent, ReduceIntent) and case.quantity is not None and case.quantity > case.free:
        yield reason("MORE_THAN_FREE", NAME, symbol=intent.symbol, asked=case.quantity, free=case.free)


def _grown(case: Case, intent: AmendIntent) -> Iterator[Reason]:
    """An exit or protection that an amend makes larger than what it may take off."""
    old, new = case.subject, case.order
    if intent.quantity is None or old is None or new is None or new.quantity <= old.quantity:
        return
    if (old.reduce_only or old.role in LEAVING) and new.quantity > case.room:
        yield reason("MORE_THAN_FREE", NAME, symbol=old.symbol, asked=new.quantity, free=case.room)


RULE = Rule(
    name=NAME,
    check=check,
    always=True,
    texts={
        "NO_POSITION": {"en": "no position in {symbol}", "fr": "pas de position en {symbol}"},
        "ALREADY_CLOSING": {
            "en": "an exit of all {held} {symbol} is already on its way",
            "fr": "une sortie des {held} {symbol} est déjà en route",
        },
        "MORE_THAN_FREE": {
            "en": "asked {asked} {symbol}, only {free} are free to leave",
            "fr": "{asked} {symbol} demandés, seuls {free} sont libres de sortir",
        },
        "HEDGED": {
            "en": "{symbol} is hedged: its legs leave together, use close",
            "fr": "{symbol} est couvert : les deux jambes sortent ensemble, utilise fermer",
        },
    },
)
