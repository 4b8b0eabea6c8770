"""One account of the desk: its limits, its state, its venue, and the only door through which rows are written."""

import asyncio
import sys
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from policies.facts import Account, Facts, History, Instrument, Position, Quote, Recent, SwitchFact
from policies.limits import Limits
from policies.values import AccountId, OrderId, Switch, Symbol
from policies.wire.codec import encode
from tools.desk.clock import Clock
from tools.desk.feed import Feed
from tools.desk.link import VenueLink
from tools.desk.record.fold import apply
from tools.desk.record.journal import Entry, Journal, JournalFull
from tools.desk.record.state import AccountState, DeskState, Ticket, Tracked
from tools.trading.venue import Tick

MINUTE = 60
DENIALS = 600
"""Denials a minute that are written down; more than that is noise, or somebody filling the disk."""


@dataclass(kw_only=True)
class Desk:
    """What the accounts of one desk share. `reserve` is disk space kept so that exits can still be written down."""

    journal: Journal
    state: DeskState
    clock: Clock
    feed: Feed
    reserve: Path | None = None
    tight: bool = False
    running: set[asyncio.Task[Any]] = field(default_factory=set)
    troubles: int = 0

    def write(self, *entries: Entry) -> None:
        """Journals rows, on the disk, then folds them; raises JournalFull and changes nothing."""
        now = self.clock.now()
        try:
            rows = self.journal.append(entries, now)
        except JournalFull:
            if not self._give_room():
                raise
            rows = self.journal.append(entries, now)
        for row in rows:
            apply(self.state, row)

    def _give_room(self) -> bool:
        """Gives up the space kept for leaving: from now on `tight`, nothing that raises risk is taken."""
        if self.tight or self.reserve is None or not self.reserve.exists():
            return False
        self.reserve.unlink()
        self.tight = True
        return True

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Runs something beside the socket loop's answers, kept alive until it ends."""
        task = asyncio.get_running_loop().create_task(work)
        self.running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        """A task that failed leaves nothing behind in silence: every account is compared with its venue again."""
        self.running.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.troubles += 1
            print(f"desk: a task failed: {task.exception()!r}", file=sys.stderr)


@dataclass(kw_only=True)
class Trader:
    """One account at work. `tick` is the market as last seen; quotes outlive the session for valuation.

    `flat` is the venue's own word, asked after the last flattening; any fill takes it back. `fresh` until the
    first comparison with the venue; `looking` for these unknown orders, `doubted` since, `missing` in so many
    complete answers; `bare_since` when protection went missing. `halted` and `outside` are set by the wiring:
    what a halt starts, and the mark of latches dropped from outside.
    """

    desk: Desk
    id: AccountId
    limits: Limits
    link: VenueLink
    instruments: dict[Symbol, Instrument]
    tick: Tick
    quotes: dict[Symbol, Quote] = field(default_factory=dict)
    reconciling: bool = True
    clock_fault: str | None = None
    advancing: str | None = None
    flat: bool = False
    fresh: bool = True
    looking: set[OrderId] = field(default_factory=set)
    doubted: dict[OrderId, float] = field(default_factory=dict)
    missing: dict[OrderId, int] = field(default_factory=dict)
    bare_since: dict[Symbol, float] = field(default_factory=dict)
    denials: deque[float] = field(default_factory=lambda: deque(maxlen=DENIALS))
    flattening: asyncio.Lock = field(default_factory=asyncio.Lock)
    protecting: asyncio.Lock = field(default_factory=asyncio.Lock)
    halted: Callable[[], None] = lambda: None
    outside: Callable[[], str] = lambda: ""

    @property
    def state(self) -> AccountState:
        """The account as the journal tells it."""
        return self.desk.state.accounts[self.id]

    @property
    def replay(self) -> bool:
        """Whether the market clock is moved by hand."""
        return self.link.traits.replay

    def see(self, tick: Tick) -> None:
        """Takes in the market's latest."""
        self.tick = tick
        self.quotes.update(tick.quotes)

    def value_at(self, symbol: Symbol, price: Decimal) -> None:
        """Values a holding at one price until the market gives a quote."""
        self.quotes[symbol] = Quote(bid=price, ask=price, at=self.tick.at)

    def row(self, kind: str, /, **body: Any) -> Entry:
        """A journal row of this account; values are encoded, None left out."""
        return Entry(kind=kind, account=self.id, body={k: encode(v) for k, v in body.items() if v is not None})

    def write(self, kind: str, /, **body: Any) -> None:
        """Journals one row of this account."""
        self.desk.write(self.row(kind, **body))

    def tell(self, kind: str, tracked: Tracked | None = None, /, *, ticket: str = "", **more: Any) -> None:
        """Tells listeners what happened, under the order's ticket and that of an advance under way."""
        event: dict[str, Any] = {"kind": kind, "account": self.id, **{k: encode(v) for k, v in more.items()}}
        if tracked is not None:
            event["order"] = order_json(tracked)
        self.desk.feed.publish(event, ticket or (tracked.ticket if tracked else ""), self.advancing or "")

    def facts(self, *, again: Ticket | None = None, settled: OrderId | None = None) -> Facts:
        """One consistent picture; of a ticket that is judged `again`, its own orders and wish are left out.

        Of an order whose change is judged again (`settled`) only the terms that the venue has count.
        """
        wall = self.desk.clock.now()
        state = self.state
        shown = state.latch.state if state.latch else Switch.ACTIVE
        worst = max((state.shown, shown), key=lambda s: s.rank)
        return Facts(
            wall=wall,
            market=self.market(wall),
            session=self.tick.session,
            account=self.account_fact(),
            positions=tuple(Position(symbol=s, quantity=h.quantity, price=h.price) for s, h in state.holdings.items()),
            orders=tuple(
                f
                for t in state.live_orders
                if again is None or t.ticket != again.id
                for f in ((t.fact,) if t.order.id == settled else t.facts)
            ),
            quotes=self.quotes,
            instruments=self.instruments,
            switch=SwitchFact(
                state=worst,
                cause=state.cause,
                latched=state.latch is not None,
                reconciling=self.reconciling,
                strangers=state.strangers,
            ),
            history=History(marks=state.marks, recent=self._recent(again), failures=self._failures(wall)),
        )

    def market(self, wall: datetime) -> datetime:
        """The market's clock: the wall's, except on a replay."""
        return self.tick.at if self.replay else wall

    def account_fact(self) -> Account:
        """The account's standing numbers."""
        config = self.state.config
        return Account(
            id=self.id,
            currency=config["currency"],
            initial=Decimal(config["initial"]),
            balance=self.state.balance,
            mode=config["mode"],
            replay=self.replay,
        )

    def noisy(self) -> bool:
        """Counts a denial; whether there were so many in the last minute that it is not worth a row."""
        now = self.desk.clock.monotonic()
        noisy = len(self.denials) == DENIALS and now - self.denials[0] < MINUTE
        if not noisy:
            self.denials.append(now)
        return noisy

    def _recent(self, again: Ticket | None) -> tuple[Recent, ...]:
        recent = self.state.recent
        if again is None:
            return tuple(recent)
        return tuple(r for r in recent if (r.at, r.fingerprint) != (again.at, again.fingerprint))

    def _failures(self, wall: datetime) -> int:
        return sum(1 for at in self.state.failures if 0 <= (wall - at).total_seconds() < MINUTE)


def order_json(tracked: Tracked) -> dict[str, Any]:
    """An order as `orders` and `events` show it."""
    order = tracked.order
    shown = {
        "id": order.id,
        "symbol": order.symbol,
        "side": order.side,
        "role": tracked.role,
        "type": tracked.asked,
        "quantity": order.quantity,
        "remaining": tracked.remaining,
        "limit": None if tracked.asked == "market" else order.limit,
        "trigger": order.trigger,
        "stop": order.stop,
        "target": order.target,
        "status": "working" if tracked.status == "pending" else tracked.status,
        "filled": tracked.filled,
        "price": None if tracked.price is None else round(tracked.price, 6),
        "at": tracked.at.astimezone(UTC),
        "reason": tracked.reason,
    }
    return {k: encode(v) for k, v in shown.items() if v is not None}
