"""Day trades and settled cash from the desk's own fills."""

from datetime import date
from decimal import Decimal

import pytest

from policies.facts import Margin, Regime
from policies.values import OrderId, Side
from tests.fakes.paper_market import ABC, STOCK, XYZ, at
from tools.desk.monitor.ledger import Ledger
from tools.desk.monitor.picture import Picture
from tools.desk.record.state import AccountState, Holding
from tools.trading.venue import Execution

STOCKS = {ABC: STOCK, XYZ: STOCK}
DAY = {n: date(2012, 1, n) for n in range(3, 14)}
"""Tuesday the 3rd to Friday the 13th of January 2012; the 7th and 8th are a weekend."""


def account(*trades: str) -> AccountState:
    """An account with fills, each said as 'day side quantity [symbol]' at 100."""
    state = AccountState(id="paper", config={}, balance=Decimal(10_000))
    for number, said in enumerate(trades):
        day, side, quantity, *symbol = said.split()
        fill = Execution(
            id=str(number),
            order=OrderId(f"o{number}"),
            symbol=XYZ if symbol else ABC,
            side=Side(side),
            quantity=Decimal(quantity),
            price=Decimal(100),
            fee=Decimal(0),
            at=at("11:00", DAY[int(day)]),
        )
        state.fills[fill.id] = fill
    return state


def margin(state: AccountState, day: int = 9) -> Margin:
    return Ledger().margin(state, STOCKS, at("12:00", DAY[day]), Decimal(1))


@pytest.mark.parametrize(
    ("trades", "count"),
    [
        ("", 0),
        ("9 buy 10", 0),
        ("9 buy 10, 9 sell 10", 1),
        ("9 sell 10, 9 buy 10", 1),
        ("9 buy 5, 9 buy 5, 9 sell 10", 1),
        ("9 buy 10, 9 sell 5, 9 sell 5", 1),
        ("9 buy 10, 9 sell 10, 9 buy 10, 9 sell 10", 2),
        ("9 buy 10, 9 buy 10 XYZ, 9 sell 10, 9 sell 10 XYZ", 2),
        ("6 buy 10, 9 sell 10", 0),
        ("6 buy 10, 9 sell 10, 9 buy 10", 0),
        ("6 buy 10, 9 buy 5, 9 sell 5", 1),
        ("9 buy 10, 9 sell 20, 9 buy 10", 2),
        ("3 buy 10, 3 sell 10", 1),
    ],
)
def test_day_trades_are_counted_as_the_rule_counts_them(trades: str, count: int) -> None:
    assert margin(account(*[t for t in trades.split(", ") if t])).day_trades == count


@pytest.mark.parametrize(("day", "count"), [(4, 1), (9, 1), (10, 0)])
def test_five_business_days_count_and_a_weekend_is_none(day: int, count: int) -> None:
    assert margin(account("3 buy 10", "3 sell 10"), day).day_trades == count


def test_a_sale_may_be_spent_one_business_day_later() -> None:
    state = account("6 buy 10", "6 sell 10")
    assert [margin(state, day).settled_cash for day in (6, 9, 10)] == [9_000, 10_000, 10_000]


def test_what_is_held_has_been_paid_for() -> None:
    state = account("6 buy 10")
    state.holdings[ABC] = Holding(quantity=Decimal(10), price=Decimal(100))
    assert margin(state).settled_cash == 9_000


def test_fills_are_taken_in_once_however_often_it_is_asked() -> None:
    state, ledger = account("9 buy 10"), Ledger()
    moment = at("12:00", DAY[9])
    assert ledger.margin(state, STOCKS, moment, None).day_trades == 0
    state.fills |= account("9 buy 10", "9 sell 10").fills
    for _ in range(3):
        assert ledger.margin(state, STOCKS, moment, None).day_trades == 1


def test_only_the_regimes_whose_rules_ask_have_a_ledger() -> None:
    picture, state = Picture(), account("9 buy 10", "9 sell 10")
    moment = at("12:00", DAY[9])
    for regime in (Regime.NOT_US, Regime.INTRADAY_MARGIN):
        assert picture.margin(state, regime, STOCKS, moment, None) is None
    first = picture.margin(state, Regime.CASH, STOCKS, moment, None)
    assert first is picture.margin(state, Regime.CASH, STOCKS, moment, None)
    assert first == Margin(settled_cash=Decimal(9_000), day_trades=1)
