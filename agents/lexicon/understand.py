"""The one entrance: a text in, a tool call or a clarifying question out."""

from collections.abc import Collection
from dataclasses import replace
from functools import cache

from agents.lexicon import text as texts
from agents.lexicon.acts import ACTS, act_like, no_act, understand_act
from agents.lexicon.items import Item, known_names, label, language
from agents.lexicon.queries import FACTORIES, QUERIES, TALK, factory, plain_question, query, shows, small_talk
from agents.lexicon.slash import understand_command
from agents.lexicon.words import FUNCTION_WORDS, HEADS, WORDS
from agents.understanding import Clarify, Lang, Understanding

_STOPPING = [[word] for word in "stop coupe coupez couper arrete arretez arreter stoppe stoppez stopper".split()]
"""Words that alone may mean that everything has to stop: asked back, with /kill as the answer."""


def understand(text: str, *, symbols: Collection[str], prefer: Lang | None = None) -> Understanding:
    """Reads one message. `symbols` are those that may be traded; `prefer` settles a language that shows both ways.

    Never acts on what it did not read in full: a negation, a question, a condition, the past, a word too many, an
    ambiguous number or an odd character becomes a question. Never raises.
    """
    if len(text) > texts.MAX_LENGTH:
        return _too_long(text)
    odd = texts.odd_characters(text)
    understood = _read(texts.visible(text) if odd else text, symbols, prefer)
    if odd and (_about_an_act(understood) or (understood.clarify and texts.deceptive(text))):
        asked = _asked("odd_characters", characters=", ".join(odd[:5]))
        return replace(asked, lang=understood.lang, route=understood.route)
    return _in_their_words(understood, text)


def _in_their_words(understood: Understanding, text: str) -> Understanding:
    """What was not understood, quoted as the person wrote it."""
    clarify = understood.clarify
    if clarify is None or clarify.question != "not_understood":
        return understood
    words = texts.as_written(clarify.params["words"], text)
    return replace(understood, clarify=replace(clarify, params={**clarify.params, "words": words}))


def _asked(question: str, **params: str) -> Understanding:
    return Understanding(lang=None, route="unclear", clarify=Clarify(question=question, params=params), confidence=0.0)


def _too_long(text: str) -> Understanding:
    return _asked("too_long", length=str(len(text)), most=str(texts.MAX_LENGTH))


def _about_an_act(understood: Understanding) -> bool:
    return understood.tool in ACTS or understood.tool == "preview_order"


def _read(text: str, symbols: Collection[str], prefer: Lang | None) -> Understanding:
    names = known_names(symbols)
    name, rest = _command(text)
    found = texts.tokens(rest)
    if len(found) > texts.MAX_TOKENS:
        return _too_long(text)
    items = label(found, names)
    lang = language(found, _language_words(), prefer)
    if name:
        command = understand_command(name, rest, items, symbols)
        return replace(command, lang=command.lang or lang)
    return replace(_sentence(found, items, symbols), lang=lang)


def _command(text: str) -> tuple[str, str]:
    """The name of a slash command, without the bot it is meant for, and its rest; no name when it is a sentence."""
    first, *rest = text.split(maxsplit=1) or [""]
    if not first.startswith("/") or len(first) == 1:
        return "", text
    return first[1:].partition("@")[0], "".join(rest)


def _sentence(found: list[texts.Token], items: list[Item], symbols: Collection[str]) -> Understanding:
    heads = {item.concept for item in items if item.concept in HEADS}
    # "Show my short positions" holds a verb as a noun; with a number or a plainer verb it asks for more than to see.
    shown = shows(found) and heads <= {"buy", "sell", "short"} and not any(item.number for item in items)
    reading = shown or not act_like(items)
    asked = plain_question(found) or (query(found, items) if reading else None)
    if asked:
        return asked
    if act_like(items):
        act = understand_act(items, symbols)
        elsewhere = factory(found) if act.clarify and "symbol" not in act.args else None
        return elsewhere or act
    if [token.fold for token in found if token.kind != "mark"][:2] in _STOPPING:
        first = items[0]
        return understand_act([replace(first, concept="halt"), Item(concept="unk", raw=first.raw)], symbols)
    said = small_talk(found) or factory(found)
    if said:
        return said
    why = no_act(items)
    if why == "past" and any(item.concept in ("done_buy", "done_sell", "sym") for item in items):
        return replace(_asked("no_act", why=why), route="trading")
    return _asked("not_understood", words=" ".join(token.raw for token in found)[:80])


@cache
def _language_words() -> dict[str, frozenset[str]]:
    """For each language the words that only it has in these tables."""
    twins = [*HEADS.values(), *WORDS.values(), *FACTORIES.values(), *TALK.values(), FUNCTION_WORDS]
    twins += [phrases for _, _, phrases in QUERIES]
    french, english = (
        frozenset(word for pair in twins for word in pair[side].replace("|", " ").split()) for side in (0, 1)
    )
    return {"fr": french - english, "en": english - french}
