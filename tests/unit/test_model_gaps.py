"""Jumps over closes, splits told apart, the quantile, coverage walked forward, and Wilson's bounds."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.values import Symbol
from tools.trading.marketdata.replay import ReplayFeed
from tools.trading.modelrisk.bounds import QUANTILE, too_kind, wilson
from tools.trading.modelrisk.gaps import LEAST_BARS, GapHistory, quantile
from tools.trading.modelrisk.jumps import jump_of
from tools.trading.venue import Bar

FIRST = date(2000, 1, 3)


def bar(number: int, opens: str, close: str | None = None) -> Bar:
    """A bar of one day after the first: open and close, no more range than they have."""
    low, high = sorted((Decimal(opens), Decimal(close or opens)))
    day = FIRST + timedelta(days=number)
    return Bar(day=day, open=Decimal(opens), high=high, low=low, close=Decimal(close or opens), volume=Decimal(1))


def calm(count: int) -> list[Bar]:
    """Days that all open where the one before closed."""
    return [bar(n, "100") for n in range(count)]


def history(bars: list[Bar], floor: str = "0") -> GapHistory:
    """A stock's history of these bars."""
    return GapHistory(floor=Decimal(floor), splits=True).add(bars)


@pytest.mark.parametrize(
    ("close", "opens", "split", "move"),
    [
        ("88.99", "44.68", "2:1", "0.004158"),
        ("48.30", "24.62", "2:1", "0.019462"),
        ("10", "100", "1:10", "0"),
        ("53.50", "28.19", "", "-0.473085"),
        ("100", "71", "", "-0.29"),
        ("100", "109.9", "", "0.099"),
    ],
)
def test_a_split_is_told_from_a_crash(close: str, opens: str, split: str, move: str) -> None:
    found = jump_of(Decimal(close), bar(1, opens), splits=True)
    assert (found.split, found.move) == (split, Decimal(move))


def test_what_cannot_split_has_only_jumps() -> None:
    assert jump_of(Decimal(100), bar(1, "50"), splits=False).move == Decimal("-0.5")


def test_the_quantile_is_the_observed_value_at_its_rank() -> None:
    thousand = [Decimal(n) for n in range(1, 1001)]
    assert quantile(thousand) == 996
    assert quantile(thousand[:249]) == 249
    assert quantile([]) == 0


def test_one_bar_short_of_enough_there_is_no_estimate() -> None:
    assert history(calm(LEAST_BARS - 1)).estimate() is None
    found = history(calm(LEAST_BARS)).estimate()
    assert found is not None
    assert (found.gap, found.n, found.opens) == (0, LEAST_BARS - 1, 0)


def test_the_larger_direction_counts_rounded_up_to_a_thousandth() -> None:
    bars = [*calm(LEAST_BARS), bar(300, "103.01", "100"), bar(301, "94.95", "100")]
    found = history(bars).estimate()
    assert found is not None
    assert (found.down, found.up, found.gap) == (Decimal("0.0505"), Decimal("0.0301"), Decimal("0.051"))
    assert (found.worst, found.worst_on) == (Decimal("-0.0505"), bars[-1].day)


def test_an_open_is_held_against_the_gap_before_it_and_the_floor_counts() -> None:
    jumps = [bar(300 + n, "97", "100") for n in range(40)]
    bare, floored = history(calm(300) + jumps).estimate(), history(calm(300) + jumps, "0.05").estimate()
    assert bare is not None
    assert floored is not None
    assert (bare.opens, floored.opens) == (90, 90)
    assert (bare.beyond, floored.beyond) == (1, 0), "only the first of them is new"


def test_a_regime_that_the_past_did_not_know_is_too_kind_a_model() -> None:
    worse = [bar(300 + n, str(100 - n / Decimal(10)), "100") for n in range(1, 60)]
    found = history(calm(300) + worse).estimate()
    assert found is not None
    assert too_kind(found.opens - found.beyond, found.opens)


@settings(max_examples=20)
@given(
    moves=st.lists(st.integers(-60, 60), min_size=LEAST_BARS, max_size=LEAST_BARS + 40),
    cut=st.integers(0, 60),
    future=st.lists(st.integers(-600, 600), max_size=20),
)
def test_cutting_the_future_changes_nothing(moves: list[int], cut: int, future: list[int]) -> None:
    bars = [bar(n, str(100 + Decimal(m) / 10), "100") for n, m in enumerate([*moves, *future])]
    known = bars[: len(moves) - min(cut, 30)]
    whole = GapHistory(floor=Decimal(0), splits=True)
    for day in known:
        whole.add([day])
    seen = whole.estimate()
    whole.add(bars)
    assert history(known).estimate() == seen
    assert whole.add(known).estimate() == history(bars).estimate()


@given(inside=st.integers(0, 400), beyond=st.integers(0, 400))
def test_the_bounds_hold_the_share(inside: int, beyond: int) -> None:
    count = inside + beyond
    low, high = wilson(inside, count)
    assert 0 <= low <= high <= 1
    if count:
        assert low <= Decimal(inside) / count <= high or count in (inside, beyond)


def test_the_bounds_are_those_of_the_table() -> None:
    assert round(wilson(576, 1000)[0], 3) == Decimal("0.550")
    assert round(wilson(550, 1000)[0], 3) == Decimal("0.524")
    assert wilson(0, 0) == (0, 1)


def test_the_real_prices_give_plausible_gaps_and_their_splits() -> None:
    feed, until = ReplayFeed(), date(2012, 1, 3)
    found = {}
    for symbol in map(Symbol, ("AAPL", "IBM", "MSFT", "SPX")):
        estimate = GapHistory.of(feed.instruments[symbol]).add(feed.bars(symbol, until, 9999)).estimate()
        assert estimate is not None
        assert estimate.until < until
        assert not too_kind(estimate.opens - estimate.beyond, estimate.opens)
        found[symbol] = estimate
    assert found[Symbol("AAPL")].splits == ("2000-06-21 2:1", "2005-02-28 2:1")
    assert found[Symbol("MSFT")].splits == ("2003-02-18 2:1",)
    assert found[Symbol("IBM")].splits == found[Symbol("SPX")].splits == ()
    assert found[Symbol("AAPL")].worst_on == date(2000, 9, 29)
    assert Decimal("0.05") < found[Symbol("AAPL")].gap < Decimal("0.08")
    assert Decimal("0.995") == QUANTILE
