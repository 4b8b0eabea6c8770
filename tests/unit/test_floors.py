"""Loss floors by the firms' own examples, and trading days that begin at a zone's own hour all year."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from policies.book import equity, floating, rate
from policies.facts import Account, Marks
from policies.firms.rulesets import ruleset
from policies.floors import Floor, MissingFact, floors, next_reset, trading_day
from policies.instruments import Quote
from policies.limits import Amount, Basis, Effect, Limits, Reset
from tests.unit.kernel_cases import AAA, EUX, HOUSE, HOUSE_DATA, STOCK, facts, held, quote

SOURCED = {"source": "a test", "verified_on": date(2026, 11, 21), "confidence": "own"}
PRAGUE = Reset(zone="Europe/Prague", at=time(0, 0))
CHICAGO = Reset(zone="America/Chicago", at=time(17, 0))
RESETS = [
    PRAGUE,
    CHICAGO,
    Reset(zone="America/New_York", at=time(17, 0)),
    Reset(zone="America/New_York", at=time(18, 0)),
    Reset(zone="UTC", at=time(0, 0)),
    Reset(zone="UTC", at=time(0, 5)),
    Reset(zone="UTC", at=time(0, 30)),
    Reset(zone="UTC", at=time(22, 0)),
]


def firm(daily: dict[str, Any], total: dict[str, Any], reset: str = "UTC 00:00") -> Limits:
    """Limits of one daily and one total rule; the rest as the house has it."""
    own_daily = {"reference": "balance_at_reset", "of": "initial", "measure": "equity", "effect": "hard"}
    own_total = {"of": "initial", "effect": "hard"}
    return ruleset(
        {
            "id": "inline",
            "daily": [{**SOURCED, "reset": reset, **own_daily, **daily}],
            "total": [{**SOURCED, "reset": reset, **own_total, **total}],
            "order": HOUSE_DATA["order"],
        }
    )[0]


def marked(limits: Limits, start: str, **values: str) -> dict[str, Marks]:
    """Marks at a starting balance, some raised."""
    names = ("day_balance", "day_equity", "day_peak", "eod_balance", "eod_max", "peak_equity")
    same: dict[str, Any] = dict.fromkeys(names, Decimal(start)) | {n: Decimal(v) for n, v in values.items()}
    return {reset.key: Marks(day=date(2026, 1, 2), **same) for reset in limits.resets}


def found(limits: Limits, initial: str, **values: str) -> dict[str, Floor]:
    """The floors by name."""
    account = Account(currency="USD", initial=Decimal(initial), balance=Decimal(initial))
    return {floor.name: floor for floor in floors(account, marked(limits, initial, **values), limits)}


FTMO_2 = firm({"amount": "0.05"}, {"trail": "static", "amount": "0.10"}, "Europe/Prague 00:00")
FTMO_1 = firm({"amount": "0.03"}, {"trail": "eod_trail_balance", "amount": "0.10"}, "Europe/Prague 00:00")
TOPSTEP = firm(
    {"amount": "1000", "of": "fixed", "measure": "net_pnl_today", "effect": "soft_lock_until_reset"},
    {"trail": "eod_trail_balance", "amount": "2000", "of": "fixed", "lock_at": "0"},
    "America/Chicago 17:00",
)
HYRO = firm({"reference": "running_equity_peak_today", "amount": "0.05"}, {"trail": "static", "amount": "0.10"})
APEX = firm(
    {"amount": "1000", "of": "fixed"},
    {"trail": "intraday_trail_equity", "amount": "2500", "of": "fixed", "lock_at": "100"},
)
TTP = firm({"amount": "0.02"}, {"trail": "static", "amount": "0.04", "lock_when": "6000"})
DNA_EOD = firm({"amount": "0.05"}, {"trail": "eod_trail_max_balance_equity", "amount": "0.05", "of": "reference"})
DNA_LIVE = firm({"amount": "0.05"}, {"trail": "intraday_trail_equity", "amount": "0.05", "of": "reference"})
FIVERS = firm(
    {"reference": "max_balance_equity_at_reset", "amount": "0.05", "of": "reference"},
    {"trail": "static", "amount": "0.10"},
    "America/New_York 17:00",
)

VECTORS: list[tuple[Limits, str, dict[str, str], str, str]] = [
    (FTMO_2, "100000", {}, "daily", "95000"),
    (FTMO_2, "100000", {"day_balance": "103000"}, "daily", "98000"),
    (FTMO_2, "100000", {"day_balance": "97000"}, "daily", "92000"),
    (FTMO_2, "100000", {"day_equity": "120000", "eod_balance": "120000"}, "total", "90000"),
    (FTMO_1, "100000", {}, "total", "90000"),
    (FTMO_1, "100000", {"eod_balance": "104000"}, "total", "94000"),
    (FTMO_1, "100000", {"eod_balance": "104000", "day_balance": "103000"}, "total", "94000"),
    (FTMO_1, "100000", {"eod_balance": "104000", "peak_equity": "109000"}, "total", "94000"),
    (FTMO_1, "100000", {"day_balance": "103000"}, "daily", "100000"),
    (TOPSTEP, "50000", {}, "total", "48000"),
    (TOPSTEP, "50000", {"eod_balance": "50500"}, "total", "48500"),
    (TOPSTEP, "50000", {"eod_balance": "50500", "day_balance": "49000"}, "total", "48500"),
    (TOPSTEP, "50000", {"eod_balance": "52500"}, "total", "50000"),
    (TOPSTEP, "50000", {"eod_balance": "58000"}, "total", "50000"),
    (TOPSTEP, "50000", {"day_balance": "50500", "day_equity": "50300"}, "daily", "49300"),
    (HYRO, "5000", {"day_peak": "5200"}, "daily", "4950"),
    (HYRO, "100000", {"day_peak": "110000"}, "daily", "105000"),
    (APEX, "50000", {"peak_equity": "50875"}, "total", "48375"),
    (APEX, "50000", {"peak_equity": "52600"}, "total", "50100"),
    (APEX, "50000", {"peak_equity": "59000"}, "total", "50100"),
    (TTP, "100000", {"peak_equity": "105999.99"}, "total", "96000"),
    (TTP, "100000", {"peak_equity": "106000"}, "total", "100000"),
    (DNA_EOD, "100000", {"eod_max": "110000", "peak_equity": "115000"}, "total", "104500"),
    (DNA_LIVE, "100000", {"peak_equity": "110000"}, "total", "104500"),
    (FIVERS, "100000", {"day_balance": "100000", "day_equity": "104000"}, "daily", "98800"),
    (FIVERS, "100000", {"day_balance": "104000", "day_equity": "100000"}, "daily", "98800"),
]


@pytest.mark.parametrize(("limits", "initial", "values", "name", "expected"), VECTORS)
def test_the_firms_own_examples(limits: Limits, initial: str, values: dict[str, str], name: str, expected: str) -> None:
    assert found(limits, initial, **values)[name].floor == Decimal(expected)


@pytest.mark.parametrize("limits", [FTMO_1, TOPSTEP, APEX, TTP, DNA_EOD, DNA_LIVE])
def test_a_trailing_floor_never_falls_while_marks_rise(limits: Limits) -> None:
    marks = [str(50_000 + 250 * n) for n in range(40)]
    seen = [found(limits, "50000", eod_balance=m, eod_max=m, peak_equity=m)["total"].floor for m in marks]
    assert seen == sorted(seen)


def test_the_guard_is_the_larger_buffer_and_never_beyond_the_allowance() -> None:
    assert found(FTMO_2, "100000")["daily"].guard == Decimal(95_500)
    assert found(FTMO_2, "10000")["daily"].guard == Decimal(9_600)
    assert found(FTMO_2, "1000")["daily"].guard == Decimal(1_000)


def test_every_rule_has_a_floor_with_its_name_and_effect() -> None:
    both = replace(TOPSTEP, daily=TOPSTEP.daily * 2, total=TOPSTEP.total * 3)
    named = found(both, "50000")
    assert list(named) == ["daily", "daily-2", "total", "total-2", "total-3"]
    assert (named["daily"].effect, named["total"].effect) == (Effect.SOFT, Effect.HARD)


def test_a_reset_without_reference_values_is_a_missing_fact() -> None:
    account = Account(currency="USD", initial=Decimal(1), balance=Decimal(1))
    with pytest.raises(MissingFact, match="Europe/Prague@00:00"):
        floors(account, marked(TOPSTEP, "1"), FTMO_2)


@pytest.mark.parametrize(
    ("at", "reset", "day", "following"),
    [
        ("2026-10-24T21:59:59", PRAGUE, "2026-10-24", "2026-10-24T22:00:00"),
        ("2026-10-24T22:00:00", PRAGUE, "2026-10-25", "2026-10-25T23:00:00"),
        ("2026-10-25T00:30:00", PRAGUE, "2026-10-25", "2026-10-25T23:00:00"),
        ("2026-10-25T01:30:00", PRAGUE, "2026-10-25", "2026-10-25T23:00:00"),
        ("2026-10-25T22:59:59", PRAGUE, "2026-10-25", "2026-10-25T23:00:00"),
        ("2026-10-25T23:00:00", PRAGUE, "2026-10-26", "2026-10-26T23:00:00"),
        ("2027-03-27T23:00:00", PRAGUE, "2027-03-28", "2027-03-28T22:00:00"),
        ("2027-03-28T21:59:59", PRAGUE, "2027-03-28", "2027-03-28T22:00:00"),
        ("2027-03-28T22:00:00", PRAGUE, "2027-03-29", "2027-03-29T22:00:00"),
        ("2026-10-26T21:59:59", CHICAGO, "2026-10-26", "2026-10-26T22:00:00"),
        ("2026-10-26T22:00:00", CHICAGO, "2026-10-27", "2026-10-27T22:00:00"),
        ("2026-11-01T22:59:59", CHICAGO, "2026-11-01", "2026-11-01T23:00:00"),
        ("2027-03-14T21:59:59", CHICAGO, "2027-03-14", "2027-03-14T22:00:00"),
        ("2027-03-14T22:00:00", CHICAGO, "2027-03-15", "2027-03-15T22:00:00"),
    ],
)
def test_days_begin_at_the_zones_own_hour(at: str, reset: Reset, day: str, following: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert trading_day(moment, reset) == date.fromisoformat(day)
    assert next_reset(moment, reset) == datetime.fromisoformat(following).replace(tzinfo=UTC)


@pytest.mark.parametrize("reset", RESETS, ids=lambda reset: reset.key)
def test_through_two_years_each_day_begins_once_and_at_its_reset(reset: Reset) -> None:
    moment, ends = datetime(2026, 1, 1, 12, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    while moment < ends:
        begins = next_reset(moment, reset)
        today = trading_day(moment, reset)
        assert trading_day(begins - timedelta(microseconds=1), reset) == today
        assert trading_day(begins, reset) == today + timedelta(days=1)
        assert begins.astimezone(ZoneInfo(reset.zone)).time() == reset.at
        assert timedelta(0) < begins - moment <= timedelta(hours=25)
        moment = begins


def test_a_day_has_23_24_or_25_hours() -> None:
    long, short = datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2027, 3, 27, 23, tzinfo=UTC)
    assert next_reset(long, PRAGUE) - long == timedelta(hours=25)
    assert next_reset(short, PRAGUE) - short == timedelta(hours=23)


@pytest.mark.parametrize(("day", "apart"), [("2026-10-20", 0), ("2026-10-28", 1), ("2027-03-18", 1), ("2027-04-05", 0)])
def test_in_the_weeks_between_two_clock_changes_prague_and_chicago_reset_apart(day: str, apart: int) -> None:
    noon = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
    assert next_reset(noon, PRAGUE) - next_reset(noon, CHICAGO) == timedelta(hours=apart)


def test_equity_is_balance_plus_the_adverse_side_less_closing_fees() -> None:
    stock = replace(STOCK, fee_unit=Decimal("0.01"), fee_min=Decimal(1))
    known = facts(held("200", price="90"), held("-50", price="90"), quotes={AAA: quote("99", "101")})
    known = replace(known, instruments={AAA: stock})
    assert stock.fee(Decimal(200)) == 2
    assert equity(known) == Decimal(100_000) + (200 * 9 - 2) + (-50 * 11 - 1)
    assert floating(known, held("0")) == 0


@pytest.mark.parametrize("balance", ["NaN", "Infinity", "-Infinity"])
def test_equity_that_is_no_number_is_a_missing_fact(balance: str) -> None:
    account = replace(facts().account, balance=Decimal(balance))
    with pytest.raises(MissingFact):
        equity(replace(facts(), account=account))


def test_a_rate_is_taken_at_the_worse_side_in_both_directions() -> None:
    direct = replace(facts(), fx={"EURUSD": quote("1.20", "1.30")})
    inverse = replace(facts(), fx={"USDEUR": quote("0.50", "0.80")})
    assert [rate(direct, "EUR", Decimal(n)) for n in (1, -1)] == [Decimal("1.20"), Decimal("1.30")]
    assert [rate(inverse, "EUR", Decimal(n)) for n in (1, -1)] == [Decimal("1.25"), Decimal(2)]
    assert rate(direct, "USD", Decimal(-1)) == 1


@pytest.mark.parametrize("fx", [{}, {"EURUSD": quote("1.30", "1.20")}, {"EURUSD": quote("0", "1")}])
def test_without_a_sound_rate_nothing_in_that_currency_has_a_value(fx: dict[str, Quote]) -> None:
    with pytest.raises(MissingFact, match="EUR"):
        equity(replace(facts(held("1", symbol=EUX)), fx=fx))


def test_no_ruleset_can_allow_more_than_the_ceilings() -> None:
    """However large its amounts, a daily floor stays within a tenth and a total floor within a fifth."""
    daily = replace(HOUSE.daily[0], amount=Amount(basis=Basis.INITIAL, value=Decimal(50)))
    total = replace(HOUSE.total[0], amount=Amount(basis=Basis.FIXED, value=Decimal(10**9)))
    known = facts()
    found = floors(known.account, dict(known.history.marks), replace(HOUSE, daily=(daily,), total=(total,)))
    assert [f.floor for f in found] == [Decimal(90_000), Decimal(80_000)]
