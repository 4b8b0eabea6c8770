"""What harmless thing a sentence asks for: one of the known intents, or none where that is doubtful or it asks to act.

The same regularized least squares over the same two kernels as the route (`classifier.py`), over the lines of
`intents/`, with two more classes for what has no intent. What it learnt is `meaning.json`.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from agents.router import classifier, grams, known
from agents.router.classifier import MEANING, Shape, softmax
from agents.router.known import INTENTS, NO_INTENTS
from agents.understanding import Route
from tools.errors import Misconfigured

CLASSES = (*INTENTS, *NO_INTENTS)
_FIGURES = ("sentences", "sharpness", "floor", "margin")


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What training wrote.

    `sharpness` multiplies the scores before the softmax. An intent is given when its share among those of the route is
    at least `floor`, and at least `margin` more than the second. The coefficients are stored as half floats.
    """

    sentences: str
    shape: Shape
    sharpness: float
    floor: float
    margin: float
    coefficients: NDArray[np.float16]

    @classmethod
    def read(cls, path: Path = MEANING) -> Self:
        """Raises Misconfigured when the file is not what training wrote."""
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            raw = base64.b64decode(held.pop("coefficients"), validate=True)
            shape = Shape(**held.pop("shape"))
            table = np.frombuffer(raw, dtype="<f2").reshape(-1, len(CLASSES))
            return cls(shape=shape, coefficients=table, **{name: held[name] for name in _FIGURES})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Misconfigured(f"{path.name} is no file of weights ({error}). Next: make install") from None

    def plain(self) -> dict[str, Any]:
        """The weights as JSON takes them."""
        return {
            **{name: getattr(self, name) for name in _FIGURES},
            "shape": vars(self.shape),
            "coefficients": base64.b64encode(self.coefficients.astype("<f2").tobytes()).decode(),
        }


def prepared(weights: Weights, sentences: Sequence[known.Meant], vectors: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """The arrays that `Meaning` maps: the sentences' vectors, and what each bucket of spelling adds."""
    if known.digest_of_intents(sentences) != weights.sentences:
        raise Misconfigured("the sentences with intents changed since training. Next: python -m agents.router.train")
    bags = [grams.bag(one.text) for one in sentences]
    table = weights.coefficients.astype(np.float32) * np.float32(weights.shape.spelling)
    return {"vectors": np.ascontiguousarray(vectors, dtype=np.float32), "spelling": grams.pooled(bags, table)}


def allowed(route: Route) -> NDArray[np.bool_]:
    """Which of `CLASSES` a sentence of a route may belong to: only the ones without intent for most routes."""
    return np.array([name in NO_INTENTS or route in INTENTS[name] for name in CLASSES])


def chosen(shares: NDArray[np.float64], route: Route) -> tuple[int, float, float]:
    """The likeliest class under a route, its share among those of the route, and how far ahead of the second it is."""
    kept = np.where(allowed(route), shares, 0.0)
    second, best = np.argsort(kept)[-2:]
    whole = float(kept.sum()) or 1.0
    return int(best), float(kept[best]) / whole, float(kept[best] - kept[second]) / whole


class Meaning:
    """Gives a sentence its intent, if it surely has one."""

    def __init__(self, *, weights: Weights, vectors: NDArray[np.float32], spelling: NDArray[np.float32]):
        self.weights = weights
        self._coefficients = weights.coefficients.astype(np.float32)
        self._vectors = vectors
        self._spelling = spelling

    def shares(self, text: str, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """The probability of each of `CLASSES`, given the embedding of the text."""
        near = classifier.meaning(self._vectors @ vector, self.weights.shape.power)
        buckets, amounts = grams.bag(text)
        scores = near @ self._coefficients + amounts @ self._spelling[buckets]
        shares: NDArray[np.float64] = softmax(scores[None].astype(np.float64) * self.weights.sharpness)[0]
        return shares

    def intent(self, text: str, vector: NDArray[np.float32], route: Route) -> str | None:
        """The intent of a sentence of that route; None when it has none, or when that is not sure."""
        best, share, ahead = chosen(self.shares(text, vector), route)
        sure = share >= self.weights.floor and ahead >= self.weights.margin
        return CLASSES[best] if sure and CLASSES[best] in INTENTS else None
