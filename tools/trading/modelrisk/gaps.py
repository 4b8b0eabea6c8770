"""The gap over a close that a history of daily bars calls for, and how such gaps did on the days after them."""

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from policies.instruments import STOCKS, Instrument
from policies.values import ZERO, ceil_to
from tools.trading.modelrisk.bounds import QUANTILE
from tools.trading.modelrisk.jumps import Jump, jump_of
from tools.trading.venue import Bar

LEAST_BARS = 250
STEP = Decimal("0.001")


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What `n` jumps up to the bar of `until` say: the quantile in each direction, and the larger rounded up.

    `worst` is the largest jump in either direction, signed, of the day `worst_on`; `splits` those that were told apart,
    as '2005-02-28 2:1'. `opens` later opens were held against the gap before them, `beyond` of them were not covered.
    """

    gap: Decimal
    down: Decimal
    up: Decimal
    n: int
    until: date
    worst: Decimal
    worst_on: date
    splits: tuple[str, ...] = ()
    opens: int = 0
    beyond: int = 0


class GapHistory:
    """The jumps of one instrument, bar by bar, oldest first. `floor` is the gap that is configured in any case."""

    def __init__(self, *, floor: Decimal, splits: bool) -> None:
        self._floor, self._splits = floor, splits
        self._down: list[Decimal] = []
        self._up: list[Decimal] = []
        self._found: list[str] = []
        self._last: Bar | None = None
        self._worst: Jump | None = None
        self._opens, self._beyond_down, self._beyond_up = 0, 0, 0

    @classmethod
    def of(cls, instrument: Instrument) -> "GapHistory":
        """An empty history of an instrument as it is configured; only stocks and funds can split."""
        floor = max(instrument.gap, instrument.gap_closed)
        return cls(floor=floor, splits=instrument.asset_class in STOCKS)

    @property
    def until(self) -> date | None:
        """The day of the newest bar."""
        return None if self._last is None else self._last.day

    def add(self, bars: Iterable[Bar]) -> "GapHistory":
        """Takes in bars, oldest first; those at or before the newest known are passed over."""
        for bar in bars:
            last = self._last
            if last is not None and bar.day <= last.day:
                continue
            self._last = bar
            if last is not None:
                self._take(jump_of(last.close, bar, splits=self._splits))
        return self

    def _take(self, jump: Jump) -> None:
        if self._enough:
            gap = max(self._floor, self._gap())
            self._opens += 1
            self._beyond_down += jump.down > gap
            self._beyond_up += jump.up > gap
        insort(self._down, jump.down)
        insort(self._up, jump.up)
        if jump.split:
            self._found.append(f"{jump.day.isoformat()} {jump.split}")
        if self._worst is None or abs(jump.move) > abs(self._worst.move):
            self._worst = jump

    @property
    def _enough(self) -> bool:
        return len(self._down) + 1 >= LEAST_BARS

    def _gap(self) -> Decimal:
        return ceil_to(max(quantile(self._down), quantile(self._up)), STEP)

    def estimate(self) -> Estimate | None:
        """What the bars so far say; None for fewer than 250."""
        if not self._enough or self._last is None or self._worst is None:
            return None
        return Estimate(
            gap=self._gap(),
            down=quantile(self._down),
            up=quantile(self._up),
            n=len(self._down),
            until=self._last.day,
            worst=self._worst.move,
            worst_on=self._worst.day,
            splits=tuple(self._found),
            opens=self._opens,
            beyond=max(self._beyond_down, self._beyond_up),
        )


def quantile(ascending: list[Decimal]) -> Decimal:
    """The value at rank ceil(q (n + 1)) of n sorted ones, at most the largest; zero of none."""
    count = len(ascending)
    rank = int(ceil_to(QUANTILE * (count + 1), Decimal(1)))
    return ascending[min(rank, count) - 1] if count else ZERO
