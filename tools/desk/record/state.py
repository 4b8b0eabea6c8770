"""What folding the journal gives: accounts, orders, positions, tickets, latches and reference marks."""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from policies.approvals import Pending
from policies.facts import Mandate, Marks, Order, Recent
from policies.values import (
    OPENING,
    ZERO,
    OrderId,
    OrderRole,
    OrderStatus,
    Side,
    Switch,
    Symbol,
)
from policies.watch import Latch
from tools.desk.record.measures import Measures
from tools.trading.venue import Change, Execution, VenueOrder


@dataclass(frozen=True, kw_only=True)
class Tracked:
    """An order from its minting to its end. `asked` is the type a person asked for."""

    order: VenueOrder
    role: OrderRole
    ticket: str
    asked: str
    status: OrderStatus
    at: datetime
    filled: Decimal = ZERO
    reported: Decimal = ZERO
    price: Decimal | None = None
    reason: str | None = None
    never_arrived: bool = False
    changing: Change | None = None

    @property
    def remaining(self) -> Decimal:
        """What has not been filled yet."""
        return max(ZERO, self.order.quantity - self.filled)

    @property
    def live(self) -> bool:
        """Whether it may still be filled."""
        return not self.status.final

    @cached_property
    def fact(self) -> Order:
        """The order as rules see it."""
        order = self.order
        return Order(
            id=order.id,
            symbol=order.symbol,
            side=order.side,
            quantity=self.remaining,
            type=order.type,
            limit=order.limit,
            trigger=order.trigger,
            stop=order.stop,
            target=order.target,
            role=self.role,
            status=self.status,
            reduce_only=order.reduce_only,
            oco=order.oco,
        )

    @property
    def facts(self) -> tuple[Order, ...]:
        """The order as rules have to count it: while a change is under way, with its old terms and its new ones."""
        if self.changing is None:
            return (self.fact,)
        change = self.changing
        terms = {n: getattr(change, n) for n in ("limit", "trigger", "stop", "target")}
        new = replace(self.fact, **{n: v for n, v in terms.items() if v is not None})
        if change.quantity is not None:
            new = replace(new, quantity=max(ZERO, change.quantity - self.filled))
        if self.role in OPENING:
            return (self.fact, replace(new, id=OrderId(f"{new.id}+"), oco=None))
        worse = min if self.order.side is Side.SELL else max
        triggers = [t for t in (self.fact.trigger, new.trigger) if t is not None]
        trigger = worse(triggers) if triggers else None
        return (replace(self.fact, trigger=trigger, quantity=min(self.fact.quantity, new.quantity)),)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """A signed quantity at its average price, and the entries of ours that built it since it was last flat."""

    quantity: Decimal
    price: Decimal
    entries: tuple[OrderId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Loosening:
    """A looser value that a person granted: in force once the account's trading day is a later one than `day`."""

    value: Any
    day: date


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A mandate and how it stands since when: `silent` until its client is heard of, `void` is why it holds no more."""

    mandate: Mandate
    since: datetime
    silent: bool = True
    void: str | None = None

    @property
    def at_work(self) -> bool:
        """Whether it permits anything."""
        return self.void is None and not self.silent


@dataclass(kw_only=True)
class AccountState:
    """One account as the journal tells it.

    `reach` is how high running peaks of a reset may have gone since their last row, `profits` those of finished days,
    `deposits` what was paid in and `net_paid` that less what was paid out, `numbers` what stood behind the last change
    of state, `chosen` limits as a person settled them.
    """

    id: str
    config: dict[str, Any]
    balance: Decimal
    opened: bool = False
    orders: dict[OrderId, Tracked] = field(default_factory=dict)
    live: dict[OrderId, Tracked] = field(default_factory=dict)
    holdings: dict[Symbol, Holding] = field(default_factory=dict)
    fills: dict[str, Execution] = field(default_factory=dict)
    shown: Switch = Switch.ACTIVE
    cause: str | None = None
    latch: Latch | None = None
    halts: int = 0
    strangers: tuple[str, ...] = ()
    marks: dict[str, Marks] = field(default_factory=dict)
    reach: dict[str, Decimal] = field(default_factory=dict)
    days: dict[str, Decimal] = field(default_factory=dict)
    profits: dict[str, Decimal] = field(default_factory=dict)
    deposits: Decimal = ZERO
    net_paid: Decimal = ZERO
    numbers: dict[str, Any] = field(default_factory=dict)
    floors: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    failures: list[datetime] = field(default_factory=list)
    recent: tuple[Recent, ...] = ()
    limits: dict[str, Any] = field(default_factory=dict)
    rules: str = ""
    structure: str = ""
    loosening: dict[str, Loosening] = field(default_factory=dict)
    chosen: dict[str, Any] = field(default_factory=dict)
    mandates: dict[str, Standing] = field(default_factory=dict)
    measures: Measures = field(default_factory=Measures)

    @property
    def live_orders(self) -> list[Tracked]:
        """Orders that may still be filled, oldest first."""
        return list(self.live.values())

    def held(self, symbol: Symbol) -> Decimal:
        """The signed quantity held."""
        holding = self.holdings.get(symbol)
        return holding.quantity if holding else ZERO

    def change(self, order: OrderId, /, **changes: Any) -> Tracked:
        """Replaces fields of a tracked order."""
        return self.keep(replace(self.orders[order], **changes))

    def keep(self, tracked: Tracked) -> Tracked:
        """Keeps an order, among those that may still be filled for as long as it may."""
        self.orders[tracked.order.id] = tracked
        if tracked.live:
            self.live[tracked.order.id] = tracked
        else:
            self.live.pop(tracked.order.id, None)
        return tracked


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """A request and its first answer, which any repetition gets again. `seen` is the price that it was asked at.

    `row` is the number of its row: later rows tell what time it has become since. `decided` is when a person approved.
    """

    id: str
    intent_id: str
    account: str
    kind: str
    intent: dict[str, Any]
    answer: dict[str, Any]
    at: datetime
    market: datetime
    fingerprint: str
    raises: bool
    pending: Pending | None = None
    outcome: str | None = None
    decided: datetime | None = None
    ended: bool = False
    seen: Decimal | None = None
    row: int = 0


@dataclass(frozen=True, kw_only=True)
class Codes:
    """Authenticator codes: whether there is a secret, the newest 30 s step used, when wrong ones were typed."""

    enrolled: bool = False
    step: int = -1
    wrong: tuple[datetime, ...] = ()


@dataclass(kw_only=True)
class DeskState:
    """Everything the desk knows, a function of its journal alone. `restores` are the ids of the backups taken in.

    `ended` is false from the start of a desk until it says that it ended as asked. `believed` is the row at which a
    person said that the wall clock is right: times before it prove nothing against it. `denied` are the tickets of the
    last day's denials, oldest first.
    """

    accounts: dict[str, AccountState] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    by_intent: dict[str, str] = field(default_factory=dict)
    denied: deque[str] = field(default_factory=deque)
    restores: tuple[str, ...] = ()
    codes: Codes = Codes()
    ended: bool = True
    believed: int = 0
