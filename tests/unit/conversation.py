"""A conversation over the fake desk, for tests: say a line, get the reply."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from agents.grammar import understand
from agents.mind import Mind, open_mind
from agents.supervisor.supervisor import Supervisor
from bots.dispatcher import Abilities, Dispatcher, Message
from bots.principals import Principal, owner
from bots.reply import Reply
from bots.store import Store, open_store
from bots.turns.host import Looks
from bots.voice import Voice
from tests.fakes.desk_port import FakeDesk
from tools.context import Json
from tools.settings import Settings

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Conversation:
    """Keeps desk, store and clock; every line has a message id of its own unless one is given."""

    def __init__(self, home: Path, *, locale: str = "en", setting: str | None = None, model: str | None = None) -> None:
        home.mkdir(exist_ok=True)
        self._model = model
        self._home = home
        self._mind: Mind
        self.desk = FakeDesk()
        self.store: Store = open_store(home)
        self.voice = Voice(self.store, setting=setting, locale=locale)
        self.now = NOW
        self.halted: list[str] = []
        self.outside: Callable[[str], Awaitable[Json]] | None = None
        self._count = 0
        self.dispatcher = self.fresh()

    def fresh(self) -> Dispatcher:
        """A dispatcher with nothing in memory, as after a restart."""

        async def health() -> list[Json]:
            return [{"check": "desk", "status": "ok", "detail": "answers", "next_step": None}]

        async def usage() -> Json:
            return {"span": 7, "days": [], "today": {"tokens": 5, "budget": 100, "left": 95}}

        async def halt(account: str) -> Json:
            self.halted.append(account)
            if self.outside is not None:
                return await self.outside(account)
            flat = {"id": "paper", "flat": True, "waiting": False, "state": "HALTED"}
            return {"latched": True, "flat": True, "accounts": [flat], "ms": 1}

        looks = Looks(doctor=health, usage=usage)
        abilities = Abilities(understand=understand, supervise=self._supervise, looks=looks, halt=halt)
        self.dispatcher = Dispatcher(desk=self.desk, store=self.store, voice=self.voice, abilities=abilities)
        return self.dispatcher

    def say(self, line: str, *, principal: Principal | None = None, typed: bool = True, **more: Any) -> Reply:
        """One line and its answer; a second passes on the wall clock."""
        self._count += 1
        self.now += timedelta(seconds=1)
        message = Message(
            text=line,
            principal=principal or owner(),
            channel="terminal",
            id=more.pop("message", f"m{self._count}"),
            at=self.now,
            typed=typed,
            **more,
        )
        return asyncio.run(self._turn(message))

    async def _turn(self, message: Message) -> Reply:
        async with self.thinking():
            return await self.dispatcher.turn(message)

    @asynccontextmanager
    async def thinking(self) -> AsyncIterator[Mind]:
        """The graph and what it leans on, for as long as a loop runs."""
        async with open_mind(Settings(home=self._home, lang=None, mode="paper", model=self._model)) as self._mind:
            yield self._mind

    async def _supervise(self) -> Supervisor:
        return await self._mind.supervisor()
