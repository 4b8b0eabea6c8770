"""Limits parsed once: hard ceilings, firm ruleset and user configuration joined, the tightest winning."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from policies.firms.terms import Terms
from policies.values import ZERO, Tier, parse_decimal, plain


class BadLimits(ValueError):
    """A ruleset that cannot be trusted: fix the named field in its file, then run `eva doctor`."""


class Basis(StrEnum):
    """What a percentage or an amount refers to."""

    INITIAL = "initial"
    REFERENCE = "reference"
    FIXED = "fixed"


class DailyReference(StrEnum):
    """The number that a daily floor hangs from, taken at the rule's own reset."""

    BALANCE = "balance_at_reset"
    MAX_BALANCE_EQUITY = "max_balance_equity_at_reset"
    REALISED = "realised_balance_at_reset"
    EQUITY_PEAK_TODAY = "running_equity_peak_today"


class Measure(StrEnum):
    """What is held against a daily floor."""

    EQUITY = "equity"
    NET_PNL_TODAY = "net_pnl_today"


class Effect(StrEnum):
    """What a breach does: latch until a person unlocks, or lock until the next reset."""

    HARD = "hard"
    SOFT = "soft_lock_until_reset"


class Trail(StrEnum):
    """How a total floor moves."""

    STATIC = "static"
    EOD_BALANCE = "eod_trail_balance"
    EOD_MAX = "eod_trail_max_balance_equity"
    INTRADAY_EQUITY = "intraday_trail_equity"
    INTRADAY_MAX = "intraday_trail_max_balance_equity"


class Breach(StrEnum):
    """When the firm itself says that a floor is broken: below it, or already at it. E.V.A. takes both as the latter."""

    BELOW = "lt"
    AT = "le"


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """A share of something (0.05 of the initial capital) or a fixed amount in account currency."""

    basis: Basis
    value: Decimal

    def of(self, initial: Decimal, reference: Decimal) -> Decimal:
        """The amount in account currency."""
        if self.basis is Basis.FIXED:
            return self.value
        return self.value * (initial if self.basis is Basis.INITIAL else reference)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lock:
    """Where a trailing floor stops: at initial + `at`, or at the initial capital once equity gained `when`.

    Both are in account currency, or with `of` initial shares of the initial capital.
    """

    at: Decimal | None = None
    when: Decimal | None = None
    of: Basis = Basis.FIXED

    def money(self, value: Decimal, initial: Decimal) -> Decimal:
        """One of the two in account currency."""
        return value if self.of is Basis.FIXED else value * initial


@dataclass(frozen=True, kw_only=True)
class Reset:
    """The wall-clock time of a zone at which a rule's day begins."""

    zone: str
    at: time

    @cached_property
    def key(self) -> str:
        """The name under which reference marks of this reset are kept."""
        return f"{self.zone}@{self.at:%H:%M}"

    def __post_init__(self) -> None:
        ZoneInfo(self.zone)


@dataclass(frozen=True, kw_only=True, slots=True)
class DailyRule:
    """The most that may be lost in a day (facts of each firm: reference, amount, measure, effect, reset)."""

    reference: DailyReference
    amount: Amount
    measure: Measure
    effect: Effect
    reset: Reset
    breach: Breach = Breach.AT


@dataclass(frozen=True, kw_only=True, slots=True)
class TotalRule:
    """The most that may be lost overall; end-of-day trails move at `reset`."""

    trail: Trail
    amount: Amount
    reset: Reset
    effect: Effect = Effect.HARD
    lock: Lock | None = None
    breach: Breach = Breach.AT


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The effective limits of one account. Fractions are of the initial capital unless said otherwise.

    `verified_on` is the oldest day on which a person looked at a value of the firm's own, `doubts` what else keeps
    this ruleset from live trading: unknown fields, missing sources, unconfirmed values.
    """

    id: str
    daily: tuple[DailyRule, ...]
    total: tuple[TotalRule, ...]
    buffer: Decimal
    buffer_fixed: Decimal
    order_notional: Decimal
    symbol_exposure: Decimal
    gross_exposure: Decimal
    leverage: Decimal
    stop_required: bool
    price_collar: Decimal
    market_band: Decimal
    max_spread: Decimal
    quote_age_s: int
    intent_age_s: int
    duplicate_s: int
    per_minute: int
    per_day: int
    failures: int
    tier: Tier = Tier.T0
    terms: Terms = Terms()
    verified_on: date | None = None
    doubts: tuple[str, ...] = ()

    @cached_property
    def digest(self) -> str:
        """What `limits_hash` gives, found once."""
        body = json.dumps(canonical(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(b"eva/limits/v1\0" + body.encode()).hexdigest()

    @cached_property
    def follows_peaks(self) -> bool:
        """Whether a floor moves with the running peak of equity or balance."""
        intraday = (Trail.INTRADAY_EQUITY, Trail.INTRADAY_MAX)
        daily = any(rule.reference is DailyReference.EQUITY_PEAK_TODAY for rule in self.daily)
        return daily or any(rule.trail in intraday or rule.lock is not None for rule in self.total)

    @cached_property
    def resets(self) -> tuple[Reset, ...]:
        """Every distinct reset that the rules of these limits use."""
        rules: tuple[DailyRule | TotalRule, ...] = (*self.daily, *self.total)
        return tuple({rule.reset.key: rule.reset for rule in rules}.values())


SMALLEST_WINS: Final = (
    "order_notional",
    "symbol_exposure",
    "gross_exposure",
    "leverage",
    "price_collar",
    "market_band",
    "max_spread",
    "quote_age_s",
    "intent_age_s",
    "per_minute",
    "per_day",
    "failures",
)
LARGEST_WINS: Final = ("buffer", "buffer_fixed", "duplicate_s", "stop_required")

CEILING: Final[Mapping[str, Decimal | int]] = MappingProxyType(
    {
        "order_notional": Decimal(10),
        "symbol_exposure": Decimal(30),
        "gross_exposure": Decimal(30),
        "leverage": Decimal(100),
        "price_collar": Decimal("0.25"),
        "market_band": Decimal("0.03"),
        "max_spread": Decimal("0.03"),
        "quote_age_s": 60,
        "intent_age_s": 300,
        "per_minute": 120,
        "per_day": 5000,
        "failures": 5,
        "buffer": Decimal("0.05"),
        "duplicate_s": 1,
    }
)
"""What no ruleset and no configuration can exceed."""


def tighten(limits: Limits, other: Mapping[str, Decimal | int | bool]) -> Limits:
    """The same limits with every field of `other` applied where it is tighter, and ignored where it is looser."""
    changes: dict[str, Any] = {}
    for name, value in other.items():
        if name in SMALLEST_WINS:
            changes[name] = min(getattr(limits, name), value)
        elif name in LARGEST_WINS:
            changes[name] = max(getattr(limits, name), value)
        else:
            raise BadLimits(f"unknown limit {name!r}; known are {sorted(SMALLEST_WINS + LARGEST_WINS)!r}")
    return replace(limits, **changes)


def limits_hash(limits: Limits) -> str:
    """SHA-256 over the canonical form of the limits, in hex: the same limits, the same hash, anywhere."""
    return limits.digest


def canonical(value: Any) -> Any:
    """Limits, or a part of them, as plain JSON in the one form that is hashed: equal values, equal forms."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, StrEnum) or value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [canonical(v) for v in value]
    return {name: canonical(getattr(value, name)) for name in value.__dataclass_fields__}


def fraction(value: object, name: str) -> Decimal:
    """A non-negative number of a ruleset; raises BadLimits naming the field."""
    try:
        number = parse_decimal(value)
    except ValueError as error:
        raise BadLimits(f"{name}: {error}") from None
    if number < ZERO:
        raise BadLimits(f"{name}: expected zero or more, got {value!r}")
    return number
