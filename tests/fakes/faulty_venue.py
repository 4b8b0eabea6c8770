"""A venue that misbehaves on request: wraps any replay venue and injects the faults of real ones."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from policies.facts import Instrument
from policies.values import OrderId, OrderType, Symbol
from tools.trading.venue import (
    Bar,
    Change,
    Execution,
    OrderReport,
    Replay,
    Sink,
    Snapshot,
    Tick,
    Traits,
    Update,
    VenueOrder,
    VenueRejected,
    VenueSilent,
)


@dataclass(kw_only=True)
class Faults:
    """What goes wrong next. Counters run down by one with each fault; flags hold until they are cleared."""

    lose: int = 0
    """Submits that are accepted and then answered with silence."""
    swallow: int = 0
    """Submits that never arrive and are answered with silence."""
    find_silent: int = 0
    """Look-ups that cannot tell."""
    cancel_silent: int = 0
    """Cancels that arrive and are answered with silence."""
    reject: int = 0
    """Submits of any kind that are rejected."""
    reject_stops: bool = False
    """Rejects every stop order, and every bracket with a stop."""
    brackets: bool = True
    reduce_only: bool = True
    late: bool = False
    """Keeps updates back until `release`."""
    drop: bool = False
    """Loses updates for ever; snapshot, executions and find still tell."""
    duplicate: bool = False
    """Tells every update twice."""
    reorder: bool = False
    """Tells the updates of one call, or of one `release`, in reverse."""


class FaultyVenue:
    """Implements Replay around another. With `strict`, submitting an id twice is an error of the caller."""

    def __init__(self, inner: Replay, faults: Faults | None = None, *, strict: bool = True) -> None:
        self.inner = inner
        self.faults = faults or Faults()
        self.submitted: list[VenueOrder] = []
        self._strict = strict
        self._sinks: list[Sink] = []
        self._held: list[Update] = []
        inner.listen(self._held.append)

    @property
    def traits(self) -> Traits:
        """What the inner venue can do, less what the faults take away."""
        traits = self.inner.traits
        return replace(
            traits,
            brackets=traits.brackets and self.faults.brackets,
            reduce_only=traits.reduce_only and self.faults.reduce_only,
        )

    def listen(self, sink: Sink) -> None:
        """Sends updates to `sink`, as the faults allow."""
        self._sinks.append(sink)

    def release(self) -> int:
        """Tells what was kept back; how many updates that were."""
        updates, self._held[:] = list(self._held), []
        if self.faults.reorder:
            updates.reverse()
        if self.faults.duplicate:
            updates = [update for update in updates for _ in range(2)]
        for update in updates:
            for sink in self._sinks:
                sink(update)
        return len(updates)

    async def open(self) -> None:
        """Opens the inner venue."""
        await self.inner.open()

    async def close(self) -> None:
        """Closes the inner venue."""
        await self.inner.close()

    async def instruments(self) -> Mapping[Symbol, Instrument]:
        """What the inner venue lists."""
        return await self.inner.instruments()

    async def tick(self) -> Tick:
        """The inner market."""
        return await self.inner.tick()

    async def bars(self, symbol: Symbol, count: int) -> tuple[Bar, ...]:
        """The inner venue's bars."""
        return await self.inner.bars(symbol, count)

    async def snapshot(self) -> Snapshot:
        """The inner book."""
        return await self.inner.snapshot()

    async def executions(self, since: datetime | None) -> tuple[Execution, ...]:
        """The inner fills."""
        return await self.inner.executions(since)

    async def find(self, order: OrderId) -> OrderReport | None:
        """Looks an order up, unless look-ups are silent."""
        if self._spend("find_silent"):
            raise VenueSilent("the look-up was not complete")
        return await self.inner.find(order)

    async def submit(self, order: VenueOrder) -> OrderReport:
        """Submits, unless the order is rejected, swallowed, or its answer lost."""
        known = [o.id for o in self.submitted]
        assert not self._strict or order.id not in known, f"{order.id!r} was submitted twice"
        self.submitted.append(order)
        self._refuse(order)
        if self._spend("swallow"):
            raise VenueSilent("no answer")
        with self._telling():
            report = await self.inner.submit(order)
        if self._spend("lose"):
            raise VenueSilent("no answer")
        return report

    async def cancel(self, order: OrderId) -> OrderReport:
        """Cancels; the answer may be lost."""
        with self._telling():
            report = await self.inner.cancel(order)
        if self._spend("cancel_silent"):
            raise VenueSilent("no answer")
        return report

    async def amend(self, order: OrderId, change: Change) -> OrderReport:
        """Amends."""
        with self._telling():
            return await self.inner.amend(order, change)

    async def target(self, sessions: int) -> datetime | None:
        """The inner market's target."""
        return await self.inner.target(sessions)

    async def obstacle(self, sessions: int) -> str | None:
        """The inner market's obstacle."""
        return await self.inner.obstacle(sessions)

    async def step(self, until: datetime) -> Tick | None:
        """Moves the inner market."""
        with self._telling():
            return await self.inner.step(until)

    def _refuse(self, order: VenueOrder) -> None:
        bracket = order.stop is not None or order.target is not None
        stops = order.type in (OrderType.STOP, OrderType.STOP_LIMIT) or order.stop is not None
        if self._spend("reject"):
            raise VenueRejected("rejected on request")
        if self.faults.reject_stops and stops:
            raise VenueRejected("stops are rejected on request")
        if bracket and not self.traits.brackets:
            raise VenueRejected("this venue knows no brackets")
        if order.reduce_only and not self.traits.reduce_only:
            raise VenueRejected("this venue knows no reduce-only orders")

    def _spend(self, fault: str) -> bool:
        left: int = getattr(self.faults, fault)
        setattr(self.faults, fault, max(0, left - 1))
        return left > 0

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        finally:
            if self.faults.drop:
                self._held.clear()
            elif not self.faults.late:
                self.release()
