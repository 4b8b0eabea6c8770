"""Requests to act: frozen, typed, without a word of free text that logic could read."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from policies.values import (
    AccountId,
    IntentId,
    Label,
    Money,
    OrderId,
    OrderType,
    Role,
    Side,
    Symbol,
    TimeInForce,
)


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Who asked, through which channel, in which message (or schedule slot)."""

    principal: str
    role: Role
    channel: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Intent:
    """What every request carries. `expires_at` is the life of the request in wall time, aware UTC."""

    kind: ClassVar[str]
    intent_id: IntentId
    account: AccountId
    origin: Origin
    label: Label
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class OrderIntent(Intent):
    """A new order, sized by exactly one of quantity, notional or risk (a fraction of equity, or money).

    `trigger` is the entry price of stop types; `stop` and `target` are always the attached protection.
    """

    kind: ClassVar[str] = "order"
    symbol: Symbol
    side: Side
    type: OrderType
    quantity: Decimal | None = None
    notional: Money | None = None
    risk: Money | Decimal | None = None
    limit: Decimal | None = None
    trigger: Decimal | None = None
    stop: Decimal | None = None
    target: Decimal | None = None
    strategy: str | None = None
    tif: TimeInForce = TimeInForce.DAY
    good_till: datetime | None = None
    oco: str | None = None


@dataclass(frozen=True, kw_only=True)
class CloseIntent(Intent):
    """Bring one position, or with symbol 'all' every position of the account, to zero."""

    kind: ClassVar[str] = "close"
    symbol: Symbol


@dataclass(frozen=True, kw_only=True)
class ReduceIntent(Intent):
    """Take a quantity off a position at the market, never past zero."""

    kind: ClassVar[str] = "reduce"
    symbol: Symbol
    quantity: Decimal


@dataclass(frozen=True, kw_only=True)
class CancelIntent(Intent):
    """Cancel one order, or with order 'all' every entry (of one symbol if given); protection stays."""

    kind: ClassVar[str] = "cancel"
    order: OrderId
    symbol: Symbol | None = None


@dataclass(frozen=True, kw_only=True)
class AmendIntent(Intent):
    """Change a working order, or the protection that belongs to it, in place."""

    kind: ClassVar[str] = "amend"
    order: OrderId
    quantity: Decimal | None = None
    limit: Decimal | None = None
    trigger: Decimal | None = None
    stop: Decimal | None = None
    target: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class HaltIntent(Intent):
    """Latch one account, or with account 'all' every account, and flatten it."""

    kind: ClassVar[str] = "halt"


@dataclass(frozen=True, kw_only=True)
class ResumeIntent(Intent):
    """Lift a latch, and adopt the positions and orders named in `adopts` that the journal does not know."""

    kind: ClassVar[str] = "resume"
    adopts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AdvanceIntent(Intent):
    """Move the market clock of a replay account forward by sessions, or to a moment."""

    kind: ClassVar[str] = "advance"
    sessions: int | None = None
    to: datetime | None = None


AnyIntent = (
    OrderIntent | CloseIntent | ReduceIntent | CancelIntent | AmendIntent | HaltIntent | ResumeIntent | AdvanceIntent
)

INTENTS: dict[str, type[Intent]] = {
    cls.kind: cls
    for cls in (
        OrderIntent,
        CloseIntent,
        ReduceIntent,
        CancelIntent,
        AmendIntent,
        HaltIntent,
        ResumeIntent,
        AdvanceIntent,
    )
}
"""Every kind of intent by the name it has on the wire."""

ALL = "all"
"""The word that stands for every account, symbol or order."""
