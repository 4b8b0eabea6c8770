"""The generated sessions against the calendar libraries, every day of the whole range."""

import json
from datetime import UTC, date, timedelta
from importlib.resources import files
from typing import Any

import pytest

from tools.trading.marketdata.generate_sessions import MARKETS, generate
from tools.trading.marketdata.sessions import Hours, Sessions, load_sessions

pytestmark = pytest.mark.filterwarnings("ignore:Series.values returning an ndarray:DeprecationWarning")
"""exchange_calendars still uses what its own pandas deprecates."""
GOOD_FRIDAYS = ["2024-03-29", "2025-04-18", "2027-03-26"]
"""Those on which no employment report is due, and which the library leaves open for some products."""
CHRISTMAS_EVES = ["2015-12-24", "2018-12-24", "2019-12-24", "2020-12-24", "2024-12-24", "2025-12-24"]
Days = dict[date, tuple[Hours, ...]]


def ours(name: str) -> Days:
    sessions = load_sessions(name)
    days = [sessions.first + timedelta(days=n) for n in range((sessions.last - sessions.first).days + 1)]
    return {day: spans for day in days if (spans := sessions.spans(day))}


def theirs(name: str, sessions: Sessions) -> Days:
    library = pytest.importorskip("pandas_market_calendars", reason="pandas_market_calendars is not installed")
    schedule = library.get_calendar(name).schedule(sessions.first.isoformat(), sessions.last.isoformat())
    return {label.date(): spans(row.to_dict()) for label, row in schedule.iterrows()}


def spans(row: dict[str, Any]) -> tuple[Hours, ...]:
    moments = {name: at.to_pydatetime().astimezone(UTC) for name, at in row.items()}
    opens, closes = moments["market_open"], moments["market_close"]
    pause, resumed = moments.get("break_start", closes), moments.get("break_end", closes)
    if pause == resumed:
        return (Hours(opens, closes),)
    return Hours(opens, pause), Hours(resumed, closes)


def within(inner: tuple[Hours, ...], outer: tuple[Hours, ...]) -> bool:
    return all(any(o.open <= i.open and i.close <= o.close for o in outer) for i in inner)


@pytest.mark.parametrize("name", sorted(MARKETS))
def test_generating_again_gives_the_committed_file(name: str) -> None:
    for library in ("exchange_calendars", "pandas_market_calendars"):
        pytest.importorskip(library, reason=f"{library} is not installed")
    committed = (files("policies") / "sessions" / f"{name}.json").read_text(encoding="utf-8")
    fresh = generate(name) | {"source": json.loads(committed)["source"]}
    assert json.dumps(fresh, indent=1) + "\n" == committed


def test_every_session_of_new_york_equals_the_library() -> None:
    library = pytest.importorskip("exchange_calendars", reason="exchange_calendars is not installed")
    calendar = library.get_calendar("XNYS", start="1999-01-04", end="2027-12-31")
    assert ours("xnys") == {
        label.date(): (Hours(opens.to_pydatetime().astimezone(UTC), closes.to_pydatetime().astimezone(UTC)),)
        for label, opens, closes in zip(calendar.sessions, calendar.opens, calendar.closes, strict=True)
    }


@pytest.mark.parametrize(
    ("name", "library", "stricter"),
    [
        ("cme-equity", "CME_Equity", GOOD_FRIDAYS),
        ("cme-fx", "CME_FX", GOOD_FRIDAYS),
        ("cme-crypto", "CME Globex Crypto", GOOD_FRIDAYS),
        ("cme-energy", "CMEGlobex_Energy", CHRISTMAS_EVES),
        ("cme-metals", "CMEGlobex_Metals", CHRISTMAS_EVES),
    ],
)
def test_every_session_of_a_future_equals_the_library_but_for_the_days_listed(
    name: str, library: str, stricter: list[str]
) -> None:
    mine, other = ours(name), theirs(library, load_sessions(name))
    differ = [day for day in sorted(mine.keys() | other.keys()) if mine.get(day) != other.get(day)]
    assert [day.isoformat() for day in differ] == stricter
    assert all(within(mine.get(day, ()), other.get(day, ())) for day in differ)


def test_interest_rates_take_the_earlier_close_of_two_calendars() -> None:
    sessions, mine = load_sessions("cme-rates"), ours("cme-rates")
    one, two = theirs("CME_Rate", sessions), theirs("CME Globex Interest Rate Products", sessions)
    assert mine.keys() == one.keys() & two.keys()
    for day, (hours,) in mine.items():
        assert hours == Hours(one[day][0].open, min(one[day][0].close, two[day][0].close))
        assert one[day][0].open == two[day][0].open


@pytest.mark.parametrize(
    ("name", "library"), [("cme-grains", "CMEGlobex_Grains"), ("cme-livestock", "CMEGlobex_Livestock")]
)
def test_agriculture_is_never_open_when_the_library_is_not_and_differs_around_holidays_only(
    name: str, library: str
) -> None:
    mine, other = ours(name), theirs(library, load_sessions(name))
    assert mine.keys() == other.keys()
    for day in mine:
        near = [day + timedelta(days=n) for n in (-1, 1)]
        holiday = any(d.weekday() < 5 and d not in other for d in near) or (day.month, day.day) == (7, 3)
        assert mine[day] == other[day] or (holiday and within(mine[day], other[day])), day


def test_equity_futures_lie_within_the_other_library_but_on_good_fridays_with_an_employment_report() -> None:
    library = pytest.importorskip("exchange_calendars", reason="exchange_calendars is not installed")
    mine = ours("cme-equity")
    calendar = library.get_calendar("CMES", start="2015-01-01", end="2027-12-31")
    other = {
        label.date(): (Hours(opens.to_pydatetime(), closes.to_pydatetime()),)
        for label, opens, closes in zip(calendar.sessions, calendar.opens, calendar.closes, strict=True)
    }
    beyond = [day.isoformat() for day in mine if not within(mine[day], other.get(day, ()))]
    assert beyond == ["2015-04-03", "2021-04-02", "2023-04-07", "2026-04-03"]
