"""The account added up, symbol by symbol: floating profit, joint worst-case loss, what is at work, units of size.

One pass over positions and orders. Before and after an act differ in one symbol only, so the rest is shared.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from policies.facts import Facts, Order, Position
from policies.floors import MissingFact
from policies.instruments import Instrument, Quote
from policies.limits import Limits
from policies.values import ONE, ZERO, AccountId, Side, Symbol
from policies.worst_case import coins_at_stake, dearest, gain_of, gap_of, holdings_loss, openings_loss, opens


class Line(NamedTuple):
    """One symbol, in account currency at the worse rate; `units` are quantities times the instrument's lots.

    `longs` and `shorts` are what would be at work on each side, orders that open included, `exposure` the larger;
    `margin` is what that has to keep in a stock account. `sudden` is what can be lost before the desk has left:
    holdings through one gap from here, entries that work in full.
    """

    floating: Decimal
    loss: Decimal
    sudden: Decimal
    longs: Decimal
    shorts: Decimal
    exposure: Decimal
    long_units: Decimal
    short_units: Decimal
    margin: Decimal


class Book(NamedTuple):
    """Every line with their sums: equity, joint worst-case loss from here, what a gap takes, gross exposure, margin."""

    lines: Mapping[Symbol, Line]
    equity: Decimal
    loss: Decimal
    sudden: Decimal
    gross: Decimal
    margin: Decimal


NOTHING = Line(ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO)
Rates = dict[str, tuple[Decimal, Decimal]]
HOME = (ONE, ONE)
NONE: list[Any] = []
MOST_ACCOUNTS, MOST_SYMBOLS = 64, 4096
CLOSING = timedelta(seconds=60)
"""How long before a close what is held counts as held over it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WorstCase:
    """The loss in account currency (zero or more), in all and by symbol."""

    total: Decimal
    by_symbol: dict[Symbol, Decimal] = field(default_factory=dict)


def book(facts: Facts, limits: Limits, within: timedelta = CLOSING) -> Book:
    """The account as it stands; raises MissingFact when a part cannot be valued.

    What is held `within` so long of a close reckons with the gap over it.
    """
    over = over_close(facts, limits, within)
    held, working = _by_symbol(facts.positions), _by_symbol(facts.orders)
    lines: dict[Symbol, Line] = {}
    rates: Rates = {facts.account.currency: HOME}
    memory, instruments, quotes = _memory(facts.account.id), facts.instruments, facts.quotes
    for symbol in held | working:
        positions, orders = held.get(symbol, NONE), working.get(symbol, NONE)
        if not positions and not any(map(opens, orders)):
            continue
        instrument, quote = instruments.get(symbol), quotes.get(symbol)
        last = memory.get((symbol, over))
        if (
            instrument is None
            or quote is None
            or last is None
            or last[0][0] is not instrument
            or last[0][1] is not quote
        ):
            instrument, quote = known(facts, symbol)
        pair = rates.get(instrument.currency)
        if pair is None:
            pair = rates[instrument.currency] = _rates(facts, instrument.currency)
        inputs = (instrument, quote, limits, pair, positions, orders, over)
        if last is None or last[0] != inputs:
            last = memory[symbol, over] = (inputs, line_of(*inputs))
        lines[symbol] = last[1]
    return added_up(facts.account.balance, lines)


def added_up(balance: Decimal, lines: Mapping[Symbol, Line]) -> Book:
    """The sums over lines that were found one by one; raises MissingFact when one is no number."""
    equity, loss, sudden, gross, margin = balance, ZERO, ZERO, ZERO, ZERO
    for found in lines.values():
        equity += found.floating
        loss += found.loss
        sudden += found.sudden
        gross += max(found.shorts, found.longs)
        margin += found.margin
    if not (equity.is_finite() and loss.is_finite()):
        raise MissingFact("equity as a finite number")
    return Book(lines, equity, loss, sudden, gross, margin)


def with_line(old: Book, symbol: Symbol, new: Line) -> Book:
    """The book with one line replaced."""
    was = old.lines.get(symbol, NOTHING)
    return Book(
        {**old.lines, symbol: new},
        old.equity - was.floating + new.floating,
        old.loss - was.loss + new.loss,
        old.sudden - was.sudden + new.sudden,
        old.gross - was.exposure + new.exposure,
        old.margin - was.margin + new.margin,
    )


def over_close(facts: Facts, limits: Limits, within: timedelta = CLOSING) -> bool:
    """Whether what is held goes over a close: the market is closed, or closes within so long, and limits allow it."""
    session = facts.session
    if not session.open or session.closes_at is None:
        return limits.terms.overnight and not session.open
    return limits.terms.overnight and session.closes_at - facts.market <= within


def line(facts: Facts, limits: Limits, symbol: Symbol, orders: Sequence[Order], within: timedelta = CLOSING) -> Line:
    """The line of one symbol as it would be with exactly these orders of it."""
    held = [p for p in facts.positions if p.symbol == symbol and p.quantity]
    if not held and not any(map(opens, orders)):
        return NOTHING
    instrument, quote = known(facts, symbol)
    pair = HOME if instrument.currency == facts.account.currency else _rates(facts, instrument.currency)
    return line_of(instrument, quote, limits, pair, held, orders, over_close(facts, limits, within))


def equity(facts: Facts) -> Decimal:
    """Balance plus the floating P&L of every position; raises MissingFact when one cannot be valued."""
    worth = facts.account.balance + sum((floating(facts, p) for p in facts.positions), ZERO)
    if not worth.is_finite():
        raise MissingFact("equity as a finite number")
    return worth


def floating(facts: Facts, position: Position) -> Decimal:
    """Open P&L of a position at the adverse side, closing fee included, in account currency."""
    if not position.quantity:
        return ZERO
    instrument, quote = known(facts, position.symbol)
    gain = gain_of(instrument, quote, position)
    return gain * rate(facts, instrument.currency, gain)


def worst_case(facts: Facts, limits: Limits, extra: Iterable[Order] = ()) -> WorstCase:
    """The joint worst case of the account with `extra` orders added; raises MissingFact when it cannot be told."""
    found = book(facts, limits)
    for symbol, orders in _by_symbol((*facts.orders, *extra)).items():
        found = with_line(found, symbol, line(facts, limits, symbol, orders)) if extra else found
    return WorstCase(total=found.loss, by_symbol={s: row.loss for s, row in found.lines.items()})


def known(facts: Facts, symbol: Symbol) -> tuple[Instrument, Quote]:
    """The instrument and its quote; raises MissingFact unless both are there and sound."""
    instrument, quote = facts.instruments.get(symbol), facts.quotes.get(symbol)
    if instrument is None or not instrument.sound:
        raise MissingFact(f"a sound instrument {symbol!r}")
    if quote is None or not quote.sound:
        raise MissingFact(f"no sound quote for {symbol!r}")
    return instrument, quote


def valued(facts: Facts, symbol: Symbol) -> bool:
    """Whether what is held or ordered in a symbol can be valued in account currency."""
    try:
        rate(facts, known(facts, symbol)[0].currency, ONE)
    except (MissingFact, ArithmeticError):
        return False
    return True


def rate(facts: Facts, currency: str, worth: Decimal) -> Decimal:
    """What one unit of `currency` is in account currency, at the worse side for a signed amount `worth`."""
    home = facts.account.currency
    return ONE if currency == home else _rates(facts, currency)[0 if worth > ZERO else 1]


def _rates(facts: Facts, currency: str) -> tuple[Decimal, Decimal]:
    """What one unit is worth at least (a gain) and at most (a loss)."""
    home = facts.account.currency
    quote = facts.fx.get(currency + home)
    if quote is not None and quote.sound:
        return quote.bid, quote.ask
    quote = facts.fx.get(home + currency)
    if quote is not None and quote.sound:
        return 1 / quote.ask, 1 / quote.bid
    raise MissingFact(f"no rate from {currency!r} to {home!r}")


T = TypeVar("T", Position, Order)


def _by_symbol(things: Iterable[T]) -> dict[Symbol, list[T]]:
    """What is not zero, by symbol."""
    found: dict[Symbol, list[T]] = {}
    for thing in things:
        if thing.quantity:
            same = found.get(thing.symbol)
            if same is None:
                found[thing.symbol] = [thing]
            else:
                same.append(thing)
    return found


_Seen = tuple[Instrument, Quote, Limits, tuple[Decimal, Decimal], Sequence[Position], Sequence[Order], bool]
_Memory = dict[tuple[Symbol, bool], tuple[_Seen, Line]]
_MEMORY: dict[AccountId, _Memory] = {}


def _memory(account: AccountId) -> _Memory:
    """The lines last computed for an account with what they came from: equal values give an equal line again."""
    if account not in _MEMORY and len(_MEMORY) >= MOST_ACCOUNTS:
        _MEMORY.clear()
    memory = _MEMORY.setdefault(account, {})
    if len(memory) >= MOST_SYMBOLS:
        memory.clear()
    return memory


def notional(facts: Facts, order: Order) -> Decimal:
    """The notional of an order in account currency, at the worst price it can fill at."""
    instrument, quote = known(facts, order.symbol)
    worth = instrument.worth(order.quantity, dearest(instrument, quote, order))
    return worth * rate(facts, instrument.currency, -ONE)


def line_of(
    instrument: Instrument,
    quote: Quote,
    limits: Limits,
    pair: tuple[Decimal, Decimal],
    held: Sequence[Position],
    orders: Sequence[Order],
    over: bool,
) -> Line:
    """The line of one symbol; `pair` is what a unit of its currency is worth as a gain, and costs as a loss.

    `over` says that what is held goes over a close of its market.
    """
    low, high = pair
    gap = gap_of(instrument, limits, over=over)
    gains = longs = shorts = ZERO
    for position in held:
        gain = gain_of(instrument, quote, position)
        gains += gain * (low if gain > ZERO else high)
        if position.quantity > ZERO:
            longs += position.quantity
        else:
            shorts -= position.quantity
    loss, sudden = holdings_loss(instrument, quote, gap, longs, shorts, orders)
    if instrument.inverse:
        for position in held:
            coins, most = coins_at_stake(instrument, quote, gap, position, orders)
            loss, sudden = loss + coins * most, sudden + coins * gap
    opening = [o for o in orders if opens(o)]
    if opening:
        entries = openings_loss(instrument, quote, gap, opening, limits.market_band)
        loss, sudden = loss + entries, sudden + entries
    worth_long, more = _side(instrument, quote, longs, [o for o in opening if o.side is Side.BUY])
    worth_short, less = _side(instrument, quote, shorts, [o for o in opening if o.side is Side.SELL])
    lots, (kept_long, kept_short) = instrument.lots, instrument.margins
    margin = max(worth_long * kept_long, worth_short * kept_short) * high
    worths = (worth_long * high, worth_short * high, max(worth_long, worth_short) * high)
    return Line(gains, loss * high, sudden * high, *worths, more * lots, less * lots, margin)


def _side(instrument: Instrument, quote: Quote, held: Decimal, opening: Sequence[Order]) -> tuple[Decimal, Decimal]:
    """(notional, quantity) that would be at work on one side, in the instrument's currency."""
    worth = instrument.worth(held, quote.bid if instrument.inverse else quote.ask) if held else ZERO
    for order in opening:
        worth += instrument.worth(order.quantity, dearest(instrument, quote, order))
        held += order.quantity
    return worth, held
