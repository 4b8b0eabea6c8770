"""The gap of every instrument in force: configured, called for by the bars, or seen; the largest counts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date
from decimal import Decimal

from policies.instruments import Instrument
from policies.values import ZERO, Symbol, ceil_to
from tools.desk.engine.account import Trader
from tools.desk.record.journal import Entry
from tools.desk.record.measures import Gap
from tools.trading.modelrisk.gaps import STEP, Estimate, GapHistory
from tools.trading.venue import Bar, Broker, VenueSilent

MOST_BARS = 5040
"""Twenty years of daily bars."""
READ_S = 10.0


async def begin(trader: Trader) -> None:
    """Puts the journaled gaps in force; bars are read at once by an account that has none, by others soon after."""
    trader.gauge.configured = dict(trader.instruments)
    for symbol, gap in trader.state.measures.gaps.items():
        _put(trader, symbol, gap)
    if trader.state.measures.gaps:
        trader.desk.start(refresh(trader), trader.id)
    else:
        await refresh(trader)


async def refresh(trader: Trader) -> None:
    """Brings the estimates up to the market's date, from bars of days before it; once a day, cheap otherwise.

    A venue that does not answer leaves what is in force, and is asked again at the next call.
    """
    day = trader.tick.at.astimezone(UTC).date()
    if trader.gauge.day == day:
        return
    async with trader.gauge.reading:
        try:
            await _read(trader, day)
        except VenueSilent:
            return
        _settle(trader)
        trader.gauge.day = day


async def _read(trader: Trader, day: date) -> None:
    """Takes in the bars before a day that are not known yet; a history that is not there yet is read whole."""
    configured, histories = trader.gauge.configured, trader.gauge.histories
    for symbol in [s for s, i in configured.items() if i.tradable and s not in histories]:
        histories[symbol] = await _whole(trader, configured[symbol], symbol, day)
    late = {symbol: count for symbol, history in histories.items() if (count := _missing(history, day))}
    for symbol, found in (await _bars(trader, late)).items():
        histories[symbol].add(_before(found, day))


async def _whole(trader: Trader, instrument: Instrument, symbol: Symbol, day: date) -> GapHistory:
    """The history of an instrument before a day, worked out on its venue's thread: the socket is not held up."""

    async def read(venue: Broker) -> GapHistory:
        return GapHistory.of(instrument).add(_before(await venue.bars(symbol, MOST_BARS), day))

    history: GapHistory = await trader.link.call(read, READ_S)
    return history


async def _bars(trader: Trader, wanted: Mapping[Symbol, int]) -> dict[Symbol, tuple[Bar, ...]]:
    async def read(venue: Broker) -> dict[Symbol, tuple[Bar, ...]]:
        return {symbol: await venue.bars(symbol, count) for symbol, count in wanted.items()}

    found: dict[Symbol, tuple[Bar, ...]] = await trader.link.call(read, READ_S) if wanted else {}
    return found


def _before(bars: tuple[Bar, ...], day: date) -> list[Bar]:
    return [bar for bar in bars if bar.day < day]


def _missing(history: GapHistory, day: date) -> int:
    """How many bars there can be at most between the newest that is known and a day."""
    known = history.until
    return MOST_BARS if known is None else min(MOST_BARS, max(0, (day - known).days - 1))


def _settle(trader: Trader) -> None:
    """Journals what has changed and puts it in force; a history that speaks against the model is an alarm."""
    known, histories = trader.state.measures.gaps, trader.gauge.histories
    rows: list[Entry] = []
    for symbol, history in histories.items():
        old = known.get(symbol)
        new = _gap(trader.gauge.configured[symbol], history.estimate(), old)
        if new is not None and (old is None or _said(old) != _said(new)):
            rows.append(trader.row("gap", symbol=symbol, gap=new))
            if new.too_kind and not (old is not None and old.too_kind):
                trader.tell("alarm", text=f"the gap of {symbol} covered too few days of its own history")
    if rows:
        trader.desk.write(*rows)
    for symbol in histories:
        put(trader, symbol)


def _said(gap: Gap) -> tuple[object, ...]:
    """What makes a new row worth writing; that another calm day was counted does not."""
    return gap.gap, gap.gap_closed, gap.configured, gap.configured_closed, gap.estimated, gap.splits, gap.too_kind


def _gap(instrument: Instrument, estimate: Estimate | None, old: Gap | None) -> Gap | None:
    """The gaps as configured, by an estimate and what was seen; None while nothing but the configured ones is known."""
    if estimate is None and old is None:
        return None
    base = old or Gap(gap=ZERO, gap_closed=ZERO, configured=ZERO)
    if estimate is not None:
        base = replace(
            base,
            estimated=estimate.gap,
            n=estimate.n,
            until=estimate.until,
            worst=estimate.worst,
            worst_on=estimate.worst_on,
            splits=estimate.splits,
            opens=estimate.opens,
            beyond=estimate.beyond,
        )
    return _in_force(replace(base, configured=instrument.gap, configured_closed=instrument.gap_closed))


def _in_force(gap: Gap) -> Gap:
    """The gaps that follow from all that is known of them."""
    trading = max(gap.configured, gap.seen)
    closed = max(trading, gap.configured_closed, gap.estimated or ZERO, gap.seen_closed)
    return replace(gap, gap=trading, gap_closed=closed)


def raised(trader: Trader, symbol: Symbol, seen: Decimal, *, closed: bool) -> Entry | None:
    """The row that raises a gap to a jump that went beyond it, up to 0.1 %; None when it is in force already."""
    old = trader.state.measures.gaps.get(symbol)
    now, up = trader.instruments[symbol], ceil_to(seen, STEP)
    if old is None:
        old = Gap(gap=now.gap, gap_closed=now.gap_closed, configured=now.gap, configured_closed=now.gap_closed)
    more = replace(old, seen_closed=max(old.seen_closed, up)) if closed else replace(old, seen=max(old.seen, up))
    new = _in_force(more)
    return None if new == old else trader.row("gap", symbol=symbol, gap=new)


def put(trader: Trader, symbol: Symbol) -> None:
    """Puts the journaled gap of an instrument in force."""
    gap = trader.state.measures.gaps.get(symbol)
    if gap is not None:
        _put(trader, symbol, gap)


def _put(trader: Trader, symbol: Symbol, gap: Gap) -> None:
    """The instrument as listed with the gaps in force; one that is listed with larger ones keeps them."""
    listed = trader.gauge.configured.get(symbol)
    if listed is None:
        return
    trading = max(listed.gap, gap.gap)
    closed = max(trading, listed.gap_closed, gap.gap_closed)
    wanted = replace(listed, gap=trading, gap_closed=closed)
    if trader.instruments.get(symbol) != wanted:
        trader.instruments[symbol] = wanted
