"""Firm rulesets from plain dictionaries (the parsed TOML of `policies/firms/`) to limits, or a clear refusal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar

from policies.limits import (
    CEILING,
    LARGEST_WINS,
    SMALLEST_WINS,
    Amount,
    BadLimits,
    Basis,
    DailyReference,
    DailyRule,
    Effect,
    Limits,
    Lock,
    Measure,
    Reset,
    TotalRule,
    Trail,
    fraction,
    tighten,
)
from policies.values import Tier

E = TypeVar("E", bound=StrEnum)
WHOLE = ("quote_age_s", "intent_age_s", "duplicate_s", "per_minute", "per_day", "failures")
TOP = frozenset({"id", "name", "currency", "reached_by", "daily", "total", "order"})


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """Where one value of a ruleset comes from and when a person last looked."""

    field: str
    source: str
    verified_on: date
    confidence: str


def ruleset(data: Mapping[str, Any]) -> tuple[Limits, tuple[Provenance, ...]]:
    """Limits, tightened by the hard ceilings, and the provenance of each value; raises BadLimits."""
    _known(data, TOP, "ruleset")
    seen: list[Provenance] = []
    order = data.get("order", {})
    if not isinstance(order, Mapping):
        raise BadLimits(f"order: expected a table, got {order!r:.60}")
    _known(order, frozenset((*SMALLEST_WINS, *LARGEST_WINS, "tier")), "order")
    values = {name: _scalar(name, entry, seen) for name, entry in order.items()}
    missing = sorted({*SMALLEST_WINS, *LARGEST_WINS} - values.keys())
    if missing or not _rules(data, "daily") or not _rules(data, "total") or "id" not in data:
        raise BadLimits(f"ruleset {data.get('id')!r}: missing {missing or 'its id, a daily or a total rule'}")
    limits = Limits(
        id=str(data["id"]),
        daily=tuple(_daily(entry, seen) for entry in data["daily"]),
        total=tuple(_total(entry, seen) for entry in data["total"]),
        **values,
    )
    return tighten(limits, CEILING), tuple(seen)


def _rules(data: Mapping[str, Any], kind: str) -> list[Any]:
    rules = data.get(kind, [])
    if not isinstance(rules, list):
        raise BadLimits(f"{kind}: expected a list of tables, got {rules!r:.60}")
    return rules


def overlay(data: Mapping[str, Any]) -> dict[str, Any]:
    """A user's own tightening: plain `name = value` pairs of the `order` table; raises BadLimits."""
    return {name: _plain_value(name, value) for name, value in data.items()}


def _scalar(name: str, entry: Any, seen: list[Provenance]) -> Any:
    value = _sourced(f"order.{name}", entry, seen, frozenset({"value"}))["value"]
    return _member(Tier, value, name) if name == "tier" else _plain_value(name, value)


def _plain_value(name: str, value: Any) -> Any:
    if name == "stop_required":
        if not isinstance(value, bool):
            raise BadLimits(f"{name}: expected true or false, got {value!r}")
        return value
    number = fraction(value, name)
    if name in WHOLE and number != int(number):
        raise BadLimits(f"{name}: expected a whole number, got {value!r}")
    return int(number) if name in WHOLE else number


def _daily(entry: Mapping[str, Any], seen: list[Provenance]) -> DailyRule:
    body = _sourced("daily", entry, seen, frozenset({"reference", "amount", "of", "measure", "effect", "reset"}))
    return DailyRule(
        reference=_member(DailyReference, body["reference"], "daily.reference"),
        amount=_amount(body, "daily"),
        measure=_member(Measure, body["measure"], "daily.measure"),
        effect=_member(Effect, body["effect"], "daily.effect"),
        reset=_reset(body["reset"]),
    )


def _total(entry: Mapping[str, Any], seen: list[Provenance]) -> TotalRule:
    names = frozenset({"trail", "amount", "of", "effect", "reset"})
    body = _sourced("total", entry, seen, names, optional=frozenset({"lock_at", "lock_when"}))
    lock = None
    if "lock_at" in body or "lock_when" in body:
        at, when = body.get("lock_at"), body.get("lock_when")
        lock = Lock(
            at=None if at is None else fraction(at, "total.lock_at"),
            when=None if when is None else fraction(when, "total.lock_when"),
        )
    return TotalRule(
        trail=_member(Trail, body["trail"], "total.trail"),
        amount=_amount(body, "total"),
        reset=_reset(body["reset"]),
        effect=_member(Effect, body["effect"], "total.effect"),
        lock=lock,
    )


def _amount(body: Mapping[str, Any], name: str) -> Amount:
    amount = fraction(body["amount"], f"{name}.amount")
    return Amount(basis=_member(Basis, body["of"], f"{name}.of"), value=amount)


def _reset(text: Any) -> Reset:
    try:
        zone, at = str(text).split(" ")
        return Reset(zone=zone, at=time.fromisoformat(at))
    except (ValueError, KeyError, OSError):
        raise BadLimits(f"reset: expected 'Area/City HH:MM', got {text!r}") from None


def _sourced(
    name: str,
    entry: Any,
    seen: list[Provenance],
    needed: frozenset[str],
    optional: frozenset[str] = frozenset(),
) -> Mapping[str, Any]:
    """An entry whose source, date and confidence were noted in `seen`."""
    if not isinstance(entry, Mapping):
        raise BadLimits(f"{name}: expected a table with value, source, verified_on and confidence, got {entry!r:.60}")
    _known(entry, needed | optional | {"source", "verified_on", "confidence"}, name)
    missing = sorted((needed | {"source", "verified_on", "confidence"}) - entry.keys())
    if missing or not str(entry["source"]).strip():
        raise BadLimits(f"{name}: missing {missing or 'a source'}")
    seen.append(
        Provenance(
            field=name,
            source=str(entry["source"]),
            verified_on=_day(entry["verified_on"], name),
            confidence=str(entry["confidence"]),
        )
    )
    return entry


def _day(value: Any, name: str) -> date:
    """A date as TOML gives it, or as JSON writes it."""
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadLimits(f"{name}: missing a verified_on date, got {value!r:.60}") from None


def _known(data: Mapping[str, Any], names: frozenset[str], where: str) -> None:
    unknown = sorted(data.keys() - names)
    if unknown:
        raise BadLimits(f"{where}: unknown fields {unknown!r}")


def _member(cls: type[E], value: Any, name: str) -> E:
    try:
        return cls(value)
    except ValueError:
        raise BadLimits(f"{name}: expected one of {[m.value for m in cls]!r}, got {value!r}") from None
