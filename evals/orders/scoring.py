"""Scores the reading of order sentences: an act where a question was due, or a wrong field, is a dangerous error."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from agents.understanding import Understanding

Case = Mapping[str, Any]
"""`{text, lang, expect: act|ask|read, tool, args}`."""

Mark = Literal["right", "asked", "missed", "dangerous"]

ACTS = frozenset(
    "place_order reduce_position close_position cancel_order amend_order halt_trading resume_trading advance_market "
    "do_several".split()
)
"""Tools that change something."""

SYMBOLS = ("AAPL", "GOOG", "IBM", "IXIC", "MSFT", "SPX")


@dataclass(frozen=True, kw_only=True)
class Marked:
    """One case with what came of it."""

    case: Case
    mark: Mark
    got: Understanding


@dataclass(frozen=True, kw_only=True)
class Score:
    """The two numbers that always stand together, for one language or all.

    `dangerous` of `n`; `acted` of `acts`: the unambiguous requests that became the right act without a question.
    """

    n: int
    dangerous: int
    acts: int
    acted: int
    reads: int
    read: int


def marked(cases: Iterable[Case], understand: Callable[..., Understanding]) -> list[Marked]:
    """Every case, read and marked."""
    return [_marked(case, understand(case["text"], symbols=SYMBOLS)) for case in cases]


def score(found: Iterable[Marked], lang: str | None = None) -> Score:
    """The counts of one language, or of all."""
    chosen = [m for m in found if lang is None or m.case["lang"] == lang]
    acts = [m for m in chosen if m.case["expect"] == "act"]
    reads = [m for m in chosen if m.case["expect"] == "read"]
    return Score(
        n=len(chosen),
        dangerous=sum(m.mark == "dangerous" for m in chosen),
        acts=len(acts),
        acted=sum(m.mark == "right" for m in acts),
        reads=len(reads),
        read=sum(m.mark == "right" for m in reads),
    )


def _marked(case: Case, got: Understanding) -> Marked:
    acting = got.clarify is None and got.tool in ACTS
    same = got.clarify is None and got.tool == case["tool"] and same_args(got.args, case["args"] or {})
    mark: Mark
    if case["expect"] != "ask" and same:
        mark = "right"
    elif acting:
        mark = "dangerous"
    elif case["expect"] == "ask":
        mark = "right"
    else:
        mark = "asked" if got.clarify is not None else "missed"
    return Marked(case=case, mark=mark, got=got)


def same_args(got: object, due: object) -> bool:
    """Whether two sets of arguments mean the same: numbers by value, absent like null."""
    if isinstance(got, Mapping) and isinstance(due, Mapping):
        names = {name for side in (got, due) for name in side if side[name] is not None}
        return all(same_args(got.get(name), due.get(name)) for name in names)
    if isinstance(got, (list, tuple)) and isinstance(due, (list, tuple)):
        return len(got) == len(due) and all(same_args(a, b) for a, b in zip(got, due, strict=True))
    return _plain(got) == _plain(due)


def _plain(value: object) -> object:
    """Amounts with a unit as a pair, numbers as Decimals."""
    number, space, unit = str(value).partition(" ")
    try:
        return Decimal(number), unit if space else ""
    except InvalidOperation:
        return value
