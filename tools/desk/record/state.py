"""What folding the journal gives: accounts, orders, positions, tickets, latches and reference marks."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from policies.approvals import Pending
from policies.facts import Marks, Order, Recent
from policies.limits import Effect
from policies.values import ZERO, OrderId, OrderRole, OrderStatus, Side, Switch, Symbol
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
        if self.role is OrderRole.ENTRY:
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
class Latch:
    """A state that stays until a person lifts it, or for a soft one until the next reset."""

    state: Switch
    cause: str
    effect: Effect
    reset: str = ""


@dataclass(kw_only=True)
class AccountState:
    """One account as the journal tells it."""

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
    days: dict[str, Decimal] = field(default_factory=dict)
    failures: list[datetime] = field(default_factory=list)
    recent: list[Recent] = field(default_factory=list)

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
    """A request and its first answer, which any repetition gets again."""

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
    ended: bool = False


@dataclass(kw_only=True)
class DeskState:
    """Everything the desk knows, a function of its journal alone. `restores` are the ids of the backups taken in."""

    accounts: dict[str, AccountState] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    by_intent: dict[str, str] = field(default_factory=dict)
    restores: tuple[str, ...] = ()
