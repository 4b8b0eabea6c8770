"""One account of the desk: its limits, its state, its venue, and the only door through which rows are written."""

import asyncio
import sys
from collections import Counter, deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from policies.facts import Account, Calendar, Facts, History, Marks, Recent, Regime, SwitchFact
from policies.floors import raised
from policies.instruments import Instrument, Quote
from policies.limits import Limits
from policies.values import AccountId, OrderId, OrderRole, Switch, Symbol
from policies.watch import Watched
from policies.wire.codec import encode
from tools.desk.clock import Clock
from tools.desk.feed import Feed
from tools.desk.link import VenueLink
from tools.desk.measuring.gauge import Gauge
from tools.desk.monitor.clocks import BEHIND, Clocks
from tools.desk.monitor.news import News
from tools.desk.monitor.pacing import Pace
from tools.desk.monitor.picture import Picture
from tools.desk.record.fold import apply
from tools.desk.record.journal import Entry, Journal, JournalFull
from tools.desk.record.shown import order_json
from tools.desk.record.state import AccountState, DeskState, Ticket, Tracked
from tools.trading.venue import Tick

MINUTE = 60
CLOCK = "clock"
"""The fault of a wall clock that is not believed."""
DENIALS = 600
"""Denials a minute that are written down; more than that is noise, or somebody filling the disk."""


@dataclass(kw_only=True)
class Desk:
    """What the accounts of one desk share. `reserve` is disk space kept so that exits can still be written down.

    `clocks` doubts the wall clock, `news` reads listed releases. `troubles` counts tasks that failed, by account.
    """

    journal: Journal
    state: DeskState
    clock: Clock
    feed: Feed
    reserve: Path | None = None
    tight: bool = False
    running: set[asyncio.Task[Any]] = field(default_factory=set)
    troubles: Counter[str] = field(default_factory=Counter)
    clocks: Clocks = field(default_factory=Clocks)
    news: News | None = None

    @property
    def calendar(self) -> Calendar | None:
        """Listed releases, None where nothing is known of them."""
        return self.news.calendar if self.news is not None else None

    def clock_fault(self) -> str | None:
        """Why the wall clock cannot be believed right now, or None."""
        newest = self.journal.newest(self.state.believed)
        return self.clocks.fault(self.clock.now(), self.clock.monotonic(), newest)

    def write(self, *entries: Entry, reserved: bool = True) -> None:
        """Journals rows, on the disk, then folds them; raises JournalFull and changes nothing.

        `reserved` rows may take the space that is kept for leaving.
        """
        now = self.clock.now()
        try:
            rows = self.journal.append(entries, now)
        except JournalFull:
            if not reserved or not self._give_room():
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

    def start(self, work: Coroutine[Any, Any, Any], account: str = "") -> asyncio.Task[Any]:
        """Runs something for an account ('': for all) beside the socket loop's answers, kept alive until it ends."""
        task = asyncio.get_running_loop().create_task(work)
        self.running.add(task)
        task.add_done_callback(partial(self._ended, account))
        return task

    def _ended(self, account: str, task: asyncio.Task[Any]) -> None:
        """A task that failed leaves nothing behind in silence: its account is compared with its venue again."""
        self.running.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.troubles[account] += 1
            print(f"desk: a task failed: {task.exception()!r}", file=sys.stderr)


@dataclass(kw_only=True)
class Trader:
    """One account at work. `tick` is the market as last seen; quotes outlive the session for valuation.

    `flat` is the venue's own word, asked after the last flattening; any fill takes it back. `fresh` until the
    first comparison with the venue; `looking` for these unknown orders, `doubted` since, `missing` in so many
    complete answers; `bare_since` when protection went missing; `heard` when a mandate's client was last.
    `faults` are reasons to only reduce until each is gone, by kind. `highs` are balance and equity at their highest
    since a reset's last row, `watched` the last answer of the watch, `alarmed` the moment by which it was to be flat.
    `halted`, `leaves` and `outside` are set by the wiring: what a halt starts, what leaves symbols, and the mark of
    latches dropped from outside.
    """

    desk: Desk
    id: AccountId
    limits: Limits
    link: VenueLink
    instruments: dict[Symbol, Instrument]
    tick: Tick
    quotes: dict[Symbol, Quote] = field(default_factory=dict)
    reconciling: bool = True
    faults: dict[str, str] = field(default_factory=dict)
    highs: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    rising: bool = False
    watched: Watched | None = None
    alarmed: datetime | None = None
    picture: Picture = field(default_factory=Picture)
    gauge: Gauge = field(default_factory=Gauge)
    pace: Pace = field(default_factory=Pace)
    advancing: str | None = None
    flat: bool = False
    fresh: bool = True
    looking: set[OrderId] = field(default_factory=set)
    doubted: dict[OrderId, float] = field(default_factory=dict)
    missing: dict[OrderId, int] = field(default_factory=dict)
    bare_since: dict[Symbol, float] = field(default_factory=dict)
    denials: deque[float] = field(default_factory=lambda: deque(maxlen=DENIALS))
    heard: dict[str, datetime] = field(default_factory=dict)
    flattening: asyncio.Lock = field(default_factory=asyncio.Lock)
    protecting: asyncio.Lock = field(default_factory=asyncio.Lock)
    halted: Callable[[], None] = lambda: None
    leaves: Callable[[tuple[Symbol, ...]], None] = lambda _: None
    outside: Callable[[], str] = lambda: ""

    def __post_init__(self) -> None:
        """Peaks whose last row has a reach may have come as far as that."""
        known = self.desk.state.accounts.get(self.id)
        self.highs |= {key: (reach, reach) for key, reach in known.reach.items()} if known else {}

    @property
    def state(self) -> AccountState:
        """The account as the journal tells it."""
        return self.desk.state.accounts[self.id]

    @property
    def replay(self) -> bool:
        """Whether the market clock is moved by hand."""
        return self.link.traits.replay

    @property
    def lying(self) -> bool:
        """Whether the wall clock is not believed."""
        return CLOCK in self.faults

    @property
    def at_risk(self) -> bool:
        """Whether anything is held, or working that could open something."""
        entries = (OrderRole.ENTRY, OrderRole.FOREIGN)
        return bool(self.state.holdings) or any(t.role in entries for t in self.state.live.values())

    @property
    def marks(self) -> dict[str, Marks]:
        """Reference marks by reset, running peaks as high as they are."""
        marks, highs = self.state.marks, self.highs
        return {k: raised(m, *highs[k]) if k in highs else m for k, m in marks.items()} if highs else marks

    def see(self, tick: Tick) -> None:
        """Takes in the market's latest; a quote that makes no sense is none, and the one before grows old."""
        self.tick = tick
        self.quotes.update({s: q for s, q in tick.quotes.items() if q.sound or s not in self.quotes})

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
        state, account, marks = self.state, self.account_fact(), self.marks
        market = self.market(wall)
        today = marks.get(self.limits.resets[0].key) if self.limits.resets else None
        return Facts(
            wall=wall,
            market=market,
            session=self.tick.session,
            account=account,
            positions=self.picture.positions(state),
            orders=tuple(
                f
                for t in state.live.values()
                if again is None or t.ticket != again.id
                for f in ((t.fact,) if t.order.id == settled else t.facts)
            ),
            quotes=self.quotes,
            instruments=self.instruments,
            switch=self._switch(),
            history=History(
                marks=marks,
                recent=self._recent(again),
                failures=self._failures(wall),
                profits=tuple(state.profits.values()),
            ),
            calendar=self.desk.calendar,
            margin=self.picture.margin(
                state, account.regime, self.instruments, market, today.day_equity if today else None
            ),
            mandates=tuple(s.mandate for s in state.mandates.values() if s.void is None),
            heard=self.heard,
        )

    def _switch(self) -> SwitchFact:
        """The most severe of what is shown, latched and at fault; a clock behind the journal is a person's to lift."""
        state = self.state
        states = [
            state.shown,
            *([state.latch.state] if state.latch else ()),
            *([Switch.REDUCING] if self.faults else ()),
        ]
        return SwitchFact(
            state=max(states, key=lambda s: s.rank),
            cause=state.cause or next(iter(self.faults.values()), None),
            latched=state.latch is not None or self.faults.get(CLOCK) == BEHIND,
            reconciling=self.reconciling,
            strangers=state.strangers,
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
            totp=self.desk.state.codes.enrolled,
            deposits=self.state.deposits,
            hedging=bool(config.get("hedging", False)),
            regime=Regime(config.get("regime", Regime.INTRADAY_MARGIN)),
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
            return recent
        own = (again.at, again.decided)
        return tuple(r for r in recent if r.fingerprint != again.fingerprint or r.at not in own)

    def _failures(self, wall: datetime) -> int:
        return sum(1 for at in self.state.failures if 0 <= (wall - at).total_seconds() < MINUTE)
