"""The DeskPort of a desk in the test's own process: what a tool says reaches the real kernel, journal and venue."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from policies.intents import Origin
from policies.values import Label, Role
from tests.fakes.desk_rig import Rig
from tools.context import Json, ToolContext
from tools.desk.client import VERBS
from tools.registry import BY_NAME
from tools.tool import ToolResult


class RigPort:
    """The verbs of a rig's service; the desk comes to rest after each act."""

    def __init__(self, rig: Rig) -> None:
        self._rig = rig
        self._messages = 0

    async def read(self, verb: str, args: Mapping[str, Any] | None = None) -> Json:
        """One of the reading verbs."""
        return await self._rig.service.verbs[verb](dict(args or {}))

    async def act(self, intent: Mapping[str, Any]) -> Json:
        """Proposes an intent."""
        kind = str(intent["kind"])
        answer = await self._rig.service.verbs[VERBS.get(kind, kind)]({"intent": dict(intent)})
        await self._rig.settle()
        return answer

    async def preview(self, intent: Mapping[str, Any]) -> Json:
        """Judges an intent."""
        return await self._rig.service.verbs["preview"]({"intent": dict(intent)})

    async def decide(self, ticket: str, answer: str, proof: Mapping[str, Any]) -> Json:
        """Answers a ticket."""
        return await self._rig.service.verbs["decide"]({"ticket": ticket, "answer": answer, "proof": dict(proof)})

    def events(self, ticket: str) -> AsyncIterator[Json]:
        """What follows a ticket."""
        return self._rig.service.follow({"ticket": ticket})

    async def use(self, tool: str, args: Mapping[str, Any], *, home: Path | None = None, **more: Any) -> ToolResult:
        """Runs a tool in the owner's name, as a message of its own; three seconds pass before it."""
        self._rig.clock.forward(3)
        self._messages += 1
        origin = Origin(principal="owner", role=Role.OWNER, channel="test", message=f"m{self._messages}")
        context = ToolContext(
            desk=self, origin=origin, label=Label.OWNER, lang="en", now=self._rig.clock.now(), home=home
        )
        return await BY_NAME[tool].run(replace(context, **more), args)
