"""When the kernel says leave: before a programme's day ends, before a release, before a reset that would hurt."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from policies.firms.terms import FlatBy, News, Terms
from policies.limits import Amount, Basis, DailyReference, DailyRule, Effect, Measure, Reset
from policies.values import OrderRole, OrderStatus, Switch
from tests.fakes.desk_rig import Rig, rig
from tests.fakes.faulty_venue import Faults
from tests.fakes.paper_market import ABC, DAYS, XYZ, at, feed
from tools.desk.engine import watching

FLAT = FlatBy(zone="America/New_York", at=time(15, 0), until=time(18, 0), margin_s=300)
RELEASE = at("12:00").astimezone(UTC)
NEWS = News(before_s=120, after_s=120, lead_s=60)
MARKET = {ABC: ["100"] * 5, XYZ: ["50"] * 5}


def play(folder: Path, scenario: Callable[[Rig], Awaitable[None]], terms: Terms, faults: Faults | None = None) -> None:
    async def run() -> None:
        async with rig(folder, feed(MARKET), faults) as desk:
            desk.trader.limits = replace(desk.trader.limits, terms=terms)
            await scenario(desk)

    asyncio.run(run())


def heard(desk: Rig) -> list[dict[str, Any]]:
    """What a listener of the desk's own events is told from here on, gathered as it comes."""
    told: list[dict[str, Any]] = []
    keep = told.append

    async def listen() -> None:
        async for event in desk.service.follow({}):
            keep(event)

    desk.service.desk.start(listen())
    return told


def alarms(told: list[dict[str, Any]]) -> list[str]:
    return [one["text"] for one in told if one["kind"] == "alarm"]


def test_everything_is_closed_before_the_days_end_and_tomorrow_it_trades_by_itself(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        told = heard(desk)
        await desk.buy()
        await desk.buy(type="limit", limit="90", stop="85", tif="gtc")
        await desk.ask("advance", to=at("14:54").isoformat())
        assert (desk.shown(), desk.state.held(ABC)) == (Switch.ACTIVE, 10)
        await desk.ask("advance", to=at("15:30").isoformat())
        assert (desk.shown(), desk.state.cause) == (Switch.HALTED, "flat by 15:00 America/New_York")
        assert desk.latched() is None
        left = max(fill.at for fill in desk.state.fills.values())
        assert left == at("14:55").astimezone(UTC)
        assert not desk.state.holdings
        assert not [t for t in desk.state.live_orders if t.role is OrderRole.ENTRY]
        assert "TRADING_HALTED" in [r["code"] for r in (await desk.buy())["verdict"]["reasons"]]
        await desk.ask("advance", to=at("10:30", DAYS[1]).isoformat())
        assert (desk.shown(), alarms(told)) == (Switch.ACTIVE, [])

    play(tmp_path, scenario, Terms(flat_by=(FLAT,)))


def test_who_is_not_flat_at_half_of_the_time_calls_for_help_once(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        told = heard(desk)
        await desk.buy()
        desk.faults.reject = 99
        await desk.ask("advance", to=at("14:57").isoformat())
        late = [text for text in alarms(told) if "has to be by" in text]
        assert late == []
        await desk.ask("advance", to=at("14:59").isoformat())
        watching.observe(desk.trader)
        late = [text for text in alarms(told) if "has to be by" in text]
        assert late == ["not flat yet, and it has to be by 20:00 UTC"]
        desk.faults.reject = 0
        await desk.wait(61)
        await desk.beat()
        assert not desk.state.holdings

    play(tmp_path, scenario, Terms(flat_by=(FLAT,)))


def calendar(desk: Rig, affects: list[str]) -> None:
    """A release at noon, and nothing else for a year."""
    said = {"at": RELEASE.isoformat(), "name": "rates", "affects": affects}
    known = (RELEASE + timedelta(days=365)).isoformat()
    (desk.places.desk / "news.json").write_text(json.dumps({"known_until": known, "releases": [said]}))
    assert desk.service.desk.news is not None
    desk.service.desk.news.look()


def test_before_a_release_what_it_moves_is_left_and_nothing_else(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        calendar(desk, ["ABC"])
        await desk.buy()
        await desk.buy(type="limit", limit="90", stop="85")
        await desk.buy(symbol="XYZ", stop="48")
        await desk.ask("advance", to=at("11:56").isoformat())
        assert desk.state.held(ABC) == 10
        await desk.ask("advance", to=at("12:30").isoformat())
        assert (desk.state.held(ABC), desk.state.held(XYZ), desk.shown()) == (0, 10, Switch.ACTIVE)
        leaving = [f.at for f in desk.state.fills.values() if f.symbol == ABC][-1]
        assert leaving == RELEASE - timedelta(seconds=180)
        entries = [t for t in desk.orders(OrderRole.ENTRY) if t.order.symbol == ABC]
        assert entries[-1].status is OrderStatus.CANCELLED
        assert [t.order.symbol for t in desk.orders(OrderRole.STOP) if t.live] == [XYZ]

    play(tmp_path, scenario, Terms(news=NEWS))


def test_a_calendar_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        calendar(desk, [])
        news = desk.service.desk.news
        assert news is not None
        assert desk.trader.facts().calendar == news.calendar
        assert news.calendar is not None
        assert [r.at for r in news.calendar.releases] == [RELEASE]
        path = desk.places.desk / "news.json"
        for said in ("{", "[]", '{"releases": []}', '{"known_until": "2012-01-03T12:00", "releases": []}', "1" * 2000):
            path.write_text(said)
            news.look()
            assert news.calendar is None
        path.unlink()
        news.look()
        assert news.calendar is None

    play(tmp_path, scenario, Terms())


def test_what_tomorrow_would_not_bear_is_left_a_minute_before_the_reset(tmp_path: Path) -> None:
    """The floor of tomorrow hangs from a higher balance than today's; the soft halt ends with the reset."""
    zone = Reset(zone="America/New_York", at=time(12, 0))
    rule = DailyRule(
        reference=DailyReference.BALANCE,
        amount=Amount(basis=Basis.FIXED, value=Decimal(100)),
        measure=Measure.EQUITY,
        effect=Effect.SOFT,
        reset=zone,
    )

    async def scenario(desk: Rig) -> None:
        limits = desk.trader.limits
        desk.trader.limits = replace(limits, daily=(rule,), buffer=Decimal(0), buffer_fixed=Decimal(0))
        watching.observe(desk.trader)
        answer = await desk.buy(quantity="20", stop="99")
        assert answer["verdict"]["decision"] == "deny"
        desk.trader.limits = limits
        await desk.buy(quantity="20")
        desk.trader.limits = replace(limits, daily=(rule,), buffer=Decimal(0), buffer_fixed=Decimal(0))
        marks = desk.state.marks[zone.key]
        low = {n: getattr(marks, n) - 200 for n in ("day_balance", "day_equity", "day_peak")}
        desk.trader.write("marks", key=zone.key, marks=replace(marks, **low), today=False)
        await desk.ask("advance", to=at("11:58").isoformat())
        assert (desk.shown(), desk.state.held(ABC)) == (Switch.ACTIVE, 20)
        await desk.ask("advance", to=at("11:59:30").isoformat())

        journal = desk.service.desk.journal
        states = [row.body for row in journal.tail(journal.head.n) if row.kind == "state"]
        assert "tomorrow" in states[0]["cause"]
        assert (states[0]["state"], states[0]["numbers"].keys()) == ("HALTED", {"equity", "loss", "floors"})
        assert desk.state.held(ABC) == 0
        assert max(f.at for f in desk.state.fills.values()) == at("11:59").astimezone(UTC)
        await desk.ask("advance", to=at("12:01").isoformat())
        assert (desk.shown(), desk.latched()) == (Switch.ACTIVE, None)

    play(tmp_path, scenario, Terms())


def test_of_two_soft_latches_each_waits_for_its_own_reset(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        trader = desk.trader
        first = trader.limits.resets[0].key
        watching.latch(trader, Switch.HALTED, "daily loss guard", Effect.SOFT, "Europe/Prague@00:00")
        watching.latch(trader, Switch.REDUCING, "rejects and unknown outcomes", Effect.SOFT)
        assert (desk.latched(), desk.state.cause) == (Switch.HALTED, "daily loss guard")
        watching._clear_soft(trader, first)
        assert desk.latched() is Switch.HALTED
        watching._clear_soft(trader, "Europe/Prague@00:00")
        assert (desk.latched(), desk.shown()) == (None, Switch.ACTIVE)

    play(tmp_path, scenario, Terms())


def test_the_numbers_behind_a_change_of_state_are_journaled(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy(quantity="150")
        trader = desk.trader
        trader.quotes[ABC] = replace(trader.quotes[ABC], bid=Decimal(60), ask=Decimal(60))
        watched = watching.observe(trader)
        assert desk.shown() is Switch.HALTED
        numbers = desk.state.numbers
        assert watched.equity is not None
        assert Decimal(numbers["equity"]) == round(watched.equity, 2)
        hit = [f for f in numbers["floors"] if Decimal(numbers["equity"]) <= Decimal(f["guard"])]
        assert [f["name"] for f in hit] == ["daily"]

    play(tmp_path, scenario, Terms())
