"""A conversation over the fake desk, for tests: say a line, get the reply."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from agents.lexicon import understand
from bots.dispatcher import Abilities, Dispatcher, Message
from bots.principals import Principal, owner
from bots.reply import Reply
from bots.store import Store, open_store
from bots.voice import Voice
from tests.fakes.desk_port import FakeDesk
from tools.context import Json

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Conversation:
    """Keeps desk, store and clock; every line has a message id of its own unless one is given."""

    def __init__(self, home: Path, *, locale: str = "en", setting: str | None = None) -> None:
        home.mkdir(exist_ok=True)
        self.desk = FakeDesk()
        self.store: Store = open_store(home)
        self.voice = Voice(self.store, setting=setting, locale=locale)
        self.now = NOW
        self.halted: list[str] = []
        self._count = 0
        self.dispatcher = self.fresh()

    def fresh(self) -> Dispatcher:
        """A dispatcher with nothing in memory, as after a restart."""

        async def health() -> list[Json]:
            return [{"check": "desk", "status": "ok", "detail": "answers", "next_step": None}]

        async def halt(account: str) -> Json:
            self.halted.append(account)
            flat = {"id": "paper", "flat": True, "waiting": False, "state": "HALTED"}
            return {"latched": True, "flat": True, "accounts": [flat], "ms": 1}

        abilities = Abilities(understand=understand, doctor=health, halt=halt)
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
        return asyncio.run(self.dispatcher.turn(message))
