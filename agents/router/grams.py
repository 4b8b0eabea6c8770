"""Character n-grams of a text, hashed: what the spelling says where the meaning is not known to the embedder.

Names of firms, tickers and words of the trade are cut into pieces by the embedder's vocabulary; here they count as they
are written, without case and accents, and with every number alike.
"""

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

SHORTEST, LONGEST = 3, 5
BUCKETS = 1 << 14
_NUMBER = re.compile(r"\d[\d.,]*")

Bag = tuple[NDArray[np.int64], NDArray[np.float32]]
"""Buckets in ascending order and their weights; the weights have length one."""


def folded(text: str) -> str:
    """Lower case, no accents, straight apostrophes, every number a 5."""
    plain = unicodedata.normalize("NFKD", _NUMBER.sub("5", text.lower())).replace("’", "'")
    return "".join(character for character in plain if not unicodedata.combining(character))


def bag(text: str) -> Bag:
    """How often each bucket occurs among the n-grams of the words, to length one; empty for an empty text."""
    counts: Counter[int] = Counter()
    for word in folded(text).split():
        padded = f" {word} "
        for size in range(SHORTEST, LONGEST + 1):
            for start in range(max(1, len(padded) - size + 1)):
                counts[zlib.crc32(padded[start : start + size].encode("utf-8", "replace")) % BUCKETS] += 1
    buckets = sorted(counts)
    weights = np.array([counts[bucket] for bucket in buckets], dtype=np.float32)
    length = float(np.sqrt(weights @ weights)) or 1.0
    return np.array(buckets, dtype=np.int64), weights / np.float32(length)


def likeness(left: Sequence[Bag], right: Sequence[Bag]) -> NDArray[np.float32]:
    """The inner product of every bag of `left` with every bag of `right`."""
    result = np.zeros((len(left), len(right)), dtype=np.float32)
    holders = _holders(left)
    for bucket, (others, theirs) in _holders(right).items():
        if bucket in holders:
            rows, weights = holders[bucket]
            result[np.ix_(rows, others)] += np.outer(weights, theirs)
    return result


def _holders(bags: Sequence[Bag]) -> dict[int, tuple[NDArray[Any], NDArray[np.float32]]]:
    """For each bucket, which bags hold it and how much."""
    if not bags:
        return {}
    owners = np.repeat(np.arange(len(bags)), [len(buckets) for buckets, _ in bags])
    buckets = np.concatenate([buckets for buckets, _ in bags])
    weights = np.concatenate([weights for _, weights in bags])
    order = np.argsort(buckets, kind="stable")
    edges = np.flatnonzero(np.diff(buckets[order])) + 1
    return {int(buckets[group[0]]): (owners[group], weights[group]) for group in np.split(order, edges) if len(group)}


def pooled(bags: Sequence[Bag], coefficients: NDArray[np.float32]) -> NDArray[np.float32]:
    """One row a bucket: what this bucket adds to each score, given each bag's coefficients."""
    table = np.zeros((BUCKETS, coefficients.shape[1]), dtype=np.float32)
    for (buckets, weights), row in zip(bags, coefficients, strict=True):
        table[buckets] += np.outer(weights, row)
    return table
