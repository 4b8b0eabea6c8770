"""One account of the desk: its limits, its state, its venue, and the only door through which rows are written."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from policies.facts import Account, Facts, History, Instrument, Position, Quote, Recent, SwitchFact
from policies.limits import Limits
from policies.values import AccountId, Switch, Symbol
from policies.wire.codec import encode
from tools.desk.clock import Clock
from tools.desk.feed import Feed
from tools.desk.link import VenueLink
from tools.desk.record.fold import apply
from tools.desk.record.journal import Entry, Journal
from tools.desk.record.state import AccountState, DeskState, Ticket, Tracked
from tools.trading.venue import Tick

MINUTE = 60


@dataclass(kw_only=True)
class Desk:
    """What the accounts of one desk share."""

    journal: Journal
    state: DeskState
    clock: Clock
    feed: Feed
    running: set[asyncio.Task[Any]] = field(default_factory=set)

    def write(self, *entries: Entry) -> None:
        """Journals rows, on the disk, then folds them; raises JournalFull and changes nothing."""
        for row in self.journal.append(entries, self.clock.now()):
            apply(self.state, row)

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Runs something beside the socket loop's answers, kept alive until it ends."""
        task = asyncio.get_running_loop().create_task(work)
        self.running.add(task)
        task.add_done_callback(self.running.discard)
        return task


@dataclass(kw_only=True)
class Trader:
    """One account at work. `tick` is the market as last seen; quotes outlive the session for valuation.

    `flat` is the venue's own word, asked after the last flattening; any fill takes it back.
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
    flattening: asyncio.Lock = field(default_factory=asyncio.Lock)
    protecting: asyncio.Lock = field(default_factory=asyncio.Lock)
    halted: Callable[[], None] = lambda: None

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

    def facts(self, *, again: Ticket | None = None) -> Facts:
        """One consistent picture; of a ticket that is judged `again`, its own orders and wish are left out."""
        wall = self.desk.clock.now()
        state = self.state
        shown = state.latch.state if state.latch else Switch.ACTIVE
        worst = max((state.shown, shown), key=lambda s: s.rank)
        return Facts(
            wall=wall,
            market=wall if not self.replay else self.tick.at,
            session=self.tick.session,
            account=self.account_fact(),
            positions=tuple(Position(symbol=s, quantity=h.quantity, price=h.price) for s, h in state.holdings.items()),
            orders=tuple(t.fact() for t in state.live_orders if again is None or t.ticket != again.id),
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
