"""From a quote through the guard to the exit at the venue's door: the desk's own time, journal included."""

import asyncio
import copy
import secrets
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from policies.facts import Position, Session
from policies.firms.rulesets import ruleset
from policies.instruments import Instrument, Quote
from policies.values import AccountId, OrderId, OrderStatus, Symbol
from tools.desk.accounts import firms, opening_row
from tools.desk.clock import SystemClock
from tools.desk.engine import exits, watching
from tools.desk.engine.account import Desk, Trader
from tools.desk.feed import Feed
from tools.desk.link import VenueLink
from tools.desk.record.fold import fold
from tools.desk.record.journal import Journal
from tools.desk.record.state import Holding
from tools.trading.venue import Bar, Change, Execution, OrderReport, Sink, Snapshot, Tick, Traits, VenueOrder

SYMBOL = Symbol("AAPL")
HELD = Decimal(100)
CALM, CRASH = Decimal(400), Decimal(300)


class Door:
    """A venue that notes when an order reaches it, and fills nothing."""

    traits = Traits(brackets=True, reduce_only=True, replay=True)

    def __init__(self) -> None:
        self.reached: list[float] = []

    def listen(self, sink: Sink) -> None:
        """Has nothing to tell."""

    async def open(self) -> None:
        """Is always open."""

    async def close(self) -> None:
        """Has nothing to close."""

    async def instruments(self) -> Mapping[Symbol, Instrument]:
        """One stock."""
        return {SYMBOL: Instrument(currency="USD", tick=Decimal("0.01"), lot=Decimal(1), gap=Decimal("0.05"))}

    async def tick(self) -> Tick:
        """The calm market."""
        return tick(CALM)

    async def bars(self, symbol: Symbol, count: int) -> tuple[Bar, ...]:
        """No history."""
        return ()

    async def snapshot(self) -> Snapshot:
        """What is held, for ever."""
        held = Position(symbol=SYMBOL, quantity=HELD, price=CALM)
        return Snapshot(at=datetime.now(UTC), balance=Decimal(100_000), positions=(held,), orders=())

    async def executions(self, since: datetime | None) -> tuple[Execution, ...]:
        """No fills."""
        return ()

    async def find(self, order: OrderId) -> OrderReport | None:
        """Knows nothing."""
        return None

    async def submit(self, order: VenueOrder) -> OrderReport:
        """Notes the moment."""
        self.reached.append(time.perf_counter())
        return OrderReport(order=order, status=OrderStatus.WORKING, at=datetime.now(UTC))

    async def cancel(self, order: OrderId) -> OrderReport:
        """Has nothing to cancel."""
        raise NotImplementedError

    async def amend(self, order: OrderId, change: Change) -> OrderReport:
        """Has nothing to amend."""
        raise NotImplementedError


def tick(price: Decimal) -> Tick:
    """A market at one price, open."""
    now = datetime.now(UTC)
    quote = Quote(bid=price, ask=price, at=now)
    return Tick(at=now, session=Session(open=True), quotes={SYMBOL: quote})


async def latencies(samples: int) -> list[float]:
    """Milliseconds from a crashed quote to the exit's arrival, one per sample."""
    with TemporaryDirectory() as folder:
        trader, door = await _trader(Path(folder))
        calm = copy.deepcopy(trader.state)
        times = []
        for _ in range(samples):
            trader.desk.state.accounts[trader.id] = copy.deepcopy(calm)
            door.reached.clear()
            crash = tick(CRASH)
            began = time.perf_counter()
            trader.see(crash)
            watching.observe(trader)
            await asyncio.gather(*trader.desk.running)
            times.append((door.reached[0] - began) * 1000)
        await trader.link.close()
        trader.desk.journal.close()
    return times


async def _trader(folder: Path) -> tuple[Trader, Door]:
    """An account that holds a position, on a journal of its own."""
    journal = Journal(folder / "journal.db", secrets.token_bytes(32))
    clock = SystemClock()
    desk = Desk(journal=journal, state=fold(journal.load()), clock=clock, feed=Feed(clock.now))
    desk.write(opening_row())
    door = Door()
    link = VenueLink(door, lambda _: None)
    limits, _ = ruleset(firms()["house"])
    instruments = dict(await door.instruments())
    trader = Trader(
        desk=desk, id=AccountId("paper"), limits=limits, link=link, instruments=instruments, tick=tick(CALM)
    )
    trader.halted = lambda: exits.flatten_soon(trader)
    trader.reconciling = False
    trader.see(trader.tick)
    watching.observe(trader)
    trader.state.holdings[SYMBOL] = Holding(quantity=HELD, price=CALM)
    return trader, door
