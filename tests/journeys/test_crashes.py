"""SIGKILL between every two steps: nothing lost, nothing doubled, nothing unprotected, book and journal agree."""

import asyncio
import contextlib
import hashlib
import hmac
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from policies.values import OrderRole
from tests.architecture.source import ROOT
from tests.journeys.processes import LAUNCHER, alive, ask, desk_of, end_desk, environ, gone, intent
from tools.desk.client import DeskClient
from tools.desk.places import Places
from tools.desk.record.fold import fold
from tools.desk.record.journal import GENESIS, Row
from tools.desk.record.state import AccountState
from tools.errors import Unreachable

CHUNKS = 8
STRIDE = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 2
"""Between two commits there are at least two steps, one after the first and one before the second: 2 misses none."""
PATIENCE_S = 20
Json = dict[str, Any]
ADVANCE: Json = {"kind": "advance", "sessions": 1}


class Forge:
    """The warm process that desks are forked from."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.fakes.crashing_desk"]
        pipes: Json = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        bare = {k: v for k, v in environ(ROOT).items() if not k.startswith("EVA_")}
        self._process: subprocess.Popen[str] = subprocess.Popen(command, text=True, env=bare, cwd=ROOT, **pipes)
        self._desks: list[int] = []

    def desk(self, home: Path, fatal: int = 0) -> int:
        """Starts a desk that dies at its step `fatal`; its process id."""
        home.mkdir(exist_ok=True, mode=0o700)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{home} {fatal}\n")
        self._process.stdin.flush()
        self._desks.append(int(self._process.stdout.readline()))
        return self._desks[-1]

    def end(self) -> None:
        """Ends every desk and the process itself."""
        for pid in self._desks:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.communicate()


@pytest.fixture
def forge() -> Iterator[Forge]:
    made = Forge()
    yield made
    made.end()


@dataclass
class Drive:
    """One person's acts on one home, one after the other, each under an id of its own."""

    home: Path
    client: DeskClient = field(init=False)
    done: int = 0

    def __post_init__(self) -> None:
        self.client = DeskClient(Places.of(self.home, environ(self.home)), start=False)

    async def connect(self, pid: int) -> bool:
        """Waits until the desk answers; False when it died first."""
        while True:
            try:
                await self.client.read("status")
                return True
            except (Unreachable, ConnectionError):
                if not alive(pid):
                    return False
            await asyncio.sleep(0.005)

    async def go_on(self) -> bool:
        """Does what is left to do; False when the desk died under it."""
        for act in ACTS[self.done :]:
            try:
                await self._one(act)
            except (Unreachable, ConnectionError):
                return False
            self.done += 1
        return True

    async def _one(self, act: Callable[[Json], Json]) -> None:
        account = (await self.client.read("status"))["accounts"][0]
        if not account["session"]["open"]:
            await self._ask(f"again-{self.done}", **ADVANCE)
        await self._ask(f"act-{self.done}", **act(account))

    async def _ask(self, name: str, *, kind: str, **fields: Any) -> None:
        answer = await self.client.act(intent(kind, name, **fields))
        if answer["verdict"]["decision"] == "allow" and not answer["again"]:
            async with asyncio.timeout(PATIENCE_S):
                await self._follow(answer["ticket"])

    async def _follow(self, ticket: str) -> None:
        async for event in self.client.events(ticket):
            if event.get("done"):
                return
        raise Unreachable("the desk died")


def buy(symbol: str, quantity: str, **terms: str) -> Callable[[Json], Json]:
    """A protected entry."""
    order = {"kind": "order", "symbol": symbol, "side": "buy", "quantity": quantity, "type": "market", **terms}
    return always(order)


def always(act: Json) -> Callable[[Json], Json]:
    """An act that does not depend on how the account stands."""

    def told(_: Json) -> Json:
        return act

    return told


def move_stop(account: Json) -> Json:
    """Another price for the stop that rests at the venue."""
    stops = [o["id"] for o in account["orders"] if o["role"] == "stop"]
    return {"kind": "amend", "order": stops[0] if stops else "none", "stop": "395"}


ACTS: tuple[Callable[[Json], Json], ...] = (
    buy("AAPL", "10", stop="390", target="460"),
    always({"kind": "reduce", "symbol": "AAPL", "quantity": "4"}),
    move_stop,
    buy("IBM", "5", type="limit", limit="180", stop="170"),
    always(ADVANCE),
    always({"kind": "close", "symbol": "all"}),
    buy("MSFT", "20", stop="25"),
    always({"kind": "halt"}),
)
LIMITED_TO = {"act-0": 10, "act-1": 4, "act-3": 5, "act-6": 20}
"""What each sized request may fill, whatever dies meanwhile."""


async def crash(forge: Forge, home: Path, fatal: int) -> None:
    """Lets a desk die at one step, another take its place, and everything be asked again and finished."""
    drive = Drive(home)
    pid = forge.desk(home, fatal)
    finished = await drive.connect(pid) and await drive.go_on()
    if finished:
        os.kill(pid, signal.SIGTERM)
    await asyncio.to_thread(gone, pid)
    pid = await successor(forge, home, drive)
    await protected(drive.client)
    assert await drive.go_on()
    account = await settled(drive.client)
    check(home, account)
    assert (account["state"], account["positions"]) == ("HALTED", [])
    assert not [o for o in account["orders"] if o["role"] == "entry"]
    await drive.client.close()
    os.kill(pid, signal.SIGTERM)
    await asyncio.to_thread(gone, pid)


async def successor(forge: Forge, home: Path, drive: Drive) -> int:
    """An ordinary desk; while the last thread of a killed one still holds the lock, another is started."""
    give_up = time.monotonic() + PATIENCE_S
    while True:
        pid = forge.desk(home)
        if await drive.connect(pid):
            return pid
        said = (home / "said").read_text()
        assert said == ""
        assert time.monotonic() < give_up, "the lock is not given back"


async def protected(client: DeskClient) -> Json:
    """Waits until everything held has its working stop; fails after a generous while."""
    give_up = time.monotonic() + PATIENCE_S
    while True:
        account: Json = (await client.read("status"))["accounts"][0]
        if all(p["protected"] for p in account["positions"]):
            return account
        assert time.monotonic() < give_up, f"without protection: {account['positions']}"
        await asyncio.sleep(0.02)


async def settled(client: DeskClient) -> Json:
    """The account once no order is in doubt any more and, if it was halted, nothing is held."""
    give_up = time.monotonic() + PATIENCE_S
    while True:
        account: Json = (await client.read("status"))["accounts"][0]
        doubted = [o for o in account["orders"] if o["status"] in ("unknown", "pending")]
        if not doubted and (account["flat"] or account["state"] != "HALTED"):
            return account
        assert time.monotonic() < give_up, f"does not come to rest: {account}"
        await asyncio.sleep(0.02)


def check(home: Path, account: Json) -> None:
    """Journal, book and what the desk shows say the same, and no request became two orders."""
    rows = journal(home)
    state = fold(rows).accounts["paper"]
    once(home, rows, state)
    held = {s: h.quantity for s, h in state.holdings.items()}
    assert held == {p["symbol"]: Decimal(p["quantity"]) for p in account["positions"]}
    assert Decimal(account["balance"]) == state.balance.quantize(Decimal("0.01"))
    assert {o["id"] for o in account["orders"]} == {t.order.id for t in state.live_orders}
    with contextlib.closing(read_only(home / "desk" / "book-paper.db")) as book:
        assert dict(positions(book)) == held
        assert abs(money(book) - state.balance) < Decimal("0.01")
        working = {row[0] for row in book.execute("SELECT id FROM orders WHERE live")}
        assert working == {t.order.id for t in state.live_orders}
        executed = [json.loads(row[0]) for row in book.execute("SELECT body FROM executions")]
    assert {e["id"] for e in executed} == set(state.fills)
    assert len(executed) == len(state.fills)
    by_hand: Counter[str] = Counter()
    for row in rows:
        if row.kind == "fill":
            fill = row.body["fill"]
            by_hand[fill["symbol"]] += Decimal(fill["quantity"]) * (1 if fill["side"] == "buy" else -1)  # type: ignore[assignment]
    assert {s: q for s, q in by_hand.items() if q} == held


def once(home: Path, rows: list[Row], state: AccountState) -> None:
    """Each request has one row and at most one entry, which is at the venue once or provably nowhere."""
    requests = Counter(r.body["intent_id"] for r in rows if r.kind == "intent")
    assert set(requests.values()) <= {1}
    tickets = {r.body["ticket"]: r.body["intent_id"] for r in rows if r.kind == "intent"}
    entries = [t for t in state.orders.values() if t.role is OrderRole.ENTRY]
    wanted = Counter(tickets[t.ticket] for t in entries)
    assert set(wanted.values()) <= {1}
    assert not state.strangers
    with contextlib.closing(read_only(home / "desk" / "book-paper.db")) as book:
        there = {row[0] for row in book.execute("SELECT id FROM orders")}
    for tracked in entries:
        assert (tracked.order.id in there) != tracked.never_arrived
    assert there <= set(state.orders)
    for ticket, name in tickets.items():
        own = [t for t in state.orders.values() if t.ticket == ticket and t.role in (OrderRole.ENTRY, OrderRole.EXIT)]
        assert sum(t.filled for t in own) <= LIMITED_TO.get(name, 100)


def journal(home: Path) -> list[Row]:
    """Every row, its chain checked with nothing but the key."""
    key = (home / "desk" / "journal.key").read_bytes()
    with contextlib.closing(read_only(home / "desk" / "journal.db")) as db:
        found = db.execute("SELECT n, at, kind, account, body, mac FROM journal ORDER BY n").fetchall()
    rows, before = [], GENESIS
    for number, (n, at, kind, account, body, mac) in enumerate(found, start=1):
        text = "\0".join((before, str(number), at, kind, account, body))
        assert (n, mac) == (number, hmac.new(key, text.encode(), hashlib.sha256).hexdigest())
        rows.append(Row(n=n, at=datetime.fromisoformat(at), kind=kind, account=account, body=json.loads(body), mac=mac))
        before = mac
    return rows


def read_only(path: Path) -> sqlite3.Connection:
    """A database as it lies on the disk."""
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)


def positions(book: sqlite3.Connection) -> Iterator[tuple[str, Decimal]]:
    """What the venue's own file says is held."""
    for symbol, quantity in book.execute("SELECT symbol, quantity FROM holdings"):
        if Decimal(quantity):
            yield symbol, Decimal(quantity)


def money(book: sqlite3.Connection) -> Decimal:
    """The balance that the venue's own file gives: its cash, and what was paid for what is held."""
    (cash,) = book.execute("SELECT cash FROM account").fetchone()
    return Decimal(cash) + sum(Decimal(cost) for (cost,) in book.execute("SELECT cost FROM holdings"))


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_desk_that_dies_at_any_step_loses_and_doubles_nothing(tmp_path: Path, forge: Forge, chunk: int) -> None:
    count = steps(forge, tmp_path / "whole")
    for fatal in range(1 + chunk * STRIDE, count + 1, CHUNKS * STRIDE):
        home = tmp_path / f"home-{fatal}"
        try:
            asyncio.run(crash(forge, home, fatal))
        except BaseException as error:
            died = home / "died"
            error.add_note(f"step {fatal} of {count}: {died.read_text() if died.exists() else 'survived'}")
            raise


def steps(forge: Forge, home: Path) -> int:
    """How many steps the whole drive takes when nothing dies."""

    async def whole() -> None:
        drive = Drive(home)
        pid = forge.desk(home)
        assert await drive.connect(pid)
        assert await drive.go_on()
        check(home, await settled(drive.client))
        await drive.client.close()
        os.kill(pid, signal.SIGTERM)
        await asyncio.to_thread(gone, pid)

    asyncio.run(whole())
    verdicts = [r.body["answer"]["verdict"]["decision"] for r in journal(home) if r.kind == "intent"]
    assert verdicts == ["allow"] * len(ACTS)
    return int((home / "steps").read_text())


MOMENTS = 12


def test_an_assistant_that_dies_at_any_moment_asked_once_or_not_at_all(tmp_path: Path) -> None:
    """The desk goes on; the same words said again are another request, and the first one happened at most once."""
    home = tmp_path / "home"
    ask(home, "/status")
    desk = desk_of(home)
    try:
        for moment in range(MOMENTS):
            words = f"buy {moment + 1} MSFT stop 25"
            asking = subprocess.Popen([*LAUNCHER, "ask", words], env=environ(home), stdout=subprocess.DEVNULL)
            with contextlib.suppress(subprocess.TimeoutExpired):
                asking.wait(0.06 + 0.02 * moment)
            asking.kill()
            asking.wait()
            code, again = ask(home, words)
            reasons = [reason["code"] for reason in again["verdict"]["reasons"]]
            assert code == 0 or reasons == ["DUPLICATE_INTENT"]
            sizes = Counter(r.body["order"]["quantity"] for r in entries_of(home))
            assert 1 <= sizes[str(moment + 1)] <= 2
        assert desk_of(home) == desk
        assert ask(home, "/close MSFT")[0] == 0
        account = asyncio.run(at_rest(home))
        assert account["positions"] == []
    finally:
        end_desk(home)


def entries_of(home: Path) -> list[Row]:
    """The rows that mint an entry; no request has two."""
    found = [r for r in journal(home) if r.kind == "order" and r.body["role"] == "entry"]
    assert len({r.body["ticket"] for r in found}) == len(found)
    return found


async def at_rest(home: Path) -> Json:
    """The account once nothing is in doubt."""
    client = DeskClient(Places.of(home, environ(home)), start=False)
    account = await settled(client)
    await client.close()
    return account
