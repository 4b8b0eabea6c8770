"""Approvals where a person or a mandate decides: its constants, a mandate found by hash, worth, clock and heartbeat."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal, InvalidOperation

import pytest

from policies import approvals
from policies.approvals import Outcome, Pending, Proof, answer, mandated, tier_of
from policies.facts import Mandate
from policies.floors import MissingFact
from policies.values import AccountId, IntentId, Tier
from tests.unit.kernel_cases import AAA, AT, HOUSE, close, facts, order

D = Decimal
MANDATE = Mandate(
    id="m1",
    strategy_hash="h",
    account=AccountId("paper"),
    instruments=(AAA,),
    max_notional=D(1000),
    granted_at=AT,
    expires_at=AT + timedelta(days=1),
)
LIVE = replace(facts(), account=replace(facts().account, mode="live"), mandates=(MANDATE,), heard={"m1": AT})
MINE = order(strategy="h")


def worth(value: str) -> Callable[[], Decimal]:
    """An order that is worth so much."""
    return lambda: D(value)


def failing(error: Exception) -> Callable[[], Decimal]:
    """An order whose worth cannot be told."""

    def fails() -> Decimal:
        raise error

    return fails


def test_a_person_has_three_tries_and_two_minutes_for_six_characters() -> None:
    pending = Pending(intent_id=IntentId("i"), digest="abcdef99", tier=Tier.T1, asked_at=AT)
    proof = Proof(tier=Tier.T1, channel="terminal", typed="abcdef")
    assert pending.tries == 0
    assert (3, 6, timedelta(minutes=2)) == (approvals.TRIES, approvals.TYPED_LENGTH, approvals.LIFE)
    assert {"terminal", "paired"} == approvals.CHANNELS
    assert [answer(replace(pending, tries=n), proof, AT) for n in (2, 3, 4)] == [
        Outcome.APPROVED,
        Outcome.LOCKED,
        Outcome.LOCKED,
    ]
    locked = replace(pending, tries=3, tier=Tier.T2)
    assert answer(locked, proof, AT + timedelta(days=1)) is Outcome.LOCKED
    assert answer(replace(pending, tier=Tier.T2), proof, AT + timedelta(days=1)) is Outcome.EXPIRED


def test_outcomes_are_written_as_they_are_kept() -> None:
    assert [str(o) for o in Outcome] == ["approved", "wrong", "expired", "locked", "not_here", "desk_only"]


@pytest.mark.parametrize(("value", "tier"), [("1000", Tier.T0), ("1000.01", Tier.T2)])
def test_a_live_mandate_stands_in_for_the_person_up_to_its_worth(value: str, tier: Tier) -> None:
    assert tier_of(MINE, LIVE, HOUSE, raising=True, notional=worth(value)) is tier
    assert tier_of(MINE, LIVE, HOUSE, raising=True) is Tier.T2
    asking = replace(HOUSE, tier=Tier.T1)
    assert tier_of(MINE, LIVE, asking, raising=True, notional=worth(value)) is max(tier, Tier.T1)
    assert tier_of(MINE, LIVE, asking, raising=False, notional=worth(value)) is Tier.T0


def test_the_mandate_is_found_among_others_by_its_hash() -> None:
    other = replace(MANDATE, id="m0", strategy_hash="x")
    small = replace(MANDATE, id="m2", max_notional=D(1))
    known = replace(LIVE, mandates=(other, small, MANDATE), heard={"m0": AT, "m1": AT, "m2": AT})
    assert mandated(MINE, known, worth("1000")) is MANDATE
    assert mandated(order(strategy="y"), known, worth("1000")) is None
    assert mandated(order(strategy=None), known, worth("1000")) is None
    assert mandated(close(), known, worth("1000")) is None


def test_its_worth_is_not_asked_for_without_a_mandate() -> None:
    assert mandated(order(strategy="y"), LIVE, failing(AssertionError())) is None
    nameless = replace(LIVE, mandates=(replace(MANDATE, strategy_hash=None),))  # type: ignore[arg-type]
    assert mandated(order(strategy=None), nameless, worth("1")) is None


def test_a_mandate_lives_by_the_wall_clock_and_by_its_own_heartbeat() -> None:
    later = timedelta(hours=1)
    assert mandated(MINE, replace(LIVE, market=AT + 2 * later * 24), worth("1")) is MANDATE
    assert mandated(MINE, replace(LIVE, wall=AT + later), worth("1")) is None
    assert mandated(MINE, replace(LIVE, heard={}), worth("1")) is None
    assert mandated(MINE, replace(LIVE, heard={"m2": AT}), worth("1")) is None


@pytest.mark.parametrize("error", [InvalidOperation(), MissingFact("a price"), ValueError("no"), KeyError("x")])
def test_a_worth_that_cannot_be_told_is_covered_by_nothing(error: Exception) -> None:
    assert mandated(MINE, LIVE, failing(error)) is None
