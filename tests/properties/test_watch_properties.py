"""Properties of `watch`: ACTIVE only above every guard, a guard touched is HALTED, what is not known reduces."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policies.book import book, worst_case
from policies.facts import Facts, Session
from policies.floors import floors
from policies.limits import Effect, Limits
from policies.values import OrderId, Side, Switch, Symbol
from policies.watch import watch
from tests.properties.kernel_worlds import LIMITS, flawed, wild_facts, worlds
from tests.unit.kernel_cases import AAA, AT, BBB, EUX, HOUSE, facts, held, quote, remembered, stop_leg, working

CENT = Decimal("0.01")
DAILY_GUARD, TOTAL_GUARD = Decimal(95_500), Decimal(91_000)
PROTECTED = (held("10"), stop_leg("sell", "10", "95"))


def at_balance(balance: Decimal) -> Facts:
    """A flat account with this balance, its day begun at 100,000."""
    base = facts()
    return replace(base, account=replace(base.account, balance=balance))


@given(known=wild_facts(), limits=LIMITS)
def test_whatever_comes_there_is_a_state_with_a_cause(known: Facts, limits: Limits) -> None:
    seen = watch(known, limits)
    assert (seen.cause is None) is (seen.state is Switch.ACTIVE)
    assert seen.latch is None or seen.state is not Switch.ACTIVE
    assert seen.equity is None or seen.equity.is_finite()


@given(known=worlds() | flawed(), limits=LIMITS)
def test_active_only_above_every_guard_and_with_the_worst_case_above_every_floor(known: Facts, limits: Limits) -> None:
    seen = watch(known, limits)
    if seen.state is Switch.ACTIVE:
        assert seen.equity is not None
        at_risk = worst_case(known, limits).total
        assert seen.floors
        for floor in seen.floors:
            assert seen.equity > floor.guard
            assert seen.equity - at_risk >= floor.floor


@given(known=worlds(), limits=LIMITS, balance=st.integers(8_000_000, 11_000_000).map(lambda n: Decimal(n) / 100))
def test_halted_exactly_when_a_guard_is_touched_or_one_gap_away(known: Facts, limits: Limits, balance: Decimal) -> None:
    poor = replace(known, account=replace(known.account, balance=balance))
    seen = watch(poor, limits)
    assert seen.equity is not None
    hit = [f for f in floors(poor.account, dict(poor.history.marks), limits) if seen.equity <= f.guard]
    gapped = seen.equity - book(poor, limits).sudden
    near = book(poor, limits).sudden and any(gapped < f.guard for f in seen.floors)
    assert (seen.state is Switch.HALTED) is bool(hit or near)
    assert (seen.latch is not None and seen.state is Switch.HALTED) is bool(hit)
    if hit:
        assert seen.latch is (Effect.HARD if any(f.effect is Effect.HARD for f in hit) else Effect.SOFT)


@pytest.mark.parametrize(
    ("balance", "state", "latch"),
    [
        (DAILY_GUARD + CENT, Switch.ACTIVE, None),
        (DAILY_GUARD, Switch.HALTED, Effect.SOFT),
        (Decimal(95_000), Switch.HALTED, Effect.SOFT),
        (TOTAL_GUARD + CENT, Switch.HALTED, Effect.SOFT),
        (TOTAL_GUARD, Switch.HALTED, Effect.HARD),
        (Decimal(-5), Switch.HALTED, Effect.HARD),
    ],
)
def test_touching_a_guard_is_a_breach(balance: Decimal, state: Switch, latch: Effect | None) -> None:
    seen = watch(at_balance(balance), HOUSE)
    assert (seen.state, seen.latch) == (state, latch)


@given(late=st.integers(0, 30), symbol=st.sampled_from([AAA, BBB]))
def test_a_stale_quote_reduces_only_if_it_is_of_something_held(late: int, symbol: Symbol) -> None:
    known = facts(*PROTECTED, quotes={AAA: quote(), BBB: quote(), symbol: quote(age=str(late))})
    stale = symbol == AAA and late > HOUSE.quote_age_s
    assert watch(known, HOUSE).state is (Switch.REDUCING if stale else Switch.ACTIVE)


@pytest.mark.parametrize(
    ("age", "state"), [("15", "ACTIVE"), ("15.001", "REDUCING"), ("-1", "ACTIVE"), ("-1.1", "REDUCING")]
)
def test_a_quote_may_be_so_old_and_hardly_ahead(age: str, state: str) -> None:
    assert watch(facts(*PROTECTED, quotes={AAA: quote(age=age)}), HOUSE).state == state


def test_while_the_market_is_closed_an_old_quote_is_enough_and_none_is_not() -> None:
    shut = Session(open=False, opens_at=AT + timedelta(hours=18))
    assert watch(facts(*PROTECTED, session=shut, quotes={AAA: quote(age="99999")}), HOUSE).state is Switch.ACTIVE
    assert watch(facts(*PROTECTED, session=shut, quotes={}), HOUSE).state is Switch.REDUCING


@pytest.mark.parametrize("bad", [quote("101", "99"), quote("0"), quote("NaN"), quote("Infinity")])
def test_a_quote_that_makes_no_sense_reduces(bad: object) -> None:
    assert watch(facts(*PROTECTED, quotes={AAA: bad}), HOUSE).state is Switch.REDUCING


def test_a_stale_currency_rate_of_something_held_reduces() -> None:
    parts = (held("10", symbol=EUX), stop_leg("sell", "10", "95", symbol=EUX))
    assert watch(facts(*parts), HOUSE).state is Switch.ACTIVE
    assert watch(facts(*parts, fx={"EURUSD": quote("1.25", age="16")}), HOUSE).state is Switch.REDUCING
    assert watch(facts(*parts, fx={}), HOUSE).state is Switch.REDUCING


def test_strangers_failures_and_a_worst_case_beyond_a_floor_reduce() -> None:
    base = facts()
    strange = replace(base, switch=replace(base.switch, strangers=("o9",)))
    assert watch(strange, HOUSE).state is Switch.REDUCING
    assert watch(remembered(base, failures=4), HOUSE).state is Switch.ACTIVE
    failing = watch(remembered(base, failures=5), HOUSE)
    assert (failing.state, failing.latch) == (Switch.REDUCING, Effect.SOFT)
    assert watch(facts(held("50")), HOUSE).state is Switch.ACTIVE
    assert watch(facts(held("50.01")), HOUSE).state is Switch.REDUCING


def test_a_rule_that_raises_reduces_and_names_what_happened() -> None:
    seen = watch(remembered(facts(), marks=None), HOUSE)
    assert (seen.state, seen.cause) == (Switch.REDUCING, "watch failed: TypeError")


@given(known=worlds(), side=st.sampled_from(list(Side)))
def test_one_more_working_order_never_makes_it_calmer(known: Facts, side: Side) -> None:
    extra = working(side.value, "300", id=OrderId("more"))
    more = replace(known, orders=(*known.orders, extra))
    assume(watch(known, HOUSE).state is not Switch.ACTIVE)
    assert watch(more, HOUSE).state.rank >= watch(known, HOUSE).state.rank
