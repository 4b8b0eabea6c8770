"""One path for every channel: who asks, hygiene, approvals, answers to questions, commands; words go to the graph."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.supervisor.nodes import carried_out, judged_only
from agents.supervisor.turn import Called, Turn
from agents.understanding import SURE, Lang, Understanding
from bots.message import Message
from bots.messages import text
from bots.reply import Reply
from bots.store import Store
from bots.turns import approvals, commands, killing, modelled, questions, recent
from bots.turns.floor import Ground, Listing, TurnFloor
from bots.turns.host import Host, Looks
from bots.voice import Voice
from tools.context import DeskPort, Json
from tools.errors import Misconfigured
from tools.registry import BY_NAME
from tools.tool import ToolResult
from tools.trading.proposing import VENUE_WAIT_S, market_of, outcome

if TYPE_CHECKING:
    from agents.supervisor.supervisor import Supervisor

MOST_WORDS = 4
"""Words of a line that completes a request which lacked one thing: "10", "stop 390", "5 000 USD"."""

LEAVING = frozenset({"close_position", "reduce_position", "cancel_order", "do_several"})
"""Tools that only lower risk: nothing that the assistant remembers may stand before them."""

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

    def halts(self, line: str) -> bool:
        """Whether a line asks for a halt: a channel lets such a line pass whatever it is waiting for."""
        listing = self._ground.listing
        return killing.asked(self._understand(line, symbols=listing.known, accounts=listing.known_accounts))

    async def turn(self, message: Message) -> Reply:
        """The answer to one message; a message that was answered before is not acted on again.

        Nothing that the assistant remembers stands before a halt or an exit: they are read first, and go through when
        its file is locked, full or damaged. The desk itself never does the same message twice.
        """
        known = self._ground.listing.known  # a halt waits for no listing
        floor = TurnFloor(self._ground, message, self._language(message))
        found = self._read(floor, message.text)
        if killing.asked(found):
            with suppress(Misconfigured):
                floor.heard(found.lang)
            return await self._carried_out(floor, found)
        try:
            fresh = self._ground.store.first_seen(message.channel, message.id, message.at)
        except Misconfigured:
            if not _leaves(found):
                raise
            return await self._carried_out(floor, found)
        read = found if known and _sure(found) else None  # an account may have been added since
        return await self._remembered(floor, read) if fresh else _said(floor, "already_answered")

    def _read(self, floor: TurnFloor, line: str) -> Understanding:
        """A line by the grammar, over what is known of symbols and accounts."""
        listing = self._ground.listing
        return self._understand(line, symbols=listing.known, prefer=_lang(floor.lang), accounts=listing.known_accounts)

    def _language(self, message: Message) -> str:
        """The language to begin in; the person's own where memory does not tell."""
        try:
            return self._ground.voice.lang(message.principal.id, message.lang)
        except Misconfigured:
            return message.lang or "en"

    async def _remembered(self, floor: TurnFloor, found: Understanding | None) -> Reply:
        """A turn with approvals, questions and what was said before."""
        message, store = floor.message, self._ground.store
        principal = message.principal.id
        waiting = self._ground.waiting.get(principal)
        if waiting is not None and message.typed and self._answers(message):
            return await self._approve(floor, waiting)
        reply = await self._answer(floor, found)
        if not message.dry_run:
            with suppress(Misconfigured):  # what was done is told, whether or not it can be remembered
                store.note_last(message.place, recent.about(reply, store.last(message.place, message.at)), message.at)
        if waiting is not None and self._ground.waiting.get(principal) is waiting:
            if approvals.over(waiting, message.at):
                del self._ground.waiting[principal]
            reply = replace(reply, text=f"{reply.text}\n{approvals.waiting(waiting, message.at, reply.lang)}")
        return reply

    def _answers(self, message: Message) -> bool:
        """Whether a line answers the confirmation that waits, and not a question asked since."""
        asked = self._ground.store.question(message.place, message.at)
        settles = asked is not None and questions.chosen(asked, message.text) is not None
        return approvals.answers(message.text) and not settles

    async def _answer(self, floor: TurnFloor, found: Understanding | None) -> Reply:
        line = floor.message.text.strip()
        if not line:
            return _said(floor, "empty")
        if approvals.looks_like_code(line):
            return _said(floor, "code_swallowed", failed=True)
        settled = await self._settled(floor, line)
        if settled is not None:
            return settled
        if approvals.looks_like_proof(line):
            return _said(floor, "proof_gone", failed=True)
        if questions.only_rank(line):
            return _said(floor, "question_gone")
        command = commands.command_of(line)
        if command is not None:
            return await self._ground.host.answer(command, floor.message, floor.lang)
        if line.startswith("/"):
            return await self._commanded(floor)
        return await self._in_words(floor, found)

    async def _settled(self, floor: TurnFloor, line: str) -> Reply | None:
        """The answer to an answer; other words drop the question, except commands, and a yes to several."""
        message, store = floor.message, self._ground.store
        body = store.question(message.place, message.at)
        if body is None or line.startswith("/"):
            return None
        choice = questions.chosen(body, line)
        if choice is None and questions.only_yes(line) and len(body["labels"]) > 1:
            labels = "".join(f"\n  {i}. {label}" for i, label in enumerate(body["labels"], start=1))
            return Reply(text=text("which_one", floor.lang) + labels, lang=floor.lang, route=body["route"])
        store.settle(message.place)
        if body.get("dry_run"):
            floor = TurnFloor(self._ground, replace(message, dry_run=True), floor.lang)
        if choice is None and questions.drops(line):
            return _said(floor, "dropped")
        if choice is None:
            return await self._completed(floor, body["said"], line) if "said" in body else None
        if "command" in choice.args:
            return await self._answer(
                TurnFloor(self._ground, replace(message, text=choice.args["command"]), floor.lang), None
            )
        found = Understanding(lang=None, route=body["route"], tool=choice.tool, args=choice.args)
        if choice.shown is not None:
            changed = await self._changed(floor, found, choice.shown)
            if changed is not None:
                return changed
        return await self._carried_out(floor, found)

    async def _changed(self, floor: TurnFloor, found: Understanding, shown: Mapping[str, Any]) -> Reply | None:
        """A question anew when the desk would make another act of it than was shown; None when it would not."""
        judged = await judged_only(floor, found)
        result = judged.result
        if result is not None and result.proposal is not None and modelled.fixed(result.proposal) == dict(shown):
            return None
        called = Called(tool=found.tool or "", args=found.args, result=result)
        acts = modelled.acts([called])
        if not acts:
            return await floor.tell(judged)
        asked = floor.ask(modelled.question(acts, route=found.route, lang=floor.lang), found.args)
        return replace(asked, text=f"{text('model_changed', floor.lang)}\n{asked.text}", modelled=True)

    async def _commanded(self, floor: TurnFloor) -> Reply:
        """A slash command: typed, so that neither graph nor model is asked."""
        await floor.listed()
        if not self._ground.listing.known_accounts or not _sure(self._read(floor, floor.message.text)):
            await floor.accounts()
        found = self._read(floor, floor.message.text)
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
            last=self._ground.store.last(message.place, message.at) or {},
            on_text=message.on_text,
            found=found,
        )
        told = await supervisor.turn(turn)
        assert isinstance(told, Reply)
        self._keep_unfinished(floor, turn)
        return told

    def _keep_unfinished(self, floor: TurnFloor, turn: Turn) -> None:
        """A request that lacks one thing is kept, so that the thing alone completes it."""
        clarify = turn.found.clarify if turn.found is not None else None
        if clarify is not None and clarify.question == "missing" and not clarify.options:
            body = {"labels": [], "args": [], "route": "trading", "said": turn.text, "dry_run": floor.message.dry_run}
            with suppress(Misconfigured):
                self._ground.store.ask(floor.message.place, body, floor.message.at)

    async def _completed(self, floor: TurnFloor, said: str, line: str) -> Reply | None:
        """A request and the thing that it lacked, read as one sentence; None when that is no whole request."""
        await floor.listed()
        if len(line.split()) > MOST_WORDS or self._read(floor, line).tool in BY_NAME:
            return None
        found = self._read(floor, f"{said} {line}")
        return None if found.clarify is not None or found.tool is None else await self._carried_out(floor, found)

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


def leaving(line: str) -> bool:
    """Whether a line asks for a halt or an exit in a market of the replay, before any desk is asked."""
    from agents.grammar import understand
    from tools.trading.marketdata.replay import SOURCES

    found = understand(line, symbols=tuple(SOURCES), accounts=[word for word in line.lower().split() if word.isalnum()])
    return killing.asked(found) or _leaves(found)


def _sure(found: Understanding) -> bool:
    """Whether a reading needs nothing that might have changed since the accounts were listed."""
    return found.clarify is None and found.confidence >= SURE


def _leaves(found: Understanding) -> bool:
    """Whether a line asks for something that only lowers risk, and no question is due."""
    return found.clarify is None and found.tool in LEAVING


def _lang(lang: str) -> Lang:
    return "fr" if lang == "fr" else "en"
