"""What the router learnt is what its sentences teach, and its arithmetic is what it says it is."""

import base64
import json
from pathlib import Path

import numpy as np
import pytest

from agents.router import build, classifier, grams, known, places, train
from agents.router.classifier import Classifier, Shape, Weights, softmax
from agents.router.embedder import Embedder
from agents.router.known import LANGS, ROUTES
from agents.router.making import fitting
from tools.errors import Misconfigured


def test_the_shipped_weights_belong_to_the_shipped_sentences() -> None:
    sentences, weights = known.read(), Weights.read()
    assert weights.utterances == known.digest(sentences)
    assert weights.coefficients.shape == (len(sentences), len(ROUTES))
    assert weights.shape == train.SHAPE
    assert classifier.WEIGHTS.stat().st_size <= 300_000


@pytest.mark.slow
def test_training_again_finds_the_shipped_weights_and_their_figures() -> None:
    sentences, shipped = known.read(), Weights.read()
    made = fitting.material(sentences, Embedder.open(build.build_embedder(places.installed())[0]))
    again = train.fit(sentences, made)
    assert float(np.abs(again.coefficients - shipped.coefficients).max()) < 1e-2
    figures = ("sharpness", "least", "sure", "doubted", "divided")
    assert [getattr(again, name) for name in figures] == pytest.approx(
        [getattr(shipped, name) for name in figures], abs=0.05
    )
    right = train.answers(made, shipped) == made.labels
    for lang in LANGS:
        assert right[[one.lang == lang for one in sentences]].mean() > 0.86
    assert train.report(sentences, made, shipped)[0].startswith("all 0.")


def test_near_twins_share_a_fold_and_the_folds_are_even() -> None:
    vectors = np.eye(200, dtype=np.float32)
    vectors[1], vectors[2] = vectors[0], 0.9 * vectors[0] + 0.1 * vectors[2]
    fold = fitting.folds([f"sentence {n}" for n in range(200)], vectors @ vectors.T)
    assert fold[0] == fold[1] == fold[2]
    assert sorted(set(fold.tolist())) == list(range(fitting.FOLDS))
    assert np.bincount(fold).min() >= 36


def test_the_fit_solves_its_equations_and_weighs_routes_alike() -> None:
    points = np.random.default_rng(7).normal(size=(30, 8))
    kernel = points @ points.T
    labels = np.array([0] * 20 + [1] * 4 + [2] * 3 + [3, 4, 5])
    found = fitting.solve(kernel, labels, 0.5)
    ridge = 0.5 * len(ROUTES) * np.bincount(labels)[labels] / len(labels)
    targets = np.eye(6)[labels] - 1 / 6
    assert np.allclose(kernel @ found + ridge[:, None] * found, targets)


def test_sharpness_makes_shares_as_sure_as_they_are_right() -> None:
    labels = np.array([0] * 80 + [1] * 20)
    scores = np.tile([0.3, 0.0, -9.0, -9.0, -9.0, -9.0], (100, 1))
    sharp = fitting.sharpness(scores, labels)
    assert softmax(scores * sharp)[0, 0] == pytest.approx(0.8, abs=0.02)


def test_limits_ask_back_only_where_it_pays() -> None:
    labels = np.array([0] * 30 + [1] * 30 + [fitting.UNCLEAR] * 20)
    whole = np.full((80, 6), 0.02)
    whole[np.arange(30), 0] = whole[np.arange(30, 60), 1] = 0.9
    whole[60:, 0] = 0.35
    blank = fitting.Compared(cosines=np.zeros((0, 80), np.float32), spellings=np.zeros((0, 80), np.float32))
    made = fitting.Material(
        labels=labels,
        fold=np.zeros(80, np.int64),
        whole=blank,
        pieces=blank,
        owner=np.zeros(0, np.int64),
        vectors=np.zeros((80, 1), np.float32),
    )
    found = fitting.limits(made, whole, np.zeros((0, 6)))
    assert 0.35 < found.least <= 0.6
    assert found.doubted == pytest.approx(21 / 22, abs=0.001)


def dense(bag: grams.Bag) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    row = np.zeros(grams.BUCKETS, dtype=np.float32)
    row[bag[0]] = bag[1]
    return row


def test_bags_of_spelling_have_length_one_and_multiply_as_vectors_do() -> None:
    left = [grams.bag(text) for text in ("achète Apple", "ACHETE apple !", "", "xyz")]
    right = [grams.bag(text) for text in ("acheter des actions Apple", "buy", "")]
    assert [round(float(bag[1] @ bag[1]), 5) for bag in left] == [1, 1, 0, 1]
    expected = np.array([[dense(one) @ dense(other) for other in right] for one in left])
    assert np.allclose(grams.likeness(left, right), expected, atol=1e-6)
    assert grams.likeness([], right).shape == (0, 3)
    coefficients = np.arange(24, dtype=np.float32).reshape(4, 6)
    table = np.array([dense(bag) for bag in left]).T @ coefficients
    assert np.allclose(grams.pooled(left, coefficients), table, atol=1e-5)


@pytest.mark.parametrize(
    ("text", "found"),
    [("Achète 10,50 €", "achete 5 €"), ("L’ÉTÉ", "l'ete"), ("ﬁn", "fin"), ("v1.2 et 3", "v5 et 5"), ("", "")],
)
def test_spelling_is_compared_without_case_accents_and_numbers(text: str, found: str) -> None:
    assert grams.folded(text) == found


def test_the_classifier_adds_both_likenesses(tmp_path: Path) -> None:
    for route in ROUTES:
        for lang in LANGS:
            (tmp_path / f"{route}.{lang}.txt").write_text(f"# note\n\n{route} {lang}\n", encoding="utf-8")
    sentences = known.read(tmp_path)
    vectors = np.eye(12, dtype=np.float32)
    rng = np.random.default_rng(3)
    weights = Weights(
        utterances=known.digest(sentences),
        shape=Shape(power=3, spelling=0.5, ridge=0.1),
        sharpness=2.0,
        least=0.3,
        sure=0.8,
        doubted=0.5,
        divided=0.7,
        coefficients=rng.normal(size=(12, 6)).astype(np.float32),
    )
    arrays = classifier.prepared(weights, sentences, vectors)
    query = np.array([[0.6, 0.8, *([0.0] * 10)]], dtype=np.float32)
    spelt = grams.likeness([grams.bag("media")], [grams.bag(one.text) for one in sentences])
    kernel = ((1 + query @ vectors.T) / 2) ** 3 + 0.5 * spelt
    expected = softmax(2.0 * (kernel @ weights.coefficients).astype(np.float64))
    assert np.allclose(Classifier(weights=weights, **arrays).shares(["media"], query), expected, atol=1e-5)
    with pytest.raises(Misconfigured, match="changed since training"):
        classifier.prepared(weights, sentences[1:], vectors)


def test_weights_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    shipped = Weights.read()
    path.write_text(json.dumps(shipped.plain()))
    again = Weights.read(path)
    assert again.plain() == shipped.plain()
    assert classifier.digest(path) != classifier.digest()


@pytest.mark.parametrize(
    "change", [{"coefficients": "!"}, {"coefficients": base64.b64encode(b"1234").decode()}, {"shape": {"power": 3}}]
)
def test_a_damaged_file_of_weights_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "weights.json"
    for text in (json.dumps({**Weights.read().plain(), **change}), "[]", ""):
        path.write_text(text)
        with pytest.raises(Misconfigured, match="no file of weights"):
            Weights.read(path)
    with pytest.raises(Misconfigured):
        Weights.read(tmp_path / "none.json")
    with pytest.raises(Misconfigured):
        classifier.digest(tmp_path / "none.json")


def test_a_sentence_under_two_routes_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    for route in ROUTES:
        for lang in LANGS:
            (tmp_path / f"{route}.{lang}.txt").write_text(f"{route}\n")
    assert [one.route for one in known.read(tmp_path) if one.lang == "fr"] == list(ROUTES)
    (tmp_path / "saas.en.txt").write_text("media\n")
    with pytest.raises(Misconfigured, match="'media' stands under media and saas"):
        known.read(tmp_path)
    (tmp_path / "saas.en.txt").write_text("# nothing\n")
    with pytest.raises(Misconfigured, match="holds no sentence"):
        known.read(tmp_path)
    (tmp_path / "saas.en.txt").unlink()
    with pytest.raises(Misconfigured, match="cannot be read"):
        known.read(tmp_path)


def test_the_command_of_training_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert train.main(["--faster"]) == 2
    assert "usage" in capsys.readouterr().err
