"""Trading sessions: the generated data against what is known, and against the library that they come from."""

import json
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import pytest

from tools.errors import Misconfigured
from tools.trading.marketdata.sessions import Hours, Sessions, load_sessions

LIBRARY_WARNS = pytest.mark.filterwarnings("ignore:Series.values returning an ndarray:DeprecationWarning")
"""exchange_calendars still uses what its own pandas deprecates."""


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        ("2012-01-03", "14:30", "21:00"),
        ("2012-07-02", "13:30", "20:00"),
        ("2012-07-03", "13:30", "17:00"),
        ("2012-11-23", "14:30", "18:00"),
        ("2018-12-31", "14:30", "21:00"),
        ("2026-11-27", "14:30", "18:00"),
    ],
)
def test_sessions_in_utc(day: str, opens: str, closes: str) -> None:
    hours = load_sessions().session(date.fromisoformat(day))
    assert hours == Hours(utc(f"{day}T{opens}"), utc(f"{day}T{closes}"))


@pytest.mark.parametrize(
    "day",
    ["2012-01-01", "2012-01-02", "2012-01-07", "2001-09-11", "2012-10-29", "2018-12-05", "1999-01-03", "2028-01-03"],
)
def test_closed_days_and_days_out_of_range(day: str) -> None:
    assert load_sessions().session(date.fromisoformat(day)) is None


def test_the_exchange_has_its_own_date() -> None:
    assert load_sessions().day(utc("2012-01-04T04:59")) == date(2012, 1, 3)


def test_a_damaged_or_missing_calendar_names_the_next_step() -> None:
    with pytest.raises(Misconfigured, match=r"install E\.V\.A\. again"):
        load_sessions("no-such-exchange")
    with pytest.raises(KeyError):
        Sessions({"zone": "America/New_York"})


@LIBRARY_WARNS
def test_the_data_equal_the_library() -> None:
    pytest.importorskip("exchange_calendars", reason="exchange_calendars is not installed")
    from tools.trading.marketdata.generate_sessions import generate

    written = json.loads((files("policies") / "sessions" / "xnys.json").read_text(encoding="utf-8"))
    fresh = generate()
    assert {k: v for k, v in written.items() if k != "source"} == {k: v for k, v in fresh.items() if k != "source"}


@LIBRARY_WARNS
def test_every_session_equals_the_library() -> None:
    library = pytest.importorskip("exchange_calendars", reason="exchange_calendars is not installed")
    ours = load_sessions()
    calendar = library.get_calendar("XNYS", start="1999-01-04", end="2027-12-31")
    theirs = {
        label.date(): Hours(opens.to_pydatetime().astimezone(UTC), closes.to_pydatetime().astimezone(UTC))
        for label, opens, closes in zip(calendar.sessions, calendar.opens, calendar.closes, strict=True)
    }
    days = [ours.first + timedelta(n) for n in range((ours.last - ours.first).days + 1)]
    assert {day: hours for day in days if (hours := ours.session(day))} == theirs
