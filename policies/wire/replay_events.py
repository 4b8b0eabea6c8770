"""What a replay is told, one event a line: how it starts, then quotes, time, requests, fills, deposits and charges."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from policies.facts import Account, Calendar, Group, History, Margin, Order, Position
from policies.instruments import Instrument, Quote
from policies.values import LARGEST, ZERO, OrderId, Side, Symbol, lenient_decimal
from policies.wire.codec import Malformed, decode, decoder


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """What every line carries: the moment it happened, aware UTC. On a replay there is no other clock."""

    name: ClassVar[str]
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Start(Event):
    """The account as a replay finds it; its limits and its market's session come beside it.

    Without `history` the day begins here: every reference is the higher of capital and balance.
    """

    name: ClassVar[str] = "start"
    account: Account
    instruments: Mapping[Symbol, Instrument] = field(default_factory=dict)
    quotes: Mapping[Symbol, Quote] = field(default_factory=dict)
    fx: Mapping[str, Quote] = field(default_factory=dict)
    positions: tuple[Position, ...] = ()
    orders: tuple[Order, ...] = ()
    history: History = History()
    calendar: Calendar | None = None
    margin: Margin | None = None
    group: Group | None = None
    strategies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Quoted(Event):
    """Bid and ask of an instrument, or the rate of a currency pair such as EURUSD."""

    name: ClassVar[str] = "quote"
    symbol: Symbol
    bid: Decimal
    ask: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticked(Event):
    """Time passed and nothing else happened."""

    name: ClassVar[str] = "clock"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked(Event):
    """A request, which comes beside it as in a case. `approved`: a person gave the approval that it may need."""

    name: ClassVar[str] = "intent"
    approved: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled(Event):
    """An execution: quantity and price above zero, the fee in account currency (a rebate is less than zero).

    `order` names the order that it fills; without it the oldest that the price explains is taken.
    """

    name: ClassVar[str] = "fill"
    symbol: Symbol
    side: Side
    quantity: Decimal
    price: Decimal
    fee: Decimal = ZERO
    order: OrderId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Deposited(Event):
    """Money paid in, or with an amount below zero taken out, in account currency: no profit and no loss."""

    name: ClassVar[str] = "deposit"
    amount: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Charged(Event):
    """A cost of holding the account (swap, funding, borrowing, data), or with an amount below zero a credit."""

    name: ClassVar[str] = "charge"
    amount: Decimal
    kind: str = "other"


AnyEvent = Start | Quoted | Ticked | Asked | Filled | Deposited | Charged
EVENTS: Mapping[str, type[Event]] = {
    cls.name: cls for cls in (Start, Quoted, Ticked, Asked, Filled, Deposited, Charged)
}
"""Every kind of event by the `type` it has on the wire."""
BESIDE: Mapping[str, tuple[str, ...]] = {"start": ("limits", "session"), "intent": ("intent",)}
"""What a line holds beside the fields of its event, because it has a shape of its own."""
_QUOTE = frozenset({"type", "at", "symbol", "bid", "ask"})
_moment, _text = decoder(datetime), decoder(str)
_CHECKED = frozenset({"start", "fill", "deposit", "charge"})


def read(data: Any) -> tuple[AnyEvent, dict[str, Any]]:
    """The event of one line and what comes beside it; raises Malformed with the path of what is wrong."""
    if not isinstance(data, Mapping) or not isinstance(data.get("type"), str) or data["type"] not in EVENTS:
        raise Malformed(f"type: expected one of {list(EVENTS)!r}")
    if data.keys() == _QUOTE:
        return _quoted(data), {}
    own = {**data}
    name = own.pop("type")
    beside = {field: own.pop(field) for field in BESIDE.get(name, ()) if field in own}
    event: Any = decode(EVENTS[name], own, name)
    if name in _CHECKED:
        _check(event)
    return event, beside


def _quoted(data: Mapping[str, Any]) -> Quoted:
    """A quote decoded without looking its fields up: nearly every line is one."""
    if data["type"] != Quoted.name:
        raise Malformed(f"{data['type']}: expected other fields than {sorted(_QUOTE)!r}")
    return Quoted(
        at=_moment(data["at"], "quote.at"),
        symbol=_text(data["symbol"], "quote.symbol"),
        bid=_price(data["bid"], "quote.bid"),
        ask=_price(data["ask"], "quote.ask"),
    )


def _price(data: Any, path: str) -> Decimal:
    """A price as written; raises Malformed for what is none. A bid above its ask is a fact, which the kernel judges."""
    price = lenient_decimal(data)
    if not price.is_finite() or price < ZERO:
        raise Malformed(f"{path}: expected a plain decimal string of zero or more such as '1.1', got {data!r:.60}")
    return price


def _check(event: AnyEvent) -> None:
    """Numbers that would spoil the account for good are refused, and prices that are none."""
    if isinstance(event, Filled):
        needed: tuple[Decimal, ...] = (event.quantity, event.price)
        amounts: tuple[Decimal, ...] = (event.fee,)
    elif isinstance(event, Deposited | Charged):
        needed, amounts = (), (event.amount,)
    elif isinstance(event, Start):
        held = [number for p in event.positions for number in (abs(p.quantity), p.price)]
        needed, amounts = (event.account.initial, *held), (event.account.balance, event.account.deposits)
        quotes = (*event.quotes.values(), *event.fx.values())
        if not all(price.is_finite() and price >= ZERO for quote in quotes for price in (quote.bid, quote.ask)):
            raise Malformed("start: expected plain decimal numbers of zero or more as bid and ask")
    else:
        needed, amounts = (), ()
    if not all(n.is_finite() and ZERO < n <= LARGEST for n in needed):
        raise Malformed(f"{event.name}: expected plain decimal numbers above zero")
    if not all(n.is_finite() and abs(n) <= LARGEST for n in amounts):
        raise Malformed(f"{event.name}: expected plain decimal numbers")
