"""Each order's forecast, each fill of ours against it, and prints that go beyond a stop."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal, localcontext
from typing import Any, TypeVar

from policies.facts import Order
from policies.floors import MissingFact
from policies.instruments import Instrument
from policies.values import CONTEXT, ONE, ZERO, OrderId, OrderRole, OrderStatus, Side, Symbol
from policies.wire.codec import Malformed, decode, encode
from policies.worst_case import TRUSTED, gap_of
from tools.desk.engine.account import Trader
from tools.desk.measuring import estimating
from tools.desk.record.journal import Entry
from tools.desk.record.measures import Measured, Run
from tools.desk.record.state import Tracked
from tools.trading.modelrisk.forecasts import Forecast, either, forecast, slippage, worst_loss
from tools.trading.venue import Execution, VenueOrder, leg_id

T = TypeVar("T", Forecast, Measured)
EXACT = Decimal("0.00000001")
OURS = {OrderRole.ENTRY: "entry", OrderRole.STOP: "stop", OrderRole.TARGET: "exit", OrderRole.EXIT: "exit"}
FAILS = (MissingFact, ArithmeticError, LookupError, Malformed)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a fill says of the model: rows to journal with it, alarms to tell, and why the account must only reduce."""

    rows: tuple[Entry, ...] = ()
    alarms: tuple[str, ...] = ()
    cause: str | None = None


def expected(trader: Trader, order: VenueOrder, role: OrderRole) -> Forecast | None:
    """What is journaled with a new entry: its worst as judged now; None for what opens nothing or cannot be told."""
    return _forecast(trader, _fact(order)) if role is OrderRole.ENTRY else None


def amended(trader: Trader, order: Order) -> Forecast | None:
    """What is journaled with the change of an entry before it fills: the worse of its old terms and its new ones."""
    old = trader.state.measures.forecasts.get(order.id)
    new = _forecast(trader, order) if order.role is OrderRole.ENTRY and old is not None else None
    return None if old is None or new is None else either(order.side, old, new)


def _forecast(trader: Trader, order: Order) -> Forecast | None:
    instrument, quote = trader.instruments.get(order.symbol), trader.quotes.get(order.symbol)
    if instrument is None or quote is None:
        return None
    try:
        with localcontext(CONTEXT):
            return _sound(Forecast, forecast(instrument, quote, trader.limits, order))
    except FAILS:
        return None


def _sound(kind: type[T], said: T) -> T:
    """The value to eight places as the journal will give it back; raises Malformed for what it could not."""
    given: dict[str, Any] = {field.name: getattr(said, field.name) for field in fields(kind)}
    exact = {name: value.quantize(EXACT) if isinstance(value, Decimal) else value for name, value in given.items()}
    if not all(value.is_finite() for value in exact.values() if isinstance(value, Decimal)):
        raise Malformed(f"a {kind.__name__} of finite numbers is expected, got {said!r:.200}")
    return decode(kind, encode(exact))


def _fact(order: VenueOrder) -> Order:
    return Order(
        id=order.id,
        symbol=order.symbol,
        side=order.side,
        quantity=order.quantity,
        type=order.type,
        limit=order.limit,
        trigger=order.trigger,
        stop=order.stop,
        status=OrderStatus.PENDING,
    )


def compare(trader: Trader, order: Tracked, fill: Execution) -> Outcome:
    """What one fill says, before it is folded. Nothing of an order that is not ours, or that cannot be compared."""
    instrument = trader.instruments.get(fill.symbol)
    if instrument is None or order.role not in OURS:
        return Outcome()
    try:
        with localcontext(CONTEXT):
            said = _sound(Measured, _measured(trader, order, fill, instrument))
            rows = [trader.row("measured", **encode(said))]
            jumped = "stop" in said.beyond or "entry" in said.beyond
            if jumped and said.slippage is not None and order.order.trigger is not None:
                row = estimating.raised(trader, fill.symbol, said.slippage, closed=_over_close(trader, fill))
                rows += [row] if row is not None else []
    except FAILS:
        return Outcome()
    alarms = tuple(f"{fill.symbol}: the {kind} went beyond its prediction" for kind in said.beyond)
    cause = f"{fill.symbol} jumped beyond its gap" if jumped else None
    return Outcome(rows=tuple(rows), alarms=alarms, cause=cause)


def _measured(trader: Trader, order: Tracked, fill: Execution, instrument: Instrument) -> Measured:
    held = trader.state.holdings.get(fill.symbol)
    before = held.quantity if held is not None else ZERO
    signed = fill.quantity if fill.side is Side.BUY else -fill.quantity
    money = -fill.fee
    if held is not None and before * signed < ZERO:
        closed = min(abs(signed), abs(before)) * (ONE if before > ZERO else -ONE)
        money += closed * instrument.multiplier * (instrument.level(fill.price) - instrument.level(held.price))
    slipped, allowed = _slipped(trader, order, fill, instrument)
    run = trader.state.measures.runs.get(fill.symbol, Run())
    known = held is not None and before + signed == ZERO and run.quantity == before
    worst = _forecast_loss(trader, held.entries, instrument) if known and held is not None else None
    loss = None if worst is None else -(run.money + money)
    return Measured(
        symbol=fill.symbol,
        kind=OURS[order.role],
        fill=fill.id,
        quantity=signed,
        money=money,
        slippage=slipped,
        expected=allowed,
        loss=loss,
        expected_loss=worst,
    )


def _slipped(
    trader: Trader, order: Tracked, fill: Execution, instrument: Instrument
) -> tuple[Decimal | None, Decimal | None]:
    """(slippage, the most that was forecast) of an entry or a stop; (None, None) where nothing was said."""
    forecasts, side = trader.state.measures.forecasts, fill.side
    if order.role is OrderRole.ENTRY:
        said = forecasts.get(order.order.id)
        if said is None or said.reference <= ZERO:
            return None, None
        return slippage(side, said.reference, fill.price), slippage(side, said.reference, said.fill)
    trigger = order.order.trigger
    if order.role is not OrderRole.STOP or trigger is None or trigger <= ZERO:
        return None, None
    return slippage(side, trigger, fill.price), _stop_gap(trader, order.order.id, instrument)


def _stop_gap(trader: Trader, stop: OrderId, instrument: Instrument) -> Decimal:
    """The gap through a stop that its entry was judged with; that of now for a stop without such an entry."""
    said = trader.state.measures.forecasts.get(OrderId(stop.removesuffix("-stop")))
    return said.gap if said is not None else gap_of(instrument, trader.limits, over=True)


def _forecast_loss(trader: Trader, entries: tuple[OrderId, ...], instrument: Instrument) -> Decimal | None:
    """The sum of what the entries of a holding could lose at worst; None if one of them was never forecast."""
    total = ZERO
    for name in entries:
        said, entry = trader.state.measures.forecasts.get(name), trader.state.orders[name]
        if said is None:
            return None
        leg = trader.state.orders.get(leg_id(name, "stop"))
        stop = leg.order.trigger if leg is not None else entry.order.stop
        total += worst_loss(said, instrument, entry.order.side, entry.filled, stop)
    return total if entries else None


def _over_close(trader: Trader, fill: Execution) -> bool:
    """Whether the market has been closed between what was last seen of it and a fill."""
    session = trader.tick.session
    return not session.open or session.closes_at is not None and fill.at >= session.closes_at


def jumped(trader: Trader) -> tuple[Symbol, ...]:
    """Symbols whose quote is beyond a stop at work by more than its gap although the stop has not filled.

    Their gap is raised to what is seen, journaled, and told once. To be asked on every tick.
    """
    gauge, tick, found = trader.gauge, trader.tick, dict[Symbol, None]()
    closed = gauge.open_until is not None and tick.at >= gauge.open_until
    for tracked, seen in _prints(trader):
        symbol = tracked.order.symbol
        found[symbol] = None
        known = trader.state.measures.gaps.get(symbol)
        row = estimating.raised(trader, symbol, seen, closed=closed)
        if row is not None and (known is None or seen > max(known.seen, known.seen_closed)):
            trader.desk.write(row)
            estimating.put(trader, symbol)
            trader.tell("alarm", text=f"{symbol} is beyond its stop by more than its gap, and the stop has not filled")
    if tick.session.open:
        gauge.open_until = tick.session.closes_at
    return tuple(found)


def _prints(trader: Trader) -> Iterator[tuple[Tracked, Decimal]]:
    """Stops at work with how far the market is beyond each, where that is more than the gap."""
    for tracked in trader.state.live_orders:
        order = tracked.order
        if tracked.role is not OrderRole.STOP or order.trigger is None or tracked.status not in TRUSTED:
            continue
        quote = trader.tick.quotes.get(order.symbol)
        if quote is None or not quote.sound:
            continue
        price = quote.bid if order.side is Side.SELL else quote.ask
        seen = slippage(order.side, order.trigger, price)
        instrument = trader.instruments.get(order.symbol) if seen > ZERO else None
        if instrument is None or not trader.state.held(order.symbol):
            continue
        if seen > _stop_gap(trader, order.id, instrument):
            yield tracked, seen
