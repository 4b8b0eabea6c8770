"""Trading sessions of a market, read from generated data: no calendar library at run time."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from policies.facts import Session
from tools.errors import Misconfigured

Edge = tuple[int, time]
"""A time of day, and how many days after the session's own date it lies: -1 is the evening before, 1 midnight."""
Clock = tuple[tuple[Edge, Edge], ...]
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DAY = timedelta(days=1)
NEVER, ALWAYS = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
CLOSED = Session(open=False)


class Hours(NamedTuple):
    """A stretch of time, aware UTC: open from `open` up to, not including, `close`."""

    open: datetime
    close: datetime


class Sessions:
    """The sessions of one market: a regular week, less exceptions. Nothing trades outside `first` to `last`."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Takes the parsed content of a file of `policies/sessions/`; raises ValueError or KeyError if malformed."""
        self.zone = ZoneInfo(data["zone"])
        self.first, self.last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
        self._week = frozenset(int(day) for day in data.get("days", "12345"))
        earlier = {date.fromisoformat(day): parse_hours(hours) for day, hours in data.get("earlier", {}).items()}
        self._regular = (*sorted(earlier.items()), (date.max, parse_hours(data["regular"])))
        self._closed = frozenset(date.fromisoformat(day) for day in data["closed"])
        self._special = {date.fromisoformat(day): parse_hours(hours) for day, hours in data["special"].items()}
        self._spans = lru_cache(maxsize=64)(self._find)
        self._held = (ALWAYS, NEVER, CLOSED)

    def session(self, day: date) -> Hours | None:
        """From the first opening to the last close of a day's session; None on weekends, holidays and out of range.

        The day is the exchange's own trading date: a session may begin on the evening before it.
        """
        spans = self._spans(day)
        return Hours(spans[0].open, spans[-1].close) if spans else None

    def spans(self, day: date) -> tuple[Hours, ...]:
        """What is left of a day's session between its breaks, in order; empty when there is no session."""
        return self._spans(day)

    def day(self, at: datetime) -> date:
        """The trading date whose session an aware moment lies in; between sessions the zone's own date."""
        day = at.astimezone(self.zone).date()
        evening = self._spans(day + DAY)
        return day + DAY if evening and evening[0].open <= at else day

    def at(self, moment: datetime) -> Session:
        """Whether the market is open at an aware moment, and when that next changes, breaks included.

        Open: `closes_at` is the next break or close (of a market that never closes, the end of the data). Closed:
        `opens_at` is the next opening, None when the data end before. Raises TypeError for a naive moment.
        """
        since, until, answer = self._held
        if not since <= moment < until:
            since, until, answer = self._held = self._look(moment)
        return answer

    def _look(self, moment: datetime) -> tuple[datetime, datetime, Session]:
        day = max(moment.astimezone(self.zone).date(), self.first)
        for hours in self._from(day):
            if moment < hours.open:
                return moment, hours.open, Session(open=False, opens_at=hours.open)
            if moment < hours.close:
                return hours.open, hours.close, Session(open=True, closes_at=hours.close)
        return moment, ALWAYS, CLOSED

    def _from(self, day: date) -> Iterator[Hours]:
        """Every stretch from a day's session on, in order; what touches is one."""
        held = None
        for number in range((self.last - day).days + 1):
            for hours in self._find(day + timedelta(days=number)):
                if held and hours.open == held.close:
                    held = Hours(held.open, hours.close)
                    continue
                if held:
                    yield held
                held = hours
        if held:
            yield held

    def _find(self, day: date) -> tuple[Hours, ...]:
        if not self.first <= day <= self.last or day in self._closed:
            return ()
        clock = self._special.get(day)
        if clock is None and day.isoweekday() in self._week:
            clock = next(clock for until, clock in self._regular if day <= until)
        return tuple(Hours(self._moment(day, opens), self._moment(day, closes)) for opens, closes in clock or ())

    def _moment(self, day: date, edge: Edge) -> datetime:
        days, at = edge
        return datetime.combine(day + timedelta(days=days), at, self.zone).astimezone(UTC)


def parse_hours(said: str) -> Clock:
    """Hours as the files write them: "09:30-16:00", or several stretches with a space between, in order.

    A first opening that is not earlier than its close is of the evening before; a close of 24:00 is midnight.
    Raises ValueError for stretches that overlap, touch, or run backwards.
    """
    spans = [(_minute(opens), _minute(closes)) for opens, closes in (span.split("-") for span in said.split())]
    if not spans:
        raise ValueError("no hours")
    if spans[0][0] >= spans[0][1]:
        spans[0] = (spans[0][0] - 1440, spans[0][1])
    edges = [edge for span in spans for edge in span]
    if any(later <= earlier for earlier, later in pairwise(edges)):
        raise ValueError(f"hours out of order: {said!r}")
    return tuple((_edge(opens), _edge(closes)) for opens, closes in spans)


def _minute(said: str) -> int:
    if said == "24:00":
        return 1440
    at = time.fromisoformat(said)
    return at.hour * 60 + at.minute


def _edge(minute: int) -> Edge:
    days, rest = divmod(minute, 1440)
    return days, time(rest // 60, rest % 60)


@lru_cache(maxsize=16)
def load_sessions(calendar: str = "xnys") -> Sessions:
    """The calendar `policies/sessions/<calendar>.json`; raises Misconfigured when it is unknown or cannot be read."""
    folder = files("policies") / "sessions"
    known = sorted(file.name.removesuffix(".json") for file in folder.iterdir() if file.name.endswith(".json"))
    if not NAME.fullmatch(calendar) or calendar not in known:
        raise Misconfigured(
            f"no session calendar {calendar!r}; known are {', '.join(known)}: name one of these as the instrument's "
            "`calendar`, or install E.V.A. again if one of them is missing"
        )
    source = folder / f"{calendar}.json"
    try:
        return Sessions(json.loads(source.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ZoneInfoNotFoundError) as error:
        raise Misconfigured(
            f"the session calendar {str(source)!r} cannot be read ({error!r:.120}): install E.V.A. again, and tzdata "
            "if the time zone is missing"
        ) from error
