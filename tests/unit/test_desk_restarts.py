"""A desk that ends at the wrong moment: what was asked is done once, what is held is protected, all is remembered."""

from pathlib import Path

from policies.values import OrderRole, OrderStatus, Switch
from policies.wire.cases import decode_intent
from tests.fakes.desk_rig import Rig
from tests.fakes.faulty_venue import Faults
from tests.fakes.paper_market import ABC
from tests.unit.test_desk_orders import play


async def cut_short(desk: Rig, kind: str, **fields: object) -> None:
    """Journals a request and ends the desk before it is carried out; another one starts."""
    desk.service.propose(decode_intent(desk.intent(kind, **fields)))
    await desk.restart()
    await desk.settle()


def test_a_close_that_was_cut_short_is_carried_out_by_the_next_desk(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        await cut_short(desk, "close", symbol="ABC")
        assert desk.state.held(ABC) == 0
        await desk.restart()
        assert len(desk.orders(OrderRole.EXIT)) == 1

    play(tmp_path, scenario)


def test_a_reduce_that_was_cut_short_happens_once(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        await cut_short(desk, "reduce", symbol="ABC", quantity="4")
        assert desk.state.held(ABC) == 6
        await desk.restart()
        assert desk.state.held(ABC) == 6

    play(tmp_path, scenario)


def test_a_halt_that_was_cut_short_halts_and_flattens(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        await cut_short(desk, "halt")
        assert desk.shown() is Switch.HALTED
        await desk.beat()
        assert desk.state.held(ABC) == 0

    play(tmp_path, scenario)


def test_an_order_that_was_cut_short_is_doubted_and_released_never_sent(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        given = {"symbol": "ABC", "side": "buy", "type": "market", "quantity": "10", "stop": "95"}
        await cut_short(desk, "order", **given)
        assert desk.orders(OrderRole.ENTRY)[0].status is OrderStatus.UNKNOWN
        await desk.wait(2)
        assert desk.orders(OrderRole.ENTRY)[0].never_arrived
        assert desk.venue.submitted == []

    play(tmp_path, scenario)


def test_a_cancel_that_was_cut_short_is_carried_out(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy(type="limit", limit="98", stop="90")
        (entry,) = desk.orders(OrderRole.ENTRY)
        await cut_short(desk, "cancel", order=entry.order.id)
        assert desk.orders(OrderRole.ENTRY)[0].status is OrderStatus.CANCELLED

    play(tmp_path, scenario)


def test_a_stop_that_died_with_the_desk_is_missed_within_seconds(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        desk.faults.late = True
        await desk.buy()
        desk.faults.late, desk.faults.swallow = False, 1
        desk.venue.release()
        await desk.settle()
        await desk.restart()
        for _ in range(8):
            await desk.wait(1)
            await desk.beat()
        assert desk.state.held(ABC) == 0
        assert desk.latched() is Switch.REDUCING

    play(tmp_path, scenario, Faults(brackets=False))


def test_a_stop_never_sent_is_sent_by_the_heartbeat(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        desk.faults.late = True
        await desk.buy()
        desk.faults.late = False
        desk.trader.desk.start = lambda work, _="": work.close()  # type: ignore[method-assign,assignment,return-value]
        desk.venue.release()
        await desk.settle()
        assert desk.orders(OrderRole.STOP) == []
        del desk.trader.desk.start
        await desk.beat()
        assert desk.orders(OrderRole.STOP)[0].status is OrderStatus.WORKING

    play(tmp_path, scenario, Faults(brackets=False))


def test_the_same_files_give_the_same_desk(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        await desk.ask("reduce", symbol="ABC", quantity="3")
        await desk.ask("advance", sessions=1)
        before = desk.service.desk.state
        await desk.restart()
        after = desk.service.desk.state
        assert after.accounts == before.accounts
        assert after.tickets == before.tickets

    play(tmp_path, scenario)
