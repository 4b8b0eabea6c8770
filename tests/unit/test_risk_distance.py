"""How far a price may move: at the price found the loss is reached, one tick before it is not."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal, localcontext

from hypothesis import assume, given
from hypothesis import strategies as st

from policies.facts import Position
from policies.instruments import Instrument, Quote
from policies.values import CONTEXT, ZERO, Symbol
from policies.worst_case import gain_of
from tools.desk.showing.distance import price_at
from tools.trading.show_risk import average_true_range, nearest

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
LINEAR = Instrument(
    currency="USD",
    tick=Decimal("0.01"),
    lot=Decimal("0.01"),
    gap=Decimal("0.05"),
    fee_unit=Decimal("0.005"),
    fee_min=Decimal(1),
)
INVERSE = replace(LINEAR, currency="BTC", inverse=True, tick=Decimal("0.5"), fee_unit=ZERO, fee_min=ZERO)
Pair = tuple[Decimal, Decimal]


def money(low: str, high: str, places: int = 2) -> st.SearchStrategy[Decimal]:
    return st.decimals(min_value=low, max_value=high, places=places)


def worth(instrument: Instrument, price: Decimal, held: Position, pair: Pair) -> Decimal:
    """Floating profit in account currency with both sides of the quote at a price."""
    gain = gain_of(instrument, Quote(bid=price, ask=price, at=NOW), held)
    return gain * pair[0 if gain > ZERO else 1]


@given(
    instrument=st.sampled_from([LINEAR, replace(LINEAR, multiplier=Decimal(50)), INVERSE]),
    price=money("20", "900"),
    entry=money("20", "900"),
    quantity=money("0.01", "2000"),
    long=st.booleans(),
    low=money("0.5", "1.5"),
    loss=money("0.01", "5000"),
)
def test_the_price_found_is_the_first_tick_that_loses_so_much(
    instrument: Instrument, price: Decimal, entry: Decimal, quantity: Decimal, long: bool, low: Decimal, loss: Decimal
) -> None:
    with localcontext(CONTEXT):
        held = Position(symbol=Symbol("ABC"), quantity=quantity if long else -quantity, price=entry)
        pair = (low, low * Decimal("1.01"))
        quote = Quote(bid=price, ask=price, at=NOW)
        before = worth(instrument, price, held, pair)
        hit = price_at(instrument, quote, held, pair, loss)
        bound = instrument.tick if long else Decimal(10) ** 9
        if hit is None:
            assert before - worth(instrument, bound, held, pair) <= loss
            return
        assert hit % instrument.tick == ZERO
        assert hit <= price + instrument.tick if long else hit >= price - instrument.tick
        beyond = hit - 2 * instrument.tick if long else hit + 2 * instrument.tick
        assume(beyond > ZERO)
        assert before - worth(instrument, beyond, held, pair) >= loss
        nearer = hit + instrument.tick if long else hit - instrument.tick
        assume(nearer > ZERO)
        assert before - worth(instrument, nearer, held, pair) <= loss


def test_a_long_that_cannot_lose_so_much_even_at_zero_hits_nothing() -> None:
    held = Position(symbol=Symbol("ABC"), quantity=Decimal(10), price=Decimal(100))
    quote = Quote(bid=Decimal(100), ask=Decimal(100), at=NOW)
    one = (Decimal(1), Decimal(1))
    assert price_at(LINEAR, quote, held, one, Decimal(1000)) is None
    assert price_at(LINEAR, quote, held, one, Decimal(999)) == Decimal("0.1")
    assert price_at(LINEAR, quote, replace(held, quantity=ZERO), one, Decimal(1)) is None


def bars(*days: tuple[str, str, str]) -> list[dict[str, str]]:
    return [dict(zip(("high", "low", "close"), day, strict=True)) for day in days]


def test_a_true_range_reaches_to_the_close_before() -> None:
    gapped = bars(("102", "100", "101"), ("110", "108", "109"), ("107", "105", "106"))
    assert average_true_range(gapped) == Decimal("6.5")
    assert average_true_range(gapped[:1]) is None
    assert average_true_range([*gapped, {"high": "x"}]) is None


def test_the_nearest_is_counted_in_ranges_and_without_them_in_percent() -> None:
    calm = {"symbol": "CALM", "hit": "90", "share": "-0.1", "atrs": "9"}
    wild = {"symbol": "WILD", "hit": "60", "share": "-0.4", "atrs": "2"}
    never = {"symbol": "FAR", "hit": None, "share": None, "atrs": None}
    assert nearest([calm, wild, never]) == "WILD"
    assert nearest([{**calm, "atrs": None}, wild]) == "CALM"
    assert nearest([never]) is None
