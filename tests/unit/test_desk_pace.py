"""What costs nothing to ask still has its measure: changes, cancellations, exits, a machine short of files."""

import asyncio
import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from policies.values import OrderId, OrderRole, OrderStatus
from tests.fakes.desk_rig import Rig
from tests.fakes.paper_market import ABC
from tests.unit.test_desk_orders import play
from tests.unit.test_operator_accounts import add
from tools.desk.latches import BLIND_S, Latches
from tools.desk.measuring import estimating
from tools.desk.monitor.pacing import TIMES
from tools.errors import Refused
from tools.trading.modelrisk.gaps import GapHistory


async def resting(desk: Rig) -> OrderId:
    """A limit order that waits below the market."""
    answer = await desk.buy(type="limit", limit="90", stop="85", tif="gtc")
    return OrderId(answer["orders"][0])


def test_changes_have_a_measure_and_closing_has_none(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        order = await resting(desk)
        await desk.buy()
        desk.trader.limits = replace(desk.trader.limits, per_minute=2)
        changes = TIMES * 2
        for n in range(changes):
            await desk.ask("amend", order=order, stop=f"85.{n + 1}")
        rows = desk.service.desk.journal.head.n
        for kind in ({"kind": "amend", "stop": "84"}, {"kind": "cancel"}):
            with pytest.raises(Refused, match=f"slow down: {changes}"):
                await desk.ask(order=order, **kind)
        assert desk.service.desk.journal.head.n == rows
        assert (await desk.ask("close", symbol="ABC"))["verdict"]["decision"] == "allow"
        assert desk.state.held(ABC) == 0
        desk.clock.forward(60)
        assert (await desk.ask("cancel", order=order))["verdict"]["decision"] == "allow"

    play(tmp_path, scenario)


def test_an_order_that_is_being_changed_is_not_changed_again(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        order = await resting(desk)
        amend = desk.service.verbs["amend"]
        await amend({"intent": desk.intent("amend", order=order, stop="86")})
        with pytest.raises(Refused, match="is being changed"):
            await amend({"intent": desk.intent("amend", order=order, stop="87")})
        await desk.settle()
        assert desk.state.orders[order].order.stop == 86
        assert (await desk.ask("amend", order=order, stop="87"))["verdict"]["decision"] == "allow"

    play(tmp_path, scenario)


def test_a_second_cancellation_within_a_second_is_the_first(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        order = await resting(desk)
        desk.faults.cancel_silent = 1
        first = await desk.ask("cancel", order=order)
        again = await desk.ask("cancel", order=order)
        assert (again["ticket"], again["again"]) == (first["ticket"], True)
        other = await resting(desk)
        assert (await desk.ask("cancel", order=other))["ticket"] != first["ticket"]

    play(tmp_path, scenario)


def test_the_desks_own_exits_that_stay_unknown_are_five_a_minute(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        desk.faults.swallow = desk.faults.find_silent = 99
        desk.service.latches.drop("paper")
        await desk.live_on(20)
        exits = desk.orders(OrderRole.EXIT)
        assert len(exits) == 5
        assert {t.status for t in exits} == {OrderStatus.UNKNOWN}
        desk.faults.swallow = desk.faults.find_silent = 0
        await desk.live_on(75)
        assert desk.state.held(ABC) == 0

    play(tmp_path, scenario)


def test_a_task_that_fails_troubles_its_own_account_alone(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await add(desk)

        async def fails() -> None:
            raise ValueError("of one account")

        desk.service.desk.start(fails(), desk.trader.id)
        await desk.settle()
        desk.heart.pulse()
        assert {name: t.reconciling for name, t in desk.service.traders.items()} == {"paper": True, "other": False}
        await desk.heart.beat()
        desk.heart.pulse()
        assert not desk.trader.reconciling

    play(tmp_path, scenario)


def test_a_machine_short_of_files_is_no_halt_until_it_lasts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, fault, listing = [0.0], list[int](), os.listdir
    latches = Latches(tmp_path, lambda: now[0])

    def scarce(folder: Any) -> list[str]:
        if fault:
            raise OSError(fault[0], os.strerror(fault[0]))
        return listing(folder)

    monkeypatch.setattr(os, "listdir", scarce)
    fault.append(errno.EMFILE)
    assert latches.holds("paper")
    fault.clear()
    latches.drop("other")
    assert (latches.holds("paper"), latches.holds("other")) == (False, True)
    fault.append(errno.EMFILE)
    now[0] = BLIND_S
    assert (latches.holds("paper"), latches.holds("other")) == (False, True)
    now[0] = BLIND_S + 0.1
    assert latches.holds("paper")
    now[0] = 0.1
    fault[0] = errno.EACCES
    assert latches.holds("paper")


def test_a_whole_history_is_worked_out_beside_the_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(desk: Rig) -> None:
        loops = list[bool]()
        add_, here = GapHistory.add, asyncio.get_running_loop()

        def watched(self: GapHistory, bars: Any) -> GapHistory:
            loops.append(asyncio.get_running_loop() is here)
            return add_(self, bars)

        monkeypatch.setattr(GapHistory, "add", watched)
        desk.trader.gauge.histories.clear()
        desk.trader.gauge.day = None
        await estimating.refresh(desk.trader)
        assert loops[0] is False

    play(tmp_path, scenario)
