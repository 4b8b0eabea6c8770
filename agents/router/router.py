"""The router: a sentence to one of six routes, and to an intent if it surely has one. numpy comes when it is opened."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from agents.router.known import INTENTS, ROUTES
from agents.router.parts import APART, divided, parts
from agents.router.threads import import_numpy
from agents.understanding import Route

if TYPE_CHECKING:
    from agents.router.classifier import Classifier
    from agents.router.embedder import Embedder
    from agents.router.meaning import Meaning

LONGEST = 1000
"""Characters that are looked at; what a sentence is about shows before that."""
ANSWERED = frozenset(route for routes in INTENTS.values() for route in routes)
"""Routes whose sentences may have an intent."""


@dataclass(frozen=True, kw_only=True)
class Scored:
    """Where a sentence belongs.

    `confidence` is calibrated: of answers with confidence 0.8, four in five are right. `ranking` holds all six routes,
    the chosen one first; its shares sum to one. `intent` is the harmless thing that is asked for under trading or the
    assistant, one of `known.INTENTS`: None where that is not sure, and for what asks to act.
    """

    route: Route
    confidence: float
    ranking: tuple[tuple[Route, float], ...]
    intent: str | None = None


class Router:
    """Scores sentences; one instance serves all threads."""

    def __init__(self, *, embedder: "Embedder", classifier: "Classifier", meaning: "Meaning"):
        self.embedder = embedder
        self._classifier = classifier
        self._meaning = meaning

    @classmethod
    def open(cls, environ: Mapping[str, str]) -> Self:
        """Maps the caches of the virtual environment or of the home; builds them where there are none (seconds)."""
        import_numpy()
        from agents.router.opening import open_all

        embedder, classifier, meaning = open_all(environ)
        return cls(embedder=embedder, classifier=classifier, meaning=meaning)

    def score(self, text: str) -> Scored:
        """The route of a sentence; `unclear` for what is blank, doubtful, or asks two factories at once."""
        text = text[:LONGEST].strip()
        if not text:
            return _overruled(dict.fromkeys(ROUTES, 1 / len(ROUTES)), 1.0)
        vectors = self.embedder.encode([text])
        scored = self._routed(text, vectors)
        if scored.route not in ANSWERED:
            return scored
        return replace(scored, intent=self._meaning.intent(text, vectors[0], scored.route))

    def _routed(self, text: str, vectors: Any) -> Scored:
        """The route alone, given the embedding of the text as the one row of a table."""
        weights = self._classifier.weights
        shares = self._shares([text], vectors)[0]
        route = max(shares, key=lambda one: shares[one])
        if route in APART and (pieces := parts(text)):
            guesses = [
                max(each.items(), key=lambda pair: pair[1])
                for each in self._shares(pieces, self.embedder.encode(pieces))
            ]
            if divided(route, guesses, weights.sure):
                return _overruled(shares, weights.divided)
        if route != "unclear" and shares[route] < weights.least:
            return _overruled(shares, weights.doubted)
        return Scored(route=route, confidence=shares[route], ranking=_ranked(shares))

    def _shares(self, texts: Sequence[str], vectors: Any) -> list[dict[Route, float]]:
        rows = self._classifier.shares(texts, vectors)
        return [dict(zip(ROUTES, row.tolist(), strict=True)) for row in rows]


def _ranked(shares: Mapping[Route, float]) -> tuple[tuple[Route, float], ...]:
    return tuple(sorted(shares.items(), key=lambda pair: -pair[1]))


def _overruled(shares: Mapping[Route, float], confidence: float) -> Scored:
    """Unclear after all; the other routes share what is left in their own proportions."""
    others = {route: share for route, share in shares.items() if route != "unclear"}
    left = (1 - confidence) / (sum(others.values()) or 1.0)
    ranking = (("unclear", confidence), *_ranked({route: share * left for route, share in others.items()}))
    return Scored(route="unclear", confidence=confidence, ranking=ranking)


_opening = threading.Lock()
_opened: dict[str | None, Router] = {}


def shared(environ: Mapping[str, str]) -> Router:
    """The router of this process and home, opened once; callers meanwhile wait for it."""
    with _opening:
        home = environ.get("EVA_HOME")
        if home not in _opened:
            _opened[home] = Router.open(environ)
        return _opened[home]


def warm(environ: Mapping[str, str]) -> None:
    """Opens the shared router and scores one sentence, so that the first person does not wait. Made for a thread."""
    shared(environ).score("bonjour")
