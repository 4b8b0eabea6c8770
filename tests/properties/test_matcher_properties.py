"""Properties of matching alone: jumping from event to event equals looking at every second; the stop comes first."""

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from policies.values import OrderId, OrderType, Side, TimeInForce
from tests.fakes.paper_market import ABC, STOCK
from tests.properties.test_path_properties import paths
from tools.trading.matching.book import Book
from tools.trading.matching.draft import Draft
from tools.trading.matching.matcher import Trading, match, next_moment
from tools.trading.matching.path import Path, first_touch
from tools.trading.venue import Bar, Execution, VenueOrder

EMPTY = Book(account="paper", clock=500, cash=Decimal(100_000))


@st.composite
def waiting(draw: st.DrawFn, levels: tuple[int, int], n: int) -> VenueOrder:
    """An order with prices around a bar; not reduce-only, since the book begins flat."""
    price = st.integers(max(1, levels[0] - 3), levels[1] + 3).map(lambda ticks: Decimal(ticks) / 100)
    type_ = draw(st.sampled_from([OrderType.LIMIT, OrderType.STOP, OrderType.STOP_LIMIT]))
    return VenueOrder(
        id=OrderId(f"o{n}"),
        symbol=ABC,
        side=draw(st.sampled_from(Side)),
        quantity=Decimal(draw(st.integers(1, 25))),
        type=type_,
        limit=draw(price) if type_ is not OrderType.STOP else None,
        trigger=draw(price) if type_ is not OrderType.LIMIT else None,
        stop=draw(st.none() | price),
        target=draw(st.none() | price),
        tif=TimeInForce.GTC,
        oco=draw(st.sampled_from([None, None, "g"])),
    )


def accepted(orders: list[VenueOrder], at: int) -> Book:
    draft = Draft(EMPTY, at)
    for order in orders:
        draft.accept(order, expires=at + 200 if order.quantity % 5 == 0 else None)
    return draft.book()


def at_every_second(book: Book, trading: Trading, since: int) -> tuple[list[Execution], Book]:
    fills: list[Execution] = []
    for t in range(since, trading.way.last + 1):
        draft = Draft(book, t)
        match(draft, {ABC: trading})
        fills, book = fills + draft.executions, draft.book()
    return fills, book


def from_event_to_event(book: Book, trading: Trading, since: int) -> tuple[list[Execution], Book]:
    fills: list[Execution] = []
    t: int | None = since
    while t is not None and t <= trading.way.last:
        draft = Draft(book, t)
        match(draft, {ABC: trading})
        fills, book = fills + draft.executions, draft.book()
        t = next_moment(book, {ABC: trading}, t)
    return fills, book


@given(paths(), st.data())
def test_jumping_between_events_equals_looking_at_every_second(made: tuple[Path, Bar], data: st.DataObject) -> None:
    way, bar = made
    levels = (int(bar.low * 100), int(bar.high * 100))
    orders = [data.draw(waiting(levels, n)) for n in range(data.draw(st.integers(1, 5)))]
    since = data.draw(st.integers(way.opens, way.last))
    trading = Trading(way=way, volume=Decimal(data.draw(st.sampled_from([0, 300, 10_000]))), instrument=STOCK)
    scanned, slow = at_every_second(accepted(orders, since), trading, since)
    jumped, fast = from_event_to_event(accepted(orders, since), trading, since)
    assert jumped == scanned
    assert (fast.orders, fast.holdings, fast.cash) == (slow.orders, slow.holdings, slow.cash)


@given(paths(), st.sampled_from(Side), st.data())
def test_a_resting_target_never_fills_in_a_bar_whose_rest_touches_the_stop(
    made: tuple[Path, Bar], side: Side, data: st.DataObject
) -> None:
    way, bar = made
    low, high = int(bar.low * 100), int(bar.high * 100)
    down, up = (
        Decimal(n) / 100 for n in sorted((data.draw(st.integers(low, high)), data.draw(st.integers(low, high))))
    )
    stop, target = (down, up) if side is Side.BUY else (up, down)
    assume(stop != target and min(stop, target) > 0)
    since = data.draw(st.integers(way.opens, way.last))
    trading = Trading(way=way, volume=Decimal(0), instrument=STOCK)
    entry = VenueOrder(
        id=OrderId("e"), symbol=ABC, side=side, quantity=Decimal(1), type=OrderType.MARKET, stop=stop, target=target
    )
    fills, book = from_event_to_event(accepted([entry], since), trading, since)
    touch = first_touch(way, since, side.opposite, stop, stop=True)
    if touch is not None:
        assert [(fill.order, fill.at.timestamp()) for fill in fills] == [("e", since), ("e-stop", touch)]
        assert not book.holdings
    else:
        reached = first_touch(way, since, side.opposite, target, stop=False)
        assert [fill.order for fill in fills] == ["e", "e-target"][: 1 + (reached is not None)]


@given(paths(), st.data())
def test_an_order_sees_only_the_path_after_its_acceptance(made: tuple[Path, Bar], data: st.DataObject) -> None:
    way, bar = made
    level = Decimal(data.draw(st.integers(int(bar.low * 100), int(bar.high * 100)))) / 100
    since = data.draw(st.integers(way.opens, way.last))
    order = VenueOrder(
        id=OrderId("o"), symbol=ABC, side=Side.BUY, quantity=Decimal(1), type=OrderType.LIMIT, limit=level
    )
    fills, _ = from_event_to_event(accepted([order], since), Trading(way, Decimal(0), STOCK), since)
    touch = first_touch(way, since, Side.BUY, level, stop=False)
    assert [fill.at.timestamp() for fill in fills] == ([] if touch is None else [touch])
