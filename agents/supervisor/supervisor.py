"""The supervisor of one process: opens threads and graph when they are first needed, and runs turns one a thread."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.reading import Score
from agents.supervisor.nodes import Model, Nodes
from agents.supervisor.threads import Threads, open_threads
from agents.supervisor.turn import Told, Turn
from tools.errors import Misconfigured, Retry, Unreachable

if TYPE_CHECKING:
    from agents.supervisor.graph import Graph

ORGANIZATION = "house"

Build = Callable[[Any], "Graph"]
"""Compiles the graph over a saver; None keeps threads in memory."""


class Supervisor:
    """Takes turns in words to their answers; made by `open_supervisor`."""

    def __init__(self, *, build: "Build", threads: Threads | None) -> None:
        self._build, self._threads = build, threads
        self._graph = build(None if threads is None else threads.saver)
        self._locks: dict[str, asyncio.Lock] = {}
        self._running: dict[asyncio.Task[Any], Any] = {}
        self._draining = False

    async def turn(self, turn: Turn) -> Told:
        """The answer to one turn, once those before it in the same thread are answered.

        What was done is always told, also when it could not be remembered. Raises Retry while shutting down,
        Unreachable when a step takes too long or the desk does not answer.
        """
        thread = f"{ORGANIZATION}:{turn.principal}"
        async with self._locks.setdefault(thread, asyncio.Lock()):
            if self._draining:
                raise Retry("the assistant is shutting down; say it again when it is back")
            try:
                await self._run(turn, thread)
            except sqlite3.Error:
                self._forget()
                if turn.told is None and not turn.begun:
                    await self._run(turn, thread)
        if turn.told is None:
            raise Unreachable("the answer was lost on the way; /orders shows what stands")
        return turn.told

    def _forget(self) -> None:
        """From here on threads are kept in memory: a file that cannot be written must not stand before an exit."""
        self._threads = None
        self._graph = self._build(None)

    async def _run(self, turn: Turn, thread: str) -> None:
        from langgraph.errors import GraphDrained, NodeTimeoutError
        from langgraph.runtime import RunControl

        from agents.supervisor.graph import STEPS_MOST

        control, task = RunControl(), asyncio.current_task()
        assert task is not None
        self._running[task] = control
        try:
            await self._graph.ainvoke(
                {},
                {"configurable": {"thread_id": thread}, "recursion_limit": STEPS_MOST},
                context=turn,
                durability="exit",
                control=control,
            )
            if self._threads is not None:
                self._threads.retain(thread)
        except NodeTimeoutError as error:
            if turn.told is None:
                raise Unreachable(f"a step of the answer took too long ({error}); /orders shows what stands") from None
        except GraphDrained:
            if turn.told is None:
                raise Retry("the assistant is shutting down; /orders shows what stands") from None
        finally:
            del self._running[task]

    async def drain(self, seconds: float) -> None:
        """Takes no more turns, gives those under way `seconds` to end, then stops them before their next step."""
        self._draining = True
        tasks = {task for task in self._running if task is not asyncio.current_task()}
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        for control in self._running.values():
            control.request_drain("shutdown")


@asynccontextmanager
async def open_supervisor(
    home: Path, *, router: Callable[[], Awaitable[Score]], model: Model | None = None, model_seconds: float = 0
) -> AsyncIterator[Supervisor]:
    """Opens `threads.db` in the home folder; one that cannot be used is left alone, and threads are kept in memory."""
    from agents.supervisor.graph import build

    nodes = Nodes(router=router, model=model)

    def built(saver: Any) -> "Graph":
        return build(nodes, model_seconds=model_seconds, saver=saver)

    with ExitStack() as stack:
        threads: Threads | None = None
        with suppress(Misconfigured):  # /doctor names the file
            threads = stack.enter_context(open_threads(home))
        yield Supervisor(build=built, threads=threads)
