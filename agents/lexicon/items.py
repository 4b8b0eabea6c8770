"""From tokens to items: each a concept of the vocabulary, a known symbol, a number, an amount or something unknown."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from agents.lexicon.text import Number, Token, fold, tokens
from agents.lexicon.words import ALIASES, HEADS, NUMBERS, WORDS
from agents.understanding import Lang

LONGEST = 6
"""Tokens in the longest phrase."""

_PARTICIPLES = ("é", "ée", "és", "ées")


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One meaningful piece of a sentence. `concept` is a key of the vocabulary, or one of `sym`, `num`, `money`,
    `percent`, `id`, `unk`, `punct` and `clash` (a symbol that is also a word); `symbol` is set for `sym`."""

    concept: str
    raw: str
    number: Number | None = None
    symbol: str | None = None


@cache
def concepts() -> dict[tuple[str, ...], str]:
    """Every phrase of the vocabulary with its concept."""
    return {
        tuple(phrase.split()): concept
        for table in (HEADS, WORDS)
        for concept, twins in table.items()
        for phrases in twins
        for phrase in phrases.split("|")
        if phrase
    }


@cache
def _french() -> frozenset[tuple[str, ...]]:
    tables = (*HEADS.values(), *WORDS.values())
    return frozenset(tuple(phrase.split()) for french, _ in tables for phrase in french.split("|"))


@cache
def _number_words() -> dict[str, str]:
    return {word: value for value, twins in NUMBERS.items() for word in twins if word}


def known_names(symbols: Collection[str]) -> dict[tuple[str, ...], str]:
    """What each known symbol may be called: itself, and the names of its company, in small letters."""
    names = {tuple(token.raw.lower() for token in tokens(symbol)): symbol for symbol in symbols}
    return names | {tuple(name.split()): symbol for name, symbol in ALIASES.items() if symbol in symbols}


def label(found: list[Token], names: Mapping[tuple[str, ...], str]) -> list[Item]:
    """The items of a sentence; the longest phrase wins, and a word of the vocabulary wins over a symbol."""
    items: list[Item] = []
    at = 0
    while at < len(found):
        item, length = _item(found, at, names)
        items.append(item)
        at += length
    return _amounts(items)


def _item(found: list[Token], at: int, names: Mapping[tuple[str, ...], str]) -> tuple[Item, int]:
    words = tuple(token.fold for token in found[at : at + LONGEST])
    raws = tuple(token.raw.lower() for token in found[at : at + LONGEST])
    known = _longest(words, concepts())
    if words[:known] not in _french() and words[:known] != raws[:known]:
        known = 0  # an accent makes another word of an English one: "résume" is no "resume"
    named = _longest(raws, names)
    raw = " ".join(token.raw for token in found[at : at + max(known, named, 1)])
    if named > known:
        return Item(concept="sym", raw=raw, symbol=names[raws[:named]]), named
    if known:
        concept = concepts()[words[:known]]
        if concept in HEADS and raws[0].endswith(_PARTICIPLES):
            concept = {"buy": "done_buy", "sell": "done_sell"}.get(concept, "done")
        if named and found[at].raw == names[raws[:named]] and len(found[at].raw) > 1:
            concept = "clash"
        return Item(concept=concept, raw=raw), known
    return _single(found[at]), 1


def _longest(words: tuple[str, ...], table: Mapping[tuple[str, ...], str]) -> int:
    return next((length for length in range(len(words), 0, -1) if words[:length] in table), 0)


def _single(token: Token) -> Item:
    if token.number is not None:
        return Item(concept="num", raw=token.raw, number=token.number)
    value = _number_words().get(token.fold)
    if value:
        return Item(concept="num", raw=token.raw, number=Number(raw=token.raw, value=value, readings=(value,)))
    if token.kind == "mark":
        return Item(concept="punct" if token.raw in ",.;!()…-–—" else "mark", raw=token.raw)
    if token.fold.endswith("n't"):
        return Item(concept="negation", raw=token.raw)
    return Item(concept="id" if token.kind == "id" else "unk", raw=token.raw)


def _amounts(items: list[Item]) -> list[Item]:
    """Numbers joined with the dollar or per-cent sign beside them."""
    joined: list[Item] = []
    at = 0
    while at < len(items):
        here = items[at]
        after = items[at + 1] if at + 1 < len(items) else None
        pair = (here.concept, after.concept if after else "")
        if after and here.raw == "$" and after.concept == "num":
            joined.append(Item(concept="money", raw=f"${after.raw}", number=after.number))
        elif after and pair in (("num", "usd"), ("num", "pct")):
            concept = "money" if pair[1] == "usd" else "percent"
            joined.append(Item(concept=concept, raw=f"{here.raw} {after.raw}", number=here.number))
        elif after and here.concept == "un" and after.concept == "pct":
            one = Number(raw=here.raw, value="1", readings=("1",))
            joined.append(Item(concept="percent", raw=f"{here.raw} {after.raw}", number=one))
        else:
            joined.append(here)
            at += 1
            continue
        at += 2
    return joined


def language(found: Iterable[Token], tables: Mapping[str, frozenset[str]], prefer: Lang | None) -> Lang | None:
    """French or English by the words that only one of them has; None when nothing shows, `prefer` when both do."""
    french = english = 0
    for token in found:
        french += (token.fold in tables["fr"]) + 2 * (token.kind == "word" and fold(token.raw) != token.raw.lower())
        english += token.fold in tables["en"]
    if french == english:
        return prefer if french else None
    return "fr" if french > english else "en"
