"""A desk starved of disk, of a clock it can believe, and of the truth: it acts on nothing, says why, and recovers."""

import asyncio
import json
import resource
import sqlite3
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from policies.values import OrderId, OrderRole, OrderStatus, Side, Switch, Symbol
from tests.fakes.desk_rig import Rig
from tests.fakes.faulty_venue import Faults
from tests.fakes.paper_market import ABC, XYZ, at
from tests.journeys.processes import LAUNCHER, ask, desk_of, end_desk, environ
from tests.unit.test_desk_orders import play
from tools.desk.engine.beating import Heart
from tools.desk.engine.reconciling import reconcile
from tools.desk.record.journal import JournalFull
from tools.trading.venue import Execution, OrderReport, Snapshot

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BIG = Decimal(10) ** 30


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    end_desk(tmp_path / "home")


class FullDisk:
    """Stands before a database and refuses what would write to it."""

    def __init__(self, inner: sqlite3.Connection) -> None:
        self.inner = inner
        self.full = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        """Passes on everything but rows."""
        if self.full and statement.startswith("INSERT"):
            raise sqlite3.OperationalError("database or disk is full")
        return self.inner.execute(statement, *values)


def fill_disk(desk: Rig) -> FullDisk:
    """From now on the journal cannot be written."""
    disk = FullDisk(desk.service.desk.journal._db)
    desk.service.desk.journal._db = disk  # type: ignore[assignment]
    return disk


async def beats(desk: Rig, heart: Heart, count: int) -> None:
    """The heart beats while wall time passes."""
    for _ in range(count):
        desk.clock.forward(1)
        await heart.beat()
        await desk.settle()


def heart_of(desk: Rig) -> Heart:
    """The heartbeat of a desk, in the test's hands."""
    return Heart(desk.service.traders.values(), desk.service.latches)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="no prlimit: another process's disk cannot be filled")
def test_a_desk_on_a_full_disk_acts_on_nothing_and_then_goes_on(home: Path) -> None:
    assert ask(home, "buy 10 AAPL at market, stop 390")[0] == 0
    desk = desk_of(home)
    size = (home / "desk" / "journal.db-wal").stat().st_size
    before = orders(home)
    resource.prlimit(desk, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    for text in ("buy 3 MSFT stop 25", "/close AAPL"):
        done = eva(home, "ask", text)
        (line,) = done.stderr.splitlines()
        assert (done.returncode, done.stdout) == (2, "")
        assert "journal.db" in line
    assert orders(home) == before
    assert eva(home, "halt", "all").returncode == 3
    resource.prlimit(desk, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert eva(home, "halt", "all").returncode == 0
    assert desk_of(home) == desk
    assert json.loads(eva(home, "audit", "verify", "--json").stdout)["ok"]


def eva(home: Path, *args: str) -> "subprocess.CompletedProcess[str]":
    """A verb of the launcher."""
    command = [*LAUNCHER, *args]
    return subprocess.run(command, capture_output=True, text=True, env=environ(home), timeout=60, check=False)


def orders(home: Path) -> list[Any]:
    """Every order the venue knows, from its own file."""
    db = sqlite3.connect(f"{(home / 'desk' / 'book-paper.db').as_uri()}?mode=ro", uri=True)
    try:
        return db.execute("SELECT id, body FROM orders ORDER BY seq").fetchall()
    finally:
        db.close()


def test_what_cannot_be_written_down_is_not_sent(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        sent = len(desk.venue.submitted)
        disk = fill_disk(desk)
        for act in (desk.buy("3"), desk.ask("close", symbol="ABC"), desk.ask("halt")):
            with pytest.raises(JournalFull, match="cannot be written"):
                await act
        assert (len(desk.venue.submitted), desk.state.held(ABC)) == (sent, 10)
        disk.full = False
        assert (await desk.ask("close", symbol="ABC"))["verdict"]["decision"] == "allow"
        assert desk.state.held(ABC) == 0

    play(tmp_path, scenario)


def test_a_fill_that_comes_while_the_disk_is_full_is_not_lost(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        heart = heart_of(desk)
        desk.faults.late = True
        await desk.buy()
        disk = fill_disk(desk)
        desk.faults.late = False
        desk.venue.release()
        await desk.settle()
        assert desk.state.held(ABC) == 0
        disk.full = False
        await beats(desk, heart, 2)
        assert desk.state.held(ABC) == 10
        assert [t.status for t in desk.orders(OrderRole.STOP)] == [OrderStatus.WORKING]

    play(tmp_path, scenario)


def test_the_heart_outlives_a_full_disk_and_halts_after_it(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        beating = asyncio.get_running_loop().create_task(heart_of(desk).run())
        disk = fill_disk(desk)
        desk.service.latches.drop("all")
        await desk.wait(3)
        assert not beating.done()
        assert desk.state.held(ABC) == 10
        disk.full = False
        await desk.wait(3)
        assert (desk.shown(), desk.state.held(ABC)) == (Switch.HALTED, 0)
        beating.cancel()

    play(tmp_path, scenario)


@pytest.mark.parametrize("jump", [-HOUR, -DAY, DAY, HOUR / 60])
def test_a_clock_that_jumps_lets_the_account_only_reduce_until_it_is_believed_again(
    tmp_path: Path, jump: timedelta
) -> None:
    async def scenario(desk: Rig) -> None:
        heart = heart_of(desk)
        await desk.buy()
        await beats(desk, heart, 2)
        assert desk.shown() is Switch.ACTIVE
        desk.clock.wall += jump
        await beats(desk, heart, 1)
        assert desk.shown() is Switch.REDUCING
        assert "the wall clock" in (desk.state.cause or "")
        assert (await desk.buy("3"))["verdict"]["reasons"][0]["code"] == "TRADING_REDUCING"
        assert (await desk.ask("reduce", symbol="ABC", quantity="4"))["verdict"]["decision"] == "allow"
        assert desk.state.held(ABC) == 6
        desk.clock.wall -= min(jump, timedelta())
        await beats(desk, heart, 70)
        assert desk.shown() is Switch.ACTIVE
        assert (await desk.buy("3"))["verdict"]["decision"] == "allow"

    play(tmp_path, scenario)


def test_a_desk_that_starts_before_its_own_journal_only_reduces_until_the_clock_is_right(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        desk.clock.wall -= HOUR
        await desk.restart()
        heart = heart_of(desk)
        await beats(desk, heart, 70)
        assert desk.shown() is Switch.REDUCING
        assert desk.state.cause == "the wall clock is behind the journal"
        desk.clock.wall += HOUR
        await beats(desk, heart, 70)
        assert desk.shown() is Switch.ACTIVE

    play(tmp_path, scenario)


LIES: dict[str, dict[str, Any]] = {
    "nothing": {"quantity": Decimal(0)},
    "less than nothing": {"quantity": Decimal(-3)},
    "no number": {"quantity": Decimal("NaN")},
    "without end": {"quantity": Decimal("Infinity")},
    "more than there is": {"quantity": BIG},
    "no price": {"price": Decimal("NaN")},
    "a price without end": {"price": Decimal("-Infinity")},
    "no fee": {"fee": Decimal("sNaN")},
}


@pytest.mark.parametrize("ours", [True, False])
@pytest.mark.parametrize("lie", LIES)
def test_a_fill_that_cannot_be_true_is_shown_and_never_written(tmp_path: Path, lie: str, ours: bool) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        entry = desk.orders(OrderRole.ENTRY)[0].order.id
        tell(desk, execution(entry if ours else "nobody", **LIES[lie]))
        await desk.settle()
        await distrusted(desk)

    play(tmp_path, scenario)


@pytest.mark.parametrize("said", [{"side": Side.SELL}, {"symbol": XYZ}, {"symbol": Symbol("ZZZ")}, {}])
def test_a_fill_that_the_order_cannot_explain_reduces(tmp_path: Path, said: dict[str, Any]) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        tell(desk, execution(desk.orders(OrderRole.ENTRY)[0].order.id, **said))
        await desk.settle()
        await distrusted(desk)

    play(tmp_path, scenario)


def test_a_report_that_cannot_be_true_is_shown_and_never_written(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        known = desk.orders(OrderRole.STOP)[0].order
        for order in (replace(known, quantity=Decimal("NaN")), replace(known, trigger=BIG)):
            tell(desk, OrderReport(order=order, status=OrderStatus.WORKING, at=at("10:01")))
        tell(desk, OrderReport(order=known, status=OrderStatus.PARTIAL, filled=Decimal(-1), at=at("10:01")))
        await desk.settle()
        assert desk.orders(OrderRole.STOP)[0].order == known
        await distrusted(desk)

    play(tmp_path, scenario)


def tell(desk: Rig, *said: Execution | OrderReport) -> None:
    """The venue says something by itself."""
    for sink in desk.venue._sinks:
        for update in said:
            sink(update)


def execution(order: str, **said: Any) -> Execution:
    """A fill of 5 ABC, or what a venue says instead."""
    true: dict[str, Any] = {"symbol": ABC, "side": Side.BUY, "quantity": Decimal(5), "price": Decimal(100)}
    return Execution(id="lie", order=OrderId(order), at=at("10:01"), **{**true, "fee": Decimal(0), **said})


async def distrusted(desk: Rig) -> None:
    """The account only reduces and says why; a restart stands on the same journal and takes the venue's word."""
    assert (desk.shown(), desk.state.strangers != ()) == (Switch.REDUCING, True)
    assert (await desk.buy("3"))["verdict"]["decision"] == "deny"
    await desk.restart()
    await beats(desk, heart_of(desk), 2)
    assert (desk.shown(), desk.state.strangers != ()) == (Switch.REDUCING, True)
    book = await desk.trader.link.call(lambda venue: venue.snapshot(), 5)
    assert {s: h.quantity for s, h in desk.state.holdings.items()} == {p.symbol: p.quantity for p in book.positions}
    await desk.ask("close", symbol="ABC")
    assert desk.state.held(ABC) == 0


Lie = Callable[[Snapshot], Snapshot]
BOOKS: dict[str, Lie] = {
    "a balance that is no number": lambda book: replace(book, balance=Decimal("NaN")),
    "a balance without end": lambda book: replace(book, balance=Decimal("Infinity")),
    "more than there is": lambda book: held(book, BIG),
    "a position that is no number": lambda book: held(book, Decimal("NaN")),
    "one symbol twice": lambda book: replace(book, positions=book.positions * 2),
}


def held(book: Snapshot, quantity: Decimal) -> Snapshot:
    """A book that holds another quantity."""
    return replace(book, positions=tuple(replace(p, quantity=quantity) for p in book.positions))


def lying(desk: Rig, lie: Lie) -> None:
    """The venue tells another book than it has."""
    inner: Any = desk.venue.inner
    true: Callable[[], Awaitable[Snapshot]] = inner.snapshot

    async def snapshot() -> Snapshot:
        return lie(await true())

    inner.snapshot = snapshot


@pytest.mark.parametrize("name", BOOKS)
def test_a_book_that_cannot_be_true_is_no_book(tmp_path: Path, name: str) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        lying(desk, BOOKS[name])
        desk.trader.reconciling = True
        assert not await reconcile(desk.trader)
        assert (desk.state.held(ABC), desk.trader.reconciling) == (10, True)
        assert (await desk.buy("3"))["verdict"]["decision"] == "deny"

    play(tmp_path, scenario)


@pytest.mark.parametrize("quantity", ["-10", "25", "0"])
def test_a_position_that_nobody_can_explain_reduces_until_a_person_says_yes(tmp_path: Path, quantity: str) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        changed = Decimal(quantity)
        lying(desk, lambda book: held(book, changed) if changed else replace(book, positions=()))
        for _ in range(3):
            await reconcile(desk.trader)
            await desk.settle()
        assert desk.state.held(ABC) == changed
        assert (desk.shown(), len(desk.state.strangers)) == (Switch.REDUCING, 1)
        asked = await desk.ask("resume", adopts=list(desk.state.strangers))
        assert asked["verdict"]["decision"] == "needs_approval"

    play(tmp_path, scenario, Faults(drop=True))
