"""The one entrance: a text in, a tool call or a clarifying question out."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache

from agents.grammar import text as texts
from agents.grammar.acts import ACTS
from agents.grammar.heard.accounts import in_account
from agents.grammar.heard.spelling import expanded
from agents.grammar.language.marks import FUNCTION_WORDS, MARKS
from agents.grammar.language.numerals import WORDS as NUMERALS
from agents.grammar.language.phrases import language_words
from agents.grammar.language.talk import LANGUAGES, TALK
from agents.grammar.language.topics import TOPICS
from agents.grammar.language.verbs import VERBS
from agents.grammar.language.words import WORDS
from agents.grammar.lattice import known_names, lattice
from agents.grammar.sentences import sentence
from agents.grammar.slash import chooses, idle, understand_command
from agents.grammar.text import Token, fold
from agents.understanding import Clarify, Lang, Understanding


def understand(
    text: str, *, symbols: Collection[str], prefer: Lang | None = None, accounts: Collection[str] = ()
) -> Understanding:
    """Reads one message. `symbols` are those that may be traded; `prefer` settles a language that shows both ways.

    `accounts` are those there are, by name: one that the sentence names becomes the argument `account`.

    Never acts on what it did not read in full: a negation, a question, a condition, the past, a word too many, an
    ambiguous number or an odd character becomes a question, and so does a sentence with two readings. Never raises.
    """
    if len(text) > texts.MAX_LENGTH:
        return _too_long(text)
    plain = texts.unadorned(text)
    odd = texts.odd_characters(plain)
    understood = _read(texts.visible(plain) if odd else plain, symbols, prefer, accounts)
    if odd and (_about_an_act(understood) or (understood.clarify and texts.deceptive(plain))):
        clarify = Clarify(question="odd_characters", params={"characters": ", ".join(odd[:5])})
        return Understanding(lang=understood.lang, route=understood.route, clarify=clarify, confidence=1.0)
    return _in_their_words(understood, text)


def _in_their_words(understood: Understanding, text: str) -> Understanding:
    """What was not understood, or may be answered, quoted as the person wrote it."""
    clarify = understood.clarify
    if clarify is None:
        return understood
    params = clarify.params
    if "words" in params:
        params = {**params, "words": texts.as_written(params["words"], text)}
    options = tuple(
        replace(option, label=texts.as_written(option.label, text)) if option.tool else option
        for option in clarify.options
    )
    return replace(understood, clarify=replace(clarify, params=params, options=options))


def _too_long(text: str) -> Understanding:
    params = {"length": str(len(text)), "most": str(texts.MAX_LENGTH)}
    return Understanding(lang=None, route="unclear", clarify=Clarify(question="too_long", params=params))


def _about_an_act(understood: Understanding) -> bool:
    return understood.tool in ACTS or understood.tool == "preview_order"


def _read(text: str, symbols: Collection[str], prefer: Lang | None, accounts: Collection[str]) -> Understanding:
    names = known_names(symbols)
    name, rest = _command(text)
    found = expanded(texts.tokens(rest), names)
    if len(found) > texts.MAX_TOKENS:
        return _too_long(text)
    called = {word.lower() for word in accounts}
    lang = language([token for token in found if token.raw.lower() not in called], prefer)

    def command(part: Sequence[Token]) -> Understanding:
        whole = len(part) == len(found)
        said = rest if whole else texts.as_written(" ".join(token.raw for token in part), rest)
        return understand_command(name, said, part, symbols)

    def told(part: Sequence[Token]) -> Understanding:
        return sentence(part, lattice(part, names), names, symbols)

    if not name:
        return replace(in_account(found, accounts, names, told), lang=lang)
    read = in_account(
        found, () if chooses(name) else accounts, names, command, command="idle" if idle(name) else "rest"
    )
    return replace(read, lang=read.lang or lang)


def _command(text: str) -> tuple[str, str]:
    """The name of a slash command, without the bot it is meant for, and its rest; no name when it is a sentence."""
    first, *rest = text.split(maxsplit=1) or [""]
    if not first.startswith("/") or len(first) == 1:
        return "", text
    return first[1:].partition("@")[0], "".join(rest)


def language(found: list[Token], prefer: Lang | None) -> Lang | None:
    """French or English by the words that only one of them has; None when nothing shows, `prefer` when both do."""
    tables = _tables()
    french = english = 0
    for token in found:
        french += (token.fold in tables["fr"]) + 2 * (token.kind == "word" and fold(token.raw) != token.raw.lower())
        english += token.fold in tables["en"]
    if french == english:
        return prefer if french else None
    return "fr" if french > english else "en"


@cache
def _tables() -> dict[str, frozenset[str]]:
    """For each language the words that only it has in these vocabularies."""
    twins = [*VERBS.values(), *WORDS.values(), *MARKS.values(), *TALK.values(), *LANGUAGES.values(), FUNCTION_WORDS]
    twins += [phrases for _, _, phrases in TOPICS]
    twins.append(("|".join(sorted(NUMERALS["fr"])), "|".join(sorted(NUMERALS["en"]))))
    return language_words(twins)
