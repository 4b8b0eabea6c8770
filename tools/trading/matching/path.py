"""What happens inside a daily bar: one pure function of the bar and a seed, the same for venue and backtest.

The price starts at the open with the session, visits both extremes at seeded times and in a seeded order,
and reaches the close in the session's last open second (at the close itself nothing is quoted any more).
Between these vertices it moves in straight lines, rounded to ticks. Times are whole seconds since 1970 UTC,
prices whole ticks; a moment or a price is made only for who reads it.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from hashlib import sha256

from policies.instruments import Quote
from policies.values import Side, Symbol
from tools.trading.matching.clock import moment
from tools.trading.venue import Bar

HALF_SPREAD = 10_000
"""Half the spread is the open divided by this (one basis point), in whole ticks rounded up."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Path:
    """The vertices of one session: ascending `times` (seconds) and the `mids` there (ticks); `half` the spread."""

    tick: Decimal
    half: int
    times: tuple[int, ...]
    mids: tuple[int, ...]

    @property
    def opens(self) -> int:
        """The first second with a quote."""
        return self.times[0]

    @property
    def last(self) -> int:
        """The last second with a quote, one before the session's close."""
        return self.times[-1]


def path_seed(account: str, symbol: Symbol, day: date) -> bytes:
    """The seed of one instrument's session in one account's market."""
    return sha256(f"{account}|{symbol}|{day.isoformat()}".encode()).digest()


def path(bar: Bar, seed: bytes, *, opens: int, closes: int, tick: Decimal) -> Path:
    """The path of a session open from second `opens` up to, not including, `closes`; raises ValueError below 4 s."""
    last = closes - 1
    if last - opens < 3:
        raise ValueError(f"a session of at least 4 seconds is expected, got {closes - opens}")
    span = last - opens - 1
    first = int.from_bytes(seed[0:8], "big") % span
    second = int.from_bytes(seed[8:16], "big") % (span - 1)
    second += second >= first
    early, late = sorted((opens + 1 + first, opens + 1 + second))
    open_, high = _ticks(bar.open, tick, ROUND_HALF_UP), _ticks(bar.high, tick, ROUND_CEILING)
    low, close = _ticks(bar.low, tick, ROUND_FLOOR), _ticks(bar.close, tick, ROUND_HALF_UP)
    extremes = (high, low) if seed[16] % 2 else (low, high)
    return Path(
        tick=tick,
        half=-(-open_ // HALF_SPREAD),
        times=(opens, early, late, last),
        mids=(open_, *extremes, close),
    )


def bid_ask(way: Path, at: int) -> tuple[int, int] | None:
    """Bid and ask in ticks at a second; None outside the session. The bid is never below one tick."""
    if not way.opens <= at <= way.last:
        return None
    mid = _mid(way, max(bisect_left(way.times, at), 1), at)
    return max(1, mid - way.half), mid + way.half


def quote_at(way: Path, at: int) -> Quote | None:
    """The quote at a second; None outside the session."""
    ticks = bid_ask(way, at)
    if ticks is None:
        return None
    return Quote(bid=ticks[0] * way.tick, ask=ticks[1] * way.tick, at=moment(at))


def next_vertex(way: Path, after: int) -> int | None:
    """The first vertex later than a second."""
    return next((t for t in way.times if t > after), None)


def first_touch(way: Path, since: int, side: Side, level: Decimal, *, stop: bool) -> int | None:
    """The first second from `since` on at which the quote satisfies an order; None when it never does.

    A buy limit waits for ask <= level, a sell limit for bid >= level, a buy stop for ask >= level and a sell
    stop for bid <= level.
    """
    falling = (side is Side.BUY) is not stop
    bound = _bound(way, side, level, falling=falling)
    for n in range(1, len(way.times)):
        start, end = max(way.times[n - 1], since), way.times[n]
        if start <= end and _holds(_mid(way, n, start), bound, falling):
            return start
        if start <= end and _holds(_mid(way, n, end), bound, falling):
            return _first_second(way, n, range(start + 1, end + 1), bound, falling)
    return None


def _first_second(way: Path, segment: int, moments: range, bound: int, falling: bool) -> int:
    """The first of some seconds of one line that satisfies the bound; the last one does, and the line is monotone."""
    return moments[bisect_left(moments, True, key=lambda t: _holds(_mid(way, segment, t), bound, falling))]


def satisfied(way: Path, at: int, side: Side, level: Decimal, *, stop: bool) -> bool:
    """Whether the quote at a second satisfies an order (see `first_touch`)."""
    if not way.opens <= at <= way.last:
        return False
    falling = (side is Side.BUY) is not stop
    mid = _mid(way, max(bisect_left(way.times, at), 1), at)
    return _holds(mid, _bound(way, side, level, falling=falling), falling)


def _bound(way: Path, side: Side, level: Decimal, *, falling: bool) -> int:
    """The mid, in ticks, at or below (falling) or at or above which the side's quote satisfies the level."""
    ticks = _ticks(level, way.tick, ROUND_FLOOR if falling else ROUND_CEILING)
    if side is Side.BUY:
        return ticks - way.half
    if falling and ticks < 1:
        return -way.half  # the bid is never below one tick: no mid is that low
    if not falling and ticks <= 1:
        return 0  # the bid is always that high
    return ticks + way.half


def _holds(mid: int, bound: int, falling: bool) -> bool:
    return mid <= bound if falling else mid >= bound


def _mid(way: Path, segment: int, at: int) -> int:
    """The mid on the line that ends at vertex `segment`, to the nearest tick; monotone along the line."""
    start, end = way.times[segment - 1], way.times[segment]
    low, high = way.mids[segment - 1], way.mids[segment]
    span = end - start
    return low + (2 * (high - low) * (at - start) + span) // (2 * span)


def _ticks(price: Decimal, tick: Decimal, rounding: str) -> int:
    return int((price / tick).to_integral_value(rounding=rounding))
