"""Scores of a router are counted right, baselines answer, and runs of held-out sets are remembered."""

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from agents.router import known, opening
from agents.router.known import Utterance
from agents.understanding import Route
from evals.routing import baselines, runs
from evals.routing.scoring import Case, Share, calibration_error, read_cases, score
from tools.errors import Misconfigured

CASES = [
    Case(text="a", lang="fr", route="trading"),
    Case(text="b", lang="fr", route="media"),
    Case(text="c", lang="en", route="media"),
    Case(text="d", lang="en", route="unclear"),
]
AT = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=1)))


def says_media(texts: Sequence[str]) -> list[tuple[Route, float]]:
    return [("media", 0.75)] * len(texts)


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (95, 100, 0.8883, 0.9785), (0, 0, 0.0, 1.0)],
)
def test_wilsons_interval(right: int, n: int, low: float, high: float) -> None:
    assert Share(right=right, n=n).interval == pytest.approx((low, high), abs=1e-4)


def test_right_answers_are_counted_by_language_and_by_route() -> None:
    scores = score(CASES, says_media)
    assert scores.overall == Share(right=2, n=4)
    assert scores.by_lang == {"fr": Share(right=1, n=2), "en": Share(right=1, n=2)}
    assert scores.by_route["media"] == Share(right=2, n=2)
    assert scores.by_route["trading"] == Share(right=0, n=1)
    assert scores.by_route["saas"] == Share(right=0, n=0)
    assert scores.confusions == {("trading", "media"): 1, ("media", "media"): 2, ("unclear", "media"): 1}
    assert [case.text for case, _, _ in scores.wrong] == ["a", "d"]
    assert scores.calibration_error == pytest.approx(0.25)
    plain = scores.plain()
    assert plain["accuracy"]["value"] == 0.5
    assert plain["confusions"] == {"trading>media": 1, "unclear>media": 1}
    assert json.loads(json.dumps(plain)) == plain


def test_a_router_that_answers_too_little_is_a_bug() -> None:
    with pytest.raises(ValueError, match="shorter"):
        score(CASES, lambda texts: says_media(texts)[1:])


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ([], 0.0),
        ([(1.0, True), (1.0, True)], 0.0),
        ([(1.0, False)], 1.0),
        ([(0.55, True), (0.55, False)], 0.05),
        ([(0.95, True), (0.05, True)], 0.5),
    ],
)
def test_calibration_error(answers: list[tuple[float, bool]], error: float) -> None:
    assert calibration_error(answers) == pytest.approx(error)


def test_cases_are_read_and_a_wrong_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"text": "é", "lang": "fr", "route": "saas", "note": 1}\n\n', encoding="utf-8")
    assert read_cases(path) == [Case(text="é", lang="fr", route="saas")]
    for line in ('{"text": "a", "lang": "fr"}', "x", '{"text": "a", "lang": "de", "route": "saas"}', '[{"text": 1}]'):
        path.write_text("\n" + line)
        with pytest.raises(Misconfigured, match="line 2"):
            read_cases(path)


def test_every_run_of_a_set_is_remembered(tmp_path: Path) -> None:
    path, scores = tmp_path / "heldout.jsonl", score(CASES, says_media)
    path.write_text("{}")
    assert runs.record(path, "v1", scores, at=AT) == 1
    assert runs.record(path, "majority", scores, at=AT) == 2
    path.write_text("{ }")
    assert runs.record(path, "v1", scores, at=AT) == 1
    held = runs.read(tmp_path / runs.RECORD)
    assert [entry["router"] for entry in held] == ["v1", "majority", "v1"]
    assert held[0]["at"] == AT.astimezone(UTC).isoformat()
    assert held[0]["accuracy"]["n"] == 4
    assert runs.times(held, held[0]["sha256"], "v1") == 1
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["heldout.jsonl", "runs.json"]


def test_a_damaged_record_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "heldout.jsonl"
    path.write_text("{}")
    for text in ("{", '{"runs": []}'):
        (tmp_path / runs.RECORD).write_text(text)
        with pytest.raises(Misconfigured, match="that was committed"):
            runs.record(path, "v1", score(CASES, says_media), at=AT)
        assert (tmp_path / runs.RECORD).read_text() == text


def few() -> list[Utterance]:
    """Every twelfth known sentence: enough for baselines to beat a guess."""
    return known.read()[::12]


def test_the_baselines_learn_what_they_were_told() -> None:
    told = few()
    cases = [Case(text=one.text, lang=one.lang, route=one.route) for one in told]
    embedder = opening.open_embedder(os.environ)
    assert score(cases, baselines.nearest(told, embedder)).overall.value == 1
    assert score(cases, baselines.character_grams(told)).overall.value > 0.95
    most = score(cases, baselines.majority(told)).overall.value
    assert 1 / 6 < most < 0.3
    fresh = [Case(text=one.text, lang=one.lang, route=one.route) for one in known.read()[5::12]]
    assert most < score(fresh, baselines.character_grams(told)).overall.value
    assert most < score(fresh, baselines.nearest(told, embedder)).overall.value
