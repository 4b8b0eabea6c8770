"""What folding the journal gives: accounts, orders, positions, tickets, latches and reference marks."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from policies.approvals import Pending
from policies.facts import Marks, Order, Recent
from policies.limits import Effect
from policies.values import ZERO, OrderId, OrderRole, OrderStatus, Switch, Symbol
from tools.trading.venue import Execution, VenueOrder


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
    cancelling: bool = False

    @property
    def remaining(self) -> Decimal:
        """What has not been filled yet."""
        return max(ZERO, self.order.quantity - self.filled)

    @property
    def live(self) -> bool:
        """Whether it may still be filled."""
        return not self.status.final

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


@dataclass(frozen=True, kw_only=True)
class Holding:
    """A signed quantity at its average price."""

    quantity: Decimal
    price: Decimal


@dataclass(frozen=True, kw_only=True)
class Latch:
    """A state that stays until a person lifts it, or for a soft one until the next reset."""

    state: Switch
    cause: str
    effect: Effect


@dataclass(kw_only=True)
class AccountState:
    """One account as the journal tells it."""

    id: str
    config: dict[str, Any]
    balance: Decimal
    opened: bool = False
    orders: dict[OrderId, Tracked] = field(default_factory=dict)
    holdings: dict[Symbol, Holding] = field(default_factory=dict)
    fills: dict[str, Execution] = field(default_factory=dict)
    fill_tickets: dict[str, str] = field(default_factory=dict)
    shown: Switch = Switch.ACTIVE
    cause: str | None = None
    latch: Latch | None = None
    strangers: tuple[str, ...] = ()
    marks: dict[str, Marks] = field(default_factory=dict)
    days: dict[str, Decimal] = field(default_factory=dict)
    failures: list[datetime] = field(default_factory=list)
    recent: list[Recent] = field(default_factory=list)

    @property
    def live_orders(self) -> list[Tracked]:
        """Orders that may still be filled, oldest first."""
        return [t for t in self.orders.values() if t.live]

    def held(self, symbol: Symbol) -> Decimal:
        """The signed quantity held."""
        holding = self.holdings.get(symbol)
        return holding.quantity if holding else ZERO

    def change(self, order: OrderId, /, **changes: Any) -> Tracked:
        """Replaces fields of a tracked order."""
        self.orders[order] = replace(self.orders[order], **changes)
        return self.orders[order]


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


@dataclass(kw_only=True)
class DeskState:
    """Everything the desk knows, a function of its journal alone."""

    accounts: dict[str, AccountState] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    by_intent: dict[str, str] = field(default_factory=dict)
