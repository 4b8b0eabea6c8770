"""The desk in memory keeps the protocol that tests of the conversation lean on."""

import asyncio
from typing import Any

import pytest

from tests.fakes.desk_port import FakeDesk
from tools.errors import Refused, Unreachable

INTENT: dict[str, Any] = {
    "kind": "order",
    "account": "paper",
    "symbol": "AAPL",
    "side": "buy",
    "quantity": "2",
    "type": "market",
    "intent_id": "i1",
    "origin": {"principal": "owner", "role": "owner", "channel": "terminal", "message": "m"},
    "label": "OWNER",
    "created_at": "2026-01-01T00:00:00Z",
    "expires_at": "2026-01-01T00:01:00Z",
}


def test_a_known_intent_gets_its_first_answer_and_acts_once() -> None:
    desk = FakeDesk()
    first, again = asyncio.run(desk.act(INTENT)), asyncio.run(desk.act(INTENT))
    assert (first["again"], again["again"], first["ticket"]) == (False, True, again["ticket"])
    assert [fill["quantity"] for fill in desk.done_fills] == ["2"]


def test_an_intent_without_its_header_is_a_mistake_of_the_test() -> None:
    with pytest.raises(AssertionError, match="lacks"):
        asyncio.run(FakeDesk().act({"kind": "order"}))
    with pytest.raises(AssertionError, match="left out"):
        asyncio.run(FakeDesk().act({**INTENT, "stop": None}))


def test_events_end_with_done_and_a_halted_account_denies() -> None:
    desk = FakeDesk()
    ticket = asyncio.run(desk.act(INTENT))["ticket"]

    async def told() -> list[dict[str, Any]]:
        return [event async for event in desk.events(ticket)]

    assert asyncio.run(told())[-1]["done"]
    asyncio.run(desk.act({**INTENT, "kind": "halt", "intent_id": "i2"}))
    assert asyncio.run(desk.act({**INTENT, "intent_id": "i3"}))["verdict"]["decision"] == "deny"


def test_an_unknown_verb_is_refused_and_a_dead_desk_unreachable() -> None:
    desk = FakeDesk()
    with pytest.raises(Refused):
        asyncio.run(desk.read("fill_now"))
    desk.reachable = False
    with pytest.raises(Unreachable):
        asyncio.run(desk.read("status"))
