"""Several acts at once, before the real desk: each lowers risk, all are done or none, each under an id of its own."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bots.render import render
from policies.values import Symbol
from tests.fakes.desk_rig import Rig, rig
from tests.fakes.faulty_venue import Faults
from tests.fakes.paper_market import ABC, XYZ, feed
from tests.fakes.rig_port import RigPort
from tools.errors import Refused, Retry
from tools.tool import ToolResult

CALM = {ABC: ["100"] * 4, XYZ: ["50"] * 4}
Scenario = Callable[[Rig, RigPort], Awaitable[None]]
CLOSE_BOTH = [
    {"tool": "close_position", "args": {"symbol": "ABC"}},
    {"tool": "close_position", "args": {"symbol": "XYZ"}},
]


def play(folder: Path, scenario: Scenario) -> None:
    async def run() -> None:
        async with rig(folder, feed(CALM), Faults()) as desk:
            await scenario(desk, RigPort(desk))

    asyncio.run(run())


async def several(port: RigPort, *acts: dict[str, Any], **more: Any) -> ToolResult:
    return await port.use("do_several", {"acts": list(acts)}, **more)


async def holding_both(desk: Rig) -> None:
    await desk.buy("10")
    await desk.buy("20", stop="45", symbol="XYZ")


async def waiting(desk: Rig, limit: str) -> None:
    """An entry order that works."""
    await desk.buy("5", stop="40", symbol="XYZ", type="limit", limit=limit)


def intents(desk: Rig) -> list[str]:
    """The kinds of what was proposed, in order."""
    journal = desk.service.desk.journal
    return [row.body["kind"] for row in journal.tail(journal.head.n) if row.kind == "intent"]


def decisions(result: ToolResult) -> list[str]:
    assert result.proposal is not None
    return [act["verdict"]["decision"] for act in result.proposal["acts"]]


def test_every_act_is_done_under_an_id_of_its_own(tmp_path: Path) -> None:
    async def scenario(desk: Rig, port: RigPort) -> None:
        await holding_both(desk)
        await waiting(desk, "48")
        result = await several(port, *CLOSE_BOTH, {"tool": "cancel_order", "args": {}})
        assert decisions(result) == ["allow"] * 3
        assert (result.verdict or {})["decision"] == "allow"
        assert [desk.state.held(Symbol(s)) for s in (ABC, XYZ)] == [0, 0]
        assert [o for o in desk.state.live_orders if o.role == "entry"] == []
        assert intents(desk)[3:] == ["close", "close", "cancel"]
        assert len({o["id"] for o in result.orders}) >= 2
        told = render("do_several", result, "fr")
        assert "fermeture de ABC" in told
        assert "fermeture de XYZ" in told
        assert told.startswith("REPLAY")

    play(tmp_path, scenario)


def test_a_model_says_the_same_list_as_text(tmp_path: Path) -> None:
    async def scenario(desk: Rig, port: RigPort) -> None:
        await holding_both(desk)
        assert decisions(await port.use("do_several", {"acts": json.dumps(CLOSE_BOTH)})) == ["allow", "allow"]

    play(tmp_path, scenario)


def test_an_act_that_would_be_denied_holds_all_up(tmp_path: Path) -> None:
    async def scenario(desk: Rig, port: RigPort) -> None:
        await desk.buy("10")
        result = await several(port, *CLOSE_BOTH)
        assert decisions(result) == ["allow", "deny"]
        assert (result.verdict or {})["decision"] == "deny"
        assert desk.state.held(ABC) == 10
        assert intents(desk) == ["order"]
        told = render("do_several", result, "en")
        assert "Nothing was done" in told
        assert "no position in XYZ [NO_POSITION]" in told
        assert "close ABC" not in told

    play(tmp_path, scenario)


@pytest.mark.parametrize(
    ("act", "key"),
    [
        ({"tool": "cancel_order", "args": {}}, "nothing_to_cancel"),
        ({"tool": "reduce_position", "args": {"symbol": "XYZ", "share": "0.5"}}, "nothing_held"),
        ({"tool": "reduce_position", "args": {"symbol": "ABC", "share": "0.0001"}}, "below_lot"),
    ],
)
def test_an_act_with_nothing_to_do_holds_all_up(tmp_path: Path, act: dict[str, Any], key: str) -> None:
    async def scenario(desk: Rig, port: RigPort) -> None:
        await desk.buy("10")
        result = await several(port, {"tool": "cancel_order", "args": {"order": "all", "symbol": "ABC"}}, act)
        assert result.data["nothing"] == key
        assert result.proposal is None
        assert intents(desk) == ["order"]
        assert "Rien n'a été fait" in render("do_several", result, "fr")

    play(tmp_path, scenario)


def test_closing_everything_when_flat_is_nothing(tmp_path: Path) -> None:
    async def scenario(desk: Rig, port: RigPort) -> None:
        result = await several(port, {"tool": "close_position", "args": {"symbol": "all"}})
        assert result.data["nothing"] == "nothing_to_close"
        assert intents(desk) == []

    play(tmp_path, scenario)


def test_the_question_of_one_act_carries_the_whole_batch(tmp_path: Path) -> None:
    async def scenario(desk: Rig, port: RigPort) -> None:
        await desk.buy("10")
        await waiting(desk, "48")
        await waiting(desk, "47")
        asked = await several(port, CLOSE_BOTH[0], {"tool": "cancel_order", "args": {}})
        assert asked.clarify is not None
        assert intents(desk) == ["order"] * 3
        first, second, every = asked.clarify["options"]
        assert [act["tool"] for act in second["args"]["acts"]] == ["close_position", "cancel_order"]
        assert second["aliases"] == [second["args"]["acts"][1]["args"]["order"]]
        assert every["args"]["acts"][1]["args"] == {"order": "all"}
        done = await port.use("do_several", first["args"])
        assert decisions(done) == ["allow", "allow"]
        assert desk.state.held(ABC) == 0
        assert len([o for o in desk.state.live_orders if o.role == "entry"]) == 1

    play(tmp_path, scenario)


def test_a_dry_run_judges_and_does_nothing(tmp_path: Path) -> None:
    async def scenario(desk: Rig, port: RigPort) -> None:
        await holding_both(desk)
        result = await several(port, *CLOSE_BOTH, dry_run=True)
        assert decisions(result) == ["allow", "allow"]
        assert intents(desk) == ["order", "order"]
        told = render("do_several", result, "en")
        assert told.count("Preview, nothing is sent") == 2
        assert "Worst case" not in told

    play(tmp_path, scenario)


@pytest.mark.parametrize("tool", ["place_order", "amend_order", "do_several", "resume_trading", "no_such_tool"])
def test_a_tool_that_is_not_on_the_list_is_refused(tmp_path: Path, tool: str) -> None:
    async def scenario(desk: Rig, port: RigPort) -> None:
        await desk.buy("10")
        with pytest.raises(Refused, match="only close, reduce or cancel"):
            await several(port, CLOSE_BOTH[0], {"tool": tool, "args": {"symbol": "ABC"}})
        assert intents(desk) == ["order"]

    play(tmp_path, scenario)


@pytest.mark.parametrize(
    "acts",
    [
        None,
        "close everything",
        [],
        ["close"],
        [{"args": {}}],
        [{"tool": "close_position", "args": "ABC"}],
        [{"tool": "close_position", "args": {"symbol": "ABC"}, "approved": "yes"}],
        [{"tool": "cancel_order", "args": {"order": str(n)}} for n in range(11)],
        [CLOSE_BOTH[0], CLOSE_BOTH[0]],
        [CLOSE_BOTH[0], {"tool": "close_position", "args": {"symbol": "all"}}],
        [CLOSE_BOTH[0], {"tool": "reduce_position", "args": {"symbol": "ABC", "quantity": "1"}}],
        [{"tool": "reduce_position", "args": {}}],
    ],
)
def test_what_is_no_batch_is_asked_again(tmp_path: Path, acts: Any) -> None:
    async def scenario(desk: Rig, port: RigPort) -> None:
        await desk.buy("10")
        with pytest.raises(Retry):
            await port.use("do_several", {"acts": acts})
        assert intents(desk) == ["order"]

    play(tmp_path, scenario)


def test_a_situation_that_changes_meanwhile_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    class Late(RigPort):
        """Between judging and acting, somebody else closes ABC."""

        async def act(self, intent: Any) -> Any:
            if intent["symbol"] == "ABC" and desk_of[0].state.held(ABC):
                await desk_of[0].ask("close", symbol="ABC")
            return await super().act(intent)

    desk_of: list[Rig] = []

    async def scenario(desk: Rig, _: RigPort) -> None:
        desk_of.append(desk)
        await holding_both(desk)
        half = {"tool": "reduce_position", "args": {"symbol": "ABC", "share": "0.5"}}
        result = await several(Late(desk), half, CLOSE_BOTH[1])
        assert decisions(result) == ["deny", "allow"]
        assert (result.verdict or {})["decision"] == "deny"
        assert [desk.state.held(Symbol(s)) for s in (ABC, XYZ)] == [0, 0]
        told = render("do_several", result, "en")
        assert "Refused: reduce ABC by 5" in told
        assert "Done: close XYZ" in told

    play(tmp_path, scenario)
