"""The vocabulary and the grammar keep their own rules: folded, twinned, every symbol of a rule known, marks apart."""

import pytest

from agents.grammar.chart import compiled
from agents.grammar.language.marks import MARKS
from agents.grammar.language.numerals import numeral, rough
from agents.grammar.language.phrases import ALIASES
from agents.grammar.language.rules import FAMILIES
from agents.grammar.language.talk import LANGUAGES, TALK
from agents.grammar.language.topics import TOPICS
from agents.grammar.language.verbs import HEADS, SIDES, TRADING, VERBS, WEAK
from agents.grammar.language.words import WORDS
from agents.grammar.misspelt import slip
from agents.grammar.slash import COMMANDS
from agents.grammar.text import fold, tokens

TABLES = {**VERBS, **WORDS, **MARKS}
MADE = {"SYM", "UNK", "ID", "NUM", "MONEY", "PERCENT", "PUNCT", "QMARK", "ESTOP", "ABOUT"}
SPELT = [
    ("vingt cinq", "25"),
    ("vingt et un", "21"),
    ("soixante et onze", "71"),
    ("soixante dix", "70"),
    ("quatre vingts", "80"),
    ("quatre vingt un", "81"),
    ("quatre vingt dix sept", "97"),
    ("cent cinquante", "150"),
    ("deux cents", "200"),
    ("mille deux cents", "1200"),
    ("deux mille trois cent quarante", "2340"),
    ("deux cent mille", "200000"),
    ("une douzaine", "12"),
    ("une demi douzaine", "6"),
    ("twenty five", "25"),
    ("a hundred and fifty", "150"),
    ("twelve hundred", "1200"),
    ("two thousand", "2000"),
    ("ten thousand five hundred", "10500"),
    ("a dozen", "12"),
    ("two dozen", "24"),
    ("half a dozen", "6"),
]


def phrases_of(name: str) -> list[str]:
    return [phrase for phrases in TABLES[name] for phrase in phrases.split("|") if phrase]


@pytest.mark.parametrize("name", sorted(TABLES))
def test_phrases_are_folded_as_sentences_are(name: str) -> None:
    for phrase in phrases_of(name):
        assert fold(phrase) == phrase
        # 's and 'd are cut from the word before them, so they have none here.
        assert " '" in f" {phrase}" or [token.fold for token in tokens(phrase)] == phrase.split()


def test_no_word_of_a_request_is_also_a_mark() -> None:
    marks = {phrase for name in MARKS for phrase in phrases_of(name)}
    supposed = {"BUYH", "SELLH", "SHORTH", "EFFECT", "WHATIF", "HITS", "RISKY", "IFI"}
    requested = {phrase for name in TABLES if name not in MARKS and name not in supposed for phrase in phrases_of(name)}
    assert marks & requested == set()


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_rules_speak_of_known_symbols(family: str) -> None:
    productions = compiled(FAMILIES[family]).productions
    used = {
        symbol
        for found in productions.values()
        for production in found
        for symbols, _ in production.steps
        for symbol in symbols
    }
    assert {symbol for symbol in used if symbol.isupper()} <= VERBS.keys() | WORDS.keys() | MADE
    assert {symbol for symbol in used if not symbol.isupper()} <= productions.keys()


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_phrase_of_a_family_begins_with_something(family: str) -> None:
    grammar = compiled(FAMILIES[family])
    assert all(grammar.first[name] for name in grammar.productions)
    assert all(any(not may for _, may in p.steps) for found in grammar.productions.values() for p in found)


def test_heads_are_verbs() -> None:
    assert VERBS.keys() >= HEADS
    assert WEAK | TRADING | SIDES <= HEADS


def test_topics_and_talk_have_words_in_both_languages() -> None:
    for twins in (*(row[2] for row in TOPICS), *TALK.values(), *LANGUAGES.values()):
        assert all(twins)
        assert all(fold(phrases) == phrases for phrases in twins)


def test_command_names_are_folded_and_unique() -> None:
    names = [name for command in COMMANDS for name in (*command.english, *command.french)]
    assert len(names) == len(set(names))
    assert [fold(name) for name in names] == names


def test_aliases_are_tokens() -> None:
    for name in ALIASES:
        assert [token.fold for token in tokens(name)] == name.split()


@pytest.mark.parametrize(("spelt", "value"), SPELT)
def test_numbers_in_words(spelt: str, value: str) -> None:
    found = spelt.split()
    assert numeral([*found, "aapl"], 0) == (value, len(found))


@pytest.mark.parametrize("words", ["aapl", "un", "une", "a share", "cents", "thousand", "and five"])
def test_what_is_no_number(words: str) -> None:
    assert numeral(words.split(), 0) is None


def test_what_only_says_about_how_many() -> None:
    assert rough(["une", "centaine"], 0) == ("100", 2)
    assert rough(["a", "couple"], 0) == ("2", 2)
    assert rough(["une", "action"], 0) is None


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("anule", "annule", True),
        ("clsoe", "close", True),
        ("cancel", "cancell", True),
        ("vendx", "vends", True),
        ("close", "close", False),
        ("chose", "cloes", False),
        ("achat", "achete", False),
    ],
)
def test_one_slip_of_the_finger(one: str, other: str, near: bool) -> None:
    assert slip(one, other) is near
    assert slip(other, one) is near
