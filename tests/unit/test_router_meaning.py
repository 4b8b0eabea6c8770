"""The second level of the router: read tools and small talk are recognised, acts and doubts get no intent."""

import base64
import json
import os
from pathlib import Path

import numpy as np
import pytest

from agents.router import build, grams, known, meaning, opening, places, train
from agents.router.classifier import MEANING, Shape, softmax
from agents.router.classifier import Weights as Routing
from agents.router.embedder import Embedder
from agents.router.known import INTENTS, LANGS, NO_INTENTS, ROUTES
from agents.router.making import fitting, meanings
from agents.router.meaning import CLASSES, Meaning, Weights
from agents.router.router import Router
from tools.errors import Misconfigured

LARGEST = 450_000
"""Bytes of the file of weights."""

SAID = {
    "show_positions": "dis-moi quelles positions sont ouvertes chez toi",
    "show_limits": "how much may I still lose before the daily limit?",
    "list_orders": "quels ordres attendent encore ?",
    "show_hours": "at what time does Wall Street close tonight?",
    "explain_refusal": "for what reason was my order rejected?",
    "privacy": "où sont gardées mes données ?",
    "model": "what language model do you run on?",
    "thanks": "merci infiniment Eva",
    "backup": "comment restaurer ma sauvegarde ?",
}


@pytest.fixture(scope="module")
def opened() -> Router:
    return Router.open({**os.environ, "EVA_HOME": "/nonexistent"})


@pytest.mark.parametrize(("intent", "text"), SAID.items())
def test_a_plain_wish_has_its_intent(opened: Router, intent: str, text: str) -> None:
    assert opened.score(text).intent == intent


@pytest.mark.parametrize(
    "text",
    [
        "vends toutes mes actions Apple au marché",
        "close every open position now",
        "annule mes ordres en attente",
        "move my stop up to the entry price",
        "stop trading until tomorrow",
        "prends 5 actions IBM si ça baisse encore",
        "raise my daily loss limit",
        "monte la vidéo et publie-la",
        "refund this customer's last invoice",
        "qsdlkfj xcvw",
        "",
    ],
)
def test_acts_and_other_factories_have_none(opened: Router, text: str) -> None:
    assert opened.score(text).intent is None


def test_an_intent_is_one_of_its_route(opened: Router) -> None:
    for one in known.read_intents()[::17]:
        scored = opened.score(one.text)
        assert scored.intent is None or scored.route in INTENTS[scored.intent]
    assert set(NO_INTENTS).isdisjoint(INTENTS)
    assert {route for routes in INTENTS.values() for route in routes} == {"trading", "assistant"}


def test_the_shipped_weights_belong_to_the_shipped_sentences() -> None:
    sentences, weights = known.read_intents(), Weights.read()
    assert weights.sentences == known.digest_of_intents(sentences)
    assert weights.coefficients.shape == (len(sentences), len(CLASSES))
    assert weights.shape == train.SHAPE
    assert MEANING.stat().st_size <= LARGEST


@pytest.mark.slow
def test_training_again_finds_the_shipped_weights_and_their_figures() -> None:
    embedder = Embedder.open(build.build_embedder(places.installed())[0])
    made = meanings.material(known.read_intents(), known.read(), embedder)
    rows = meanings.judged(made, train.SHAPE, Routing.read())
    again, shipped = meanings.fit(made, rows, train.SHAPE), Weights.read()
    assert float(np.abs(again.coefficients.astype(float) - shipped.coefficients.astype(float)).max()) < 2e-2
    assert again.sharpness == pytest.approx(shipped.sharpness, abs=0.5)
    assert again.floor == pytest.approx(shipped.floor, abs=0.05)
    answered = rows.answered(shipped.floor, shipped.margin)
    assert rows.right[answered].mean() > 0.94
    assert answered[rows.label == CLASSES.index("act")].mean() < 0.02
    assert answered[rows.label == meanings.NONE].mean() < 0.01
    assert answered[: len(made.meant)].mean() > 0.35
    assert meanings.report(rows, shipped)[0].startswith("intents: floor 0.")


def judged(best: list[int], share: list[float], label: list[int]) -> meanings.Judged:
    return meanings.Judged(
        label=np.array(label),
        route=np.zeros(len(label), np.int64),
        best=np.array(best),
        share=np.array(share),
        ahead=np.array(share) - 0.1,
        sharp=10.0,
    )


def test_limits_answer_as_many_as_stay_right() -> None:
    rows = judged([0] * 100, [0.9] * 60 + [0.7] * 40, [0] * 60 + [0, 1] * 20)
    floor, margin = meanings.limits(rows)
    assert 0.7 < max(floor, margin + 0.1) <= 0.9
    assert rows.answered(floor, margin).sum() == 60
    assert meanings.limits(judged([0] * 40, [0.6] * 40, [0] * 40))[0] == pytest.approx(0.6)


def test_what_proves_nothing_is_not_counted_and_a_class_without_intent_is_no_answer() -> None:
    act = CLASSES.index("act")
    rows = judged([0, 0, act, 0], [0.9] * 4, [0, meanings.NONE, act, meanings.NONE - 1])
    assert rows.answered(0.5, 0.0).tolist() == [True, True, False, False]
    assert rows.right.tolist() == [True, False, True, False]


def test_only_the_intents_of_a_route_are_compared() -> None:
    shares = np.full(len(CLASSES), 0.001)
    shares[CLASSES.index("thanks")], shares[CLASSES.index("show_pnl")], shares[CLASSES.index("audit")] = 0.6, 0.3, 0.1
    kept = {route: meaning.chosen(shares, route) for route in ROUTES}
    assert CLASSES[kept["assistant"][0]] == "thanks"
    assert CLASSES[kept["trading"][0]] == "show_pnl"
    assert kept["trading"][1] == pytest.approx(0.3 / (0.4 + 0.001 * (meaning.allowed("trading").sum() - 2)))
    assert kept["trading"][2] < kept["trading"][1]
    assert CLASSES[kept["media"][0]] in NO_INTENTS


def test_the_fit_of_more_classes_solves_its_equations() -> None:
    points = np.random.default_rng(5).normal(size=(12, 6))
    labels = np.array([0, 0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6])
    found = fitting.solve(points @ points.T, labels, 0.3, 7)
    ridge = 0.3 * 7 * np.bincount(labels)[labels] / 12
    assert np.allclose(points @ points.T @ found + ridge[:, None] * found, np.eye(7)[labels] - 1 / 7)


def files(folder: Path) -> Path:
    """One sentence an intent and language."""
    for intent in (*INTENTS, *NO_INTENTS):
        for lang in LANGS:
            (folder / f"{intent}.{lang}.txt").write_text(f"# note\n\n{intent} {lang}\n", encoding="utf-8")
    return folder


def weights_of(sentences: list[known.Meant], **figures: float) -> Weights:
    held: dict[str, float] = {"sharpness": 3.0, "floor": 0.0, "margin": 0.0, **figures}
    table = np.random.default_rng(3).normal(size=(len(sentences), len(CLASSES))).astype(np.float16)
    shape = Shape(power=3, spelling=0.5, ridge=0.1)
    return Weights(sentences=known.digest_of_intents(sentences), shape=shape, coefficients=table, **held)


def test_both_likenesses_are_added_and_the_limits_hold(tmp_path: Path) -> None:
    sentences = known.read_intents(files(tmp_path))
    vectors = np.eye(len(sentences), dtype=np.float32)
    weights = weights_of(sentences)
    arrays = meaning.prepared(weights, sentences, vectors)
    query = vectors[4] * np.float32(0.6) + vectors[9] * np.float32(0.8)
    spelt = grams.likeness([grams.bag("show_pnl")], [grams.bag(one.text) for one in sentences])
    kernel = ((1 + query @ vectors.T) / 2) ** 3 + 0.5 * spelt
    expected = softmax(3.0 * (kernel @ weights.coefficients.astype(np.float64)))[0]
    told = Meaning(weights=weights, **arrays)
    assert np.allclose(told.shares("show_pnl", query), expected, atol=1e-4)
    best, share, ahead = meaning.chosen(expected, "trading")
    given = CLASSES[best] if CLASSES[best] in INTENTS else None
    assert told.intent("show_pnl", query, "trading") == given
    for figures in ({"floor": share + 0.01}, {"margin": ahead + 0.01}):
        stricter = Meaning(weights=weights_of(sentences, **figures), **arrays)
        assert stricter.intent("show_pnl", query, "trading") is None
    with pytest.raises(Misconfigured, match="changed since training"):
        meaning.prepared(weights, sentences[1:], vectors)


def test_weights_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "meaning.json"
    shipped = Weights.read()
    path.write_text(json.dumps(shipped.plain()))
    assert Weights.read(path).plain() == shipped.plain()
    short = base64.b64encode(b"123").decode()
    changes: tuple[dict[str, object], ...] = ({"coefficients": "!"}, {"coefficients": short}, {"shape": {"power": 3}})
    for text in (*(json.dumps({**shipped.plain(), **change}) for change in changes), "[]", ""):
        path.write_text(text)
        with pytest.raises(Misconfigured, match="no file of weights"):
            Weights.read(path)


def test_a_sentence_under_two_intents_is_refused(tmp_path: Path) -> None:
    files(tmp_path)
    assert [one.intent for one in known.read_intents(tmp_path) if one.lang == "fr"] == list(CLASSES)
    (tmp_path / "who.en.txt").write_text("thanks en\n")
    with pytest.raises(Misconfigured, match="stands under"):
        known.read_intents(tmp_path)


def test_every_file_of_sentences_is_an_intent_s() -> None:
    names = {path.name for path in known.INTENT_FOLDER.glob("*.txt")}
    assert names == {f"{name}.{lang}.txt" for name in CLASSES for lang in LANGS}


def test_the_opened_router_has_both_levels() -> None:
    _, classifier, meant = opening.open_all(os.environ)
    assert classifier.weights.shape == meant.weights.shape
    assert 0.5 <= meant.weights.floor < 1
    assert 0 <= meant.weights.margin < 1
