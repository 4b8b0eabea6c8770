"""Approvals: which tier an act needs, what a proof is, and when it holds. Standing permissions are mandates."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from policies.facts import Facts, Mandate
from policies.intents import AnyIntent, OrderIntent, ResumeIntent
from policies.limits import Limits
from policies.values import IntentId, Tier

TYPED_LENGTH = 6
TRIES = 3
LIFE = timedelta(seconds=120)
CHANNELS = frozenset({"terminal", "paired"})
"""Where a T1 proof may come from: never a pipe, never a single command."""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What a person gave: the tier, the channel it was typed on, and the characters."""

    tier: Tier
    channel: str
    typed: str


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A request that waits for a person: bound to one digest, for a short time, with few tries."""

    intent_id: IntentId
    digest: str
    tier: Tier
    asked_at: datetime
    tries: int = 0


class Outcome(StrEnum):
    """What became of a proof."""

    APPROVED = "approved"
    WRONG = "wrong"
    EXPIRED = "expired"
    LOCKED = "locked"
    NOT_HERE = "not_here"
    DESK_ONLY = "desk_only"


def tier_of(
    intent: AnyIntent,
    facts: Facts,
    limits: Limits,
    *,
    raising: bool,
    notional: Callable[[], Decimal] | None = None,
) -> Tier:
    """The tier an act needs: resuming a person's, live risk the desk's own unless a live mandate covers it, else none.

    `notional` gives the worth of the act's order in account currency; without it no mandate covers anything. An
    account's ruleset may ask for a higher tier for what raises risk, inside a mandate too.
    """
    live = facts.account.mode != "paper"
    if isinstance(intent, ResumeIntent):
        return Tier.T2 if live or facts.account.totp else Tier.T1
    if not raising:
        return Tier.T0
    asked = live and (notional is None or mandated(intent, facts, notional) is None)
    return max(limits.tier, Tier.T2 if asked else Tier.T0)


def mandated(intent: AnyIntent, facts: Facts, notional: Callable[[], Decimal]) -> Mandate | None:
    """The live mandate that an order lies inside, None when there is none or its worth cannot be told."""
    if not isinstance(intent, OrderIntent) or intent.strategy is None:
        return None
    mine = [m for m in facts.mandates if m.strategy_hash == intent.strategy]
    if not mine:
        return None
    try:
        worth = notional()
        return next((m for m in mine if m.covers(intent, worth, facts.wall, facts.heard.get(m.id))), None)
    except (ArithmeticError, LookupError, ValueError):
        return None


def answer(pending: Pending, proof: Proof, now: datetime) -> Outcome:
    """What a proof is worth; a person of the right standing is the caller's to check."""
    if pending.tries >= TRIES:
        return Outcome.LOCKED
    if not timedelta(0) <= now - pending.asked_at <= LIFE:
        return Outcome.EXPIRED
    if pending.tier is Tier.T2:
        return Outcome.DESK_ONLY
    if proof.tier is not Tier.T1 or proof.channel not in CHANNELS:
        return Outcome.NOT_HERE
    expected = pending.digest[:TYPED_LENGTH].encode()
    given = proof.typed.strip().lower().encode(errors="replace")
    return Outcome.APPROVED if hmac.compare_digest(expected, given) else Outcome.WRONG
