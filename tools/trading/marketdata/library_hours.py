"""What the calendar libraries say of each market's hours, day by day; used by `generate_sessions` alone.

Where a library is known to leave a market open that is closed, or says nothing, the stricter reading is taken here:

- Good Friday: the library leaves CME's equity index, currency and crypto futures open on every one, but they only
  trade when the US employment report is released on it. Its own calendar of CME's interest rates knows which.
- Interest rates: the library has two calendars; Juneteenth is a half day in one of them. The earlier close is taken.
- Energy and metals: on Christmas Eve they close at 12:45, which the library only has for 2026.
- Grains: the library has neither their half days nor their late openings. They close early with livestock, and on
  3 July, and after a holiday on a weekday they may reopen in the morning only.
- Spot currencies: no library has the pause at 17:00 New York nor the two holidays, so both are set here. The pause
  (16:55 to 17:15) holds those that brokers print, 16:58 to 17:05; the holidays are Christmas and New Year's Day.
"""

from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from typing import Any

Days = dict[date, str]
"""Hours of each trading date that has a session, written as `sessions.parse_hours` reads them."""
CHICAGO = "America/Chicago"
NEW_YORK = "America/New_York"
FX_HOURS = "17:15-16:55"
ALL_DAY = "00:00-24:00"
GRAIN_DAY = "08:30-13:20"
EARLY = "12:05"
CHRISTMAS_EVE = "12:45"
DAY = timedelta(days=1)


def version(library: str) -> str:
    """A library's name and version, as the files name their source."""
    return f"{library} {import_module(library).__version__}"


def stocks(first: date, last: date) -> Days:
    """XNYS of exchange_calendars; the end is given because its own horizon ends a year ahead."""
    library = import_module("exchange_calendars")
    calendar = library.get_calendar("XNYS", start=first.isoformat(), end=last.isoformat())
    return {
        label.date(): f"{opens.tz_convert(NEW_YORK):%H:%M}-{closes.tz_convert(NEW_YORK):%H:%M}"
        for label, opens, closes in zip(calendar.sessions, calendar.opens, calendar.closes, strict=True)
    }


def futures(name: str) -> Callable[[date, date], Days]:
    """A product calendar of pandas_market_calendars, in Chicago time, as the library has it."""

    def read(first: date, last: date) -> Days:
        calendar = import_module("pandas_market_calendars").get_calendar(name)
        schedule = calendar.schedule(first.isoformat(), last.isoformat())
        return {label.date(): _written(label.date(), row) for label, row in schedule.iterrows()}

    return read


def financial(name: str) -> Callable[[date, date], Days]:
    """A product calendar less the Good Fridays on which CME's interest rates do not trade either."""

    def read(first: date, last: date) -> Days:
        rates, days = futures("CME_Rate")(first, last), futures(name)(first, last)
        return {day: hours for day, hours in days.items() if day in rates or not _good_friday(day)}

    return read


def rates(first: date, last: date) -> Days:
    """Interest rates: the earlier close of the library's two calendars, on days that both have."""
    days, other = futures("CME_Rate")(first, last), futures("CME Globex Interest Rate Products")(first, last)
    return {day: min(hours, other[day]) for day, hours in days.items() if day in other}


def commodities(name: str) -> Callable[[date, date], Days]:
    """Energy or metals, which close early on every Christmas Eve."""

    def read(first: date, last: date) -> Days:
        days = futures(name)(first, last)
        eves = {
            day: min(days[day], _until(days[day], CHRISTMAS_EVE)) for day in days if (day.month, day.day) == (12, 24)
        }
        return days | eves

    return read


def livestock(first: date, last: date) -> Days:
    """Livestock, which closes early on 3 July as well."""
    days = futures("CMEGlobex_Livestock")(first, last)
    return {day: _until(hours, EARLY) if (day.month, day.day) == (7, 3) else hours for day, hours in days.items()}


def grains(first: date, last: date) -> Days:
    """Grains and oilseeds: early closes as livestock has them, no evening opening on the date of a holiday."""
    days, meat = futures("CMEGlobex_Grains")(first, last), livestock(first, last)
    for day in days:
        eve = day - DAY
        if eve.weekday() < 5 and eve not in days:
            days[day] = GRAIN_DAY
        if meat.get(day, "").endswith(EARLY):
            days[day] = _until(days[day], EARLY)
    return days


def currencies(first: date, last: date) -> Days:
    """Spot currencies: from Sunday evening to Friday 16:55 New York, a pause each day, closed on two holidays."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day: FX_HOURS for day in days if day.weekday() < 5 and (day.month, day.day) not in ((1, 1), (12, 25))}


def coins(first: date, last: date) -> Days:
    """Spot crypto: always."""
    return {first + timedelta(days=n): ALL_DAY for n in range((last - first).days + 1)}


def _written(day: date, row: Any) -> str:
    """One row of a schedule: stretches between open, breaks and close, empty ones left out, touching ones joined."""
    names = [name for name in ("market_open", "break_start", "break_end", "market_close") if name in row.index]
    edges = [row[name].tz_convert(CHICAGO) for name in names]
    spans: list[tuple[Any, Any]] = []
    for opens, closes in zip(edges[::2], edges[1::2], strict=True):
        if spans and spans[-1][1] == opens:
            spans[-1] = (spans[-1][0], closes)
        elif opens < closes:
            spans.append((opens, closes))
    eve = spans[0][0].date() == day - DAY
    on_day = all(edge.date() == day for edge in edges[1:])
    if not on_day or eve != (spans[0][0].time() >= spans[0][1].time()):
        raise ValueError(f"the session of {day} cannot be written in this format: {edges}")
    return " ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in spans)


def _until(hours: str, early: str) -> str:
    return f"{hours.rpartition('-')[0]}-{early}"


def _good_friday(day: date) -> bool:
    easter: date = import_module("dateutil.easter").easter(day.year)
    return day == easter - 2 * DAY
