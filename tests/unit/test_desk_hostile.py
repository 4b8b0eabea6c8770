"""Venues that lie, people who race, disks that fill: the account stays safe and the desk says what it knows."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from policies.limits import Effect
from policies.values import OrderId, OrderRole, OrderStatus, Switch
from tests.fakes.desk_rig import Rig, rig
from tests.fakes.faulty_venue import Faults
from tests.fakes.paper_market import ABC, XYZ, feed, order
from tests.unit.test_desk_exits import outcome
from tests.unit.test_desk_orders import play
from tools.desk.engine import updates, watching
from tools.desk.engine.reconciling import reconcile
from tools.desk.record.journal import JournalFull
from tools.errors import Refused
from tools.trading.venue import Execution, OrderReport


def test_a_soft_halt_never_softens_a_hard_latch(tmp_path: Path) -> None:
    market = feed({ABC: ["100", "60", "60", "60"]})

    async def run() -> None:
        async with rig(tmp_path, market) as desk:
            await desk.buy(quantity="150")
            watching.latch(desk.trader, Switch.REDUCING, "left without protection")
            await desk.ask("advance", sessions=1)
            latch = desk.state.latch
            assert latch is not None
            assert (latch.state, latch.effect) == (Switch.HALTED, Effect.HARD)
            await desk.ask("advance", sessions=1)
            assert desk.shown() is Switch.HALTED

    asyncio.run(run())


def test_a_halt_voids_a_resume_that_waits(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.ask("halt")
        asked = await desk.ask("resume")
        await desk.ask("halt")
        assert await outcome(desk, asked["ticket"], asked["digest"][:6]) == "changed"
        asked = await desk.ask("resume")
        desk.service.latches.drop("all")
        assert await outcome(desk, asked["ticket"], asked["digest"][:6]) == "changed"
        assert desk.service.latches.latched() == {"all"}
        assert desk.shown() is Switch.HALTED

    play(tmp_path, scenario)


def test_no_resume_while_the_desk_still_flattens(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.ask("halt")
        asked = await desk.ask("resume")
        async with desk.trader.flattening:
            with pytest.raises(Refused, match="still flattening"):
                await outcome(desk, asked["ticket"], asked["digest"][:6])

    play(tmp_path, scenario)


@pytest.mark.parametrize(
    "lie",
    [
        {"quantity": Decimal(0)},
        {"quantity": Decimal(-5)},
        {"price": Decimal("NaN")},
        {"price": Decimal("0.0000000000001")},
        {"fee": Decimal("Infinity")},
    ],
)
def test_a_fill_that_cannot_be_true_is_shown_and_never_written(tmp_path: Path, lie: dict[str, Any]) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        (entry,) = desk.orders(OrderRole.ENTRY)
        true = next(iter(desk.state.fills.values()))
        updates.deliver(desk.trader, [replace(true, id="lie", **lie)])
        assert (entry.order.quantity, desk.state.held(ABC)) == (10, 10)
        assert "fill:lie" in desk.state.strangers
        assert desk.shown() is Switch.REDUCING
        await desk.restart()
        assert desk.state.held(ABC) == 10

    play(tmp_path, scenario)


def test_an_overfill_and_a_fill_after_the_end_reduce(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        true = next(iter(desk.state.fills.values()))
        more: Execution = replace(true, id="more", quantity=Decimal(1))
        updates.deliver(desk.trader, [more])
        assert any(s.startswith("overfill:") for s in desk.state.strangers)
        assert desk.state.held(ABC) == 11
        assert desk.shown() is Switch.REDUCING
        await reconcile(desk.trader)
        assert desk.state.held(ABC) == 10
        assert "position:ABC" in desk.state.strangers

    play(tmp_path, scenario)


def test_an_order_that_ended_for_us_and_works_at_the_venue_is_counted(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy(type="limit", limit="98", stop="90")
        (entry,) = desk.orders(OrderRole.ENTRY)
        assert entry.status is OrderStatus.REJECTED
        await desk.trader.link.call(lambda venue: venue.inner.submit(entry.order), 1)
        await reconcile(desk.trader)
        await desk.settle()
        assert desk.orders(OrderRole.ENTRY)[0].live
        assert f"order:{entry.order.id}" in desk.state.strangers
        assert desk.shown() is Switch.REDUCING

    play(tmp_path, scenario, Faults(reject=1))


def test_two_amends_in_one_tick_are_judged_together(tmp_path: Path) -> None:
    """Each alone fits, both do not: the second sees the first before any venue has answered."""

    async def scenario(desk: Rig) -> None:
        await desk.buy(quantity="100", type="limit", limit="98", stop="90")
        await desk.buy(quantity="100", type="limit", limit="97", stop="90")
        first, second = desk.orders(OrderRole.ENTRY)
        asks = [desk.intent("amend", order=o.order.id, quantity="150") for o in (first, second)]
        answers = [await desk.service.verbs["amend"]({"intent": ask}) for ask in asks]
        await desk.settle()
        assert [a["verdict"]["decision"] for a in answers] == ["allow", "deny"]
        assert [t.order.quantity for t in desk.orders(OrderRole.ENTRY)] == [150, 100]
        assert all(t.changing is None for t in desk.orders(OrderRole.ENTRY))

    play(tmp_path, scenario)


def test_a_sell_order_waits_for_an_unknown_exit_where_nothing_else_prevents_a_flip(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        desk.faults.lose, desk.faults.find_silent = 1, 99
        await desk.ask("close", symbol="ABC")
        await desk.ask("order", symbol="ABC", side="sell", type="market", quantity="10")
        await desk.wait(6)
        book = await desk.trader.link.call(lambda venue: venue.snapshot(), 1)
        assert book.positions == ()

    play(tmp_path, scenario, Faults(brackets=False, reduce_only=False, late=False))


def test_protection_shrinks_with_the_position_where_the_venue_does_not_do_it(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy(target="120")
        await desk.ask("reduce", symbol="ABC", quantity="4")
        legs = desk.orders(OrderRole.STOP) + desk.orders(OrderRole.TARGET)
        assert [leg.remaining for leg in legs] == [6, 6]
        await desk.ask("close", symbol="ABC")
        assert desk.state.live_orders == []

    play(tmp_path, scenario, Faults(brackets=False, reduce_only=False))


def test_a_stop_keeps_covering_what_it_covers(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        (stop,) = desk.orders(OrderRole.STOP)
        answer = await desk.ask("amend", order=stop.order.id, quantity="0.01")
        assert answer["verdict"]["reasons"][0]["code"] == "STOP_STAYS"

    play(tmp_path, scenario)


def test_a_stop_that_the_venue_lost_is_missed_and_the_position_goes(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        (stop,) = desk.orders(OrderRole.STOP)
        await desk.trader.link.call(lambda venue: venue.inner.cancel(stop.order.id), 1)
        desk.venue.release()
        for _ in range(5):
            await desk.wait(1)
            await desk.beat()
        assert desk.state.held(ABC) == 0
        assert desk.latched() is Switch.REDUCING

    play(tmp_path, scenario)


def test_one_old_price_does_not_switch_the_guard_off(tmp_path: Path) -> None:
    market = feed({ABC: ["100", "100"], XYZ: ["50", "50"]})

    async def run() -> None:
        async with rig(tmp_path, market) as desk:
            await desk.buy(quantity="150")
            await desk.buy(quantity="10", symbol="XYZ", stop="48")
            trader = desk.trader
            old = trader.quotes[XYZ]
            trader.quotes[XYZ] = replace(old, at=old.at - timedelta(seconds=60))
            assert watching.observe(trader).state is Switch.REDUCING
            trader.quotes[ABC] = replace(trader.quotes[ABC], bid=Decimal(60), ask=Decimal(60))
            assert watching.observe(trader).state is Switch.HALTED
            await desk.settle()
            assert not desk.state.holdings

    asyncio.run(run())


def test_a_clock_behind_the_journal_keeps_the_account_reducing(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.beat()
        desk.clock.wall -= timedelta(days=300)
        for _ in range(4):
            await desk.beat()
            assert desk.shown() is Switch.REDUCING
        assert "behind the journal" in (desk.state.cause or "")
        desk.clock.wall += timedelta(days=300)
        await desk.beat()
        assert "jumped" in (desk.state.cause or "")
        await desk.wait(61)
        await desk.beat()
        assert desk.shown() is Switch.ACTIVE

    play(tmp_path, scenario)


def test_a_full_disk_takes_nothing_new_and_still_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        journal, reserve = desk.service.desk.journal, desk.service.desk.reserve
        real = journal.append

        def full(entries: Any, at: Any) -> Any:
            if reserve is not None and reserve.exists():
                raise JournalFull("no space")
            return real(entries, at)

        monkeypatch.setattr(journal, "append", full)
        assert (await desk.ask("close", symbol="ABC"))["verdict"]["decision"] == "allow"
        assert desk.state.held(ABC) == 0
        with pytest.raises(JournalFull, match="only what lowers risk"):
            await desk.buy()

    play(tmp_path, scenario)


def test_a_flood_of_denials_is_answered_but_not_written_for_ever(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        for _ in range(650):
            answer = await desk.service.verbs["close"]({"intent": desk.intent("close", symbol="XYZ")})
            assert answer["verdict"]["decision"] == "deny"
        assert desk.service.desk.journal.head.n < 620
        assert (await desk.buy())["verdict"]["decision"] == "allow"

    play(tmp_path, scenario)


def test_a_task_that_fails_brings_the_account_back_to_its_venue(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        async def fails() -> None:
            raise JournalFull("no space")

        desk.service.desk.start(fails())
        await desk.settle()
        assert desk.service.desk.troubles.total() == 1
        foreign = order("behind-our-back", "buy", "5", stop="90")
        desk.faults.drop = True
        await desk.trader.link.call(lambda venue: venue.inner.submit(foreign), 1)
        desk.faults.drop = False
        desk.venue._held.clear()
        await desk.service.verbs["status"]({})
        await desk.beat()
        assert desk.state.held(ABC) == 5

    play(tmp_path, scenario)


def test_a_look_up_answered_with_another_order_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        other = replace(desk.orders(OrderRole.ENTRY)[0].order, id=OrderId("never-heard-of"))

        async def wrong(wanted: OrderId) -> OrderReport:
            return OrderReport(order=other, status=OrderStatus.WORKING, at=desk.trader.tick.at)

        monkeypatch.setattr(desk.venue, "find", wrong)
        desk.faults.swallow = 1
        await desk.buy(stop="94")
        await desk.wait(5)
        assert desk.orders(OrderRole.ENTRY)[1].status is OrderStatus.UNKNOWN
        assert desk.service.desk.troubles.total() == 0

    play(tmp_path, scenario)
