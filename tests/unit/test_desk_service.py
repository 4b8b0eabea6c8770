"""The verbs of the desk: a closed list, each with its shape, and none that could widen anything."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from policies.wire.codec import Malformed
from tests.fakes.desk_rig import Rig
from tests.unit.test_desk_orders import play
from tools.desk.server import Server
from tools.errors import Refused

VERBS = {
    *("status", "orders", "fills", "bars", "quotes", "instruments", "audit", "preview"),
    *("propose", "amend", "cancel", "reduce", "close", "halt", "decide", "advance"),
}


def test_the_list_of_verbs_is_closed(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        assert set(desk.service.verbs) == VERBS

    play(tmp_path, scenario)


def test_status_has_the_shape_of_the_contract(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        (account,) = (await desk.service.verbs["status"]({}))["accounts"]
        names = "id venue mode ruleset currency market_time state balance equity pnl positions orders limits".split()
        assert set(names) <= account.keys()
        assert account["pnl"].keys() == {"today", "week", "month"}
        limits = {limit["name"]: limit for limit in account["limits"]}
        assert {"daily", "total", "order_notional", "symbol_exposure", "gross_exposure", "leverage"} == set(limits)
        assert limits["daily"].keys() == {"name", "floor", "guard", "headroom"}

    play(tmp_path, scenario)


@pytest.mark.parametrize(
    ("verb", "args"),
    [
        ("propose", {}),
        ("propose", {"intent": {}}),
        ("propose", {"intent": {"kind": "halt"}}),
        ("propose", {"intent": {"kind": "order"}, "approved": True}),
        ("halt", {"intent": {"kind": "order"}}),
        ("status", {"limit": "1"}),
        ("decide", {"ticket": "x", "answer": "approve"}),
        ("decide", {"ticket": "x", "answer": "approve", "proof": {"tier": "T9", "channel": "terminal", "typed": ""}}),
    ],
)
def test_what_is_not_of_the_shape_is_refused(tmp_path: Path, verb: str, args: dict[str, Any]) -> None:
    async def scenario(desk: Rig) -> None:
        rows = desk.service.desk.journal.head
        with pytest.raises(Malformed):
            await desk.service.verbs[verb](args)
        assert desk.service.desk.journal.head == rows

    play(tmp_path, scenario)


def test_an_unknown_account_or_ticket_is_refused(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        with pytest.raises(Refused, match="no account"):
            await desk.ask("close", symbol="ABC", account="other")
        proof = {"tier": "T1", "channel": "terminal", "typed": "abcdef"}
        with pytest.raises(Refused, match="nothing to decide"):
            await desk.service.verbs["decide"]({"ticket": "t0", "answer": "approve", "proof": proof})

    play(tmp_path, scenario)


def test_every_request_gets_one_answer_with_the_head_of_the_chain(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        server = Server(desk.service)
        good = await server.answer({"id": 1, "verb": "quotes", "args": {}})
        assert (good["ok"], good["head"]) == (True, desk.service.head())
        bad = await server.answer({"id": 2, "verb": "unlock", "args": {}})
        assert bad["error"]["code"] == "UNKNOWN_VERB"
        short = await server.answer({"id": 3, "verb": "quotes", "args": {}, "head": {"n": 10**6, "mac": "00"}})
        assert short["error"]["code"] == "JOURNAL_SHORTENED"
        kept = await server.answer({"id": 4, "verb": "quotes", "args": {}, "head": desk.service.head()})
        assert kept["ok"]

    play(tmp_path, scenario)


def test_events_of_a_ticket_begin_at_its_beginning_and_end(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        answer = await desk.buy()
        kinds = [e["kind"] async for e in desk.service.follow({"ticket": answer["ticket"]})]
        assert kinds[0] == "working"
        assert kinds[-1] == "done"
        assert "fill" in kinds

    play(tmp_path, scenario)


def test_a_listener_hears_what_comes_later(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        listening = asyncio.ensure_future(anext(desk.service.follow({"ticket": "later"})))
        await desk.settle()
        desk.service.desk.feed.publish({"kind": "news"}, "later")
        assert (await listening)["kind"] == "news"

    play(tmp_path, scenario)
