"""What was used, by source and day, read from the records; printed by `eva usage`, and a report for whoever asks."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from tools.console.running import show_json
from tools.context import Json
from tools.errors import Misconfigured
from tools.settings import Settings

if TYPE_CHECKING:
    from memory.records.values import Used

_HOUR = Decimal(3600)
_SHOWN = Decimal("0.0001")


async def show(settings: Settings, environ: Mapping[str, str], *, days: int, as_json: bool) -> int:
    """Prints the table, or one JSON document; raises Misconfigured where the records cannot be read."""
    found = await report(settings, days)
    if as_json:
        show_json(found)
    else:
        from bots.render.usage import usage
        from bots.voice import locale_language

        print(usage(found, settings.lang or locale_language(environ)))
    return 0


async def report(settings: Settings, days: int, *, now: datetime | None = None) -> Json:
    """What was used in the last `days` days (UTC, today among them), newest first, and what is left of today's tokens.

    `{span, days: [{day, source, tokens_in, tokens_out, spend: {currency: amount}, gpu_hours}], today: {tokens, budget,
    left}}`: tokens are whole numbers; spend and hours are decimal strings, hours to four places. Amounts of two
    currencies are never added. Records that do not exist yet are made.
    """
    from memory.errors import Unusable
    from memory.records.opening import opened
    from memory.records.tables import HOUSE

    moment = now or datetime.now(UTC)
    today = moment.astimezone(UTC).date()
    try:
        async with opened(settings.database_url, settings.home) as records:
            house = records.of(HOUSE, by="usage")
            used = await house.usage_by_day(today - timedelta(days=days - 1), today)
            tokens = await house.tokens_today(moment)
    except Unusable as error:
        raise Misconfigured(str(error)) from None
    budget = settings.model_tokens_per_day
    left = {"tokens": tokens, "budget": budget, "left": max(0, budget - tokens)}
    return {"span": days, "days": by_day(used), "today": left}


def by_day(used: Iterable["Used"]) -> list[Json]:
    """One entry a day and source, the newest day first; models are added up."""
    from memory.records.values import Kind

    entries: dict[tuple[str, str], Json] = {}
    for one in used:
        day = one.day.isoformat()
        entry = entries.setdefault((day, one.source), _empty(day, one.source))
        match one.kind:
            case Kind.TOKENS_IN | Kind.TOKENS_OUT:
                entry[one.kind.value] += int(one.amount)
            case Kind.SPEND:
                entry["spend"][one.unit] = entry["spend"].get(one.unit, Decimal(0)) + one.amount
            case Kind.GPU_SECONDS:
                entry["gpu"] += one.amount
    ordered = sorted(sorted(entries), key=lambda key: key[0], reverse=True)
    return [_told(entries[key]) for key in ordered]


def _empty(day: str, source: str) -> Json:
    return {"day": day, "source": source, "tokens_in": 0, "tokens_out": 0, "spend": {}, "gpu": Decimal(0)}


def _told(entry: Json) -> Json:
    """The entry with its amounts as decimal strings."""
    seconds = entry.pop("gpu")
    spend = {unit: format(amount, "f") for unit, amount in sorted(entry["spend"].items())}
    return {**entry, "spend": spend, "gpu_hours": format((seconds / _HOUR).quantize(_SHOWN), "f")}
