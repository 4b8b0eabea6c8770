"""The faulty venue does to the desk what real venues do, and nothing else."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from policies.values import OrderId, OrderStatus
from tests.fakes.faulty_venue import Faults, FaultyVenue
from tests.fakes.paper_market import ABC, at, feed, order, venue
from tools.trading.venue import Execution, Replay, Update, VenueRejected, VenueSilent

FLAT = feed({ABC: ["100"] * 3})
NAME = OrderId("o")


def play(folder: Path, faults: Faults, scenario: Callable[[FaultyVenue, list[Update]], Awaitable[None]]) -> None:
    async def run() -> None:
        told: list[Update] = []
        faulty = FaultyVenue(venue(folder, FLAT), faults)
        replay: Replay = faulty
        replay.listen(told.append)
        await replay.open()
        await scenario(faulty, told)
        await replay.close()

    asyncio.run(run())


def test_a_lost_answer_leaves_the_order_in_place(tmp_path: Path) -> None:
    async def scenario(faulty: FaultyVenue, told: list[Update]) -> None:
        with pytest.raises(VenueSilent):
            await faulty.submit(order("o", "buy", "10"))
        found = await faulty.find(NAME)
        assert found is not None
        assert found.status is OrderStatus.FILLED
        assert len(told) == 3
        assert (await faulty.submit(order("p", "buy", "10"))).status is OrderStatus.FILLED

    play(tmp_path, Faults(lose=1), scenario)


def test_a_swallowed_order_never_arrives(tmp_path: Path) -> None:
    async def scenario(faulty: FaultyVenue, told: list[Update]) -> None:
        with pytest.raises(VenueSilent):
            await faulty.submit(order("o", "buy", "10"))
        assert (await faulty.find(NAME), told) == (None, [])

    play(tmp_path, Faults(swallow=1), scenario)


def test_look_ups_and_cancels_can_be_silent_a_number_of_times(tmp_path: Path) -> None:
    async def scenario(faulty: FaultyVenue, _: list[Update]) -> None:
        await faulty.submit(order("o", "buy", "10", "limit", limit="50"))
        for _n in range(2):
            with pytest.raises(VenueSilent):
                await faulty.find(NAME)
        with pytest.raises(VenueSilent):
            await faulty.cancel(NAME)
        found = await faulty.find(NAME)
        assert found is not None
        assert found.status is OrderStatus.CANCELLED

    play(tmp_path, Faults(find_silent=2, cancel_silent=1), scenario)


def test_updates_come_twice_and_in_reverse(tmp_path: Path) -> None:
    async def scenario(faulty: FaultyVenue, told: list[Update]) -> None:
        await faulty.submit(order("o", "buy", "10"))
        names = ["fill" if isinstance(u, Execution) else str(u.status) for u in told]
        assert names == ["filled", "filled", "fill", "fill", "working", "working"]

    play(tmp_path, Faults(duplicate=True, reorder=True), scenario)


def test_updates_come_late(tmp_path: Path) -> None:
    async def scenario(faulty: FaultyVenue, told: list[Update]) -> None:
        await faulty.submit(order("o", "buy", "10"))
        await faulty.step(at("11:00"))
        assert told == []
        assert faulty.release() == 3
        assert len(told) == 3

    play(tmp_path, Faults(late=True), scenario)


def test_updates_are_lost_for_ever_but_the_book_tells(tmp_path: Path) -> None:
    async def scenario(faulty: FaultyVenue, told: list[Update]) -> None:
        await faulty.submit(order("o", "buy", "10"))
        assert (faulty.release(), told) == (0, [])
        assert len(await faulty.executions(None)) == 1

    play(tmp_path, Faults(drop=True), scenario)


def test_rejections_on_request(tmp_path: Path) -> None:
    async def scenario(faulty: FaultyVenue, told: list[Update]) -> None:
        for bad in (
            order("any", "buy", "1"),
            order("stop", "sell", "1", "stop", trigger="90"),
            order("bracket", "buy", "1", stop="90"),
        ):
            with pytest.raises(VenueRejected, match="request"):
                await faulty.submit(bad)
        assert told == []
        assert (await faulty.submit(order("o", "buy", "1"))).status is OrderStatus.FILLED

    play(tmp_path, Faults(reject=1, reject_stops=True), scenario)


def test_what_the_venue_does_not_know_is_declared_and_rejected(tmp_path: Path) -> None:
    async def scenario(faulty: FaultyVenue, _: list[Update]) -> None:
        assert (faulty.traits.brackets, faulty.traits.reduce_only, faulty.traits.replay) == (False, False, True)
        await faulty.submit(order("o", "buy", "1"))
        with pytest.raises(VenueRejected, match="brackets"):
            await faulty.submit(order("b", "buy", "1", target="190"))
        with pytest.raises(VenueRejected, match="reduce-only"):
            await faulty.submit(order("r", "sell", "1", reduce_only=True))

    play(tmp_path, Faults(brackets=False, reduce_only=False), scenario)


def test_the_fake_notices_an_order_that_is_submitted_twice(tmp_path: Path) -> None:
    async def scenario(faulty: FaultyVenue, _: list[Update]) -> None:
        with pytest.raises(VenueSilent):
            await faulty.submit(order("o", "buy", "1"))
        with pytest.raises(AssertionError, match="submitted twice"):
            await faulty.submit(order("o", "buy", "1"))

    play(tmp_path, Faults(swallow=1), scenario)
