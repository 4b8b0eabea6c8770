"""Stops: an entry carries its protection, on the side of the price where it protects."""

from collections.abc import Iterator
from decimal import Decimal

from policies.case import Case, Rule
from policies.facts import Order
from policies.intents import AmendIntent, CancelIntent
from policies.values import OrderRole, Side
from policies.verdicts import Reason, reason

NAME = "stop_required"


def check(case: Case) -> Iterator[Reason]:
    """Denies a missing stop where one is required, and stops or targets on the wrong side.

    A bought option needs none: it can lose its premium and no more.
    """
    if isinstance(case.intent, CancelIntent):
        if case.limits.stop_required and case.raising:
            yield reason("STOP_STAYS", NAME, order=case.intent.order)
        return
    order, quote = case.order, case.quote
    if order is not None and _shrunk(case, order):
        yield reason("STOP_STAYS", NAME, order=order.id)
    if order is None or quote is None or not quote.sound or order.reduce_only and order.role is OrderRole.EXIT:
        return
    if order.role is OrderRole.STOP and order.trigger is not None and case.raising:
        touch = quote.bid if order.side is Side.SELL else quote.ask
        if order.side.sign * (order.trigger - touch) <= 0:
            yield reason("STOP_SIDE", NAME, stop=order.trigger, price=touch)
        return
    if order.role is OrderRole.ENTRY:
        yield from _entry(case, order, quote.ask if order.side is Side.BUY else quote.bid)


def _shrunk(case: Case, order: Order) -> bool:
    """Whether an amend takes protection off a part of what it covers."""
    old = case.subject
    stop = isinstance(case.intent, AmendIntent) and old is not None and order.role is OrderRole.STOP
    return stop and case.limits.stop_required and old is not None and order.quantity < old.quantity and case.raising


def _entry(case: Case, order: Order, touch: Decimal) -> Iterator[Reason]:
    market = order.type.value == "market"
    price = touch if market else order.trigger if order.trigger is not None else order.limit
    bought = case.instrument is not None and case.instrument.asset_class == "option" and order.side is Side.BUY
    asked = case.limits.stop_required and not isinstance(case.intent, AmendIntent)
    if order.stop is None and asked and not bought:
        yield reason("STOP_REQUIRED", NAME, symbol=order.symbol, price=price)
    prices = [p for p in (price, order.limit if not market else None) if p is not None]
    if order.stop is not None and any(order.side.sign * (p - order.stop) <= 0 for p in prices):
        yield reason("STOP_SIDE", NAME, stop=order.stop, price=price)
    if order.target is not None and any(order.side.sign * (order.target - p) <= 0 for p in prices):
        yield reason("TARGET_SIDE", NAME, target=order.target, price=price)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "STOP_REQUIRED": {
            "en": "an order in {symbol} needs a protective stop (market {price}): add for example 'stop …'",
            "fr": "un ordre sur {symbol} demande un stop de protection (marché {price}) : ajoute par exemple « stop … »",
        },
        "STOP_SIDE": {
            "en": "the stop {stop} is on the wrong side of the price {price}",
            "fr": "le stop {stop} est du mauvais côté du prix {price}",
        },
        "TARGET_SIDE": {
            "en": "the target {target} is on the wrong side of the price {price}",
            "fr": "l'objectif {target} est du mauvais côté du prix {price}",
        },
        "STOP_STAYS": {
            "en": "{order} is the protection of a position: move it or close the position instead",
            "fr": "{order} protège une position : déplace-le ou ferme la position",
        },
    },
)
