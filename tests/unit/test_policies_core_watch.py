"""The watch to the second and the unit: latches that meet, causes word for word, what is left for whom and when."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal, getcontext, localcontext
from typing import Any

import pytest

from policies.facts import Calendar, Facts, Release, Session
from policies.firms.terms import FlatBy, News, Terms
from policies.floors import MissingFact
from policies.instruments import Instrument
from policies.limits import Effect
from policies.values import CONTEXT, OrderId, Switch, Symbol
from policies.watch import BEFORE_RESET, Latch, Watched, look, moves, watch
from tests.unit.kernel_cases import AAA, AT, BBB, STOCK, WIDE, facts, held, quote, remembered, stop_leg, working

D = Decimal
SECOND, TICK = timedelta(seconds=1), timedelta(microseconds=1)
HARD, SOFT = Effect.HARD, Effect.SOFT


def latch(state: Switch, cause: str, effect: Effect, reset: str = "") -> Latch:
    """A latch in one line."""
    return Latch(state=state, cause=cause, effect=effect, reset=reset)


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        (
            latch(Switch.HALTED, "new", SOFT, "a b"),
            latch(Switch.HALTED, "old", SOFT, "b c"),
            latch(Switch.HALTED, "old", SOFT, "b c a"),
        ),
        (
            latch(Switch.HALTED, "new", SOFT, "a"),
            latch(Switch.REDUCING, "old", SOFT, "c"),
            latch(Switch.HALTED, "new", SOFT, "c a"),
        ),
        (
            latch(Switch.REDUCING, "new", SOFT, "a"),
            latch(Switch.HALTED, "old", SOFT, "c"),
            latch(Switch.HALTED, "old", SOFT, "c a"),
        ),
        (
            latch(Switch.REDUCING, "new", HARD),
            latch(Switch.HALTED, "old", SOFT, "c"),
            latch(Switch.HALTED, "new", HARD),
        ),
        (latch(Switch.HALTED, "new", SOFT, "a"), latch(Switch.HALTED, "old", HARD), latch(Switch.HALTED, "old", HARD)),
        (latch(Switch.HALTED, "new", HARD), latch(Switch.HALTED, "old", HARD), latch(Switch.HALTED, "old", HARD)),
        (latch(Switch.HALTED, "new", SOFT, "a"), None, latch(Switch.HALTED, "new", SOFT, "a")),
    ],
)
def test_two_latches_make_one(new: Latch, old: Latch | None, expected: Latch) -> None:
    assert new.joined(old) == expected


def test_a_soft_latch_waits_for_every_reset_and_a_hard_one_for_none() -> None:
    two = latch(Switch.HALTED, "x", SOFT, "a b")
    assert two.after("c") is two
    assert two.after("a") == latch(Switch.HALTED, "x", SOFT, "b")
    assert latch(Switch.HALTED, "x", SOFT, "b").after("b") is None
    hard = latch(Switch.HALTED, "x", HARD, "a b")
    assert hard.after("a") is hard
    assert latch(Switch.HALTED, "x", SOFT, "a b c").after("b") == latch(Switch.HALTED, "x", SOFT, "a c")
    assert Latch(state=Switch.HALTED, cause="x", effect=HARD) == latch(Switch.HALTED, "x", HARD)


def test_a_look_reckons_in_the_kernels_context() -> None:
    known = facts(held("3", price="99.99999"), stop_leg("sell", "3", "95"))
    exact = watch(known, WIDE)
    with localcontext(prec=4):
        assert watch(known, WIDE) == exact
        assert getcontext().prec == 4
    assert exact.equity == D("100000.00003")


def test_a_calm_account_says_what_it_is_worth_and_what_it_can_lose() -> None:
    seen = watch(facts(held("10"), stop_leg("sell", "10", "95")), WIDE)
    assert (seen.state, seen.cause, seen.latch, seen.reset, seen.leave) == (Switch.ACTIVE, None, None, "", ())
    assert (seen.equity, seen.loss) == (100_000, 10 * (100 - D("95") * D("0.95")))
    assert [f.name for f in seen.floors] == ["daily", "total"]


def broken(error: Exception) -> Any:
    """A look that fails."""

    def watching() -> Watched:
        raise error

    return watching


def test_a_look_that_fails_names_what_happened_and_still_says_what_is_known() -> None:
    known = facts(held("10"), stop_leg("sell", "10", "95"))
    with localcontext(CONTEXT):
        missing, failed = (look(broken(e), known, WIDE) for e in (MissingFact("a price"), KeyError("x")))
        assert missing == Watched(state=Switch.REDUCING, cause="missing fact: a price")
        assert failed == Watched(state=Switch.REDUCING, cause="watch failed: KeyError")
        lost = replace(known, account=replace(known.account, balance=D(1)))
        assert look(broken(KeyError("x")), lost, WIDE).cause == "total loss guard"
        dark = replace(known, quotes={}, history=replace(known.history, marks={}))
        assert look(broken(KeyError("x")), dark, WIDE) == failed


def test_working_orders_that_cannot_be_valued_hide_no_guard_either() -> None:
    blind = facts(held("1000"), working("buy", "1", symbol=BBB, stop="95"), quotes={AAA: quote("70")})
    assert watch(blind, WIDE).cause == "total loss guard"


def test_the_hard_guard_speaks_before_the_soft_one_and_names_its_reset() -> None:
    soft = replace(WIDE, daily=(replace(WIDE.daily[0], effect=SOFT),))
    known = facts(limits=soft)
    daily = watch(known, soft).floors[0]
    touched = replace(known, account=replace(known.account, balance=daily.guard))
    assert watch(replace(known, account=replace(known.account, balance=daily.guard + D("0.01"))), soft).cause is None
    seen = watch(touched, soft)
    assert (seen.state, seen.cause, seen.latch) == (Switch.HALTED, "daily loss guard", SOFT)
    assert seen.reset == WIDE.daily[0].reset.key
    both = watch(replace(known, account=replace(known.account, balance=D(1))), soft)
    assert (both.cause, both.latch) == ("total loss guard", HARD)
    assert both.equity == 1
    never_hard = replace(soft, total=(replace(WIDE.total[0], effect=SOFT),))
    first = watch(replace(known, account=replace(known.account, balance=D(1))), never_hard)
    assert (first.cause, first.latch) == ("daily loss guard", SOFT)


def test_one_gap_from_a_guard_halts_and_exactly_at_it_does_not() -> None:
    known = facts()
    guard = max(f.guard for f in watch(known, WIDE).floors)
    most = (known.account.balance - guard) / (100 * STOCK.gap)
    legs = (held(str(most)), stop_leg("sell", str(most), "100"))
    assert watch(facts(*legs), WIDE).state is Switch.ACTIVE
    more = str(most + D("0.01"))
    seen = watch(facts(held(more), stop_leg("sell", more, "100")), WIDE)
    assert (seen.state, seen.cause, seen.latch) == (Switch.HALTED, "one gap from the daily loss guard", None)


def test_a_minute_before_a_reset_the_gap_is_held_against_the_floors_after_it() -> None:
    known = facts()
    until = next(iter(known.history.marks.values())).until
    assert until is not None
    gained = replace(known.account, balance=D(105_000))
    legs = {"positions": (held("950"),), "orders": (stop_leg("sell", "950", "100"),)}
    quotes = {AAA: replace(quote(), at=until - BEFORE_RESET)}
    near: dict[str, Any] = {**legs, "account": gained, "quotes": quotes}
    early = replace(known, market=until - BEFORE_RESET - TICK, **near)
    assert watch(early, WIDE).state is Switch.ACTIVE
    late = watch(replace(known, market=until - BEFORE_RESET, **near), WIDE)
    assert (late.state, late.cause) == (Switch.HALTED, "one gap from the daily-tomorrow loss guard")


FLAT = FlatBy(zone="Europe/Paris", at=time(22, 0), until=time(23, 30), margin_s=300)


@pytest.mark.parametrize(("minutes", "closed"), [(-1, False), (0, True), (5, True), (94, True), (95, False)])
def test_the_time_to_be_flat_halts_without_a_latch(minutes: int, closed: bool) -> None:
    limits = replace(WIDE, terms=Terms(flat_by=(replace(FLAT, days=(6,)), FLAT)))
    at = datetime(2012, 1, 3, 20, 55, tzinfo=UTC) + timedelta(minutes=minutes)
    seen = watch(replace(facts(limits=limits), market=at), limits)
    assert seen.cause == ("flat by 22:00 Europe/Paris" if closed else None)
    assert seen.state is (Switch.HALTED if closed else Switch.ACTIVE)
    assert seen.latch is None


def test_the_time_to_be_flat_is_not_hidden_by_marks_that_are_missing() -> None:
    limits = replace(WIDE, terms=Terms(flat_by=(FLAT,)))
    known = replace(facts(), market=datetime(2012, 1, 3, 21, 0, tzinfo=UTC))
    seen = watch(replace(known, history=replace(known.history, marks={})), limits)
    assert (seen.state, seen.cause, seen.latch) == (Switch.HALTED, "flat by 22:00 Europe/Paris", None)


NEWS = replace(WIDE, terms=Terms(news=News(before_s=100, after_s=50, lead_s=20)))


def listed(seconds: float, *affects: str, **changes: Any) -> Facts:
    """Facts with 10 AAA held and an order in BBB, a release so many seconds from now."""
    release = Release(at=AT + timedelta(seconds=seconds), name="CPI", affects=affects)
    order = working("buy", "1", symbol=BBB, stop="95", id=OrderId("b"))
    known = Calendar(releases=(release,), known_until=AT + timedelta(days=1))
    return facts(held("10"), stop_leg("sell", "10", "95"), order, calendar=known, **changes)


@pytest.mark.parametrize(("seconds", "near"), [(120, True), (120.1, False), (-50, True), (-50.1, False), (0, True)])
def test_symbols_are_left_around_a_release_to_the_second(seconds: float, near: bool) -> None:
    assert watch(listed(seconds), NEWS).leave == ((AAA, BBB) if near else ())
    unbound = watch(listed(seconds), WIDE)
    assert (unbound.state, unbound.leave) == (Switch.ACTIVE, ())
    replayed = replace(listed(seconds), wall=AT + timedelta(days=1))
    assert watch(replayed, NEWS).leave == ((AAA, BBB) if near else ())


def test_only_what_a_release_moves_is_left_and_only_if_something_is_at_work() -> None:
    assert watch(listed(0, "BBB"), NEWS).leave == (BBB,)
    assert watch(listed(0, "EUR"), NEWS).leave == ()
    assert watch(replace(listed(0), calendar=None), NEWS).leave == ()
    nothing = replace(listed(0), positions=(held("0"),), orders=())
    assert watch(nothing, NEWS).leave == ()
    unknown = listed(0, "BBB", instruments={})
    assert watch(unknown, NEWS).leave == (BBB,)


@pytest.mark.parametrize(
    ("affects", "symbol", "instrument", "expected"),
    [
        (("EUR",), "EURUSD", None, True),
        (("USD",), "EURUSD", None, True),
        (("USD",), "eur/usd.r", None, True),
        (("EUR",), "EURUS", None, False),
        (("EURUS",), "EURUS", None, True),
        (("URU",), "EURUSD", None, False),
        (("JPY",), "AAA", replace(STOCK, currency="jpy"), True),
        (("JPY", "aaa"), "Aaa", STOCK, True),
        (("JPY", "GBP"), "Aaa", STOCK, False),
    ],
)
def test_what_a_release_moves(
    affects: tuple[str, ...], symbol: str, instrument: Instrument | None, expected: bool
) -> None:
    assert moves(Release(at=AT, name="x", affects=affects), Symbol(symbol), instrument) is expected


def test_doubts_reduce_in_their_order_and_only_failures_latch() -> None:
    calm = facts(held("10"), stop_leg("sell", "10", "95"))
    strange = replace(calm, switch=replace(calm.switch, strangers=("x",)))
    failed = remembered(strange, failures=WIDE.failures)
    old = replace(failed, quotes={AAA: quote(age="86400")})
    assert [(s.state, s.cause, s.latch) for s in (watch(f, WIDE) for f in (strange, failed, old))] == [
        (Switch.REDUCING, "unknown orders or positions", None),
        (Switch.REDUCING, "rejects and unknown outcomes", SOFT),
        (Switch.REDUCING, f"stale quote for {AAA}", None),
    ]
    assert watch(remembered(calm, failures=WIDE.failures - 1), WIDE).state is Switch.ACTIVE


def test_a_worst_case_may_touch_a_floor_and_not_pass_it() -> None:
    floor = max(f.floor for f in watch(facts(), WIDE).floors)
    room = (100_000 - floor) / 100
    assert watch(facts(held(str(room))), WIDE).cause is None
    assert watch(facts(held(str(room + 1))), WIDE).cause == "worst case beyond a floor"


def test_over_a_close_the_leaving_is_named_and_a_closed_market_is_one_gap_away() -> None:
    nightly = {AAA: replace(STOCK, gap_closed=D("0.2"))}
    parts = (held("300"), stop_leg("sell", "300", "99"))
    near = Session(open=True, closes_at=AT + timedelta(seconds=60))
    late = watch(facts(*parts, instruments=nightly, session=near), WIDE)
    assert (late.state, late.cause, late.leave) == (Switch.REDUCING, "one close from the daily loss guard", (AAA,))
    shut = watch(facts(*parts, instruments=nightly, session=Session(open=False)), WIDE)
    assert (shut.state, shut.cause, shut.leave) == (Switch.HALTED, "one gap from the daily loss guard", ())


def over_night(first: str, second: str) -> tuple[Symbol, ...]:
    """What is left of so many AAA and BBB, stopped at the market, a minute before a close that a fifth is lost over."""
    nightly = replace(STOCK, gap_closed=D("0.2"))
    parts = (held(first), stop_leg("sell", first, "99"), held(second, symbol=BBB))
    leg = stop_leg("sell", second, "99", id=OrderId("s2"), symbol=BBB)
    near = Session(open=True, closes_at=AT + timedelta(seconds=60))
    return watch(facts(*parts, leg, instruments={AAA: nightly, BBB: nightly}, session=near), WIDE).leave


def test_the_largest_risk_over_a_close_is_left_first_and_no_more_than_needed() -> None:
    assert over_night("100", "200") == (BBB,)
    assert over_night("200", "225") == (BBB,)
    assert over_night("225", "300") == (BBB,)
    assert over_night("225.01", "300") == (BBB, AAA)


def test_an_account_with_no_floor_and_nothing_at_work_has_nothing_to_leave_for() -> None:
    boundless = replace(WIDE, daily=(), total=())
    assert watch(facts(), boundless).state is Switch.ACTIVE
