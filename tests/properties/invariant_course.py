"""What an account is worth after one course of its market, reckoned without the kernel's own worst case.

A course says for each symbol how low and how high it goes and where it ends, and which entries fill and how much of
them. Stops fill through the whole gap, entries at the worst price that their type allows, losses are paid for at the
dear side of the currency and gains at the cheap one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st

from policies.facts import Facts, Order
from policies.instruments import Instrument, Quote
from policies.limits import Limits
from policies.values import ONE, ZERO, OrderId, OrderRole, OrderStatus, OrderType, Side, Symbol

D = Decimal
ACKNOWLEDGED = (OrderStatus.WORKING, OrderStatus.PARTIAL)


@dataclass(frozen=True)
class Way:
    """How low and how high a symbol goes, and where it ends, as multiples of where it was."""

    low: Decimal
    high: Decimal
    last: Decimal


@dataclass(frozen=True)
class Course:
    """The way of each symbol, and the share of each entry that fills (absent: none)."""

    ways: Mapping[Symbol, Way]
    fills: Mapping[OrderId, Decimal]


@st.composite
def courses(draw: st.DrawFn, known: Facts, orders: Iterable[Order]) -> Course:
    """Any course inside the model: no symbol without a price falls below nothing or rises by more than its shock."""
    ways: dict[Symbol, Way] = {}
    for symbol, instrument in sorted(known.instruments.items()):
        bottom = ONE / (ONE + instrument.shock) if instrument.inverse else D("0.0001")
        low = max(bottom, draw(st.sampled_from([D("0.0001"), D("0.5"), D("0.85"), D("0.95"), ONE, ONE])))
        high = draw(st.sampled_from([ONE, ONE, D("1.05"), D("1.15"), ONE + instrument.shock]))
        ways[symbol] = Way(low, high, draw(st.sampled_from([low, high, ONE])))
    fills = {o.id: share for o in orders if (share := draw(st.sampled_from([ZERO, D("0.5"), ONE, ONE, ONE])))}
    return Course(ways, fills)


def after(known: Facts, limits: Limits, orders: Iterable[Order], course: Course) -> Decimal:
    """Equity at the end of a course, in account currency, with these entries beside what the facts hold."""
    worth = known.account.balance
    for symbol in dict.fromkeys(p.symbol for p in known.positions):
        worth += sum((paid(known, symbol, gain) for gain in held(known, limits, symbol, course.ways[symbol])), ZERO)
    used: dict[str, Decimal] = {}
    for entry in orders:
        share = course.fills.get(entry.id, ZERO) * entry.quantity
        if entry.oco is not None:
            name = f"{entry.symbol}-{entry.oco}"
            largest = max(o.quantity for o in orders if o.oco == entry.oco and o.symbol == entry.symbol)
            share = min(share, largest - used.get(name, ZERO), max(ZERO, entry.quantity - used.get(name, ZERO)))
            used[name] = used.get(name, ZERO) + share
        if share > ZERO:
            worth += paid(known, entry.symbol, entered(known, limits, entry, share, course.ways[entry.symbol]))
    return worth


def paid(known: Facts, symbol: Symbol, gain: Decimal) -> Decimal:
    """A gain or a loss in account currency, at the side of the rate that is worse."""
    currency, home = known.instruments[symbol].currency, known.account.currency
    if currency == home:
        return gain
    if currency + home in known.fx:
        rate = known.fx[currency + home]
        return gain * (rate.bid if gain > ZERO else rate.ask)
    rate = known.fx[home + currency]
    return gain / (rate.ask if gain > ZERO else rate.bid)


def profit(one: Instrument, quantity: Decimal, entry: Decimal, out: Decimal, here: Decimal) -> Decimal:
    """P&L of a signed quantity by the contract's formula: m x q x (out - in), of an inverse m x q x (1/in - 1/out).

    The coin that an inverse contract pays in is worth more or less by as much as its price has moved from `here`.
    """
    if not one.inverse:
        return one.multiplier * quantity * (out - entry)
    return one.multiplier * quantity * (1 / entry - 1 / out) * out / here


def jump(known: Facts, symbol: Symbol, limits: Limits) -> Decimal:
    """The largest jump through a stop: the larger one where the market closes within the minute and limits allow it."""
    one, closes_at = known.instruments[symbol], known.session.closes_at
    over = closes_at is not None and closes_at - known.market <= timedelta(seconds=60) and limits.terms.overnight
    return max(one.gap, one.gap_closed) if over else one.gap


def fired(trigger: Decimal, touch: Decimal, way: Way, side: Side) -> bool:
    """Whether a stop on a side is reached on the way."""
    return touch * way.low <= trigger if side is Side.SELL else touch * way.high >= trigger


def held(known: Facts, limits: Limits, symbol: Symbol, way: Way) -> list[Decimal]:
    """The P&L of every position of a symbol, fees and carry paid: stops leave first, the rest at the last price."""
    one, quote, gap = known.instruments[symbol], known.quotes[symbol], jump(known, symbol, limits)
    found = []
    for position in (p for p in known.positions if p.symbol == symbol):
        side = Side.SELL if position.quantity > ZERO else Side.BUY
        touch = quote.bid if side is Side.SELL else quote.ask
        left, gain, fees = abs(position.quantity), ZERO, ZERO
        for leg in (o for o in known.orders if o.symbol == symbol and o.role is OrderRole.STOP and o.side is side):
            if leg.status not in ACKNOWLEDGED or leg.trigger is None or not fired(leg.trigger, touch, way, side):
                continue
            part = min(left, leg.quantity)
            worst = (
                min(touch, leg.trigger) * (ONE - gap) if side is Side.SELL else max(touch, leg.trigger) * (ONE + gap)
            )
            gain += profit(one, -side.sign * part, position.price, worst, touch)
            fees += one.fee(part)
            left -= part
        gain += profit(one, -side.sign * left, position.price, touch * way.last, touch)
        carry = (one.carry_long if position.quantity > ZERO else one.carry_short) * abs(position.quantity)
        found.append(gain - fees - one.fee(left) - carry)
    return found


def entered(known: Facts, limits: Limits, entry: Order, share: Decimal, way: Way) -> Decimal:
    """The P&L of what fills of an entry; nothing when its price is not reached."""
    symbol = entry.symbol
    one, quote, gap = known.instruments[symbol], known.quotes[symbol], jump(known, symbol, limits)
    long = entry.side is Side.BUY
    price = filled(entry, quote, way, gap, limits.market_band)
    if price is None:
        return ZERO
    last = (quote.bid if long else quote.ask) * way.last
    out = last
    if entry.stop is not None:
        reached = (min(price, entry.stop) * (ONE - gap)) if long else (max(price, entry.stop) * (ONE + gap))
        touch = quote.bid if long else quote.ask
        if fired(entry.stop, touch, way, entry.side.opposite):
            out = reached
    carry = (one.carry_long if long else one.carry_short) * share
    return (
        profit(one, entry.side.sign * share, price, out, quote.bid if long else quote.ask) - 2 * one.fee(share) - carry
    )


def filled(entry: Order, quote: Quote, way: Way, gap: Decimal, band: Decimal) -> Decimal | None:
    """The worst price that an entry fills at, None when the way does not reach it."""
    long = entry.side is Side.BUY
    touch = quote.ask if long else quote.bid
    if entry.trigger is not None and not fired(entry.trigger, touch, way, entry.side):
        return None
    if entry.limit is not None:
        reachable = touch * way.low <= entry.limit if long else touch * way.high >= entry.limit
        return entry.limit if reachable else None
    if entry.type is OrderType.STOP and entry.trigger is not None:
        return max(entry.trigger, touch) * (ONE + gap) if long else min(entry.trigger, touch) * (ONE - gap)
    return touch * (ONE + band if long else ONE - band)
