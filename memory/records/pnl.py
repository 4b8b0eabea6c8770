"""Profit and loss by day, ISO week and month from a series of daily equity: pure, exact, without a database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from memory.records.values import Equity


@dataclass(frozen=True, kw_only=True)
class Profit:
    """What one span of time brought, in account currency: `first` and `last` are trading days in it.

    `name` is the day (2012-01-03), the ISO week (2012-W01) or the month (2012-01).
    """

    name: str
    first: date
    last: date
    amount: Decimal


def by_day(series: Iterable[Equity], now: Decimal | None = None) -> list[Profit]:
    """The profit of each day from its reset to the next one known; the last day's only where `now` is given.

    Days without a reset of their own (a desk that was off) count into the day before them. Deposits are not
    taken out. Raises ValueError for two values of one day or for two currencies.
    """
    days = sorted(series, key=lambda equity: equity.day)
    if len({e.day for e in days}) != len(days) or len({e.currency for e in days}) > 1:
        raise ValueError("a series has one value a day, all in one currency")
    ends = [e.equity for e in days[1:]] + ([] if now is None else [now])
    return [
        Profit(name=start.day.isoformat(), first=start.day, last=start.day, amount=end - start.equity)
        for start, end in zip(days, ends, strict=False)
    ]


def by_week(series: Iterable[Equity], now: Decimal | None = None) -> list[Profit]:
    """The profit of each ISO week, which begins on Monday; the last one is under way."""
    return _joined(by_day(series, now), _week)


def by_month(series: Iterable[Equity], now: Decimal | None = None) -> list[Profit]:
    """The profit of each month; the last one is under way."""
    return _joined(by_day(series, now), lambda day: f"{day.year:04}-{day.month:02}")


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def _joined(days: Iterable[Profit], name: Callable[[date], str]) -> list[Profit]:
    spans: dict[str, Profit] = {}
    for day in days:
        span = name(day.first)
        before = spans.get(span)
        first = day.first if before is None else before.first
        amount = day.amount if before is None else before.amount + day.amount
        spans[span] = Profit(name=span, first=first, last=day.last, amount=amount)
    return list(spans.values())
