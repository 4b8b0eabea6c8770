"""The supervisor: one thread a principal, trimmed and plain; a crafted row runs nothing; time limits and draining."""

import asyncio
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ormsgpack
import pytest

from agents.supervisor import graph as graphs
from agents.supervisor.state import KEPT, LONGEST, said_since
from agents.supervisor.supervisor import Supervisor, open_supervisor
from agents.supervisor.threads import FILE
from agents.supervisor.turn import Outcome, Turn
from agents.understanding import Lang, Route
from policies.values import Label
from tests.architecture.source import ROOT
from tools.errors import Misconfigured, Refused, Retry, Unreachable
from tools.tool import ToolResult


@dataclass(frozen=True)
class Words:
    """An answer."""

    text: str

    @property
    def kept(self) -> str:
        """All of it."""
        return self.text


@dataclass(frozen=True)
class Scored:
    """A routing."""

    route: Route = "unclear"
    confidence: float = 0.2
    intent: str | None = None


class Router:
    """Sends every doubtful text the same way, and counts them."""

    def __init__(self, route: Route = "unclear") -> None:
        self.asked: list[str] = []
        self._route = route

    def score(self, text: str) -> Scored:
        """The one answer there is."""
        self.asked.append(text)
        return Scored(route=self._route)


class Ground:
    """A floor that takes note of what was used; `wait` and `fail` are what happens in a tool."""

    def __init__(self, wait: Callable[[], Awaitable[None]] | None = None, fail: Exception | None = None) -> None:
        self.used: list[tuple[str, dict[str, Any]]] = []
        self.outcomes: list[Outcome] = []
        self._wait, self._fail = wait, fail

    async def accounts(self) -> tuple[str, ...]:
        return ("paper",)

    async def listed(self) -> tuple[str, ...]:
        """Two symbols."""
        return ("AAPL", "IBM")

    def heard(self, lang: Lang | None) -> None:
        """Takes no note of the language."""

    async def use(self, tool: str, args: Mapping[str, Any], *, judged_only: bool = False, index: int = 0) -> ToolResult:
        """Runs nothing."""
        assert not judged_only
        assert index == 0
        self.used.append((tool, dict(args)))
        if self._wait is not None:
            await self._wait()
        if self._fail is not None:
            raise self._fail
        return ToolResult()

    async def tell(self, outcome: Outcome) -> Words:
        """The outcome's tool, or its question."""
        self.outcomes.append(outcome)
        return Words(text=outcome.found.clarify.question if outcome.found.clarify else str(outcome.found.tool))


def turn(text: str, floor: Ground, principal: str = "owner", **more: Any) -> Turn:
    """One turn in English."""
    return Turn(text=text, principal=principal, lang="en", label=Label.OWNER, floor=floor, **more)


def supervised(home: Path, act: Callable[[Supervisor], Awaitable[None]], router: Router | None = None) -> None:
    """Runs something with a supervisor over a home."""
    home.mkdir(exist_ok=True)

    async def routed() -> Router:
        return router or Router()

    async def run() -> None:
        async with open_supervisor(home, router=routed) as supervisor:
            await act(supervisor)

    asyncio.run(run())


def rows(home: Path, query: str) -> list[Any]:
    """What stands in the file of threads."""
    with closing(sqlite3.connect(home / FILE)) as db:
        return db.execute(query).fetchall()


def test_a_sentence_that_was_read_in_full_needs_no_embedding(tmp_path: Path) -> None:
    """The tool runs with its arguments, and its answer comes back."""
    floor, router = Ground(), Router()

    async def act(supervisor: Supervisor) -> None:
        told = await supervisor.turn(turn("buy 10 AAPL stop 390", floor))
        assert told.text == "place_order"

    supervised(tmp_path, act, router)
    assert floor.used == [
        ("place_order", {"symbol": "AAPL", "side": "buy", "quantity": "10", "type": "market", "stop": "390"})
    ]
    assert router.asked == []


def test_what_the_grammar_cannot_read_is_the_router_s(tmp_path: Path) -> None:
    """A factory that is not open is said to be so; nothing is run."""
    floor, router = Ground(), Router("media")

    async def act(supervisor: Supervisor) -> None:
        told = await supervisor.turn(turn("could the glimmering thing go up on our page", floor))
        assert told.text == "factory_closed"

    supervised(tmp_path, act, router)
    assert floor.used == []
    assert floor.outcomes[0].found.args == {"factory": "media"}


def test_an_act_never_comes_from_the_embedding(tmp_path: Path) -> None:
    """A sentence of trading that was not read in full is asked back."""
    floor = Ground()

    async def act(supervisor: Supervisor) -> None:
        await supervisor.turn(turn("please shovel ten apples onto the pile somehow", floor))

    supervised(tmp_path, act, Router("trading"))
    assert floor.used == []
    assert floor.outcomes[0].found.clarify is not None


def test_a_refusal_of_a_tool_is_an_outcome(tmp_path: Path) -> None:
    """So that it can be told."""
    floor = Ground(fail=Refused("no"))

    async def act(supervisor: Supervisor) -> None:
        await supervisor.turn(turn("close AAPL", floor))

    supervised(tmp_path, act)
    assert isinstance(floor.outcomes[0].error, Refused)


def test_threads_are_trimmed_and_one_checkpoint_is_kept(tmp_path: Path) -> None:
    """Whatever is said, the file stays small."""

    async def act(supervisor: Supervisor) -> None:
        for count in range(KEPT):
            await supervisor.turn(turn(f"buy {count + 1} AAPL stop 390", Ground()))
            await supervisor.turn(turn("positions", Ground(), principal="viewer:ann"))
        state = await supervisor._graph.aget_state({"configurable": {"thread_id": "house:owner"}})
        assert len(state.values["said"]) == KEPT
        assert state.values["said"][-2] == {"who": "person", "text": f"buy {KEPT} AAPL stop 390"}
        other = await supervisor._graph.aget_state({"configurable": {"thread_id": "house:viewer:ann"}})
        assert {line["text"] for line in other.values["said"]} == {"positions", "show_positions"}

    supervised(tmp_path, act)
    assert rows(tmp_path, "SELECT thread_id, COUNT(*) FROM checkpoints GROUP BY 1") == [
        ("house:owner", 1),
        ("house:viewer:ann", 1),
    ]
    assert rows(tmp_path, "SELECT COUNT(*) FROM writes") == [(0,)]
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_a_long_line_is_kept_in_part() -> None:
    """A thread holds no essays."""
    kept = said_since([], "x" * 5_000, "y")
    assert len(kept[0]["text"]) == LONGEST


def test_a_crafted_row_runs_nothing(tmp_path: Path) -> None:
    """A checkpoint that names a function to call is read back as data, or not at all."""
    proof = tmp_path / "proof"

    async def first(supervisor: Supervisor) -> None:
        await supervisor.turn(turn("status", Ground()))

    supervised(tmp_path, first)
    payload = ormsgpack.packb(("os", "system", (f"touch {proof}",), {}))
    crafted = ormsgpack.packb({"v": 4, "channel_values": {"said": ormsgpack.Ext(1, payload), "route": ""}})
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute("UPDATE checkpoints SET type = 'msgpack', checkpoint = ?", (crafted,))
        db.commit()

    async def second(supervisor: Supervisor) -> None:
        try:
            await supervisor.turn(turn("status", Ground()))
        except (KeyError, TypeError, ValueError, Misconfigured):
            return

    supervised(tmp_path, second)
    assert not proof.exists()


def test_plain_values_alone_are_read_back_whatever_is_imported_first() -> None:
    """The switch is set before langgraph looks at it, by the only folder that imports it."""
    look = "import agents.supervisor.graph, langgraph.checkpoint.serde._msgpack as m; print(m.STRICT_MSGPACK_ENABLED)"
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


def test_a_damaged_file_stands_in_nobody_s_way(tmp_path: Path) -> None:
    """It is left alone, threads are kept in memory, and an exit goes through."""
    (tmp_path / FILE).write_bytes(b"this is no database at all, but long enough to be looked at as one" * 20)
    floor = Ground()

    async def act(supervisor: Supervisor) -> None:
        assert (await supervisor.turn(turn("close AAPL", floor))).text == "close_position"

    supervised(tmp_path, act)
    assert floor.used == [("close_position", {"symbol": "AAPL"})]
    assert (tmp_path / FILE).read_bytes().startswith(b"this is no database")


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_file_that_is_locked_hides_no_answer_and_doubles_no_act(tmp_path: Path, when: str) -> None:
    """Somebody holds the file from the start, or from the moment of the act on: it is done once, and told."""
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:

        async def hold() -> None:
            if not other.in_transaction:
                other.execute("BEGIN EXCLUSIVE")

        floor = Ground(hold)

        async def act(supervisor: Supervisor) -> None:
            if when == "before":
                await hold()
            assert (await supervisor.turn(turn("close AAPL", floor))).text == "close_position"
            assert (await supervisor.turn(turn("positions", floor))).text == "show_positions"

        supervised(tmp_path, act)
    assert [tool for tool, _ in floor.used] == ["close_position", "show_positions"]


def test_a_step_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the next turn of the same thread is answered."""
    monkeypatch.setattr(graphs, "OWN_SECONDS", 0.05)
    forever = asyncio.Event()

    async def wait() -> None:
        await forever.wait()

    async def act(supervisor: Supervisor) -> None:
        with pytest.raises(Unreachable, match="took too long"):
            await supervisor.turn(turn("status", Ground(wait)))
        assert (await supervisor.turn(turn("status", Ground()))).text == "show_status"

    supervised(tmp_path, act)


def test_draining_lets_a_turn_end_and_takes_no_more(tmp_path: Path) -> None:
    """A SIGTERM loses no answer."""

    async def act(supervisor: Supervisor) -> None:
        begun, go = asyncio.Event(), asyncio.Event()

        async def wait() -> None:
            begun.set()
            await go.wait()

        running = asyncio.create_task(supervisor.turn(turn("status", Ground(wait))))
        await begun.wait()
        draining = asyncio.create_task(supervisor.drain(5))
        await asyncio.sleep(0)
        with pytest.raises(Retry, match="shutting down"):
            await supervisor.turn(turn("status", Ground(), principal="viewer"))
        go.set()
        assert (await running).text == "show_status"
        await draining

    supervised(tmp_path, act)


def test_a_turn_that_does_not_end_is_stopped_before_its_next_step(tmp_path: Path) -> None:
    """Draining waits no longer than it was told."""

    async def act(supervisor: Supervisor) -> None:
        begun, go = asyncio.Event(), asyncio.Event()

        async def wait() -> None:
            begun.set()
            await go.wait()

        running = asyncio.create_task(supervisor.turn(turn("status", Ground(wait))))
        await begun.wait()
        await supervisor.drain(0)
        go.set()
        with pytest.raises(Retry, match="shutting down"):
            await running

    supervised(tmp_path, act)


def test_turns_of_one_thread_come_one_after_the_other(tmp_path: Path) -> None:
    """Whoever writes twice is answered in order."""
    order: list[str] = []

    async def act(supervisor: Supervisor) -> None:
        async def slow() -> None:
            await asyncio.sleep(0)
            order.append("first")

        async def fast() -> None:
            order.append("second")

        await asyncio.gather(
            supervisor.turn(turn("status", Ground(slow))), supervisor.turn(turn("positions", Ground(fast)))
        )

    supervised(tmp_path, act)
    assert order == ["first", "second"]
