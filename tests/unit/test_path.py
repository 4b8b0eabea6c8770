"""The path inside a bar: shape, spread, rounding, and the seconds at which orders are touched."""

from datetime import date
from decimal import Decimal

import pytest

from policies.values import Side, Symbol
from tests.fakes.paper_market import DAYS, bar
from tools.trading.matching.clock import moment
from tools.trading.matching.path import Path, bid_ask, first_touch, next_vertex, path, path_seed, quote_at, satisfied

CENT = Decimal("0.01")
OPENS, CLOSES = 1_000_000, 1_023_400
SEED = path_seed("seed", Symbol("ABC"), DAYS[0])
RISING = Path(tick=CENT, half=1, times=(0, 100, 200, 300), mids=(1000, 1100, 900, 1000))


def made(prices: str = "100 110 90 105", seed: bytes = SEED) -> Path:
    return path(bar(DAYS[0], prices), seed, opens=OPENS, closes=CLOSES, tick=CENT)


def test_a_path_opens_with_the_session_and_closes_in_its_last_second() -> None:
    way = made()
    assert (way.opens, way.last) == (OPENS, CLOSES - 1)
    assert (way.mids[0], way.mids[-1]) == (10_000, 10_500)
    assert sorted(way.mids[1:3]) == [9_000, 11_000]
    assert list(way.times) == sorted(set(way.times))


def test_there_is_no_quote_outside_the_session() -> None:
    way = made()
    assert quote_at(way, OPENS - 1) is None
    assert quote_at(way, CLOSES) is None
    assert not satisfied(way, CLOSES, Side.BUY, Decimal(1000), stop=False)


def test_a_quote_tells_its_own_time_and_half_the_spread_each_side() -> None:
    quote = quote_at(made(), OPENS)
    assert quote is not None
    assert (quote.bid, quote.ask, quote.at) == (Decimal("99.99"), Decimal("100.01"), moment(OPENS))


@pytest.mark.parametrize(("price", "half"), [("0.01", 1), ("99.99", 1), ("100", 1), ("100.01", 2), ("1277.06", 13)])
def test_half_the_spread_is_one_basis_point_of_the_open_in_whole_ticks(price: str, half: int) -> None:
    assert made(price).half == half


def test_the_bid_of_the_cheapest_price_stays_one_tick() -> None:
    assert bid_ask(made("0.01"), OPENS) == (1, 2)


def test_lines_are_rounded_to_the_nearest_tick() -> None:
    way = Path(tick=CENT, half=1, times=(0, 8, 16, 24), mids=(1000, 1001, 1000, 1001))
    assert [bid_ask(way, t) for t in (3, 4, 11, 12, 13)] == [
        (999, 1001),
        (1000, 1002),
        (1000, 1002),
        (1000, 1002),
        (999, 1001),
    ]


def test_vertices_come_one_after_another() -> None:
    assert [next_vertex(RISING, t) for t in (-1, 0, 99, 100, 300)] == [0, 100, 100, 200, None]


@pytest.mark.parametrize(
    ("side", "level", "stop", "since", "touch"),
    [
        (Side.BUY, "10.01", False, 0, 0),
        (Side.BUY, "9.50", False, 0, 151 + 25),
        (Side.BUY, "9.01", False, 0, 200),
        (Side.BUY, "9.00", False, 0, None),
        (Side.SELL, "10.99", False, 0, 100),
        (Side.SELL, "11.00", False, 0, None),
        (Side.SELL, "9.99", False, 250, 300),
        (Side.BUY, "11.01", True, 0, 100),
        (Side.BUY, "11.02", True, 0, None),
        (Side.SELL, "8.99", True, 0, 200),
        (Side.SELL, "9.50", True, 201, 201),
        (Side.SELL, "9.00", True, 250, None),
        (Side.BUY, "5", True, 301, None),
    ],
)
def test_first_touch(side: Side, level: str, stop: bool, since: int, touch: int | None) -> None:
    found = first_touch(RISING, since, side, Decimal(level), stop=stop)
    assert found == touch
    assert found is None or satisfied(RISING, found, side, Decimal(level), stop=stop)


def test_seeds_differ_by_account_instrument_and_day() -> None:
    seeds = {
        path_seed(account, Symbol(symbol), day)
        for account in ("a", "b")
        for symbol in ("ABC", "XYZ")
        for day in (date(2012, 1, 3), date(2012, 1, 4))
    }
    assert len(seeds) == 8
    assert len({made(seed=seed).times for seed in seeds}) == 8


def test_a_session_too_short_for_four_vertices_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 4 seconds"):
        path(bar(DAYS[0], "100"), SEED, opens=0, closes=3, tick=CENT)
    assert path(bar(DAYS[0], "100"), SEED, opens=0, closes=4, tick=CENT).times == (0, 1, 2, 3)
