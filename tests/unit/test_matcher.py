"""Groups on a path made by hand: when a target waits for its stop, to the second."""

from decimal import Decimal

from policies.values import OrderId, OrderType, Side
from tests.fakes.paper_market import ABC, STOCK
from tools.trading.matching.book import Book
from tools.trading.matching.draft import Draft
from tools.trading.matching.matcher import Trading, match, next_moment
from tools.trading.matching.path import Path
from tools.trading.venue import Execution, VenueOrder

EMPTY = Book(account="paper", clock=0, cash=Decimal(100_000))
DIP = Path(tick=Decimal("0.01"), half=1, times=(0, 10, 20, 100), mids=(1000, 900, 1200, 1000))


def holding(quantity: str) -> Draft:
    """A draft at second 0 that holds a quantity of ABC, bought or sold short."""
    draft, signed = Draft(EMPTY, 0), Decimal(quantity)
    entry = VenueOrder(
        id=OrderId("entry"),
        symbol=ABC,
        side=Side.BUY if signed > 0 else Side.SELL,
        quantity=abs(signed),
        type=OrderType.MARKET,
    )
    draft.fill(draft.accept(entry), abs(signed), Decimal(10), STOCK)
    return draft


def protect(draft: Draft, leg: str, level: str, *, expires: int | None = None) -> None:
    """Adds a stop or a target for all that is held, in one group."""
    held = draft.holdings[ABC].quantity
    order = VenueOrder(
        id=OrderId(leg),
        symbol=ABC,
        side=Side.SELL if held > 0 else Side.BUY,
        quantity=abs(held),
        type=OrderType.STOP if leg == "stop" else OrderType.LIMIT,
        trigger=Decimal(level) if leg == "stop" else None,
        limit=Decimal(level) if leg == "target" else None,
        reduce_only=True,
        oco="g",
    )
    draft.accept(order, expires=expires)


def played(book: Book, volume: int) -> list[tuple[str, Decimal, int]]:
    """(order, quantity, second) of every fill along the path."""
    fills: list[Execution] = []
    t: int | None = 0
    while t is not None:
        draft = Draft(book, t)
        match(draft, {ABC: Trading(way=DIP, volume=Decimal(volume), instrument=STOCK)})
        fills, book = fills + draft.executions, draft.book()
        t = next_moment(book, {ABC: Trading(way=DIP, volume=Decimal(volume), instrument=STOCK)}, t)
    return [(str(fill.order), fill.quantity, int(fill.at.timestamp())) for fill in fills]


def test_the_stop_fills_at_its_touch_although_the_target_was_touched_before() -> None:
    draft = holding("-10")
    protect(draft, "target", "9.5")
    protect(draft, "stop", "11")
    assert played(draft.book(), 0) == [("stop", 10, 17)]


def test_a_target_does_not_wait_for_a_stop_that_will_have_expired() -> None:
    draft = holding("-10")
    protect(draft, "target", "9.5")
    protect(draft, "stop", "11", expires=17)
    assert played(draft.book(), 0) == [("target", 10, 6)]


def test_a_target_waits_while_its_stop_still_sells() -> None:
    draft = holding("20")
    protect(draft, "target", "11.5")
    protect(draft, "stop", "9.5")
    assert played(draft.book(), 1000) == [("stop", 10, 5), ("stop", 10, 65)]
