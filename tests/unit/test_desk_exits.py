"""Leaving: exits that are never blocked, protection that is never missing for long, latches that hold."""

import asyncio
from pathlib import Path

from policies.values import OrderRole, OrderStatus, Switch
from tests.fakes.desk_rig import Rig, rig
from tests.fakes.faulty_venue import Faults
from tests.fakes.paper_market import ABC, XYZ, feed, order
from tests.unit.test_desk_orders import play


def test_half_then_all_leaves_nothing_behind(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        assert (await desk.ask("reduce", symbol="ABC", quantity="4"))["verdict"]["decision"] == "allow"
        assert desk.state.held(ABC) == 6
        assert desk.orders(OrderRole.STOP)[0].remaining == 6
        await desk.ask("close", symbol="all")
        assert desk.state.held(ABC) == 0
        assert desk.state.live_orders == []

    play(tmp_path, scenario)


def test_an_exit_passes_when_everything_is_forbidden(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        desk.trader.quotes.clear()
        desk.service.latches.drop("paper")
        desk.faults.reject = 3
        assert (await desk.ask("close", symbol="ABC"))["verdict"]["decision"] == "allow"
        await desk.settle()
        assert desk.state.held(ABC) == 0
        assert (await desk.ask("close", symbol="ABC"))["verdict"]["reasons"][0]["code"] == "NO_POSITION"

    play(tmp_path, scenario)


def test_a_rejected_exit_is_followed_by_new_ones_five_at_most(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        desk.faults.reject = 9
        await desk.ask("close", symbol="ABC")
        exits = desk.orders(OrderRole.EXIT)
        assert len(exits) == 5
        assert [t.order.limit is not None for t in exits] == [False, True, False, True, False]
        assert desk.state.held(ABC) == 10

    play(tmp_path, scenario)


def test_an_unknown_exit_does_not_block_where_the_venue_has_reduce_only(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        desk.faults.swallow = 1
        await desk.ask("close", symbol="ABC")
        assert desk.orders(OrderRole.EXIT)[0].status is OrderStatus.UNKNOWN
        assert (await desk.ask("close", symbol="ABC"))["verdict"]["decision"] == "allow"
        assert desk.state.held(ABC) == 0

    play(tmp_path, scenario)


def test_elsewhere_an_unknown_exit_that_stays_unknown_halts(tmp_path: Path) -> None:
    faults = Faults(reduce_only=False, brackets=False)

    async def scenario(desk: Rig) -> None:
        await desk.buy()
        desk.faults.swallow, desk.faults.find_silent = 1, 99
        await desk.ask("close", symbol="ABC")
        await desk.ask("close", symbol="ABC")
        await desk.wait(6)
        assert desk.latched() is Switch.HALTED
        assert desk.state.held(ABC) == 10

    play(tmp_path, scenario, faults)


def test_without_brackets_the_desk_places_the_stop_itself(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy(target="120")
        (stop,) = desk.orders(OrderRole.STOP)
        assert (stop.status, stop.order.trigger, stop.remaining) == (OrderStatus.WORKING, 95, 10)
        assert len(desk.orders(OrderRole.TARGET)) == 1
        await desk.wait(4)
        assert desk.shown() is Switch.ACTIVE
        await desk.ask("close", symbol="ABC")
        assert desk.state.live_orders == []

    play(tmp_path, scenario, Faults(brackets=False))


def test_a_rejected_stop_counts_as_none_and_the_position_goes(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        await desk.wait(1)
        assert desk.state.held(ABC) == 0
        assert desk.shown() is Switch.REDUCING
        assert desk.latched() is not None

    play(tmp_path, scenario, Faults(brackets=False, reject_stops=True))


def test_a_stop_without_an_answer_flattens_after_three_seconds(tmp_path: Path) -> None:
    faults = Faults(brackets=False)

    async def scenario(desk: Rig) -> None:
        desk.faults.late = True
        await desk.buy()
        desk.faults.swallow, desk.faults.find_silent, desk.faults.late = 1, 9, False
        desk.venue.release()
        await desk.settle()
        assert desk.orders(OrderRole.STOP)[0].status is OrderStatus.UNKNOWN
        await desk.wait(3)
        assert desk.state.held(ABC) == 0
        assert desk.shown() is Switch.REDUCING

    play(tmp_path, scenario, faults)


def test_the_kill_switch_cancels_flattens_latches_and_survives_a_restart(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        await desk.buy(type="limit", limit="98", stop="90")
        await desk.ask("halt")
        status = (await desk.service.verbs["status"]({}))["accounts"][0]
        assert (status["state"], status["flat"]) == ("HALTED", True)
        await desk.restart()
        assert desk.shown() is Switch.HALTED
        assert (await desk.buy())["verdict"]["reasons"][0]["code"] == "TRADING_HALTED"

    play(tmp_path, scenario)


def test_a_latch_dropped_from_outside_halts_and_only_a_typed_proof_lifts_it(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        desk.service.latches.drop("all")
        await desk.beat()
        assert desk.state.held(ABC) == 0
        asked = await desk.ask("resume")
        assert (asked["verdict"]["decision"], asked["verdict"]["tier"]) == ("needs_approval", "T1")
        for typed in ("000000", "zzzzzz"):
            assert await outcome(desk, asked["ticket"], typed) == "wrong"
        assert await outcome(desk, asked["ticket"], asked["digest"][:6], channel="pipe") == "not_here"
        assert desk.shown() is Switch.HALTED
        again = await desk.ask("resume")
        assert await outcome(desk, again["ticket"], again["digest"][:6]) == "approved"
        assert desk.shown() is Switch.ACTIVE
        assert not desk.service.latches.latched()

    play(tmp_path, scenario)


async def outcome(desk: Rig, ticket: str, typed: str, channel: str = "terminal") -> str:
    """What the desk makes of a typed proof."""
    proof = {"tier": "T1", "channel": channel, "typed": typed}
    answer = await desk.service.verbs["decide"]({"ticket": ticket, "answer": "approve", "proof": proof})
    await desk.settle()
    return str(answer["outcome"])


def test_three_wrong_proofs_lock_the_request(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.ask("halt")
        asked = await desk.ask("resume")
        for _ in range(3):
            assert await outcome(desk, asked["ticket"], "000000") == "wrong"
        assert await outcome(desk, asked["ticket"], asked["digest"][:6]) == "locked"

    play(tmp_path, scenario)


def test_an_order_placed_behind_our_back_reduces_until_it_is_adopted(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        foreign = order("not-ours", "buy", "5", stop="90")
        await desk.trader.link.call(lambda venue: venue.inner.submit(foreign), 1)
        desk.venue.release()
        await desk.settle()
        assert desk.shown() is Switch.REDUCING
        assert desk.state.strangers
        assert desk.state.held(ABC) == 5
        refused = await desk.ask("resume")
        assert refused["verdict"]["reasons"][0]["code"] == "STRANGERS_CHANGED"
        asked = await desk.ask("resume", adopts=list(desk.state.strangers))
        assert await outcome(desk, asked["ticket"], asked["digest"][:6]) == "approved"
        assert desk.shown() is Switch.ACTIVE

    play(tmp_path, scenario)


def test_a_crash_through_the_guard_flattens_by_itself_and_unlocks_at_the_reset(tmp_path: Path) -> None:
    """Two stocks fall overnight through their stops; the daily guard latches until the next reset."""
    market = feed({ABC: ["100", "60", "60", "60"], XYZ: ["100", "100", "100", "100"]})

    async def run() -> None:
        async with rig(tmp_path, market) as desk:
            await desk.buy(quantity="150", stop="95")
            await desk.buy(quantity="10", stop="95", symbol="XYZ")
            await desk.ask("advance", sessions=1)
            assert desk.shown() is Switch.HALTED
            assert not desk.state.holdings
            assert (await desk.buy(symbol="XYZ"))["verdict"]["decision"] == "deny"
            await desk.ask("advance", sessions=1)
            assert desk.shown() is Switch.ACTIVE

    asyncio.run(run())


def test_a_halt_with_the_market_closed_queues_the_exit_and_keeps_the_stop(tmp_path: Path) -> None:
    market = feed({ABC: ["100", "100", "100"]})

    async def run() -> None:
        async with rig(tmp_path, market) as desk:
            await desk.buy()
            closes = desk.trader.tick.session.closes_at
            assert closes is not None
            await desk.ask("advance", to=closes.isoformat())
            assert not desk.trader.tick.session.open
            await desk.ask("halt")
            assert desk.state.held(ABC) == 10
            roles = sorted(t.role for t in desk.state.live_orders)
            assert roles == [OrderRole.EXIT, OrderRole.STOP]
            await desk.ask("advance", sessions=1)
            assert not desk.state.holdings

    asyncio.run(run())


def test_a_resting_exit_does_not_stand_in_the_way_of_leaving(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        await desk.ask("order", symbol="ABC", side="sell", type="limit", quantity="10", limit="110")
        assert (await desk.ask("reduce", symbol="ABC", quantity="4"))["verdict"]["decision"] == "allow"
        assert desk.state.held(ABC) == 6
        await desk.ask("order", symbol="ABC", side="sell", type="limit", quantity="6", limit="110")
        await desk.ask("halt")
        assert desk.state.held(ABC) == 0
        assert desk.state.live_orders == []

    play(tmp_path, scenario)


def test_a_close_takes_a_resting_exit_back_first(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        await desk.ask("order", symbol="ABC", side="sell", type="limit", quantity="10", limit="110")
        assert (await desk.ask("close", symbol="ABC"))["verdict"]["decision"] == "allow"
        assert desk.state.held(ABC) == 0

    play(tmp_path, scenario)


def test_flattening_is_tried_five_times_a_minute_and_again_later(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        desk.faults.reject = 7
        await desk.ask("halt")
        for _ in range(10):
            await desk.wait(1)
            await desk.beat()
        assert len(desk.orders(OrderRole.EXIT)) == 5
        for _ in range(60):
            await desk.wait(1)
            await desk.beat()
        assert desk.state.held(ABC) == 0

    play(tmp_path, scenario)
