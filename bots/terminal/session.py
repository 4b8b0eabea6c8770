"""The terminal conversation: greets, reads lines from a keyboard or a pipe, answers, tells what arrives."""

import asyncio
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import nullcontext
from typing import Any
from uuid import uuid4

from bots.dispatcher import Message
from bots.messages import text
from bots.principals import owner
from bots.render.phrases import phrase
from bots.reply import Reply
from bots.terminal.alarms import Alarms
from bots.terminal.decoration import decorated
from bots.terminal.greeting import greeting
from bots.terminal.lines import from_keyboard, from_pipe, keyboard, lines, unfinished
from bots.terminal.news import News
from bots.turns.modelled import BAR, harmless
from bots.wiring import Conversation, conversation, wall
from tools.console import bugs
from tools.errors import Misconfigured, Refused, Unanswered, Unreachable
from tools.settings import Settings

CHANNEL = "terminal"
Show = Callable[[str], None]


class Terminal:
    """One conversation with the owner of this home."""

    def __init__(self, talk: Conversation, *, typed: bool, show: Show, live: bool = False) -> None:
        self._talk = talk
        self._live = live
        self._typed = typed
        self._show = show
        self._boot = uuid4().hex[:8]
        self._news = News(talk.desk, talk.store)
        self._alarms = Alarms(talk.desk, talk.store, self._rang)
        self._busy = True
        self._following: set[asyncio.Task[None]] = set()
        self._alarmed = False
        self._streamed = ""
        self._early: deque[str] = deque()
        self._reading: asyncio.Future[str | None] | None = None

    async def run(self, source: AsyncIterator[str]) -> None:
        """Greets and answers every line until there are no more, or somebody leaves."""
        self._show(await greeting(self._talk.desk, self._lang(), model=self._talk.mind.model, live=self._live))
        await self._tell_news(None)
        if self._typed:  # a person reads the greeting first; a pipe may hold commands alone
            self._following.add(asyncio.get_running_loop().create_task(self._talk.mind.warm()))
        while (line := await self._line(source)) is not None:
            if line.strip() and await self._answered(line, source):
                break
        for task in (*self._following, *((self._reading,) if self._reading else ())):
            task.cancel()
        self._alarms.stop()

    async def _line(self, source: AsyncIterator[str]) -> str | None:
        """The next line: one that was read while another was answered, or a new one; None at the end."""
        if self._early:
            return self._early.popleft()
        self._reading = self._reading or asyncio.ensure_future(anext(source, None))
        self._busy = False
        self._rang()
        try:
            line, self._reading = await self._reading, None
        finally:
            self._busy = True
        return line

    async def _answered(self, line: str, source: AsyncIterator[str]) -> bool:
        """Answers a line. Where a model may take its time, lines are read meanwhile: a halt waits for nobody."""
        if self._talk.mind.model is None:
            return await self._turn(line)
        turn = asyncio.ensure_future(self._turn(line))
        while not turn.done():
            self._reading = self._reading or asyncio.ensure_future(anext(source, None))
            both: set[asyncio.Future[Any]] = {turn, self._reading}
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if turn.done() or not self._reading.done():
                continue
            early, self._reading = self._reading.result(), None
            if early is None:
                break
            if self._talk.dispatcher.halts(early):
                turn.cancel()
                await asyncio.gather(turn, return_exceptions=True)
                return await self._turn(early)
            self._early.append(early)
        ended = await turn
        if self._typed and self._reading is not None and not ended:
            sys.stdout.write(unfinished())
            sys.stdout.flush()
        return ended

    async def _turn(self, line: str) -> bool:
        """Answers one line; True when it ends the conversation. What goes wrong is said, and the next line tried."""
        message = Message(
            text=line,
            principal=owner(),
            channel=CHANNEL,
            id=f"{self._boot}-{self._next()}",
            session=self._boot,
            at=wall(),
            typed=self._typed,
            on_text=self._stream,
        )
        self._streamed = ""
        try:
            reply = await self._talk.dispatcher.turn(message)
        except Unanswered:
            self._show(text("desk_unanswered", self._lang()))
            return False
        except Unreachable as error:
            self._show(text("desk_unreachable", self._lang(), detail=phrase(error, self._lang())))
            return False
        except Misconfigured as error:
            self._show(text("misconfigured", self._lang(), detail=phrase(error, self._lang())))
            return False
        except BrokenPipeError:
            raise  # nobody reads any more
        except Exception as error:  # noqa: BLE001 - the edge of one turn: a bug must not end the conversation
            self._show(text("turn_failed", self._lang(), error=type(error).__name__, where=bugs.written(error)))
            return False
        self._show_rest(reply)
        self._follow(reply)
        if not reply.ends:
            await self._tell_news(reply)
        return reply.ends

    def _next(self) -> str:
        """A number that no turn before had; a random one when it cannot be counted."""
        try:
            return str(self._talk.store.next_turn())
        except Misconfigured:
            return uuid4().hex

    def _stream(self, piece: str) -> None:
        """Shows a piece of a model's prose as it comes, marked as `modelled.marked` marks it."""
        head = "" if self._streamed else f"{text('model_says', self._lang())}\n{BAR}"
        shown = head + harmless(piece).replace("\n", f"\n{BAR}")
        self._streamed += shown
        sys.stdout.write(shown)
        sys.stdout.flush()

    def _show_rest(self, reply: Reply) -> None:
        """Shows an answer; what was streamed of it already is not said twice."""
        streamed, self._streamed = self._streamed.strip(), ""
        if streamed:
            self._show("")
        rest = reply.text.removeprefix(streamed).lstrip("\n")
        if rest:
            self._show(rest)

    def _follow(self, reply: Reply) -> None:
        """Tells the end of an act that was still under way when it was answered."""
        ticket = reply.data.get("ticket")
        if ticket and reply.data.get("finished") is False:
            task = asyncio.get_running_loop().create_task(self._end_of(ticket))
            self._following.add(task)
            task.add_done_callback(self._following.discard)

    async def _end_of(self, ticket: str) -> None:
        try:
            async for _ in self._talk.desk.events(ticket):
                pass
        except (Unreachable, Refused, OSError):
            return
        await self._tell_news(None, again=True)

    async def _tell_news(self, reply: Reply | None, *, again: bool = False) -> None:
        try:
            news = await self._news.since(reply, self._lang())
        except (Unreachable, Misconfigured, Refused):
            return
        self._alarms.listen()
        alarms = self._alarms.take(reply, self._lang())
        if news := "\n".join(words for words in (news, alarms) if words):
            self._tell(news, again=again)
        if self._talk.desk.distrust is not None and not self._alarmed:
            self._alarmed = True
            self._show(text("journal_shortened", self._lang()))

    def _rang(self) -> None:
        """Tells an alarm at once to a person who is at the prompt; else it comes with the next answer."""
        if self._typed and not self._busy and (alarms := self._alarms.take(None, self._lang())):
            self._tell(alarms, again=True)

    def _tell(self, words: str, *, again: bool) -> None:
        """Shows words, `again` above a prompt that stands there already."""
        self._show(f"\n{words}" if again else words)
        if again and self._typed:
            sys.stdout.write(unfinished())
            sys.stdout.flush()

    def _lang(self) -> str:
        return self._talk.voice.lang(owner().id)


async def chat(settings: Settings, environ: Mapping[str, str]) -> int:
    """Runs the conversation on this process's own input and output; raises Misconfigured before the first line."""
    typed = sys.stdin.isatty() and sys.stdout.isatty()
    read = from_keyboard if typed else from_pipe(sys.stdin.fileno())
    with keyboard() if typed else nullcontext():
        async with conversation(settings, environ, ahead=False) as talk:
            show, live = decorated() if typed else _show, settings.mode == "live"
            await Terminal(talk, typed=typed, show=show, live=live).run(lines(read))
    return 0


def _show(words: str) -> None:
    print(words, flush=True)
