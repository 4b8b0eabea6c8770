"""The replay feed: real bars of the data packages, read without importing them, and refusals that say what to do."""

import gzip
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from policies.values import Symbol
from tests.fakes.paper_market import ABC, DAYS, STOCK, bar, feed
from tools.errors import Misconfigured
from tools.trading.marketdata.feed import Feed, MemoryFeed, rounded
from tools.trading.marketdata.replay import SOURCES, ReplayFeed, installed
from tools.trading.marketdata.sessions import load_sessions

AAPL, MSFT, SPX, VIX = Symbol("AAPL"), Symbol("MSFT"), Symbol("SPX"), Symbol("VIX")


def numbers(source: Feed, symbol: Symbol, day: str) -> list[str]:
    found = source.bar(symbol, date.fromisoformat(day))
    assert found is not None
    return [str(n) for n in (found.open, found.high, found.low, found.close, found.volume)]


@pytest.mark.parametrize(
    ("symbol", "day", "expected"),
    [
        ("AAPL", "2012-01-03", "409.40 412.50 409.00 411.23 10793600"),
        ("MSFT", "2012-01-03", "26.55 26.96 26.39 26.77 64731500"),
        ("SPX", "2012-01-03", "1258.86 1284.62 1258.85 1277.06 3943710000"),
        ("VIX", "2014-01-03", "13.76 13.76 13.76 13.76 0"),
    ],
)
def test_known_bars(symbol: str, day: str, expected: str) -> None:
    assert [Decimal(n) for n in numbers(ReplayFeed(), Symbol(symbol), day)] == [Decimal(n) for n in expected.split()]


def test_instruments_and_spans() -> None:
    source = ReplayFeed()
    assert list(source.instruments) == ["AAPL", "GOOG", "IBM", "IXIC", "MSFT", "SPX", "VIX"]
    assert [s for s, i in source.instruments.items() if not i.tradable] == ["VIX"]
    assert {str(i.gap) for i in source.instruments.values() if i.asset_class == "index"} == {"0.03"}
    assert source.span(AAPL) == (date(2000, 3, 1), date(2013, 3, 1))
    assert source.span(SPX) == (date(1999, 1, 4), date(2018, 12, 31))
    assert source.span(Symbol("FB")) is None


def test_unknown_symbols_and_days_have_no_bars() -> None:
    source = ReplayFeed()
    assert source.bar(AAPL, date(2012, 1, 2)) is None
    assert source.bar(Symbol("FB"), date(2012, 1, 3)) is None
    assert source.bars(Symbol("FB"), date(2012, 1, 3), 5) == ()
    assert source.bars(AAPL, date(2000, 3, 1), 5) == ()
    assert source.bars(AAPL, date(2012, 1, 3), 0) == ()


def test_the_last_bars_before_a_day() -> None:
    bars = ReplayFeed().bars(AAPL, date(2012, 1, 4), 3)
    assert [b.day for b in bars] == [date(2011, 12, 29), date(2011, 12, 30), date(2012, 1, 3)]


@pytest.mark.parametrize("symbol", sorted(SOURCES))
def test_every_bar_is_possible_on_the_tick_and_on_a_session(symbol: str) -> None:
    source, sessions = ReplayFeed(), load_sessions()
    bars = source.bars(Symbol(symbol), date(2020, 1, 1), 10_000)
    assert len(bars) > 1_000
    for b in bars:
        assert 0 < b.low <= min(b.open, b.close) <= max(b.open, b.close) <= b.high
        assert not any(price % Decimal("0.01") for price in (b.open, b.high, b.low, b.close))
        assert sessions.session(b.day), b.day


def test_the_packages_are_never_imported() -> None:
    script = (
        "import sys; from tools.trading.marketdata.replay import ReplayFeed; f = ReplayFeed()\n"
        "assert all(f.span(s) for s in f.instruments)\n"
        "print([m for m in ('arch', 'bokeh_sampledata', 'numpy', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_package_that_is_not_installed_is_named() -> None:
    with pytest.raises(Misconfigured, match="pip install no_such_package_here"):
        installed("no_such_package_here")


def truncate(data: bytes) -> bytes:
    return data[: len(data) // 2]


def other_header(data: bytes) -> bytes:
    return gzip.compress(b"Symbol,Day\n" + gzip.decompress(data))


def no_number(data: bytes) -> bytes:
    return gzip.compress(gzip.decompress(data).replace(b"AAPL,2012-01-03,409.4,", b"AAPL,2012-01-03,much,"))


def impossible(data: bytes) -> bytes:
    return gzip.compress(gzip.decompress(data).replace(b"AAPL,2012-01-03,409.4,412.5,", b"AAPL,2012-01-03,409.4,1,"))


def missing_cells(data: bytes) -> bytes:
    return gzip.compress(gzip.decompress(data).replace(b"AAPL,2012-01-03,409.4,412.5,", b"AAPL,2012-01-03,"))


def twice(data: bytes) -> bytes:
    lines = gzip.decompress(data).splitlines(keepends=True)
    return gzip.compress(b"".join([*lines, lines[1]]))


@pytest.mark.parametrize(
    "damage",
    [truncate, other_header, no_number, impossible, missing_cells, twice, lambda _: b"", lambda _: b"not gzip"],
)
def test_a_damaged_file_is_refused_with_the_next_step(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    source = installed("bokeh_sampledata") / "_data/stocks.csv.gz"
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data/stocks.csv.gz").write_bytes(damage(source.read_bytes()))
    with pytest.raises(Misconfigured, match="pip install --force-reinstall"):
        ReplayFeed(lambda _: tmp_path).bar(AAPL, date(2012, 1, 3))


def test_a_missing_file_is_refused_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"stocks\.csv\.gz"):
        ReplayFeed(lambda _: tmp_path).span(AAPL)


def test_rounding_keeps_the_bar_possible() -> None:
    raw = bar(DAYS[0], "26.765 26.765 26.765 26.765")
    b = rounded(raw, Decimal("0.01"))
    assert [str(n) for n in (b.open, b.high, b.low, b.close)] == ["26.77", "26.77", "26.76", "26.77"]
    assert rounded(bar(DAYS[0], "0.001"), Decimal("0.01")).low == Decimal("0.01")


def test_a_feed_in_memory_behaves_like_the_other() -> None:
    source = feed({ABC: ["100", "", "102"]})
    assert source.span(ABC) == (DAYS[0], DAYS[2])
    assert source.bar(ABC, DAYS[1]) is None
    assert [b.close for b in source.bars(ABC, DAYS[2] + timedelta(1), 5)] == [100, 102]
    assert source.span(Symbol("NONE")) is None


@pytest.mark.parametrize("prices", ["100 99 98 100", "100 110 0 100", "100 110 101 105", "NaN", "-1"])
def test_an_impossible_bar_is_refused(prices: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        MemoryFeed(instruments={ABC: STOCK}, bars={ABC: [bar(DAYS[0], prices)]})


def test_a_day_twice_or_a_symbol_that_is_not_listed_is_refused() -> None:
    with pytest.raises(ValueError, match="two bars"):
        MemoryFeed(instruments={ABC: STOCK}, bars={ABC: [bar(DAYS[0], "1"), bar(DAYS[0], "2")]})
    with pytest.raises(ValueError, match="not listed"):
        MemoryFeed(instruments={}, bars={ABC: []})
