"""Invariants of floors and time: what trails never falls, money paid in is no profit, resets are looked across."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policies.case import LOOK_AHEAD, Case
from policies.facts import Account, Facts, Marks, Session
from policies.floors import first_marks, floors, moved, next_reset, raised, rolled, trading_day, turns
from policies.kernel import judge
from policies.limits import Basis, DailyRule, Limits, Lock, Reset, TotalRule, Trail
from policies.values import ZERO, Switch
from policies.verdicts import Allow
from policies.watch import watch
from tests.properties.invariant_worlds import ANY_LIMITS, EVERY_FLOOR, TOTAL, wide_orders, wide_worlds
from tests.unit.kernel_cases import AAA, AT, WIDE, codes, facts, held, order, quote, stop_leg

D = Decimal
C0 = D(100_000)
EOD = (Trail.EOD_BALANCE, Trail.EOD_MAX)
MONEY = st.integers(90_000, 112_000).map(D)
DAYS = st.lists(st.tuples(MONEY, MONEY, MONEY), min_size=1, max_size=8)
"""Of each day the equity on the way, and balance and equity at its end."""


def under(rule: TotalRule) -> Limits:
    """Limits with this total rule alone."""
    return replace(WIDE, total=(rule,))


def total(limits: Limits, account: Account, marks: dict[str, Marks]) -> Decimal:
    """The total floor."""
    return next(f.floor for f in floors(account, marks, limits) if f.name == "total")


def walked(rule: TotalRule, days: list[tuple[Decimal, Decimal, Decimal]]) -> list[tuple[str, Decimal]]:
    """The total floor at the start, within each day and after each reset."""
    limits, account = under(rule), Account(currency="USD", initial=C0, balance=C0)
    marks = {reset.key: first_marks(account, AT, reset) for reset in limits.resets}
    seen, now = [("start", total(limits, account, marks))], AT
    for on_the_way, balance, equity in days:
        marks = {key: raised(mark, account.balance, on_the_way) for key, mark in marks.items()}
        seen.append(("day", total(limits, account, marks)))
        account, now = replace(account, balance=balance), now + timedelta(days=1)
        marks = {r.key: rolled(raised(marks[r.key], balance, equity), now, r, balance, equity) for r in limits.resets}
        seen.append(("reset", total(limits, account, marks)))
    return seen


@given(rule=TOTAL, days=DAYS)
def test_a_total_floor_never_falls_and_stops_at_its_lock(
    rule: TotalRule, days: list[tuple[Decimal, Decimal, Decimal]]
) -> None:
    seen = walked(rule, days)
    values = [floor for _, floor in seen]
    assert values == sorted(values)
    lock = rule.lock
    if lock is not None and lock.at is not None:
        assert max(values) <= C0 + lock.money(lock.at, C0)
    if rule.trail is Trail.STATIC:
        assert len(set(values)) == 1
    for (_, before), (kind, now) in pairwise(seen):
        assert rule.trail not in EOD or kind == "reset" or now == before


@given(days=DAYS, gain=st.integers(0, 12_000).map(D), trail=st.sampled_from(list(Trail)), share=st.booleans())
def test_a_floor_that_moves_to_the_start_stays_there(
    days: list[tuple[Decimal, Decimal, Decimal]], gain: Decimal, trail: Trail, share: bool
) -> None:
    lock = Lock(when=gain / C0, of=Basis.INITIAL) if share else Lock(when=gain)
    rule = replace(WIDE.total[0], trail=trail, lock=lock)
    values = [floor for _, floor in walked(rule, days)]
    assert values == sorted(values)


@given(data=st.data(), limits=EVERY_FLOOR, amount=st.integers(-40_000, 40_000).map(D))
def test_money_paid_in_or_out_makes_no_headroom(data: st.DataObject, limits: Limits, amount: Decimal) -> None:
    """What may be lost grows by the rule's share of what came in at most; no total floor falls with what went out."""
    known = data.draw(wide_worlds(limits))
    account, come = known.account, max(ZERO, amount)
    paid = replace(account, balance=account.balance + amount, deposits=account.deposits + come)
    marks = {key: moved(mark, amount) for key, mark in known.history.marks.items()}
    before, now = floors(account, known.history.marks, limits), floors(paid, marks, limits)
    rules: list[DailyRule | TotalRule] = [*limits.daily, *limits.total]
    for rule, old, new in zip(rules, before, now, strict=True):
        share = ZERO if rule.amount.basis is Basis.FIXED else rule.amount.value
        assert paid.balance - new.floor <= account.balance - old.floor + share * come
        assert isinstance(rule, DailyRule) or new.floor >= old.floor


def near_reset(known: Facts, limits: Limits, before: timedelta) -> Facts:
    """The same account shortly before the first of its resets."""
    reset = limits.resets[0]
    now = next_reset(known.market, reset) - before
    seen = {symbol: replace(q, at=now) for symbol, q in known.quotes.items()}
    rates = {pair: replace(q, at=now) for pair, q in known.fx.items()}
    marks = {key: replace(mark, until=None) for key, mark in known.history.marks.items()}
    calendar = None if known.calendar is None else replace(known.calendar, known_until=now + timedelta(days=1))
    history = replace(known.history, marks=marks)
    return replace(known, market=now, quotes=seen, fx=rates, calendar=calendar, history=history)


@given(data=st.data(), limits=ANY_LIMITS, seconds=st.integers(1, 1_800))
def test_before_a_reset_the_floors_of_both_days_hold(data: st.DataObject, limits: Limits, seconds: int) -> None:
    known = near_reset(data.draw(wide_worlds(limits)), limits, timedelta(seconds=seconds))
    intent = data.draw(wide_orders())
    assume(isinstance(judge(intent, known, limits), Allow))
    case = Case(intent, known, limits)
    assume(case.raising)
    reset, marks = limits.resets[0], dict(known.history.marks)
    today = floors(known.account, marks, limits, case.equity)
    marks[reset.key] = rolled(
        marks[reset.key], next_reset(known.market, reset), reset, known.account.balance, case.equity
    )
    tomorrow = [f for f in floors(known.account, marks, limits) if f.reset == reset.key]
    assert all(case.equity - case.after.loss >= f.guard for f in (*today, *tomorrow))


@pytest.mark.parametrize(("seconds", "allowed"), [(LOOK_AHEAD.seconds + 1, True), (LOOK_AHEAD.seconds, False)])
def test_a_floating_loss_counts_against_tomorrows_floor(seconds: int, allowed: bool) -> None:
    """The balance has grown by 4,000 today and 3,000 of it float away: tomorrow's floor hangs from the balance."""
    parts = (held("500", price="106"), stop_leg("sell", "500", "99.5"))
    base = facts(*parts, limits=WIDE)
    known = near_reset(
        replace(base, account=replace(base.account, balance=D(104_000))), WIDE, timedelta(seconds=seconds)
    )
    ask = order(quantity="10", type="limit", limit="100")
    assert (codes(judge(ask, known, WIDE)) == []) is allowed
    assert watch(known, WIDE).state is Switch.ACTIVE


FIRST = datetime(2026, 10, 1, tzinfo=UTC)
PRAGUE, CHICAGO = Reset(zone="Europe/Prague", at=time(0)), Reset(zone="America/Chicago", at=time(17))


@given(
    start=st.integers(0, 210 * 24 * 60).map(lambda n: FIRST + timedelta(minutes=n)),
    hours=st.lists(st.integers(1, 30), max_size=20),
)
def test_two_accounts_roll_over_each_at_its_own_reset_and_once_a_day(start: datetime, hours: list[int]) -> None:
    now = start
    account = Account(currency="USD", initial=C0, balance=C0)
    marks = {reset.key: first_marks(account, now, reset) for reset in (PRAGUE, CHICAGO)}
    for step in hours:
        now += timedelta(hours=step)
        for reset in (PRAGUE, CHICAGO):
            mark = marks[reset.key]
            turned = turns(mark, now, reset)
            assert turned is (trading_day(now, reset) > mark.day)
            if turned:
                marks[reset.key] = rolled(mark, now, reset, C0, C0)
                assert not turns(marks[reset.key], now, reset)
                assert not turns(marks[reset.key], now - timedelta(hours=step), reset)


@given(back=st.integers(0, 400_000), reset=st.sampled_from([PRAGUE, CHICAGO]))
def test_a_day_that_was_begun_is_never_begun_again(back: int, reset: Reset) -> None:
    account = Account(currency="USD", initial=C0, balance=C0)
    mark = first_marks(account, AT, reset)
    assert not turns(mark, AT - timedelta(seconds=back), reset)
    assert not turns(replace(mark, until=None), AT - timedelta(seconds=back), reset)


@given(data=st.data(), limits=ANY_LIMITS, ends=st.sampled_from(["closed", "not this one", "flat by"]))
def test_nothing_is_opened_while_an_instrument_is_closed(data: st.DataObject, limits: Limits, ends: str) -> None:
    known, intent = data.draw(wide_worlds(limits)), data.draw(wide_orders())
    shut = replace(known, session=Session(open=ends != "closed", closed=(intent.symbol,)))
    case = Case(intent, shut, limits)
    if not case.reducing:
        assert "MARKET_CLOSED" in codes(judge(intent, shut, limits)) or codes(judge(intent, shut, limits))
        assert not isinstance(judge(intent, shut, limits), Allow)


def test_quotes_may_be_old_only_while_the_market_sleeps() -> None:
    shut = facts(session=Session(open=False), quotes={AAA: quote(age="9999")})
    assert codes(judge(order(), shut, WIDE)) == ["MARKET_CLOSED"]
