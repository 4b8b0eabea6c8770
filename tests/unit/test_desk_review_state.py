"""What a person approved is done, what was denied costs little, what nobody looked at is not lifted."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from policies.values import OrderRole, OrderStatus, Switch, Tier
from tests.fakes.desk_rig import Rig, rig
from tests.fakes.paper_market import ABC, feed
from tests.fakes.paper_market import order as at_venue
from tests.unit.test_desk_orders import CALM, play
from tests.unit.test_operator import approve, playing, waiting
from tests.unit.test_operator_codes import code
from tools.desk.engine import proposing, watching
from tools.desk.record.fold import fold
from tools.desk.record.journal import Journal, Row

Json = dict[str, Any]


async def decide(desk: Rig, asked: Json) -> str:
    """Approves under T1, in the assistant's conversation."""
    proof = {"tier": "T1", "channel": "terminal", "typed": asked["digest"][:6]}
    done = await desk.service.verbs["decide"]({"ticket": asked["ticket"], "answer": "approve", "proof": proof})
    return str(done["outcome"])


def held_to_t1(desk: Rig) -> None:
    """Makes every risk wait for six characters."""
    desk.trader.limits = replace(desk.trader.limits, tier=Tier.T1)


def test_an_order_approved_a_moment_after_it_was_asked_is_filled(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        held_to_t1(desk)
        asked = await desk.buy()
        desk.clock.forward(1)
        assert await decide(desk, asked) == "approved"
        await desk.settle()
        assert [(t.status, t.reason) for t in desk.orders(OrderRole.ENTRY)] == [(OrderStatus.FILLED, None)]

    play(tmp_path, scenario)


def test_a_change_approved_a_moment_after_it_was_asked_is_made(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        desk.clock.forward(3)
        fields = {"symbol": "ABC", "side": "buy", "type": "limit", "quantity": "5", "limit": "99", "stop": "95"}
        (resting,) = (await desk.ask("order", **fields))["orders"]
        held_to_t1(desk)
        desk.clock.forward(3)
        asked = await desk.ask("amend", order=resting, quantity="8")
        desk.clock.forward(1)
        assert await decide(desk, asked) == "approved"
        await desk.settle()
        (entry,) = desk.orders(OrderRole.ENTRY)
        assert (entry.order.quantity, entry.changing) == (8, None)

    play(tmp_path, scenario)


def test_an_order_approved_at_the_desk_a_moment_later_is_filled(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        shown = await waiting(desk)
        desk.clock.forward(1)
        assert await approve(desk, shown, code(desk)) == "approved"
        assert [t.status for t in desk.orders(OrderRole.ENTRY)] == [OrderStatus.FILLED]

    playing(tmp_path, scenario)


def test_an_approved_order_still_stands_in_the_way_of_its_double(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        held_to_t1(desk)
        asked = await desk.buy()
        desk.clock.forward(1)
        await decide(desk, asked)
        await desk.settle()
        fields = {"symbol": "ABC", "side": "buy", "type": "market", "quantity": "10", "stop": "95"}
        again = await desk.ask("order", **fields)
        assert "DUPLICATE_INTENT" in [r["code"] for r in again["verdict"]["reasons"]]

    play(tmp_path, scenario)


def test_a_protected_entry_beside_an_adopted_holding_sells_nothing(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.trader.link.call(lambda venue: venue.submit(at_venue("f1", "buy", "10")), 5)
        await desk.settle()
        await desk.live_on(2)
        asked = await desk.ask("resume", adopts=list(desk.state.strangers))
        desk.clock.forward(1)
        assert await decide(desk, asked) == "approved"
        await desk.live_on(3)
        assert (await desk.buy("5"))["verdict"]["decision"] == "allow"
        await desk.live_on(6)
        assert (desk.state.held(ABC), desk.shown(), desk.orders(OrderRole.EXIT)) == (15, Switch.ACTIVE, [])

    play(tmp_path, scenario)


def test_a_latch_that_came_after_the_proof_is_not_lifted_by_it(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        watching.latch(desk.trader, Switch.REDUCING, "old")
        asked = await desk.ask("resume")
        assert await decide(desk, asked) == "approved"
        watching.latch(desk.trader, Switch.HALTED, "a fill that nobody expected")
        await desk.settle()
        assert (desk.latched(), desk.state.cause) == (Switch.HALTED, "a fill that nobody expected")

    play(tmp_path, scenario)


def test_a_latch_file_dropped_after_the_proof_stays(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        watching.latch(desk.trader, Switch.REDUCING, "old")
        asked = await desk.ask("resume")
        assert await decide(desk, asked) == "approved"
        desk.service.latches.drop("paper")
        await desk.settle()
        assert desk.latched() is Switch.REDUCING
        assert desk.service.latches.latched() == {"paper"}
        desk.service.latches.lift("paper@1,all@1")
        assert desk.service.latches.latched() == {"paper"}
        (desk.places.latches / "a,b").touch()
        desk.service.latches.lift(desk.service.latches.mark("paper"))
        assert not desk.service.latches.latched()

    play(tmp_path, scenario)


def test_on_a_full_disk_a_denial_takes_no_space(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        desk.service.desk.tight = True
        rows = desk.service.desk.journal.head
        told = await desk.ask("cancel", order="nobody-knows-it")
        assert (told["verdict"]["decision"], told["ticket"]) == ("deny", None)
        assert desk.service.desk.journal.head == rows

    play(tmp_path, scenario)


def test_a_denial_does_not_take_the_space_that_is_kept_for_leaving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Journal, rows: list[Row]) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    async def scenario(desk: Rig) -> None:
        reserve = desk.service.desk.reserve
        assert reserve is not None
        assert reserve.exists()
        with monkeypatch.context() as patched:
            patched.setattr(Journal, "_write", full)
            told = await desk.ask("cancel", order="nobody-knows-it")
        assert (told["verdict"]["decision"], told["ticket"]) == ("deny", None)
        assert reserve.exists()
        assert not desk.service.desk.tight

    play(tmp_path, scenario)


def test_so_many_denials_a_day_are_written_down_and_a_restart_does_not_begin_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposing, "DENIALS_A_DAY", 3)

    async def written(desk: Rig) -> bool:
        desk.clock.forward(60)
        return (await desk.ask("cancel", order="nobody-knows-it"))["ticket"] is not None

    async def scenario() -> None:
        async with rig(tmp_path, feed(CALM)) as desk:
            assert [await written(desk) for _ in range(4)] == [True, True, True, False]
            await desk.restart()
            assert not await written(desk)
            desk.clock.forward(timedelta(days=1).total_seconds() - 4 * 60)
            assert [await written(desk) for _ in range(2)] == [True, True]

    asyncio.run(scenario())


def test_a_denied_request_is_known_for_a_day(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        first = await desk.ask("cancel", order="nobody-knows-it", intent_id="first")
        desk.clock.forward(timedelta(days=1).total_seconds())
        assert (await desk.ask("cancel", order="nobody-knows-it", intent_id="first"))["again"]
        await desk.ask("cancel", order="nor-this", intent_id="second")
        assert first["ticket"] in desk.service.desk.state.tickets
        desk.clock.forward(1)
        await desk.ask("cancel", order="nor-this", intent_id="third")
        state = desk.service.desk.state
        assert set(state.by_intent) == {"second", "third"}
        assert list(state.denied) == list(state.tickets)
        rows = desk.service.desk.journal.tail(desk.service.desk.journal.head.n)
        assert fold(rows) == state

    play(tmp_path, scenario)
