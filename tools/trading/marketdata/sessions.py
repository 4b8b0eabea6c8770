"""Trading sessions of an exchange, read from generated data: no calendar library at run time."""

import json
from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tools.errors import Misconfigured

Clock = tuple[time, time]


class Hours(NamedTuple):
    """One session, aware UTC: open from `open` up to, not including, `close`."""

    open: datetime
    close: datetime


class Sessions:
    """The sessions of one exchange: Monday to Friday at regular hours, less exceptions."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Takes the parsed content of a file of `policies/sessions/`; raises ValueError or KeyError if malformed."""
        self.zone = ZoneInfo(data["zone"])
        self.first, self.last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
        self._regular = _clock(data["regular"])
        self._closed = frozenset(date.fromisoformat(day) for day in data["closed"])
        self._special = {date.fromisoformat(day): _clock(hours) for day, hours in data["special"].items()}
        self._session = lru_cache(maxsize=64)(self._find)

    def session(self, day: date) -> Hours | None:
        """The session of a local day; None on weekends, holidays and outside the range of the data."""
        return self._session(day)

    def day(self, at: datetime) -> date:
        """The exchange's own date at a moment."""
        return at.astimezone(self.zone).date()

    def _find(self, day: date) -> Hours | None:
        if not self.first <= day <= self.last or day.weekday() > 4 or day in self._closed:
            return None
        opens, closes = self._special.get(day, self._regular)
        return Hours(self._at(day, opens), self._at(day, closes))

    def _at(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, self.zone).astimezone(UTC)


@lru_cache(maxsize=4)
def load_sessions(exchange: str = "xnys") -> Sessions:
    """The calendar `policies/sessions/<exchange>.json`; raises Misconfigured when it cannot be read."""
    source = files("policies") / "sessions" / f"{exchange}.json"
    try:
        return Sessions(json.loads(source.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ZoneInfoNotFoundError) as error:
        raise Misconfigured(
            f"the session calendar {str(source)!r} cannot be read ({error!r:.120}): install E.V.A. again, and tzdata "
            "if the time zone is missing"
        ) from error


def _clock(hours: str) -> Clock:
    opens, closes = hours.split("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)
