"""How working orders meet quotes at one second, and when they will next.

Pure: a book, the instruments that trade now and a second in, the next book out. Within a second protection comes
before targets and both before entries, then age decides. Where the rest of a session touches both a stop and a
target of one OCO group, the target waits, so that the stop fills at its own touch.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from policies.instruments import Instrument
from policies.values import OrderId, OrderStatus, OrderType, Side, Symbol, floor_to
from tools.trading.matching.book import Book, Working
from tools.trading.matching.draft import Draft
from tools.trading.matching.path import Path, bid_ask, first_touch, satisfied
from tools.trading.venue import VenueOrder

SLIPPAGE = 10_000
"""Market orders and stops fill worse than the quote by its price divided by this, in whole ticks rounded up."""
SHARE = Decimal("0.01")
"""The part of a bar's volume that one order may take at once; a bar without volume does not tell, and sets no bound."""
REFILL = 60
"""Seconds after which what an order took is offered again."""

_TYPE_RANK = {OrderType.STOP: 0, OrderType.STOP_LIMIT: 0, OrderType.MARKET: 1, OrderType.LIMIT: 2}


class Trading(NamedTuple):
    """One instrument in the session that is open: the path of its bar, the bar's volume, and its steps."""

    way: Path
    volume: Decimal
    instrument: Instrument


Floor = Mapping[Symbol, Trading]
"""What trades at a moment; empty when the market is closed."""


def match(draft: Draft, floor: Floor) -> None:
    """Ends what has expired, then fills all that the draft's second allows, legs made by a fill included."""
    for order in list(draft.orders.values()):
        if order.expires is not None and order.expires <= draft.at:
            draft.end(order, OrderStatus.EXPIRED, "expired")
    moved = True
    while moved:
        moved = False
        for order in sorted(draft.orders.values(), key=_business):
            current = draft.orders.get(order.order.id)
            if current is not None:
                moved |= _try(draft, floor, current)


def next_moment(book: Book, floor: Floor, after: int) -> int | None:
    """The first second after `after`, in the session that is open, at which an order is triggered, fills or expires."""
    moments = [w.expires for w in book.orders.values() if w.expires is not None and w.expires > after]
    for order in book.orders.values():
        trading = floor.get(order.order.symbol)
        touch = _next_touch(book.orders, floor, trading.way, order, after) if trading else None
        if touch is not None:
            moments.append(touch)
    return min(moments, default=None)


def marketable(floor: Floor, order: VenueOrder, at: int) -> bool:
    """Whether a limit order could fill at once."""
    trading = floor.get(order.symbol)
    if trading is None or order.type is not OrderType.LIMIT or order.limit is None:
        return False
    return satisfied(trading.way, at, order.side, order.limit, stop=False)


def _business(order: Working) -> tuple[bool, int, int]:
    return not order.order.reduce_only, _TYPE_RANK[order.order.type], order.seq


def _try(draft: Draft, floor: Floor, order: Working) -> bool:
    """Triggers or fills one order if the quote allows; whether anything happened."""
    trading, terms = floor.get(order.order.symbol), order.order
    if trading is None or draft.at < order.ready_at:
        return False
    if order.waits_for_trigger:
        if terms.trigger is None or not satisfied(trading.way, draft.at, terms.side, terms.trigger, stop=True):
            return False
        order = draft.put(replace(order, triggered=True), "triggered")
    price = _price(draft, floor, trading, order)
    if price is None:
        return False
    done = draft.fill(order, _quantity(trading, order), price, trading.instrument)
    rest = draft.orders.get(terms.id)
    if rest is not None and rest.remaining > 0 and not done.status.final:
        draft.delay(rest, draft.at + REFILL)
    return True


def _price(draft: Draft, floor: Floor, trading: Trading, order: Working) -> Decimal | None:
    """The price of a fill now: the far side of the quote, with slippage for orders that take any price."""
    ticks = bid_ask(trading.way, draft.at)
    if ticks is None:
        return None
    terms, (bid, ask) = order.order, ticks
    buys = terms.side is Side.BUY
    far = ask if buys else bid
    if order.takes_any_price:
        slip = -(-far // SLIPPAGE)
        return (far + slip if buys else max(1, far - slip)) * trading.way.tick
    if terms.limit is None or not satisfied(trading.way, draft.at, terms.side, terms.limit, stop=False):
        return None
    return None if _held_back(draft.orders, floor, order, draft.at) else far * trading.way.tick


def _quantity(trading: Trading, order: Working) -> Decimal:
    """How much may fill now: what remains, up to a share of the volume. The draft keeps reduce-only orders small."""
    lot = trading.instrument.lot
    share = max(lot, floor_to(trading.volume * SHARE, lot)) if trading.volume else order.remaining
    return min(order.remaining, share)


def _held_back(orders: Mapping[OrderId, Working], floor: Floor, order: Working, since: int) -> bool:
    """Whether a resting limit of an OCO group waits because a stop of the group is touched in this session."""
    if order.order.oco is None or order.taker:
        return False
    siblings = [w for w in orders.values() if w.order.oco == order.order.oco and w.order.id != order.order.id]
    return any(_stops(floor, sibling, since) for sibling in siblings)


def _stops(floor: Floor, order: Working, since: int) -> bool:
    trading, trigger = floor.get(order.order.symbol), order.order.trigger
    if trading is None or trigger is None:
        return False
    if order.triggered:
        return order.takes_any_price
    touch = first_touch(trading.way, since, order.order.side, trigger, stop=True)
    return touch is not None and (order.expires is None or touch < order.expires)


def _next_touch(orders: Mapping[OrderId, Working], floor: Floor, way: Path, order: Working, after: int) -> int | None:
    terms, start = order.order, max(after + 1, order.ready_at)
    if start > way.last:
        return None
    if order.takes_any_price:
        return start
    if order.waits_for_trigger:
        return first_touch(way, start, terms.side, terms.trigger, stop=True) if terms.trigger is not None else None
    if terms.limit is None or _held_back(orders, floor, order, after + 1):
        return None
    return first_touch(way, start, terms.side, terms.limit, stop=False)
