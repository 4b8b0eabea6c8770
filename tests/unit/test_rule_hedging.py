"""Where hedging is forbidden, an account that could hold both sides never does."""

import pytest

from policies.facts import Facts, Order, Position
from policies.values import OrderId
from tests.unit.kernel_cases import (
    BBB,
    HOUSE,
    Act,
    amend,
    close,
    codes,
    exit_order,
    facts,
    held,
    order,
    stop_leg,
    working,
)
from tests.unit.kernel_edges_firm import HEDGING, account, under

LIMITS = under(forbidden=("hedge",))
DENIED = ["HEDGING_FORBIDDEN"]


def both_sides(*parts: Position | Order) -> Facts:
    """Facts of an account that can hold both sides."""
    return account(facts(*parts), hedging=True)


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (Act(order("buy"), HEDGING, LIMITS), []),
        (Act(order("sell"), HEDGING, LIMITS), DENIED),
        (Act(order("sell", "1"), HEDGING, LIMITS), DENIED),
        (Act(order("sell"), HEDGING, HOUSE), []),
        (Act(order("sell"), facts(held("10")), LIMITS), []),
        (Act(order("sell", symbol=BBB), HEDGING, LIMITS), []),
        (Act(order("sell", stop=None), HEDGING, LIMITS), []),
        (Act(close(), HEDGING, LIMITS), []),
        (Act(order("buy"), both_sides(held("-10")), LIMITS), DENIED),
        (Act(order("sell"), both_sides(working("buy", "1")), LIMITS), DENIED),
        (Act(order("buy"), both_sides(working("buy", "1")), LIMITS), []),
        (Act(order("sell", oco="g"), both_sides(working("buy", "1", oco="g")), LIMITS), []),
        (Act(order("sell", oco="g"), both_sides(working("buy", "1", oco="h")), LIMITS), DENIED),
        (Act(order("buy"), both_sides(held("10"), stop_leg("sell", "10", "95")), LIMITS), []),
        (Act(amend("s1", stop="94"), both_sides(held("10"), stop_leg("sell", "10", "95")), LIMITS), []),
        (Act(order("sell"), both_sides(working("buy", "1", symbol=BBB)), LIMITS), []),
        (Act(order("sell"), both_sides(held("0")), LIMITS), []),
        (Act(order("buy"), both_sides(held("10"), exit_order("sell", "1")), LIMITS), []),
        (Act(amend(quantity="2"), both_sides(held("-9"), working("buy", "1", stop="95")), LIMITS), DENIED),
        (Act(amend("o2", quantity="2"), both_sides(working("buy", "1", id=OrderId("o2"), stop="95")), LIMITS), []),
    ],
)
def test_no_long_and_short_side_by_side(act: Act, expected: list[str]) -> None:
    assert codes(act.judged()) == expected
