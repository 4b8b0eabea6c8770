"""A venue that misbehaves on request: wraps any replay venue and injects the faults of real ones."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from policies.instruments import Instrument
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
    silent: bool = False
    """Answers nothing at all: the connection is gone."""
    apart: timedelta = timedelta(0)
    """How far the venue's clock is ahead of the true time; only seen where the venue is live."""
    paid: Decimal = Decimal(0)
    """What was paid in since the beginning, less what was paid out."""
    charged: Decimal = Decimal(0)
    """What the venue took for holding positions since the beginning."""
    tells_paid: bool = False
    """Whether the venue tells what was paid in apart from the rest of the balance."""


class FaultyVenue:
    """Implements Replay around another. With `strict`, submitting an id twice is an error of the caller.

    With `now` it is a live venue: no replay, its market has always come as far as that clock.
    """

    def __init__(
        self,
        inner: Replay,
        faults: Faults | None = None,
        *,
        strict: bool = True,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self._now = now
        self.inner = inner
        self.faults = faults or Faults()
        self.submitted: list[VenueOrder] = []
        self._strict = strict
        self._sinks: list[Sink] = []
        self._held: list[Update] = []
        self.told: list[Update] = []
        inner.listen(self._held.append)

    @property
    def traits(self) -> Traits:
        """What the inner venue can do, less what the faults take away."""
        traits = self.inner.traits
        return replace(
            traits,
            brackets=traits.brackets and self.faults.brackets,
            reduce_only=traits.reduce_only and self.faults.reduce_only,
            replay=traits.replay and self._now is None,
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
        self.told += updates
        self._tell(updates)
        return len(updates)

    def again(self, last: int, *, reverse: bool = False) -> None:
        """Tells the last updates once more, as a connection that was lost does."""
        updates = self.told[-last:] if last else []
        self._tell(updates[::-1] if reverse else updates)

    def _tell(self, updates: list[Update]) -> None:
        for update in updates:
            for sink in self._sinks:
                sink(update)

    @property
    def waiting(self) -> int:
        """How many updates are kept back."""
        return len(self._held)

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
        """The inner market; of a live venue as of now."""
        self._answer()
        if self._now is not None:
            with self._telling():
                while await self.inner.step(self._now()) is not None:
                    pass
        tick = await self.inner.tick()
        return replace(tick, at=tick.at + self.faults.apart)

    async def bars(self, symbol: Symbol, count: int) -> tuple[Bar, ...]:
        """The inner venue's bars."""
        return await self.inner.bars(symbol, count)

    async def snapshot(self) -> Snapshot:
        """The inner book, with what was paid and charged."""
        self._answer()
        book, faults = await self.inner.snapshot(), self.faults
        balance = book.balance + faults.paid - faults.charged
        return replace(book, balance=balance, paid_in=faults.paid if faults.tells_paid else None)

    async def executions(self, since: datetime | None) -> tuple[Execution, ...]:
        """The inner fills."""
        self._answer()
        return await self.inner.executions(since)

    async def find(self, order: OrderId) -> OrderReport | None:
        """Looks an order up, unless look-ups are silent."""
        self._answer()
        if self._spend("find_silent"):
            raise VenueSilent("the look-up was not complete")
        return await self.inner.find(order)

    async def submit(self, order: VenueOrder) -> OrderReport:
        """Submits, unless the order is rejected, swallowed, or its answer lost."""
        known = [o.id for o in self.submitted]
        assert not self._strict or order.id not in known, f"{order.id!r} was submitted twice"
        self.submitted.append(order)
        self._answer()
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
        self._answer()
        with self._telling():
            report = await self.inner.cancel(order)
        if self._spend("cancel_silent"):
            raise VenueSilent("no answer")
        return report

    async def amend(self, order: OrderId, change: Change) -> OrderReport:
        """Amends."""
        self._answer()
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

    def _answer(self) -> None:
        """Raises where the connection is gone."""
        if self.faults.silent:
            raise VenueSilent("no connection")

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
