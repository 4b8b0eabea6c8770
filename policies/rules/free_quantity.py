"""Exits: no more than is held and not already on its way out, and never past zero."""

from collections.abc import Iterator

from policies.case import Case
from policies.intents import ALL, CloseIntent, ReduceIntent
from policies.rule import Rule
from policies.values import ZERO
from policies.verdicts import Reason, reason

NAME = "free_quantity"


def check(case: Case) -> Iterator[Reason]:
    """Denies an exit without a position, one larger than what is free, and one leg of a hedge."""
    intent, facts = case.intent, case.facts
    if not isinstance(intent, CloseIntent | ReduceIntent) or intent.symbol == ALL:
        return
    held = facts.held(intent.symbol)
    if any(p.symbol == intent.symbol and p.quantity * held < ZERO for p in facts.positions):
        if isinstance(intent, ReduceIntent):
            yield reason("HEDGED", NAME, symbol=intent.symbol)
    elif held == ZERO:
        yield reason("NO_POSITION", NAME, symbol=intent.symbol)
    elif case.free <= ZERO:
        yield reason("ALREADY_CLOSING", NAME, symbol=intent.symbol, held=abs(held))
    elif isinstance(intent, ReduceIntent) and case.quantity is not None and case.quantity > case.free:
        yield reason("MORE_THAN_FREE", NAME, symbol=intent.symbol, asked=case.quantity, free=case.free)


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
