"""Approvals: what a proof is worth, which tier an act needs, what a mandate covers, who may ask."""

from dataclasses import replace
from datetime import timedelta

import pytest

from policies.access import ACTS, LOWERING, approves, may
from policies.approvals import LIFE, TRIES, Outcome, Pending, Proof, answer, tier_of
from policies.facts import Facts, Mandate
from policies.intents import INTENTS, HaltIntent
from policies.kernel import judge
from policies.values import AccountId, IntentId, Role, Switch, Symbol, Tier
from policies.verdicts import Allow, NeedsApproval
from tests.unit.kernel_cases import (
    AAA,
    AT,
    HEADER,
    HOUSE,
    Act,
    asked,
    close,
    facts,
    held,
    number,
    order,
    resume,
    switched,
)

DIGEST = "a1b2c3" + "0" * 58
PENDING = Pending(intent_id=IntentId("i1"), digest=DIGEST, tier=Tier.T1, asked_at=AT)
PROOF = Proof(tier=Tier.T1, channel="terminal", typed="a1b2c3")
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("pending", "proof", "later", "outcome"),
    [
        ({}, {}, timedelta(0), Outcome.APPROVED),
        ({}, {"channel": "paired"}, LIFE, Outcome.APPROVED),
        ({}, {"typed": "  A1B2C3 "}, LIFE, Outcome.APPROVED),
        ({"tries": TRIES - 1}, {}, LIFE, Outcome.APPROVED),
        ({}, {"typed": "a1b2c"}, LIFE, Outcome.WRONG),
        ({}, {"typed": "a1b2c30"}, LIFE, Outcome.WRONG),
        ({}, {"typed": DIGEST}, LIFE, Outcome.WRONG),
        ({}, {"typed": ""}, LIFE, Outcome.WRONG),
        ({}, {"typed": "а1b2c3"}, LIFE, Outcome.WRONG),
        ({}, {"typed": "\ud800"}, LIFE, Outcome.WRONG),
        ({"tries": TRIES}, {}, timedelta(0), Outcome.LOCKED),
        ({}, {}, LIFE + MOMENT, Outcome.EXPIRED),
        ({}, {}, -MOMENT, Outcome.EXPIRED),
        ({}, {"channel": "pipe"}, LIFE, Outcome.NOT_HERE),
        ({}, {"channel": "ask"}, LIFE, Outcome.NOT_HERE),
        ({}, {"channel": ""}, LIFE, Outcome.NOT_HERE),
        ({}, {"tier": Tier.T0}, LIFE, Outcome.NOT_HERE),
        ({}, {"tier": Tier.T2}, LIFE, Outcome.NOT_HERE),
        ({"tier": Tier.T2}, {}, LIFE, Outcome.DESK_ONLY),
        ({"tier": Tier.T2}, {"tier": Tier.T2}, LIFE, Outcome.DESK_ONLY),
    ],
)
def test_what_a_proof_is_worth(
    pending: dict[str, object], proof: dict[str, object], later: timedelta, outcome: Outcome
) -> None:
    waiting: Pending = replace(PENDING, **pending)  # type: ignore[arg-type]
    given: Proof = replace(PROOF, **proof)  # type: ignore[arg-type]
    assert answer(waiting, given, AT + later) is outcome


LIVE = replace(facts(), account=replace(facts().account, mode="live"))
LATCHED = switched(Switch.HALTED, latched=True)


def test_which_tier_an_act_needs() -> None:
    t1, t2 = replace(HOUSE, tier=Tier.T1), replace(HOUSE, tier=Tier.T2)
    assert tier_of(order(), facts(), HOUSE, raising=True) is Tier.T0
    assert tier_of(order(), facts(), t1, raising=True) is Tier.T1
    assert tier_of(order(), LIVE, HOUSE, raising=True) is Tier.T2
    assert tier_of(order(), LIVE, t2, raising=False) is Tier.T0
    assert tier_of(resume(), facts(), HOUSE, raising=False) is Tier.T1
    assert tier_of(resume(), LIVE, HOUSE, raising=False) is Tier.T2
    enrolled = replace(facts(), account=replace(facts().account, totp=True))
    assert tier_of(resume(), enrolled, HOUSE, raising=False) is Tier.T2


def test_lifting_a_latch_is_never_allowed_without_a_person() -> None:
    verdict = judge(resume(), replace(facts(), switch=LATCHED), HOUSE)
    assert isinstance(verdict, NeedsApproval)
    assert (verdict.tier, verdict.reasons[0].numbers) == (Tier.T1, {"tier": "T1"})


def test_live_risk_needs_the_desk_and_a_live_exit_needs_nobody() -> None:
    live = replace(facts(held("10")), account=LIVE.account)
    assert isinstance(judge(order(), live, HOUSE), NeedsApproval)
    assert isinstance(judge(close(), live, HOUSE), Allow)
    assert isinstance(judge(HaltIntent(**HEADER), live, HOUSE), Allow)


MANDATE = Mandate(
    id="m1",
    strategy_hash="abc",
    account=AccountId("paper"),
    instruments=(AAA,),
    max_notional=number("1000") or HOUSE.buffer,
    granted_at=AT,
    expires_at=AT + timedelta(days=1),
)
NOW = AT + timedelta(hours=1)


@pytest.mark.parametrize(
    ("changes", "at", "heard", "covered"),
    [
        ({}, NOW, NOW, True),
        ({}, AT, AT - timedelta(seconds=10), True),
        ({}, NOW, NOW - timedelta(seconds=10, microseconds=1), False),
        ({}, NOW, NOW + MOMENT, False),
        ({}, NOW, None, False),
        ({}, AT - MOMENT, AT - MOMENT, False),
        ({}, AT + timedelta(days=1), AT + timedelta(days=1), False),
        ({"strategy": "abd"}, NOW, NOW, False),
        ({"strategy": None}, NOW, NOW, False),
        ({"symbol": Symbol("BBB")}, NOW, NOW, False),
        ({"account": AccountId("live")}, NOW, NOW, False),
    ],
)
def test_a_mandate_covers_its_own_strategy_while_its_client_lives(
    changes: dict[str, object], at: object, heard: object, covered: bool
) -> None:
    intent = asked(order(strategy="abc"), **changes)
    assert MANDATE.covers(intent, MANDATE.max_notional, at, heard) is covered  # type: ignore[arg-type]
    assert not MANDATE.covers(intent, MANDATE.max_notional + 1, at, heard)  # type: ignore[arg-type]


ALLOWED = {
    Role.OWNER: ACTS,
    Role.ADMIN: ACTS,
    Role.TRADER: ACTS - {"resume"},
    Role.SCHEDULE: ACTS - {"resume", "advance"},
    Role.WEBHOOK: {"order", "close", "reduce", "cancel"},
    Role.VIEWER: set(),
    Role.SUBSCRIBER: set(),
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("kind", [*sorted(ACTS), "publish", ""])
def test_who_may_ask_for_what(role: Role, kind: str) -> None:
    assert may(role, kind) is (kind in ALLOWED[role])


def test_the_table_knows_every_kind_and_only_two_roles_approve() -> None:
    assert INTENTS.keys() == ACTS
    assert LOWERING < ACTS
    assert [role for role in Role if approves(role)] == [Role.OWNER, Role.ADMIN]


@pytest.mark.parametrize("role", list(Role))
def test_the_kernel_asks_the_table(role: Role) -> None:
    for act, kind in ((order(), "order"), (close(), "close")):
        known: Facts = facts(held("10"))
        mine = asked(act, origin=replace(act.origin, role=role))
        denied = "ACCESS_DENIED" in [why.code for why in Act(mine, known).judged().reasons]
        assert denied is (kind not in ALLOWED[role])
