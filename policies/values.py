"""The small vocabulary that every policy speaks: ids, sides, states, money and one decimal context."""

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from enum import StrEnum
from typing import NewType, Self

AccountId = NewType("AccountId", str)
Symbol = NewType("Symbol", str)
OrderId = NewType("OrderId", str)
IntentId = NewType("IntentId", str)

CONTEXT = Context(prec=28, traps=[InvalidOperation, DivisionByZero, Overflow])
"""The one context of the money path; `judge` and `watch` run inside it."""

ZERO = Decimal(0)
ONE = Decimal(1)
LARGEST = Decimal(10) ** 12
"""No price, quantity or amount above this is believed."""

_PLAIN = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,12})?")
_CURRENCY = re.compile(r"[A-Z]{3,5}")


class Side(StrEnum):
    """The side of an order, and of the position that it would open."""

    BUY = "buy"
    SELL = "sell"

    @property
    def sign(self) -> int:
        """+1 for a buy, -1 for a sell."""
        return 1 if self is Side.BUY else -1

    @property
    def opposite(self) -> "Side":
        """The side that undoes this one."""
        return Side.SELL if self is Side.BUY else Side.BUY


class OrderType(StrEnum):
    """How an order meets the market."""

    MARKET = "market"
    LIMIT = "limit"
    STOP = "stop"
    STOP_LIMIT = "stop_limit"


class TimeInForce(StrEnum):
    """How long an order works: for the session it was accepted in, or until cancelled."""

    DAY = "day"
    GTC = "gtc"


class OrderRole(StrEnum):
    """Why an order exists. Only entries raise risk; `foreign` is one that the journal does not know."""

    ENTRY = "entry"
    EXIT = "exit"
    STOP = "stop"
    TARGET = "target"
    FOREIGN = "foreign"


OPENING = (OrderRole.ENTRY, OrderRole.FOREIGN)
"""Roles of orders that can open or enlarge a position."""


class OrderStatus(StrEnum):
    """The life of an order as people see it; `pending` is accepted by the kernel, not yet by the venue."""

    PENDING = "pending"
    WORKING = "working"
    PARTIAL = "partial"
    FILLED = "filled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REJECTED = "rejected"
    UNKNOWN = "unknown"

    @property
    def final(self) -> bool:
        """Whether nothing more is expected of an order in this status."""
        return self in (OrderStatus.FILLED, OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.REJECTED)


class Switch(StrEnum):
    """The state of an account: everything, only what lowers risk, or nothing but the desk's own flattening."""

    ACTIVE = "ACTIVE"
    REDUCING = "REDUCING"
    HALTED = "HALTED"

    @property
    def rank(self) -> int:
        """Severity; the highest of several states wins."""
        return list(Switch).index(self)


class Label(StrEnum):
    """Where a text came from. The worst of several travels with the data."""

    SYSTEM = "SYSTEM"
    OWNER = "OWNER"
    INTERNAL = "INTERNAL"
    SUBSCRIBER = "SUBSCRIBER"
    WEB = "WEB"

    @property
    def rank(self) -> int:
        """Distrust, 0 for SYSTEM to 4 for WEB."""
        return list(Label).index(self)


class Role(StrEnum):
    """Who asks. Roles decide what each may ask for (policies.access)."""

    OWNER = "owner"
    ADMIN = "admin"
    TRADER = "trader"
    VIEWER = "viewer"
    SUBSCRIBER = "subscriber"
    SCHEDULE = "schedule"
    WEBHOOK = "webhook"


class Tier(StrEnum):
    """What a person must do before an act: nothing, a typed confirmation, or a code at the desk itself."""

    T0 = "T0"
    T1 = "T1"
    T2 = "T2"


class InvalidNumber(ValueError):
    """Not a plain decimal number: write digits with at most one point, for example 1234.50."""


def parse_decimal(text: object) -> Decimal:
    """A plain decimal string as a Decimal; exponents, signs of infinity, NaN, floats and booleans are refused."""
    if isinstance(text, int) and not isinstance(text, bool):
        text = str(text)
    if not isinstance(text, str) or not _PLAIN.fullmatch(text):
        raise InvalidNumber(f"expected a plain decimal string such as '12.50', got {text!r:.60}")
    return Decimal(text)


def lenient_decimal(text: object) -> Decimal:
    """Like `parse_decimal`, but what is no plain number becomes NaN, which every rule denies."""
    try:
        return parse_decimal(text)
    except InvalidNumber:
        return Decimal("NaN")


def plain(number: Decimal) -> str:
    """The shortest plain notation of a number, without exponent or trailing zeros: '10', '0.5', '-3'."""
    if not number.is_finite():
        return str(number)
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def floor_to(number: Decimal, step: Decimal) -> Decimal:
    """The multiple of `step` at or below `number`."""
    return (number / step).to_integral_value(rounding=ROUND_FLOOR) * step


def ceil_to(number: Decimal, step: Decimal) -> Decimal:
    """The multiple of `step` at or above `number`."""
    return (number / step).to_integral_value(rounding=ROUND_CEILING) * step


@dataclass(frozen=True, kw_only=True, slots=True)
class Money:
    """An amount in one currency, written '200 USD'."""

    amount: Decimal
    currency: str

    @classmethod
    def parse(cls, text: object) -> Self:
        """Reads '200 USD'; raises InvalidNumber for anything else."""
        parts = text.split(" ") if isinstance(text, str) else []
        if len(parts) != 2 or not _CURRENCY.fullmatch(parts[1]):
            raise InvalidNumber(f"expected an amount and a currency such as '200 USD', got {text!r:.60}")
        return cls(amount=parse_decimal(parts[0]), currency=parts[1])

    def __str__(self) -> str:
        return f"{plain(self.amount)} {self.currency}"
