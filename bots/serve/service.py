"""The service's life: hold the home, open the conversation, answer, warm up, run the channels, stop in order."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from bots.serve.channels import CHANNELS, Configured, Running, configured
from bots.serve.health import Desk, Graph, Health
from bots.serve.holding import held
from bots.serve.listening import Pages, listening, require_loopback
from bots.serve.stopping import Stop
from bots.wiring import Conversation, conversation
from tools.errors import Misconfigured
from tools.settings import Settings

if TYPE_CHECKING:
    from socket import socket

    from bots.serve.logs import Log

NEEDED = ("uvicorn", "starlette", "structlog")
DRAIN_S = 5.0
LOOK_S = 5.0
"""How often the desk is asked by the service itself: one that died is started again, with its watch."""


async def serve(
    settings: Settings,
    environ: Mapping[str, str],
    *,
    stop: Stop | None = None,
    channels: Sequence[Configured] = CHANNELS,
) -> int:
    """Runs until it is told to stop; 0 when it was, 1 when the HTTP server ended by itself. Raises Misconfigured."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise Misconfigured(f"eva serve needs {' and '.join(missing)}: `make install` installs what is missing")
    if stop is None:
        stop = Stop()
        stop.listen()
    host, port = settings.serve_address
    require_loopback(host, port)
    ways = configured(settings, channels)
    with held(settings.home, f"{host}:{port}"), listening(host, port) as link:
        async with conversation(settings, environ, ahead=True) as talk:
            from bots.serve.logs import open_log

            service = _Service(settings, talk, open_log())
            return await service.run(link, Running(ways, talk, service.log), stop)


class _Service:
    """What runs between the opening of the conversation and its end."""

    def __init__(self, settings: Settings, talk: Conversation, log: "Log") -> None:
        self.log = log
        self._settings, self._talk = settings, talk
        self._desk = Desk(talk.desk)
        self._warming: asyncio.Task[None] | None = None
        self._trouble: str | None = None

    async def run(self, link: "socket", channels: Running, stop: Stop) -> int:
        """Answers, warms up and waits; then lets what is under way end."""
        host, port = link.getsockname()[:2]
        self.log.info("start", pid=os.getpid(), host=host, port=port, mode=self._settings.mode)
        pages = self._pages(link)
        loop = asyncio.get_running_loop()
        looking = loop.create_task(self._look_on())
        stopping = loop.create_task(stop.wait())
        await asyncio.wait({pages.task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        broken = not stopping.done()
        self.log.info("stop", by=stop.by) if stopping.done() else self.log.error("http ended", **_why(pages.task))
        await _ended(looking, stopping, *([self._warming] if self._warming else []))
        await asyncio.gather(pages.end(), channels.close(DRAIN_S), self._talk.mind.drain(DRAIN_S))
        await channels.end()
        await self._desk.close()
        self.log.info("stopped")
        return 1 if broken else 0

    def _pages(self, link: "socket") -> Pages:
        from importlib.metadata import PackageNotFoundError, version

        from bots.serve.pages import application, host_names

        try:
            known = version("eva-assistant")
        except PackageNotFoundError:
            known = "unknown"
        settings = self._settings
        hide = str(settings.home)
        health = Health(desk=self._desk, graph=self._graph, mode=settings.mode, version=known, hide=hide)
        hosts = host_names(settings.serve_address[0], link.getsockname()[1])
        return Pages(application(health.document, hosts), link)

    async def _look_on(self) -> None:
        """Asks the desk again and again, and begins to warm up once it was asked: nothing comes before it."""
        while True:
            trouble = await self._desk.trouble()
            if self._warming is None:
                self.log.info("ready", desk=trouble is None)
                self._warming = asyncio.get_running_loop().create_task(self._talk.mind.warm())
                self._warming.add_done_callback(self._warmed)
            if trouble != self._trouble:
                self._say(trouble)
            self._trouble = trouble
            await asyncio.sleep(LOOK_S)

    def _say(self, trouble: str | None) -> None:
        if trouble is None:
            self.log.info("desk answers")
        else:
            self.log.error("desk unreachable", reason=trouble)

    def _warmed(self, task: "asyncio.Task[None]") -> None:
        if task.cancelled():
            return
        if task.exception() is None:
            self.log.info("graph ready")
        else:
            self.log.error("graph failed", **_why(task))

    def _graph(self) -> Graph:
        if self._talk.mind.ready:
            return "ready"
        return "failed" if self._warming is not None and self._warming.done() else "loading"


def _why(task: "asyncio.Task[Any]") -> dict[str, str]:
    """What may be said of a task's end: our own words to the operator, or where an error was raised."""
    from bots.serve.logs import told

    error = None if task.cancelled() else task.exception()
    return {"reason": str(error)} if isinstance(error, Misconfigured) else told(error)


async def _ended(*tasks: "asyncio.Task[Any]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
