"""What /healthz says: whether the desk answers, how far the graph is, and for how long the service has run."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol

from tools.context import Json
from tools.errors import Misconfigured, Refused, Unreachable

PATIENCE_S = 1.0
"""How long one question to the desk may take before whoever asked is told that it does not answer."""
FRESH_S = 0.5
"""For how long an answer is good enough for the next one who asks."""

Graph = Literal["loading", "ready", "failed"]


class Asked(Protocol):
    """The part of the desk's port that is needed here."""

    async def read(self, verb: str, args: Mapping[str, Any] | None = None) -> Json:
        """One of the reading verbs."""


class Desk:
    """Whether the desk answers: one question at a time, however many want to know.

    A question is never cut short: its late answer would be taken for that to the next one on the connection.
    """

    def __init__(self, desk: Asked, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._desk, self._clock = desk, clock
        self._asking: asyncio.Task[str | None] | None = None
        self._known: tuple[float, str | None] | None = None

    async def trouble(self) -> str | None:
        """Why the desk cannot be reached, or None when it answers."""
        if self._known is not None and self._clock() - self._known[0] < FRESH_S:
            return self._known[1]
        if self._asking is None:
            self._asking = asyncio.get_running_loop().create_task(self._ask())
        task = self._asking
        done, _ = await asyncio.wait({task}, timeout=PATIENCE_S)
        if not done:
            return f"the desk has not answered for {PATIENCE_S:g} s"
        error = task.exception()
        return task.result() if error is None else f"a bug ({type(error).__name__}): see `eva doctor`"

    async def _ask(self) -> str | None:
        reason: str | None = None
        try:
            await self._desk.read("instruments")
        except (Unreachable, Misconfigured, Refused, OSError, ValueError) as error:
            reason = " ".join(str(error).split())[:300] or type(error).__name__
        finally:
            self._asking = None
        self._known = (self._clock(), reason)
        return reason

    async def close(self) -> None:
        """Ends the question that is under way, with the connection it is asked on."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)


class Health:
    """The health of one service; `hide` is a folder whose name is nobody's business outside."""

    def __init__(self, *, desk: Desk, graph: Callable[[], Graph], mode: str, version: str, hide: str) -> None:
        self._desk, self._graph = desk, graph
        self._fixed: Json = {"mode": mode, "version": version}
        self._hide = hide
        self._began = time.monotonic()

    async def document(self) -> tuple[Json, int]:
        """What is answered, and the HTTP status: 200 while commands, approvals and /kill are, else 503 and why."""
        trouble = await self._desk.trouble()
        well = trouble is None
        said: Json = {
            "status": "ok" if well else "unavailable",
            "ready": well,
            "graph": self._graph(),
            "desk": "ok" if well else "unreachable",
            **self._fixed,
            "uptime_s": round(time.monotonic() - self._began, 3),
        }
        if trouble is not None:
            said["reason"] = trouble.replace(self._hide, "EVA_HOME")
        return said, 200 if well else 503
