"""Slips of the finger in the verbs of acts: mended where nothing else can be meant, asked back where a side is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from agents.grammar.language.verbs import SIDES, VERBS
from agents.grammar.lattice import Lattice
from agents.grammar.text import Token

_SHORTEST = 6
"""Letters that a verb must have to be mended without asking; shorter ones resemble too many words."""

_MENDED = frozenset({"CLOSE", "CANCEL", "REDUCE", "AMEND", "ADVANCE", "FLATTEN", "PREVIEW"})


@dataclass(frozen=True, kw_only=True)
class Mended:
    """A sentence with one verb put right: its tokens, the word as written and as meant, whether that must be asked."""

    found: tuple[Token, ...]
    written: str
    meant: str
    asked: bool


def mended(lat: Lattice) -> list[Mended]:
    """What a sentence may have been meant as, when one unknown word in it is one slip away from a verb."""
    results: list[Mended] = []
    for at, token in enumerate(lat.found):
        if "UNK" not in lat.categories[at] or len(token.fold) < 3:
            continue
        near = _near(token.fold)
        if not near:
            continue
        categories = {name for _, names in near for name in names}
        long = max(len(token.fold), *(len(verb) for verb, _ in near)) >= _SHORTEST
        certain = len(categories) == 1 and categories <= _MENDED and long
        for verb, _ in near[:3]:
            right = replace(token, raw=verb, fold=verb)
            found = (*lat.found[:at], right, *lat.found[at + 1 :])
            results.append(Mended(found=found, written=token.raw, meant=verb, asked=not certain))
    return results


def _near(word: str) -> list[tuple[str, frozenset[str]]]:
    """The verbs one slip away: with the same first letter or the first two swapped; of sides any."""
    return [
        (verb, names)
        for verb, names in _verbs()
        if abs(len(verb) - len(word)) <= 1 and (verb[0] == word[0] or verb[0] in word[:2] or names & SIDES)
        if slip(word, verb)
    ]


@cache
def _verbs() -> tuple[tuple[str, frozenset[str]], ...]:
    found: dict[str, set[str]] = {}
    for name in sorted(_MENDED | SIDES):
        for phrases in VERBS[name]:
            for phrase in phrases.split("|"):
                if len(phrase) >= 3 and " " not in phrase:
                    found.setdefault(phrase, set()).add(name)
    return tuple((verb, frozenset(names)) for verb, names in found.items())


def slip(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two words differ by one letter put in, left out, mistaken, or by two neighbours changing places."""
    if one == other:
        return False
    if len(one) > len(other):
        one, other = other, one
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    return one[start + 1 :] == other[start + 1 :] or swapped


def nearest(written: str, names: Iterable[str]) -> list[str]:
    """Up to three names that a person may have meant, the likeliest first."""
    # Imported when something was misspelt: difflib would be a third of the time that importing the lexicon takes.
    from difflib import get_close_matches

    return get_close_matches(written.lower()[:40], sorted(names), n=3, cutoff=0.6)
