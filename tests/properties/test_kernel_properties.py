"""Properties of `judge`: total, never more than asked, monotone, every guard kept, exits always open."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from policies.book import equity, worst_case
from policies.case import Case
from policies.facts import Facts, Order, Position, Session, SwitchFact
from policies.floors import floors
from policies.instruments import Quote
from policies.intents import AmendIntent, AnyIntent, CancelIntent, OrderIntent
from policies.kernel import explain, judge
from policies.limits import Limits
from policies.values import OrderRole, Role, Side, Switch
from policies.verdicts import Allow, Deny, NeedsApproval
from tests.properties.kernel_worlds import (
    LIMITS,
    LOTS,
    PRICES,
    STATES,
    WILD_INTENTS,
    flawed,
    holdings,
    orders,
    tighter,
    wild_facts,
    worlds,
)
from tests.unit.kernel_cases import (
    AAA,
    BBB,
    HEADER,
    HOUSE,
    OWNER,
    Act,
    cancel,
    close,
    codes,
    facts,
    order,
    passes,
    quote,
    reduce,
    remembered,
    switched,
)

TIGHTENED = "order_notional symbol_exposure gross_exposure leverage price_collar max_spread buffer buffer_fixed".split()
WORDS = st.text(max_size=20)


@given(intent=WILD_INTENTS, known=wild_facts(), limits=LIMITS)
def test_whatever_comes_a_verdict_can_be_explained(intent: AnyIntent, known: Facts, limits: Limits) -> None:
    verdict = judge(intent, known, limits)
    assert isinstance(verdict, Allow | NeedsApproval | Deny)
    assert bool(verdict.reasons) is not isinstance(verdict, Allow)
    for why in verdict.reasons:
        assert explain(why, "fr")
        assert explain(why, "en")


@given(intent=orders(), known=flawed(), limits=LIMITS)
def test_what_is_allowed_is_never_more_than_asked(intent: OrderIntent, known: Facts, limits: Limits) -> None:
    verdict = judge(intent, known, limits)
    assert isinstance(verdict, Allow | Deny)
    if isinstance(verdict, Allow):
        assert verdict.quantity is not None
        assert intent.quantity is not None
        assert Decimal(0) < verdict.quantity <= intent.quantity


@given(intent=orders(), known=flawed(), limits=LIMITS)
def test_one_bad_number_never_makes_room_for_risk(intent: OrderIntent, known: Facts, limits: Limits) -> None:
    case = Case(intent, known, limits)
    if isinstance(judge(intent, known, limits), Allow) and case.raising:
        assert case.equity.is_finite()
        assert case.after.loss.is_finite()
        assert all(case.equity - case.after.loss >= floor.guard for floor in case.floors)


@given(intent=orders(), known=worlds(active=True), limits=LIMITS)
def test_an_allowed_order_leaves_every_guard_intact(intent: OrderIntent, known: Facts, limits: Limits) -> None:
    case = Case(intent, known, limits)
    assume(isinstance(judge(intent, known, limits), Allow) and case.raising)
    assert case.order is not None
    left = equity(known) - worst_case(known, limits, (case.order,)).total
    for floor in floors(known.account, dict(known.history.marks), limits):
        assert left >= floor.guard > floor.floor


@given(intent=orders(), known=worlds(active=True), limits=LIMITS, smaller=LOTS)
def test_less_of_what_is_allowed_is_allowed(
    intent: OrderIntent, known: Facts, limits: Limits, smaller: Decimal
) -> None:
    assume(intent.quantity is not None and smaller < intent.quantity)
    if isinstance(judge(intent, known, limits), Allow):
        assert isinstance(judge(replace(intent, quantity=smaller), known, limits), Allow)


@given(
    intent=orders(),
    known=worlds(active=True),
    limits=LIMITS,
    name=st.sampled_from(TIGHTENED),
    factor=st.sampled_from([Decimal(0), Decimal("0.5"), Decimal("0.9")]),
)
def test_tighter_limits_never_allow_more(
    intent: OrderIntent, known: Facts, limits: Limits, name: str, factor: Decimal
) -> None:
    if isinstance(judge(intent, known, tighter(limits, name, factor)), Allow):
        assert isinstance(judge(intent, known, limits), Allow)


@given(intent=orders(), known=worlds(active=True), limits=LIMITS, share=st.sampled_from(["0.2", "0.5", "0.99"]))
def test_a_smaller_allowance_never_allows_more(intent: OrderIntent, known: Facts, limits: Limits, share: str) -> None:
    rules = tuple(
        replace(rule, amount=replace(rule.amount, value=rule.amount.value * Decimal(share))) for rule in limits.daily
    )
    if isinstance(judge(intent, known, replace(limits, daily=rules)), Allow):
        assert isinstance(judge(intent, known, limits), Allow)


@given(known=worlds(), state=STATES, quotes=st.sampled_from(["fresh", "stale", "crossed", "none"]), shut=st.booleans())
def test_exits_pass_in_every_state_with_any_quotes(known: Facts, state: SwitchFact, quotes: str, shut: bool) -> None:
    shown: dict[str, Quote] = {"fresh": quote(), "stale": quote(age="9999"), "crossed": quote("101", "99")}
    seen = {AAA: shown[quotes], BBB: shown[quotes]} if quotes in shown else {}
    broke = replace(known.account, balance=Decimal(-500_000))
    dark = replace(known, quotes=seen, switch=state, session=Session(open=not shut), account=broke)
    assert passes(judge(close("all"), dark, HOUSE))
    for position in known.positions:
        free = Case(close(position.symbol), dark, HOUSE).free
        assume(free > 0)
        side = Side.SELL if position.quantity > 0 else Side.BUY
        leaving = order(side.value, str(free), symbol=position.symbol, stop=None)
        for act in (close(position.symbol), reduce(str(free), position.symbol), leaving):
            verdict = judge(act, dark, HOUSE)
            assert isinstance(verdict, Allow), verdict
            assert verdict.quantity == free


@given(known=worlds(), state=STATES, side=st.sampled_from(list(Side)), quantity=LOTS)
def test_no_exit_flips_a_position(known: Facts, state: SwitchFact, side: Side, quantity: Decimal) -> None:
    dark = replace(known, quotes={}, switch=replace(state, state=Switch.HALTED))
    net, free = dark.held(AAA), Case(close(), dark, HOUSE).free
    for act in (reduce(str(quantity)), order(side.value, str(quantity), stop=None)):
        verdict = judge(act, dark, HOUSE)
        if isinstance(verdict, Allow):
            assert verdict.quantity is not None
            assert verdict.quantity <= free <= abs(net)
            assert isinstance(act, type(reduce("1"))) or side.sign * net < 0


@given(parts=holdings(AAA), state=STATES, quantity=LOTS)
def test_no_amend_makes_exits_and_stops_larger_than_the_position(
    parts: tuple[Position | Order, ...], state: SwitchFact, quantity: Decimal
) -> None:
    known = facts(*parts, switch=state)
    for leaving in known.orders:
        intent = AmendIntent(**HEADER, order=leaving.id, quantity=quantity)
        if quantity > leaving.quantity and passes(judge(intent, known, HOUSE)):
            assert quantity <= abs(known.held(AAA))


@given(known=worlds(), state=STATES, limits=LIMITS)
def test_cancelling_an_entry_always_passes(known: Facts, state: SwitchFact, limits: Limits) -> None:
    dark = replace(known, quotes={}, switch=replace(state, reconciling=True), session=Session(open=False))
    for working in dark.orders:
        if working.role is OrderRole.ENTRY:
            assert isinstance(judge(cancel(working.id), dark, limits), Allow)
    assert isinstance(judge(cancel("all"), dark, limits), Allow)


@given(known=worlds(), limits=LIMITS, stop=PRICES, quantity=st.none() | LOTS)
def test_an_amend_is_judged_only_if_it_raises_the_worst_case(
    known: Facts, limits: Limits, stop: Decimal, quantity: Decimal | None
) -> None:
    assume(known.orders)
    subject = known.orders[0]
    intent = AmendIntent(**HEADER, order=subject.id, stop=stop, quantity=quantity)
    case = Case(intent, known, limits)
    assert case.order is not None
    swapped = tuple(case.order if o is subject else o for o in known.orders)
    raises = worst_case(replace(known, orders=swapped), limits).total > worst_case(known, limits).total
    halted = replace(known, switch=switched(Switch.HALTED))
    verdict = judge(intent, halted, limits)
    grows = subject.role is OrderRole.ENTRY and case.order.quantity > subject.quantity
    prices = [p for p in (subject.trigger, subject.limit) if p is not None]
    bare = subject.role is OrderRole.ENTRY and any(subject.side.sign * (p - stop) <= 0 for p in prices)
    assert ("TRADING_HALTED" in codes(verdict)) is (raises or grows or bare) or "MORE_THAN_FREE" in codes(verdict)


@given(known=worlds(), limits=LIMITS, step=st.integers(-400, 400).map(lambda n: Decimal(n) / 100))
def test_an_entry_brought_nearer_to_the_market_is_judged_like_a_new_one(
    known: Facts, limits: Limits, step: Decimal
) -> None:
    entries_of = [o for o in known.orders if o.role is OrderRole.ENTRY and o.limit is not None]
    assume(entries_of and step)
    subject = entries_of[0]
    assert subject.limit is not None
    nearer = subject.side.sign * step > 0
    intent = AmendIntent(
        **HEADER, order=subject.id, limit=subject.limit + step, stop=subject.limit - subject.side.sign * 20
    )
    for state in (Switch.HALTED, Switch.REDUCING):
        verdict = judge(intent, replace(known, switch=switched(state)), limits)
        assert not nearer or isinstance(verdict, Deny)


@given(known=worlds())
def test_cancelling_a_stop_is_a_request_for_risk(known: Facts) -> None:
    halted = replace(known, switch=switched(Switch.HALTED))
    for working in known.orders:
        if working.role is OrderRole.STOP:
            assert codes(judge(CancelIntent(**HEADER, order=working.id), halted, HOUSE))


@given(intent=orders(), known=worlds(active=True), limits=LIMITS, words=st.tuples(WORDS, WORDS, WORDS, WORDS))
def test_words_never_change_a_decision(
    intent: OrderIntent, known: Facts, limits: Limits, words: tuple[str, str, str, str]
) -> None:
    principal, message, channel, strategy = words
    named = replace(intent, strategy="one")
    origin = replace(OWNER, principal=principal, message=message, channel=channel)
    renamed = replace(named, origin=origin, strategy=strategy)
    assert judge(named, known, limits) == judge(renamed, known, limits)


@given(role=st.sampled_from(list(Role)), known=worlds(active=True), intent=orders())
def test_a_role_only_takes_away(role: Role, known: Facts, intent: OrderIntent) -> None:
    asked = replace(intent, origin=replace(OWNER, role=role))
    if passes(judge(asked, known, HOUSE)):
        assert judge(asked, known, HOUSE) == judge(intent, known, HOUSE)


@given(intent=WILD_INTENTS, known=wild_facts())
def test_a_known_id_never_acts_again(intent: AnyIntent, known: Facts) -> None:
    again = remembered(known, known=(intent.intent_id,))
    assert Act(intent, again).judged() == Act(intent, again).judged()
    assert not passes(judge(intent, again, HOUSE))
