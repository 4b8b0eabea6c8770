"""The paper venue's clock and book: stops of `step`, the end of the data, damaged files, failed commits."""

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from policies.values import OrderId, Symbol
from tests.fakes.paper_market import ABC, DAYS, IDX, STOCK, XYZ, at, bar, feed, go, order, reports, trading, venue
from tools.errors import Misconfigured
from tools.trading.brokers.paper import START, PaperVenue
from tools.trading.brokers.paper.book import Opening, PaperBook
from tools.trading.marketdata.feed import MemoryFeed
from tools.trading.marketdata.replay import ReplayFeed
from tools.trading.marketdata.sessions import load_sessions
from tools.trading.venue import Change, Update, VenueRejected, VenueSilent

CALM = feed({ABC: ["100", "101", "102", "103"], IDX: ["20", "20"], XYZ: ["50", "51"]})


def test_a_step_stops_at_vertices_edges_and_the_moment_asked_for(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        ticks = await go(paper, at("12:00", DAYS[1]))
        times = [t.at for t in ticks]
        assert times == sorted(set(times))
        assert {at("15:59:59"), at("16:00"), at("09:30", DAYS[1]), at("12:00", DAYS[1])} <= set(times)
        assert [t.session.open for t in ticks if t.at in (at("16:00"), at("09:30", DAYS[1]))] == [False, True]
        assert 8 <= len(ticks) <= 16
        assert await paper.step(at("12:00", DAYS[1])) is None
        assert await paper.step(at("11:00", DAYS[1])) is None

    trading(tmp_path, CALM, scenario)


def test_the_target_is_the_same_time_of_day_across_summer_time(tmp_path: Path) -> None:
    async def scenario() -> None:
        paper = PaperVenue(
            account="paper",
            book=tmp_path / "b",
            feed=ReplayFeed(),
            sessions=load_sessions(),
            seed="s",
            create=True,
            start=at("15:30", date(2012, 3, 9)),
        )
        await paper.open()
        assert await paper.target(1) == at("15:30", date(2012, 3, 12))
        assert await paper.target(5) == at("15:30", date(2012, 3, 16))
        with pytest.raises(ValueError, match="at least one"):
            await paper.target(0)
        await paper.close()

    asyncio.run(scenario())


def test_the_default_start(tmp_path: Path) -> None:
    async def scenario() -> None:
        paper = PaperVenue(
            account="paper", book=tmp_path / "b", feed=ReplayFeed(), sessions=load_sessions(), seed="s", create=True
        )
        await paper.open()
        tick, snapshot = await paper.tick(), await paper.snapshot()
        assert (tick.at, snapshot.balance) == (START, 100_000)
        assert (tick.session.closed, tick.session.closes_at) == (("VIX",), at("16:00"))
        assert sorted(tick.quotes) == ["AAPL", "GOOG", "IBM", "IXIC", "MSFT", "SPX"]
        assert all(quote.sound and quote.at == tick.at for quote in tick.quotes.values())
        assert [b.day for b in await paper.bars(Symbol("AAPL"), 2)] == [date(2011, 12, 29), date(2011, 12, 30)]
        await paper.close()

    asyncio.run(scenario())


def test_bars_of_today_are_complete_once_the_session_has_closed(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        assert await paper.bars(ABC, 5) == ()
        await go(paper, at("15:59:59"))
        assert await paper.bars(ABC, 5) == ()
        await go(paper, at("16:00"))
        assert [b.day for b in await paper.bars(ABC, 5)] == [DAYS[0]]
        await go(paper, at("03:00", DAYS[1]))
        assert [b.day for b in await paper.bars(ABC, 5)] == [DAYS[0]]
        assert await paper.bars(Symbol("NONE"), 5) == ()

    trading(tmp_path, CALM, scenario)


def test_after_the_last_bar_the_market_stays_closed(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        assert await paper.obstacle(3) is None
        assert (await paper.target(4), await paper.obstacle(4)) == (None, "data_end")
        await go(paper, at("12:00", DAYS[5]))
        tick = await paper.tick()
        assert (tick.at, tick.session.open, tick.session.opens_at) == (at("16:00", DAYS[3]), False, None)
        assert tick.session.closed == (ABC, IDX, XYZ)
        with pytest.raises(VenueRejected, match="no_data"):
            await paper.submit(order("late", "buy", "1"))

    trading(tmp_path, CALM, scenario)


def test_an_instrument_held_or_ordered_is_not_left_behind(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("o", "buy", "1", symbol=XYZ))
        assert (await paper.obstacle(1), await paper.obstacle(2)) == (None, "data_end:XYZ")
        assert await paper.target(2) is None
        ticks = await go(paper, at("12:00", DAYS[3]))
        assert (ticks[-1].at, ticks[-1].session.open) == (at("15:59:59", DAYS[1]), True)
        await paper.submit(order("exit", "sell", "1", symbol=XYZ, reduce_only=True))
        assert (await paper.snapshot()).positions == ()
        assert await paper.target(1) == at("15:59:59", DAYS[2])
        await go(paper, at("10:00", DAYS[2]))
        tick = await paper.tick()
        assert tick.session.closed == (IDX, XYZ)
        assert XYZ not in tick.quotes

    trading(tmp_path, CALM, scenario)


def test_a_clock_past_the_last_time_of_day_stops_at_the_last_quote(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("o", "buy", "1", symbol=XYZ))
        await go(paper, at("18:00"))
        assert await paper.target(1) == at("15:59:59", DAYS[1])

    trading(tmp_path, CALM, scenario)


def test_amending_the_protection_of_a_filled_entry_moves_its_legs(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        entry = OrderId("e")
        await paper.submit(order("e", "buy", "10", "limit", limit="100.01", stop="90"))
        report = await paper.amend(entry, Change(stop=Decimal(95)))
        assert (report.order.stop, report.status) == (95, "filled")
        await paper.amend(entry, Change(target=Decimal(120)))
        levels = {o.order.id: (o.order.trigger, o.order.limit) for o in (await paper.snapshot()).orders}
        assert levels == {"e-stop": (95, None), "e-target": (None, 120)}
        for change, code in (
            (Change(quantity=Decimal(11)), "final"),
            (Change(quantity=Decimal(11), stop=Decimal(96)), "final"),
            (Change(stop=Decimal(121)), "bad_bracket"),
            (Change(stop=Decimal("0.001")), "bad_step"),
        ):
            with pytest.raises(VenueRejected, match=code):
                await paper.amend(entry, change)
        await paper.cancel(OrderId("e-target"))
        with pytest.raises(VenueRejected, match="no_leg"):
            await paper.amend(entry, Change(target=Decimal(125)))
        await paper.amend(entry, Change(stop=Decimal(100)))
        assert (await paper.snapshot()).positions == ()

    told = trading(tmp_path, CALM, scenario)
    assert reports(told, "e-stop") == ["working", "working:amended", "working:amended", "working:triggered", "filled"]


def test_amending_a_working_order(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        name = OrderId("o")
        await paper.submit(order("o", "buy", "10", "limit", limit="90"))
        report = await paper.amend(name, Change(quantity=Decimal(12), stop=Decimal(80)))
        assert (report.order.quantity, report.order.stop) == (12, 80)
        with pytest.raises(VenueRejected, match="bad_number"):
            await paper.amend(name, Change(quantity=Decimal(0)))
        with pytest.raises(VenueRejected, match="bad_prices"):
            await paper.amend(name, Change(trigger=Decimal(90)))
        with pytest.raises(VenueRejected, match="unknown_order"):
            await paper.amend(OrderId("none"), Change(limit=Decimal(1)))
        assert await paper.amend(name, Change()) == report
        assert (await paper.amend(name, Change(limit=Decimal(105)))).status == "filled"
        assert [o.order.id for o in (await paper.snapshot()).orders] == ["o-stop"]

    trading(tmp_path, CALM, scenario)


def test_a_total_within_what_is_filled_is_refused(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("o", "buy", "25"))
        with pytest.raises(VenueRejected, match="too_small"):
            await paper.amend(OrderId("o"), Change(quantity=Decimal(10)))
        assert (await paper.amend(OrderId("o"), Change(quantity=Decimal(11)))).order.quantity == 11

    trading(tmp_path, feed({ABC: ["100"]}, volume="1000"), scenario)


def test_a_reduce_only_order_is_not_amended_beyond_the_position(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("o", "buy", "10"))
        await paper.submit(order("exit", "sell", "5", "limit", limit="150", reduce_only=True))
        report = await paper.amend(OrderId("exit"), Change(quantity=Decimal(50)))
        assert (report.order.quantity, report.reason) == (10, "resized")
        with pytest.raises(VenueRejected, match="bad_bracket"):
            await paper.amend(OrderId("exit"), Change(stop=Decimal(200)))

    trading(tmp_path, CALM, scenario)


async def opened(folder: Path, **terms: object) -> PaperVenue:
    paper = venue(folder, CALM, **terms)  # type: ignore[arg-type]
    await paper.open()
    return paper


def test_a_missing_book_is_made_only_when_asked(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"paper\.sqlite.*does not exist.*move the file"):
        asyncio.run(opened(tmp_path, create=False))
    assert list(tmp_path.iterdir()) == []


def test_a_book_keeps_its_own_seed_and_start(tmp_path: Path) -> None:
    async def scenario() -> None:
        first = await opened(tmp_path)
        await go(first, at("15:00"))
        tick = await first.tick()
        await first.close()
        again = await opened(tmp_path, seed="another", create=False)
        assert await again.tick() == tick
        await again.close()

    asyncio.run(scenario())


def no_database(book: Path) -> None:
    book.write_bytes(b"no database at all" * 500)


def torn(book: Path) -> None:
    book.write_bytes(book.read_bytes()[:6000])


def emptied(book: Path) -> None:
    book.write_bytes(b"")


def scrambled(book: Path) -> None:
    data = bytearray(book.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    book.write_bytes(data)


def page_of_executions(book: Path) -> None:
    with sqlite3.connect(book) as db:
        page = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'executions'").fetchone()[0]
    db.close()
    data = bytearray(book.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = bytes(4096)
    book.write_bytes(data)


def sql(statement: str) -> Callable[[Path], None]:
    def damage(book: Path) -> None:
        with sqlite3.connect(book) as db:
            db.execute(statement)
        db.close()

    return damage


@pytest.mark.parametrize(
    "damage",
    [
        no_database,
        torn,
        emptied,
        scrambled,
        page_of_executions,
        sql("UPDATE account SET cash = 'much'"),
        sql("UPDATE account SET cash = 'NaN'"),
        sql("UPDATE account SET id = 'another'"),
        sql("DELETE FROM account"),
        sql("DROP TABLE holdings"),
        sql("UPDATE orders SET body = '{}' WHERE live"),
        sql("UPDATE orders SET body = 'x' WHERE live"),
        sql("UPDATE holdings SET symbol = 'GONE'"),
        sql("PRAGMA user_version = 99"),
    ],
)
def test_a_damaged_book_is_refused_and_left_alone(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    async def scenario() -> None:
        paper = await opened(tmp_path)
        await paper.submit(order("o", "buy", "10", stop="90"))
        await paper.close()
        book = tmp_path / "paper.sqlite"
        damage(book)
        before = book.read_bytes()
        with pytest.raises(Misconfigured, match=r"paper\.sqlite"):
            await opened(tmp_path, create=False)
        assert book.read_bytes() == before

    asyncio.run(scenario())


def test_an_empty_file_left_by_a_crash_becomes_a_book_when_one_may_be_made(tmp_path: Path) -> None:
    (tmp_path / "paper.sqlite").touch()
    asyncio.run(asyncio.wait_for(_open_and_close(tmp_path), 10))


async def _open_and_close(folder: Path) -> None:
    await (await opened(folder)).close()


def test_a_folder_in_the_place_of_a_book_is_refused(tmp_path: Path) -> None:
    (tmp_path / "paper.sqlite").mkdir()
    with pytest.raises(Misconfigured, match=r"paper\.sqlite"):
        asyncio.run(opened(tmp_path))


def test_what_is_not_written_has_not_happened(tmp_path: Path) -> None:
    async def scenario() -> None:
        told: list[Update] = []
        paper = await opened(tmp_path)
        paper.listen(told.append)
        before = await paper.snapshot()
        writer = sqlite3.connect(tmp_path / "paper.sqlite", isolation_level=None)
        writer.execute("CREATE TRIGGER full BEFORE INSERT ON orders BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        with pytest.raises(VenueSilent, match="disk is full"):
            await paper.submit(order("o", "buy", "10"))
        assert (await paper.snapshot(), await paper.find(OrderId("o")), told) == (before, None, [])
        writer.execute("DROP TRIGGER full")
        writer.close()
        assert (await paper.submit(order("o", "buy", "10"))).status == "filled"
        await paper.close()

    asyncio.run(scenario())


def test_two_processes_on_one_book_do_not_overwrite_each_other(tmp_path: Path) -> None:
    async def scenario() -> None:
        first, second = await opened(tmp_path), await opened(tmp_path, create=False)
        await first.submit(order("o", "buy", "10"))
        with pytest.raises(VenueSilent, match="another process"):
            await second.submit(order("p", "buy", "10"))
        assert [p.quantity for p in (await second.snapshot()).positions] == [10]
        await first.close()
        await second.close()

    asyncio.run(scenario())


def test_a_venue_that_is_not_open_is_silent(tmp_path: Path) -> None:
    with pytest.raises(VenueSilent, match="not open"):
        asyncio.run(venue(tmp_path, CALM).tick())


def test_every_commit_reaches_the_disk(tmp_path: Path) -> None:
    opening = Opening(account="paper", seed="s", initial=Decimal(1), start=START)
    book = PaperBook.open(tmp_path / "b", opening, create=True)
    pragmas = [book._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    book.close()
    assert pragmas == ["wal", 2]


def test_long_lived_numbers_survive_a_restart(tmp_path: Path) -> None:
    async def scenario() -> None:
        paper = await opened(tmp_path)
        await paper.submit(order("o", "buy", "999999999.99", "limit", limit="105"))
        await go(paper, at("12:00"))
        before = await paper.snapshot()
        await paper.close()
        again = await opened(tmp_path, create=False)
        assert await again.snapshot() == before
        assert await again.executions(at("11:00")) == (await again.executions(None))[60:]
        await again.close()

    asyncio.run(scenario())


def test_very_small_steps_survive_a_restart(tmp_path: Path) -> None:
    tiny = replace(STOCK, tick=Decimal("0.00000001"), lot=Decimal("0.00000001"))
    market = MemoryFeed(instruments={ABC: tiny}, bars={ABC: [bar(DAYS[0], "0.00012345")]})

    async def scenario() -> None:
        paper = venue(tmp_path, market)
        await paper.open()
        await paper.submit(order("o", "buy", "0.12345679"))
        before = await paper.find(OrderId("o")), await paper.snapshot()
        assert before[0] is not None
        assert before[0].price == Decimal("0.00012349")
        await paper.close()
        again = venue(tmp_path, market, create=False)
        await again.open()
        assert (await again.find(OrderId("o")), await again.snapshot()) == before
        await again.close()

    asyncio.run(scenario())
