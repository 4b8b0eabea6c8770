"""What goes into the records is checked when it is made; profit and loss is exact and needs no database."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from memory.records.pnl import Profit, by_day, by_month, by_week
from memory.records.values import Equity, Kind, Usage

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


def worth(day: str, equity: str, currency: str = "USD") -> Equity:
    return Equity(day=date.fromisoformat(day), currency=currency, equity=Decimal(equity))


SERIES = [
    worth("2026-12-30", "100"),
    worth("2026-12-31", "100.1"),
    worth("2027-01-01", "100.3"),
    worth("2027-01-04", "90"),
    worth("2027-01-05", "95"),
]
"""Wednesday to Friday of 2026-W53, then Monday and Tuesday of 2027-W01."""


def shown(found: list[Profit]) -> list[tuple[str, Decimal]]:
    return [(p.name, p.amount) for p in found]


def test_a_day_is_worth_the_difference_to_the_next_reset() -> None:
    expected = [("2026-12-30", "0.1"), ("2026-12-31", "0.2"), ("2027-01-01", "-10.3"), ("2027-01-04", "5")]
    assert shown(by_day(SERIES)) == [(name, Decimal(amount)) for name, amount in expected]
    assert shown(by_day(reversed(SERIES))) == shown(by_day(SERIES))


def test_the_day_under_way_ends_now() -> None:
    assert shown(by_day(SERIES, now=Decimal("94.5")))[-1] == ("2027-01-05", Decimal("-0.5"))
    assert shown(by_day(SERIES[:1], now=Decimal(101))) == [("2026-12-30", Decimal(1))]
    assert by_day([]) == by_day([], now=Decimal(1)) == by_day(SERIES[:1]) == []


def test_weeks_are_those_of_iso_and_months_those_of_the_calendar() -> None:
    assert shown(by_week(SERIES)) == [("2026-W53", Decimal("-10.0")), ("2027-W01", Decimal(5))]
    assert shown(by_month(SERIES)) == [("2026-12", Decimal("0.3")), ("2027-01", Decimal("-5.3"))]
    week = by_week(SERIES)[0]
    assert (week.first, week.last) == (date(2026, 12, 30), date(2027, 1, 1))


def test_every_span_sums_to_the_whole() -> None:
    now = Decimal("97.77")
    for found in (by_day(SERIES, now), by_week(SERIES, now), by_month(SERIES, now)):
        assert sum(p.amount for p in found) == now - 100


@pytest.mark.parametrize("series", [[SERIES[0], SERIES[0]], [SERIES[0], worth("2026-12-31", "1", "EUR")]])
def test_two_values_of_a_day_and_two_currencies_are_refused(series: list[Equity]) -> None:
    with pytest.raises(ValueError, match="one value a day, all in one currency"):
        by_day(series)


@pytest.mark.parametrize(
    ("kind", "amount", "at", "said"),
    [
        (Kind.SPEND, "NaN", AT, "finite"),
        (Kind.SPEND, "Infinity", AT, "finite"),
        (Kind.TOKENS_IN, "1.5", AT, "whole"),
        (Kind.TOKENS_OUT, "-1", AT, "whole"),
        (Kind.SPEND, "1", AT.replace(tzinfo=None), "aware"),
    ],
)
def test_a_usage_that_cannot_be_is_refused(kind: Kind, amount: str, at: datetime, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Usage(source="chat", kind=kind, model="", amount=Decimal(amount), unit="USD", at=at, principal="owner")


def test_a_refund_is_a_usage_below_zero() -> None:
    given = Usage(source="chat", kind=Kind.SPEND, model="", amount=Decimal(-1), unit="USD", at=AT, principal="owner")
    assert given.amount == -1
