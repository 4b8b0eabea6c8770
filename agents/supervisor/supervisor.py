"""The supervisor of one process: opens threads and graph when they are first needed, and runs turns one a thread."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.reading import Score
from agents.supervisor.nodes import Model, Nodes
from agents.supervisor.threads import Threads, open_threads, unusable
from agents.supervisor.turn import Told, Turn
from tools.errors import Retry, Unreachable

if TYPE_CHECKING:
    from agents.supervisor.graph import Graph

ORGANIZATION = "house"


class Supervisor:
    """Takes turns in words to their answers; made by `open_supervisor`."""

    def __init__(self, *, graph: "Graph", threads: Threads) -> None:
        self._graph, self._threads = graph, threads
        self._locks: dict[str, asyncio.Lock] = {}
        self._running: dict[asyncio.Task[Any], Any] = {}
        self._draining = False

    async def turn(self, turn: Turn) -> Told:
        """The answer to one turn, once those before it in the same thread are answered.

        Raises Retry while shutting down, Unreachable when a step takes too long or the desk does not answer,
        Misconfigured for a damaged file of threads.
        """
        thread = f"{ORGANIZATION}:{turn.principal}"
        async with self._locks.setdefault(thread, asyncio.Lock()):
            if self._draining:
                raise Retry("the assistant is shutting down; say it again when it is back")
            await self._run(turn, thread)
        assert turn.told is not None
        return turn.told

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
            self._threads.retain(thread)
        except NodeTimeoutError as error:
            raise Unreachable(f"a step of the answer took too long ({error}); /orders shows what stands") from None
        except GraphDrained:
            raise Retry("the assistant is shutting down; /orders shows what stands") from None
        except sqlite3.Error as error:
            raise unusable(self._threads.path, error) from None
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
    """Opens `threads.db` in the home folder and compiles the graph; raises Misconfigured."""
    from agents.supervisor.graph import build

    with open_threads(home) as threads:
        nodes = Nodes(router=router, model=model)
        graph = build(nodes, model_seconds=model_seconds, saver=threads.saver)
        yield Supervisor(graph=graph, threads=threads)
