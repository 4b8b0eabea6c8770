"""The command `python -m agents.router.train`: learns `weights.json` and `meaning.json` from the known sentences.

    python -m agents.router.train            fits with the shape in SHAPE, writes the weights, says what to expect
    python -m agents.router.train --search   tries every shape of the grid, writes nothing

The figures are cross-validated: each sentence is answered by a fit that saw neither it nor its near twins.
"""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from agents.router.threads import import_numpy

import_numpy()

import numpy as np  # noqa: E402 - numpy first, with one thread
from numpy.typing import NDArray  # noqa: E402

from agents.router import build, known, places  # noqa: E402
from agents.router.classifier import MEANING, WEIGHTS, Shape, Weights, softmax  # noqa: E402
from agents.router.embedder import Embedder  # noqa: E402
from agents.router.known import LANGS, ROUTES, Utterance  # noqa: E402
from agents.router.making import fitting, meanings  # noqa: E402

SHAPE = Shape(power=5, spelling=0.15, ridge=0.01)
GRID = [
    Shape(power=power, spelling=spelling, ridge=ridge)
    for power, spelling, ridge in product((3, 4, 5, 6), (0.0, 0.15, 0.3), (0.003, 0.01, 0.03, 0.1))
]


def main(arguments: list[str]) -> int:
    """0 when done, 2 on usage."""
    if arguments not in ([], ["--search"]):
        sys.stderr.write("usage: python -m agents.router.train [--search]\n")
        return 2
    sentences = known.read()
    folder, _ = build.build_embedder(places.to_fill(os.environ))
    embedder = Embedder.open(folder)
    made = fitting.material(sentences, embedder)
    if arguments:
        search(made)
        return 0
    weights = fit(sentences, made)
    lines = report(sentences, made, weights)
    del made
    found = meanings.material(known.read_intents(), sentences, embedder)
    rows = meanings.judged(found, SHAPE, weights)
    meant = meanings.fit(found, rows, SHAPE)
    for path, learnt in ((WEIGHTS, weights.plain()), (MEANING, meant.plain())):
        path.write_text(json.dumps(learnt, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join([*lines, *meanings.report(rows, meant)]) + "\n")
    return 0


def search(made: fitting.Material) -> None:
    """Prints the cross-validated share right and loss of each shape, the best last."""
    rows = []
    for shape in GRID:
        scores = fitting.unseen(made, shape).whole
        shares = softmax(scores * fitting.sharpness(scores, made.labels))
        right = float((shares.argmax(axis=1) == made.labels).mean())
        rows.append((fitting.loss(shares, made.labels), right, shape))
    for loss, right, shape in sorted(rows, key=lambda row: -row[0]):
        sys.stdout.write(f"right {right:.4f}  loss {loss:.4f}  {shape}\n")


def fit(sentences: Sequence[Utterance], made: fitting.Material, shape: Shape = SHAPE) -> Weights:
    """Calibrates on unseen sentences, then fits on all of them."""
    held = fitting.unseen(made, shape)
    sharp = fitting.sharpness(held.whole, made.labels)
    limits = fitting.limits(made, softmax(held.whole * sharp), softmax(held.pieces * sharp))
    coefficients = fitting.solve(made.whole.kernel(shape), made.labels, shape.ridge)
    return Weights(
        utterances=known.digest(sentences),
        shape=shape,
        sharpness=sharp,
        coefficients=coefficients.astype(np.float32),
        **vars(limits),
    )


def answers(made: fitting.Material, weights: Weights) -> NDArray[np.int64]:
    """What the router would have said to each known sentence, had it not known it."""
    held = fitting.unseen(made, weights.shape)
    whole, pieces = softmax(held.whole * weights.sharpness), softmax(held.pieces * weights.sharpness)
    doubted = fitting.split_sentences(made, whole, pieces, weights.sure) | (whole.max(axis=1) < weights.least)
    given: NDArray[np.int64] = np.where(doubted, fitting.UNCLEAR, whole.argmax(axis=1))
    return given


def report(sentences: Sequence[Utterance], made: fitting.Material, weights: Weights) -> list[str]:
    """Lines of the README: the share right by language and by route, and the limits."""
    right = answers(made, weights) == made.labels
    lines = [f"all {right.mean():.3f} (n {len(right)})"]
    for name, of in [*((lang, "lang") for lang in LANGS), *((route, "route") for route in ROUTES)]:
        chosen = np.array([getattr(one, of) == name for one in sentences])
        lines.append(f"{name} {right[chosen].mean():.3f} (n {chosen.sum()})")
    kept = replace(weights, coefficients=weights.coefficients[:0]).plain()
    return [*lines, *(f"{name} {value}" for name, value in kept.items() if name != "coefficients")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
