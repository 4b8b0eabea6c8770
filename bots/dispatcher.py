"""One path for every channel: who asks, hygiene, approvals, answers to questions, commands, words, tool, reply."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from agents.understanding import Lang, Understanding
from bots import approvals, commands, killing, questions
from bots.host import Host
from bots.messages import text
from bots.principals import Principal
from bots.render.phrases import phrase
from bots.reply import Reply
from bots.store import Store
from bots.voice import Voice
from policies.intents import Origin
from tools.context import DeskPort, Json, ToolContext
from tools.errors import Refused, Retry
from tools.registry import BY_NAME
from tools.tool import ToolResult
from tools.trading.halt_trading import halt_trading
from tools.trading.proposing import VENUE_WAIT_S, market_of, outcome


@dataclass(frozen=True, kw_only=True)
class Message:
    """One line from somebody. `typed` is true only when it was typed at a terminal's keyboard."""

    text: str
    principal: Principal
    channel: str
    id: str
    at: datetime
    typed: bool = False
    dry_run: bool = False
    lang: str | None = None


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A message with the language that it is answered in."""

    message: Message
    lang: str


Doctor = Callable[[], Awaitable[list[Json]]]


@dataclass(frozen=True, kw_only=True)
class Abilities:
    """What the dispatcher is handed beside desk and store: a reader of texts, the doctor, the kill switch."""

    understand: killing.Understand
    doctor: Doctor
    halt: killing.HaltOutside


class Dispatcher:
    """Answers messages one after the other; Unreachable and Misconfigured pass through to the channel."""

    def __init__(self, *, desk: DeskPort, store: Store, voice: Voice, abilities: Abilities) -> None:
        self._desk = desk
        self._store = store
        self._voice = voice
        self._understand = abilities.understand
        self._halt = abilities.halt
        self._host = Host(store=store, voice=voice, doctor=abilities.doctor)
        self._approvals: dict[str, Json] = {}
        self._symbols: tuple[str, ...] = ()
        self._listing: Awaitable[tuple[str, ...]] | None = None

    def expect(self, listing: Awaitable[tuple[str, ...]]) -> None:
        """Hands over what is listed, when it is being asked for already; a halt does not wait for it."""
        self._listing = listing

    async def turn(self, message: Message) -> Reply:
        """The answer to one message; a message that was answered before is not acted on again."""
        turn = Turn(message=message, lang=self._voice.lang(message.principal.id, message.lang))
        if not self._store.first_seen(message.channel, message.id, message.at):
            return self._said(turn, "already_answered")
        waiting = self._approvals.get(message.principal.id)
        if waiting is not None and message.typed and self._answers(message):
            return await self._approve(turn, waiting)
        reply = await self._answer(turn)
        if waiting is not None and self._approvals.get(message.principal.id) is waiting:
            if approvals.over(waiting, message.at):
                del self._approvals[message.principal.id]
            reply = replace(reply, text=f"{reply.text}\n{approvals.waiting(waiting, message.at, reply.lang)}")
        return reply

    def _answers(self, message: Message) -> bool:
        """Whether a line answers the confirmation that waits, and not a question asked since."""
        asked = self._store.question(message.principal.id, message.at)
        settles = asked is not None and questions.chosen(asked, message.text) is not None
        return approvals.answers(message.text) and not settles

    async def _answer(self, turn: Turn) -> Reply:
        line = turn.message.text.strip()
        if not line:
            return self._said(turn, "empty")
        if approvals.looks_like_code(line):
            return self._said(turn, "code_swallowed", failed=True)
        halt = killing.asked(self._understand, line)
        if halt is not None:
            return await self._call(self._heard(turn, halt), halt)
        settled = await self._settled(turn, line)
        if settled is not None:
            return settled
        if questions.only_rank(line):
            return self._said(turn, "question_gone")
        command = commands.command_of(line)
        if command is not None:
            return await self._host.answer(command, turn.message.principal.id, turn.lang)
        return await self._understood(turn)

    async def _settled(self, turn: Turn, line: str) -> Reply | None:
        """The answer to an answer; other words drop the question, except commands."""
        principal, at = turn.message.principal.id, turn.message.at
        body = self._store.question(principal, at)
        if body is None or line.startswith("/"):
            return None
        self._store.settle(principal)
        args = questions.chosen(body, line)
        if args is None:
            return self._said(turn, "dropped") if questions.drops(line) else None
        if "command" in args:
            return await self._answer(replace(turn, message=replace(turn.message, text=args["command"])))
        return await self._call(turn, Understanding(lang=None, route=body["route"], tool=body["tool"], args=args))

    async def _understood(self, turn: Turn) -> Reply:
        found = self._understand(turn.message.text, symbols=await self._known_symbols(), prefer=_lang(turn.lang))
        turn = self._heard(turn, found)
        if found.clarify is not None:
            asked = questions.from_lexicon(found.clarify, tool=found.tool, route=found.route, lang=turn.lang)
            return self._ask(turn, asked, found.args)
        return await self._call(turn, found)

    def _heard(self, turn: Turn, found: Understanding) -> Turn:
        """The turn in the language that was written."""
        return replace(
            turn, lang=self._voice.heard(turn.message.principal.id, found.lang, turn.lang, turn.message.lang)
        )

    async def _call(self, turn: Turn, found: Understanding) -> Reply:
        """What the conversation answers itself, or a tool."""
        if found.tool is None:
            return self._said(turn, "opens_later", what=found.route, failed=True)
        if found.tool in commands.TOOLS:
            argument = next(iter(found.args.values()), "")
            command = commands.Command(kind=commands.TOOLS[found.tool], argument=argument, route=found.route)
            return await self._host.answer(command, turn.message.principal.id, turn.lang)
        return await self._use(turn, found.tool, found.args)

    async def _use(self, turn: Turn, name: str, args: Mapping[str, Any]) -> Reply:
        """Runs a tool and tells what came of it."""
        tool, principal = BY_NAME[name], turn.message.principal
        if not principal.reads:
            return self._said(turn, "access_denied", role=text(f"principal_{principal.role}", turn.lang), failed=True)
        head = Reply(text="", lang=turn.lang, route=tool.route, tool=name, args=args)
        try:
            if tool is halt_trading:
                self._listing = None  # a halt round the desk ends what was being asked of it
                result = await killing.kill(self._context(turn), args, self._halt)
            else:
                result = await tool.run(self._context(turn), args)
        except (Refused, Retry) as error:
            key = "refused" if isinstance(error, Refused) else "retry"
            return replace(head, text=text(key, turn.lang, detail=phrase(error, turn.lang)), failed=True)
        if result.clarify is not None:
            asked = questions.from_tool(result.clarify, tool=name, route=tool.route, lang=turn.lang)
            return self._ask(turn, asked, args)
        return self._told(turn, head, result)

    def _told(self, turn: Turn, head: Reply, result: ToolResult) -> Reply:
        from bots.render import render
        from bots.render.acts import with_texts

        principal = turn.message.principal
        reply = replace(
            head,
            text=render(head.tool or "", result, turn.lang),
            data=result.data,
            proposal=result.proposal,
            verdict=None if result.verdict is None else with_texts(result.verdict, turn.lang),
            orders=result.orders,
            failed="nothing" in result.data or bool(result.data.get("refused")),
        )
        if result.verdict is not None and result.verdict["decision"] == "deny":
            body = {"proposal": result.proposal, "verdict": result.verdict}
            self._store.note_refusal(principal.id, body, turn.message.at)
        if result.pending is None:
            return reply
        hindrance = approvals.hindrance(result.pending, principal.role, typed=turn.message.typed, lang=turn.lang)
        if hindrance is None:
            self._approvals[principal.id] = {
                **result.pending,
                "asked_at": turn.message.at,
                "tool": head.tool,
                "proposal": result.proposal,
                "verdict": result.verdict,
            }
        return replace(reply, text=f"{reply.text}\n{hindrance or approvals.question(result.pending, turn.lang)}")

    async def _approve(self, turn: Turn, waiting: Json) -> Reply:
        """A line that answers a confirmation: it goes to the desk, and nowhere else."""
        principal, proposal = turn.message.principal.id, waiting["proposal"]
        if approvals.over(waiting, turn.message.at):
            del self._approvals[principal]
            return Reply(text=approvals.late(waiting, turn.lang), lang=turn.lang, route="trading", failed=True)
        answered = await approvals.answer(self._desk, waiting, turn.message.text, turn.lang)
        if not answered.waits:
            self._approvals.pop(principal, None)
        reply = Reply(text=answered.text, lang=turn.lang, route="trading", tool=waiting["tool"], proposal=proposal)
        if not answered.approved:
            return replace(reply, failed=True)
        context = self._context(turn)
        became = await outcome(context, waiting["ticket"], (), VENUE_WAIT_S)
        market = await market_of(context, proposal["account"])
        data: Json = {"ticket": waiting["ticket"], **became.data, **market}
        verdict = {**waiting["verdict"], "decision": "allow"}
        told = self._told(turn, reply, ToolResult(data=data, proposal=proposal, verdict=verdict, orders=became.orders))
        return replace(told, text=f"{answered.text}\n{told.text}")

    def _ask(self, turn: Turn, question: questions.Question, args: Mapping[str, Any]) -> Reply:
        message = turn.message
        if question.labels:
            self._store.ask(message.principal.id, question.body, message.at)
        shown = question.shown + (f"\n{text('answer_with', turn.lang)}" if question.labels else "")
        reply = Reply(text=shown, lang=turn.lang, route=question.route, tool=question.tool, args=args)
        return replace(reply, clarify=question.document)

    async def _known_symbols(self) -> tuple[str, ...]:
        """What is listed, asked once."""
        if not self._symbols and self._listing is not None:
            listing, self._listing = self._listing, None
            self._symbols = await listing
        if not self._symbols:
            self._symbols = tuple(sorted((await self._desk.read("instruments"))["instruments"]))
        return self._symbols

    def _context(self, turn: Turn) -> ToolContext:
        message = turn.message
        origin = Origin(
            principal=message.principal.id, role=message.principal.role, channel=message.channel, message=message.id
        )
        return ToolContext(
            desk=self._desk,
            origin=origin,
            label=message.principal.label,
            lang=turn.lang,
            now=message.at,
            dry_run=message.dry_run,
        )

    @staticmethod
    def _said(turn: Turn, key: str, *, failed: bool = False, **params: object) -> Reply:
        return Reply(text=text(key, turn.lang, **params), lang=turn.lang, failed=failed)


def _lang(lang: str) -> Lang:
    return "fr" if lang == "fr" else "en"
