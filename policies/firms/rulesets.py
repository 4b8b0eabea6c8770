"""Firm rulesets from plain dictionaries (the parsed TOML of `policies/firms/`) to limits, or a clear refusal."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from policies.firms import programme
from policies.firms.reading import Doubt, Notes, Provenance, Table, meant, member, reset, tables, whole
from policies.floors import MOST_DAILY, MOST_TOTAL
from policies.limits import (
    CEILING,
    LARGEST_WINS,
    SMALLEST_WINS,
    Amount,
    BadLimits,
    Basis,
    Breach,
    DailyReference,
    DailyRule,
    Effect,
    Limits,
    Lock,
    Measure,
    TotalRule,
    Trail,
    fraction,
    tighten,
)
from policies.values import ONE, Tier, plain

WHOLE = ("quote_age_s", "intent_age_s", "duplicate_s", "per_minute", "per_day", "failures")
TOP = ("id", "daily", "total", "order")
OLDEST_DAYS: Final = 90
"""For how many days a person's look at a firm's rules is good for live trading."""


def ruleset(data: Mapping[str, Any]) -> tuple[Limits, tuple[Provenance, ...]]:
    """Limits, tightened by the hard ceilings, and the provenance of each value.

    Raises BadLimits for what is missing or cannot be understood, shares of more than everything among it. Unknown
    fields, missing origins, unconfirmed values and those beyond a hard ceiling, which counts in their place, do not:
    they are in `Limits.doubts` as `field: code`, which keep an account on paper.
    """
    notes = Notes()
    if not isinstance(data.get("id"), str) or not data["id"]:
        raise BadLimits(f"ruleset {data.get('id')!r:.60}: missing its id")
    daily = tuple(_daily(table) for table in _rules("daily", data, notes))
    total = tuple(_total(table) for table in _rules("total", data, notes))
    terms = programme.terms(data, notes)
    limits = Limits(id=data["id"], daily=daily, total=total, terms=terms, **_order(data, notes))
    programme.heading(data, notes)
    for unknown in sorted(data.keys() - {*TOP, *programme.HEADING, *programme.TERMS}):
        notes.doubt(unknown, Doubt.UNKNOWN)
    read = replace(tighten(limits, CEILING), verified_on=notes.oldest, doubts=tuple(notes.doubts))
    return read, tuple(notes.seen)


def overlay(data: Mapping[str, Any]) -> dict[str, Any]:
    """A user's own tightening: plain `name = value` pairs of the `order` table; raises BadLimits."""
    return {name: _plain_value(name, value) for name, value in data.items()}


def _order(data: Mapping[str, Any], notes: Notes) -> dict[str, Any]:
    table = Table("order", data.get("order", {}), notes, each=True)
    values = {name: _plain_value(f"order.{name}", table.take(name)) for name in (*SMALLEST_WINS, *LARGEST_WINS)}
    for name, ceiling in CEILING.items():
        if values[name] > ceiling if name in SMALLEST_WINS else values[name] < ceiling:
            notes.doubt(f"order.{name}", Doubt.ABOVE_CEILING)
    tier = table.take("tier", optional=True)
    table.done()
    return values if tier is None else {**values, "tier": member(Tier, tier, "order.tier")}


def _plain_value(name: str, value: Any) -> Any:
    field = name.rpartition(".")[2]
    if field == "stop_required":
        if not isinstance(value, bool):
            raise BadLimits(f"{name}: expected true or false, got {value!r:.60}")
        return value
    return whole(value, name) if field in WHOLE else fraction(value, name)


def _rules(kind: str, data: Mapping[str, Any], notes: Notes) -> list[Table]:
    rules = tables(kind, data.get(kind, []), notes)
    if not rules:
        raise BadLimits(f"{kind}: missing; a ruleset needs at least one [[{kind}]]{meant(kind, data)}")
    return rules


def _daily(table: Table) -> DailyRule:
    rule = DailyRule(
        reference=table.member(DailyReference, "reference"),
        amount=_amount(table, MOST_DAILY),
        measure=table.member(Measure, "measure"),
        effect=table.member(Effect, "effect"),
        reset=reset(table.take("reset"), f"{table.name}.reset"),
        breach=table.member(Breach, "breach", Breach.AT),
    )
    table.done()
    return rule


def _total(table: Table) -> TotalRule:
    at, when = table.maybe("lock_at"), table.maybe("lock_when")
    of = table.member(Basis, "lock_of", Basis.FIXED)
    if of is Basis.REFERENCE:
        raise BadLimits(f"{table.name}.lock_of: expected 'fixed' or 'initial', got 'reference'")
    rule = TotalRule(
        trail=table.member(Trail, "trail"),
        amount=_amount(table, MOST_TOTAL),
        reset=reset(table.take("reset"), f"{table.name}.reset"),
        effect=table.member(Effect, "effect"),
        lock=None if at is None and when is None else Lock(at=at, when=when, of=of),
        breach=table.member(Breach, "breach", Breach.AT),
    )
    table.done()
    return rule


def _amount(table: Table, most: Decimal) -> Amount:
    """What may be lost; raises BadLimits for a share above one, and doubts one above `most`, the kernel's ceiling."""
    amount, name = Amount(value=table.number("amount"), basis=table.member(Basis, "of")), table.path("amount")
    if amount.basis is Basis.FIXED:
        return amount
    if amount.value > ONE:
        share = plain(amount.value / 100)
        raise BadLimits(f"{name}: expected a share of at most 1, got {plain(amount.value)!r}; did you mean {share!r}?")
    if amount.value > most:
        table.notes.doubt(name, Doubt.ABOVE_CEILING)
    return amount
