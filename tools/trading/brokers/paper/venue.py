"""The paper venue: a replay of daily bars behind the Broker port, with a book of its own.

Each act is one commit. Updates are told after it, never before; whoever was not listening catches up through
`snapshot`, `executions` and `find`.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TypedDict, Unpack

from policies.instruments import Instrument
from policies.values import OrderId, OrderStatus, Symbol, TimeInForce
from tools.errors import Misconfigured
from tools.trading.brokers.paper.book import Opening, PaperBook
from tools.trading.marketdata.feed import Feed
from tools.trading.marketdata.sessions import Sessions
from tools.trading.matching.book import Book, Holding, Working
from tools.trading.matching.changes import amend
from tools.trading.matching.clock import moment, seconds
from tools.trading.matching.draft import Draft
from tools.trading.matching.market import Market
from tools.trading.matching.matcher import marketable, match, next_moment
from tools.trading.matching.terms import check_order
from tools.trading.venue import (
    Bar,
    Change,
    Execution,
    OrderReport,
    Sink,
    Snapshot,
    Tick,
    Traits,
    VenueOrder,
    VenueRejected,
    VenueSilent,
)


class Fresh(TypedDict, total=False):
    """What a fresh book begins with where it differs from the default; an existing book keeps its own."""

    initial: Decimal
    start: datetime


class PaperVenue:
    """Implements Replay. Blocking and bound to one thread: the one that calls `open`."""

    traits = Traits(brackets=True, reduce_only=True, replay=True)

    def __init__(
        self,
        *,
        account: str,
        book: Path,
        feed: Feed,
        sessions: Sessions,
        seed: str,
        create: bool,
        **fresh: Unpack[Fresh],
    ) -> None:
        """`create` allows a fresh book, with this seed, and `initial` and `start`; an existing book keeps its own."""
        self._opening = Opening(account=account, seed=seed, **fresh)
        self._path = book
        self._create = create
        self._feed = feed
        self._sessions = sessions
        self._sinks: list[Sink] = []
        self._file: PaperBook | None = None
        self._memory: Book | None = None
        self._market = Market(feed=feed, sessions=sessions, seed=seed)

    def listen(self, sink: Sink) -> None:
        """Sends every update to `sink` after its commit, before the call that caused it returns."""
        self._sinks.append(sink)

    async def open(self) -> None:
        """Opens the book and reads the bars of today; raises Misconfigured when either cannot be used."""
        file = PaperBook.open(self._path, self._opening, create=self._create)
        try:
            market, book = Market(feed=self._feed, sessions=self._sessions, seed=file.seed), file.load()
            unknown = [symbol for symbol in book.symbols() if symbol not in self._feed.instruments]
            if unknown:
                raise Misconfigured(
                    f"the paper book {str(self._path)!r} holds or orders {unknown!r}, which the market data do not "
                    "list: give back the data it was made with"
                )
            market.session(book.clock)
        except Misconfigured:
            file.close()
            raise
        self._file, self._market, self._memory = file, market, book

    async def close(self) -> None:
        """Closes the book; every commit is already on disk."""
        if self._file is not None:
            self._file.close()
        self._file = self._memory = None

    async def instruments(self) -> Mapping[Symbol, Instrument]:
        """Everything listed."""
        return self._feed.instruments

    async def tick(self) -> Tick:
        """The market now; outside sessions without quotes."""
        return self._tick(self._book.clock)

    async def bars(self, symbol: Symbol, count: int) -> tuple[Bar, ...]:
        """The last complete daily bars, oldest first; today's is complete once its session has closed."""
        return self._market.bars(symbol, self._book.clock, count)

    async def snapshot(self) -> Snapshot:
        """Balance, positions, and every order that is not final."""
        book, listed = self._book, self._feed.instruments
        return Snapshot(
            at=moment(book.clock),
            balance=book.balance,
            positions=tuple(book.holdings[s].position(s, listed[s]) for s in sorted(book.holdings)),
            orders=tuple(working.report() for working in book.orders.values()),
        )

    async def executions(self, since: datetime | None) -> tuple[Execution, ...]:
        """Fills at or after a market time, oldest first."""
        return self._disk.executions(seconds(since) if since else 0)

    async def find(self, order: OrderId) -> OrderReport | None:
        """An order by the desk's id, final ones too; None when it was never accepted."""
        working = self._lookup(order)
        return working.report() if working else None

    async def submit(self, order: VenueOrder) -> OrderReport:
        """Accepts an order and fills what the quote allows; a known id is answered with the first order's report."""
        known = self._lookup(order.id)
        if known is not None:
            return known.report()
        book = self._book
        held = book.holdings.get(order.symbol, Holding()).quantity
        check_order(order, self._feed.instruments.get(order.symbol), held)
        expires = self._expiry(order, book.clock)
        draft = Draft(book, book.clock)
        draft.accept(order, expires=expires, taker=marketable(self._market.floor(book.clock), order, book.clock))
        if order.reduce_only:
            draft.resize(order)
        self._commit(draft)
        return self._report(order.id)

    async def cancel(self, order: OrderId) -> OrderReport:
        """Cancels what remains; a final order is reported as it is. Raises VenueRejected for an id never seen."""
        working = self._known(order)
        if working.status.final:
            return working.report()
        draft = Draft(self._book, self._book.clock)
        draft.end(working, OrderStatus.CANCELLED, "asked")
        self._commit(draft)
        return self._report(order)

    async def amend(self, order: OrderId, change: Change) -> OrderReport:
        """Changes a working order, or the living legs of a bracket entry; raises VenueRejected."""
        working, book = self._known(order), self._book
        if change == Change():
            return working.report()
        draft = Draft(book, book.clock)
        instrument = self._feed.instruments[working.order.symbol]
        amend(draft, working, change, self._market.floor(book.clock), instrument)
        self._commit(draft)
        return self._report(order)

    async def target(self, sessions: int) -> datetime | None:
        """The same New York time of day that many sessions later; None when `obstacle` names a reason."""
        if sessions < 1:
            raise ValueError(f"at least one session is expected, got {sessions}")
        later = self._market.later(self._book.clock, sessions)
        if later is None or await self.obstacle(sessions):
            return None
        return moment(min(later, self._limit()))

    async def obstacle(self, sessions: int) -> str | None:
        """Why the clock cannot move that far: 'data_end', or 'data_end:SYMBOL' for what is held or ordered."""
        later = self._market.later(self._book.clock, sessions)
        if later is None:
            return "data_end"
        for symbol in self._book.symbols():
            last = self._market.last_second(symbol)
            if last is None or self._market.day(last) < self._market.day(later):
                return f"data_end:{symbol}"
        return None

    async def step(self, until: datetime) -> Tick | None:
        """Moves to the next vertex, trigger, expiry or session edge at or before `until` and matches there.

        None when there. The clock never passes the last quote of an instrument that is held or ordered.
        """
        book, target = self._book, min(seconds(until), self._limit())
        if target <= book.clock:
            return None
        floor = self._market.floor(book.clock)
        stops = (
            self._market.next_vertex(book.clock),
            self._market.next_edge(book.clock),
            next_moment(book, floor, book.clock),
        )
        at = min([target, *(t for t in stops if t is not None)])
        self._commit(Draft(book, at))
        return self._tick(at)

    @property
    def _disk(self) -> PaperBook:
        if self._file is None:
            raise VenueSilent("the paper venue is not open")
        return self._file

    @property
    def _book(self) -> Book:
        """The book as last committed; read again from disk after a commit that failed."""
        if self._memory is None:
            try:
                self._memory = self._disk.load()
            except Misconfigured as error:
                raise VenueSilent(str(error)) from error
        return self._memory

    def _commit(self, draft: Draft) -> None:
        """Matches, writes, remembers, tells: in this order."""
        match(draft, self._market.floor(draft.at))
        book, disk = draft.book(), self._disk
        self._memory = None
        disk.save(book, draft.changed.values(), draft.executions)
        self._memory = book
        for update in draft.updates:
            for sink in self._sinks:
                sink(update)

    def _tick(self, at: int) -> Tick:
        return Tick(at=moment(at), session=self._market.session(at), quotes=self._market.quotes(at))

    def _lookup(self, order: OrderId) -> Working | None:
        return self._book.orders.get(order) or self._disk.find(order)

    def _known(self, order: OrderId) -> Working:
        working = self._lookup(order)
        if working is None:
            raise VenueRejected(f"unknown_order: {order!r} was never accepted here")
        return working

    def _report(self, order: OrderId) -> OrderReport:
        return self._known(order).report()

    def _expiry(self, order: VenueOrder, clock: int) -> int | None:
        """The second at which the order expires; raises VenueRejected when it could never work."""
        first, last = self._market.first_second(order.symbol), self._market.last_second(order.symbol)
        day_end = self._market.day_end(clock)
        if first is None or last is None or last < clock or day_end is None or day_end <= first:
            raise VenueRejected(f"no_data: {order.symbol!r} has no prices at this time")
        good_till = seconds(order.good_till) if order.good_till is not None else None
        if good_till is not None and good_till <= clock:
            raise VenueRejected(f"too_late: good_till {order.good_till} has passed")
        ends = [good_till, day_end if order.tif is TimeInForce.DAY else None]
        return min((t for t in ends if t is not None), default=None)

    def _limit(self) -> int:
        """The last second that the clock may reach."""
        book = self._book
        lasts = [self._market.last_second(symbol) for symbol in book.symbols()]
        return min([t for t in (*lasts, self._market.end()) if t is not None], default=book.clock)
