"""Marks through a day and floors around a reset, number by number: taken, raised, moved by money, told ahead."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from policies.facts import Account, Marks, Session
from policies.floors import (
    Floor,
    MissingFact,
    ahead,
    first_marks,
    floors,
    higher,
    moved,
    next_reset,
    raised,
    rolled,
    trading_day,
    turns,
)
from policies.limits import Amount, Basis, DailyReference, Effect, Limits, Lock, Measure, Reset, Trail
from tests.unit.kernel_cases import WIDE, facts

D = Decimal
MIDNIGHT, EVENING = Reset(zone="UTC", at=time(0, 0)), Reset(zone="UTC", at=time(22, 0))
NOON, BEFORE_NOON = Reset(zone="UTC", at=time(12, 0)), Reset(zone="UTC", at=time(11, 59))
AT = datetime(2026, 1, 5, 21, 30, tzinfo=UTC)
TICK = timedelta(microseconds=1)
ACCOUNT = Account(currency="USD", initial=D(1000), balance=D(1010), deposits=D(100))
OLD = Marks(
    day=date(2026, 1, 5),
    day_balance=D(1001),
    day_equity=D(1002),
    day_peak=D(1003),
    eod_balance=D(1004),
    eod_max=D(1005),
    peak_equity=D(1006),
    peak_max=D(1007),
    until=AT + timedelta(minutes=30),
)


def values(mark: Marks) -> tuple[int, ...]:
    """The seven numbers of marks in the order in which they are listed."""
    names = ("day_balance", "day_equity", "day_peak", "eod_balance", "eod_max", "peak_equity", "peak_max")
    return tuple(int(getattr(mark, name)) for name in names)


def test_a_reset_from_noon_on_begins_the_day_of_the_next_date() -> None:
    noon = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
    assert (trading_day(noon, NOON), trading_day(noon - TICK, NOON)) == (date(2026, 1, 6), date(2026, 1, 5))
    assert trading_day(noon, BEFORE_NOON) == date(2026, 1, 5)
    assert next_reset(noon - TICK, NOON) == noon
    assert next_reset(noon, NOON) == noon + timedelta(days=1)
    assert next_reset(noon, NOON).tzinfo is UTC


@pytest.mark.parametrize(("balance", "start"), [("1099", 1100), ("1101", 1101)])
def test_a_first_day_starts_at_the_higher_of_capital_and_balance(balance: str, start: int) -> None:
    made = first_marks(replace(ACCOUNT, balance=D(balance)), AT, EVENING)
    assert values(made) == (start,) * 7
    assert (made.day, made.until) == (date(2026, 1, 5), datetime(2026, 1, 5, 22, 0, tzinfo=UTC))


@pytest.mark.parametrize("wrong", [{"balance": D("NaN")}, {"initial": D("Infinity")}, {"deposits": D("NaN")}])
def test_a_first_day_of_no_number_is_no_number(wrong: dict[str, Any]) -> None:
    made = first_marks(replace(ACCOUNT, **wrong), AT, EVENING)
    assert made.day_balance.is_nan()
    assert made.peak_max.is_nan()


@pytest.mark.parametrize(
    ("balance", "equity", "expected"),
    [
        (1, 2, (1, 2, 2, 1004, 1005, 1006, 1007)),
        (2000, 3, (2000, 3, 3, 2000, 2000, 1006, 2000)),
        (3, 2000, (3, 2000, 2000, 1004, 2000, 2000, 2000)),
    ],
)
def test_a_new_day_takes_over_what_is_and_keeps_every_high(
    balance: int, equity: int, expected: tuple[int, ...]
) -> None:
    at = datetime(2026, 1, 5, 22, 0, tzinfo=UTC)
    made = rolled(OLD, at, EVENING, D(balance), D(equity))
    assert values(made) == expected
    assert (made.day, made.until) == (date(2026, 1, 6), at + timedelta(days=1))


def test_running_peaks_rise_and_nothing_else() -> None:
    assert raised(OLD, D(1), D(2)) == OLD
    assert values(raised(OLD, D(1), D(2000))) == (1001, 1002, 2000, 1004, 1005, 2000, 2000)
    assert values(raised(OLD, D(2000), D(1))) == (1001, 1002, 1003, 1004, 1005, 1006, 2000)


def test_a_day_turns_at_its_reset_and_never_back() -> None:
    reset = AT + timedelta(minutes=30)
    assert turns(OLD, reset, EVENING)
    assert not turns(OLD, reset - TICK, EVENING)
    unknown = replace(OLD, until=None)
    assert turns(unknown, reset, EVENING)
    assert not turns(unknown, reset - TICK, EVENING)
    assert not turns(replace(OLD, until=AT), AT, EVENING)
    assert not turns(replace(OLD, until=reset + TICK), reset, EVENING)


FOLLOWING = replace(WIDE, daily=(replace(WIDE.daily[0], reference=DailyReference.EQUITY_PEAK_TODAY),))


@pytest.mark.parametrize(
    ("balance", "equity", "expected"),
    [
        (1007, 1003, False),
        (1007, 1004, True),
        (1008, 1, True),
    ],
)
def test_a_peak_is_new_when_it_is_above_the_lowest_one_kept(balance: int, equity: int, *, expected: bool) -> None:
    assert higher(OLD, D(balance), D(equity), FOLLOWING) is expected
    assert not higher(OLD, D(balance), D(equity), WIDE)


def test_the_peak_of_all_time_may_be_the_lower_one_and_one_never_kept_is_none() -> None:
    reset = replace(OLD, day_peak=D(1010))
    assert higher(reset, D(1), D(1007), FOLLOWING)
    assert not higher(reset, D(1), D(1006), FOLLOWING)
    assert not higher(replace(OLD, peak_max=D(0)), D(2000), D(1), FOLLOWING)
    assert higher(replace(OLD, peak_max=D("0.1")), D(2000), D(1), FOLLOWING)


def test_money_paid_in_or_out_is_neither_profit_nor_loss() -> None:
    assert values(moved(OLD, D(100))) == (1101, 1102, 1103, 1104, 1105, 1106, 1107)
    assert values(moved(OLD, D(-100))) == (901, 902, 903, 1004, 1005, 1006, 1007)
    assert moved(OLD, D(100)).until == OLD.until


def limits(daily: dict[str, Any] | None = None, total: dict[str, Any] | None = None) -> Limits:
    """A daily 50 and a total 100 of fixed amount, no buffer, both at 22:00 UTC."""
    fixed = {"amount": Amount(basis=Basis.FIXED, value=D(50)), "reset": EVENING}
    overall = {"amount": Amount(basis=Basis.FIXED, value=D(100)), "reset": EVENING}
    return replace(
        WIDE,
        buffer=D(0),
        buffer_fixed=D(0),
        daily=(replace(WIDE.daily[0], **{**fixed, **(daily or {})}),),
        total=(replace(WIDE.total[0], **{**overall, **(total or {})}),),
    )


def both(chosen: Limits, mark: Marks = OLD, account: Account = ACCOUNT, equity: Decimal | None = None) -> list[Floor]:
    """The floors from the same marks for every reset."""
    return list(floors(account, {r.key: mark for r in chosen.resets}, chosen, equity))


@pytest.mark.parametrize(
    ("daily", "floor"),
    [
        ({"reference": DailyReference.BALANCE}, 951),
        ({"reference": DailyReference.REALISED}, 951),
        ({"reference": DailyReference.MAX_BALANCE_EQUITY}, 952),
        ({"reference": DailyReference.EQUITY_PEAK_TODAY}, 953),
        ({"reference": DailyReference.EQUITY_PEAK_TODAY, "measure": Measure.NET_PNL_TODAY}, 952),
        ({"amount": Amount(basis=Basis.REFERENCE, value=D("0.05"))}, D("950.95")),
        ({"amount": Amount(basis=Basis.INITIAL, value=D("0.05"))}, 951),
        ({"amount": Amount(basis=Basis.FIXED, value=D(500))}, D("900.9")),
    ],
)
def test_what_a_daily_floor_hangs_from(daily: dict[str, Any], floor: Decimal | int) -> None:
    assert both(limits(daily))[0].floor == floor


def test_a_days_ceiling_is_a_tenth_of_the_larger_of_reference_and_initial() -> None:
    much = limits({"amount": Amount(basis=Basis.FIXED, value=D(500))})
    assert both(much, replace(OLD, day_balance=D(900)))[0].floor == 800


@pytest.mark.parametrize(
    ("total", "floor"),
    [
        ({}, 1000),
        ({"trail": Trail.EOD_BALANCE}, 1104),
        ({"trail": Trail.EOD_MAX}, 1105),
        ({"trail": Trail.INTRADAY_EQUITY}, 1106),
        ({"trail": Trail.INTRADAY_MAX}, 1107),
        ({"amount": Amount(basis=Basis.REFERENCE, value=D("0.1"))}, 990),
        ({"amount": Amount(basis=Basis.INITIAL, value=D("0.1"))}, 1000),
        ({"amount": Amount(basis=Basis.FIXED, value=D(900))}, 880),
        ({"trail": Trail.EOD_MAX, "lock": Lock(at=D(2))}, 1102),
        ({"trail": Trail.EOD_MAX, "lock": Lock(at=D("0.002"), of=Basis.INITIAL)}, D("1102.2")),
        ({"trail": Trail.EOD_MAX, "lock": Lock(at=D(6))}, 1105),
        ({"lock": Lock(when=D(106))}, 1100),
        ({"lock": Lock(when=D("106.01"))}, 1000),
    ],
)
def test_where_a_total_floor_stands(total: dict[str, Any], floor: Decimal | int) -> None:
    high = replace(OLD, eod_balance=D(1204), eod_max=D(1205), peak_equity=D(1206), peak_max=D(1207))
    assert both(limits(None, total), high)[1].floor == floor


def test_an_intraday_trail_follows_the_higher_of_both_peaks() -> None:
    chosen = limits(None, {"trail": Trail.INTRADAY_MAX})
    assert both(chosen, replace(OLD, peak_equity=D(1300), peak_max=D(1200)))[1].floor == 1200


def test_peaks_count_up_to_now_when_a_floor_follows_them() -> None:
    chosen = limits({"reference": DailyReference.EQUITY_PEAK_TODAY}, {"trail": Trail.INTRADAY_MAX})
    assert [f.floor for f in both(chosen, equity=D(1300))] == [1250, 1200]
    assert [f.floor for f in both(chosen, account=replace(ACCOUNT, balance=D(1400)), equity=D(1300))] == [1250, 1300]
    assert [f.floor for f in both(chosen)] == [953, 1000]


@pytest.mark.parametrize(
    ("fixed", "share", "guard"),
    [("0", "0.1", 956), ("10", "0.1", 961), ("60", "0.1", 1001), ("0", "2", 1001)],
)
def test_the_guard_stands_before_the_floor_by_the_larger_buffer_within_the_allowance(
    fixed: str, share: str, guard: int
) -> None:
    found = both(replace(limits(), buffer_fixed=D(fixed), buffer=D(share)))[0]
    assert found == Floor(
        name="daily",
        floor=D(951),
        guard=D(guard),
        effect=Effect.SOFT,
        reset=EVENING.key,
        allowance=D(50),
    )


def test_a_second_rule_has_its_own_name_and_its_marks_must_be_known() -> None:
    one = limits()
    two = replace(one, daily=one.daily * 2, total=one.total * 3)
    assert [f.name for f in both(two)] == ["daily", "daily-2", "total", "total-2", "total-3"]
    assert Floor(name="x", floor=D(1), guard=D(2), effect=Effect.HARD).reset == ""
    with pytest.raises(MissingFact, match="22:00"):
        floors(ACCOUNT, {}, one)


HALF_HOUR = timedelta(minutes=30)


def told(chosen: Limits, at: datetime, session: Session | None = None, mark: Marks = OLD) -> list[tuple[str, int]]:
    """Names and floors half an hour ahead, at a balance of 1200 and an equity of 1150."""
    known = replace(facts(limits=chosen), market=at, session=session or Session(open=True))
    marks = {r.key: mark for r in chosen.resets}
    known = replace(known, account=replace(ACCOUNT, balance=D(1200)), history=replace(known.history, marks=marks))
    return [(f.name, int(f.floor)) for f in ahead(known, chosen, HALF_HOUR, D(1150))]


def test_near_a_reset_the_floors_are_told_as_they_will_stand_after_it() -> None:
    both_move = limits(None, {"trail": Trail.EOD_MAX})
    assert told(both_move, AT) == [("daily-tomorrow", 1150), ("total-tomorrow", 1100)]
    assert told(both_move, AT - TICK) == []
    by_equity = limits({"measure": Measure.NET_PNL_TODAY}, {"trail": Trail.EOD_MAX, "reset": MIDNIGHT})
    own = replace(OLD, until=None)
    assert told(by_equity, AT, mark=own) == [("daily-tomorrow", 1100)]


def test_marks_that_end_too_late_or_have_ended_are_reckoned_anew() -> None:
    assert told(limits(), AT, mark=replace(OLD, until=AT)) == told(limits(), AT)
    assert told(limits(), AT, mark=replace(OLD, until=AT - TICK)) == told(limits(), AT)
    assert told(limits(), AT, mark=replace(OLD, until=AT + HALF_HOUR + TICK)) == []
    assert told(limits(), AT - TICK, mark=replace(OLD, until=AT - timedelta(hours=1))) == []
    assert told(limits(), AT + HALF_HOUR) == []


@pytest.mark.parametrize(
    ("session", "near"),
    [
        (Session(open=True, closes_at=AT - HALF_HOUR), True),
        (Session(open=True, closes_at=AT - HALF_HOUR + TICK), False),
        (Session(open=False, closes_at=AT - HALF_HOUR), False),
        (Session(open=True, closes_at=AT - timedelta(hours=1)), True),
        (Session(open=True, closes_at=AT - timedelta(hours=1) - TICK), False),
        (Session(open=True, closes_at=AT + timedelta(hours=9)), False),
    ],
)
def test_the_last_close_before_a_reset_counts_as_the_reset(session: Session, near: bool) -> None:
    assert bool(told(limits(), AT - timedelta(hours=1), session)) is near
