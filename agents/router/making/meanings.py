"""The fit of the intents and its cross-validation: what may be answered at all is chosen so that answers are right.

A fold holds near twins together, as the route's do, and a sentence's route is judged by a fit that saw neither it nor
its twins: the figures are those of the two levels one after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.router import classifier, grams, known
from agents.router.classifier import Shape, softmax
from agents.router.embedder import Embedder
from agents.router.known import INTENTS, NO_INTENTS, ROUTES, Meant, Utterance
from agents.router.making.fitting import Compared, Floats, folds, sharpness, solve
from agents.router.meaning import CLASSES, Weights, chosen

RIGHT = 0.95
"""The share of answers that have to be right."""
FLOORS = np.round(np.arange(0.50, 1.00, 0.01), 2)
MARGINS = np.round(np.arange(0.0, 1.0, 0.05), 2)
NONE = -1
"""The label of a sentence of another route: whatever intent it gets is wrong."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """Sentences with intents, then all utterances of the router, compared with both.

    `labels` are places in `CLASSES`, for the first `len(meant)` rows; `routes` are places in `ROUTES`, for the rest.
    """

    meant: Sequence[Meant]
    labels: NDArray[np.int64]
    routes: NDArray[np.int64]
    fold: NDArray[np.int64]
    compared: Compared


def material(meant: Sequence[Meant], utterances: Sequence[Utterance], embedder: Embedder) -> Material:
    """Embeds and compares everything once; takes seconds and about a gigabyte for 6,000 sentences."""
    texts = [*(one.text for one in meant), *(one.text for one in utterances)]
    vectors = embedder.encode(texts)
    bags = [grams.bag(text) for text in texts]
    compared = Compared(cosines=vectors @ vectors.T, spellings=grams.likeness(bags, bags))
    return Material(
        meant=meant,
        labels=np.array([CLASSES.index(one.intent) for one in meant]),
        routes=np.array([ROUTES.index(one.route) for one in utterances]),
        fold=folds(texts, compared.cosines),
        compared=compared,
    )


def _kernel(made: Material, shape: Shape, columns: slice) -> Floats:
    """All sentences beside some of them."""
    part = Compared(cosines=made.compared.cosines[:, columns], spellings=made.compared.spellings[:, columns])
    return part.kernel(shape)


def _unseen(kernel: Floats, fold: NDArray[np.int64], columns: slice, labels: NDArray[np.int64], fit: Shape) -> Floats:
    """Scores of every row by a fit over the columns that had not seen its fold."""
    classes = len(CLASSES) if columns.start == 0 else len(ROUTES)
    theirs = kernel[columns]
    scores = np.zeros((len(kernel), classes))
    for number in np.unique(fold):
        seen, held = np.flatnonzero(fold[columns] != number), np.flatnonzero(fold == number)
        coefficients = solve(theirs[np.ix_(seen, seen)], labels[seen], fit.ridge, classes)
        scores[held] = kernel[np.ix_(held, seen)] @ coefficients
    return scores


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What was made of each row without having seen it: label, route, likeliest class, its share and its lead.

    `sharp` is the sharpness that the shares were made with.
    """

    label: NDArray[np.int64]
    route: NDArray[np.int64]
    best: NDArray[np.int64]
    share: Floats
    ahead: Floats
    sharp: float

    def answered(self, floor: float, margin: float) -> NDArray[np.bool_]:
        """Which rows get an intent; a row that proves nothing gets none."""
        sure = (self.share >= floor) & (self.ahead >= margin)
        return np.asarray(sure & (self.best < len(INTENTS)) & (self.label >= NONE))

    @property
    def right(self) -> NDArray[np.bool_]:
        """Which rows would be answered well."""
        return np.asarray(self.best == self.label)


def judged(made: Material, shape: Shape, routing: classifier.Weights) -> Judged:
    """Both levels, cross-validated."""
    count = len(made.meant)
    mine, theirs = slice(0, count), slice(count, None)
    given = _routed(made, theirs, routing)
    scores = _unseen(_kernel(made, shape, mine), made.fold, mine, made.labels, shape)
    sharp = sharpness(scores[:count], made.labels)
    rows = [chosen(row, ROUTES[route]) for row, route in zip(softmax(scores * sharp), given, strict=True)]
    return Judged(
        label=_labels(made),
        route=given,
        best=np.array([best for best, _, _ in rows]),
        share=np.array([share for _, share, _ in rows]),
        ahead=np.array([ahead for _, _, ahead in rows]),
        sharp=sharp,
    )


def _routed(made: Material, columns: slice, routing: classifier.Weights) -> NDArray[np.int64]:
    """The route that each row would get."""
    scores = _unseen(_kernel(made, routing.shape, columns), made.fold, columns, made.routes, routing.shape)
    shares = softmax(scores * routing.sharpness)
    return np.where(shares.max(axis=1) < routing.least, ROUTES.index("unclear"), shares.argmax(axis=1))


def _labels(made: Material) -> NDArray[np.int64]:
    """A label for each row; utterances of routes with intents have none, for nobody said which: they prove nothing."""
    unsaid = NONE - 1
    silent = [ROUTES.index(route) for routes in INTENTS.values() for route in routes]
    return np.concatenate([made.labels, np.where(np.isin(made.routes, silent), unsaid, NONE)])


def limits(rows: Judged) -> tuple[float, float]:
    """The floor and the margin with the most right answers among those that are right often enough, the widest."""
    found: list[tuple[int, float, float]] = []
    for floor in FLOORS.tolist():
        for margin in MARGINS.tolist():
            answered = rows.answered(floor, margin)
            right = int((answered & rows.right).sum())
            if right >= RIGHT * answered.sum():
                found.append((right, floor, margin))
    _, floor, margin = max(found)
    return floor, margin


def fit(made: Material, rows: Judged, shape: Shape) -> Weights:
    """Limits from what was not seen, coefficients from everything."""
    mine = slice(0, len(made.meant))
    floor, margin = limits(rows)
    kernel = _kernel(made, shape, mine)[mine]
    return Weights(
        sentences=known.digest_of_intents(made.meant),
        shape=shape,
        sharpness=rows.sharp,
        floor=floor,
        margin=margin,
        coefficients=solve(kernel, made.labels, shape.ridge, len(CLASSES)).astype(np.float16),
    )


def report(rows: Judged, weights: Weights) -> list[str]:
    """Lines of the README: how many sentences get their intent, how many get one that they should not."""
    answered, right = rows.answered(weights.floor, weights.margin), rows.right
    asks = (rows.label >= 0) & (rows.label < len(INTENTS))
    routed = np.isin(rows.route, [ROUTES.index("trading"), ROUTES.index("assistant")])
    judged_at_all = rows.label >= NONE
    lines = [
        f"intents: floor {weights.floor}, margin {weights.margin}, sharpness {weights.sharpness}",
        f"answered {_of(answered, asks)}, right of all {_of(answered & right, asks)}, "
        f"right of those whose route is right {_of(answered & right, asks & routed)}",
        f"answers that are right {_of(right, answered & judged_at_all)}, among sentences with an intent "
        f"{_of(right, answered & asks)}",
    ]
    for name, rows_of in (
        *((name, rows.label == CLASSES.index(name)) for name in NO_INTENTS),
        ("other routes", rows.label == NONE),
    ):
        lines.append(f"{name}: given an intent {_of(answered, rows_of)}")
    return lines


def _of(hits: NDArray[np.bool_], among: NDArray[np.bool_]) -> str:
    return f"{hits[among].mean():.3f} (n {among.sum()})"
