"""A small market made by hand, and paper venues on it: what a test of orders needs in two lines."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from policies.instruments import Instrument
from policies.values import OrderId, OrderType, Side, Symbol, TimeInForce
from tools.trading.brokers.paper import PaperVenue
from tools.trading.marketdata.feed import MemoryFeed
from tools.trading.marketdata.sessions import load_sessions
from tools.trading.venue import Bar, Execution, OrderReport, Replay, Tick, Update, VenueOrder

NEW_YORK = ZoneInfo("America/New_York")
ABC, XYZ, IDX = Symbol("ABC"), Symbol("XYZ"), Symbol("IDX")
DAYS = (date(2012, 1, 3), date(2012, 1, 4), date(2012, 1, 5), date(2012, 1, 6), date(2012, 1, 9), date(2012, 1, 10))
STOCK = Instrument(
    currency="USD",
    tick=Decimal("0.01"),
    lot=Decimal("0.01"),
    gap=Decimal("0.05"),
    fee_unit=Decimal("0.005"),
    fee_min=Decimal(1),
)
READ_ONLY = Instrument(
    currency="USD", tick=Decimal("0.01"), lot=Decimal("0.01"), gap=Decimal("0.03"), asset_class="index", tradable=False
)


def bar(day: date, prices: str, volume: str = "1000000") -> Bar:
    """A bar from 'open high low close', or from one price for a flat day."""
    numbers = [Decimal(p) for p in prices.split()]
    opens, high, low, close = numbers if len(numbers) == 4 else numbers * 4
    return Bar(day=day, open=opens, high=high, low=low, close=close, volume=Decimal(volume))


def feed(prices: Mapping[Symbol, Sequence[str]], volume: str = "1000000") -> MemoryFeed:
    """A feed whose bars begin on the first of DAYS; IDX is listed but not tradable."""
    return MemoryFeed(
        instruments={symbol: READ_ONLY if symbol == IDX else STOCK for symbol in prices},
        bars={
            symbol: [bar(day, text, volume) for day, text in zip(DAYS, texts, strict=False) if text]
            for symbol, texts in prices.items()
        },
    )


def venue(folder: Path, market: MemoryFeed, *, seed: str = "seed", create: bool = True) -> PaperVenue:
    """A paper venue with its book in a folder, at 10:00 New York on the first day."""
    return PaperVenue(
        account="paper",
        book=folder / "paper.sqlite",
        feed=market,
        sessions=load_sessions(),
        seed=seed,
        create=create,
        start=at("10:00"),
    )


def at(clock: str, day: date = DAYS[0]) -> datetime:
    """A New York time of day."""
    return datetime.fromisoformat(f"{day.isoformat()}T{clock}").replace(tzinfo=NEW_YORK)


def order(name: str, side: str, quantity: str, type_: str = "market", **terms: object) -> VenueOrder:
    """An order in ABC; prices as text, `symbol` and the other terms as they are."""
    prices = {k: Decimal(str(v)) for k, v in terms.items() if k in ("limit", "trigger", "stop", "target")}
    rest = {k: v for k, v in terms.items() if k not in prices}
    given: dict[str, object] = {"symbol": ABC, "tif": TimeInForce.GTC, **prices, **rest}
    return VenueOrder(
        id=OrderId(name),
        side=Side(side),
        quantity=Decimal(quantity),
        type=OrderType(type_),
        **given,  # type: ignore[arg-type]
    )


def trading(folder: Path, market: MemoryFeed, scenario: Callable[[PaperVenue], Awaitable[None]]) -> list[Update]:
    """Opens a fresh venue, runs a scenario on it, closes it; everything it told."""
    told: list[Update] = []

    async def play() -> None:
        paper = venue(folder, market)
        paper.listen(told.append)
        await paper.open()
        try:
            await scenario(paper)
        finally:
            await paper.close()

    asyncio.run(play())
    return told


async def go(paper: Replay, until: datetime) -> list[Tick]:
    """Steps to a moment; every tick on the way."""
    ticks = []
    while (tick := await paper.step(until)) is not None:
        ticks.append(tick)
    return ticks


def fills(told: Sequence[Update]) -> list[tuple[str, str, str]]:
    """(order, quantity, price) of every execution told."""
    return [(str(u.order), str(u.quantity), str(u.price)) for u in told if isinstance(u, Execution)]


def reports(told: Sequence[Update], name: str) -> list[str]:
    """The statuses told of one order, with the reason where there is one."""
    ours = [u for u in told if isinstance(u, OrderReport) and u.order.id == name]
    return [f"{u.status}:{u.reason}" if u.reason else str(u.status) for u in ours]
