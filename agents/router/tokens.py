"""Sentence pieces from mapped arrays: the vocabulary as a trie in breadth-first order, searched without a dictionary.

Node 0 is the root. The children of node n are the nodes `first[n] + 1` to `first[n + 1]`, sorted by `label`, the code
point that leads to them; label k belongs to node k + 1. `piece[n]` is the piece that ends at node n, plus one, or 0.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

UNKNOWN, BEGIN, END = 0, 1, 2
_FAR = -1e38


def trie_of(prefixes: Mapping[str, int]) -> dict[str, NDArray[Any]]:
    """The trie of a table from every prefix of every piece to the piece's number plus one, or to 0."""
    nodes = sorted(prefixes, key=lambda text: (len(text), text))
    number = {text: place for place, text in enumerate(nodes, start=1)}
    parents = np.array([number[text[:-1]] if len(text) > 1 else 0 for text in nodes], dtype=np.int64)
    first = np.searchsorted(parents, np.arange(len(nodes) + 2)).astype(np.uint32)
    return {
        "first": first,
        "label": np.array([ord(text[-1]) for text in nodes], dtype=np.uint32),
        "piece": np.array([0, *(prefixes[text] for text in nodes)], dtype=np.uint32),
    }


class Tokens:
    """Turns a text into the numbers of its pieces: the most likely segmentation under the pieces' scores."""

    def __init__(self, *, normalizer: Any, trie: Mapping[str, NDArray[Any]], scores: NDArray[Any], unknown: float):
        self._normalize = normalizer.normalize
        # Memory views give plain numbers, much faster than arrays do.
        self._first = trie["first"].data
        self._label = trie["label"].data
        self._piece = trie["piece"].data
        self._scores = scores.data
        self._unknown = unknown

    def encode(self, text: str, **_asked: object) -> list[int]:
        """The piece numbers between begin and end, which is what the package's backend asks for in keywords."""
        normal = self._normalize(clean(text))
        ids = self._segment(normal) if normal else [UNKNOWN]
        return [BEGIN, *ids, END]

    def _segment(self, text: str) -> list[int]:
        """The best path through all pieces that fit; on equal scores the one whose last piece begins earlier."""
        codes = [ord(character) for character in text]
        length = len(codes)
        best = [0.0] + [_FAR] * length
        came: list[tuple[int, int]] = [(0, UNKNOWN)] * (length + 1)
        for start in range(length):
            single = False
            for end, piece in self._pieces_at(codes, start):
                single = single or end == start + 1
                score = best[start] + self._scores[piece]
                if score > best[end]:
                    best[end], came[end] = score, (start, piece)
            if not single and (score := best[start] + self._unknown) > best[start + 1]:
                best[start + 1], came[start + 1] = score, (start, UNKNOWN)
        return _walked_back(came)

    def _pieces_at(self, codes: Sequence[int], start: int) -> list[tuple[int, int]]:
        """Where the pieces that begin at `start` end, and their numbers, shortest first."""
        first, label, piece = self._first, self._label, self._piece
        found = []
        node = 0
        for end in range(start, len(codes)):
            low, high = first[node], first[node + 1]
            place = bisect_left(label, codes[end], low, high)
            if place == high or label[place] != codes[end]:
                break
            node = place + 1
            if here := piece[node]:
                found.append((end + 1, here - 1))
        return found


def _walked_back(came: Sequence[tuple[int, int]]) -> list[int]:
    ids = []
    place = len(came) - 1
    while place > 0:
        place, piece = came[place]
        ids.append(piece)
    return ids[::-1]


def clean(text: str) -> str:
    """The text as it is; halves of a surrogate pair, which no encoding has, become one replacement character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
