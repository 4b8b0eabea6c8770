"""Approvals: which tier an act needs, what a proof is, and when it holds. Standing permissions are mandates."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from policies.facts import Facts
from policies.intents import AnyIntent, OrderIntent, ResumeIntent
from policies.limits import Limits
from policies.values import AccountId, IntentId, Symbol, Tier

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
    heartbeat: timedelta = timedelta(seconds=10)

    def covers(self, intent: OrderIntent, notional: Decimal, at: datetime, heard: datetime | None) -> bool:
        """Whether an order of this mandate's strategy, worth so much, lies inside it, its client alive."""
        alive = heard is not None and timedelta(0) <= at - heard <= self.heartbeat
        inside = intent.account == self.account and intent.symbol in self.instruments and notional <= self.max_notional
        return alive and inside and intent.strategy == self.strategy_hash and self.granted_at <= at < self.expires_at


def tier_of(intent: AnyIntent, facts: Facts, limits: Limits, *, raising: bool) -> Tier:
    """The tier an act needs: resuming a person's, live risk the desk's own, the rest none.

    An account's ruleset may ask for a higher tier for what raises risk.
    """
    live = facts.account.mode != "paper"
    if isinstance(intent, ResumeIntent):
        return Tier.T2 if live or facts.account.totp else Tier.T1
    if not raising:
        return Tier.T0
    return max(limits.tier, Tier.T2 if live else Tier.T0)


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
