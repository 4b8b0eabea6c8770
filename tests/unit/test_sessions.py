"""Trading sessions: what the generated data and the answers from them say of days and moments that are known."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from policies.facts import Session
from tools.errors import Misconfigured
from tools.trading.marketdata.sessions import Hours, Sessions, load_sessions, parse_hours


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


@pytest.mark.parametrize("name", ["no-such-exchange", "", "../firms/house", "XNYS", "xnys.json"])
def test_an_unknown_calendar_is_refused_with_those_that_are_known(name: str) -> None:
    with pytest.raises(Misconfigured, match="known are cme-crypto, cme-energy, cme-equity"):
        load_sessions(name)


HALF_DAYS = ["2025-07-03", "2025-11-28", "2025-12-24", "2026-11-27", "2026-12-24", "2027-11-26"]
HOLIDAYS = {
    2026: ["01-01", "01-19", "02-16", "04-03", "05-25", "06-19", "07-03", "09-07", "11-26", "12-25"],
    2027: ["01-01", "01-18", "02-15", "03-26", "05-31", "06-18", "07-05", "09-06", "11-25", "12-24"],
}
"""NYSE's own release of 2024-11-08."""


def local(calendar: str, day: str) -> list[str]:
    """The stretches of a session in its own zone, the evening before with a caret."""
    sessions, label = load_sessions(calendar), date.fromisoformat(day)
    edges = [edge.astimezone(sessions.zone) for span in sessions.spans(label) for edge in span]
    return [f"{'^' if edge.date() < label else ''}{edge:%H:%M}" for edge in edges]


def test_new_york_has_exactly_the_half_days_and_holidays_of_the_release() -> None:
    sessions = load_sessions()
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(3 * 365)]
    assert [day.isoformat() for day in days if local("xnys", day.isoformat())[1:] == ["13:00"]] == HALF_DAYS
    for year, holidays in HOLIDAYS.items():
        weekdays = [day for day in days if day.year == year and day.weekday() < 5]
        assert [f"{day:%m-%d}" for day in weekdays if sessions.session(day) is None] == holidays


@pytest.mark.parametrize(
    ("calendar", "day", "hours"),
    [
        ("cme-equity", "2026-11-23", "^17:00 16:00"),
        ("cme-equity", "2019-06-12", "^17:00 15:15 15:30 16:00"),
        ("cme-equity", "2026-11-26", "^17:00 12:00"),
        ("cme-equity", "2026-11-27", "^17:00 12:00"),
        ("cme-equity", "2026-12-24", "^17:00 12:00"),
        ("cme-equity", "2026-12-25", ""),
        ("cme-equity", "2026-04-03", "^17:00 08:15"),
        ("cme-equity", "2027-03-26", ""),
        ("cme-equity", "2026-11-22", ""),
        ("cme-fx", "2026-11-27", "^17:00 12:15"),
        ("cme-rates", "2026-06-19", "^17:00 12:00"),
        ("cme-energy", "2026-11-27", "^17:00 13:45"),
        ("cme-metals", "2025-12-24", "^17:00 12:45"),
        ("cme-grains", "2026-11-24", "^19:00 07:45 08:30 13:20"),
        ("cme-grains", "2026-11-27", "08:30 12:05"),
        ("cme-grains", "2025-07-03", "^19:00 07:45 08:30 12:05"),
        ("cme-livestock", "2026-11-27", "08:30 12:05"),
        ("cme-crypto", "2026-11-27", "^17:00 12:45"),
        ("fx", "2026-11-23", "^17:15 16:55"),
        ("fx", "2026-12-25", ""),
        ("fx", "2027-01-02", ""),
        ("fx", "2027-12-31", "^17:15 16:55"),
        ("fx", "2028-01-03", ""),
    ],
)
def test_hours_of_one_day(calendar: str, day: str, hours: str) -> None:
    assert " ".join(local(calendar, day)) == hours


@pytest.mark.parametrize(
    ("calendar", "at", "opens", "closes"),
    [
        ("xnys", "2026-11-27T17:59:59.999999", None, "2026-11-27T18:00"),
        ("xnys", "2026-11-27T18:00", "2026-11-30T14:30", None),
        ("xnys", "2026-11-30T14:29:59.999999", "2026-11-30T14:30", None),
        ("xnys", "2026-11-30T14:30", None, "2026-11-30T21:00"),
        ("cme-equity", "2026-11-23T21:59:59", None, "2026-11-23T22:00"),
        ("cme-equity", "2026-11-23T22:00", "2026-11-23T23:00", None),
        ("cme-equity", "2026-11-23T23:00", None, "2026-11-24T22:00"),
        ("cme-equity", "2026-11-22T22:59", "2026-11-22T23:00", None),
        ("cme-equity", "2026-11-22T23:00", None, "2026-11-23T22:00"),
        ("cme-equity", "2026-11-21T12:00", "2026-11-22T23:00", None),
        ("cme-equity", "2026-11-26T18:00", "2026-11-26T23:00", None),
        ("cme-equity", "2026-12-24T18:00", "2026-12-27T23:00", None),
        ("cme-grains", "2026-11-24T13:45", "2026-11-24T14:30", None),
        ("cme-grains", "2026-11-24T13:44", None, "2026-11-24T13:45"),
        ("fx", "2026-10-30T20:54", None, "2026-10-30T20:55"),
        ("fx", "2026-10-30T20:55", "2026-11-01T22:15", None),
        ("crypto", "2026-11-22T00:00", None, "2028-01-01T00:00"),
        ("crypto", "2009-12-31T23:59", "2010-01-01T00:00", None),
        ("xnys", "1990-01-01T00:00", "1999-01-04T14:30", None),
        ("xnys", "2027-12-31T21:00", None, None),
        ("crypto", "2028-01-01T00:00", None, None),
    ],
)
def test_what_is_said_of_a_moment(calendar: str, at: str, opens: str | None, closes: str | None) -> None:
    said = load_sessions(calendar).at(utc(at))
    assert said == Session(
        open=closes is not None, opens_at=utc(opens) if opens else None, closes_at=utc(closes) if closes else None
    )


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(TypeError, match="offset-naive"):
        load_sessions().at(utc("2026-11-23T15:00").replace(tzinfo=None))


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-11-23T21:59", "2026-11-23"),
        ("2026-11-23T22:30", "2026-11-23"),
        ("2026-11-23T23:00", "2026-11-24"),
        ("2026-11-22T23:30", "2026-11-23"),
        ("2026-11-28T01:00", "2026-11-27"),
    ],
)
def test_an_evening_belongs_to_the_trading_date_that_follows(at: str, day: str) -> None:
    assert load_sessions("cme-equity").day(utc(at)) == date.fromisoformat(day)


def test_hours_are_read_strictly() -> None:
    assert parse_hours("17:00-17:00") == (((-1, time(17)), (0, time(17))),)
    assert parse_hours("00:00-24:00") == (((0, time(0)), (1, time(0))),)
    for wrong in ("", "09:30", "25:00-26:00", "09:30-12:00 11:00-16:00", "09:30-12:00 12:00-16:00", "1-2-3"):
        with pytest.raises(ValueError, match=r"hours|values|isoformat|hour must"):
            parse_hours(wrong)
