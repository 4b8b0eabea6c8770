"""What every venue owes the desk, numbered; one suite over every adapter of the Broker port.

To add an adapter: one line in ADAPTERS, a factory that gives an unopened venue whose market is open at a steady
price near 100 for `ABC`, whose account is flat and holds 100,000, and whose book survives in the folder given.
"""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path

import pytest

from policies.values import OrderId, OrderStatus, Symbol
from tests.fakes.faulty_venue import FaultyVenue
from tests.fakes.paper_market import ABC, feed, order, venue
from tools.trading.venue import Broker, Change, Execution, OrderReport, Replay, Update, VenueRejected, leg_id

Factory = Callable[[Path], Broker]
Scenario = Callable[[Broker, list[Update]], Awaitable[None]]
STEADY = feed({ABC: ["100"] * 6})

ADAPTERS: dict[str, Factory] = {
    "paper": lambda folder: venue(folder, STEADY),
    "faulty": lambda folder: FaultyVenue(venue(folder, STEADY), strict=False),
}


@pytest.fixture(params=sorted(ADAPTERS))
def play(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Scenario], None]:
    """Runs a scenario on an open venue, with the list of everything it tells."""
    make = ADAPTERS[request.param]

    async def run(scenario: Scenario) -> None:
        told: list[Update] = []
        broker = make(tmp_path)
        broker.listen(told.append)
        await broker.open()
        try:
            await scenario(broker, told)
        finally:
            await broker.close()

    return lambda scenario: asyncio.run(run(scenario))


Play = Callable[[Scenario], None]


def needs(held: bool, trait: str) -> None:
    """Skips by name what an adapter says that it cannot do."""
    if not held:
        pytest.skip(f"this venue declares no {trait}")


def test_01_the_market_now(play: Play) -> None:
    async def scenario(broker: Broker, _: list[Update]) -> None:
        tick, instruments = await broker.tick(), await broker.instruments()
        assert tick.session.open
        assert tick.at.utcoffset() is not None
        assert set(tick.quotes) <= set(instruments)
        assert tick.quotes[ABC].sound
        assert tick.quotes[ABC].at <= tick.at

    play(scenario)


def test_02_a_fresh_account_is_flat(play: Play) -> None:
    async def scenario(broker: Broker, told: list[Update]) -> None:
        snapshot = await broker.snapshot()
        assert (snapshot.balance, snapshot.positions, snapshot.orders) == (100_000, (), ())
        assert await broker.executions(None) == ()
        assert told == []

    play(scenario)


def test_03_bars_are_complete_and_ascending(play: Play) -> None:
    async def scenario(broker: Broker, _: list[Update]) -> None:
        bars, now = await broker.bars(ABC, 3), (await broker.tick()).at
        assert len(bars) <= 3
        assert [b.day for b in bars] == sorted({b.day for b in bars})
        assert all(b.day < now.date() for b in bars)
        assert await broker.bars(Symbol("NO-SUCH"), 3) == ()

    play(scenario)


def test_04_a_market_order_fills_and_is_told_execution_first(play: Play) -> None:
    async def scenario(broker: Broker, told: list[Update]) -> None:
        report = await broker.submit(order("o", "buy", "10"))
        assert (report.order.id, report.status, report.filled) == ("o", OrderStatus.FILLED, 10)
        executions = [u for u in told if isinstance(u, Execution)]
        assert sum(e.quantity for e in executions) == 10
        assert executions == list(await broker.executions(None))
        first = told.index(executions[0])
        assert not [u for u in told[:first] if isinstance(u, OrderReport) and u.filled]
        snapshot = await broker.snapshot()
        assert [(p.symbol, p.quantity, p.price) for p in snapshot.positions] == [(ABC, 10, report.price)]
        assert snapshot.balance == 100_000 - sum(e.fee for e in executions)

    play(scenario)


def test_05_executions_have_ids_of_their_own_and_can_be_asked_since(play: Play) -> None:
    async def scenario(broker: Broker, _: list[Update]) -> None:
        for name in ("a", "b", "c"):
            await broker.submit(order(name, "buy", "1"))
        executions = await broker.executions(None)
        assert len({e.id for e in executions}) == len(executions) == 3
        assert await broker.executions(executions[-1].at) == tuple(e for e in executions if e.at >= executions[-1].at)

    play(scenario)


def test_06_a_known_id_is_answered_and_not_placed_again(play: Play) -> None:
    async def scenario(broker: Broker, told: list[Update]) -> None:
        first = await broker.submit(order("o", "buy", "10"))
        heard = list(told)
        assert await broker.submit(order("o", "sell", "99")) == first
        assert told == heard
        assert (await broker.snapshot()).positions[0].quantity == 10

    play(scenario)


def test_07_find_tells_working_and_final_orders_and_none_of_unknown(play: Play) -> None:
    async def scenario(broker: Broker, _: list[Update]) -> None:
        resting = await broker.submit(order("rest", "buy", "10", "limit", limit="50"))
        filled = await broker.submit(order("fill", "buy", "10"))
        assert await broker.find(OrderId("rest")) == resting
        assert await broker.find(OrderId("fill")) == filled
        assert await broker.find(OrderId("never")) is None

    play(scenario)


def test_08_the_snapshot_holds_what_works_and_nothing_final(play: Play) -> None:
    async def scenario(broker: Broker, _: list[Update]) -> None:
        await broker.submit(order("rest", "buy", "10", "limit", limit="50"))
        await broker.submit(order("gone", "buy", "10", "limit", limit="51"))
        await broker.submit(order("fill", "buy", "10"))
        await broker.cancel(OrderId("gone"))
        assert [o.order.id for o in (await broker.snapshot()).orders] == ["rest"]

    play(scenario)


def test_09_a_cancel_ends_an_order_once_and_is_told(play: Play) -> None:
    async def scenario(broker: Broker, told: list[Update]) -> None:
        await broker.submit(order("rest", "buy", "10", "limit", limit="50"))
        report = await broker.cancel(OrderId("rest"))
        assert report.status is OrderStatus.CANCELLED
        assert told[-1] == report
        assert await broker.cancel(OrderId("rest")) == report

    play(scenario)


def test_10_a_cancel_that_comes_after_the_fill_reports_the_fill(play: Play) -> None:
    async def scenario(broker: Broker, _: list[Update]) -> None:
        filled = await broker.submit(order("o", "buy", "10"))
        assert await broker.cancel(OrderId("o")) == filled

    play(scenario)


def test_11_cancelling_an_id_never_seen_is_refused(play: Play) -> None:
    async def scenario(broker: Broker, _: list[Update]) -> None:
        with pytest.raises(VenueRejected):
            await broker.cancel(OrderId("never"))

    play(scenario)


def test_12_impossible_orders_are_refused_and_unknown_afterwards(play: Play) -> None:
    async def scenario(broker: Broker, told: list[Update]) -> None:
        for bad in (
            order("bad", "buy", "10", symbol=Symbol("NO-SUCH")),
            order("bad", "buy", "-1"),
            order("bad", "buy", "NaN"),
            order("bad", "buy", "10", "limit", limit="-5"),
            order("bad", "buy", "10", "limit"),
        ):
            with pytest.raises(VenueRejected):
                await broker.submit(bad)
        assert await broker.find(OrderId("bad")) is None
        assert told == []

    play(scenario)


def test_13_an_amend_changes_terms_in_place(play: Play) -> None:
    async def scenario(broker: Broker, _: list[Update]) -> None:
        await broker.submit(order("o", "buy", "10", "limit", limit="50"))
        report = await broker.amend(OrderId("o"), Change(limit=Decimal(55), quantity=Decimal(8)))
        assert (report.order.limit, report.order.quantity, report.status) == (55, 8, OrderStatus.WORKING)
        assert await broker.find(OrderId("o")) == report

    play(scenario)


def test_14_a_final_order_cannot_be_amended(play: Play) -> None:
    async def scenario(broker: Broker, _: list[Update]) -> None:
        await broker.submit(order("o", "buy", "10"))
        with pytest.raises(VenueRejected):
            await broker.amend(OrderId("o"), Change(quantity=Decimal(20)))

    play(scenario)


def test_15_reduce_only_needs_a_position_and_never_exceeds_it(play: Play) -> None:
    async def scenario(broker: Broker, _: list[Update]) -> None:
        needs(broker.traits.reduce_only, "reduce-only")
        with pytest.raises(VenueRejected):
            await broker.submit(order("o", "sell", "10", reduce_only=True))
        await broker.submit(order("entry", "buy", "10"))
        with pytest.raises(VenueRejected):
            await broker.submit(order("more", "buy", "10", reduce_only=True))
        await broker.submit(order("exit", "sell", "25", reduce_only=True))
        assert (await broker.snapshot()).positions == ()

    play(scenario)


def test_16_reduce_only_orders_die_with_the_position(play: Play) -> None:
    async def scenario(broker: Broker, _: list[Update]) -> None:
        needs(broker.traits.reduce_only, "reduce-only")
        await broker.submit(order("entry", "buy", "10"))
        await broker.submit(order("stop", "sell", "10", "stop", trigger="80", reduce_only=True))
        await broker.submit(order("exit", "sell", "10", reduce_only=True))
        stop = await broker.find(OrderId("stop"))
        assert stop is not None
        assert stop.status is OrderStatus.CANCELLED

    play(scenario)


def test_17_a_bracket_brings_its_legs_with_the_fill(play: Play) -> None:
    async def scenario(broker: Broker, told: list[Update]) -> None:
        needs(broker.traits.brackets, "brackets")
        await broker.submit(order("e", "buy", "10", stop="80", target="120"))
        legs = {o.order.id: o.order for o in (await broker.snapshot()).orders}
        stop, target = legs[leg_id(OrderId("e"), "stop")], legs[leg_id(OrderId("e"), "target")]
        assert (stop.trigger, target.limit) == (80, 120)
        assert {stop.quantity, target.quantity} == {10}
        assert {stop.oco, target.oco} == {"e-oco"}
        assert stop.reduce_only
        assert target.reduce_only
        assert {stop.id, target.id} <= {u.order.id for u in told if isinstance(u, OrderReport)}

    play(scenario)


def test_18_an_unfilled_bracket_has_no_legs_and_leaves_none(play: Play) -> None:
    async def scenario(broker: Broker, _: list[Update]) -> None:
        needs(broker.traits.brackets, "brackets")
        await broker.submit(order("e", "buy", "10", "limit", limit="50", stop="40"))
        assert [o.order.id for o in (await broker.snapshot()).orders] == ["e"]
        await broker.cancel(OrderId("e"))
        assert (await broker.snapshot()).orders == ()

    play(scenario)


def test_19_the_protection_of_a_filled_entry_moves_its_legs(play: Play) -> None:
    async def scenario(broker: Broker, _: list[Update]) -> None:
        needs(broker.traits.brackets, "brackets")
        await broker.submit(order("e", "buy", "10", stop="80", target="120"))
        await broker.amend(OrderId("e"), Change(stop=Decimal(85)))
        stop = await broker.find(leg_id(OrderId("e"), "stop"))
        assert stop is not None
        assert (stop.order.trigger, stop.status) == (85, OrderStatus.WORKING)

    play(scenario)


def test_20_an_exit_in_the_group_takes_the_legs_with_it(play: Play) -> None:
    async def scenario(broker: Broker, _: list[Update]) -> None:
        needs(broker.traits.brackets and broker.traits.reduce_only, "brackets and reduce-only")
        await broker.submit(order("e", "buy", "10", stop="80", target="120"))
        await broker.submit(order("part", "sell", "4", reduce_only=True, oco="e-oco"))
        assert {o.order.quantity for o in (await broker.snapshot()).orders} == {6}
        await broker.submit(order("rest", "sell", "6", reduce_only=True, oco="e-oco"))
        snapshot = await broker.snapshot()
        assert (snapshot.positions, snapshot.orders) == ((), ())

    play(scenario)


def test_21_the_book_survives_closing_and_opening(play: Play) -> None:
    async def scenario(broker: Broker, _: list[Update]) -> None:
        await broker.submit(order("e", "buy", "10", stop="80", target="120"))
        await broker.submit(order("rest", "buy", "10", "limit", limit="50"))
        before = (await broker.snapshot(), await broker.executions(None), await broker.find(OrderId("e")))
        await broker.close()
        await broker.open()
        assert (await broker.snapshot(), await broker.executions(None), await broker.find(OrderId("e"))) == before

    play(scenario)


def test_22_replay_moves_forward_only_and_tells_where_it_is(play: Play) -> None:
    async def scenario(broker: Broker, _: list[Update]) -> None:
        needs(broker.traits.replay, "replay")
        replay: Replay = broker  # type: ignore[assignment]
        now, until = (await replay.tick()).at, await replay.target(2)
        assert until is not None
        assert await replay.obstacle(2) is None
        last = now
        while (tick := await replay.step(until)) is not None:
            assert last < tick.at <= until
            assert tick == await replay.tick()
            last = tick.at
        assert (await replay.tick()).at == until
        assert await replay.step(now) is None

    play(scenario)


def test_23_replay_ends_where_the_data_end(play: Play) -> None:
    async def scenario(broker: Broker, _: list[Update]) -> None:
        needs(broker.traits.replay, "replay")
        replay: Replay = broker  # type: ignore[assignment]
        assert await replay.target(10_000) is None
        assert await replay.obstacle(10_000) == "data_end"

    play(scenario)
