"""Tables of a ruleset file: values are taken by name, each with where it comes from; what is doubtful is noted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from policies.limits import BadLimits, Reset, fraction

E = TypeVar("E", bound=StrEnum)


class Confidence(StrEnum):
    """How sure a value is: the firm says so, somebody else does, nobody reliable does, or it is E.V.A.'s own."""

    OFFICIAL = "official"
    THIRD_PARTY = "third_party"
    UNCONFIRMED = "unconfirmed"
    OWN = "own"


class Doubt(StrEnum):
    """Why a field of a ruleset is no ground for live trading."""

    UNKNOWN = "unknown_field"
    NO_SOURCE = "no_source"
    NO_DATE = "no_verified_on"
    NO_CONFIDENCE = "no_confidence"
    UNCONFIRMED = "unconfirmed"
    MISSING = "missing"
    ABOVE_CEILING = "above_ceiling"


ORIGIN = ("source", "verified_on", "confidence")
VALUE = "value"
LONG: Final = 6
"""Letters from which on two slips are still one field's name."""


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """One value as its file writes it, where it comes from and when a person last looked; None where unsaid."""

    field: str
    value: str
    source: str
    verified_on: date | None
    confidence: Confidence | None


@dataclass
class Notes:
    """What reading a ruleset leaves behind: the provenance of each value, and doubts as `field: code`."""

    seen: list[Provenance] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def doubt(self, name: str, why: Doubt) -> None:
        """Notes a doubt once."""
        if (text := f"{name}: {why}") not in self.doubts:
            self.doubts.append(text)

    @property
    def oldest(self) -> date | None:
        """The oldest day on which a person looked at a value that is the firm's own."""
        days = [p.verified_on for p in self.seen if p.verified_on is not None and p.confidence is not Confidence.OWN]
        return min(days, default=None)


class Table:
    """One table of a ruleset. A field is plain, or a table of its own with `value` and what differs in origin.

    `each` names every field in a doubt of the whole table's origin, for tables whose fields have little in common.
    """

    def __init__(self, name: str, data: Any, notes: Notes, *, each: bool = False) -> None:
        if not isinstance(data, Mapping):
            raise BadLimits(f"{name}: expected a table, got {data!r:.60}")
        self.name, self.notes, self._data, self._each = name, notes, data, each
        self._taken: list[str] = [*ORIGIN]

    def take(self, field_name: str, *, optional: bool = False) -> Any:
        """The raw value of a field, None for an optional one that is not there; raises BadLimits."""
        self._taken.append(field_name)
        name = self.path(field_name)
        if field_name not in self._data:
            if optional:
                return None
            raise BadLimits(f"{name}: missing{meant(field_name, self._data)}")
        entry = self._data[field_name]
        origin: Mapping[str, Any] = self._data
        about = name if self._each else self.name
        if isinstance(entry, Mapping):
            if VALUE not in entry:
                raise BadLimits(f"{name}: missing its value")
            for unknown in sorted(entry.keys() - {VALUE, *ORIGIN}):
                self.notes.doubt(f"{name}.{unknown}", Doubt.UNKNOWN)
            origin = {**{k: v for k, v in self._data.items() if k in ORIGIN}, **entry}
            entry, about = entry[VALUE], name
        self.notes.seen.append(_provenance(name, entry, origin, about, self.notes))
        return entry

    def path(self, field_name: str) -> str:
        """How a field is called in errors and doubts: of a table around one value, the value bears its name."""
        return self.name if field_name == VALUE else f"{self.name}.{field_name}"

    @property
    def source(self) -> str:
        """Where the whole table comes from; empty when it does not say."""
        return str(self._data.get("source", ""))

    def number(self, name: str) -> Decimal:
        """A number of zero or more."""
        return fraction(self.take(name), self.path(name))

    def maybe(self, name: str) -> Decimal | None:
        """The same, or None where the file is silent."""
        value = self.take(name, optional=True)
        return None if value is None else fraction(value, self.path(name))

    def whole(self, name: str, *, optional: bool = False) -> int | None:
        """A whole number of zero or more."""
        value = self.take(name, optional=optional)
        return None if value is None else whole(value, self.path(name))

    def member(self, cls: type[E], name: str, default: E | None = None) -> E:
        """One of the words of an enumeration."""
        value = self.take(name, optional=default is not None)
        return default if value is None and default is not None else member(cls, value, self.path(name))

    def clock(self, name: str) -> time:
        """A time of day, `HH:MM`."""
        return clock(self.take(name), self.path(name))

    def done(self) -> None:
        """Notes every field that nobody took."""
        for unknown in sorted(self._data.keys() - {*self._taken}):
            self.notes.doubt(f"{self.name}.{unknown}", Doubt.UNKNOWN)


def meant(field_name: str, data: Mapping[str, Any]) -> str:
    """What a message about a missing field adds when one that is there is a slip of it; empty when none is."""
    most = 1 if len(field_name) < LONG else 2
    near = min(((_slips(name, field_name), name) for name in sorted(data)), default=(most + 1, ""))
    return f"; unknown {near[1]}, did you mean {field_name}?" if 0 < near[0] <= most else ""


def _slips(written: str, wanted: str) -> int:
    """Letters too many, too few, wrong or swapped with their neighbour between two names."""
    rows = [list(range(len(wanted) + 1))]
    for i, letter in enumerate(written, 1):
        row = [i]
        for j, other in enumerate(wanted, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != other))
            if min(i, j) > 1 and (letter, written[i - 2]) == (wanted[j - 2], other):
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


def tables(name: str, data: Any, notes: Notes) -> list[Table]:
    """The tables of a list; raises BadLimits for anything else."""
    if not isinstance(data, list):
        raise BadLimits(f"{name}: expected a list of tables, got {data!r:.60}")
    return [Table(name if i == 0 else f"{name}-{i + 1}", entry, notes) for i, entry in enumerate(data)]


def alone(name: str, data: Any, notes: Notes) -> Table:
    """A table around one value, which may be written plainly."""
    return Table(name, data if isinstance(data, Mapping) else {VALUE: data}, notes)


def member(cls: type[E], value: Any, name: str) -> E:
    """A word of an enumeration; raises BadLimits naming the field and the words."""
    try:
        return cls(value)
    except ValueError:
        raise BadLimits(f"{name}: expected one of {[m.value for m in cls]!r}, got {value!r:.60}") from None


def whole(value: Any, name: str) -> int:
    """A whole number of zero or more; raises BadLimits naming the field."""
    number = fraction(value, name)
    if number != int(number):
        raise BadLimits(f"{name}: expected a whole number, got {value!r:.60}")
    return int(number)


def clock(value: Any, name: str) -> time:
    """A naive time of day from `HH:MM`; raises BadLimits naming the field."""
    try:
        if not isinstance(value, str) or len(value) != len("HH:MM"):
            raise ValueError(value)
        return time.fromisoformat(value)
    except ValueError:
        raise BadLimits(f"{name}: expected a time such as '17:00', got {value!r:.60}") from None


def zone(value: Any, name: str) -> str:
    """The name of an IANA time zone; raises BadLimits naming the field."""
    try:
        return ZoneInfo(str(value)).key
    except (ValueError, KeyError, OSError):
        raise BadLimits(f"{name}: expected a time zone such as 'Europe/Prague', got {value!r:.60}") from None


def reset(value: Any, name: str) -> Reset:
    """The zone and time at which a rule's day begins; raises BadLimits naming the field."""
    place, space, at = str(value).partition(" ")
    if not space:
        raise BadLimits(f"{name}: expected 'Area/City HH:MM', got {value!r:.60}")
    return Reset(zone=zone(place, name), at=clock(at, name))


def _provenance(name: str, value: Any, origin: Mapping[str, Any], about: str, notes: Notes) -> Provenance:
    source, day = origin.get("source", ""), origin.get("verified_on")
    if not isinstance(source, str):
        raise BadLimits(f"{about}.source: expected text, got {source!r:.60}")
    confidence = origin.get("confidence")
    found = Provenance(
        field=name,
        value=_written(value),
        source=source.strip(),
        verified_on=None if day is None else _day(day, f"{about}.verified_on"),
        confidence=None if confidence is None else member(Confidence, confidence, f"{about}.confidence"),
    )
    if not found.source:
        notes.doubt(about, Doubt.NO_SOURCE)
    if found.verified_on is None:
        notes.doubt(about, Doubt.NO_DATE)
    if found.confidence is None:
        notes.doubt(about, Doubt.NO_CONFIDENCE)
    if found.confidence is Confidence.UNCONFIRMED:
        notes.doubt(about, Doubt.UNCONFIRMED)
    return found


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _day(value: Any, name: str) -> date:
    """A date as TOML gives it, or as JSON writes it."""
    try:
        if isinstance(value, datetime):
            raise TypeError(value)
        return value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadLimits(f"{name}: expected a date such as 2026-11-21, got {value!r:.60}") from None
