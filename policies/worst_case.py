"""The joint worst-case loss from here: every open, working and unknown order filled and stopped out at its worst.

P&L adds over independent fills, so the worst subset is the sum of all losing fills plus the
worst leg of each OCO group. Each fill of one leg takes as much from the others, so of legs of
unequal size the rest of a larger one counts too; legs in different symbols always add. Nothing is
credited for diversification or for orders that would reduce: they count once they are filled.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from policies.facts import Facts, Instrument, Order, Position
from policies.floors import MissingFact, close_fee, rate
from policies.limits import Limits
from policies.values import ONE, ZERO, OrderRole, OrderStatus, OrderType, Side, Symbol

TRUSTED = (OrderStatus.WORKING, OrderStatus.PARTIAL)


@dataclass(frozen=True, kw_only=True, slots=True)
class WorstCase:
    """The loss in account currency (zero or more), in all and by symbol."""

    total: Decimal
    by_symbol: dict[Symbol, Decimal] = field(default_factory=dict)


def worst_case(facts: Facts, limits: Limits, extra: Iterable[Order] = ()) -> WorstCase:
    """The joint worst case of the account with `extra` orders added; raises MissingFact when it cannot be told."""
    by_symbol: dict[Symbol, Decimal] = {}
    groups: dict[tuple[Symbol, str], list[Order]] = {}
    orders = (*facts.orders, *extra)
    for position in _merged(facts.positions):
        loss = position_loss(facts, position, orders)
        by_symbol[position.symbol] = by_symbol.get(position.symbol, ZERO) + loss
    for order in orders:
        if order.reduce_only or order.role in (OrderRole.STOP, OrderRole.TARGET, OrderRole.EXIT):
            continue
        if order.oco is None:
            by_symbol[order.symbol] = by_symbol.get(order.symbol, ZERO) + order_loss(facts, order, limits)
        else:
            groups.setdefault((order.symbol, order.oco), []).append(order)
    for (symbol, _), legs in groups.items():
        by_symbol[symbol] = by_symbol.get(symbol, ZERO) + _group_loss(facts, legs, limits)
    return WorstCase(total=sum(by_symbol.values(), ZERO), by_symbol=by_symbol)


def _merged(positions: Iterable[Position]) -> Iterable[Position]:
    """Positions of one symbol and side as one, so that a stop covers no unit twice."""
    found: dict[tuple[Symbol, bool], Position] = {}
    for position in positions:
        key = (position.symbol, position.quantity > ZERO)
        same = found.get(key)
        found[key] = position if same is None else replace(same, quantity=same.quantity + position.quantity)
    return found.values()


def _group_loss(facts: Facts, legs: list[Order], limits: Limits) -> Decimal:
    """What the legs of one OCO group can lose between them, the worst by unit first, as long as any can fill."""
    left = max(leg.quantity for leg in legs)
    total = ZERO
    for leg in sorted(legs, key=lambda o: (unit_loss(facts, o, limits), o.quantity), reverse=True):
        if left > ZERO:
            total += order_loss(facts, leg, limits)
            left -= leg.quantity
    return total


def position_loss(facts: Facts, position: Position, orders: Iterable[Order]) -> Decimal:
    """What a position can still lose from the quote it is valued at: its stops cover it, the rest is bare."""
    if not position.quantity:
        return ZERO
    instrument, quote = _instrument(facts, position.symbol), facts.quotes.get(position.symbol)
    if quote is None or not quote.sound:
        raise MissingFact(f"no sound quote for {position.symbol!r}")
    side = Side.BUY if position.quantity > ZERO else Side.SELL
    price = quote.bid if side is Side.BUY else quote.ask
    left = abs(position.quantity)
    loss = fees = ZERO
    for stop, quantity in _stops(position.symbol, side, orders):
        covered = min(left, quantity)
        loss += covered * max(ZERO, side.sign * (price - exit_price(instrument, side, price, stop)))
        left -= covered
        if not left:
            break
        fees += instrument.fee_min
    loss += left * abs(price - exit_price(instrument, side, price, None))
    return _money(facts, instrument, loss, fees)


def order_loss(facts: Facts, order: Order, limits: Limits) -> Decimal:
    """What an entry can lose once filled at its worst price and stopped out at its worst, both fees included."""
    if not order.quantity >= ZERO:
        raise MissingFact(f"the quantity of order {order.id!r}")
    instrument = _instrument(facts, order.symbol)
    fees = 2 * close_fee(instrument, order.quantity)
    return _money(facts, instrument, order.quantity * unit_loss(facts, order, limits), fees)


def unit_loss(facts: Facts, order: Order, limits: Limits) -> Decimal:
    """The same for one unit without fees, in the instrument's currency; a bare short rises from the market's height."""
    instrument = _instrument(facts, order.symbol)
    entry = worst_fill(facts, order, limits, instrument)
    bare_short = order.stop is None and order.side is Side.SELL
    height = max(entry, _touch(facts, order.symbol, Side.BUY)) if bare_short else entry
    leave = exit_price(instrument, order.side, height, order.stop)
    return max(ZERO, order.side.sign * (entry - leave))


def worst_fill(facts: Facts, order: Order, limits: Limits, instrument: Instrument) -> Decimal:
    """The worst price an entry can fill at: its limit, its trigger through a gap, or the collar of the market.

    A trigger that the market is already through fills at the market, not at the trigger.
    """
    if order.trigger is not None and order.type is OrderType.STOP:
        touch = _touch(facts, order.symbol, order.side)
        reached = max(order.trigger, touch) if order.side is Side.BUY else min(order.trigger, touch)
        return reached * (ONE + order.side.sign * instrument.gap)
    if order.limit is not None:
        return order.limit
    return market_bound(facts, order.symbol, order.side, limits)


def market_bound(facts: Facts, symbol: Symbol, side: Side, limits: Limits) -> Decimal:
    """How far through the quote a market entry may fill."""
    return _touch(facts, symbol, side) * (ONE + side.sign * limits.market_band)


def _touch(facts: Facts, symbol: Symbol, side: Side) -> Decimal:
    quote = facts.quotes.get(symbol)
    if quote is None or not quote.sound:
        raise MissingFact(f"no sound quote for {symbol!r}")
    return quote.ask if side is Side.BUY else quote.bid


def exit_price(instrument: Instrument, side: Side, price: Decimal, stop: Decimal | None) -> Decimal:
    """Where a holding on `side` is out at worst: its stop (or the price, if that is worse) through a gap.

    Without a stop a long loses everything, a short loses price times shock.
    """
    if stop is None:
        return ZERO if side is Side.BUY else price * (ONE + instrument.shock)
    reached = min(stop, price) if side is Side.BUY else max(stop, price)
    return reached * (ONE - side.sign * instrument.gap)


def _stops(symbol: Symbol, side: Side, orders: Iterable[Order]) -> list[tuple[Decimal, Decimal]]:
    """Acknowledged protective stops of a holding, the worst first: (trigger, quantity)."""
    found = [
        (o.trigger, o.quantity)
        for o in orders
        if o.role is OrderRole.STOP
        and o.symbol == symbol
        and o.side is side.opposite
        and o.status in TRUSTED
        and o.trigger is not None
    ]
    return sorted(found, reverse=side is Side.SELL)


def _instrument(facts: Facts, symbol: Symbol) -> Instrument:
    instrument = facts.instruments.get(symbol)
    if instrument is None or not instrument.sound:
        raise MissingFact(f"a sound instrument {symbol!r}")
    return instrument


def _money(facts: Facts, instrument: Instrument, loss: Decimal, fees: Decimal = ZERO) -> Decimal:
    amount = loss * instrument.multiplier + fees
    return amount * rate(facts, instrument.currency, -amount)
