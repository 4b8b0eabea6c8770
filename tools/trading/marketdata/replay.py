"""The default market: daily bars that two installed data packages carry, read without importing either.

`bokeh_sampledata` has AAPL, GOOG, IBM and MSFT (2000-2013, raw prices); `arch` has the S&P 500 and the
NASDAQ composite (1999-2018) and the VIX (2014-2019, read-only). The files are read when first asked for;
rows stay text, and only the bars asked for become numbers.
"""

import gzip
import zlib
from bisect import bisect_left
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from policies.instruments import Instrument
from policies.values import Symbol
from tools.errors import Misconfigured
from tools.trading.marketdata.feed import checked, rounded
from tools.trading.venue import Bar


class Series(NamedTuple):
    """The rows of one symbol, ascending: ISO days, and the raw line of each."""

    days: list[str]
    lines: list[str]


class Source(NamedTuple):
    """Where the bars of a symbol lie: file, its header, and the columns of open, high, low, close, volume."""

    package: str
    file: str
    header: str
    columns: tuple[int | None, ...]
    american: bool = False


_STOCKS = Source(
    "bokeh_sampledata", "_data/stocks.csv.gz", "Ticker,Date,Open,High,Low,Close,Volume,Adj Close", (2, 3, 4, 5, 6)
)
_INDEX = "Date,Open,High,Low,Close,Adj Close,Volume"

SOURCES: Mapping[Symbol, Source] = {
    Symbol("AAPL"): _STOCKS,
    Symbol("GOOG"): _STOCKS,
    Symbol("IBM"): _STOCKS,
    Symbol("IXIC"): Source("arch", "data/nasdaq/nasdaq.csv.gz", _INDEX, (1, 2, 3, 4, 6), american=True),
    Symbol("MSFT"): _STOCKS,
    Symbol("SPX"): Source("arch", "data/sp500/sp500.csv.gz", _INDEX, (1, 2, 3, 4, 6), american=True),
    Symbol("VIX"): Source("arch", "data/vix/vix.csv.gz", "Date,vix", (1, 1, 1, 1, None), american=True),
}


def _instrument(gap: str, asset_class: str, *, tradable: bool = True) -> Instrument:
    return Instrument(
        currency="USD",
        tick=Decimal("0.01"),
        lot=Decimal("0.01"),
        gap=Decimal(gap),
        fee_unit=Decimal("0.005"),
        fee_min=Decimal("1.00"),
        asset_class=asset_class,
        tradable=tradable,
    )


def _listing() -> dict[Symbol, Instrument]:
    stock, index = _instrument("0.05", "stock"), _instrument("0.03", "index")
    listing = {symbol: stock if source is _STOCKS else index for symbol, source in SOURCES.items()}
    return listing | {Symbol("VIX"): _instrument("0.03", "index", tradable=False)}


class ReplayFeed:
    """The bars of the two data packages. Every call may raise Misconfigured, naming the file and the next step."""

    def __init__(self, locate: Callable[[str], Path] | None = None) -> None:
        """`locate` gives the folder of a package; by default the installed one, found without importing it."""
        self.instruments: Mapping[Symbol, Instrument] = _listing()
        self._locate = locate or installed
        self._series: dict[Symbol, Series] = {}
        self._bar = lru_cache(maxsize=4096)(self._parse)

    def bar(self, symbol: Symbol, day: date) -> Bar | None:
        """The bar of one day; None for a day or symbol without one."""
        if symbol not in self.instruments:
            return None
        days, iso = self._rows(symbol).days, day.isoformat()
        at = bisect_left(days, iso)
        return self._bar(symbol, at) if at < len(days) and days[at] == iso else None

    def bars(self, symbol: Symbol, before: date, count: int) -> tuple[Bar, ...]:
        """The last `count` bars strictly before a day, oldest first."""
        if symbol not in self.instruments:
            return ()
        end = bisect_left(self._rows(symbol).days, before.isoformat())
        return tuple(self._bar(symbol, at) for at in range(max(0, end - max(count, 0)), end))

    def span(self, symbol: Symbol) -> tuple[date, date] | None:
        """The first and the last day of a symbol; None for an unknown one."""
        if symbol not in self.instruments:
            return None
        days = self._rows(symbol).days
        return self._bar(symbol, 0).day, self._bar(symbol, len(days) - 1).day

    def _rows(self, symbol: Symbol) -> Series:
        if symbol not in self._series:
            source = SOURCES[symbol]
            lines = _read(self._locate(source.package) / source.file, source.header)
            wanted = [s for s in SOURCES if SOURCES[s] is source]
            self._series |= {s: _series(s, source, lines) for s in wanted}
        return self._series[symbol]

    def _parse(self, symbol: Symbol, at: int) -> Bar:
        source, (days, lines) = SOURCES[symbol], self._series[symbol]
        cells = lines[at].split(",")
        try:
            numbers = [Decimal(0) if column is None else Decimal(cells[column]) for column in source.columns]
            bar = Bar(
                day=date.fromisoformat(days[at]),
                open=numbers[0],
                high=numbers[1],
                low=numbers[2],
                close=numbers[3],
                volume=numbers[4],
            )
            return rounded(checked(bar), self.instruments[symbol].tick)
        except (InvalidOperation, IndexError, ValueError) as error:
            raise _unreadable(source.package, source.file, f"row {lines[at]!r:.80} is no bar") from error


def installed(package: str) -> Path:
    """The folder of an installed package, found without importing it; raises Misconfigured when there is none."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise Misconfigured(f"the data package {package!r} is not installed: run `make run` or `pip install {package}`")
    return Path(spec.submodule_search_locations[0])


def _read(path: Path, header: str) -> list[str]:
    """The lines below the header of a gzipped CSV file."""
    try:
        lines = gzip.decompress(path.read_bytes()).decode("ascii").splitlines()
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise _unreadable(path.parent, path.name, f"{error!r:.120}") from error
    if not lines or lines[0] != header:
        raise _unreadable(path.parent, path.name, f"expected the header {header!r}, got {lines[:1]!r:.120}")
    return lines[1:]


def _series(symbol: Symbol, source: Source, lines: list[str]) -> Series:
    if source.american:
        rows = [line for line in lines if not line.endswith(",.")]
        days = [_iso(line.split(",", 1)[0]) for line in rows]
    else:
        rows = [line for line in lines if line.startswith(f"{symbol},")]
        start = len(symbol) + 1
        days = [line[start : start + 10] for line in rows]
    if not days or any(a >= b or len(b) != 10 for a, b in pairwise(["", *days])):
        raise _unreadable(source.package, source.file, f"the days of {symbol!r} are missing or not ascending")
    return Series(days, rows)


def _iso(american: str) -> str:
    month, _, rest = american.partition("/")
    day, _, year = rest.partition("/")
    return f"{year}-{month:0>2}-{day:0>2}"


def _unreadable(where: str | Path, file: str, why: str) -> Misconfigured:
    package = where if isinstance(where, str) else "that carries it"
    return Misconfigured(
        f"the market data file {file!r} in {str(where)!r} cannot be used ({why}): install the data package "
        f"{package} again, for example with `pip install --force-reinstall bokeh_sampledata arch`"
    )
