"""Holdings after fills: average prices and realized profit, linear and inverse, in account currency."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from policies.values import OrderId, OrderRole, OrderStatus, OrderType, Side, Symbol
from tools.desk.record.holdings import hold
from tools.desk.record.state import AccountState, Tracked
from tools.trading.venue import Execution, VenueOrder

AT = datetime(2026, 1, 5, 15, tzinfo=UTC)
ABC = Symbol("ABC")
INVERSE: dict[str, Any] = {"multiplier": "100", "inverse": True, "rate": "50000"}


def account() -> AccountState:
    """An account with one entry of ours and one of somebody else's."""
    found = AccountState(id="paper", config={}, balance=Decimal(1000))
    for name, role in (("e1", OrderRole.ENTRY), ("f1", OrderRole.FOREIGN)):
        order = VenueOrder(id=OrderId(name), symbol=ABC, side=Side.BUY, quantity=Decimal(9), type=OrderType.MARKET)
        found.keep(Tracked(order=order, role=role, ticket="t", asked="market", status=OrderStatus.WORKING, at=AT))
    return found


def fill(side: str, quantity: str, price: str, order: str = "e1", fee: str = "0") -> Execution:
    """A fill."""
    return Execution(
        id="x",
        order=OrderId(order),
        symbol=ABC,
        side=Side(side),
        quantity=Decimal(quantity),
        price=Decimal(price),
        fee=Decimal(fee),
        at=AT,
    )


@pytest.mark.parametrize(
    ("fills", "terms", "held", "balance"),
    [
        ([("buy", "2", "100"), ("buy", "2", "110")], {}, ("4", "105"), "1000"),
        ([("buy", "2", "100"), ("sell", "1", "110")], {}, ("1", "100"), "1010"),
        ([("buy", "2", "100"), ("sell", "2", "90")], {"multiplier": "5"}, None, "900"),
        ([("buy", "1", "100"), ("sell", "3", "110")], {}, ("-2", "110"), "1010"),
        ([("sell", "2", "100"), ("buy", "1", "90")], {"rate": "1.5"}, ("-1", "100"), "1015"),
        ([("buy", "3", "20000"), ("buy", "1", "60000")], INVERSE, ("4", "24000"), "1000"),
        ([("buy", "4", "20000"), ("sell", "4", "25000")], INVERSE, None, "1200"),
        ([("sell", "4", "25000"), ("buy", "4", "20000")], INVERSE, None, "1200"),
    ],
)
def test_fills_make_holdings_and_profit(
    fills: list[tuple[str, str, str]], terms: dict[str, Any], held: tuple[str, str] | None, balance: str
) -> None:
    state = account()
    for one in fills:
        hold(state, fill(*one), terms)
    assert state.balance == Decimal(balance)
    found = state.holdings.get(ABC)
    assert (None if found is None else (str(found.quantity), str(found.price.normalize().__format__("f")))) == held


def test_a_fee_is_in_the_currency_of_the_contract() -> None:
    state = account()
    hold(state, fill("buy", "1", "100", fee="2"), {"rate": "1.25"})
    assert state.balance == Decimal("997.5")


def test_only_entries_that_built_what_is_held_are_named() -> None:
    state = account()
    hold(state, fill("buy", "1", "100", order="f1"), {})
    assert state.holdings[ABC].entries == ()
    hold(state, fill("buy", "1", "100"), {})
    hold(state, fill("buy", "1", "100"), {})
    assert state.holdings[ABC].entries == (OrderId("e1"),)
    hold(state, fill("sell", "4", "100", order="f1"), {})
    assert state.holdings[ABC].entries == ()
