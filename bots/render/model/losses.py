"""The model of losses in words: gaps in force, what they rest on, how predictions did, and what speaks against them."""

from collections.abc import Mapping
from typing import Any

from bots.messages import text
from bots.messages.numbers import day, number, percent
from bots.render.wording import clock, printable
from policies.values import ZERO, lenient_decimal
from tools.tool import ToolResult

Data = Mapping[str, Any]
KINDS = ("entry", "stop", "loss")


def model(result: ToolResult, lang: str) -> str:
    """Every instrument that can be traded, alarms last in each."""
    data = result.data
    rows = data.get("model") or []
    lines = [clock(data, lang), text("model_head" if rows else "model_nothing", lang)]
    for row in rows:
        lines += _instrument(row, lang)
    return "\n".join(lines)


def _instrument(row: Data, lang: str) -> list[str]:
    gaps = {"gap": percent(row["gap"], lang), "closed": percent(row["gap_closed"], lang)}
    lines = [text("model_gap", lang, symbol=printable(row["symbol"]), **gaps), *_history(row, lang)]
    if lenient_decimal(row.get("seen")) > ZERO:
        lines.append(text("model_seen", lang, seen=percent(row["seen"], lang)))
    realised = row.get("realised") or {}
    lines += [_kind(kind, realised[kind], lang) for kind in KINDS if realised.get(kind, {}).get("n")]
    return lines + [
        text("model_alarm", lang, what=text(f"model_alarm_{alarm}", lang)) for alarm in row.get("alarm") or ()
    ]


def _history(row: Data, lang: str) -> list[str]:
    if row.get("estimated") is None:
        return [text("model_no_estimate", lang)]
    said = {"estimated": percent(row["estimated"], lang), "n": number(row["n"], lang)}
    worst = {"worst": _share(row["worst"], lang, signed=True), "on": day(row["worst_on"], lang)}
    lines = [text("model_estimate", lang, until=day(row["until"], lang), **said, **worst)]
    if row.get("opens"):
        lines.append(text("model_coverage", lang, opens=number(row["opens"], lang), **_held(row, lang)))
    if row.get("splits"):
        found = [split.partition(" ")[::2] for split in row["splits"]]
        named = [text("model_split", lang, ratio=printable(ratio), on=day(on, lang)) for on, ratio in found]
        lines.append(text("model_splits", lang, splits=", ".join(named)))
    return lines


def _kind(kind: str, tally: Data, lang: str) -> str:
    shares = {"mean": _share(tally["mean"], lang), "worst": _share(tally["worst"], lang)}
    return text(f"model_{kind}", lang, n=number(tally["n"], lang), **shares, **_held(tally, lang))


def _held(row: Data, lang: str) -> dict[str, str]:
    return {name: _share(row[name], lang) for name in ("coverage", "low", "high")}


def _share(value: object, lang: str, *, signed: bool = False) -> str:
    """A fraction as a percentage to two places at most."""
    exact = lenient_decimal(value)
    return percent(round(exact, 4).normalize() if exact.is_finite() else exact, lang, signed=signed)
