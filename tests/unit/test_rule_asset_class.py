"""A programme lists its classes: others are not traded, and each has its leverage and its lots."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from policies.firms.terms import ClassLimit
from policies.intents import OrderIntent
from policies.values import OrderId, Symbol
from tests.unit.kernel_cases import AAA, BBB, STOCK, Act, amend, close, codes, facts, held, order, working
from tests.unit.kernel_edges_firm import account, under

MICRO = replace(STOCK, asset_class="future", lots=Decimal("0.1"))
MIXED: dict[str, Any] = {"instruments": {AAA: MICRO, BBB: STOCK}}
FUTURES = under(classes=(ClassLimit(asset_class="future", lots=Decimal(2), leverage=Decimal("0.05")),))
BOTH = under(
    classes=(ClassLimit(asset_class="future", lots=Decimal(2)), ClassLimit(asset_class="stock", lots=Decimal(3)))
)
PAIR = replace(MICRO, lots=Decimal(1))


def at(quantity: str, side: str = "buy", symbol: Symbol = AAA) -> OrderIntent:
    """A protected order at 100."""
    return order(side, quantity, type="limit", limit="100", symbol=symbol)


CASES = [
    (Act(at("20.01"), facts(**MIXED)), []),
    (Act(at("20"), facts(**MIXED), FUTURES), []),
    (Act(at("20.01"), facts(**MIXED), FUTURES), ["CLASS_LOTS"]),
    (Act(at("15"), facts(held("5"), **MIXED), FUTURES), []),
    (Act(at("15.01"), facts(held("5"), **MIXED), FUTURES), ["CLASS_LOTS"]),
    (Act(at("10"), facts(held("5"), working("buy", "5.01"), **MIXED), FUTURES), ["CLASS_LOTS"]),
    (Act(at("20", "sell"), facts(held("5"), **MIXED), FUTURES), []),
    (Act(at("20"), account(facts(**MIXED), balance=Decimal(96_000)), FUTURES), []),
    (Act(at("1", symbol=BBB), facts(**MIXED), FUTURES), ["CLASS_NOT_ALLOWED"]),
    (Act(at("3", symbol=BBB), facts(held("20"), **MIXED), BOTH), []),
    (Act(at("3.01", symbol=BBB), facts(held("20"), **MIXED), BOTH), ["CLASS_LOTS"]),
    (Act(at("20"), facts(held("9", symbol=BBB), **MIXED), BOTH), []),
    (Act(close(), facts(held("90"), **MIXED), FUTURES), []),
    (Act(close(BBB), facts(held("90", symbol=BBB), **MIXED), FUTURES), []),
]


@pytest.mark.parametrize(("act", "expected"), CASES)
def test_lots_of_a_class_count_positions_and_orders_on_the_larger_side(act: Act, expected: list[str]) -> None:
    assert codes(act.judged()) == expected


def test_a_class_adds_up_over_its_symbols() -> None:
    limits = under(classes=(ClassLimit(asset_class="stock", lots=Decimal(10), leverage=Decimal("0.01")),))
    known = facts(held("-4", symbol=BBB))
    assert codes(Act(at("6"), known, limits).judged()) == []
    assert codes(Act(at("6.01"), known, limits).judged()) == ["CLASS_LEVERAGE", "CLASS_LOTS"]


def test_an_amended_order_counts_once() -> None:
    limits = under(classes=(ClassLimit(asset_class="stock", lots=Decimal(10)),))
    known = facts(working("buy", "10", stop="95"), working("sell", "1", id=OrderId("o2"), stop="105"))
    assert codes(Act(amend(stop="94"), known, limits).judged()) == []
    assert codes(Act(amend(quantity="10.01"), known, limits).judged()) == ["CLASS_LOTS"]


def test_no_equity_buys_no_class() -> None:
    limits = under(classes=(ClassLimit(asset_class="stock", leverage=Decimal(30)),))
    broke = account(facts(), balance=Decimal(-1))
    assert "CLASS_LEVERAGE" in codes(Act(at("1"), broke, limits).judged())
