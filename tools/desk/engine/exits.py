"""Leaving: exits that are never blocked, and the flattening that the desk does by itself."""

from decimal import Decimal
from uuid import uuid4

from policies.limits import Limits
from policies.sizing import on_tick
from policies.values import ONE, ZERO, OrderId, OrderRole, OrderStatus, OrderType, Side, Switch, Symbol, TimeInForce
from policies.worst_case import TRUSTED
from tools.desk.engine import doubting, sending, watching
from tools.desk.engine.account import Trader
from tools.desk.engine.noting import ANSWER_S
from tools.desk.record.state import Tracked
from tools.trading.venue import Snapshot, VenueOrder, VenueSilent

ATTEMPTS = 5
UNKNOWN_WAIT_S = 5
AGAIN_S = 60
FLATTEN = "flatten"
VAIN = (OrderStatus.REJECTED, OrderStatus.UNKNOWN)


async def leave(trader: Trader, symbol: Symbol, quantity: Decimal | None = None, ticket: str = FLATTEN) -> bool:
    """Takes a quantity (default: all that is free) off a position; True once the venue has the exit.

    After a definite rejection a new order follows, at most five, alternating market and a limit at the collar.
    """
    for attempt in range(ATTEMPTS if ticket != FLATTEN else ATTEMPTS - _spent(trader, symbol)):
        if not await settle_unknown(trader, symbol):
            return False
        await _take_back(trader, symbol, quantity)
        left = free(trader, symbol)
        wanted = left if quantity is None else min(quantity, left)
        if wanted <= ZERO:
            return True
        status = await _exit(trader, symbol, wanted, ticket, limited=attempt % 2 == 1)
        if status is not OrderStatus.REJECTED:
            return status is not OrderStatus.UNKNOWN
        trader.tell("alarm", ticket=ticket, text=f"exit of {symbol} rejected ({attempt + 1} of {ATTEMPTS})")
    return False


def _spent(trader: Trader, symbol: Symbol) -> int:
    """How many of the desk's own exits came to nothing or are unknown, of the last minute: no venue is hammered."""
    now = trader.desk.clock.now()
    mine = [t for t in trader.state.orders.values() if t.order.symbol == symbol and t.ticket == FLATTEN]
    vain = [t for t in mine if t.status in VAIN or t.never_arrived]
    return min(ATTEMPTS, sum((now - t.at).total_seconds() < AGAIN_S for t in vain))


async def _take_back(trader: Trader, symbol: Symbol, quantity: Decimal | None) -> None:
    """Cancels exits that rest at a price where they stand in the way of leaving now."""
    wanted = abs(trader.state.held(symbol)) if quantity is None else quantity
    for tracked in _exits(trader, symbol):
        resting = tracked.order.type is not OrderType.MARKET and tracked.status in TRUSTED
        if resting and free(trader, symbol) < wanted:
            await sending.cancel(trader, tracked.order.id)


async def _exit(trader: Trader, symbol: Symbol, quantity: Decimal, ticket: str, *, limited: bool) -> OrderStatus:
    side = Side.SELL if trader.state.held(symbol) > ZERO else Side.BUY
    limit = collar(trader, symbol, side, trader.limits) if limited else None
    order = VenueOrder(
        id=mint("x"),
        symbol=symbol,
        side=side,
        quantity=quantity,
        type=OrderType.MARKET if limit is None else OrderType.LIMIT,
        limit=limit,
        tif=TimeInForce.GTC,
        reduce_only=trader.link.traits.reduce_only,
    )
    trader.write("order", order=order, role=OrderRole.EXIT, ticket=ticket, asked="market")
    return await sending.send(trader, order)


def collar(trader: Trader, symbol: Symbol, side: Side, limits: Limits) -> Decimal | None:
    """The price of a marketable limit at the edge of the market band; None without a quote."""
    quote = trader.quotes.get(symbol)
    if quote is None or not quote.sound:
        return None
    touch = quote.ask if side is Side.BUY else quote.bid
    raw = touch * (ONE + side.sign * limits.market_band)
    return on_tick(raw, trader.instruments[symbol].tick, up=side is Side.SELL)


def mint(prefix: str) -> OrderId:
    """A new client order id, unique for ever, short enough for every venue."""
    return OrderId(f"{prefix}{uuid4().hex[:19]}")


def free(trader: Trader, symbol: Symbol) -> Decimal:
    """What of a position is not on its way out yet."""
    held = abs(trader.state.held(symbol))
    return max(ZERO, held - sum((t.remaining for t in _exits(trader, symbol) if not _lost(t)), ZERO))


def room(trader: Trader, exit_: Tracked) -> bool:
    """Whether a minted exit still fits what is held beside every other exit on its way."""
    others = [t for t in _exits(trader, exit_.order.symbol) if t.order.id != exit_.order.id and not _lost(t)]
    held = abs(trader.state.held(exit_.order.symbol))
    return exit_.remaining + sum((t.remaining for t in others), ZERO) <= held


def _exits(trader: Trader, symbol: Symbol) -> list[Tracked]:
    return [t for t in trader.state.live_orders if t.order.symbol == symbol and t.role is OrderRole.EXIT]


def _lost(tracked: Tracked) -> bool:
    return tracked.status is OrderStatus.UNKNOWN


async def settle_unknown(trader: Trader, symbol: Symbol) -> bool:
    """Before another exit: cancels and looks up one whose outcome is unknown.

    A venue with reduce-only cannot be over-sold, so the next exit follows at once; elsewhere it waits for the
    answer, and without one the account is HALTED.
    """
    for tracked in [t for t in _exits(trader, symbol) if _lost(t)]:
        await sending.cancel(trader, tracked.order.id)
        await doubting.probe(trader, tracked.order.id)
    if trader.link.traits.reduce_only:
        return True
    for _ in range(UNKNOWN_WAIT_S):
        if not any(_lost(t) for t in _exits(trader, symbol)):
            return True
        await trader.desk.clock.sleep(1)
        for tracked in [t for t in _exits(trader, symbol) if _lost(t)]:
            await doubting.probe(trader, tracked.order.id)
    if any(_lost(t) for t in _exits(trader, symbol)):
        watching.latch(trader, Switch.HALTED, f"an exit of {symbol} is unknown")
        trader.tell("alarm", text=f"an exit of {symbol} is unknown: look at the venue")
        return False
    return True


def open_risk(trader: Trader) -> bool:
    """Whether anything is held, or working that could open something."""
    return trader.at_risk


def flatten_soon(trader: Trader) -> None:
    """Starts flattening unless it is already under way or there is nothing to do."""
    if not trader.flattening.locked() and not trader.reconciling and (_due(trader) or not trader.flat):
        trader.desk.start(flatten(trader), trader.id)


def _due(trader: Trader) -> bool:
    return bool(_entries(trader)) or any(_stuck(trader, symbol) for symbol in trader.state.holdings)


def _entries(trader: Trader) -> list[Tracked]:
    return [t for t in trader.state.live_orders if t.role in (OrderRole.ENTRY, OrderRole.FOREIGN)]


def depart_soon(trader: Trader, symbols: tuple[Symbol, ...]) -> None:
    """Starts leaving these symbols, unless something is being left already or nothing of them has to go."""
    if trader.flattening.locked() or trader.reconciling:
        return
    if any(t.order.symbol in symbols for t in _entries(trader)) or any(
        _stuck(trader, symbol) for symbol in symbols if symbol in trader.state.holdings
    ):
        trader.desk.start(depart(trader, symbols), trader.id)


async def depart(trader: Trader, symbols: tuple[Symbol, ...]) -> None:
    """Cancels the entries of these symbols and exits their positions; the rest of the account stays as it is."""
    async with trader.flattening:
        for tracked in _entries(trader):
            if tracked.order.symbol in symbols:
                await sending.cancel(trader, tracked.order.id)
        for symbol in symbols:
            if trader.state.held(symbol):
                await leave(trader, symbol)


def _stuck(trader: Trader, symbol: Symbol) -> bool:
    """Whether a part of a position has no exit on its way, or only one that waits for its price."""
    return free(trader, symbol) > ZERO or any(t.order.type is not OrderType.MARKET for t in _exits(trader, symbol))


async def flatten(trader: Trader) -> bool:
    """Cancels entries and exits every position, protection kept until the venue has the exit; True when flat."""
    async with trader.flattening:
        for tracked in _entries(trader):
            await sending.cancel(trader, tracked.order.id)
        for symbol in list(trader.state.holdings):
            await leave(trader, symbol)
        trader.flat = await confirmed_flat(trader)
    return trader.flat


async def confirmed_flat(trader: Trader) -> bool:
    """Whether the venue itself, asked now, holds no position and no order that could open one."""
    if open_risk(trader):
        return False
    try:
        book = await trader.link.call(lambda venue: venue.snapshot(), ANSWER_S)
    except VenueSilent:
        return False
    return empty(book)


def empty(book: Snapshot) -> bool:
    """Whether a venue's book holds no position and no order that could open one."""
    return not book.positions and all(r.order.reduce_only for r in book.orders if not r.status.final)
