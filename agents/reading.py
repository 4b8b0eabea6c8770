"""What a sentence asks for: the grammar's reading, or the embedding's where the grammar has only a leaning."""

import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from typing import Any, Protocol

from agents.grammar import understand
from agents.understanding import SURE, Clarify, Lang, Option, Route, Understanding
from tools.registry import BY_NAME

FACTORIES: tuple[Route, ...] = ("media", "saas", "priority")

HUNCH = 0.5
"""The confidence of a reading that a keyword alone suggested."""

TALK = frozenset(
    "backup bye hello how human insult joke longer model praise privacy repeat safety settings shorter sorry thanks "
    "who".split()
)
"""Intents that are small talk, by what it is about."""

_OWN = frozenset({"show_help", "show_usage", "check_health", "explain_refusal", "small_talk", "set_language"})
"""What the conversation answers by itself."""

_CALLS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "abilities": ("show_help", {}),
    "audit": ("show_audit", {}),
    "cost": ("show_usage", {}),
    "health": ("check_health", {}),
    "language": ("set_language", {}),
    "show_trading_help": ("show_help", {"topic": "orders"}),
    **{about: ("small_talk", {"about": about}) for about in TALK},
}
"""The tool and the arguments of an intent; one that is not here bears its tool's name."""

_OF_ACCOUNT = re.compile(
    r"\b(comptes?|capital|equity|[ée]quit[ée]|portefeuille|solde|gains|pertes|performances?|accounts?|portfolio|balance)\b",
    re.IGNORECASE,
)
"""Words of a picture of the account instead of prices."""

_FREE = frozenset({"not_understood", "no_act"})
"""Questions that a model may answer instead: nothing definite was read, or nothing was asked to be done."""


class Scored(Protocol):
    """What the embedding makes of a text."""

    @property
    def route(self) -> Route:
        """The likeliest route, 'unclear' when it is doubtful."""

    @property
    def confidence(self) -> float:
        """How likely it is, 0 to 1."""

    @property
    def intent(self) -> str | None:
        """The harmless thing that is surely asked for, an intent of the router; None for none and for acts."""


class Score(Protocol):
    """The embedding router."""

    def score(self, text: str) -> Scored:
        """The likeliest route of a text."""


async def read(
    text: str, *, symbols: Collection[str], prefer: Lang | None, router: Callable[[], Awaitable[Score]]
) -> Understanding:
    """One sentence, read by the grammar and settled."""
    return await settled(understand(text, symbols=symbols, prefer=prefer), text, router)


async def settled(found: Understanding, text: str, router: Callable[[], Awaitable[Score]]) -> Understanding:
    """The grammar's reading, or the embedding's; the router is opened only where the grammar did not read all of it."""
    if found.confidence >= SURE:
        return found
    return decided(found, (await router()).score(text), text)


def decided(found: Understanding, scored: Scored, text: str) -> Understanding:
    """The reading of a sentence that the grammar did not read in full. An act never comes from here.

    A reading tool that a keyword suggested stands while the embedding does not send the sentence elsewhere.
    """
    route, confidence = scored.route, scored.confidence
    meant = called(scored.intent, found, text) if scored.intent is not None and _may_be_meant(found) else None
    if meant is not None and meant.tool != found.tool:
        return replace(meant, lang=found.lang, route=route, confidence=confidence)
    if route == found.route and (found.tool is not None or found.clarify is not None):
        return found
    if meant is not None:
        return replace(found, route=route, confidence=confidence)
    if route in FACTORIES:
        closed = Understanding(lang=found.lang, route=route, tool="factory_closed", args={"factory": route})
        return replace(closed, confidence=confidence)
    if route == "unclear" and found.confidence > HUNCH and found.tool is not None and found.clarify is None:
        return found
    clarify = Clarify(question=f"lost_{route}", params={"words": text[:80]})
    return Understanding(lang=found.lang, route=route, clarify=clarify, confidence=confidence)


def _may_be_meant(found: Understanding) -> bool:
    """Whether the grammar leaves room for an intent: it saw no verb of an act, and has no question of its own."""
    if found.clarify is None:
        return found.tool is None or _reads(found.tool)
    return found.clarify.question == "not_understood" and found.tool is None and found.route != "trading"


def _reads(tool: str) -> bool:
    return tool in _OWN or (tool in BY_NAME and BY_NAME[tool].effect == "read")


def called(intent: str, found: Understanding, text: str) -> Understanding | None:
    """The call that an intent stands for, or the question it takes; None where nothing answers it in this version.

    What the grammar found in the sentence, one symbol say, is taken along.
    """
    tool, args = _CALLS.get(intent, (intent, {}))
    if not _reads(tool):
        return None
    understood = Understanding(lang=None, route=found.route, tool=tool, args=args)
    if tool == "set_language":
        options = tuple(Option(label=lang, args={"lang": lang}) for lang in ("fr", "en"))
        return replace(understood, clarify=Clarify(question="missing", params={"field": "lang"}, options=options))
    symbol = _symbol(found)
    if tool == "draw_chart":
        understood = _drawn(understood, symbol, text)
    elif tool == "show_quotes" and symbol:
        understood = replace(understood, args={"symbol": symbol})
    account = found.args.get("account")
    takes = account is not None and tool in BY_NAME and "account" in BY_NAME[tool].arguments
    return replace(understood, args={**understood.args, "account": account}) if takes else understood


def _drawn(understood: Understanding, symbol: str | None, text: str) -> Understanding:
    of = symbol or ("equity" if _OF_ACCOUNT.search(text) else None)
    if of is None:
        return replace(understood, clarify=Clarify(question="missing", params={"field": "symbol"}))
    return replace(understood, args={"of": of})


def _symbol(found: Understanding) -> str | None:
    """The one symbol that the grammar read; None for none and for several."""
    named = str(found.args.get("symbol") or "")
    return named if named and "," not in named else None


def free(found: Understanding) -> bool:
    """Whether a model may take the turn: no tool was chosen, or nothing definite was asked back."""
    question = found.clarify.question if found.clarify is not None else None
    if question is None:
        return found.tool is None
    return question in _FREE or question.startswith("lost_")
