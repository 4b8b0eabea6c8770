"""One position may lose so much of the capital, stops, gaps, fees and working orders counted."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.unit.kernel_cases import AAA, BBB, STOCK, Act, amend, close, codes, facts, held, order, stop_leg, working
from tests.unit.kernel_edges_firm import account, under

LIMITS = under(position_risk=Decimal("0.001075"))
FEE = {AAA: replace(STOCK, fee_min=Decimal(1)), BBB: STOCK}
TEN = facts(held("10"), stop_leg("sell", "10", "98"))


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (Act(order(), facts(), LIMITS), []),
        (Act(order(stop="94.99"), facts()), []),
        (Act(order(stop="94.99"), facts(), LIMITS), ["POSITION_RISK"]),
        (Act(order(), facts(instruments=FEE), LIMITS), ["POSITION_RISK"]),
        (Act(order(), facts(held("90", symbol=BBB), stop_leg("sell", "90", "99", symbol=BBB)), LIMITS), []),
        (Act(order(quantity="3"), TEN, LIMITS), []),
        (Act(order(quantity="4"), TEN, LIMITS), ["POSITION_RISK"]),
        (Act(order(quantity="4"), facts(working("buy", "10", stop="98")), LIMITS), ["POSITION_RISK"]),
        (Act(order(), account(deposits=Decimal(-1000)), LIMITS), ["POSITION_RISK"]),
        (Act(order(quantity="10.01"), account(deposits=Decimal(1000)), LIMITS), []),
        (Act(amend("s1", stop="93"), TEN, LIMITS), ["POSITION_RISK"]),
        (Act(amend("s1", stop="97"), TEN, LIMITS), []),
        (Act(close(), facts(held("900")), LIMITS), []),
    ],
)
def test_what_a_position_may_lose(act: Act, expected: list[str]) -> None:
    assert codes(act.judged()) == expected


def test_without_a_price_the_risk_is_not_known_and_denied() -> None:
    assert "MISSING_FACT" in codes(Act(order(), facts(quotes={}), LIMITS).judged())
