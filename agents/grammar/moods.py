"""What makes a sentence no request: negation, condition, question, past, a wish; and whether the rest was read."""

import re
from collections.abc import Sequence

from agents.grammar.language.marks import MARKS, marks
from agents.grammar.language.verbs import VERBS
from agents.grammar.lattice import PARTICIPLES, Lattice, of_the_clock
from agents.grammar.text import Token

_PHRASED = (frozenset(VERBS) - {"IFI", "HITS"}) | frozenset(
    "POLITE WISH ASKS MAX MIN MAXPRE MINPRE GTC BETTER BELOW EACH OWNED NOW TODAY".split()
)

_CLOCK = re.compile(r"[0-9]{1,2}(h|am|pm|h[0-9]{2})")


def marked(lat: Lattice, end: int) -> list[tuple[str, int]]:
    """Each mark before a place with where it begins; phrases that mean something of their own hold none."""
    found: list[tuple[str, int]] = []
    at = 0
    while at < end:
        skipped = _phrase_end(lat, at)
        why, after = _mark(lat, at)
        if why and not (skipped > at and skipped >= after):
            found.append((why, at))
        at = max(skipped, after) if why or skipped > at else at + 1
    return found


def moods(lat: Lattice) -> tuple[list[str], list[Token]]:
    """Why a sentence must not act, the most urgent first, and the tokens that say none of it."""
    said: set[str] = set()
    rest: list[Token] = []
    at = 0
    while at < lat.length:
        skipped = _phrase_end(lat, at)
        why, end = _mark(lat, at)
        if skipped > at and skipped >= end:
            rest += lat.found[at:skipped]
            at = skipped
        elif why:
            said.add(why)
            at = end
        else:
            rest.append(lat.found[at])
            at += 1
    return [why for why in MARKS if why in said], rest


def _phrase_end(lat: Lattice, at: int) -> int:
    """The end of a phrase of several words that means something of its own ("no more than"); `at` for none."""
    return max((end for name, end, _ in lat.edges[at] if end > at + 1 and name in _PHRASED), default=at)


def _mark(lat: Lattice, at: int) -> tuple[str, int]:
    """The mark that begins here and where it ends, the longest."""
    token = lat.found[at]
    if token.fold.endswith("n't"):
        return "negation", at + 1
    if token.raw.lower().endswith(PARTICIPLES) and _was_a_verb(token):
        return "past", at + 1
    if _CLOCK.fullmatch(token.fold) or _clock_ends(lat, at):
        return "later", _clock_ends(lat, at) or at + 1
    best, why = 0, ""
    for words, name in marks().get(token.fold, ()):
        length = len(words)
        if length > best and _spelt(lat.found[at : at + length], words):
            best, why = length, name
    return why, at + best


def _clock_ends(lat: Lattice, at: int) -> int:
    """Where a time such as "15:30" that begins here ends; 0 when none does."""
    return at + 3 if at + 2 < lat.length and of_the_clock(lat.found, at + 1) else 0


def _spelt(found: Sequence[Token], words: tuple[str, ...]) -> bool:
    return tuple(token.fold for token in found) == words


def _was_a_verb(token: Token) -> bool:
    return any(f"|{token.fold}|" in f"|{french}|{english}|" for french, english in VERBS.values())
