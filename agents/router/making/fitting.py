"""The fit and its cross-validation: coefficients for known sentences, and what is to be expected of unknown ones.

Nothing is random: the folds come from digests of the sentences, and the fit is one system of linear equations. Near
twins (cosine above `TWINS`, translations mostly) share a fold, so that no sentence is judged by its own translation.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.router import grams
from agents.router.classifier import Shape, meaning, softmax
from agents.router.embedder import Embedder
from agents.router.known import ROUTES, Utterance
from agents.router.parts import divided, parts

FOLDS = 5
TWINS = 0.8
UNCLEAR = ROUTES.index("unclear")
SHARPNESSES = np.arange(2.0, 20.0, 0.25)
LEASTS = np.arange(0.20, 0.61, 0.01)
SURES = np.arange(0.50, 0.96, 0.05)

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Some texts compared with all known sentences: cosines of the embeddings and inner products of the spelling."""

    cosines: NDArray[np.float32]
    spellings: NDArray[np.float32]

    def kernel(self, shape: Shape) -> Floats:
        near = meaning(self.cosines.astype(np.float64), shape.power)
        return np.asarray(near + shape.spelling * self.spellings, dtype=np.float64)


@dataclass(frozen=True, kw_only=True)
class Material:
    """All that fits are made from: labels, folds, and the comparisons of sentences and of their parts.

    `owner` is the sentence that each part belongs to.
    """

    labels: NDArray[np.int64]
    fold: NDArray[np.int64]
    whole: Compared
    pieces: Compared
    owner: NDArray[np.int64]
    vectors: NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Unseen:
    """Scores of every sentence and every part by a fit that had not seen it."""

    whole: Floats
    pieces: Floats


def material(known: Sequence[Utterance], embedder: Embedder) -> Material:
    """Embeds and compares everything once; takes seconds and about 200 MB for 3,000 sentences."""
    texts = [one.text for one in known]
    vectors = embedder.encode(texts)
    bags = [grams.bag(text) for text in texts]
    cut = [(owner, part) for owner, text in enumerate(texts) for part in parts(text)]
    pieces = [part for _, part in cut]
    whole = Compared(cosines=vectors @ vectors.T, spellings=grams.likeness(bags, bags))
    return Material(
        labels=np.array([ROUTES.index(one.route) for one in known]),
        fold=folds(texts, whole.cosines),
        whole=whole,
        pieces=Compared(
            cosines=embedder.encode(pieces) @ vectors.T,
            spellings=grams.likeness([grams.bag(part) for part in pieces], bags),
        ),
        owner=np.array([owner for owner, _ in cut], dtype=np.int64),
        vectors=vectors,
    )


def folds(texts: Sequence[str], cosines: NDArray[np.float32]) -> NDArray[np.int64]:
    """A fold for each text; families of near twins stay together, and the families' digests decide."""
    family = list(range(len(texts)))

    def head(member: int) -> int:
        while family[member] != member:
            family[member] = family[family[member]]
            member = family[member]
        return member

    for left, right in zip(*np.nonzero(np.triu(cosines > TWINS, 1)), strict=True):
        family[head(int(right))] = head(int(left))
    heads = [head(member) for member in range(len(texts))]
    ranked = sorted(set(heads), key=lambda one: hashlib.sha256(texts[one].encode()).digest())
    fold = {one: place % FOLDS for place, one in enumerate(ranked)}
    return np.array([fold[one] for one in heads])


def solve(kernel: Floats, labels: NDArray[np.int64], ridge: float, classes: int = len(ROUTES)) -> Floats:
    """Coefficients of weighted kernel ridge regression; each class weighs the same, however many sentences it has."""
    targets = np.eye(classes)[labels] - 1 / classes
    weight = len(labels) / (classes * np.maximum(np.bincount(labels, minlength=classes), 1))
    return np.asarray(np.linalg.solve(kernel + np.diag(ridge / weight[labels]), targets), dtype=np.float64)


def unseen(made: Material, shape: Shape) -> Unseen:
    """Cross-validated scores."""
    kernel, pieces = made.whole.kernel(shape), made.pieces.kernel(shape)
    whole = np.zeros((len(made.labels), len(ROUTES)))
    parted = np.zeros((len(made.owner), len(ROUTES)))
    for fold in range(FOLDS):
        seen, held = np.flatnonzero(made.fold != fold), np.flatnonzero(made.fold == fold)
        coefficients = solve(kernel[np.ix_(seen, seen)], made.labels[seen], shape.ridge)
        whole[held] = kernel[np.ix_(held, seen)] @ coefficients
        theirs = np.flatnonzero(made.fold[made.owner] == fold)
        parted[theirs] = pieces[np.ix_(theirs, seen)] @ coefficients
    return Unseen(whole=whole, pieces=parted)


def loss(shares: Floats, labels: NDArray[np.int64]) -> float:
    """Mean negative logarithm of the probability of the right class."""
    return float(-np.log(np.clip(shares[np.arange(len(labels)), labels], 1e-12, 1)).mean())


def sharpness(scores: Floats, labels: NDArray[np.int64]) -> float:
    """The multiple of the scores that gives the best calibrated probabilities."""
    return float(min(SHARPNESSES, key=lambda sharp: loss(softmax(scores * sharp), labels)))


def split_sentences(made: Material, whole: Floats, pieces: Floats, sure: float) -> NDArray[np.bool_]:
    """Which sentences hold parts of two factories, given the probabilities of sentences and parts."""
    guesses: dict[int, list[tuple[int, float]]] = {}
    for owner, row in zip(made.owner.tolist(), pieces, strict=True):
        guesses.setdefault(owner, []).append((int(row.argmax()), float(row.max())))
    found = np.zeros(len(whole), dtype=bool)
    for owner, each in guesses.items():
        found[owner] = divided(ROUTES[whole[owner].argmax()], [(ROUTES[best], share) for best, share in each], sure)
    return found


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Where a doubt begins, with how often such a sentence was indeed unclear."""

    least: float
    sure: float
    doubted: float
    divided: float


def limits(made: Material, whole: Floats, pieces: Floats) -> Limits:
    """The limits with the most right answers; among equals the one that asks back more often."""
    best = whole.argmax(axis=1)
    unclear = made.labels == UNCLEAR
    splits = {float(sure): split_sentences(made, whole, pieces, sure) for sure in SURES}

    def right(doubted: NDArray[np.bool_]) -> int:
        return int((np.where(doubted, UNCLEAR, best) == made.labels).sum())

    sure = min(splits, key=lambda value: (-right(splits[value]), value))
    split = splits[sure]
    least = float(max(LEASTS, key=lambda value: (right(split | (whole.max(axis=1) < value)), value)))
    doubted = ~split & (best != UNCLEAR) & (whole.max(axis=1) < least)
    return Limits(
        least=round(least, 2),
        sure=round(sure, 2),
        doubted=_share(unclear[doubted]),
        divided=_share(unclear[split]),
    )


def _share(hits: NDArray[np.bool_]) -> float:
    """The share of hits after one imagined hit and one miss (Laplace), so that few cases promise little."""
    return round((float(hits.sum()) + 1) / (len(hits) + 2), 3)
