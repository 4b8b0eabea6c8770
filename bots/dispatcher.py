"""One path for every channel: who asks, hygiene, approvals, answers to questions, commands; words go to the graph."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.supervisor.nodes import carried_out
from agents.supervisor.turn import Turn
from agents.understanding import Lang, Understanding
from bots.message import Message
from bots.messages import text
from bots.reply import Reply
from bots.store import Store
from bots.turns import approvals, commands, killing, questions, recent
from bots.turns.floor import Ground, Listing, TurnFloor
from bots.turns.host import Host, Looks
from bots.voice import Voice
from tools.context import DeskPort, Json
from tools.tool import ToolResult
from tools.trading.proposing import VENUE_WAIT_S, market_of, outcome

if TYPE_CHECKING:
    from agents.supervisor.supervisor import Supervisor

__all__ = ["Abilities", "Dispatcher", "Message"]


@dataclass(frozen=True, kw_only=True)
class Abilities:
    """What the dispatcher is handed beside desk and store: a reader of texts, the graph, looks, the kill switch.

    `supervise` opens the graph when it is first needed; nothing that is not in words ever asks for it.
    """

    understand: killing.Understand
    supervise: Callable[[], Awaitable["Supervisor"]]
    looks: Looks
    halt: killing.HaltOutside
    home: Path | None = None


class Dispatcher:
    """Answers messages one after the other; Unreachable and Misconfigured pass through to the channel."""

    def __init__(self, *, desk: DeskPort, store: Store, voice: Voice, abilities: Abilities) -> None:
        self._understand = abilities.understand
        self._supervise = abilities.supervise
        host = Host(store=store, voice=voice, looks=abilities.looks)
        self._ground = Ground(
            desk=desk,
            store=store,
            voice=voice,
            host=host,
            halt=abilities.halt,
            listing=Listing(desk),
            home=abilities.home,
        )

    def expect(self, listing: Awaitable[tuple[str, ...]]) -> None:
        """Hands over what is listed, when it is being asked for already; a halt does not wait for it."""
        self._ground.listing.expect(listing)

    async def turn(self, message: Message) -> Reply:
        """The answer to one message; a message that was answered before is not acted on again."""
        principal, store = message.principal.id, self._ground.store
        floor = TurnFloor(self._ground, message, self._ground.voice.lang(principal, message.lang))
        if not store.first_seen(message.channel, message.id, message.at):
            return _said(floor, "already_answered")
        waiting = self._ground.waiting.get(principal)
        if waiting is not None and message.typed and self._answers(message):
            return await self._approve(floor, waiting)
        reply = await self._answer(floor)
        store.note_last(principal, recent.about(reply, store.last(principal, message.at)), message.at)
        if waiting is not None and self._ground.waiting.get(principal) is waiting:
            if approvals.over(waiting, message.at):
                del self._ground.waiting[principal]
            reply = replace(reply, text=f"{reply.text}\n{approvals.waiting(waiting, message.at, reply.lang)}")
        return reply

    def _answers(self, message: Message) -> bool:
        """Whether a line answers the confirmation that waits, and not a question asked since."""
        asked = self._ground.store.question(message.principal.id, message.at)
        settles = asked is not None and questions.chosen(asked, message.text) is not None
        return approvals.answers(message.text) and not settles

    async def _answer(self, floor: TurnFloor) -> Reply:
        line = floor.message.text.strip()
        if not line:
            return _said(floor, "empty")
        if approvals.looks_like_code(line):
            return _said(floor, "code_swallowed", failed=True)
        known = self._ground.listing.known  # a halt waits for no listing
        found = self._understand(floor.message.text, symbols=known, prefer=_lang(floor.lang))
        if killing.asked(found):
            floor.heard(found.lang)
            return await self._carried_out(floor, found)
        settled = await self._settled(floor, line)
        if settled is not None:
            return settled
        if questions.only_rank(line):
            return _said(floor, "question_gone")
        command = commands.command_of(line)
        if command is not None:
            return await self._ground.host.answer(command, floor.message, floor.lang)
        if line.startswith("/"):
            return await self._commanded(floor)
        return await self._in_words(floor, found if known else None)

    async def _settled(self, floor: TurnFloor, line: str) -> Reply | None:
        """The answer to an answer; other words drop the question, except commands."""
        message = floor.message
        body = self._ground.store.question(message.principal.id, message.at)
        if body is None or line.startswith("/"):
            return None
        self._ground.store.settle(message.principal.id)
        choice = questions.chosen(body, line)
        if choice is None:
            return _said(floor, "dropped") if questions.drops(line) else None
        if "command" in choice.args:
            again = TurnFloor(self._ground, replace(message, text=choice.args["command"]), floor.lang)
            return await self._answer(again)
        found = Understanding(lang=None, route=body["route"], tool=choice.tool, args=choice.args)
        return await self._carried_out(floor, found)

    async def _commanded(self, floor: TurnFloor) -> Reply:
        """A slash command: typed, so that neither graph nor model is asked."""
        found = self._understand(floor.message.text, symbols=await floor.listed(), prefer=_lang(floor.lang))
        floor.heard(found.lang)
        return await self._carried_out(floor, found)

    async def _carried_out(self, floor: TurnFloor, found: Understanding) -> Reply:
        return await floor.tell(await carried_out(floor, found))

    async def _in_words(self, floor: TurnFloor, found: Understanding | None) -> Reply:
        """A sentence: through the graph, which reads it again when it was read before the listing was known."""
        message = floor.message
        supervisor = await self._supervise()
        turn = Turn(
            text=message.text,
            principal=message.principal.id,
            lang=_lang(floor.lang),
            label=message.principal.label,
            floor=floor,
            last=self._ground.store.last(message.principal.id, message.at) or {},
            on_text=message.on_text,
            found=found,
        )
        told = await supervisor.turn(turn)
        assert isinstance(told, Reply)
        return told

    async def _approve(self, floor: TurnFloor, waiting: Json) -> Reply:
        """A line that answers a confirmation: it goes to the desk, and nowhere else."""
        message, lang, proposal = floor.message, floor.lang, waiting["proposal"]
        principal, desk = message.principal.id, self._ground.desk
        if approvals.over(waiting, message.at):
            del self._ground.waiting[principal]
            return Reply(text=approvals.late(waiting, lang), lang=lang, route="trading", failed=True)
        answered = await approvals.answer(desk, waiting, message.text, lang)
        if not answered.waits:
            self._ground.waiting.pop(principal, None)
        reply = Reply(text=answered.text, lang=lang, route="trading", tool=waiting["tool"], proposal=proposal)
        if not answered.approved:
            return replace(reply, failed=True)
        context = floor.context()
        became = await outcome(context, waiting["ticket"], (), VENUE_WAIT_S)
        market = await market_of(context, proposal["account"])
        data: Json = {"ticket": waiting["ticket"], **became.data, **market}
        verdict: Mapping[str, Any] = {**waiting["verdict"], "decision": "allow"}
        result = ToolResult(data=data, proposal=proposal, verdict=dict(verdict), orders=became.orders)
        told = floor.told(waiting["tool"], {}, result)
        return replace(told, text=f"{answered.text}\n{told.text}")


def _said(floor: TurnFloor, key: str, *, failed: bool = False) -> Reply:
    return Reply(text=text(key, floor.lang), lang=floor.lang, failed=failed)


def _lang(lang: str) -> Lang:
    return "fr" if lang == "fr" else "en"
