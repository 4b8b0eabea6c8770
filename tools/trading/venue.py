"""The Broker port: what the desk needs of every venue, paper included.

A fill may arrive before the answer to the `submit` that caused it. Whatever a venue says
goes to the `listen` sink; `snapshot`, `executions` and `find` are how the desk catches up
after a restart or a lost connection.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from policies.facts import Position, Session
from policies.instruments import Instrument, Quote
from policies.values import ZERO, OrderId, OrderStatus, OrderType, Side, Symbol, TimeInForce


class VenueRejected(Exception):
    """The venue said no, definitely: nothing was and nothing will be done under this id."""


class VenueSilent(Exception):
    """No answer, or none that can be believed: the outcome is unknown until it is looked up by id."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VenueOrder:
    """An order as a venue takes it. `stop` and `target` make it a bracket whose legs the venue itself creates.

    Leg ids are `leg_id(id, "stop"|"target")`. Members of an `oco` group give up, on each fill of another
    member, as much of their quantity; reduce-only orders never exceed the position and die with it.
    """

    id: OrderId
    symbol: Symbol
    side: Side
    quantity: Decimal
    type: OrderType
    limit: Decimal | None = None
    trigger: Decimal | None = None
    stop: Decimal | None = None
    target: Decimal | None = None
    tif: TimeInForce = TimeInForce.DAY
    good_till: datetime | None = None
    reduce_only: bool = False
    oco: str | None = None


def leg_id(entry: OrderId, leg: str) -> OrderId:
    """The id of a bracket's protective leg, 'stop' or 'target', known before the entry is sent."""
    return OrderId(f"{entry}-{leg}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """New values of an order; None leaves a value as it is. `quantity` is the new total, fills included."""

    quantity: Decimal | None = None
    limit: Decimal | None = None
    trigger: Decimal | None = None
    stop: Decimal | None = None
    target: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderReport:
    """What a venue says of one order: its terms now, its status, how much is filled and at which average."""

    order: VenueOrder
    status: OrderStatus
    filled: Decimal = ZERO
    price: Decimal | None = None
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Execution:
    """One fill. `id` is the venue's own and never repeats; fee in account currency; `at` is market time."""

    id: str
    order: OrderId
    symbol: Symbol
    side: Side
    quantity: Decimal
    price: Decimal
    fee: Decimal
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """The whole book of an account at one moment; a venue that cannot tell all of it raises VenueSilent.

    `paid_in` is what was ever paid in less what was paid out, the initial capital not counted, in account currency;
    None where the venue does not tell it apart from profit, swaps and other charges.
    """

    at: datetime
    balance: Decimal
    positions: tuple[Position, ...]
    orders: tuple[OrderReport, ...]
    paid_in: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """The market at one moment: session and every quote that exists then."""

    at: datetime
    session: Session
    quotes: Mapping[Symbol, Quote]


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One day's prices, raw, in the instrument's currency; volume in units."""

    day: date
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Traits:
    """What a venue can do by itself, and after how many seconds a look-up of an order is complete."""

    brackets: bool
    reduce_only: bool
    replay: bool
    lookup_delay_s: Decimal = ZERO


Update = OrderReport | Execution
Sink = Callable[[Update], None]


class Broker(Protocol):
    """A venue, seen from the desk. Every call may raise VenueSilent.

    VenueRejected comes from `submit`, from `amend`, and from `cancel` of an id that was never accepted.
    """

    @property
    def traits(self) -> Traits:
        """What this venue can do."""

    def listen(self, sink: Sink) -> None:
        """Sends every update to `sink`, in the venue's own order, before the call that caused it returns."""

    async def open(self) -> None:
        """Connects; raises Misconfigured when it never can."""

    async def close(self) -> None:
        """Disconnects and releases what `open` took."""

    async def instruments(self) -> Mapping[Symbol, Instrument]:
        """Everything that this venue lists."""

    async def tick(self) -> Tick:
        """The market now."""

    async def bars(self, symbol: Symbol, count: int) -> tuple[Bar, ...]:
        """The last complete daily bars before the market's now, oldest first; empty for an unknown symbol."""

    async def snapshot(self) -> Snapshot:
        """The whole book now."""

    async def executions(self, since: datetime | None) -> tuple[Execution, ...]:
        """Fills at or after a market time, oldest first."""

    async def find(self, order: OrderId) -> OrderReport | None:
        """Looks an order up by the desk's id; None is a complete answer: the venue has never heard of it."""

    async def submit(self, order: VenueOrder) -> OrderReport:
        """Places an order once. A repeated id is answered with the first order's report."""

    async def cancel(self, order: OrderId) -> OrderReport:
        """Cancels what remains of an order; an order already final is reported as it is."""

    async def amend(self, order: OrderId, change: Change) -> OrderReport:
        """Changes a working order in place; of a filled bracket entry, `stop` and `target` change its legs."""


class Replay(Broker, Protocol):
    """A venue whose market clock is moved by the desk."""

    async def target(self, sessions: int) -> datetime | None:
        """The same time of day that many sessions later; None when `obstacle` names a reason."""

    async def obstacle(self, sessions: int) -> str | None:
        """Why there is no such target: 'data_end', or 'data_end:SYMBOL' for an instrument held or ordered."""

    async def step(self, until: datetime) -> Tick | None:
        """Moves to the next vertex, trigger or session edge at or before `until`; None when there."""
