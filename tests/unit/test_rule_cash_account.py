"""A cash account buys with what is settled, the orders at work included, and never sells short."""

from decimal import Decimal
from typing import Any

import pytest

from policies.facts import Facts, Regime
from policies.values import OrderId
from tests.unit.kernel_cases import BBB, Act, amend, close, codes, exit_order, facts, held, order, stop_leg, working
from tests.unit.kernel_edges_broker import FUNDS, limit, listed, regime

SHORT, UNSETTLED, MISSING = ["CASH_NO_SHORT"], ["UNSETTLED_CASH"], ["MISSING_FACT"]


def cash(*parts: Any, **changes: Any) -> Facts:
    """Facts of a cash account with 1,000 settled."""
    return regime(Regime.CASH, facts(*parts, **changes), **FUNDS)


RESTING = working("buy", "4", symbol=BBB, id=OrderId("o2"), limit="50", stop="45")


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (limit("10", cash()), []),
        (limit("10.01", cash()), UNSETTLED),
        (limit("6", cash(RESTING)), []),
        (limit("6.01", cash(RESTING)), UNSETTLED),
        (limit("10", cash(held("10"), working("sell", "9", stop="105"))), []),
        (limit("10", cash(held("10"), exit_order("sell", "9"))), []),
        (limit("10", cash(held("-9", symbol=BBB), exit_order("buy", "9", symbol=BBB))), []),
        (limit("10.01", regime(Regime.NOT_US, **FUNDS)), []),
        (limit("10.01", cash(**listed(asset_class="future"))), []),
        (limit("1", regime(Regime.CASH)), MISSING),
        (limit("1", regime(Regime.CASH, buying_power=Decimal(10**6))), MISSING),
        (limit("0.01", regime(Regime.CASH, settled_cash=Decimal(0))), UNSETTLED),
        (Act(amend(quantity="10"), cash(working("buy", "5", stop="95"))), []),
        (Act(amend(quantity="10.01"), cash(working("buy", "5", stop="95"))), UNSETTLED),
    ],
)
def test_buys_cost_no_more_than_what_is_settled(act: Act, expected: list[str]) -> None:
    assert codes(act.judged()) == expected


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (Act(order("sell", "10"), cash()), SHORT),
        (Act(order("sell", "10"), cash(held("10"))), []),
        (Act(order("sell", "10.01"), cash(held("10"))), SHORT),
        (Act(order("sell", "10"), cash(**listed(asset_class="future"))), []),
        (Act(close(), cash(held("10"))), []),
        (Act(amend("s1", stop="94"), cash(held("10"), exit_order("sell", "1"), stop_leg("sell", "10", "95"))), []),
        (Act(close(), regime(Regime.CASH, facts(held("10")))), []),
        (Act(order("sell", "10", stop=None), regime(Regime.CASH, facts(held("10")))), []),
    ],
)
def test_sells_never_go_below_nothing(act: Act, expected: list[str]) -> None:
    assert codes(act.judged()) == expected
