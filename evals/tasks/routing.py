"""Routing of held-out sentences, by language and route, beside a majority, character n-grams and nearest neighbour."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from agents.mind import open_mind
from agents.reading import read
from agents.router.router import Router
from agents.understanding import Lang, Route
from evals.routing import baselines, runs
from evals.routing.scoring import Case, Predict, Scores, Share, read_cases, score
from tools.settings import Settings
from tools.trading.marketdata.replay import SOURCES

CASES = Path(__file__).parents[1] / "cases" / "routing"
SET = "heldout_c.jsonl"
"""The set that is held out now; the others were read and belong to the training data."""

ACCURACY, GAP = 0.95, 0.02
ROUTER = "grammar and embedding"
UNHELD = {"threshold": None, "holds": None}


def measure(*, record: bool, name: str = SET) -> list[dict[str, Any]]:
    """The rows of one set; every share with Wilson's 95 % interval."""
    from agents.router.known import read as known_utterances

    path = CASES / name
    cases = read_cases(path)
    with TemporaryDirectory() as home:
        router = asyncio.run(_opened(Path(home)))
        own = score(cases, lambda texts: asyncio.run(_routed(Path(home), texts)))
    known = known_utterances()
    rivals: dict[str, Predict] = {
        "character_grams": baselines.character_grams(known),
        "nearest": baselines.nearest(known, router.embedder),
        "majority": baselines.majority(known),
    }
    if record:
        runs.record(path, ROUTER, own, at=datetime.now(UTC))
    looked = runs.times(runs.read(path.with_name(runs.RECORD)), runs.digest(path), ROUTER)
    note = f"{name}, run {looked} times"
    rows = [*_own(own, note), *_by_route(cases, own, note)]
    for rival, predict in rivals.items():
        rows += _shares(f"accuracy_{rival}", score(cases, predict), None, note)
    return rows


def _own(scores: Scores, note: str) -> list[dict[str, Any]]:
    gap = abs(scores.by_lang["fr"].value - scores.by_lang["en"].value)
    told = {"low": None, "high": None, "n": scores.overall.n, "note": note}
    return [
        *_shares("accuracy", scores, ACCURACY, note),
        {**_named("language_gap", "all"), "value": round(gap, 4), **told, "threshold": GAP, "holds": gap <= GAP},
        {**_named("calibration_error", "all"), "value": round(scores.calibration_error, 4), **told, **UNHELD},
    ]


def _by_route(cases: Sequence[Case], scores: Scores, note: str) -> list[dict[str, Any]]:
    """Accuracy of each route in each language."""
    wrong = [(case.lang, case.route) for case, _, _ in scores.wrong]
    langs: tuple[Lang, ...] = ("fr", "en")
    rows = []
    for route in sorted({case.route for case in cases}):
        for lang in langs:
            n = sum(case.lang == lang and case.route == route for case in cases)
            share = Share(right=n - wrong.count((lang, route)), n=n)
            rows.append({**_named(f"accuracy_{route}", lang), **share.plain(), **UNHELD, "note": note})
    return rows


def _shares(metric: str, scores: Scores, threshold: float | None, note: str) -> list[dict[str, Any]]:
    shares: dict[str, Share] = {"all": scores.overall, "fr": scores.by_lang["fr"], "en": scores.by_lang["en"]}
    rows = []
    for lang, share in shares.items():
        held = UNHELD if threshold is None else {"threshold": threshold, "holds": share.value >= threshold}
        rows.append({**_named(metric, lang), **share.plain(), **held, "note": note})
    return rows


def _named(metric: str, lang: str) -> dict[str, Any]:
    return {"task": "routing", "metric": metric, "lang": lang}


async def _opened(home: Path) -> Router:
    async with open_mind(Settings(home=home, lang=None, mode="paper")) as mind:
        router = await mind.router()
    assert isinstance(router, Router)
    return router


async def _routed(home: Path, texts: Sequence[str]) -> list[tuple[Route, float]]:
    """Each text as `eva route` takes it."""
    async with open_mind(Settings(home=home, lang=None, mode="paper")) as mind:
        found = [await read(t, symbols=tuple(SOURCES), prefer=None, router=mind.router) for t in texts]
    return [(one.route, one.confidence) for one in found]
