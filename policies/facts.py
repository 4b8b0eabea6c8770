"""Everything a rule may know, gathered by the desk and handed in as one frozen value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from policies.values import (
    ZERO,
    AccountId,
    OrderId,
    OrderRole,
    OrderStatus,
    OrderType,
    Side,
    Switch,
    Symbol,
)

AHEAD = timedelta(seconds=1)
"""How far ahead of the market's clock a quote may be dated before it is no longer believed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Instrument:
    """What can be traded and in which steps.

    `gap` is the largest adverse jump through a stop that the model reckons with, as a fraction of the price;
    `shock` the rise against an unprotected short. Fees are in the instrument's currency, per unit and per order.
    """

    currency: str
    tick: Decimal
    lot: Decimal
    multiplier: Decimal = Decimal(1)
    gap: Decimal
    shock: Decimal = Decimal(1)
    fee_unit: Decimal = ZERO
    fee_min: Decimal = ZERO
    asset_class: str = "stock"
    tradable: bool = True

    @property
    def sound(self) -> bool:
        """Whether the steps are positive, and gap, shock and fees not negative: else no loss can be told."""
        steps = self.tick > ZERO and self.lot > ZERO and self.multiplier > ZERO
        return steps and min(self.gap, self.shock, self.fee_unit, self.fee_min) >= ZERO


@dataclass(frozen=True, kw_only=True, slots=True)
class Quote:
    """Bid and ask with the market time they were seen at."""

    bid: Decimal
    ask: Decimal
    at: datetime

    @property
    def sound(self) -> bool:
        """Whether both sides are positive finite numbers and not crossed."""
        return self.bid.is_finite() and self.ask.is_finite() and ZERO < self.bid <= self.ask


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """A signed quantity held at an average price, in the instrument's currency."""

    symbol: Symbol
    quantity: Decimal
    price: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """An order that is not final. `quantity` is what remains; `stop` is protection still attached to an entry.

    Orders that share `oco` cancel each other; reduce-only orders never open or flip a position.
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
    role: OrderRole = OrderRole.ENTRY
    status: OrderStatus = OrderStatus.WORKING
    reduce_only: bool = False
    oco: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """An account's standing numbers in its own currency; `initial` is the capital that limits refer to."""

    id: AccountId = AccountId("paper")
    currency: str
    initial: Decimal
    balance: Decimal
    mode: str = "paper"
    replay: bool = True
    totp: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """Reference values of loss limits, in account currency, as of the last reset of each rule's own day.

    `day_*` are taken at the reset (`day_peak` runs since), `eod_*` are the highest seen at any reset before,
    `peak_equity` is the highest equity ever seen, floating included.
    """

    day: date
    day_balance: Decimal
    day_equity: Decimal
    day_peak: Decimal
    eod_balance: Decimal
    eod_max: Decimal
    peak_equity: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """Whether the market trades now; `closed` names instruments that do not although the session is open."""

    open: bool
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    closed: tuple[Symbol, ...] = ()

    def trades(self, symbol: Symbol) -> bool:
        """Whether this instrument can be traded now."""
        return self.open and symbol not in self.closed


@dataclass(frozen=True, kw_only=True, slots=True)
class SwitchFact:
    """The switch of the account: its state, why, whether a person must lift it, and what is not understood."""

    state: Switch
    cause: str | None = None
    latched: bool = False
    reconciling: bool = False
    strangers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Recent:
    """An earlier request of the last day: when on both clocks, by whom, and the fingerprint of what it asked."""

    at: datetime
    market: datetime
    principal: str
    fingerprint: str
    raises: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """What happened before: reference marks by reset zone and time, recent requests, known intent ids."""

    marks: Mapping[str, Marks] = field(default_factory=dict)
    recent: tuple[Recent, ...] = ()
    known: tuple[str, ...] = ()
    failures: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """One consistent picture of one account. `wall` and `market` are aware UTC; they differ only on replay."""

    wall: datetime
    market: datetime
    session: Session
    account: Account
    positions: tuple[Position, ...] = ()
    orders: tuple[Order, ...] = ()
    quotes: Mapping[Symbol, Quote] = field(default_factory=dict)
    instruments: Mapping[Symbol, Instrument] = field(default_factory=dict)
    fx: Mapping[str, Quote] = field(default_factory=dict)
    switch: SwitchFact
    history: History = History()

    def held(self, symbol: Symbol) -> Decimal:
        """The net signed quantity held in a symbol."""
        return sum((p.quantity for p in self.positions if p.symbol == symbol), ZERO)

    def stale(self, symbols: Iterable[Symbol], seconds: int) -> dict[str, Quote]:
        """Of what trades now among these, the quotes and currency rates older than that, or dated ahead."""
        traded = [s for s in symbols if self.session.trades(s)]
        home = self.account.currency
        currencies = {self.instruments[s].currency: None for s in traded if s in self.instruments}
        pairs = [pair for c in currencies if c != home for pair in (c + home, home + c)]
        seen: dict[str, Quote] = {symbol: self.quotes[symbol] for symbol in traded if symbol in self.quotes}
        seen.update({pair: self.fx[pair] for pair in pairs if pair in self.fx})
        oldest, newest = self.market - timedelta(seconds=seconds), self.market + AHEAD
        return {name: quote for name, quote in seen.items() if not oldest <= quote.at <= newest}
