"""What makes a sentence no request: negation, condition, question, past, a wish; and whether the rest was read."""

import re
from collections.abc import Sequence

from agents.grammar.language.marks import MARKS, marks
from agents.grammar.language.verbs import VERBS
from agents.grammar.lattice import PARTICIPLES, Lattice
from agents.grammar.text import Token

_PHRASED = frozenset(VERBS) | {"POLITE", "WISH", "MAX", "MIN", "MAXPRE", "MINPRE", "GTC", "BETTER", "BELOW", "EACH"}

_CLOCK = re.compile(r"[0-9]{1,2}(h|am|pm|h[0-9]{2})")


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
    parts = lat.found[at : at + 3]
    timely = len(parts) == 3 and parts[1].fold == ":" and parts[0].number and parts[2].number
    return at + 3 if timely else 0


def _spelt(found: Sequence[Token], words: tuple[str, ...]) -> bool:
    return tuple(token.fold for token in found) == words


def _was_a_verb(token: Token) -> bool:
    return any(f"|{token.fold}|" in f"|{french}|{english}|" for french, english in VERBS.values())
