"""The book of one account as values: orders that work, what is held, cash, and the clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal

from policies.facts import Position
from policies.instruments import Instrument
from policies.values import ZERO, OrderId, OrderStatus, OrderType, Symbol, plain
from tools.trading.matching.clock import moment
from tools.trading.venue import OrderReport, VenueOrder

STOPS = (OrderType.STOP, OrderType.STOP_LIMIT)


def eight_places(number: Decimal) -> Decimal:
    """A quotient rounded to eight places, without trailing zeros: averages and shares of a cost; cash is exact."""
    return Decimal(plain(number.quantize(Decimal("0.00000001"), ROUND_HALF_EVEN)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Working:
    """An order with everything that has happened to it. Times are seconds since 1970 UTC.

    `value` is the sum of quantity times price over its fills, `ready_at` the earliest second of its next fill,
    `taker` says that the limit was marketable when it was set, `parent` is the entry of a bracket's leg, and
    `legs` says that the legs of this entry have been made.
    """

    order: VenueOrder
    seq: int
    at: int
    status: OrderStatus = OrderStatus.WORKING
    filled: Decimal = ZERO
    value: Decimal = ZERO
    fee: Decimal = ZERO
    expires: int | None = None
    ready_at: int = 0
    triggered: bool = False
    taker: bool = False
    legs: bool = False
    parent: OrderId | None = None
    reason: str | None = None

    @property
    def remaining(self) -> Decimal:
        """What is not filled."""
        return self.order.quantity - self.filled

    @property
    def waits_for_trigger(self) -> bool:
        """Whether it is a stop that has not been triggered."""
        return self.order.type in STOPS and not self.triggered

    @property
    def takes_any_price(self) -> bool:
        """Whether it is a market order, or a stop that has become one."""
        return self.order.type is OrderType.MARKET or (self.order.type is OrderType.STOP and self.triggered)

    @property
    def bracket(self) -> bool:
        """Whether protective legs belong to it."""
        return self.order.stop is not None or self.order.target is not None

    def report(self) -> OrderReport:
        """What the venue says of it."""
        return OrderReport(
            order=self.order,
            status=self.status,
            filled=self.filled,
            price=eight_places(self.value / self.filled) if self.filled else None,
            at=moment(self.at),
            reason=self.reason,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Holding:
    """A signed quantity and what it cost, signed alike, in the instrument's currency."""

    quantity: Decimal = ZERO
    cost: Decimal = ZERO

    def traded(self, quantity: Decimal, price: Decimal, multiplier: Decimal) -> "Holding":
        """After a trade of a signed quantity: what closes takes its share of the cost with it."""
        after = self.quantity + quantity
        if self.quantity * quantity >= 0:
            return Holding(quantity=after, cost=self.cost + quantity * price * multiplier)
        if self.quantity * after < 0:
            return Holding(quantity=after, cost=after * price * multiplier)
        if not after:
            return Holding()
        return Holding(quantity=after, cost=eight_places(self.cost * after / self.quantity))

    def position(self, symbol: Symbol, instrument: Instrument) -> Position:
        """The same as a position at its average price."""
        average = eight_places(self.cost / (self.quantity * instrument.multiplier))
        return Position(symbol=symbol, quantity=self.quantity, price=average)


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """Everything that a paper account is at one second. `orders` holds those that are not final, oldest first.

    Cash is the initial balance less every purchase, plus every sale, less every fee; `fills` and `accepted` count.
    """

    account: str
    clock: int
    cash: Decimal
    holdings: Mapping[Symbol, Holding] = field(default_factory=dict)
    orders: Mapping[OrderId, Working] = field(default_factory=dict)
    fills: int = 0
    accepted: int = 0

    @property
    def balance(self) -> Decimal:
        """Initial balance plus realised profit less fees; equity is this plus the floating profit of positions."""
        return eight_places(self.cash + sum((h.cost for h in self.holdings.values()), ZERO))

    def symbols(self) -> tuple[Symbol, ...]:
        """Everything held or ordered, sorted."""
        return tuple(sorted({*self.holdings, *(w.order.symbol for w in self.orders.values())}))
