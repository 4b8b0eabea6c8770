"""The life of an order at the desk: allowed once, protected, doubted, released, never doubled."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path

from policies.values import OrderRole, OrderStatus, Switch
from tests.fakes.desk_rig import Rig, rig
from tests.fakes.faulty_venue import Faults
from tests.fakes.paper_market import ABC, feed
from tools.desk.record.fold import fold

CALM = {ABC: ["100", "100", "100 101 99 100", "100"]}
Scenario = Callable[[Rig], Awaitable[None]]


def play(folder: Path, scenario: Scenario, faults: Faults | None = None) -> None:
    """Runs a scenario on a fresh desk over a calm market."""

    async def run() -> None:
        async with rig(folder, feed(CALM), faults) as desk:
            await scenario(desk)
            journal = desk.service.desk.journal
            rows = journal.tail(journal.head.n)
            assert fold(rows) == desk.service.desk.state

    asyncio.run(run())


def test_an_order_is_allowed_sent_filled_and_protected(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        answer = await desk.buy()
        assert answer["verdict"]["decision"] == "allow"
        assert desk.state.held(ABC) == 10
        (stop,) = desk.orders(OrderRole.STOP)
        assert (stop.status, stop.order.trigger, stop.remaining) == (OrderStatus.WORKING, 95, 10)
        assert desk.shown() is Switch.ACTIVE

    play(tmp_path, scenario)


def test_a_known_intent_gets_its_first_answer_and_acts_no_more(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        first = await desk.buy(intent_id="same")
        again = await desk.buy(intent_id="same", quantity="999")
        assert again == {**first, "again": True}
        await desk.restart()
        after = await desk.buy(intent_id="same")
        assert after["ticket"] == first["ticket"]
        assert desk.state.held(ABC) == 10

    play(tmp_path, scenario)


def test_a_lost_answer_is_unknown_until_the_look_up_finds_it(tmp_path: Path) -> None:
    faults = Faults(lose=1, drop=True)

    async def scenario(desk: Rig) -> None:
        await desk.buy()
        (entry,) = desk.orders(OrderRole.ENTRY)
        assert entry.status is OrderStatus.UNKNOWN
        worst = (await desk.service.verbs["status"]({}))["accounts"][0]["worst_case"]
        assert Decimal(worst) > 0
        faults.drop = False
        await desk.wait(1)
        assert desk.orders(OrderRole.ENTRY)[0].status is not OrderStatus.UNKNOWN

    play(tmp_path, scenario, faults)


def test_two_complete_answers_without_it_release_the_risk(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        await desk.wait(1)
        assert desk.orders(OrderRole.ENTRY)[0].status is OrderStatus.UNKNOWN
        await desk.wait(1)
        (entry,) = desk.orders(OrderRole.ENTRY)
        assert entry.never_arrived
        assert desk.venue.submitted == [entry.order]

    play(tmp_path, scenario, Faults(swallow=1))


def test_incomplete_look_ups_count_for_nothing_and_a_minute_of_doubt_reduces(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        await desk.wait(59)
        assert desk.orders(OrderRole.ENTRY)[0].status is OrderStatus.UNKNOWN
        assert desk.latched() is None
        await desk.wait(12)
        assert desk.latched() is Switch.REDUCING
        assert (await desk.buy())["verdict"]["decision"] == "deny"

    play(tmp_path, scenario, Faults(swallow=1, find_silent=99))


def test_a_fill_of_what_never_arrived_halts(tmp_path: Path) -> None:
    faults = Faults(swallow=1, late=True)

    async def scenario(desk: Rig) -> None:
        await desk.buy()
        await desk.wait(2)
        (entry,) = desk.orders(OrderRole.ENTRY)
        assert entry.never_arrived
        await desk.trader.link.call(lambda venue: venue.inner.submit(desk.venue.submitted[0]), 1)
        desk.venue.release()
        await desk.settle()
        assert desk.latched() is Switch.HALTED

    play(tmp_path, scenario, faults)


def test_a_rejected_order_is_final_and_five_in_a_minute_reduce(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        for turn in range(5):
            await desk.buy(stop=str(90 + turn))
        assert {t.status for t in desk.orders(OrderRole.ENTRY)} == {OrderStatus.REJECTED}
        assert desk.shown() is Switch.REDUCING

    play(tmp_path, scenario, Faults(reject=5))


def test_duplicated_and_reordered_updates_change_nothing(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        assert desk.state.held(ABC) == 10
        assert desk.shown() is Switch.ACTIVE
        assert [t.status for t in desk.orders(OrderRole.ENTRY)] == [OrderStatus.FILLED]

    play(tmp_path, scenario, Faults(duplicate=True, reorder=True))


def test_late_updates_arrive_after_the_answer(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        assert desk.state.held(ABC) == 0
        desk.venue.release()
        await desk.settle()
        assert desk.state.held(ABC) == 10
        assert desk.shown() is Switch.ACTIVE

    play(tmp_path, scenario, Faults(late=True))


def test_lost_updates_are_caught_up_by_reconciling(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        assert desk.state.held(ABC) == 0
        desk.faults.drop = False
        await desk.restart()
        assert desk.state.held(ABC) == 10
        assert not desk.state.strangers
        assert desk.shown() is Switch.ACTIVE

    play(tmp_path, scenario, Faults(drop=True))


def test_a_preview_reserves_and_writes_nothing(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        rows = desk.service.desk.journal.head.n
        given = {"symbol": "ABC", "side": "buy", "type": "market", "quantity": "10", "stop": "95"}
        answer = await desk.service.verbs["preview"]({"intent": desk.intent("order", **given)})
        assert answer["verdict"]["decision"] == "allow"
        assert Decimal(answer["worst_case"]["after"]) > 0
        assert desk.service.desk.journal.head.n == rows

    play(tmp_path, scenario)


def test_an_amend_that_tightens_the_stop_passes_while_halted_reducing_or_not(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        (stop,) = desk.orders(OrderRole.STOP)
        assert (await desk.ask("amend", order=stop.order.id, stop="97"))["verdict"]["decision"] == "allow"
        assert desk.orders(OrderRole.STOP)[0].order.trigger == 97
        wider = await desk.ask("amend", order=stop.order.id, stop="85")
        assert wider["verdict"]["decision"] == "allow"
        assert (await desk.ask("cancel", order=stop.order.id))["verdict"]["reasons"][0]["code"] == "STOP_STAYS"

    play(tmp_path, scenario)


def test_cancelling_everything_keeps_protection(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        await desk.buy(type="limit", limit="98", stop="90")
        await desk.ask("cancel", order="all")
        assert [t.role for t in desk.state.live_orders] == [OrderRole.STOP]

    play(tmp_path, scenario)


def test_orders_wait_for_each_other_in_the_worst_case(tmp_path: Path) -> None:
    """Each alone fits, together they do not: only as many as fit jointly are allowed."""

    async def scenario(desk: Rig) -> None:
        decisions = [
            (await desk.buy(quantity="200", type="limit", limit=str(98 - n), stop="80"))["verdict"]["decision"]
            for n in range(4)
        ]
        assert decisions[0] == "allow"
        assert decisions[-1] == "deny"
        status = (await desk.service.verbs["status"]({}))["accounts"][0]
        assert Decimal(status["worst_case"]) <= Decimal(status["limits"][0]["headroom"])

    play(tmp_path, scenario)
