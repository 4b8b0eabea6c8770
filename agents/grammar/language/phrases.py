"""Every phrase of the vocabulary by its first word, the names of what is traded, and what betrays a language."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from agents.grammar.language.manners import gerund_phrases
from agents.grammar.language.verbs import VERBS
from agents.grammar.language.words import WORDS

ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "apple": "AAPL",
        "apple inc": "AAPL",
        "google": "GOOG",
        "alphabet": "GOOG",
        "googl": "GOOG",
        "microsoft": "MSFT",
        "international business machines": "IBM",
        "big blue": "IBM",
        "s & p 500": "SPX",
        "s & p": "SPX",
        "s & p500": "SPX",
        "sp500": "SPX",
        "s p 500": "SPX",
        "sp 500": "SPX",
        "nasdaq": "IXIC",
        "nasdaq composite": "IXIC",
        "the nasdaq": "IXIC",
    }
)
"""Names of companies and indices; one counts only while its symbol is known."""


@cache
def phrases() -> dict[str, list[tuple[tuple[str, ...], dict[str, bool]]]]:
    """Every phrase of the vocabulary by its first word: its words, its categories, and in which of them it is French."""
    merged: dict[tuple[str, ...], dict[str, bool]] = {}
    gerunds = {category: ("", forms) for category, forms in gerund_phrases().items()}
    for table in (VERBS, WORDS, gerunds):
        for category, (french, english) in table.items():
            for side, phrase in [(True, p) for p in french.split("|")] + [(False, p) for p in english.split("|")]:
                words = tuple(phrase.split())
                if words:
                    categories = merged.setdefault(words, {})
                    categories[category] = categories.get(category, False) or side
    by_first: dict[str, list[tuple[tuple[str, ...], dict[str, bool]]]] = {}
    for words, categories in merged.items():
        by_first.setdefault(words[0], []).append((words, categories))
    for found in by_first.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return by_first


def language_words(table: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """For each language the words that only it has in these phrases."""
    twins = list(table)
    french, english = (
        frozenset(word for pair in twins for word in pair[side].replace("|", " ").split()) for side in (0, 1)
    )
    return {"fr": french - english, "en": english - french}


@cache
def tongues() -> dict[str, frozenset[str]]:
    return language_words([*VERBS.values(), *WORDS.values()])


def english(folds: Sequence[str]) -> bool:
    """Whether a sentence is English throughout: its "a" is an article, not an "à" without its accent."""
    found = tongues()
    return not found["fr"].intersection(folds) and bool(found["en"].intersection(folds))
