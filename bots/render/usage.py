"""What was used, as a small table: one line a day and source, then what is left of today's tokens."""

from collections.abc import Mapping, Sequence
from typing import Any

from bots.messages import text
from bots.messages.numbers import number
from bots.render.wording import printable

COLUMNS = ("day", "source", "tokens_in", "tokens_out", "spend", "gpu")
_WORDS = 2
"""Columns that hold words and stand to the left; numbers stand to the right."""
_SOURCE = 24
_ESTIMATED = "~"
"""What ends the name of a source whose model did not tell what it used."""


def usage(report: Mapping[str, Any], lang: str) -> str:
    """The report of `bots.cli.usage.report` in words."""
    days = report["span"]
    title = text("usage_title", lang, days=days) if days > 1 else text("usage_title_one", lang)
    rows = [_row(entry, lang) for entry in report["days"]]
    if not rows:
        return "\n".join([title, text("usage_none", lang), _today(report["today"], lang)])
    head = [text(f"usage_{column}", lang) for column in COLUMNS]
    return "\n".join([title, *_table([head, *rows]), _today(report["today"], lang)])


def _row(entry: Mapping[str, Any], lang: str) -> list[str]:
    spend = [f"{number(amount, lang)}\u00a0{printable(unit)}" for unit, amount in entry["spend"].items()]
    return [
        entry["day"],
        _source(entry["source"], lang),
        number(entry["tokens_in"], lang),
        number(entry["tokens_out"], lang),
        " + ".join(spend) or "-",
        number(entry["gpu_hours"], lang),
    ]


def _source(source: str, lang: str) -> str:
    """The source's name; one that ends with `~` was counted by estimate."""
    name = printable(source.removesuffix(_ESTIMATED))[:_SOURCE]
    return text("usage_estimated", lang, source=name) if source.endswith(_ESTIMATED) else name


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[n]) for row in rows) for n in range(len(COLUMNS))]
    return ["  " + "  ".join(_cells(row, widths)).rstrip() for row in rows]


def _cells(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [cell.ljust(w) if n < _WORDS else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))]


def _today(today: Mapping[str, Any], lang: str) -> str:
    shown = {name: number(today[name], lang) for name in ("tokens", "budget", "left")}
    if not today["budget"]:
        return text("usage_no_budget", lang, tokens=shown["tokens"])
    if not today["left"]:
        return text("usage_spent", lang, tokens=shown["tokens"], budget=shown["budget"])
    return text("usage_today", lang, **shown)
