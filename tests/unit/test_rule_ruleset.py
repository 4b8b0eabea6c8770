"""Live money is only risked under a ruleset without doubts that was looked at lately; paper and exits go on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.unit.kernel_cases import AT, HOUSE, Act, close, codes, facts, held, order
from tests.unit.kernel_edges_firm import CLEAR, DAY, LIVE, account

DOUBT, STALE = "RULESET_DOUBTFUL", "RULESET_STALE"
DOUBTFUL = replace(HOUSE, doubts=("news: no source", "total: unconfirmed"), verified_on=date(2011, 1, 1))


@pytest.mark.parametrize(
    ("days", "late", "expected"),
    [(-1, 0, []), (-2, 0, [STALE]), (0, 0, []), (90, 0, []), (90, 3, []), (90, 4, [STALE]), (91, 0, [STALE])],
)
def test_a_ruleset_ages_by_the_day_of_universal_time(days: int, late: int, expected: list[str]) -> None:
    limits = replace(CLEAR, verified_on=AT.date() - timedelta(days=days))
    wall = AT + timedelta(hours=late)
    act = replace(order(), created_at=wall, expires_at=wall + DAY)
    assert codes(Act(act, replace(LIVE, wall=wall), limits).judged()) == expected


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (Act(order(), LIVE, DOUBTFUL), [DOUBT, STALE]),
        (Act(order(), LIVE, CLEAR), []),
        (Act(order(), facts(), DOUBTFUL), []),
        (Act(close(), account(facts(held("10")), mode="live"), DOUBTFUL), []),
        (Act(order("sell", "10", stop=None), account(facts(held("10")), mode="live"), DOUBTFUL), []),
    ],
)
def test_doubts_and_age_stop_live_risk_alone(act: Act, expected: list[str]) -> None:
    assert codes(act.judged()) == expected
