"""A whole desk in the test's own process: real journal, real paper venue behind faults, time in the test's hands."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from policies.values import AccountId, OrderRole, Switch
from tests.fakes.faulty_venue import Faults, FaultyVenue
from tests.fakes.paper_market import at
from tools.desk.engine.account import Trader
from tools.desk.engine.beating import Heart
from tools.desk.main import open_desk, operator_of
from tools.desk.operator.verbs import Operator
from tools.desk.places import Places
from tools.desk.record.state import AccountState, Tracked
from tools.desk.service import Service
from tools.trading.brokers.paper import PaperVenue
from tools.trading.marketdata.feed import MemoryFeed
from tools.trading.marketdata.sessions import load_sessions

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
CALM_SPINS = 25


class FakeClock:
    """A clock that stands still until the test moves it."""

    def __init__(self) -> None:
        self.wall = START
        self.steady = 1000.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        """Wall time."""
        return self.wall

    def monotonic(self) -> float:
        """Seconds."""
        return self.steady

    async def sleep(self, seconds: float) -> None:
        """Waits until the test has moved the clock that far."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.steady + seconds, future))
        await future

    def forward(self, seconds: float) -> None:
        """Moves both clocks and wakes who is due."""
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds
        due = [f for at, f in self._sleepers if at <= self.steady]
        self._sleepers = [(at, f) for at, f in self._sleepers if at > self.steady]
        for future in due:
            if not future.done():
                future.set_result(None)


class Rig:
    """The desk under test, its clock and its venue; `live`, on a venue whose market goes with the wall clock."""

    def __init__(self, folder: Path, market: MemoryFeed, faults: Faults, *, live: bool = False) -> None:
        self.folder, self.market, self.faults = folder, market, faults
        self.clock = FakeClock()
        self.live = live
        if live:
            self.clock.wall = at("10:00").astimezone(UTC)
        self.true = self.clock.wall - timedelta(seconds=self.clock.steady)
        self.heart: Heart
        self.service: Service
        self.operator: Operator
        self.venue: FaultyVenue
        self.events: list[dict[str, Any]] = []

    async def open(self) -> None:
        """Starts the desk, as its process would."""
        (self.folder / "home").mkdir(exist_ok=True)
        places = self.places
        places.desk.mkdir(exist_ok=True)
        self.service = await open_desk(places, self.clock, self._make)
        self.operator = operator_of(self.service, places, self._make)
        self.heart = Heart(self.service.traders.values(), self.service.latches)
        await self.settle()

    @property
    def places(self) -> Places:
        """Where the desk's things lie."""
        return Places.of(self.folder / "home", {})

    async def operate(self, verb: str, **args: Any) -> dict[str, Any]:
        """One of the operator's verbs, and what the desk does then."""
        answer = await self.operator.verbs[verb](args)
        await self.settle()
        return answer

    def _make(self, config: dict[str, Any], path: Path, create: bool) -> FaultyVenue:
        paper = PaperVenue(
            account=config.get("id", "paper"),
            book=path,
            feed=self.market,
            sessions=load_sessions(),
            seed=config["seed"],
            create=create,
            initial=Decimal(config["initial"]),
            start=at("10:00"),
        )
        self.venue = FaultyVenue(paper, self.faults, now=self._now if self.live else None)
        return self.venue

    def _now(self) -> datetime:
        """True time, whatever the desk's own clock says."""
        return self.true + timedelta(seconds=self.clock.steady)

    async def close(self) -> None:
        """Ends the desk without a word, as a SIGKILL would: nothing is written, tasks die."""
        for task in list(self.service.desk.running):
            task.cancel()
        await asyncio.gather(*self.service.desk.running, return_exceptions=True)
        for trader in self.service.traders.values():
            await trader.link.close()
        self.service.desk.journal.close()

    async def restart(self) -> None:
        """Ends the desk and starts another on the same files."""
        await self.close()
        await self.open()

    @property
    def trader(self) -> Trader:
        """The paper account at work."""
        return self.service.traders[AccountId("paper")]

    @property
    def state(self) -> AccountState:
        """The paper account as the journal tells it."""
        return self.trader.state

    def latched(self) -> Switch | None:
        """The state that a latch holds the account in."""
        return self.state.latch.state if self.state.latch else None

    def shown(self) -> Switch:
        """The state that the account shows."""
        return self.state.shown

    def orders(self, role: OrderRole) -> list[Tracked]:
        """Every order of a role, oldest first."""
        return [t for t in self.state.orders.values() if t.role is role]

    async def settle(self) -> None:
        """Waits until nothing moves: no venue call under way, every task asleep or done."""
        calm = 0
        while calm < CALM_SPINS:
            await asyncio.sleep(0)
            calm = 0 if any(t.link.pending for t in self.service.traders.values()) else calm + 1

    async def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Proposes an intent over the service's own verb, and lets the desk act."""
        verb = {"order": "propose", "resume": "propose"}.get(kind, kind)
        answer = await self.service.verbs[verb]({"intent": self.intent(kind, **fields)})
        await self.settle()
        return answer

    def intent(self, kind: str, **fields: Any) -> dict[str, Any]:
        """An intent as the wire carries it."""
        now = self.clock.now()
        header = {
            "intent_id": uuid4().hex,
            "account": "paper",
            "origin": {"principal": "tester", "role": "owner", "channel": "test", "message": "1"},
            "label": "OWNER",
            "created_at": now.isoformat(),
            "expires_at": (now + timedelta(seconds=60)).isoformat(),
        }
        return {"kind": kind, **header, **fields}

    async def buy(self, quantity: str = "10", stop: str = "95", **fields: Any) -> dict[str, Any]:
        """A protected market order for ABC."""
        self.clock.forward(3)
        given = {"symbol": "ABC", "side": "buy", "type": "market", "quantity": quantity, "stop": stop}
        return await self.ask("order", **{**given, **fields})

    async def wait(self, seconds: int) -> None:
        """Lets wall time pass, a second at a time."""
        for _ in range(seconds):
            self.clock.forward(1)
            await self.settle()

    async def live_on(self, seconds: int, step: int = 1) -> None:
        """Lets time pass and the one heart of this desk beat, every `step` seconds."""
        for _ in range(0, seconds, step):
            self.clock.forward(step)
            await self.heart.beat()
            await self.settle()

    async def beat(self) -> None:
        """One heartbeat of the desk."""
        await Heart(self.service.traders.values(), self.service.latches).beat()
        await self.settle()


@asynccontextmanager
async def rig(
    folder: Path, market: MemoryFeed, faults: Faults | None = None, *, live: bool = False
) -> AsyncIterator[Rig]:
    """A running desk over a small market."""
    desk = Rig(folder, market, faults or Faults(), live=live)
    await desk.open()
    try:
        yield desk
    finally:
        await desk.close()
