"""Invariants of loss: whatever the kernel allows stays above every guard on every course inside the model."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policies.book import book
from policies.case import Case
from policies.facts import Facts, Order, Position
from policies.floors import Floor, floors
from policies.intents import AmendIntent, OrderIntent
from policies.kernel import judge
from policies.limits import DailyRule, Effect, Limits
from policies.values import ONE, ZERO, OrderId, OrderStatus, Switch
from policies.verdicts import Allow
from policies.watch import watch
from policies.worst_case import opens
from tests.properties.invariant_course import Course, Way, after, courses
from tests.properties.invariant_worlds import (
    ANY_LIMITS,
    COIN,
    EVERY_FLOOR,
    FIRMS,
    LISTED,
    Asked,
    asked_orders,
    fitted,
    wide_orders,
    wide_worlds,
)
from tests.unit.kernel_cases import (
    AAA,
    BBB,
    HEADER,
    WIDE,
    amend,
    codes,
    facts,
    held,
    order,
    passes,
    quote,
    stop_leg,
    working,
)

D = Decimal
EXACT = D("0.0000001")
"""What 28 digits may lose between two ways of reckoning."""

CENT = D("0.01")


def guards(known: Facts, limits: Limits, equity: Decimal) -> tuple[Floor, ...]:
    """The floors that stand now."""
    return floors(known.account, known.history.marks, limits, equity)


@given(data=st.data(), limits=ANY_LIMITS)
def test_no_course_costs_more_than_the_worst_case(data: st.DataObject, limits: Limits) -> None:
    known = data.draw(wide_worlds(limits))
    entries = [o for o in known.orders if opens(o)]
    course = data.draw(courses(known, entries))
    account = book(known, limits)
    assert after(known, limits, entries, course) >= account.equity - account.loss - EXACT


@given(data=st.data(), act=asked_orders())
def test_what_is_allowed_ends_above_every_guard_on_every_course(data: st.DataObject, act: Asked) -> None:
    case = Case(act.intent, act.known, act.limits)
    assume(isinstance(judge(act.intent, act.known, act.limits), Allow) and case.raising)
    assert case.order is not None
    entries = [*(o for o in act.known.orders if opens(o)), replace(case.order, id=OrderId("asked"))]
    worth = after(act.known, act.limits, entries, data.draw(courses(act.known, entries)))
    for floor in guards(act.known, act.limits, case.equity):
        assert worth >= floor.guard - EXACT
        assert case.equity - case.after.loss >= floor.guard >= floor.floor


@given(act=asked_orders(), other=wide_orders(), shuffled=st.booleans())
def test_of_orders_that_fit_one_by_one_only_those_pass_that_fit_together(
    act: Asked, other: OrderIntent, shuffled: bool
) -> None:
    pair = [act.intent, replace(act.intent, symbol=other.symbol, oco=None)]
    known = act.known
    for number, intent in enumerate(pair[::-1] if shuffled else pair):
        case = Case(intent, known, act.limits)
        if isinstance(judge(intent, known, act.limits), Allow) and case.order is not None and case.raising:
            placed = replace(case.order, id=OrderId(f"p{number}"), status=OrderStatus.UNKNOWN)
            known = replace(known, orders=(*known.orders, placed))
            found = book(known, act.limits)
            assert all(found.equity - found.loss >= f.guard for f in guards(known, act.limits, found.equity))


@given(data=st.data(), limits=EVERY_FLOOR, target=st.integers(1, 900))
def test_a_bracket_loses_its_stop_and_its_target_adds_nothing(data: st.DataObject, limits: Limits, target: int) -> None:
    known = data.draw(wide_worlds(limits))
    asked = data.draw(wide_orders())
    aim = D(100) + asked.side.sign * (D(10) + D(target) / 100)
    plain, with_target = Case(asked, known, limits), Case(replace(asked, target=aim), known, limits)
    assert plain.after.loss == with_target.after.loss
    legs = (
        stop_leg("sell", "10", "95", oco="p"),
        working("sell", "10", id=OrderId("t1"), limit="110", role="target", reduce_only=True, oco="p"),
    )
    stopped, both = book(facts(held("10"), legs[0]), limits), book(facts(held("10"), *legs), limits)
    assert stopped.loss == both.loss == 10 * (100 - D(95) * D("0.95"))


@given(data=st.data(), limits=EVERY_FLOOR, moved=st.integers(-800, 800))
def test_a_stop_moved_closer_always_passes_and_one_moved_away_is_judged(
    data: st.DataObject, limits: Limits, moved: int
) -> None:
    known = data.draw(wide_worlds(limits))
    stops = [o for o in known.orders if o.trigger is not None and o.reduce_only]
    assume(stops and stops[0].trigger is not None)
    leg = stops[0]
    assert leg.trigger is not None
    intent = AmendIntent(**HEADER, order=leg.id, stop=leg.trigger + D(moved) / 100)
    halted = replace(known, switch=replace(known.switch, state=Switch.HALTED))
    before = book(known, limits).loss
    case = Case(intent, known, limits)
    if case.after.loss <= before:
        assert passes(judge(intent, halted, limits))
    else:
        assert "TRADING_HALTED" in codes(judge(intent, halted, limits))
        if passes(judge(intent, known, limits)):
            equity = case.equity
            assert all(equity - case.after.loss >= f.guard for f in guards(known, limits, equity))


@given(data=st.data(), limits=ANY_LIMITS, factor=st.integers(2, 5))
def test_the_worst_case_grows_with_the_quantity(data: st.DataObject, limits: Limits, factor: int) -> None:
    """Exactly, without minimum fees; with them, never by more."""
    known = data.draw(wide_worlds(limits))
    times = replace(
        known,
        positions=tuple(replace(p, quantity=p.quantity * factor) for p in known.positions),
        orders=tuple(replace(o, quantity=o.quantity * factor) for o in known.orders),
    )
    assert book(times, limits).loss <= factor * book(known, limits).loss + EXACT
    free = {s: replace(one, fee_min=ZERO) for s, one in known.instruments.items()}
    once, more = book(replace(known, instruments=free), limits), book(replace(times, instruments=free), limits)
    assert abs(more.loss - factor * once.loss) <= EXACT


@given(act=asked_orders(), smaller=st.integers(1, 149).map(D))
def test_less_of_what_is_allowed_is_allowed(act: Asked, smaller: Decimal) -> None:
    assume(act.intent.quantity is not None and smaller < act.intent.quantity)
    if isinstance(judge(act.intent, act.known, act.limits), Allow):
        assert isinstance(judge(replace(act.intent, quantity=smaller), act.known, act.limits), Allow)


NARROWER = "order_notional symbol_exposure gross_exposure leverage price_collar max_spread".split()


@given(act=asked_orders(EVERY_FLOOR), name=st.sampled_from(NARROWER), share=st.sampled_from(["0.01", "0.2", "0.9"]))
def test_tighter_limits_allow_nothing_more(act: Asked, name: str, share: str) -> None:
    tight = replace(act.limits, **{name: getattr(act.limits, name) * D(share)})
    if isinstance(judge(act.intent, act.known, tight), Allow):
        assert isinstance(judge(act.intent, act.known, act.limits), Allow)


@given(act=asked_orders(), share=st.sampled_from(["0.1", "0.5", "0.99"]), buffer=st.sampled_from(["0", "0.3", "1"]))
def test_smaller_allowances_and_larger_buffers_allow_nothing_more(act: Asked, share: str, buffer: str) -> None:
    def less(rule: DailyRule) -> DailyRule:
        return replace(rule, amount=replace(rule.amount, value=rule.amount.value * D(share)))

    terms = act.limits.terms
    risk = None if terms.position_risk is None else terms.position_risk * D(share)
    tight = replace(
        act.limits,
        buffer=act.limits.buffer + D(buffer),
        terms=replace(terms, position_risk=risk),
        daily=tuple(map(less, act.limits.daily)),
        total=tuple(replace(r, amount=replace(r.amount, value=r.amount.value * D(share))) for r in act.limits.total),
    )
    if isinstance(judge(act.intent, act.known, tight), Allow):
        assert isinstance(judge(act.intent, act.known, act.limits), Allow)


@given(data=st.data(), limits=EVERY_FLOOR, carry=st.integers(0, 500).map(lambda n: D(n) / 100))
def test_what_holding_costs_lowers_what_is_left_by_exactly_that(
    data: st.DataObject, limits: Limits, carry: Decimal
) -> None:
    known = data.draw(wide_worlds(limits))
    known = replace(known, orders=tuple(o for o in known.orders if o.reduce_only))
    one = known.instruments[BBB]
    dear = {
        **known.instruments,
        BBB: replace(one, carry_long=one.carry_long + carry, carry_short=one.carry_short + carry),
    }
    before, now = book(known, limits), book(replace(known, instruments=dear), limits)
    units = sum((abs(p.quantity) for p in known.positions if p.symbol == BBB), ZERO)
    assert (now.equity, now.loss - before.loss) == (before.equity, units * carry)


def test_a_swap_alone_can_reduce_an_account() -> None:
    swap = replace(LISTED[AAA], carry_long=D(45))
    parts = (held("100"), stop_leg("sell", "100", "98"))
    assert watch(facts(*parts), WIDE).state is Switch.ACTIVE
    known = facts(*parts, instruments={AAA: swap})
    assert watch(known, WIDE).state is not Switch.ACTIVE
    paid = replace(known.account, balance=known.account.balance - 4_500)
    assert watch(replace(facts(*parts), account=paid), WIDE).state is not Switch.ACTIVE


@pytest.mark.parametrize("limits", FIRMS, ids=lambda limits: limits.id)
@pytest.mark.parametrize("kind", ["floor", "guard"])
def test_at_the_floor_or_its_guard_an_account_is_halted_and_opens_nothing(limits: Limits, kind: str) -> None:
    flat = facts(limits=limits, instruments=fitted(limits))
    edges = guards(flat, limits, flat.account.balance)
    for edge in edges:
        for off in (ZERO, -CENT):
            poor = replace(flat, account=replace(flat.account, balance=getattr(edge, kind) + off))
            seen = watch(poor, limits)
            hard = any(f.effect is Effect.HARD for f in edges if seen.equity is not None and seen.equity <= f.guard)
            assert (seen.state, seen.latch) == (Switch.HALTED, Effect.HARD if hard else Effect.SOFT)
            refused = codes(judge(order(quantity="1"), poor, limits))
            assert {"DAILY_LOSS_HEADROOM", "TOTAL_LOSS_HEADROOM"} & set(refused)


COINS: list[tuple[tuple[Position | Order, ...], Way]] = [
    ((working("buy", "1", limit="80", symbol=COIN),), Way(D("0.4"), ONE, D("0.4"))),
    ((working("buy", "1", type="stop", trigger="110", symbol=COIN),), Way(D("0.5"), D("1.1"), D("0.5"))),
    ((working("buy", "1", type="stop", trigger="118", stop="115", symbol=COIN),), Way(ONE, D("1.2"), ONE)),
    ((working("sell", "1", type="stop", trigger="90", symbol=COIN),), Way(D("0.9"), D(2), D(2))),
    ((working("sell", "1", limit="118", symbol=COIN),), Way(ONE, D("2.36"), D("2.36"))),
    ((held("-1", symbol=COIN, price="82"),), Way(ONE, D(2), D(2))),
    ((held("-1", symbol=COIN, price="82"), stop_leg("buy", "1", "105", symbol=COIN)), Way(ONE, D("1.05"), ONE)),
    ((held("1", symbol=COIN, price="82"), stop_leg("sell", "1", "98", symbol=COIN)), Way(D("0.98"), ONE, ONE)),
]


@pytest.mark.parametrize(("parts", "way"), COINS)
def test_an_inverse_contract_loses_in_a_coin_that_moves_with_it(parts: tuple[Position | Order, ...], way: Way) -> None:
    """From the worse of market and fill, what was won or owed in coins before included."""
    quotes = {AAA: quote(), COIN: quote()}
    known = facts(*parts, quotes=quotes, instruments=LISTED, fx={"BTCUSD": quote()})
    entries = [o for o in known.orders if opens(o)]
    account = book(known, WIDE)
    assert (
        after(known, WIDE, entries, Course({COIN: way}, {o.id: ONE for o in entries}))
        >= account.equity - account.loss - EXACT
    )


def test_closing_a_half_covered_position_takes_two_orders_and_two_fees() -> None:
    dear = {AAA: replace(LISTED[AAA], fee_min=ONE)}
    whole = book(facts(held("-2"), stop_leg("buy", "2", "105"), instruments=dear), WIDE)
    half = book(facts(held("-2"), stop_leg("buy", "1", "105"), instruments=dear), WIDE)
    bare = D(100) - (D(105) * D("1.05") - 100)
    assert half.loss - whole.loss == bare + 1


def test_an_amend_of_an_entry_counts_old_and_new() -> None:
    known = facts(working("buy", "10", stop="95"))
    wider = Case(amend(stop="90"), known, WIDE).after.loss
    assert wider == book(known, WIDE).loss + 10 * (100 - D(90) * D("0.95"))
