"""What goes into the records and comes out of them: frozen values, checked when they are made."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What can be used up."""

    TOKENS_IN = "tokens_in"
    TOKENS_OUT = "tokens_out"
    SPEND = "spend"
    GPU_SECONDS = "gpu_seconds"


TOKENS = (Kind.TOKENS_IN, Kind.TOKENS_OUT)


@dataclass(frozen=True, kw_only=True)
class Usage:
    """One use. `source` is what it was for (chat, ask, schedule ...), `unit` that of the amount (token, USD, s)."""

    source: str
    kind: Kind
    model: str
    amount: Decimal
    unit: str
    at: datetime
    principal: str

    def __post_init__(self) -> None:
        if not self.amount.is_finite():
            raise ValueError(f"a usage is a finite Decimal, got {self.amount!r:.60}")
        if self.kind in TOKENS and (self.amount != self.amount.to_integral_value() or self.amount < 0):
            raise ValueError(f"tokens are counted in whole numbers, got {self.amount!r:.60}")
        if self.at.tzinfo is None:
            raise ValueError(f"a usage happens at an aware time, got {self.at!r}")


@dataclass(frozen=True, kw_only=True)
class Used:
    """What one source used of one kind, model and unit on one day (UTC)."""

    day: date
    source: str
    kind: Kind
    model: str
    unit: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Equity:
    """What an account was worth at the reset that begins `day`; `balance` is None where it is not known."""

    day: date
    currency: str
    equity: Decimal
    balance: Decimal | None = None
