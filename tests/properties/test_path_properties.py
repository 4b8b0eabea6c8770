"""Properties of the path inside a bar."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from policies.values import Side, Symbol
from tests.fakes.paper_market import DAYS
from tools.trading.matching.path import Path, bid_ask, first_touch, path, path_seed, quote_at, satisfied
from tools.trading.venue import Bar

CENT = Decimal("0.01")


@st.composite
def paths(draw: st.DrawFn, length: int | None = None) -> tuple[Path, Bar]:
    """A path of a random bar; short sessions make a scan over every second cheap."""
    prices = sorted(draw(st.lists(st.integers(1, 400_000), min_size=4, max_size=4)))
    low, high = prices[0], prices[3]
    opens, closes = draw(st.sampled_from([(prices[1], prices[2]), (prices[2], prices[1]), (low, high), (high, low)]))
    bar = Bar(
        day=DAYS[0], open=opens * CENT, high=high * CENT, low=low * CENT, close=closes * CENT, volume=Decimal(1000)
    )
    seed = path_seed(str(draw(st.integers(0, 10**6))), Symbol("ABC"), DAYS[0])
    seconds = length or draw(st.integers(4, 400))
    return path(bar, seed, opens=500, closes=500 + seconds, tick=CENT), bar


@given(paths())
def test_mids_stay_within_the_bar_and_touch_both_extremes(made: tuple[Path, Bar]) -> None:
    way, bar = made
    quotes = [quote_at(way, t) for t in range(way.opens, way.last + 1)]
    mids = [q.ask - way.half * CENT for q in quotes if q is not None]
    assert len(mids) == len(quotes)
    assert (min(mids), max(mids), mids[0], mids[-1]) == (bar.low, bar.high, bar.open, bar.close)


@given(paths())
def test_every_quote_is_sound_and_on_the_tick(made: tuple[Path, Bar]) -> None:
    way, _ = made
    for t in range(way.opens, way.last + 1):
        quote = quote_at(way, t)
        assert quote is not None
        assert quote.sound
        assert quote.bid % CENT == quote.ask % CENT == 0


@given(
    paths(),
    st.sampled_from(Side),
    st.decimals("0.001", "4100", places=3),
    st.booleans(),
    st.integers(490, 900),
)
def test_first_touch_equals_a_scan_over_every_second(
    made: tuple[Path, Bar], side: Side, level: Decimal, stop: bool, since: int
) -> None:
    way, _ = made
    falling = (side is Side.BUY) is not stop

    def holds(t: int) -> bool:
        quote = quote_at(way, t)
        assert quote is not None
        price = quote.ask if side is Side.BUY else quote.bid
        return price <= level if falling else price >= level

    seconds = range(max(since, way.opens), way.last + 1)
    assert first_touch(way, since, side, level, stop=stop) == next((t for t in seconds if holds(t)), None)
    assert all(satisfied(way, t, side, level, stop=stop) == holds(t) for t in seconds)


@given(paths(length=23_400), st.integers(500, 23_899))
def test_a_real_session_moves_less_than_its_range_in_a_second(made: tuple[Path, Bar], t: int) -> None:
    way, bar = made
    here, there = bid_ask(way, t), bid_ask(way, min(t + 1, way.last))
    assert here is not None
    assert there is not None
    assert abs(here[1] - there[1]) * CENT <= bar.high - bar.low
