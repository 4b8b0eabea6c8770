"""Time: every trading day begins once, at its reset, in any zone; and a calendar's answer for any moment is exact."""

import json
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.facts import Session
from policies.floors import next_reset, trading_day
from policies.limits import Reset
from tools.trading.marketdata.generate_sessions import MARKETS
from tools.trading.marketdata.sessions import Sessions, load_sessions

ZONES = (
    "Europe/Prague",
    "America/Chicago",
    "America/New_York",
    "UTC",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "America/Havana",
    "America/Santiago",
    "America/Nuuk",
    "America/Goose_Bay",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Asia/Beirut",
    "Africa/Casablanca",
    "Atlantic/Azores",
)
"""Zones that change at night, at midnight, a minute after it, by half an hour, by two hours, backwards, or never."""
FIRST, LAST = datetime(2006, 1, 1, tzinfo=UTC), datetime(2034, 1, 1, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PRAGUE = Reset(zone="Europe/Prague", at=time(0))
CHICAGO = Reset(zone="America/Chicago", at=time(17))


@lru_cache(maxsize=32)
def changes(zone: str) -> tuple[datetime, ...]:
    """The UTC instants at which the clock of a zone is put forward or back, to the minute."""
    info, found, at = ZoneInfo(zone), [], FIRST
    while at < LAST:
        low, high = at, at + 4 * DAY
        if low.astimezone(info).utcoffset() != high.astimezone(info).utcoffset():
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                same = middle.astimezone(info).utcoffset() == low.astimezone(info).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(high.replace(second=0, microsecond=0))
        at += 4 * DAY
    return tuple(found)


@st.composite
def resets(draw: st.DrawFn) -> tuple[Reset, datetime]:
    """A reset at any time of day and a moment; often both near a change of that zone's clock."""
    zone = draw(st.sampled_from(ZONES))
    minutes = st.integers(-180, 180).map(lambda n: timedelta(minutes=n))
    if not changes(zone) or draw(st.integers(0, 3)) == 0:
        return Reset(zone=zone, at=draw(st.times()).replace(second=0, microsecond=0)), draw(
            st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None)).map(lambda at: at.replace(tzinfo=UTC))
        )
    change = draw(st.sampled_from(changes(zone)))
    before = (change - HOUR).astimezone(ZoneInfo(zone)).replace(tzinfo=None) + HOUR + draw(minutes)
    moment = change + draw(st.integers(-40 * 3600, 40 * 3600)) * timedelta(seconds=1)
    return Reset(zone=zone, at=before.time().replace(second=0, microsecond=0)), moment


@given(resets())
def test_a_day_lasts_until_the_next_reset_and_changes_exactly_there(drawn: tuple[Reset, datetime]) -> None:
    reset, moment = drawn
    for _ in range(4):
        today, begins = trading_day(moment, reset), next_reset(moment, reset)
        assert begins > moment
        assert begins.tzinfo is UTC
        inside = [moment + (begins - moment) * n / 7 for n in range(7)]
        assert {trading_day(at, reset) for at in [*inside, begins - INSTANT]} == {today}
        assert {next_reset(at, reset) for at in [*inside, begins - INSTANT]} == {begins}
        assert trading_day(begins, reset) == today + DAY
        moment = begins


@given(resets(), st.integers(0, 10 * 86400))
def test_the_trading_day_never_goes_back(drawn: tuple[Reset, datetime], seconds: int) -> None:
    reset, moment = drawn
    later = moment + timedelta(seconds=seconds)
    assert trading_day(moment, reset) <= trading_day(later, reset)
    assert (trading_day(moment, reset) == trading_day(later, reset)) == (later < next_reset(moment, reset))


@given(resets())
def test_a_reset_that_the_clock_shows_is_met_to_the_minute(drawn: tuple[Reset, datetime]) -> None:
    reset, moment = drawn
    begins = next_reset(moment, reset)
    shown = begins.astimezone(ZoneInfo(reset.zone))
    day = trading_day(begins, reset) - (DAY if reset.at.hour >= 12 else timedelta())
    there_and_back = datetime.combine(day, reset.at, shown.tzinfo).astimezone(UTC).astimezone(shown.tzinfo)
    skipped = there_and_back.replace(tzinfo=None) != datetime.combine(day, reset.at)
    assert skipped or (shown.time() == reset.at and shown.date() == day and shown.fold == 0)


@pytest.mark.parametrize("zone", ZONES)
def test_around_every_change_of_two_years_each_of_48_resets_begins_each_day_once(zone: str) -> None:
    near = [at for at in changes(zone) if 2026 <= at.year <= 2027]
    for half_hour in range(48):
        reset = Reset(zone=zone, at=time(half_hour // 2, 30 * (half_hour % 2)))
        for change in near:
            moment, days = change - 2 * DAY, []
            while moment < change + 2 * DAY:
                days.append(trading_day(moment, reset))
                begins = next_reset(moment, reset)
                assert trading_day(begins - INSTANT, reset) == days[-1]
                moment = begins
            assert all(later - earlier == DAY for earlier, later in pairwise(days))


def test_a_date_that_a_zone_left_out_is_no_trading_day_of_its_own() -> None:
    reset = Reset(zone="Pacific/Apia", at=time(0))
    begins = next_reset(datetime(2011, 12, 30, 9, 59, tzinfo=UTC), reset)
    assert begins == datetime(2011, 12, 30, 10, tzinfo=UTC)
    assert trading_day(begins - INSTANT, reset) == date(2011, 12, 29)
    assert trading_day(begins, reset) == date(2011, 12, 31)
    assert next_reset(begins, reset) - begins == DAY


@pytest.mark.parametrize(
    ("since", "before", "hours"),
    [("2026-10-25", "2026-10-26", 25), ("2027-03-28", "2027-03-29", 23), ("2026-11-20", "2026-11-21", 24)],
)
def test_a_day_in_prague_of_23_24_or_25_hours_has_one_rollover(since: str, before: str, hours: int) -> None:
    prague = ZoneInfo("Europe/Prague")
    begins = datetime.fromisoformat(since).replace(tzinfo=prague).astimezone(UTC)
    ends = datetime.fromisoformat(before).replace(tzinfo=prague).astimezone(UTC)
    assert ends - begins == hours * HOUR
    minutes = [begins - DAY / 2 + timedelta(minutes=n) for n in range(60 * (hours + 11))]
    days = [trading_day(at, PRAGUE) for at in minutes]
    assert [at for at, (old, new) in zip(minutes[1:], pairwise(days), strict=True) if old != new] == [begins]


def test_only_between_the_two_changes_do_prague_and_chicago_reset_apart() -> None:
    apart = []
    for number in range(400):
        noon = datetime(2026, 10, 1, 12, tzinfo=UTC) + number * DAY
        firm, topstep = next_reset(noon, PRAGUE), next_reset(noon, CHICAGO)
        assert firm - topstep in (timedelta(), HOUR)
        assert firm.astimezone(ZoneInfo("America/New_York")).hour == (18 if firm == topstep else 19)
        if firm != topstep:
            assert (firm.hour, topstep.hour) == (23, 22)
            apart.append(noon.date())
    autumn = [date(2026, 10, 25) + n * DAY for n in range(7)]
    spring = [date(2027, 3, 14) + n * DAY for n in range(14)]
    following = [date(2027, 10, 31) + n * DAY for n in range(7)]
    assert apart == autumn + spring + [day for day in following if day < date(2026, 10, 1) + 400 * DAY]


@given(
    st.sampled_from(sorted(MARKETS)),
    st.lists(st.integers(0, 366 * 24 * 60 * 60), min_size=1, max_size=12),
    st.sampled_from([2015, 2018, 2021, 2026, 2027]),
)
def test_what_a_calendar_says_of_a_moment_is_what_its_sessions_say(name: str, seconds: list[int], year: int) -> None:
    """Asked in any order, forwards and back: the answer that is kept from before never shows."""
    sessions = load_sessions(name)
    for second in seconds:
        at = datetime(year, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
        said = sessions.at(at)
        assert said.open == is_open(sessions, at)
        assert (said.opens_at is None, said.closes_at is None) in ((said.open, not said.open), (True, True))
        for edge in (said.closes_at, said.opens_at):
            assert_edge(sessions, said, at, edge)


def is_open(sessions: Sessions, at: datetime) -> bool:
    day = at.astimezone(sessions.zone).date()
    spans = [span for n in (-1, 0, 1, 2) for span in sessions.spans(day + n * DAY)]
    return any(span.open <= at < span.close for span in spans)


def assert_edge(sessions: Sessions, said: Session, at: datetime, edge: datetime | None) -> None:
    """The state holds up to the edge and changes at it; none of the sessions between changes it before."""
    if edge is None:
        return
    assert at < edge
    assert is_open(sessions, edge) != said.open
    assert is_open(sessions, edge - INSTANT) == said.open
    zone, days = sessions.zone, min((edge - at).days + 2, 400)
    near = [at.astimezone(zone).date() + n * DAY for n in range(-1, days + 1)]
    edges = {e for day in near for span in sessions.spans(day) for e in span if at < e < edge}
    assert all(is_open(sessions, e) == is_open(sessions, e - INSTANT) == said.open for e in edges)


@pytest.mark.parametrize("name", sorted(MARKETS))
def test_walking_from_edge_to_edge_meets_every_stretch_of_a_calendar(name: str) -> None:
    source = files("policies") / "sessions" / f"{name}.json"
    fresh = Sessions(json.loads(source.read_text(encoding="utf-8")))
    expected: list[tuple[datetime, datetime]] = []
    for number in range((fresh.last - fresh.first).days + 1):
        for opens, closes in fresh.spans(fresh.first + number * DAY):
            assert not expected or expected[-1][1] <= opens < closes
            joined = bool(expected) and expected[-1][1] == opens
            expected[-1:] = [(expected[-1][0], closes)] if joined else [*expected[-1:], (opens, closes)]
    met, at = [], datetime.combine(fresh.first - 7 * DAY, time(0), UTC)
    while opens_at := fresh.at(at).opens_at:
        closes_at = fresh.at(opens_at).closes_at
        assert closes_at is not None
        met.append((opens_at, closes_at))
        at = closes_at
    assert met == expected
