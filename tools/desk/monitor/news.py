"""Listed economic releases from `desk/news.json`; a file that cannot be understood whole is no calendar."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from policies.facts import Calendar, Release

LARGEST = 1_000_000
"""Bytes of a calendar that is read at all."""


class News:
    """The calendar of a desk. Looks at the file only when asked to, and reads it only when it has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: object = None
        self.calendar: Calendar | None = None
        self.look()

    def look(self) -> None:
        """Takes in a changed file; never raises."""
        try:
            found = self._path.stat()
            stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
        except OSError:
            self._stamp, self.calendar = None, None
            return
        if stamp != self._stamp:
            self._stamp, self.calendar = stamp, read(self._path)


def read(path: Path) -> Calendar | None:
    """The calendar in a file, None unless every part of it can be understood."""
    try:
        if path.stat().st_size > LARGEST:
            return None
        data = json.loads(path.read_text(encoding="utf-8"))
        if data.keys() != {"known_until", "releases"}:
            return None
        releases = tuple(sorted((_release(r) for r in data["releases"]), key=lambda r: r.at))
        return Calendar(releases=releases, known_until=_time(data["known_until"]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _release(said: dict[str, Any]) -> Release:
    affects, name = said.get("affects", []), said["name"]
    if not said.keys() <= {"at", "name", "affects"} or not isinstance(affects, list) or not isinstance(name, str):
        raise ValueError("a release has at, name and affects")
    if not all(isinstance(word, str) and word for word in affects):
        raise ValueError("affects lists currencies or symbols")
    return Release(at=_time(said["at"]), name=name, affects=tuple(affects))


def _time(said: str) -> datetime:
    """An aware moment in UTC; raises ValueError for a naive one."""
    at = datetime.fromisoformat(said)
    if at.tzinfo is None:
        raise ValueError(f"a time with its offset is expected, not {said!r}")
    return at.astimezone(UTC)
