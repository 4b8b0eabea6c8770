"""The chart parser: a context-free grammar of phrases over a lattice; every derivation is kept with what it means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from agents.grammar.lattice import Item, Lattice

Feature = tuple[str, Item | str]
"""A slot and what was said for it: a value of the sentence, or a constant that words alone stand for."""

Step = tuple[tuple[str, ...], bool]
"""Symbols of which one is due here, and whether it may be missing."""

T = TypeVar("T")
_VALUES = frozenset({"NUM", "MONEY", "PERCENT"})
_HOLDS = {"SYM": "symbol", "UNK": "unknown", "ID": "order"}
MOST_READINGS = 64
"""Readings of one stretch that are followed; a sentence with more counts as not read, so it is asked back."""


@dataclass(frozen=True, kw_only=True)
class Production:
    """One way to build a phrase: its steps, and what its values are called and what it says by itself."""

    steps: tuple[Step, ...]
    slot: str = ""
    constants: tuple[Feature, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Grammar:
    """Productions by the phrase that they build, with the terminals that each phrase may begin with."""

    productions: dict[str, tuple[Production, ...]]
    first: dict[str, frozenset[str]]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One derivation of a whole sentence: everything it says in order, and which words said it."""

    features: tuple[Feature, ...]
    trail: tuple[tuple[int, int, tuple[Feature, ...]], ...]


def compiled(text: str) -> Grammar:
    """A grammar from its notation, `name {slot constant=value}: A/B? c | D`, terminals in capitals."""
    productions: dict[str, list[Production]] = {}
    for line in text.replace("\n    ", " ").splitlines():
        head, colon, body = line.partition(":")
        if not colon or line.startswith("#"):
            continue
        name, _, actions = head.partition("{")
        words = actions.rstrip("} ").split()
        slot = next((word for word in words if "=" not in word), "")
        pairs = [word.partition("=") for word in words if "=" in word]
        constants = tuple((key, value) for key, _, value in pairs)
        for alternative in body.split("|"):
            steps = tuple((tuple(step.rstrip("?").split("/")), step.endswith("?")) for step in alternative.split())
            production = Production(steps=steps, slot=slot, constants=constants)
            productions.setdefault(name.strip(), []).append(production)
    fixed = {name: tuple(found) for name, found in productions.items()}
    return Grammar(productions=fixed, first=_first(fixed))


def _first(productions: dict[str, tuple[Production, ...]]) -> dict[str, frozenset[str]]:
    """The terminals that each phrase may begin with; every phrase has at least one step that is due."""
    first: dict[str, set[str]] = {name: set() for name in productions}
    changed = True
    while changed:
        changed = False
        for name, found in productions.items():
            before = len(first[name])
            for production in found:
                for symbols, optional in production.steps:
                    for symbol in symbols:
                        first[name] |= first.get(symbol, {symbol})
                    if not optional:
                        break
            changed |= len(first[name]) > before
    return {name: frozenset(found) for name, found in first.items()}


class Chart:
    """The phrases found in one lattice, each place looked at once."""

    def __init__(self, grammar: Grammar, lattice: Lattice) -> None:
        self._grammar = grammar
        self._lattice = lattice
        self._crowded = False
        self._memo: dict[tuple[str, int], tuple[tuple[int, tuple[Feature, ...]], ...]] = {}

    def phrases(self, name: str, at: int) -> tuple[tuple[int, tuple[Feature, ...]], ...]:
        """Every phrase of that name that begins at a place: where it ends and what it says."""
        key = (name, at)
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = tuple(self._built(name, at))
        return found

    def _built(self, name: str, at: int) -> dict[tuple[int, tuple[Feature, ...]], None]:
        results: dict[tuple[int, tuple[Feature, ...]], None] = {}
        here = self._lattice.categories
        if at >= len(here) or here[at].isdisjoint(self._grammar.first[name]):
            return results
        for production in self._grammar.productions[name]:
            for end, said in self._stepped(production.steps, at):
                if end > at:
                    results[end, _meant(production, said)] = None
        return results

    def _stepped(self, steps: Sequence[Step], at: int) -> list[tuple[int, tuple[Feature, ...]]]:
        states: list[tuple[int, tuple[Feature, ...]]] = [(at, ())]
        for symbols, optional in steps:
            after: dict[tuple[int, tuple[Feature, ...]], None] = dict.fromkeys(states) if optional else {}
            for place, said in states:
                for symbol in symbols:
                    for end, more in self._symbol(symbol, place):
                        after[end, said + more] = None
            if not after:
                return []
            states = self._followed(list(after))
        return states

    def _symbol(self, symbol: str, at: int) -> Iterator[tuple[int, tuple[Feature, ...]]]:
        if symbol in self._grammar.productions:
            yield from self.phrases(symbol, at)
        elif at < self._lattice.length and symbol in self._lattice.categories[at]:
            for category, end, item in self._lattice.edges[at]:
                if category == symbol:
                    yield end, _held(symbol, item)

    def readings(self, unit: str) -> list[Reading]:
        """Every way to see the whole sentence as a row of these phrases; what says nothing leaves no trace."""
        length = self._lattice.length
        states: list[dict[tuple[Feature, ...], Reading]] = [{} for _ in range(length + 1)]
        states[0][()] = Reading(features=(), trail=())
        for at in range(length):
            if not states[at]:
                continue
            for end, said in self.phrases(unit, at):
                for reading in self._followed(list(states[at].values())):
                    features = reading.features + said
                    trail = (*reading.trail, (at, end, said)) if said else reading.trail
                    states[end].setdefault(features, Reading(features=features, trail=trail))
        return [] if self._crowded else list(states[length].values())

    def _followed(self, states: list[T]) -> list[T]:
        self._crowded |= len(states) > MOST_READINGS
        return states[:MOST_READINGS]

    def covered(self, unit: str) -> tuple[list[int], tuple[Feature, ...]]:
        """The places that are left over when as few words as possible are, and what the rest says."""
        length = self._lattice.length
        best: list[tuple[int, int, list[int], tuple[Feature, ...]] | None] = [None] * (length + 1)
        best[0] = (0, 0, [], ())
        for at in range(length):
            here = best[at]
            if here is None:
                continue
            cost, pieces, left, said = here
            steps = [(at + 1, (cost + 1, pieces, [*left, at], said))]
            steps += [(end, (cost, pieces + 1, left, said + more)) for end, more in self.phrases(unit, at)]
            for end, found in steps:
                known = best[end]
                if known is None or found[:2] < known[:2]:
                    best[end] = found
        final = best[length]
        return (final[2], final[3]) if final else ([], ())


def _held(symbol: str, item: Item | None) -> tuple[Feature, ...]:
    if item is None:
        return ()
    return (("value" if symbol in _VALUES or symbol == "ABOUT" else _HOLDS[symbol], item),)


def _meant(production: Production, said: tuple[Feature, ...]) -> tuple[Feature, ...]:
    if production.slot:
        said = tuple((production.slot, item) if slot == "value" else (slot, item) for slot, item in said)
    return production.constants + said


@cache
def grammar_of(text: str) -> Grammar:
    """The compiled grammar of a notation, once a process."""
    return compiled(text)
