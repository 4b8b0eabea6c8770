"""What the conversation answers by itself: help, language, health, good-bye."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from agents.grammar.slash import named
from bots.message import Message
from bots.messages import text
from bots.messages.guide import NAMES, TOOL_TOPICS
from bots.reply import Reply
from bots.store import Store
from bots.turns.commands import Command, command_of
from bots.voice import Voice
from tools.context import Json

_LANGUAGES = {
    "fr": "fr",
    "français": "fr",
    "francais": "fr",
    "french": "fr",
    "en": "en",
    "english": "en",
    "anglais": "en",
}

_OF_THE_HOUSE = frozenset({"doctor", "usage"})
"""What is shown to those alone who may look at accounts."""

_AGAIN = frozenset({"shorter", "repeat", "longer"})


@dataclass(frozen=True, kw_only=True)
class Looks:
    """Ways to look at the house: the health of the installation, and what was used (`eva usage`)."""

    doctor: Callable[[], Awaitable[list[Json]]]
    usage: Callable[[], Awaitable[Json]]


class Host:
    """Answers the conversation's own commands."""

    def __init__(self, *, store: Store, voice: Voice, looks: Looks) -> None:
        self._store = store
        self._voice = voice
        self._looks = looks

    async def answer(self, command: Command, message: Message, lang: str) -> Reply:
        """The reply to one command."""
        principal = message.principal.id
        if command.kind in _OF_THE_HOUSE and not message.principal.reads:
            role = text(f"principal_{message.principal.role}", lang)
            return Reply(text=text("access_denied", lang, role=role), lang=lang, failed=True)
        reply: Reply
        match command.kind:
            case "help":
                reply = Reply(text=_help(command.argument, lang), lang=lang)
            case "lang":
                reply = self._language(command.argument, principal, lang)
            case "doctor":
                reply = await self._health(lang)
            case "usage":
                reply = await self._usage(lang)
            case "quit":
                reply = Reply(text=text("goodbye", lang), lang=lang, ends=True)
            case "talk":
                reply = Reply(text=self._talk(command.argument, message, lang), lang=lang)
            case "account":
                raise ValueError("an account is chosen where the desk can be asked: bots.turns.choosing")
            case "later":
                reply = Reply(text=text(f"factory_{command.argument}", lang), lang=lang, failed=True)
        return replace(reply, tool=command.tool, route=command.route, args=command.args)

    def _language(self, wanted: str, principal: str, lang: str) -> Reply:
        chosen = _LANGUAGES.get(wanted.casefold())
        if chosen is None:
            return Reply(text=text("language_which", lang), lang=lang)
        self._voice.choose(principal, chosen)
        return Reply(text=text("language_set", chosen), lang=chosen)

    def _talk(self, about: str, message: Message, lang: str) -> str:
        """Small talk; "shorter", "repeat" and "longer" say the last answer again."""
        if about not in _AGAIN:
            return text(f"talk_{about}", lang)
        last = self._store.last(message.place, message.at) or {}
        said = str(last.get("text") or "")
        if not said:
            return text("talk_nothing_said", lang)
        if about == "shorter":
            return str(last.get("short") or said)
        return said if about == "repeat" else f"{text('talk_longer', lang)}\n{said}"

    async def _health(self, lang: str) -> Reply:
        from bots.render.health import health

        checks = await self._looks.doctor()
        return Reply(text=health(checks, lang), lang=lang, data={"checks": checks})

    async def _usage(self, lang: str) -> Reply:
        from bots.render.usage import usage

        report = await self._looks.usage()
        return Reply(text=usage(report, lang), lang=lang, data=report)


def _help(topic: str, lang: str) -> str:
    if not topic:
        return text("help", lang)
    wanted = topic.casefold().lstrip("/")
    name = NAMES.get(wanted) or TOOL_TOPICS.get(_tool(wanted))
    return text(f"help_{name}" if name else "help_unknown", lang)


def _tool(command: str) -> str:
    """The tool behind a command's name, in either language; empty for a name that is none."""
    own = command_of(f"/{command}")
    if own is not None:
        return own.tool
    found = named(command)
    return found[0].tool if found else ""
