"""The vocabulary keeps its own rules: folded, one concept a phrase, every concept of the grammar known."""

from collections import Counter

import pytest

from agents.lexicon import grammar
from agents.lexicon.items import LONGEST
from agents.lexicon.queries import FACTORIES, FIRST, QUERIES, TALK
from agents.lexicon.slash import COMMANDS
from agents.lexicon.text import fold, tokens
from agents.lexicon.words import ALIASES, HEADS, NUMBERS, WORDS

PHRASES = {
    concept: {phrase for phrases in twins for phrase in phrases.split("|") if phrase}
    for concept, twins in (*HEADS.items(), *WORDS.items())
}
MADE = {"sym", "unk", "id", "num", "money", "percent"}


@pytest.mark.parametrize("concept", sorted(PHRASES))
def test_phrases_are_folded_as_sentences_are(concept: str) -> None:
    for phrase in PHRASES[concept]:
        assert fold(phrase) == phrase
        assert len(phrase.split()) <= LONGEST
        # 's and 'd are cut from the word before them, so they have none here.
        assert " '" in f" {phrase}" or [token.fold for token in tokens(phrase)] == phrase.split()


def test_a_phrase_has_one_concept() -> None:
    counted = Counter(phrase for phrases in PHRASES.values() for phrase in phrases)
    counted.update(word for twins in NUMBERS.values() for word in set(twins) if word)
    assert [phrase for phrase, count in counted.items() if count > 1] == []


def test_patterns_speak_of_known_concepts() -> None:
    rules = (
        *grammar.TRADE,
        *grammar.REDUCE_BY,
        *grammar.REDUCE_COMMAND,
        *grammar.CANCEL,
        *grammar.AMEND,
        *grammar.AMEND_SET,
        *grammar.ADVANCE,
        *grammar.SWITCH,
    )
    used = {concept for _, pattern in rules for step in pattern.split() for concept in step.strip("!?").split("/")}
    assert used - PHRASES.keys() - MADE == set()


def test_questions_have_words_in_both_languages() -> None:
    for twins in (*(row[2] for row in QUERIES), *(row[1] for row in FIRST), *FACTORIES.values(), *TALK.values()):
        assert all(twins)
        assert all(fold(phrases) == phrases for phrases in twins)


def test_command_names_are_folded_and_unique() -> None:
    names = [name for command in COMMANDS for name in (*command.english, *command.french)]
    assert len(names) == len(set(names))
    assert [fold(name) for name in names] == names


def test_aliases_are_tokens() -> None:
    for name in ALIASES:
        assert [token.fold for token in tokens(name)] == name.split()
