"""Frozen dataclasses to and from plain JSON values: unknown or missing fields refuse, numbers are decimal strings."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from policies.values import InvalidNumber, Money, lenient_decimal, plain

T = TypeVar("T")
LONGEST = 500
LARGEST_WHOLE = 10**12
MOST_ITEMS = 10_000
Decoder = Callable[[Any, str], Any]


class Malformed(ValueError):
    """Not of the published shape: see `eva kernel schema`."""


def encode(value: Any) -> Any:
    """A JSON-ready copy of a value: decimals as plain strings, times as ISO 8601 with offset, None left out."""
    if value is None or isinstance(value, str | bool | int) and not isinstance(value, Enum):
        return value
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Money):
        return str(value)
    if isinstance(value, Mapping):
        return {str(k): encode(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [encode(v) for v in value]
    kind: Any = type(value)
    names = _field_names(kind)
    return {name: encode(item) for name in names if (item := getattr(value, name)) is not None}


def decode(cls: type[T], data: Any, path: str = "") -> T:
    """A value of `cls` from JSON data; raises Malformed with the path of what is wrong."""
    result: T = decoder(cls)(data, path or cls.__name__)
    return result


def decoder(cls: Any) -> Decoder:
    """What decodes values of `cls`: a function of the data and its path, for what is decoded over and over."""
    return _decoder(cls)


@lru_cache(maxsize=256)
def _field_names(cls: Any) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(cls))


@lru_cache(maxsize=512)
def _decoder(hint: Any) -> Decoder:
    """The decoder of a type hint, built once."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _union(get_args(hint))
    if origin is tuple:
        item = _decoder(get_args(hint)[0])
        return lambda data, path: tuple(item(v, f"{path}[{i}]") for i, v in enumerate(_list(data, path)))
    if origin is not None and issubclass(origin, Mapping):
        value = _decoder(get_args(hint)[1])
        return lambda data, path: {
            k: value(v, f"{path}.{k}") for k, v in _expect(data, dict, path, "an object").items()
        }
    if hasattr(hint, "__supertype__"):
        return _decoder(hint.__supertype__)
    if dataclasses.is_dataclass(hint) and hint is not Money:
        return _record(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _member(hint)
    return _SCALARS[hint]


def _union(options: tuple[Any, ...]) -> Decoder:
    choices = [o for o in options if o is not NoneType]
    optional = len(choices) < len(options)
    if len(choices) == 1:
        inner = _decoder(choices[0])
    elif set(choices) == {Money, Decimal}:
        inner = _money_or_number
    else:
        raise TypeError(f"no decoder for a union of {options!r}")
    if not optional:
        return inner
    return lambda data, path: None if data is None else inner(data, path)


def _record(cls: Any) -> Decoder:
    hints = {k: v for k, v in get_type_hints(cls).items() if k in _field_names(cls)}
    decoders = {name: _decoder(hint) for name, hint in hints.items()}
    needed = {
        f.name
        for f in dataclasses.fields(cls)
        if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    }

    def decode_record(data: Any, path: str) -> Any:
        fields = _expect(data, dict, path, "an object")
        if not needed <= fields.keys() or not fields.keys() <= decoders.keys():
            unknown, missing = sorted(fields.keys() - decoders.keys()), sorted(needed - fields.keys())
            raise Malformed(f"{path}: unknown fields {unknown!r:.200}, missing fields {missing!r:.200}")
        return cls(**{name: decoders[name](value, f"{path}.{name}") for name, value in fields.items()})

    return decode_record


def _member(cls: type[Enum]) -> Decoder:
    members = {m.value: m for m in cls}

    def decode_member(data: Any, path: str) -> Enum:
        if not isinstance(data, str) or data not in members:
            raise Malformed(f"{path}: expected one of {sorted(members)!r}, got {data!r:.60}")
        return members[data]

    return decode_member


def _expect(data: Any, kind: type, path: str, what: str) -> Any:
    if not isinstance(data, kind):
        raise Malformed(f"{path}: expected {what}, got {data!r:.60}")
    return data


def _list(data: Any, path: str) -> list[Any]:
    items: list[Any] = _expect(data, list, path, "a list")
    if len(items) > MOST_ITEMS:
        raise Malformed(f"{path}: expected at most {MOST_ITEMS} items, got {len(items)}")
    return items


def _text(data: Any, path: str) -> str:
    text: str = _expect(data, str, path, "a string")
    if len(text) > LONGEST or not text.isprintable():
        raise Malformed(f"{path}: expected at most {LONGEST} printable characters")
    return text


def _flag(data: Any, path: str) -> bool:
    return bool(_expect(data, bool, path, "true or false"))


def _whole(data: Any, path: str) -> int:
    if isinstance(data, bool) or not isinstance(data, int) or abs(data) > LARGEST_WHOLE:
        raise Malformed(f"{path}: expected a whole number, got {data!r:.60}")
    return data


def _moment(data: Any, path: str) -> datetime:
    try:
        at = datetime.fromisoformat(_expect(data, str, path, "an ISO 8601 time"))
        if at.tzinfo is not None and 1900 <= at.year < 3000:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Malformed(f"{path}: expected an ISO 8601 time with offset, got {data!r:.60}")


def _day(data: Any, path: str) -> date:
    try:
        return date.fromisoformat(_expect(data, str, path, "a date"))
    except ValueError:
        raise Malformed(f"{path}: expected a date such as 2026-01-31, got {data!r:.60}") from None


def _number(data: Any, path: str) -> Decimal:
    return lenient_decimal(data)


def _money(data: Any, path: str) -> Money:
    try:
        return Money.parse(data)
    except InvalidNumber:
        currency = data.rsplit(" ", 1)[-1] if isinstance(data, str) and " " in data else "?"
        return Money(amount=Decimal("NaN"), currency=currency[:5])


def _money_or_number(data: Any, path: str) -> Money | Decimal:
    return _money(data, path) if isinstance(data, str) and " " in data else lenient_decimal(data)


_SCALARS: dict[Any, Decoder] = {
    str: _text,
    bool: _flag,
    int: _whole,
    datetime: _moment,
    date: _day,
    Decimal: _number,
    Money: _money,
}
