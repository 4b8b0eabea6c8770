"""Everything a rule may know, gathered by the desk and handed in as one frozen value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from policies.instruments import Instrument, Quote
from policies.intents import OrderIntent
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


class Regime(StrEnum):
    """Margin rules of a stock account: today's, the former pattern-day-trader rule, cash only, or none of the US."""

    INTRADAY_MARGIN = "intraday_margin"
    LEGACY_PDT = "legacy_pdt"
    CASH = "cash"
    NOT_US = "not_us"


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """An account's standing numbers in its own currency; `initial` is the capital that limits refer to.

    `deposits` is what was paid in since: it is no profit and makes no headroom. `hedging` accounts hold longs and
    shorts of one symbol side by side. `regime` says which margin rules its broker applies to stocks.
    """

    id: AccountId = AccountId("paper")
    currency: str
    initial: Decimal
    balance: Decimal
    mode: str = "paper"
    replay: bool = True
    totp: bool = False
    deposits: Decimal = ZERO
    hedging: bool = False
    regime: Regime = Regime.INTRADAY_MARGIN

    @property
    def capital(self) -> Decimal:
        """The initial capital with everything paid in since."""
        return self.initial + self.deposits


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """Reference values of loss limits, in account currency, as of the last reset of each rule's own day.

    `day_*` are taken at the reset (`day_peak` runs since), `eod_*` are the highest seen at any reset before,
    `peak_equity` is the highest equity ever seen, floating included, `peak_max` that of balance or equity.
    `until` is the next reset, aware UTC; None when it must be computed.
    """

    day: date
    day_balance: Decimal
    day_equity: Decimal
    day_peak: Decimal
    eod_balance: Decimal
    eod_max: Decimal
    peak_equity: Decimal
    peak_max: Decimal = ZERO
    until: datetime | None = None


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
    """What happened before: reference marks by reset zone and time, recent requests, known intent ids.

    `profits` are those of the earlier days of the programme, one a day, today's not among them.
    """

    marks: Mapping[str, Marks] = field(default_factory=dict)
    recent: tuple[Recent, ...] = ()
    known: tuple[str, ...] = ()
    failures: int = 0
    profits: tuple[Decimal, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """A listed economic release: when (aware UTC), and the currencies or symbols that it moves (empty: all)."""

    at: datetime
    name: str
    affects: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """Listed releases; nothing is known of what comes after `known_until`."""

    releases: tuple[Release, ...] = ()
    known_until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Margin:
    """What the broker (or the desk's own ledger) says of a stock account, in account currency; None is unknown.

    `day_trades` are those of the last five business days, `opened_today` the positions and entries of today that may
    still become one, `settled_cash` what may be spent without waiting.
    """

    buying_power: Decimal | None = None
    settled_cash: Decimal | None = None
    equity_yesterday: Decimal | None = None
    day_trades: int | None = None
    opened_today: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Accounts that share one limit: what the others can lose together, and the most that all may, in one currency."""

    others: Decimal
    limit: Decimal


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """A standing permission, granted once with T2. It can only narrow limits; a halt or any edit voids it."""

    id: str
    strategy_hash: str
    account: AccountId
    instruments: tuple[Symbol, ...]
    max_notional: Decimal
    granted_at: datetime
    expires_at: datetime
    heartbeat_s: int = 10

    def covers(self, intent: OrderIntent, notional: Decimal, at: datetime, heard: datetime | None) -> bool:
        """Whether an order of this mandate's strategy, worth so much, lies inside it, its client alive."""
        alive = heard is not None and timedelta(0) <= at - heard <= timedelta(seconds=self.heartbeat_s)
        inside = intent.account == self.account and intent.symbol in self.instruments and notional <= self.max_notional
        return alive and inside and intent.strategy == self.strategy_hash and self.granted_at <= at < self.expires_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """One consistent picture of one account. `wall` and `market` are aware UTC; they differ only on replay.

    `second` holds quotes of a second source where there is one, `strategies` the declared type of each strategy,
    `mandates` standing permissions, and `heard` when each of their clients was last heard of.
    """

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
    second: Mapping[Symbol, Quote] = field(default_factory=dict)
    calendar: Calendar | None = None
    margin: Margin | None = None
    group: Group | None = None
    strategies: Mapping[str, str] = field(default_factory=dict)
    mandates: tuple[Mandate, ...] = ()
    heard: Mapping[str, datetime] = field(default_factory=dict)

    def held(self, symbol: Symbol) -> Decimal:
        """The net signed quantity held in a symbol."""
        return sum((p.quantity for p in self.positions if p.symbol == symbol), ZERO)

    def stale(self, symbols: Iterable[Symbol], seconds: int) -> dict[str, Quote]:
        """Quotes of these that trade now and currency rates of all of them, older than that or dated ahead."""
        oldest, newest = self.market - timedelta(seconds=seconds), self.market + AHEAD
        home, session = self.account.currency, self.session
        currencies: dict[str, None] = {}
        found: dict[str, Quote] = {}
        closed, instruments, quotes = session.closed, self.instruments, self.quotes
        for symbol in symbols:
            instrument, quote = instruments.get(symbol), quotes.get(symbol)
            if instrument is not None:
                currencies[instrument.currency] = None
            if not session.open or closed and symbol in closed:
                continue
            if quote is not None and not oldest <= quote.at <= newest:
                found[symbol] = quote
        for pair in [pair for c in currencies if c != home for pair in (c + home, home + c)]:
            rate = self.fx.get(pair)
            if rate is not None and not oldest <= rate.at <= newest:
                found[pair] = rate
        return found
