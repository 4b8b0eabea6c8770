"""How orders fill: every type against quotes, gaps, liquidity, groups, brackets and expiry."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from policies.values import OrderId, OrderStatus, TimeInForce
from tests.fakes.paper_market import ABC, DAYS, IDX, XYZ, at, feed, fills, go, order, reports, trading
from tools.trading.brokers.paper import PaperVenue
from tools.trading.marketdata.feed import MemoryFeed
from tools.trading.venue import Change, Execution, VenueRejected

FLAT = feed({ABC: ["100"] * 6})
CALM = feed({ABC: ["100", "101", "102", "103", "104", "105"]})
CRASH = feed({ABC: ["100", "80", "80", "80"]})
RALLY = feed({ABC: ["100", "120", "120", "120"]})
SWING = feed({ABC: ["100", "100 120 80 100", "100"]})
THIN = feed({ABC: ["100"] * 3}, volume="1000")


def test_market_orders_fill_at_the_far_side_with_slippage(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        assert (await paper.submit(order("buy", "buy", "10"))).status is OrderStatus.FILLED
        assert (await paper.submit(order("sell", "sell", "10"))).status is OrderStatus.FILLED
        snapshot = await paper.snapshot()
        assert (snapshot.positions, snapshot.orders) == ((), ())
        assert snapshot.balance == 100_000 - Decimal("0.50") - 2

    assert fills(trading(tmp_path, FLAT, scenario)) == [("buy", "10", "100.03"), ("sell", "10", "99.98")]


def test_fees_are_per_unit_with_a_minimum_per_order(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("small", "buy", "1"))
        await paper.submit(order("large", "buy", "1000"))

    told = trading(tmp_path, FLAT, scenario)
    assert [u.fee for u in told if isinstance(u, Execution)] == [1, 5]


@pytest.mark.parametrize(
    ("side", "limit", "price"),
    [("buy", "100.01", "100.01"), ("buy", "105", "100.01"), ("sell", "99.99", "99.99"), ("sell", "90", "99.99")],
)
def test_marketable_limits_fill_at_the_touch_without_slippage(
    tmp_path: Path, side: str, limit: str, price: str
) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("o", side, "10", "limit", limit=limit))

    assert fills(trading(tmp_path, FLAT, scenario)) == [("o", "10", price)]


def test_resting_limits_wait_for_the_touch(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        report = await paper.submit(order("o", "buy", "10", "limit", limit="90"))
        assert (report.status, report.filled, report.price) == (OrderStatus.WORKING, 0, None)
        ticks = await go(paper, at("16:00", DAYS[1]))
        assert any(t.quotes[ABC].ask == 90 for t in ticks if t.quotes)

    assert fills(trading(tmp_path, SWING, scenario)) == [("o", "10", "90.00")]


def test_a_stop_fills_at_its_touch_with_slippage(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("entry", "buy", "10"))
        await paper.submit(order("stop", "sell", "10", "stop", trigger="90", reduce_only=True))
        await go(paper, at("16:00", DAYS[1]))

    assert fills(trading(tmp_path, SWING, scenario))[1:] == [("stop", "10", "89.99")]


@pytest.mark.parametrize(
    ("market", "side", "trigger", "price"), [(CRASH, "sell", "90", "79.98"), (RALLY, "buy", "110", "120.04")]
)
def test_a_stop_that_the_market_jumps_over_fills_at_the_gap(
    tmp_path: Path, market: MemoryFeed, side: str, trigger: str, price: str
) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("entry", "buy" if side == "sell" else "sell", "10"))
        await paper.submit(order("stop", side, "10", "stop", trigger=trigger, reduce_only=True))
        await go(paper, at("10:00", DAYS[1]))

    told = trading(tmp_path, market, scenario)
    assert fills(told)[1:] == [("stop", "10", price)]
    assert [u.at for u in told if isinstance(u, Execution)][1] == at("09:30", DAYS[1])


def test_a_stop_limit_that_gaps_past_its_limit_rests_there(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("o", "buy", "10", "stop_limit", trigger="110", limit="111"))
        await go(paper, at("16:00", DAYS[1]))
        found = await paper.find(OrderId("o"))
        assert found is not None
        assert (found.status, found.reason) == (OrderStatus.WORKING, "triggered")
        with pytest.raises(VenueRejected, match="triggered"):
            await paper.amend(OrderId("o"), Change(trigger=Decimal(112)))
        await paper.amend(OrderId("o"), Change(limit=Decimal(125)))
        await go(paper, at("10:00", DAYS[2]))

    assert fills(trading(tmp_path, RALLY, scenario)) == [("o", "10", "120.02")]


def test_large_orders_fill_in_parts_a_minute_apart(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        report = await paper.submit(order("o", "buy", "25"))
        assert (report.status, report.filled) == (OrderStatus.PARTIAL, 10)
        await paper.submit(order("other", "buy", "1"))
        await go(paper, at("11:00"))

    told = trading(tmp_path, THIN, scenario)
    ours = [u for u in told if isinstance(u, Execution) and u.order == "o"]
    assert [(u.quantity, u.at - at("10:00")) for u in ours] == [
        (10, timedelta(0)),
        (10, timedelta(minutes=1)),
        (5, timedelta(minutes=2)),
    ]
    assert sum(u.fee for u in ours) == 1


def test_a_triggered_stop_stays_a_market_order_when_the_price_returns(tmp_path: Path) -> None:
    market = feed({ABC: ["100", "100 120 80 100", "100"]}, volume="1000")

    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("entry", "buy", "10"))
        await go(paper, at("10:01"))
        await paper.submit(order("more", "buy", "10"))
        await paper.submit(order("stop", "sell", "20", "stop", trigger="81", reduce_only=True))
        await go(paper, at("16:00", DAYS[1]))
        assert (await paper.snapshot()).positions == ()

    assert [q for name, q, _ in fills(trading(tmp_path, market, scenario)) if name == "stop"] == ["10.00", "10.00"]


def test_a_bar_without_volume_sets_no_bound(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        assert (await paper.submit(order("o", "buy", "1000"))).status is OrderStatus.FILLED

    trading(tmp_path, feed({ABC: ["100"]}, volume="0"), scenario)


def test_day_orders_expire_with_their_session(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("today", "buy", "1", "limit", limit="50", tif=TimeInForce.DAY))
        await go(paper, at("16:00"))
        await paper.submit(order("tomorrow", "buy", "1", "limit", limit="50", tif=TimeInForce.DAY))
        await go(paper, at("15:59", DAYS[1]))
        assert [o.order.id for o in (await paper.snapshot()).orders] == ["tomorrow"]
        await go(paper, at("16:00", DAYS[1]))
        assert (await paper.snapshot()).orders == ()

    told = trading(tmp_path, FLAT, scenario)
    assert reports(told, "today") == reports(told, "tomorrow") == ["working", "expired:expired"]


def test_good_till_is_a_step_and_the_end(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("o", "buy", "1", "limit", limit="50", good_till=at("11:11:11")))
        ticks = await go(paper, at("15:00"))
        assert at("11:11:11") in [t.at for t in ticks]
        assert (await paper.snapshot()).orders == ()
        with pytest.raises(VenueRejected, match="too_late"):
            await paper.submit(order("p", "buy", "1", "limit", limit="50", good_till=at("15:00")))

    trading(tmp_path, FLAT, scenario)


def test_orders_placed_while_closed_meet_the_open(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await go(paper, at("20:00"))
        tick = await paper.tick()
        assert (tick.session.open, tick.session.opens_at, tick.quotes) == (False, at("09:30", DAYS[1]), {})
        assert (await paper.submit(order("o", "buy", "10", tif=TimeInForce.DAY))).status is OrderStatus.WORKING
        await go(paper, at("09:30", DAYS[1]))

    assert fills(trading(tmp_path, CALM, scenario)) == [("o", "10", "101.04")]


def test_when_a_bar_touches_both_legs_the_stop_fills_at_its_own_touch(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("entry", "buy", "10", stop="90", target="110"))
        await go(paper, at("16:00", DAYS[1]))
        assert (await paper.snapshot()).positions == ()

    told = trading(tmp_path, SWING, scenario)
    assert fills(told)[1:] == [("entry-stop", "10", "89.99")]
    assert reports(told, "entry-target") == ["working", "cancelled:oco"]


def test_a_target_alone_in_its_bar_fills(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("entry", "buy", "10", stop="79", target="110"))
        await go(paper, at("16:00", DAYS[1]))

    told = trading(tmp_path, SWING, scenario)
    assert fills(told)[1:] == [("entry-target", "10", "110.00")]
    assert reports(told, "entry-stop") == ["working", "cancelled:oco"]


def test_a_marketable_exit_in_the_group_does_not_wait_for_the_stop(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("entry", "buy", "10", stop="90", target="130"))
        await go(paper, at("09:30", DAYS[1]))
        exit_ = order("exit", "sell", "10", "limit", limit="95", reduce_only=True, oco="entry-oco")
        assert (await paper.submit(exit_)).status is OrderStatus.FILLED
        assert (await paper.snapshot()).orders == ()

    trading(tmp_path, SWING, scenario)


def test_a_partial_exit_takes_its_quantity_from_the_legs(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("entry", "buy", "10", stop="90", target="130"))
        await paper.submit(order("exit", "sell", "4", reduce_only=True, oco="entry-oco"))
        assert {o.order.id: o.order.quantity for o in (await paper.snapshot()).orders} == {
            "entry-stop": 6,
            "entry-target": 6,
        }

    trading(tmp_path, FLAT, scenario)


def test_legs_grow_with_their_entry_and_the_first_exit_ends_its_rest(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("entry", "buy", "35", stop="90", target="130"))
        for filled in (10, 20):
            legs = [o for o in (await paper.snapshot()).orders if o.order.reduce_only]
            assert [(o.order.quantity, o.order.oco) for o in legs] == [(filled, "entry-oco")] * 2
            await go(paper, at("10:01"))
        await paper.submit(order("exit", "sell", "5", reduce_only=True, oco="entry-oco"))
        snapshot = await paper.snapshot()
        assert {o.order.id: o.order.quantity for o in snapshot.orders} == {"entry-stop": 15, "entry-target": 15}
        assert snapshot.positions[0].quantity == 15

    told = trading(tmp_path, THIN, scenario)
    assert reports(told, "entry")[-1] == "cancelled:leg_filled"


def test_reduce_only_orders_shrink_with_the_position_and_die_with_it(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("entry", "buy", "10", stop="90", target="130"))
        report = await paper.submit(order("much", "sell", "50", "limit", limit="150", reduce_only=True))
        assert report.order.quantity == 10
        await paper.submit(order("part", "sell", "4"))
        assert {o.order.quantity for o in (await paper.snapshot()).orders} == {6}
        await paper.submit(order("flip", "sell", "7"))
        snapshot = await paper.snapshot()
        assert ([p.quantity for p in snapshot.positions], snapshot.orders) == ([-1], ())

    told = trading(tmp_path, FLAT, scenario)
    assert reports(told, "entry-stop")[-1] == "cancelled:position_gone"


def test_an_entry_that_only_closes_makes_no_legs(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("long", "buy", "10"))
        await paper.submit(order("short", "sell", "4", stop="110"))
        snapshot = await paper.snapshot()
        assert ([p.quantity for p in snapshot.positions], snapshot.orders) == ([6], ())
        await paper.submit(order("flip", "sell", "9", stop="110"))
        assert [(o.order.id, o.order.quantity) for o in (await paper.snapshot()).orders] == [("flip-stop", 3)]

    told = trading(tmp_path, FLAT, scenario)
    assert (reports(told, "short-stop"), reports(told, "flip-stop")) == ([], ["working"])


def test_a_target_that_waits_for_its_stop_is_no_step(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("entry", "buy", "10", stop="90", target="110"))
        assert len(await go(paper, at("16:00", DAYS[1]))) < 12

    trading(tmp_path, SWING, scenario)


def test_a_limit_moved_into_the_market_fills_at_once(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("entry", "buy", "10", stop="90", target="130"))
        await go(paper, at("09:30", DAYS[1]))
        assert (await paper.amend(OrderId("entry-target"), Change(limit=Decimal(95)))).status is OrderStatus.FILLED

    trading(tmp_path, SWING, scenario)


def test_protection_comes_before_entries_however_old(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("again", "buy", "10", "limit", limit="85"))
        await paper.submit(order("entry", "buy", "10", stop="90"))
        await go(paper, at("09:30", DAYS[1]))

    told = trading(tmp_path, CRASH, scenario)
    assert [name for name, _, _ in fills(told)] == ["entry", "entry-stop", "again"]


def test_the_rest_of_an_entry_ends_when_its_position_is_sold_otherwise(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("entry", "buy", "25", stop="90"))
        await paper.submit(order("other", "sell", "10"))
        snapshot = await paper.snapshot()
        assert (snapshot.positions, snapshot.orders) == ((), ())

    told = trading(tmp_path, THIN, scenario)
    assert reports(told, "entry")[-1] == "cancelled:leg_ended"


def test_an_entry_that_closes_first_protects_what_it_opens(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("long", "buy", "5"))
        await paper.submit(order("short", "sell", "25", stop="110"))
        assert [o.order.quantity for o in (await paper.snapshot()).orders if o.order.reduce_only] == [5]
        await go(paper, at("11:00"))
        assert [o.order.quantity for o in (await paper.snapshot()).orders] == [20]

    told = trading(tmp_path, THIN, scenario)
    assert reports(told, "short-stop") == ["working", "working:resized", "working:resized"]


def test_a_position_that_flips_stands_at_its_new_price(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("long", "buy", "5"))
        await go(paper, at("10:00", DAYS[3]))
        flip = await paper.submit(order("flip", "sell", "8"))
        assert [(p.quantity, p.price) for p in (await paper.snapshot()).positions] == [(-3, flip.price)]

    trading(tmp_path, CALM, scenario)


def test_averages_and_realised_profit(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("a", "buy", "1", "limit", limit="200"))
        await go(paper, at("10:00", DAYS[1]))
        await paper.submit(order("b", "buy", "2", "limit", limit="200"))
        snapshot = await paper.snapshot()
        assert [p.price for p in snapshot.positions] == [Decimal("100.68333333")]
        assert snapshot.balance == 99_998
        await go(paper, at("10:00", DAYS[2]))
        await paper.submit(order("c", "sell", "1", "limit", limit="50"))
        snapshot = await paper.snapshot()
        assert snapshot.balance == 99_997 + Decimal("101.98") - Decimal("100.68333333")
        await paper.submit(order("d", "sell", "2", "limit", limit="50"))
        assert (await paper.snapshot()).balance == 99_996 + 3 * Decimal("101.98") - Decimal("302.05")

    trading(tmp_path, CALM, scenario)


def test_updates_come_execution_first(tmp_path: Path) -> None:
    async def scenario(paper: PaperVenue) -> None:
        await paper.submit(order("o", "buy", "10", stop="90"))

    told = trading(tmp_path, FLAT, scenario)
    names = [u.id if isinstance(u, Execution) else f"{u.order.id} {u.status}" for u in told]
    assert names == ["o working", "paper-1", "o filled", "o-stop working"]


def test_bad_orders_are_rejected_and_leave_no_trace(tmp_path: Path) -> None:
    good = order("o", "buy", "10", "limit", limit="90")
    bad = {
        "unknown_instrument": [replace(good, symbol=XYZ), replace(good, symbol=IDX)],
        "bad_number": [replace(good, quantity=Decimal(n)) for n in ("0", "-1", "NaN", "Infinity", "1E+10", "1E+999")]
        + [replace(good, limit=Decimal(n)) for n in ("0", "-1", "NaN", "sNaN", "1E+13")],
        "bad_step": [replace(good, quantity=Decimal("0.001")), replace(good, limit=Decimal("1E-9"))],
        "bad_prices": [replace(good, limit=None), replace(good, trigger=Decimal(1)), order("o", "buy", "1", "stop")],
        "bad_bracket": [
            replace(good, stop=Decimal(90)),
            replace(good, target=Decimal(89)),
            order("o", "sell", "1", stop="90", target="110"),
            replace(good, stop=Decimal(80), reduce_only=True),
        ],
        "bad_id": [replace(good, id=OrderId(i)) for i in ("", "x" * 201, "a\nb")] + [replace(good, oco="\x00")],
        "no_position": [replace(good, reduce_only=True)],
    }

    async def scenario(paper: PaperVenue) -> None:
        for code, orders in bad.items():
            for each in orders:
                with pytest.raises(VenueRejected, match=code):
                    await paper.submit(each)
        assert await paper.find(OrderId("o")) is None

    market = feed({ABC: ["100"], IDX: ["20"]})
    assert trading(tmp_path, market, scenario) == []
