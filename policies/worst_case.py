"""What one holding and one order can lose at worst, in the currency of their instrument.

P&L adds over independent fills, so the worst subset is the sum of all losing fills plus the worst leg of each
OCO group (`policies.book` adds them up). Nothing is credited for diversification or for orders that would
reduce: they count once they are filled. Prices are levels (`Instrument.level`), so inverse contracts lose by
their own formula.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from policies.facts import Order, Position
from policies.floors import MissingFact
from policies.instruments import Instrument, Quote
from policies.limits import Limits
from policies.values import (
    ONE,
    OPENING,
    ZERO,
    OrderRole,
    OrderStatus,
    OrderType,
    Side,
)

TRUSTED = (OrderStatus.WORKING, OrderStatus.PARTIAL)
LEAVING = (OrderRole.EXIT, OrderRole.STOP, OrderRole.TARGET)


def openings_loss(
    instrument: Instrument, quote: Quote, gap: Decimal, orders: Sequence[Order], band: Decimal
) -> Decimal:
    """What the orders that open can lose: each for itself, the legs of an OCO group together."""
    total = ZERO
    grouped: dict[str, list[Order]] = {}
    for order in orders:
        if order.oco is None:
            total += entry_loss(instrument, quote, gap, order, band)
        else:
            grouped.setdefault(order.oco, []).append(order)
    for legs in grouped.values():
        total += group_loss(instrument, quote, gap, legs, band)
    return total


def gap_of(instrument: Instrument, limits: Limits, *, over: bool) -> Decimal:
    """The jump through a stop to reckon with: the larger one when what is held goes `over` a close, as limits allow."""
    closed = instrument.gap_closed
    return closed if over and closed > instrument.gap and limits.terms.overnight else instrument.gap


def opens(order: Order) -> bool:
    """Whether an order can open or enlarge a position, so that its loss counts."""
    return not order.reduce_only and order.role in OPENING


def holding_loss(
    instrument: Instrument, quote: Quote, gap: Decimal, quantity: Decimal, orders: Iterable[Order]
) -> tuple[Decimal, Decimal]:
    """(loss, what no stop covers) of a signed quantity from the side of the quote that it is valued at.

    Its acknowledged stops cover it, the worst first; the rest is bare: a long falls to zero, a short rises by the
    shock. Every exit beyond the first costs another minimum fee.
    """
    long = quantity > ZERO
    price = quote.bid if long else quote.ask
    left = quantity if long else -quantity
    here, multiplier = instrument.level(price), instrument.multiplier
    loss = fees = ZERO
    stops = _stops(Side.SELL if long else Side.BUY, orders)
    for number, (trigger, size) in enumerate(stops):
        if not left:
            break
        covered = min(left, size)
        out = reached(price, trigger, gap, long=long)
        change = (here - instrument.level(out)) * (ONE if long else -ONE)
        if change > ZERO:
            loss += covered * change * instrument.dearer(price, out)
        left -= covered
        fees += instrument.fee_min if number else ZERO
    if left and stops:
        fees += instrument.fee_min
    carry = (instrument.carry_long if long else instrument.carry_short) * abs(quantity)
    return loss * multiplier + fees + carry, left


def bare_loss(instrument: Instrument, price: Decimal, quantity: Decimal, *, long: bool) -> Decimal:
    """What a quantity without a stop can lose from a price on: a long everything, a short price times shock.

    An inverse contract has no bottom for a long: its price then falls as far as the shock would lift it.
    """
    if long:
        bottom = instrument.level(price / (ONE + instrument.shock)) if instrument.inverse else ZERO
        change = instrument.level(price) - bottom
    else:
        top = price * (ONE + instrument.shock)
        change = (instrument.level(top) - instrument.level(price)) * instrument.dearer(price, top)
    return quantity * instrument.multiplier * change


def coins_at_stake(
    instrument: Instrument, quote: Quote, gap: Decimal, position: Position, orders: Sequence[Order]
) -> tuple[Decimal, Decimal]:
    """Coins that a long has won or a short owes, and by what share they change in worth until the last unit is out."""
    long = position.quantity > ZERO
    price, bare = (quote.bid if long else quote.ask), ONE + instrument.shock
    gain = gain_of(instrument, quote, position)
    stops = _stops(Side.SELL if long else Side.BUY, orders)
    outs = [reached(price, trigger, gap, long=long) for trigger, _ in stops]
    if sum((size for _, size in stops), ZERO) < abs(position.quantity):
        outs.append(price / bare if long else price * bare)
    return max(ZERO, gain if long else -gain), max(abs(out / price - ONE) for out in outs)


def reached(price: Decimal, stop: Decimal, gap: Decimal, *, long: bool) -> Decimal:
    """Where a stop is out at worst: its trigger (or the price, if that is worse) through a gap."""
    if long:
        return (min(price, stop)) * (ONE - gap)
    return (max(price, stop)) * (ONE + gap)


def entry_loss(instrument: Instrument, quote: Quote, gap: Decimal, order: Order, band: Decimal) -> Decimal:
    """What an entry can lose once filled at its worst price and stopped out at its worst, both fees and carry paid.

    Raises MissingFact for a quantity that is none.
    """
    quantity = order.quantity
    if not quantity >= ZERO:
        raise MissingFact(f"the quantity of order {order.id!r}")
    carry = instrument.carry_long if order.side is Side.BUY else instrument.carry_short
    costs = 2 * instrument.fee(quantity) + carry * quantity
    return quantity * instrument.multiplier * unit_change(instrument, quote, gap, order, band) + costs


def unit_change(instrument: Instrument, quote: Quote, gap: Decimal, order: Order, band: Decimal) -> Decimal:
    """By how many levels one unit of an entry can go wrong; a bare one from the worse of market and fill.

    A stop looks at the other side of the quote: inside the spread it is reached as soon as the entry is filled.
    """
    long = order.side is Side.BUY
    entry = worst_fill(quote, gap, order, band)
    if order.stop is not None:
        spread = quote.ask - quote.bid
        out = reached(entry - spread if long else entry + spread, order.stop, gap, long=long)
    elif long:
        out = min(entry, quote.bid) / (ONE + instrument.shock) if instrument.inverse else ZERO
    else:
        out = max(entry, quote.ask) * (ONE + instrument.shock)
    change = instrument.level(entry) - instrument.level(out)
    return (change if long else -change) * instrument.dearer(quote.bid, out)


def worst_fill(quote: Quote, gap: Decimal, order: Order, band: Decimal) -> Decimal:
    """The worst price an entry can fill at: its limit, its trigger through a gap, or `band` through the market.

    A trigger that the market is already through fills at the market, not at the trigger.
    """
    long = order.side is Side.BUY
    touch = quote.ask if long else quote.bid
    if order.type is OrderType.STOP and order.trigger is not None:
        if long:
            return max(order.trigger, touch) * (ONE + gap)
        return min(order.trigger, touch) * (ONE - gap)
    if order.limit is not None:
        return order.limit
    return touch * (ONE + band if long else ONE - band)


def group_loss(instrument: Instrument, quote: Quote, gap: Decimal, legs: Sequence[Order], band: Decimal) -> Decimal:
    """What the legs of one OCO group can lose between them, the worst by unit first, as long as any can fill."""
    left = max(leg.quantity for leg in legs)
    total = ZERO
    ranked = [(unit_change(instrument, quote, gap, leg, band), leg.quantity, n, leg) for n, leg in enumerate(legs)]
    for _, quantity, _, leg in sorted(ranked, key=lambda r: r[:3], reverse=True):
        if left > ZERO:
            total += entry_loss(instrument, quote, gap, leg, band)
            left -= quantity
    return total


def _stops(side: Side, orders: Iterable[Order]) -> list[tuple[Decimal, Decimal]]:
    """Acknowledged protective stops on a side, the worst first: (trigger, quantity)."""
    found = [
        (o.trigger, o.quantity)
        for o in orders
        if o.role is OrderRole.STOP
        and o.type is OrderType.STOP
        and o.side is side
        and o.status in TRUSTED
        and o.trigger is not None
    ]
    if len(found) > 1:
        found.sort(reverse=side is Side.BUY)
    return found


def gain_of(instrument: Instrument, quote: Quote, position: Position) -> Decimal:
    """The P&L of closing a position now at the adverse side, fee paid, in the instrument's currency."""
    quantity = position.quantity
    price = quote.bid if quantity > ZERO else quote.ask
    change = instrument.level(price) - instrument.level(position.price)
    return quantity * instrument.multiplier * change - instrument.fee(abs(quantity))


def holdings_loss(
    instrument: Instrument, quote: Quote, gap: Decimal, longs: Decimal, shorts: Decimal, orders: Sequence[Order]
) -> tuple[Decimal, Decimal]:
    """(loss, sudden loss) of the holdings of a symbol: what stops do not cover is bare, unless a hedge locks it.

    A long and a short without any order that could close one of them move against each other: such a pair loses
    at most another spread. One leg closed, the other is bare: closing one can raise the risk.
    """
    total = sudden = locked = ZERO
    bare = {True: ZERO, False: ZERO}
    for long, quantity in ((True, longs), (False, shorts)):
        if quantity:
            loss, bare[long] = holding_loss(instrument, quote, gap, quantity if long else -quantity, orders)
            total += loss
    if bare[True] and bare[False] and not any(o.role in LEAVING for o in orders):
        locked = min(bare[True], bare[False])
        spread = locked * instrument.multiplier * (instrument.level(quote.ask) - instrument.level(quote.bid))
        total, sudden = total + spread, sudden + spread
    for long, quantity in ((True, longs), (False, shorts)):
        if quantity:
            price = quote.bid if long else quote.ask
            if bare[long] > locked:
                total += bare_loss(instrument, price, bare[long] - locked, long=long)
            out = reached(price, price, gap, long=long)
            jump = abs(instrument.level(price) - instrument.level(out)) * instrument.dearer(price, out)
            carry = instrument.carry_long if long else instrument.carry_short
            sudden += (quantity - locked) * instrument.multiplier * jump + carry * quantity
    return total, sudden


def dearest(instrument: Instrument, quote: Quote, order: Order) -> Decimal:
    """The price at which an order is largest: the highest it may fill at (of an inverse contract: the lowest)."""
    prices = [p for p in (order.limit, order.trigger, quote.bid if instrument.inverse else quote.ask) if p is not None]
    return min(prices) if instrument.inverse else max(prices)
