"""One clause of chatter before a request: where the request may begin, when nothing in the clause bears on it."""

from functools import cache, lru_cache
from itertools import pairwise

from agents.grammar.language.chatter import (
    ALLOWED,
    BEFORE,
    DOING,
    FREE,
    KNOWN,
    OPENERS,
    OTHER_STEMS,
    OTHER_WORDS,
    POINTING,
    SPEAKERS,
    THOUGHT_OVER,
    TRADING_WORDS,
    WEATHER,
)
from agents.grammar.language.marks import MARKS
from agents.grammar.lattice import Lattice
from agents.grammar.misspelt import slip
from agents.grammar.moods import marked
from agents.grammar.text import Token

_CUTS = frozenset(":,.!;…–—")
_QUOTES = frozenset("\"'“”«»")
_SHORT = 4
_MOST_CUTS = 8
_KEPT = 4096
_LONGEST = 40
"""Tokens of chatter that are skipped at most."""


def clauses(lat: Lattice) -> list[int]:
    """The places where a request may begin behind chatter, the first one first."""
    if any(token.kind == "mark" and token.fold in _QUOTES for token in lat.found):
        return []
    cuts = [at for at, token in enumerate(lat.found[:_LONGEST]) if token.fold in _CUTS and 0 < at < lat.length - 1]
    return [at + 1 for at in cuts[:_MOST_CUTS] if "THEN" not in lat.categories[at + 1] and _chatter(lat, at)]


def _chatter(lat: Lattice, end: int) -> bool:
    """Whether everything before a place is talk that bears on no act."""
    found = lat.found[:end]
    folds = [token.fold for token in found]
    if lat.found[end].fold == ":" and folds[-1] in POINTING:
        return False
    return (
        _spoken(folds) and not _of_trading(lat, end) and not _of_others(found, folds) and _marks_are_harmless(lat, end)
    )


def _spoken(folds: list[str]) -> bool:
    """Whether somebody speaks of themselves, or makes small talk; the English "on" is nobody."""
    said = set(folds)
    someone = SPEAKERS.intersection(said) or OPENERS.intersection(said)
    return bool(someone) or any(pair[0] == "on" and pair[1] in DOING for pair in pairwise(folds))


def _of_trading(lat: Lattice, end: int) -> bool:
    """Whether a word of trading, a number or an order's name stands there; inside a phrase of manners it does not."""
    at = 0
    while at < end:
        polite = max((stop for name, stop, _ in lat.edges[at] if name in ("POLITE", "WISH", "NOW")), default=at)
        if not lat.categories[at].isdisjoint(TRADING_WORDS) and polite <= at + 1:
            return True
        at = max(at + 1, polite)
    return False


def _of_others(found: tuple[Token, ...], folds: list[str]) -> bool:
    """Whether it tells of others, of writing, of doubt, or names something in capitals."""
    line = f" {' '.join(folds)} "
    for phrase in THOUGHT_OVER:
        line = line.replace(f" {phrase} ", " ")
    words = line.split()
    if OTHER_WORDS.intersection(words) or any(word.startswith(OTHER_STEMS) for word in words):
        return True
    if any(token.kind == "word" and _like_a_mark(token.fold) for token in found):
        return True
    return any(token.kind == "id" or token.number or (token.raw.isupper() and len(token.fold) > 1) for token in found)


@lru_cache(maxsize=_KEPT)
def _like_a_mark(word: str) -> bool:
    """Whether a word is "not", "don't", "if", "unless" ... with a slip in it: "I'm nto sure"."""
    return any(
        slip(word, mark) and (len(word) > _SHORT or (len(word) == len(mark) and sorted(word) == sorted(mark)))
        for why in ("negation", "condition")
        for side in MARKS[why]
        for mark in side.split("|")
        if len(mark) > 2 and word not in _marks()
    )


@cache
def _marks() -> frozenset[str]:
    return frozenset(one for twins in MARKS.values() for side in twins for one in side.split("|")) | KNOWN


def _marks_are_harmless(lat: Lattice, end: int) -> bool:
    """Whether the words that would keep a request from acting speak of no request here."""
    for _, at in marked(lat, end):
        token = lat.found[at]
        after = lat.found[at + 1].fold if at + 1 < end else ""
        if token.fold not in ALLOWED and not _past_of_no_trade(token):
            return False
        if token.fold in ("before", "avant") and after not in BEFORE:
            return False
        if token.fold == "il" and after not in WEATHER:
            return False
        if token.fold in ("minute", "minutes") and not FREE.intersection(
            one.fold for one in lat.found[max(at - 2, 0) : at]
        ):
            return False
        if token.fold in ("this", "ce") and after not in ("morning", "matin"):
            return False
    return True


def _past_of_no_trade(token: Token) -> bool:
    """ "J'ai passé une bonne nuit": a participle that is no act here; the acts themselves were looked for before."""
    return token.raw.lower().endswith(("é", "ée", "és", "ées"))
