"""Opening the caches, wherever they lie, and having them built where they do not."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from agents.router import cache, classifier, meaning, places
from agents.router.classifier import Classifier
from agents.router.embedder import Embedder
from agents.router.meaning import Meaning
from tools.errors import Misconfigured

BUILDING_S = 120.0
_AGAIN = "Next: python -m agents.router.build"

Opened = TypeVar("Opened")


def open_embedder(environ: Mapping[str, str]) -> Embedder:
    """The embedder alone, for whoever searches by meaning. The first call ever may take seconds."""
    return _first(environ, embedder_in)


def open_all(environ: Mapping[str, str]) -> tuple[Embedder, Classifier, Meaning]:
    """The embedder and what scores routes and intents. The first call ever may take seconds."""
    return _first(environ, lambda parent: (embedder_in(parent), *levels_in(parent)))


def embedder_in(parent: Path) -> Embedder:
    """The embedder cached under a folder; raises Damaged."""
    return Embedder.open(parent / places.embedder_name())


def levels_in(parent: Path) -> tuple[Classifier, Meaning]:
    """What scores routes and intents, cached under a folder; raises Damaged."""
    arrays = cache.read(parent / places.router_name(places.embedder_name(), classifier.digest())).arrays
    routes = Classifier(weights=classifier.Weights.read(), vectors=arrays["vectors"], spelling=arrays["spelling"])
    intents = Meaning(
        weights=meaning.Weights.read(), vectors=arrays["meaning.vectors"], spelling=arrays["meaning.spelling"]
    )
    return routes, intents


def _first(environ: Mapping[str, str], open_in: Callable[[Path], Opened]) -> Opened:
    for parent in places.candidates(environ):
        try:
            return open_in(parent)
        except cache.Damaged:
            continue
    chosen = places.to_fill(environ)
    build_apart(chosen)
    return open_in(chosen)


def build_apart(parent: Path) -> None:
    """Builds the caches in a process of its own: the memory it needs is given back when it ends."""
    command = [sys.executable, "-m", "agents.router.build", "--into", str(parent)]
    try:
        done = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=BUILDING_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise Misconfigured(f"the router's caches were not built in {BUILDING_S:.0f} s. {_AGAIN}") from None
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Misconfigured(f"the router's caches could not be built in {str(parent)!r}: {said}. {_AGAIN}")
