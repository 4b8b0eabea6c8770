"""A clock, a venue or a desk that cannot be believed lets the account only reduce, until it can be again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from policies.values import OrderRole, Switch
from tests.fakes.desk_rig import Rig, rig
from tests.fakes.faulty_venue import Faults
from tests.fakes.paper_market import ABC, feed
from tests.unit.test_desk_exits import outcome
from tests.unit.test_desk_orders import CALM, play
from tools.desk.engine import watching
from tools.desk.monitor import marking
from tools.desk.monitor.clocks import BEHIND, JUMPED
from tools.desk.record.fold import fold

DAYS = timedelta(days=400)


def live(folder: Path, scenario: Callable[[Rig], Awaitable[None]], faults: Faults | None = None) -> None:
    """Runs a scenario on a desk whose market goes with the wall clock."""

    async def run() -> None:
        async with rig(folder, feed(CALM), faults, live=True) as desk:
            await scenario(desk)
            journal = desk.service.desk.journal
            assert fold(journal.tail(journal.head.n)) == desk.service.desk.state

    asyncio.run(run())


async def codes(desk: Rig) -> list[str]:
    """The reasons against one more order."""
    answer = await desk.buy("3")
    return [reason["code"] for reason in answer["verdict"]["reasons"]]


async def resume(desk: Rig, **given: Any) -> str:
    asked = await desk.ask("resume", **given)
    assert asked["verdict"]["decision"] == "needs_approval"
    return await outcome(desk, asked["ticket"], asked["digest"][:6])


def test_a_person_lifts_what_a_clock_that_ran_ahead_has_left_behind(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.live_on(2)
        desk.clock.wall += DAYS
        await desk.live_on(1)
        assert desk.state.cause == JUMPED
        desk.clock.wall -= DAYS
        await desk.live_on(70)
        assert (desk.shown(), desk.state.cause) == (Switch.REDUCING, BEHIND)
        assert await codes(desk) == ["TRADING_REDUCING"]
        assert await resume(desk) == "approved"
        assert (desk.shown(), await codes(desk)) == (Switch.ACTIVE, [])
        await desk.live_on(3)
        await desk.restart()
        await desk.live_on(3)
        assert desk.shown() is Switch.ACTIVE

    play(tmp_path, scenario)


def test_a_request_from_before_stays_over_when_the_clock_goes_back(tmp_path: Path) -> None:
    """What was journaled since proves how late it was; a request made after that is as good as any."""

    async def scenario(desk: Rig) -> None:
        await desk.live_on(2)
        await desk.ask("halt")
        old = await desk.ask("resume")
        desk.clock.wall += timedelta(minutes=3)
        await desk.ask("close", symbol="ABC")
        desk.clock.wall -= timedelta(minutes=3)
        assert await outcome(desk, old["ticket"], old["digest"][:6]) == "expired"
        assert await resume(desk) == "approved"

    play(tmp_path, scenario)


def test_a_jump_is_noticed_before_the_next_order_not_at_the_next_beat(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.live_on(2)
        desk.clock.wall += timedelta(hours=1)
        assert await codes(desk) == ["TRADING_REDUCING"]
        await desk.live_on(1)
        assert desk.state.cause == JUMPED
        await desk.live_on(61)
        assert desk.shown() is Switch.ACTIVE

    play(tmp_path, scenario)


def test_a_jump_begins_no_day_and_a_day_never_begins_twice(tmp_path: Path) -> None:
    """A new day would be a new allowance; references taken by a lying clock stay until the true next reset."""

    async def scenario(desk: Rig) -> None:
        await desk.live_on(2)
        (before,) = set(desk.state.marks.values())
        desk.clock.wall += timedelta(days=1)
        await desk.live_on(30)
        assert set(desk.state.marks.values()) == {before}
        await desk.live_on(40)
        (after,) = set(desk.state.marks.values())
        assert after.day == before.day + timedelta(days=1)
        desk.clock.wall -= timedelta(days=1)
        await desk.live_on(5)
        await resume(desk)
        await desk.live_on(70)
        assert {mark.day for mark in desk.state.marks.values()} == {after.day}

    live(tmp_path, scenario, Faults())


def test_marks_of_a_day_far_ahead_get_the_day_of_now_and_keep_their_references(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.live_on(2)
        desk.faults.silent = True
        desk.clock.wall += DAYS
        desk.trader.reconciling = False
        await desk.live_on(70)
        (ahead,) = set(desk.state.marks.values())
        desk.clock.wall -= DAYS
        desk.faults.silent = False
        await desk.live_on(70)
        assert (await resume(desk), desk.shown()) == ("approved", Switch.ACTIVE)
        (right,) = set(desk.state.marks.values())
        assert (right.until, ahead.until) != (None, None)
        assert right.day == ahead.day - DAYS
        assert replace(right, day=ahead.day, until=ahead.until) == ahead
        assert max(desk.state.days) == right.day.isoformat()

    live(tmp_path, scenario)


@pytest.mark.parametrize("apart", [3, -3])
def test_a_venue_whose_time_is_another_is_not_believed(tmp_path: Path, apart: int) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.live_on(2)
        assert desk.shown() is Switch.ACTIVE
        desk.faults.apart = timedelta(seconds=apart)
        await desk.live_on(1)
        assert desk.shown() is Switch.REDUCING
        assert "3 s apart" in (desk.state.cause or "")
        desk.faults.apart = timedelta(seconds=1)
        await desk.live_on(1)
        assert desk.shown() is Switch.ACTIVE

    live(tmp_path, scenario)


def test_a_desk_that_stood_still_compares_before_it_trusts(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.live_on(2)
        await desk.live_on(6, step=6)
        assert desk.state.cause == "the desk stood still for 6 s"
        await desk.live_on(1)
        assert desk.shown() is Switch.ACTIVE

    live(tmp_path, scenario)


def test_a_lost_connection_reduces_and_the_return_is_reconciled_first(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.live_on(2)
        await desk.buy()
        await desk.live_on(2)
        assert (desk.shown(), desk.state.held(ABC)) == (Switch.ACTIVE, 10)
        desk.faults.silent = True
        await desk.live_on(3)
        assert (desk.shown(), desk.state.cause) == (Switch.REDUCING, "no market data")
        assert await codes(desk) == ["RECONCILING"]
        rows = desk.service.desk.journal.head.n
        await desk.live_on(3)
        assert desk.service.desk.journal.head.n == rows, "what is known is not written every second"
        desk.faults.silent = False
        await desk.live_on(1)
        assert (desk.shown(), desk.trader.reconciling) == (Switch.ACTIVE, False)
        assert [t.remaining for t in desk.orders(OrderRole.STOP)] == [10]

    live(tmp_path, scenario)


@pytest.mark.parametrize("broken", ["watch", "facts", "roll"])
def test_an_error_inside_the_watch_reduces_and_is_over_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    async def scenario(desk: Rig) -> None:
        def fails(*_: object) -> None:
            raise ZeroDivisionError

        owner: Any = {"watch": watching, "facts": type(desk.trader), "roll": marking}[broken]
        with monkeypatch.context() as patch:
            patch.setattr(owner, broken, fails)
            await desk.live_on(1)
            assert desk.shown() is Switch.REDUCING
            assert desk.state.cause == "watch failed: ZeroDivisionError"
        await desk.live_on(1)
        assert desk.shown() is Switch.ACTIVE

    play(tmp_path, scenario)


def test_a_slow_venue_holds_up_no_watch(tmp_path: Path) -> None:
    """The pulse needs nobody: a latch dropped while the venue owes an answer halts within the second."""

    async def scenario(desk: Rig) -> None:
        desk.heart._looking.add(desk.trader.id)
        desk.service.latches.drop("paper")
        await desk.live_on(1)
        assert desk.shown() is Switch.HALTED

    play(tmp_path, scenario)


def test_a_latch_says_what_it_stands_for(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        desk.service.latches.drop("paper").write_text("daily loss guard\n")
        await desk.live_on(1)
        assert (desk.shown(), desk.state.cause) == (Switch.HALTED, "daily loss guard")
        await resume(desk)
        desk.service.latches.drop("paper").write_bytes(b"\x1b[2J\x00")
        await desk.live_on(1)
        assert (desk.shown(), desk.state.cause) == (Switch.HALTED, "kill switch")

    play(tmp_path, scenario)
