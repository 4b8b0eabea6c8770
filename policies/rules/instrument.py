"""Known instrument: only what the venue lists and lets us trade, in steps that exist."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.intents import ALL, AmendIntent, CancelIntent, CloseIntent, OrderIntent, ReduceIntent
from policies.values import ZERO
from policies.verdicts import Reason, reason

NAME = "instrument"


def check(case: Case) -> Iterator[Reason]:
    """Denies unknown symbols and orders, read-only instruments for entries, and sizes below one lot."""
    intent = case.intent
    if isinstance(intent, CancelIntent | AmendIntent):
        if case.subject is None and (isinstance(intent, AmendIntent) or intent.order != ALL):
            yield reason("UNKNOWN_ORDER", NAME, order=intent.order)
        if case.subject is None or isinstance(intent, CancelIntent):
            return
    elif not isinstance(intent, OrderIntent | ReduceIntent | CloseIntent) or case.symbol is None:
        return
    if case.instrument is None:
        yield reason("UNKNOWN_INSTRUMENT", NAME, symbol=case.symbol)
        return
    if isinstance(intent, OrderIntent) and not case.instrument.tradable and not case.reducing:
        yield reason("NOT_TRADABLE", NAME, symbol=intent.symbol)
    traded = case.quantity
    if isinstance(intent, AmendIntent) and intent.quantity is not None and case.order is not None:
        traded = case.order.quantity
    if not isinstance(intent, CloseIntent) and traded is not None and traded <= ZERO:
        yield reason("BELOW_LOT", NAME, symbol=case.symbol, lot=case.instrument.lot)


RULE = Rule(
    name=NAME,
    check=check,
    always=True,
    texts={
        "UNKNOWN_ORDER": {"en": "no working order {order}", "fr": "aucun ordre en cours {order}"},
        "UNKNOWN_INSTRUMENT": {"en": "{symbol} is not listed here", "fr": "{symbol} n'est pas coté ici"},
        "NOT_TRADABLE": {"en": "{symbol} can be read but not traded", "fr": "{symbol} se lit mais ne se traite pas"},
        "BELOW_LOT": {
            "en": "the size comes to less than one lot of {symbol} ({lot})",
            "fr": "la taille fait moins d'un lot de {symbol} ({lot})",
        },
    },
)
