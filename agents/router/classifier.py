"""The classifier: six scores from the likeness to the known sentences, in meaning and in spelling.

Regularized least squares on the sum of two kernels, ((1 + cosine) / 2) ^ power of the embeddings and
`spelling` * inner product of the hashed n-grams. The scores go through a softmax whose temperature was calibrated on
sentences that the fit had not seen. What it learnt is `weights.json`: a coefficient for each known sentence and route.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from agents.router import grams, known
from agents.router.known import ROUTES
from tools.errors import Misconfigured

WEIGHTS = Path(__file__).with_name("weights.json")
MEANING = Path(__file__).with_name("meaning.json")


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What cross-validation chose for the fit: the kernel's power, the weight of the spelling, the ridge."""

    power: int
    spelling: float
    ridge: float


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What training wrote.

    `sharpness` multiplies the scores before the softmax. Below `least`, the largest probability is a doubt; `sure` is
    how probable each part of a divided sentence has to be. `doubted` and `divided` are how often such a sentence was
    indeed unclear among those that the fit had not seen.
    """

    utterances: str
    shape: Shape
    sharpness: float
    least: float
    sure: float
    doubted: float
    divided: float
    coefficients: NDArray[np.float32]

    @classmethod
    def read(cls, path: Path = WEIGHTS) -> Self:
        """Raises Misconfigured when the file is not what training wrote."""
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            raw = base64.b64decode(held.pop("coefficients"), validate=True)
            shape = Shape(**held.pop("shape"))
            table = np.frombuffer(raw, dtype="<f4").reshape(-1, len(ROUTES))
            figures = {name: held[name] for name in ("utterances", "sharpness", "least", "sure", "doubted", "divided")}
            return cls(shape=shape, coefficients=table, **figures)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Misconfigured(f"{path.name} is no file of weights ({error}). Next: make install") from None

    def plain(self) -> dict[str, Any]:
        """The weights as JSON takes them."""
        figures = ("utterances", "sharpness", "least", "sure", "doubted", "divided")
        return {
            **{name: getattr(self, name) for name in figures},
            "shape": vars(self.shape),
            "coefficients": base64.b64encode(self.coefficients.astype("<f4").tobytes()).decode(),
        }


def digest(*paths: Path) -> str:
    """A digest of the files of weights, which cover the known sentences by theirs; of all of them without `paths`."""
    found = hashlib.sha256()
    for path in paths or (WEIGHTS, MEANING):
        try:
            found.update(path.read_bytes())
        except OSError as error:
            raise Misconfigured(f"{path.name} cannot be read ({error}). Next: make install") from None
    return found.hexdigest()


def meaning(likeness: NDArray[Any], power: int) -> NDArray[Any]:
    """The kernel of the embeddings, from their cosines."""
    return ((likeness + 1) / 2) ** power


def prepared(weights: Weights, sentences: Sequence[known.Utterance], vectors: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """The arrays that `Classifier` maps: the known sentences' vectors, and what each bucket of spelling adds."""
    if known.digest(sentences) != weights.utterances:
        raise Misconfigured("the known sentences changed since training. Next: python -m agents.router.train")
    bags = [grams.bag(one.text) for one in sentences]
    pooled = grams.pooled(bags, weights.coefficients * np.float32(weights.shape.spelling))
    return {"vectors": np.ascontiguousarray(vectors, dtype=np.float32), "spelling": pooled}


class Classifier:
    """Gives each text its six probabilities, in the order of `ROUTES`."""

    def __init__(self, *, weights: Weights, vectors: NDArray[np.float32], spelling: NDArray[np.float32]):
        self.weights = weights
        self._vectors = vectors
        self._spelling = spelling

    def shares(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """One row a text, given the embeddings of the texts."""
        shape = self.weights.shape
        scores = meaning(vectors @ self._vectors.T, shape.power) @ self.weights.coefficients
        for place, text in enumerate(texts):
            buckets, amounts = grams.bag(text)
            scores[place] += amounts @ self._spelling[buckets]
        return softmax(scores.astype(np.float64) * self.weights.sharpness)


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities of each row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = raised / raised.sum(axis=1, keepdims=True)
    return shares
