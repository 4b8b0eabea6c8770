"""Accounts under one limit: what the others can lose counts against this one."""

from dataclasses import replace
from decimal import Decimal

import pytest

from policies.facts import Group
from tests.unit.kernel_cases import Act, amend, close, codes, facts, held, order, stop_leg

HELD = facts(held("10"), stop_leg("sell", "10", "95"))


@pytest.mark.parametrize(
    ("act", "others", "most", "expected"),
    [
        (Act(order(), facts()), "0", "107.5", []),
        (Act(order(), facts()), "0", "107.49", ["GROUP_RISK"]),
        (Act(order(), facts()), "1000", "1107.5", []),
        (Act(order(), facts()), "1000.01", "1107.5", ["GROUP_RISK"]),
        (Act(order(), HELD), "0", "205", []),
        (Act(order(), HELD), "0", "204.99", ["GROUP_RISK"]),
        (Act(amend("s1", stop="94"), HELD), "0", "107", []),
        (Act(amend("s1", stop="94"), HELD), "0", "106.9", ["GROUP_RISK"]),
        (Act(amend("s1", stop="96"), HELD), "10", "1", []),
        (Act(close(), HELD), "10", "1", []),
        (Act(order(), facts()), "NaN", "1000", ["RULE_ERROR"]),
        (Act(order(), facts()), "0", "NaN", ["RULE_ERROR"]),
    ],
)
def test_the_group_loses_no_more_than_its_limit(act: Act, others: str, most: str, expected: list[str]) -> None:
    group = Group(others=Decimal(others), limit=Decimal(most))
    assert codes(replace(act, facts=replace(act.facts, group=group)).judged()) == expected
    assert codes(act.judged()) == []


def test_what_this_account_can_lose_must_be_known() -> None:
    known = facts(quotes={}, group=Group(others=Decimal(0), limit=Decimal(1)))
    assert "MISSING_FACT" in codes(Act(order(type="limit", limit="100"), known).judged())
