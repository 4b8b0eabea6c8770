"""Protection: every filled entry has its stop at the venue within seconds, or the position goes."""

from decimal import Decimal

from policies.values import ZERO, OrderRole, OrderStatus, OrderType, Side, Switch, Symbol, TimeInForce
from policies.worst_case import TRUSTED
from tools.desk.engine import exits, sending, watching
from tools.desk.engine.account import Trader
from tools.desk.record.state import Tracked
from tools.trading.venue import Change, VenueOrder, leg_id

GRACE_S = 3


def after_fill(trader: Trader, tracked: Tracked) -> None:
    """Starts what a fill makes due: the stop of an entry, or the end of protection that protects nothing."""
    if tracked.role is OrderRole.ENTRY and tracked.order.stop is not None:
        if not trader.link.traits.brackets:
            trader.desk.start(place(trader, tracked), trader.id)
        trader.desk.start(guard(trader, tracked.order.symbol), trader.id)
    elif tracked.role is not OrderRole.ENTRY and not trader.link.traits.reduce_only:
        trader.desk.start(fit(trader, tracked.order.symbol), trader.id)


async def place(trader: Trader, entry: Tracked) -> None:
    """Sends or resizes the protective orders of an entry to what is filled, on venues without brackets."""
    async with trader.protecting:
        filled = trader.state.orders[entry.order.id].filled
        for leg in ("stop", "target"):
            await _leg(trader, entry, leg, filled)
    stop = trader.state.orders.get(leg_id(entry.order.id, "stop"))
    if stop is None or stop.status is OrderStatus.REJECTED:
        await unprotected(trader, entry.order.symbol)


async def _leg(trader: Trader, entry: Tracked, leg: str, filled: Decimal) -> None:
    price = entry.order.stop if leg == "stop" else entry.order.target
    known = trader.state.orders.get(leg_id(entry.order.id, leg))
    if price is None or known is not None and not known.live:
        return
    if known is not None:
        if known.order.quantity < filled:
            await resize(trader, known, filled)
        return
    stop = leg == "stop"
    order = VenueOrder(
        id=leg_id(entry.order.id, leg),
        symbol=entry.order.symbol,
        side=entry.order.side.opposite,
        quantity=filled,
        type=OrderType.STOP if stop else OrderType.LIMIT,
        trigger=price if stop else None,
        limit=None if stop else price,
        tif=TimeInForce.GTC,
        reduce_only=trader.link.traits.reduce_only,
        oco=f"{entry.order.id}-oco",
    )
    role = OrderRole.STOP if stop else OrderRole.TARGET
    trader.write("order", order=order, role=role, ticket=entry.ticket, asked=order.type)
    await sending.send(trader, order)


def covered(trader: Trader, symbol: Symbol) -> Decimal:
    """How much of a position acknowledged stops and exits on their way cover."""
    side = Side.SELL if trader.state.held(symbol) > ZERO else Side.BUY
    return sum(
        (
            t.remaining
            for t in trader.state.live_orders
            if t.order.symbol == symbol
            and t.order.side is side
            and t.role in (OrderRole.STOP, OrderRole.EXIT)
            and t.status in TRUSTED
        ),
        ZERO,
    )


async def guard(trader: Trader, symbol: Symbol) -> None:
    """Looks again after the grace time: entries of ours without acknowledged protection are closed."""
    await trader.desk.clock.sleep(GRACE_S)
    if bare(trader, symbol):
        await unprotected(trader, symbol)


def check(trader: Trader) -> None:
    """Every second: a holding of ours whose stop is missing gets it, or goes after the grace time.

    This is what protects after a restart, and after a task that was to do it has failed.
    """
    if trader.reconciling:
        return
    now = trader.desk.clock.monotonic()
    for symbol in [s for s in trader.bare_since if not bare(trader, s)]:
        del trader.bare_since[symbol]
    for symbol in list(trader.state.holdings):
        if not bare(trader, symbol):
            continue
        since = trader.bare_since.setdefault(symbol, now)
        if now - since >= GRACE_S:
            trader.desk.start(unprotected(trader, symbol), trader.id)
        elif not trader.link.traits.brackets:
            for entry in _unstopped(trader, symbol):
                trader.desk.start(place(trader, entry), trader.id)
    if not trader.link.traits.reduce_only and not trader.protecting.locked():
        for symbol in _overprotected(trader):
            trader.desk.start(fit(trader, symbol), trader.id)


def _overprotected(trader: Trader) -> list[Symbol]:
    """Symbols whose protective orders are for more than is held: one that outlives its position would open another."""
    resting: dict[tuple[Symbol, OrderRole], Decimal] = {}
    for tracked in trader.state.live_orders:
        if tracked.role in (OrderRole.STOP, OrderRole.TARGET):
            key = (tracked.order.symbol, tracked.role)
            resting[key] = resting.get(key, ZERO) + tracked.remaining
    return list(dict.fromkeys(s for (s, _), total in resting.items() if total > abs(trader.state.held(s))))


def bare(trader: Trader, symbol: Symbol) -> bool:
    """Whether an entry of ours in this holding should have a stop at work, and what is held is not covered."""
    holding = trader.state.holdings.get(symbol)
    if holding is None:
        return False
    ours = [trader.state.orders[order] for order in holding.entries]
    due = min(abs(holding.quantity), sum((t.filled for t in ours if t.order.stop is not None), ZERO))
    return covered(trader, symbol) < due


def _unstopped(trader: Trader, symbol: Symbol) -> list[Tracked]:
    """Filled entries of a holding whose own stop is not acknowledged."""
    holding = trader.state.holdings.get(symbol)
    found = [trader.state.orders[order] for order in holding.entries] if holding else []
    legs = {entry.order.id: trader.state.orders.get(leg_id(entry.order.id, "stop")) for entry in found}
    return [e for e in found if e.order.stop is not None and not _stopped(legs[e.order.id])]


def _stopped(leg: Tracked | None) -> bool:
    return leg is not None and leg.status in (*TRUSTED, OrderStatus.FILLED)


async def unprotected(trader: Trader, symbol: Symbol) -> None:
    """Closes a position whose protection was not acknowledged, and lets the account only reduce."""
    watching.latch(trader, Switch.REDUCING, f"{symbol} was left without protection")
    trader.tell("alarm", text=f"no protection for {symbol}: closing it")
    await exits.leave(trader, symbol)


async def fit(trader: Trader, symbol: Symbol) -> None:
    """Shrinks protective orders to what is left of a position, where the venue does not do it by itself.

    Those of the entries that built it stay first: one left over from an earlier position goes.
    """
    async with trader.protecting:
        for role, leg in ((OrderRole.STOP, "stop"), (OrderRole.TARGET, "target")):
            left = abs(trader.state.held(symbol))
            holding = trader.state.holdings.get(symbol)
            own = {leg_id(entry, leg) for entry in holding.entries} if holding else set()
            mine = [t for t in trader.state.live_orders if t.order.symbol == symbol and t.role is role]
            for tracked in sorted(mine, key=lambda t: t.order.id not in own):
                keep = min(left, tracked.remaining)
                left -= keep
                if not keep:
                    await sending.cancel(trader, tracked.order.id)
                elif keep < tracked.remaining:
                    await resize(trader, tracked, tracked.filled + keep)


async def resize(trader: Trader, tracked: Tracked, quantity: Decimal) -> None:
    """Gives a protective order another total quantity."""
    trader.write("amend", order=tracked.order.id, change=Change(quantity=quantity), ticket=tracked.ticket)
    await sending.amend(trader, tracked.order.id)
