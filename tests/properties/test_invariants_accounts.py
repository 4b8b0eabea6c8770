"""Invariants between accounts, of rulesets, and of what cannot be overridden: isolation, words, repetition, reasons."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from policies.case import Case
from policies.facts import Group
from policies.firms.terms import Consistency, Phase, Terms, Unit, Whole
from policies.intents import INTENTS, AnyIntent
from policies.kernel import explain, judge
from policies.limits import Limits, limits_hash
from policies.values import ZERO, AccountId, Switch, Tier
from policies.verdicts import Allow, Deny, NeedsApproval
from policies.watch import watch
from policies.wire.cases import verdict_json
from tests.properties.invariant_worlds import ANY_LIMITS, Asked, asked_orders, wide_worlds
from tests.properties.kernel_worlds import WILD_INTENTS
from tests.unit.kernel_cases import OWNER, WIDE, close, codes, facts, order, passes

D = Decimal
WORDS = st.text(max_size=12)


@given(first=asked_orders(), second=asked_orders())
def test_what_one_account_does_changes_nothing_in_another(first: Asked, second: Asked) -> None:
    """Also where both are called the same: what is remembered is only ever used for equal values."""
    alone = judge(first.intent, first.known, first.limits), watch(first.known, first.limits)
    for name in ("paper", "other"):
        account = replace(second.known.account, id=AccountId(name))
        judge(replace(second.intent, account=AccountId(name)), replace(second.known, account=account), second.limits)
        watch(replace(second.known, account=account), second.limits)
        assert (judge(first.intent, first.known, first.limits), watch(first.known, first.limits)) == alone


@given(act=asked_orders(), others=st.integers(0, 9_000).map(D), limit=st.integers(0, 9_000).map(D))
def test_accounts_under_one_limit_lose_no_more_than_it_together(act: Asked, others: Decimal, limit: Decimal) -> None:
    known = replace(act.known, group=Group(others=others, limit=limit))
    case, verdict = Case(act.intent, known, act.limits), judge(act.intent, known, act.limits)
    if isinstance(verdict, Allow) and case.raising:
        assert others + case.after.loss <= limit
        assert isinstance(judge(act.intent, act.known, act.limits), Allow)
    assert passes(judge(close("all"), known, act.limits))


@given(act=asked_orders(), doubt=st.booleans(), age=st.integers(-400, 400))
def test_a_doubtful_or_old_ruleset_takes_no_live_risk_and_paper_does_not_mind(
    act: Asked, doubt: bool, age: int
) -> None:
    day = (act.known.wall - timedelta(days=age)).date()
    limits = replace(act.limits, doubts=("total: unconfirmed",) if doubt else (), verified_on=day)
    live = replace(act.known, account=replace(act.known.account, mode="live"))
    verdict = judge(act.intent, live, limits)
    if Case(act.intent, live, limits).raising:
        good = not doubt and -1 <= age <= 90
        assert {"RULESET_DOUBTFUL", "RULESET_STALE"}.isdisjoint(codes(verdict)) is good
        assert not isinstance(verdict, Allow)
        assert isinstance(verdict, Deny) or verdict.tier is Tier.T2
    sure = replace(act.limits, doubts=(), verified_on=None)
    assert passes(judge(act.intent, act.known, limits)) is passes(judge(act.intent, act.known, sure))


@given(act=asked_orders(), kind=st.sampled_from(["grid", "Martingale", "hft", "trend", "copy"]), declared=st.booleans())
def test_a_forbidden_or_undeclared_way_of_trading_opens_nothing(act: Asked, kind: str, declared: bool) -> None:
    terms = replace(act.limits.terms, forbidden=("grid", "martingale", "HFT", "copy"))
    limits, intent = replace(act.limits, terms=terms), replace(act.intent, strategy="s")
    known = replace(act.known, strategies={"s": kind} if declared else {})
    if Case(intent, known, limits).raising and not (declared and kind == "trend"):
        assert {"STRATEGY_FORBIDDEN", "STRATEGY_UNKNOWN"} & set(codes(judge(intent, known, limits)))
    assert passes(judge(close("all"), known, limits))


@given(
    share=st.integers(5, 95).map(lambda n: D(n) / 100),
    target=st.integers(1, 20).map(lambda n: D(n) / 100),
    profits=st.lists(st.integers(-3_000, 5_000).map(D), max_size=6),
    today=st.integers(-4_000, 30_000).map(D),
)
def test_a_day_stops_where_the_programme_can_still_be_passed(
    share: Decimal, target: Decimal, profits: list[Decimal], today: Decimal
) -> None:
    """Whatever was allowed to be opened on, the best day is within its share once the target is reached."""
    best = Consistency(unit=Unit.DAY, of=Whole.PROFIT, share=share)
    terms = Terms(consistency=best, phases=(Phase(name="one", target=target),))
    base = facts()
    limits = replace(WIDE, terms=terms)
    known = replace(
        base,
        account=replace(base.account, balance=base.account.balance + today),
        history=replace(base.history, profits=tuple(profits)),
    )
    stopped = "BEST_DAY" in codes(judge(order(quantity="1"), known, limits))
    won = sum((p for p in profits if p > ZERO), ZERO)
    assert stopped is (today >= max(share * target * 100_000, share / (1 - share) * won))
    if not stopped and today > ZERO:
        assert today <= share * (today + won) or today < share * target * 100_000


@given(act=asked_orders(), words=st.tuples(WORDS, WORDS, WORDS, WORDS, WORDS))
def test_words_decide_nothing(act: Asked, words: tuple[str, str, str, str, str]) -> None:
    """Neither those of the request nor those of the facts: only who asks, numbers, and names that match."""
    origin = replace(OWNER, principal=words[0], channel=words[1], message=words[2])
    renamed = replace(act.intent, origin=origin, strategy=words[3])
    cause = replace(act.known.switch, cause=words[4])
    known = replace(act.known, strategies={words[3]: "trend"}, switch=cause)
    named = replace(act.intent, strategy="s")
    before = judge(named, replace(act.known, strategies={"s": "trend"}), act.limits)
    assert judge(renamed, known, act.limits) == before


@given(act=asked_orders())
def test_asked_again_the_answer_is_the_same_to_the_byte(act: Asked) -> None:
    first, again = (verdict_json(judge(act.intent, act.known, act.limits), "en") for _ in range(2))
    assert first == again
    other = replace(act.known, account=replace(act.known.account, balance=act.known.account.balance + 1))
    judge(act.intent, other, act.limits)
    assert verdict_json(judge(act.intent, act.known, act.limits), "en") == first


ROOT = Path(__file__).resolve().parents[2]
SAID = """
from policies.wire.cases import verdict_json
from tests.unit.kernel_edges_market import EDGES
for edge in EDGES:
    print([verdict_json(act.judged(), "en") for act in (edge.inside, edge.outside)])
"""


def test_processes_with_other_hash_seeds_say_the_same_bytes() -> None:
    said = set()
    for seed in ("0", "4711"):
        done = subprocess.run(
            [sys.executable, "-c", SAID], env={"PYTHONHASHSEED": seed}, cwd=ROOT, capture_output=True, check=True
        )
        said.add(done.stdout)
    assert len(said) == 1
    assert len(said.pop()) > 10_000


@given(intent=WILD_INTENTS, data=st.data(), limits=ANY_LIMITS)
def test_every_decision_carries_its_reasons_their_numbers_and_the_hash_of_the_limits(
    intent: AnyIntent, data: st.DataObject, limits: Limits
) -> None:
    known = data.draw(wide_worlds(limits))
    verdict = judge(intent, known, limits)
    assert verdict.limits_hash == limits_hash(limits)
    assert bool(verdict.reasons) is isinstance(verdict, Deny | NeedsApproval)
    for why in verdict.reasons:
        assert why.code.isupper()
        assert why.rule
        assert explain(why, "en") != explain(why, "fr")
        assert all(isinstance(number, str) for number in why.numbers.values())


def test_no_kind_of_act_bears_a_limit_a_clock_or_a_fill() -> None:
    """No field of a request names a limit, the state of an order, a mark or the clock of a live account."""
    fields = {name for kind in INTENTS.values() for name in kind.__dataclass_fields__}
    assert fields.isdisjoint(Limits.__dataclass_fields__)
    assert fields.isdisjoint(
        {"status", "filled", "balance", "equity", "marks", "state", "latched", "reconciling", "tier"}
    )
    assert set(INTENTS) == {"order", "close", "reduce", "cancel", "amend", "halt", "resume", "advance"}


@given(act=asked_orders(), state=st.sampled_from([Switch.REDUCING, Switch.HALTED]))
def test_no_order_opens_anything_while_the_switch_is_not_active(act: Asked, state: Switch) -> None:
    known = replace(act.known, switch=replace(act.known.switch, state=state))
    assume(not Case(act.intent, known, act.limits).reducing)
    verdict = judge(act.intent, known, act.limits)
    assert isinstance(verdict, Deny)
