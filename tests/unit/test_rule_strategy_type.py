"""Where types of strategy are forbidden, a strategy says what it is, and a forbidden one does not trade."""

from typing import Any

import pytest

from policies.limits import Limits
from tests.unit.kernel_cases import HOUSE, Act, amend, codes, facts, held, order, working
from tests.unit.kernel_edges_firm import under

NO_GRIDS = under(forbidden=("grid", "martingale"))
TYPES = {"g": "grid", "m": "Martingale", "t": "trend"}


@pytest.mark.parametrize(
    ("name", "types", "limits", "expected"),
    [
        ("t", TYPES, NO_GRIDS, []),
        ("g", TYPES, NO_GRIDS, ["STRATEGY_FORBIDDEN"]),
        ("m", TYPES, NO_GRIDS, ["STRATEGY_FORBIDDEN"]),
        ("x", TYPES, NO_GRIDS, ["STRATEGY_UNKNOWN"]),
        ("t", {}, NO_GRIDS, ["STRATEGY_UNKNOWN"]),
        (None, {}, NO_GRIDS, []),
        ("x", {}, HOUSE, []),
        ("g", TYPES, HOUSE, []),
    ],
)
def test_types_of_strategies(name: str | None, types: dict[str, str], limits: Limits, expected: list[str]) -> None:
    assert codes(Act(order(strategy=name), facts(strategies=types), limits).judged()) == expected


def test_a_forbidden_strategy_still_leaves() -> None:
    working_one = facts(working("buy", "5", stop="95"), strategies=TYPES)
    assert codes(Act(amend(quantity="6"), working_one, NO_GRIDS).judged()) == []
    leaving: Any = order("sell", "10", stop=None, strategy="g")
    assert codes(Act(leaving, facts(held("10"), strategies=TYPES), NO_GRIDS).judged()) == []
