"""Reference marks: exact peaks that survive a crash, money paid in that is no profit, what each day came to."""

import asyncio
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.facts import Marks
from policies.floors import floors, raised
from policies.limits import Amount, Basis, Reset, TotalRule, Trail
from policies.values import Switch
from tests.fakes.desk_rig import Rig, rig
from tests.fakes.faulty_venue import Faults
from tests.fakes.paper_market import ABC, DAYS, at, feed
from tests.unit.test_desk_orders import play
from tests.unit.test_monitor_clocks import live
from tools.desk import views
from tools.desk.engine import watching
from tools.desk.engine.reconciling import reconcile
from tools.desk.monitor import marking
from tools.desk.record.fold import fold

STEP = Decimal(20)
"""A five-thousandth of 100,000."""


def trailing(desk: Rig) -> Reset:
    """Lets the account's total floor follow its highest equity; the reset that its marks are kept under."""
    limits = desk.trader.limits
    reset = limits.resets[0]
    rule = TotalRule(trail=Trail.INTRADAY_EQUITY, amount=Amount(basis=Basis.FIXED, value=Decimal(2000)), reset=reset)
    desk.trader.limits = replace(limits, total=(rule,))
    return reset


def price(desk: Rig, worth: Decimal) -> None:
    """The market quotes what was bought at so much, and the watch looks."""
    trader = desk.trader
    trader.quotes[ABC] = replace(trader.quotes[ABC], bid=worth, ask=worth)
    watching.observe(trader)


def after_a_crash(desk: Rig, reset: Reset) -> Marks:
    """The marks that another desk would begin with, were this one to die now."""
    journal = desk.service.desk.journal
    state = fold(journal.tail(journal.head.n)).accounts["paper"]
    reach = state.reach.get(reset.key)
    marks = state.marks[reset.key]
    return marks if reach is None else raised(marks, reach, reach)


def test_a_burst_of_peaks_is_exact_and_costs_few_rows(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        reset = trailing(desk)
        await desk.buy(quantity="100")
        before = desk.service.desk.journal.head.n
        for cents in range(10000, 11000):
            price(desk, Decimal(cents) / 100)
        facts = desk.trader.facts()
        assert desk.trader.watched is not None
        assert facts.history.marks[reset.key].peak_equity == desk.trader.watched.equity
        rows = desk.service.desk.journal.head.n - before
        assert rows <= 1000 / STEP + 2
        for _ in range(2):
            await desk.beat()
        assert desk.state.marks[reset.key] == desk.trader.marks[reset.key] == facts.history.marks[reset.key]
        assert not desk.state.reach
        at_rest = desk.service.desk.journal.head.n
        await desk.beat()
        assert desk.service.desk.journal.head.n == at_rest

    play(tmp_path, scenario)


@settings(max_examples=15)
@given(walk=st.lists(st.tuples(st.integers(-300, 300), st.booleans()), min_size=5, max_size=40))
def test_no_crash_lowers_a_floor_and_none_lifts_it_by_more_than_a_step(
    tmp_path_factory: pytest.TempPathFactory, walk: list[tuple[int, bool]]
) -> None:
    """Whenever the desk dies, the floor that the next one begins with is where it was or a little above."""

    async def scenario(desk: Rig) -> None:
        reset = trailing(desk)
        await desk.buy(quantity="10")
        worth = Decimal(100)
        for cents, calm in walk:
            worth = max(Decimal(90), worth + Decimal(cents) / 100)
            price(desk, worth)
            if calm:
                marking.settle(desk.trader)
            now, then = desk.trader.marks[reset.key], after_a_crash(desk, reset)
            account = desk.trader.account_fact()
            limits = desk.trader.limits
            old = {f.name: f.floor for f in floors(account, {reset.key: now}, limits)}
            new = {f.name: f.floor for f in floors(account, {reset.key: then}, limits)}
            assert all(old[name] <= new[name] <= old[name] + STEP for name in old)
        begins = after_a_crash(desk, reset)
        await desk.restart()
        assert desk.trader.marks[reset.key] == begins

    play(tmp_path_factory.mktemp("peaks"), scenario)


def in_money(desk: Rig) -> None:
    """Every rule of the account allows a sum of money, whatever the capital."""
    limits, amount = desk.trader.limits, Amount(basis=Basis.FIXED, value=Decimal(5000))
    daily = tuple(replace(rule, amount=amount) for rule in limits.daily)
    total = tuple(replace(rule, amount=amount) for rule in limits.total)
    desk.trader.limits = replace(limits, daily=daily, total=total)


def headroom(desk: Rig) -> list[Decimal]:
    """What may be lost before each floor."""
    facts = desk.trader.facts()
    watched = watching.observe(desk.trader)
    assert watched.equity is not None
    found = floors(facts.account, facts.history.marks, desk.trader.limits)
    return [watched.equity - f.floor for f in found]


@pytest.mark.parametrize("amount", [Decimal(5000), Decimal(-1000)])
def test_money_paid_in_or_out_is_neither_profit_nor_headroom(tmp_path: Path, amount: Decimal) -> None:
    async def scenario(desk: Rig) -> None:
        in_money(desk)
        await desk.buy()
        await desk.live_on(2)
        before, pnl = headroom(desk), views.account(desk.trader)["pnl"]
        desk.faults.paid = amount
        assert await reconcile(desk.trader)
        assert desk.trader.account_fact().deposits == max(Decimal(0), amount)
        assert (desk.shown(), desk.state.strangers) == (Switch.ACTIVE, ())
        assert all(now <= then for now, then in zip(headroom(desk), before, strict=True))
        assert views.account(desk.trader)["pnl"] == pnl
        written = desk.service.desk.journal.head.n
        assert await reconcile(desk.trader)
        assert desk.service.desk.journal.head.n == written

    live(tmp_path, scenario, Faults(tells_paid=True))


def test_a_swap_is_a_loss(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        await desk.live_on(2)
        before = headroom(desk)
        desk.faults.charged = Decimal("7.50")
        assert await reconcile(desk.trader)
        assert (desk.shown(), desk.state.strangers, desk.state.deposits) == (Switch.ACTIVE, (), 0)
        assert [then - now for now, then in zip(headroom(desk), before, strict=True)] == [Decimal("7.50")] * len(before)

    live(tmp_path, scenario, Faults(tells_paid=True))


@pytest.mark.parametrize(("paid", "deposits"), [(Decimal(300), Decimal(300)), (Decimal(-300), Decimal(0))])
def test_of_a_venue_that_does_not_tell_only_the_worse_is_believed(
    tmp_path: Path, paid: Decimal, deposits: Decimal
) -> None:
    """A rise is no profit, a fall is no withdrawal, and a person looks at either."""

    async def scenario(desk: Rig) -> None:
        in_money(desk)
        await desk.live_on(2)
        before = headroom(desk)
        desk.faults.paid = paid
        assert await reconcile(desk.trader)
        assert (desk.state.deposits, desk.state.balance) == (deposits, 100_000 + paid)
        assert (desk.shown(), desk.state.strangers) == (Switch.REDUCING, ("balance",))
        assert all(now <= then for now, then in zip(headroom(desk), before, strict=True))

    live(tmp_path, scenario)


def test_what_each_finished_day_came_to_is_known_and_deposits_are_not_in_it(tmp_path: Path) -> None:
    market = feed({ABC: ["100", "110", "105", "105", "105"]})

    async def run() -> None:
        async with rig(tmp_path, market, Faults(tells_paid=True)) as desk:
            await desk.buy(quantity="10", stop="80")
            await desk.ask("advance", to=at("12:00", DAYS[1]).isoformat())
            desk.faults.paid = Decimal(2000)
            assert await reconcile(desk.trader)
            await desk.ask("advance", to=at("12:00", DAYS[3]).isoformat())
            profits = desk.trader.facts().history.profits
            assert -5 < profits[0] < 0
            assert [round(profit) for profit in profits[1:]] == [100, -50]
            assert desk.state.deposits == 2000
            assert list(desk.state.profits) == [day.isoformat() for day in DAYS[:3]]

    asyncio.run(run())


def test_a_reset_without_a_price_takes_the_higher_of_balance_and_what_was_last_known(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy(quantity="10")
        price(desk, Decimal(110))
        desk.trader.quotes.clear()
        assert marking.worth(desk.trader) > desk.state.balance + 90

    play(tmp_path, scenario)


def test_a_position_that_has_not_changed_is_the_same_value_on_every_quote(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        (first,) = desk.trader.facts().positions
        price(desk, Decimal(101))
        assert desk.trader.facts().positions[0] is first
        await desk.ask("reduce", symbol="ABC", quantity="4")
        assert desk.trader.facts().positions[0].quantity == 6
        await desk.ask("close", symbol="ABC")
        assert desk.trader.facts().positions == ()

    play(tmp_path, scenario)
