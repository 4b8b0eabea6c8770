"""What the kernel answers: allow, ask a person, or deny, always with codes and the numbers behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from policies.values import Tier, plain


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why: a stable code, the rule that speaks, and the numbers that it used, as plain decimal strings."""

    code: str
    rule: str
    numbers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Allow:
    """The act may happen, for `quantity` (never more than asked; None where an act has none)."""

    quantity: Decimal | None = None
    reasons: tuple[Reason, ...] = ()
    limits_hash: str = ""


@dataclass(frozen=True, kw_only=True)
class NeedsApproval:
    """The act may happen once a person of the right standing gave a proof of this tier."""

    tier: Tier
    quantity: Decimal | None = None
    reasons: tuple[Reason, ...] = ()
    limits_hash: str = ""


@dataclass(frozen=True, kw_only=True)
class Deny:
    """The act may not happen; every reason that speaks against it is listed."""

    reasons: tuple[Reason, ...]
    limits_hash: str = ""


Verdict = Allow | NeedsApproval | Deny


def reason(code: str, rule: str, **numbers: object) -> Reason:
    """A reason whose numbers are rendered plainly; None stands for a missing fact."""
    shown = {k: plain(v) if isinstance(v, Decimal) else "?" if v is None else str(v) for k, v in numbers.items()}
    return Reason(code=code, rule=rule, numbers=shown)
