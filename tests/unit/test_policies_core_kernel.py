"""What `judge` itself answers for, whatever the rules are: its context, who is asked, doubts, tiers, words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal, getcontext, localcontext

import pytest

from policies.case import Case, Rule
from policies.facts import Mandate
from policies.kernel import explain, judge
from policies.limits import limits_hash
from policies.values import AccountId, Tier
from policies.verdicts import Allow, Deny, NeedsApproval, Reason, reason
from tests.unit.kernel_cases import AAA, AT, HOUSE, amend, codes, facts, order, working

SAYS = Rule(name="says", check=lambda _: [reason("SAID", "says")], texts={})
LIVE = replace(facts(), account=replace(facts().account, mode="live"))
MANDATE = Mandate(
    id="m",
    strategy_hash="h",
    account=AccountId("paper"),
    instruments=(AAA,),
    max_notional=Decimal(1000),
    granted_at=AT,
    expires_at=AT + timedelta(days=1),
)


def test_rules_reckon_in_the_kernels_context_whatever_the_callers_is() -> None:
    def precise(case: Case) -> Iterator[Reason]:
        yield reason("PRECISION", "precise", digits=getcontext().prec)

    with localcontext(prec=3):
        verdict = judge(order(), facts(), HOUSE, (Rule(name="precise", check=precise, texts={}),))
    assert verdict.reasons == (reason("PRECISION", "precise", digits=28),)


def test_every_rule_is_asked_once() -> None:
    asked: list[str] = []

    def noted(name: str) -> Rule:
        def check(_: Case) -> list[Reason]:
            asked.append(name)
            return []

        return Rule(name=name, check=check, texts={}, always=name == "always")

    assert isinstance(judge(order(), facts(), HOUSE, (noted("always"), noted("raising"))), Allow)
    assert asked == ["always", "raising"]


def test_the_same_said_in_another_order_is_said_once() -> None:
    twice = Rule(name="twice", check=lambda _: [reason("X", "one", a=1, b=2), reason("X", "two", b=2, a=1)], texts={})
    assert judge(order(), facts(), HOUSE, (twice,)).reasons == (reason("X", "one", a=1, b=2),)


def test_what_cannot_be_told_to_raise_is_denied_and_every_rule_has_its_say() -> None:
    dark = judge(amend(stop="96"), facts(working("buy", "1", stop="95"), quotes={}), HOUSE, (SAYS,))
    assert [(why.code, why.rule) for why in dark.reasons] == [("MISSING_FACT", "kernel"), ("SAID", "says")]
    assert "AAA" in dark.reasons[0].numbers["what"]


def test_an_act_that_breaks_the_kernel_is_denied_and_every_rule_has_its_say() -> None:
    broken = judge(amend(quantity="NaN"), facts(working("buy", "1", stop="95")), HOUSE, (SAYS,))
    assert broken == Deny(
        reasons=(reason("RULE_ERROR", "kernel", by="kernel", error="InvalidOperation"), reason("SAID", "says")),
        limits_hash=limits_hash(HOUSE),
    )


def test_live_risk_waits_for_a_person_under_the_limits_it_was_judged_by() -> None:
    assert judge(order(), LIVE, HOUSE, ()) == NeedsApproval(
        tier=Tier.T2,
        quantity=Decimal(10),
        reasons=(reason("APPROVAL", "kernel", tier="T2"),),
        limits_hash=limits_hash(HOUSE),
    )


@pytest.mark.parametrize(("quantity", "expected"), [("10", Allow), ("10.01", NeedsApproval)])
def test_a_live_order_inside_a_mandate_waits_for_nobody(quantity: str, expected: type) -> None:
    known = replace(LIVE, mandates=(MANDATE,), heard={"m": AT})
    wide = replace(HOUSE, market_band=Decimal(0))
    assert type(judge(order(quantity=quantity, strategy="h"), known, wide, ())) is expected


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_kernels_own_reasons_are_told_in_words(lang: str) -> None:
    error = explain(reason("RULE_ERROR", "kernel", by="sizing", error="KeyError"), lang)
    assert "sizing" in error
    assert "KeyError" in error
    assert "T2" in explain(reason("APPROVAL", "kernel", tier="T2"), lang)
    assert codes(judge(order(), facts(), HOUSE, (SAYS,))) == ["SAID"]
