"""What a router has to beat: character n-grams with a linear model, and the nearest known sentence.

Both learn from the same utterances as the router. scikit-learn comes with `make install`, never with the core.
"""

from collections.abc import Sequence
from typing import Any

from agents.router.known import Utterance
from agents.understanding import Route
from evals.routing.scoring import Predict
from tools.errors import Misconfigured


def majority(known: Sequence[Utterance]) -> Predict:
    """Always the most frequent route: what any router has to beat."""
    routes = [utterance.route for utterance in known]
    winner = max(sorted(set(routes)), key=routes.count)
    return lambda texts: [(winner, routes.count(winner) / len(routes))] * len(texts)


def character_grams(known: Sequence[Utterance]) -> Predict:
    """TF-IDF of character n-grams within words, 2 to 5 long, with a balanced logistic regression."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
        from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
        from sklearn.pipeline import make_pipeline  # type: ignore[import-untyped]
    except ImportError:
        raise Misconfigured("scikit-learn is not installed. Next: make install") from None
    model = make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, lowercase=True),
        LogisticRegression(C=10.0, class_weight="balanced", max_iter=2000),
    )
    model.fit([utterance.text for utterance in known], [utterance.route for utterance in known])

    def predict(texts: Sequence[str]) -> list[tuple[Route, float]]:
        shares = model.predict_proba(list(texts))
        best = shares.argmax(axis=1)
        return [(model.classes_[place], float(row[place])) for row, place in zip(shares, best, strict=True)]

    return predict


def nearest(known: Sequence[Utterance], embedder: Any) -> Predict:
    """The route of the one known sentence whose embedding is nearest; its cosine, floored at 0, is the confidence."""
    vectors = embedder.encode([utterance.text for utterance in known])

    def predict(texts: Sequence[str]) -> list[tuple[Route, float]]:
        likeness = embedder.encode(list(texts)) @ vectors.T
        best = likeness.argmax(axis=1)
        return [
            (known[place].route, float(min(1.0, max(0.0, row[place]))))
            for row, place in zip(likeness, best, strict=True)
        ]

    return predict
