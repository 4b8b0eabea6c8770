"""What can be said of a ruleset: its values with their sources, its floors in money, and what keeps it off live."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from policies.facts import Account
from policies.firms.programme import REACHED, Heading, heading
from policies.firms.reading import Confidence, Provenance
from policies.firms.rulesets import OLDEST_DAYS, ruleset
from policies.floors import Floor, first_marks, floors
from policies.limits import Amount, BadLimits, Basis, Effect, Limits, limits_hash
from policies.values import plain
from tools.trading.rulesets import RulesetFile

Json = dict[str, Any]
TOO_OLD, IN_FUTURE = "too_old", "verified_in_future"


def overview(file: RulesetFile, today: date) -> Json:
    """One line of a list: `{id, name, currency, capital, reached_by, own, verified_on, age_days, live, problems}`.

    `live` is whether nothing in the file keeps it from live trading. An unreadable file has `error` instead.
    """
    try:
        data = file.data()
        limits, seen = ruleset(data)
        head = heading(data)
    except BadLimits as error:
        return {"id": file.id, "own": file.own, "live": False, "error": str(error)}
    problems = problems_of(limits, seen, today)
    return {
        "id": file.id,
        "name": head.name,
        "currency": head.currency,
        "capital": None if head.capital is None else plain(head.capital),
        "reached_by": head.reached_by,
        "own": file.own,
        "verified_on": _iso(limits.verified_on),
        "age_days": _age(limits.verified_on, today),
        "live": not problems,
        "problems": problems,
    }


def details(file: RulesetFile, today: date) -> Json:
    """An overview with `reached`, `values`, `floors`, `unchecked` and `limits_hash`; raises BadLimits."""
    data = file.data()
    limits, seen = ruleset(data)
    head = heading(data)
    return {
        **overview(file, today),
        "reached": None if head.reached_by is None else dict(REACHED[head.reached_by]),
        "floors": [_floor(floor) for floor in first_floors(head, limits, today)],
        "values": [_value(p, limits, today) for p in seen if not p.field.startswith("unchecked")],
        "unchecked": [{"en": u.en, "fr": u.fr, "source": u.source} for u in head.unchecked],
        "limits_hash": limits_hash(limits),
    }


def problems_of(limits: Limits, seen: Iterable[Provenance], today: date) -> list[Json]:
    """What keeps a ruleset off live, as `{field, why}`: its doubts, and looks that are too old or not yet possible."""
    found = [dict(zip(("field", "why"), doubt.rsplit(": ", 1), strict=True)) for doubt in limits.doubts]
    theirs = [p for p in seen if p.verified_on is not None and p.confidence is not Confidence.OWN]
    old = [p for p in theirs if (_age(p.verified_on, today) or 0) > OLDEST_DAYS]
    ahead = [p for p in theirs if (_age(p.verified_on, today) or 0) < 0]
    for group, why in ((old, TOO_OLD), (ahead, IN_FUTURE)):
        fields = dict.fromkeys(p.field.partition(".")[0] for p in group)
        found += [{"field": name, "why": why} for name in fields]
    return found


def first_floors(head: Heading, limits: Limits, today: date) -> tuple[Floor, ...]:
    """Every floor on the first day of an account of the programme's own size; none where the size is not told."""
    if head.capital is None:
        return ()
    account = Account(currency=head.currency or "", initial=head.capital, balance=head.capital)
    noon = datetime.combine(today, time(12), UTC)
    marks = {reset.key: first_marks(account, noon, reset) for reset in limits.resets}
    return floors(account, marks, limits)


def markdown(files: Iterable[RulesetFile]) -> str:
    """The table of the README in `policies/firms`: a line for each programme. It does not depend on the day."""
    lines = ["| id | capital | daily | total | reached by | live |", "|---|---|---|---|---|---|"]
    for file in files:
        data = file.data()
        limits, head = ruleset(data)[0], heading(data)
        daily = " and ".join(f"{_amount(r.amount)}{_soft(r.effect)}" for r in limits.daily)
        total = " and ".join(f"{_amount(r.amount)}, {_words(r.trail)}" for r in limits.total)
        live = "once confirmed" if limits.doubts else "yes"
        capital = "?" if head.capital is None else f"{head.capital:,} {head.currency}"
        lines.append(f"| `{file.id}` | {capital} | {daily} | {total} | {head.reached_by} | {live} |")
    return "\n".join(lines)


def _amount(amount: Amount) -> str:
    if amount.basis is Basis.FIXED:
        return f"{amount.value:,}"
    return f"{plain(amount.value * 100)} %{' of reference' if amount.basis is Basis.REFERENCE else ''}"


def _soft(effect: Effect) -> str:
    return ", pause" if effect is Effect.SOFT else ""


def _words(text: str) -> str:
    return text.replace("_", " ")


def _value(found: Provenance, limits: Limits, today: date) -> Json:
    value: Json = {
        "field": found.field,
        "value": found.value,
        "source": found.source,
        "verified_on": _iso(found.verified_on),
        "age_days": _age(found.verified_on, today),
        "confidence": found.confidence,
    }
    table, _, name = found.field.rpartition(".")
    held = getattr(limits, name) if table == "order" else None
    if isinstance(held, Decimal | int) and not isinstance(held, bool) and Decimal(found.value) != held:
        value["in_force"] = str(held)
    return value


def _floor(floor: Floor) -> Mapping[str, str]:
    return {
        "name": floor.name,
        "floor": plain(floor.floor),
        "guard": plain(floor.guard),
        "effect": floor.effect,
        "reset": floor.reset,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _age(day: date | None, today: date) -> int | None:
    return None if day is None else (today - day).days
