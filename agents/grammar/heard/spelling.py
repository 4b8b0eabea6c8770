"""Hurried writing and slips of the finger in words that tell no side: put right before and after a first reading."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from agents.grammar.language.manners import GERUNDS
from agents.grammar.language.marks import FUNCTION_WORDS, MARKS, marks
from agents.grammar.language.numerals import WORDS as NUMERALS
from agents.grammar.language.phrases import ALIASES, phrases
from agents.grammar.language.slips import CIVIL, ELIDED, NOUNS, PLAIN, SHORT
from agents.grammar.language.talk import TALK
from agents.grammar.language.topics import TOPICS
from agents.grammar.language.verbs import HEADS, VERBS, WEAK
from agents.grammar.language.words import WORDS
from agents.grammar.lattice import Lattice
from agents.grammar.misspelt import slip
from agents.grammar.text import Token

_VOWELS = "aeiouyh"
_SHORTEST = 4
"""Letters that a word must have to be put right."""
_MOST_SLIPS = 3
_KEPT = 4096
_LONG = 7
"""Letters from which on one mistaken letter is a slip; a shorter word with another letter is another word."""


def expanded(found: Sequence[Token], names: Mapping[tuple[str, ...], str]) -> list[Token]:
    """The tokens with short forms written out and lost apostrophes put back; known words are left alone."""
    results: list[Token] = []
    for token in found:
        pieces = _pieces(token, names)
        if pieces is None:
            results.append(token)
        elif len(pieces) == 1:
            results.append(replace(token, fold=pieces[0], kind="word"))
        else:
            results += _apart(token, pieces)
    return results


def _pieces(token: Token, names: Mapping[tuple[str, ...], str]) -> list[str] | None:
    """The words that one written word stands for; None when it stands for itself."""
    if token.kind not in ("word", "id"):
        return None
    short = SHORT.get(token.fold)
    if short is not None and (token.fold not in known_words()) and (token.raw.lower(),) not in names:
        return short.split()
    if token.kind == "id" or len(token.fold) < _SHORTEST or token.fold in known_words():
        return None
    if (token.raw.lower(),) in names:
        return None
    first, rest = token.fold[0], token.fold[1:]
    follows = ELIDED.get(first)
    if follows is None or len(rest) < 3 or (first != "j" and rest[0] not in _VOWELS):
        return None
    known = {"VERBS": rest in _verb_forms(), "NAMES": (rest,) in names, "NOUNS": rest in NOUNS}
    return [first, rest] if any(known[kind] for kind in follows) else None


def _apart(token: Token, pieces: Sequence[str]) -> Iterator[Token]:
    """Tokens for the words of a short form, quoted as it was written where it holds them letter by letter."""
    literal = "".join(pieces) == token.fold and len(token.raw) == len(token.fold)
    at = 0
    for piece in pieces:
        raw = token.raw[at : at + len(piece)] if literal else piece
        yield Token(raw=raw, fold=piece, kind="word")
        at += len(piece)


@cache
def known_words() -> frozenset[str]:
    """Every word that means something somewhere."""
    known = {word for found in phrases().values() for words, _ in found for word in words}
    known |= {word for found in marks().values() for words, _ in found for word in words}
    rows = [*TALK.values(), *(twins for _, _, twins in TOPICS)]
    known |= {word for twins in rows for side in twins for word in side.replace("|", " ").split()}
    return frozenset(known | set(" ".join(FUNCTION_WORDS).split()) | NUMERALS["fr"] | NUMERALS["en"])


@cache
def _verb_forms() -> frozenset[str]:
    return frozenset(one for twins in VERBS.values() for side in twins for one in side.split("|") if " " not in one)


def righted(lat: Lattice) -> list[Token] | None:
    """The tokens of a sentence with up to three unknown words put right; None when there is nothing to put right."""
    shouted = all(token.raw.isupper() for token in lat.found if token.kind == "word" and len(token.raw) > 1)
    results = list(lat.found)
    slips = 0
    for at, token in enumerate(lat.found):
        if "UNK" not in lat.categories[at] or len(token.fold) < _SHORTEST or not token.fold.isalpha():
            continue
        if token.raw[0].isupper() and at > 0 and not shouted:
            continue  # written like a name
        word = _meant(token.fold)
        if word is not None:
            slips += 1
            results[at] = replace(token, fold=word)
    return results if 0 < slips <= _MOST_SLIPS else None


@lru_cache(maxsize=_KEPT)
def _meant(written: str) -> str | None:
    """The one plain word that is a slip away; None when there is none, or when something else may be meant."""
    near = [word for word in _plain() if abs(len(word) - len(written)) <= 1 and slip(written, word)]
    near = [word for word in near if _likely(written, word)]
    if not near or len({_plain()[word] for word in near}) > 1:
        return None
    guarded = any(abs(len(word) - len(written)) <= 1 and slip(written, word) for word in _guarded())
    return None if guarded else near[0]


def _likely(written: str, word: str) -> bool:
    """Whether a slip makes no other word: letters swapped, one lost or doubled in five, one mistaken in seven."""
    if len(written) == len(word) and sorted(written) != sorted(word):
        return len(word) >= _LONG
    return len(written) == len(word) or len(written) > _SHORTEST


@cache
def _plain() -> dict[str, frozenset[str]]:
    """The words that may be put right, each with the categories of the phrases that it stands in."""
    found: dict[str, set[str]] = {}
    for category in PLAIN:
        for side in WORDS[category]:
            for word in side.replace("|", " ").split():
                if len(word) >= _SHORTEST and word.isalpha():
                    found.setdefault(word, set()).add(category)
    found |= {word: {"POLITE"} for word in CIVIL if word not in found}
    return {word: frozenset(names) for word, names in found.items() if word not in _guarded()}


@cache
def _guarded() -> frozenset[str]:
    """Words that nothing is ever taken for: verbs, marks, numbers and names."""
    words = {one for twins in MARKS.values() for side in twins for one in side.split("|")}
    strong = (VERBS[name] for name in sorted(HEADS - WEAK))
    words |= {one for twins in strong for side in twins for one in side.split("|")} | NUMERALS["fr"] | NUMERALS["en"]
    words |= {one for forms in GERUNDS.values() for one in forms.split("|")}
    words |= {word for name in ALIASES for word in name.split()}
    return frozenset(word for word in words if " " not in word and len(word) > 2)
