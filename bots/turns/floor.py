"""What one turn may reach: tools in the principal's name, and the words that an outcome is told in."""

from collections.abc import Awaitable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from agents.supervisor.turn import Outcome
from agents.understanding import Clarify, Lang
from bots.message import Message
from bots.messages import text
from bots.render.phrases import phrase
from bots.render.wording import printable
from bots.reply import Reply
from bots.store import Store
from bots.turns import approvals, choosing, commands, killing, modelled, questions, recent
from bots.turns.host import Host
from bots.voice import Voice
from policies.intents import Origin
from tools.context import DeskPort, Json, ToolContext
from tools.errors import Misconfigured, Refused
from tools.registry import BY_NAME
from tools.tool import ToolResult
from tools.trading.explain_refusal import explain_refusal
from tools.trading.halt_trading import halt_trading


class NotYours(Refused):
    """The role of whoever asks does not give access to this."""


class Listing:
    """What may be traded, asked once; it may be asked for before anybody needs it."""

    def __init__(self, desk: DeskPort) -> None:
        self._desk = desk
        self._symbols: tuple[str, ...] = ()
        self._accounts: tuple[str, ...] = ()
        self._ahead: Awaitable[tuple[str, ...]] | None = None

    def expect(self, ahead: Awaitable[tuple[str, ...]] | None) -> None:
        """Takes what is being asked for already; None forgets it."""
        self._ahead = ahead

    @property
    def known(self) -> tuple[str, ...]:
        """What is known of it already; nothing is asked for."""
        return self._symbols

    async def symbols(self) -> tuple[str, ...]:
        """The listed symbols, sorted; raises Unreachable."""
        if not self._symbols and self._ahead is not None:
            ahead, self._ahead = self._ahead, None
            self._symbols = await ahead
        if not self._symbols:
            await self.accounts()
        return self._symbols

    @property
    def known_accounts(self) -> tuple[str, ...]:
        """The accounts that are known of already; nothing is asked for."""
        return self._accounts

    async def accounts(self) -> tuple[str, ...]:
        """The accounts there are now: an operator may have added one since; raises Unreachable."""
        found = await self._desk.read("instruments")
        self._symbols = tuple(sorted(found["instruments"]))
        self._accounts = tuple(found.get("accounts", ()))
        return self._accounts


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What all turns of a process share. `waiting` are the confirmations that wait, by principal.

    `chosen` are the accounts that were chosen here, by place.
    """

    desk: DeskPort
    store: Store
    voice: Voice
    host: Host
    halt: killing.HaltOutside
    listing: Listing
    home: Path | None = None
    waiting: dict[str, Json] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)


class TurnFloor:
    """One turn's way to the tools and to words: `agents.supervisor.turn.Floor`."""

    def __init__(self, ground: Ground, message: Message, lang: str) -> None:
        self._ground, self.message, self.lang = ground, message, lang

    async def listed(self) -> tuple[str, ...]:
        """The symbols that may be traded."""
        return await self._ground.listing.symbols()

    async def accounts(self) -> tuple[str, ...]:
        """The accounts there are, by name."""
        return await self._ground.listing.accounts()

    @property
    def account(self) -> str | None:
        """The account that was chosen for this conversation; None while it is where it began."""
        return choosing.chosen(self._ground.store, self.message.place, self._ground.chosen)

    def heard(self, lang: Lang | None) -> None:
        """From here on the turn is answered in the language that was written."""
        self.lang = self._ground.voice.heard(self.message.principal.id, lang, self.lang, self.message.lang)

    async def use(self, tool: str, args: Mapping[str, Any], *, judged_only: bool = False, index: int = 0) -> ToolResult:
        """Runs a tool for this principal; raises Refused, Retry, Unreachable. Acts of one message differ by `index`."""
        if not self.message.principal.reads:
            raise NotYours(self.message.principal.role)
        context, said = self.context(judged_only=judged_only, index=index), args
        args = choosing.placed(tool, args, self.account)
        if tool == halt_trading.name:
            self._ground.listing.expect(None)  # a halt round the desk ends what was being asked of it
            return await killing.kill(context, args, self._ground.halt)
        if tool == explain_refusal.name:
            with suppress(Misconfigured):  # the journal knows most of it as well
                told = self._ground.store.last_refusal(self.message.principal.id)
                refused, args = recent.refusal(told, said, args, context)
                context = replace(context, refused=refused)
        return await BY_NAME[tool].run(context, args)

    async def tell(self, outcome: Outcome) -> Reply:
        """An outcome in words; a question, a refusal and a confirmation are kept until they are answered."""
        found, lang = outcome.found, self.lang
        if outcome.degraded is not None:
            return await self._without_model(outcome)
        if outcome.prose or outcome.calls:
            return self._modelled(outcome)
        if outcome.error is not None:
            return self._refused(outcome)
        if outcome.result is not None:
            return self.told(found.tool or "", found.args, outcome.result)
        if found.clarify is not None:
            clarify = self._placed(found.clarify, found.tool)
            return self.ask(questions.from_grammar(clarify, tool=found.tool, route=found.route, lang=lang), found.args)
        if found.tool not in commands.TOOLS:
            return Reply(
                text=text("lost_unclear", lang, words=printable(self.message.text[:80])),
                lang=lang,
                route=found.route,
                failed=True,
            )
        argument = next(iter(found.args.values()), "")
        if commands.TOOLS[found.tool] == "account":
            return await self._choose(str(argument))
        command = commands.Command(kind=commands.TOOLS[found.tool], argument=argument, route=found.route)
        return await self._ground.host.answer(command, self.message, lang)

    def _placed(self, clarify: Clarify, tool: str | None) -> Clarify:
        """A question whose answers name their account, where there are several."""
        if not self._several:
            return clarify
        account = self.account or choosing.DEFAULT
        options = (replace(o, args=choosing.placed(o.tool or tool or "", o.args, account)) for o in clarify.options)
        return replace(clarify, options=tuple(options))

    def told(self, tool: str, args: Mapping[str, Any], result: ToolResult) -> Reply:
        """What a tool gave, in words."""
        from bots.render import render
        from bots.render.acts import with_texts

        route = BY_NAME[tool].route if tool in BY_NAME else "trading"
        result = choosing.marked(
            result, str(args.get("account") or self.account or choosing.DEFAULT), several=self._several
        )
        if result.clarify is not None:
            return self.ask(questions.from_tool(result.clarify, tool=tool, route=route, lang=self.lang), args)
        reply = Reply(
            text=render(tool, result, self.lang),
            lang=self.lang,
            route=route,
            tool=tool,
            args=args,
            data=result.data,
            proposal=result.proposal,
            verdict=None if result.verdict is None else with_texts(result.verdict, self.lang),
            orders=result.orders,
            failed="nothing" in result.data or bool(result.data.get("refused")),
        )
        if result.verdict is not None and result.verdict["decision"] == "deny":
            at = self.message.at.isoformat()
            body = {"proposal": result.proposal, "verdict": result.verdict, "at": at}
            with suppress(Misconfigured):  # what was refused is told all the same
                self._ground.store.note_refusal(self.message.principal.id, body, self.message.at)
        return reply if result.pending is None else self._pending(reply, result, result.pending)

    def ask(self, question: questions.Question, args: Mapping[str, Any]) -> Reply:
        """A question, kept until it is answered when it has options."""
        if question.labels:
            body = {**question.body, "dry_run": self.message.dry_run}
            self._ground.store.ask(self.message.place, body, self.message.at)
        shown = question.shown + (f"\n{text('answer_with', self.lang)}" if question.labels else "")
        reply = Reply(text=shown, lang=self.lang, route=question.route, tool=question.tool, args=args)
        return replace(reply, clarify=question.document)

    async def _choose(self, name: str) -> Reply:
        """The account that the conversation is about from here on."""
        if not self.message.principal.reads:
            role = text(f"principal_{self.message.principal.role}", self.lang)
            return Reply(text=text("access_denied", self.lang, role=role), lang=self.lang, failed=True)
        ground = self._ground
        told = await choosing.choose(ground.desk, ground.store, self.message, name, self.lang)
        if isinstance(told, questions.Question):
            return self.ask(told, {})
        if not self.message.dry_run:
            ground.chosen[self.message.place] = told.args["account"]
        return told

    @property
    def _several(self) -> bool:
        return len(self._ground.listing.known_accounts) > 1

    def context(self, *, judged_only: bool = False, index: int = 0) -> ToolContext:
        """What a tool is handed."""
        message = self.message
        origin = Origin(
            principal=message.principal.id, role=message.principal.role, channel=message.channel, message=message.id
        )
        return ToolContext(
            desk=self._ground.desk,
            origin=origin,
            label=message.principal.label,
            lang=self.lang,
            now=message.at,
            account=self.account or choosing.DEFAULT,
            dry_run=message.dry_run or judged_only,
            first_act=index,
            home=self._ground.home,
        )

    def _refused(self, outcome: Outcome) -> Reply:
        error, tool = outcome.error, outcome.found.tool
        if isinstance(error, NotYours):
            role = text(f"principal_{self.message.principal.role}", self.lang)
            return Reply(text=text("access_denied", self.lang, role=role), lang=self.lang, failed=True)
        key = "refused" if isinstance(error, Refused) else "retry"
        route = BY_NAME[tool].route if tool is not None and tool in BY_NAME else outcome.found.route
        said = text(key, self.lang, detail=phrase(error, self.lang))
        return Reply(text=said, lang=self.lang, route=route, tool=tool, args=outcome.found.args, failed=True)

    def _pending(self, reply: Reply, result: ToolResult, pending: Json) -> Reply:
        message = self.message
        hindrance = approvals.hindrance(pending, message.principal.role, typed=message.typed, lang=self.lang)
        if hindrance is None:
            self._ground.waiting[message.principal.id] = {
                **pending,
                "asked_at": message.at,
                "tool": reply.tool,
                "proposal": result.proposal,
                "verdict": result.verdict,
            }
        asked = hindrance or approvals.question(pending, self.lang, named=self._several)
        return replace(reply, text=f"{reply.text}\n{asked}", unkept=asked)

    def _modelled(self, outcome: Outcome) -> Reply:
        """A model's prose, marked as such, what its tools showed in our words, and what it would do as a question.

        A question that a tool asked of the model is not put to the person: its answers would hold terms of the model's.
        """
        said, route = modelled.marked(outcome.prose, self.lang), outcome.found.route
        results = [call for call in outcome.calls if call.result is not None and call.result.clarify is None]
        shown = [self.told(call.tool, call.args, call.result) for call in results if call.result is not None]
        words = _joined(said, *(reply.text for reply in shown))
        acts = modelled.acts(results)
        if not acts:
            last = shown[-1] if shown else Reply(text="", lang=self.lang, route=route)
            return replace(last, text=words, modelled=True)
        asked = self.ask(modelled.question(acts, route=route, lang=self.lang), acts[0].args)
        verdict = next((r.verdict for r in shown if r.tool == acts[0].tool), None)
        proposal = acts[0].result.proposal if acts[0].result else None
        return replace(asked, text=_joined(words, asked.text), proposal=proposal, verdict=verdict, modelled=True)

    async def _without_model(self, outcome: Outcome) -> Reply:
        """What is said without the model when it failed, and that it did."""
        typed = await self.tell(replace(outcome, prose="", calls=(), degraded=None))
        notice = text(f"model_{outcome.degraded}", self.lang)
        return replace(typed, text=_joined(notice, typed.text))


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
