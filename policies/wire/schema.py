"""The published JSON Schema of kernel cases and of replay events, derived from the very classes that decode them."""

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from policies.facts import Facts, Session
from policies.intents import INTENTS
from policies.values import Money
from policies.wire.cases import HEADER, VERSION
from policies.wire.codec import LARGEST_WHOLE, LONGEST
from policies.wire.replay_events import EVENTS

TEXT = {"type": "string", "maxLength": LONGEST, "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*$"}
WHOLE = {"type": "integer", "minimum": -LARGEST_WHOLE, "maximum": LARGEST_WHOLE}
NUMBER = {"type": ["string", "integer"], "description": "a plain decimal string such as '12.50'"}
MONEY = {"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)? [A-Z]{3,5}$"}
MOMENT = {"type": "string", "format": "date-time", "pattern": "(Z|[+-][0-9]{2}:?[0-9]{2})$"}
DRAFT = "https://json-schema.org/draft/2020-12/schema"
LIMITS = {"type": "object", "description": "{'firm': ID}, or a ruleset as in policies/firms/*.toml"}
DAY = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}

OUT = {"type": "string", "description": "a plain decimal string"}
OUT_OR_NONE = {"type": ["string", "null"]}
VERDICT = {
    "type": "object",
    "required": ["decision", "quantity", "tier", "reasons", "limits_hash"],
    "properties": {
        "decision": {"enum": ["allow", "needs_approval", "deny"]},
        "quantity": OUT_OR_NONE,
        "tier": {"enum": ["T1", "T2", None]},
        "reasons": {"type": "array", "items": {"type": "object", "required": ["code", "rule", "numbers", "text"]}},
        "limits_hash": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    },
}
FLOOR = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "floor", "guard", "headroom"],
    "properties": {"name": TEXT, "floor": OUT, "guard": OUT, "headroom": OUT_OR_NONE},
}
ACT = {
    "type": "object",
    "required": ["act"],
    "properties": {"act": {"enum": ["state", "rollover", "cancel_entries", "flatten", "leave"]}},
}
ANSWER = {
    "type": "object",
    "additionalProperties": False,
    "required": ["state", "equity", "floors", "verdict", "acts"],
    "properties": {
        "state": {"enum": ["ACTIVE", "REDUCING", "HALTED"]},
        "equity": OUT_OR_NONE,
        "floors": {"type": "array", "items": FLOOR},
        "verdict": {"anyOf": [VERDICT, {"type": "null"}]},
        "acts": {"type": "array", "items": ACT},
    },
}


def published() -> dict[str, Any]:
    """One document for every line that the kernel reads: a case of `judge`, or an event of `replay`.

    `$defs` has each of them by name, and the lines that are printed: `verdict` and `answer`.
    """
    return {
        "$schema": DRAFT,
        "$id": f"urn:eva:kernel:v{VERSION}",
        "title": "E.V.A. kernel: cases and replays",
        "anyOf": [{"$ref": "#/$defs/case"}, {"$ref": "#/$defs/event"}],
        "$defs": {"case": schema(), "event": event_schema(), "verdict": VERDICT, "answer": ANSWER},
    }


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one line of `eva kernel judge`."""
    return {
        "$schema": DRAFT,
        "$id": f"urn:eva:kernel-case:v{VERSION}",
        "title": "E.V.A. kernel case",
        "type": "object",
        "additionalProperties": False,
        "required": ["intent", "facts", "limits"],
        "properties": {"intent": _intents(), "facts": _of(Facts), "limits": LIMITS},
    }


def event_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one line of `eva kernel replay`, by its `type`."""
    beside: dict[str, tuple[dict[str, Any], list[str]]] = {
        "start": ({"limits": LIMITS, "session": {"anyOf": [TEXT, _of(Session), {"type": "null"}]}}, ["limits"]),
        "intent": ({"intent": _intents()}, ["intent"]),
    }
    shapes: list[dict[str, Any]] = []
    for name, cls in EVENTS.items():
        shape = _of(cls)
        more, needed = beside.get(name, ({}, []))
        shape["properties"] = {"type": {"const": name}, **shape["properties"], **more}
        shape["required"] = ["type", *shape["required"], *needed]
        shapes.append(shape)
    return {
        "$schema": DRAFT,
        "$id": f"urn:eva:kernel-event:v{VERSION}",
        "title": "E.V.A. replay event",
        "oneOf": shapes,
    }


def _intents() -> dict[str, Any]:
    optional = {*HEADER, "created_at", "expires_at"}
    return {"oneOf": [_intent(kind, cls, optional) for kind, cls in INTENTS.items()]}


def _intent(kind: str, cls: type, optional: set[str]) -> dict[str, Any]:
    shape = _of(cls)
    shape["properties"] = {"kind": {"const": kind}, **shape["properties"]}
    shape["required"] = ["kind", *(n for n in shape["required"] if n not in optional)]
    return shape


def _of(hint: Any) -> dict[str, Any]:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        options = [_of(o) for o in get_args(hint)]
        return options[0] if len(options) == 1 else {"anyOf": options}
    if origin is tuple:
        return {"type": "array", "items": _of(get_args(hint)[0])}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _of(get_args(hint)[1])}
    if hasattr(hint, "__supertype__"):
        return _of(hint.__supertype__)
    if hint in _SCALARS:
        return dict(_SCALARS[hint])
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [m.value for m in hint]}
    return _record(hint)


def _record(cls: type) -> dict[str, Any]:
    hints = get_type_hints(cls)
    fields = dataclasses.fields(cls)
    missing = dataclasses.MISSING
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [f.name for f in fields if f.default is missing and f.default_factory is missing],
        "properties": {f.name: _of(hints[f.name]) for f in fields},
    }


_SCALARS: dict[Any, dict[str, Any]] = {
    str: TEXT,
    bool: {"type": "boolean"},
    int: WHOLE,
    Decimal: NUMBER,
    Money: MONEY,
    datetime: MOMENT,
    date: DAY,
    NoneType: {"type": "null"},
}
