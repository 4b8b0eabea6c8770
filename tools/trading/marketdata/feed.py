"""Where daily bars come from: the port, and the feed that holds them in memory."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Protocol

from policies.instruments import Instrument
from policies.values import Symbol, ceil_to, floor_to
from tools.trading.venue import Bar


class Feed(Protocol):
    """Daily bars by instrument, rounded to the tick. A day without a bar is a day on which nothing traded."""

    @property
    def instruments(self) -> Mapping[Symbol, Instrument]:
        """Everything listed."""

    def bar(self, symbol: Symbol, day: date) -> Bar | None:
        """The bar of one day; None for a day or symbol without one."""

    def bars(self, symbol: Symbol, before: date, count: int) -> tuple[Bar, ...]:
        """The last `count` bars strictly before a day, oldest first."""

    def span(self, symbol: Symbol) -> tuple[date, date] | None:
        """The first and the last day of a symbol; None without bars."""


def rounded(bar: Bar, tick: Decimal) -> Bar:
    """The bar on the tick grid: open and close to the nearest tick, high up and low down, at least one tick."""
    return replace(
        bar,
        open=max(_nearest(bar.open, tick), tick),
        high=max(ceil_to(bar.high, tick), tick),
        low=max(floor_to(bar.low, tick), tick),
        close=max(_nearest(bar.close, tick), tick),
    )


def checked(bar: Bar) -> Bar:
    """The bar itself; raises ValueError unless 0 < low <= open, close <= high and volume >= 0, all finite."""
    numbers = (bar.open, bar.high, bar.low, bar.close, bar.volume)
    if not all(n.is_finite() for n in numbers):
        raise ValueError(f"a bar of finite numbers is expected, got {bar!r}")
    if not 0 < bar.low <= min(bar.open, bar.close) <= max(bar.open, bar.close) <= bar.high or bar.volume < 0:
        raise ValueError(f"0 < low <= open, close <= high and volume >= 0 are expected, got {bar!r}")
    return bar


class MemoryFeed:
    """Bars given as values: for tests and imported files."""

    def __init__(self, *, instruments: Mapping[Symbol, Instrument], bars: Mapping[Symbol, Sequence[Bar]]) -> None:
        """Takes bars in any order; raises ValueError for an impossible bar, a day twice or an unknown symbol."""
        unknown = sorted(bars.keys() - instruments.keys())
        if unknown:
            raise ValueError(f"bars of symbols that are not listed: {unknown!r}")
        self.instruments = dict(instruments)
        self._bars: dict[Symbol, list[Bar]] = {}
        for symbol, given in bars.items():
            series = sorted((rounded(checked(b), instruments[symbol].tick) for b in given), key=_day)
            if any(a.day == b.day for a, b in pairwise(series)):
                raise ValueError(f"{symbol!r} has two bars on one day")
            self._bars[symbol] = series

    def bar(self, symbol: Symbol, day: date) -> Bar | None:
        """The bar of one day; None for a day or symbol without one."""
        series = self._bars.get(symbol, [])
        at = bisect_left(series, day, key=_day)
        return series[at] if at < len(series) and series[at].day == day else None

    def bars(self, symbol: Symbol, before: date, count: int) -> tuple[Bar, ...]:
        """The last `count` bars strictly before a day, oldest first."""
        series = self._bars.get(symbol, [])
        end = bisect_left(series, before, key=_day)
        return tuple(series[max(0, end - max(count, 0)) : end])

    def span(self, symbol: Symbol) -> tuple[date, date] | None:
        """The first and the last day of a symbol; None without bars."""
        series = self._bars.get(symbol)
        return (series[0].day, series[-1].day) if series else None


def _day(bar: Bar) -> date:
    return bar.day


def _nearest(price: Decimal, tick: Decimal) -> Decimal:
    return (price / tick).to_integral_value(rounding=ROUND_HALF_UP) * tick
