"""The service's health: one question to the desk at a time, none cut short, and what is said of the answer."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from bots.serve import health
from bots.serve.health import Desk, Graph, Health
from tools.context import Json
from tools.errors import Misconfigured, Refused, Unreachable


class Port:
    """Answers when it is let, with an error where one is given."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.asked = 0
        self.cut = 0
        self.free = asyncio.Event()
        self.free.set()

    async def read(self, verb: str, args: Mapping[str, Any] | None = None) -> Json:
        """Waits to be let, then answers."""
        assert (verb, args) == ("instruments", None)
        self.asked += 1
        try:
            await self.free.wait()
        except asyncio.CancelledError:
            self.cut += 1
            raise
        if self.error is not None:
            raise self.error
        return {"instruments": {}}


class Clock:
    """Time that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_desk_that_answers_is_no_trouble_and_is_not_asked_again_at_once() -> None:
    async def run() -> None:
        port, clock = Port(), Clock()
        desk = Desk(port, clock=clock)
        assert [await desk.trouble() for _ in range(5)] == [None] * 5
        assert port.asked == 1
        clock.now += health.FRESH_S
        assert await desk.trouble() is None
        assert port.asked == 2

    asyncio.run(run())


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Unreachable("the desk does not come up:\n see `eva doctor`"), "the desk does not come up: see `eva doctor`"),
        (Misconfigured("the journal is missing"), "the journal is missing"),
        (Refused("no"), "no"),
        (PermissionError(13, "Permission denied"), "[Errno 13] Permission denied"),
        (ConnectionResetError(), "ConnectionResetError"),
        (ValueError("x" * 1000), "x" * 300),
    ],
)
def test_why_a_desk_cannot_be_reached_is_said_in_one_line(error: Exception, said: str) -> None:
    async def run() -> None:
        assert await Desk(Port(error)).trouble() == said

    asyncio.run(run())


def test_a_desk_that_is_silent_is_asked_once_and_its_late_answer_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PATIENCE_S", 0.02)

    async def run() -> None:
        port = Port()
        desk = Desk(port)
        port.free.clear()
        silent = await asyncio.gather(*(desk.trouble() for _ in range(10)))
        assert silent == ["the desk has not answered for 0.02 s"] * 10
        assert await desk.trouble() == silent[0]
        assert (port.asked, port.cut) == (1, 0)
        port.free.set()
        assert await desk.trouble() is None
        assert port.asked == 1

    asyncio.run(run())


def test_whoever_asked_may_leave_without_cutting_the_question_short() -> None:
    async def run() -> None:
        port = Port()
        desk = Desk(port)
        port.free.clear()
        asking = asyncio.get_running_loop().create_task(desk.trouble())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        assert (port.asked, port.cut) == (1, 0)
        await desk.close()
        assert port.cut == 1

    asyncio.run(run())


def test_a_bug_is_trouble_and_the_desk_is_asked_again() -> None:
    async def run() -> None:
        port = Port(KeyError("ok"))
        desk = Desk(port)
        assert await desk.trouble() == "a bug (KeyError): see `eva doctor`"
        port.error = None
        assert await desk.trouble() is None

    asyncio.run(run())


def document(port: Port, graph: Graph) -> tuple[Json, int]:
    """What is answered."""

    async def run() -> tuple[Json, int]:
        desk = Desk(port)
        hidden = "/srv/eva"
        return await Health(desk=desk, graph=lambda: graph, mode="paper", version="1.2", hide=hidden).document()

    return asyncio.run(run())


@pytest.mark.parametrize("graph", ["loading", "ready", "failed"])
def test_a_service_whose_desk_answers_is_ready_whatever_the_graph(graph: Graph) -> None:
    said, status = document(Port(), graph)
    assert status == 200
    assert 0 <= said.pop("uptime_s") < 60
    assert said == {"status": "ok", "ready": True, "graph": graph, "desk": "ok", "mode": "paper", "version": "1.2"}


def test_without_a_desk_it_is_unavailable_and_says_why_but_not_where_the_home_is() -> None:
    said, status = document(Port(Misconfigured("'/srv/eva/desk/journal.db' is missing")), "ready")
    assert status == 503
    assert (said["status"], said["ready"], said["desk"]) == ("unavailable", False, "unreachable")
    assert said["reason"] == "'EVA_HOME/desk/journal.db' is missing"
