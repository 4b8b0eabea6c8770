"""Nothing new is opened from shortly before the flat-by time until trading begins again; exits go on."""

from datetime import timedelta

import pytest

from policies.facts import Session
from policies.firms.terms import FlatBy
from tests.unit.kernel_cases import AT, Act, cancel, close, codes, facts, held, order, stop_leg, working
from tests.unit.kernel_edges_firm import flat_at, under

SOON, LATER = flat_at(15, 35), flat_at(15, 36)
EVERY = {"America/New_York": "2012-01-03T15:35:00-05:00"}


@pytest.mark.parametrize(
    ("rules", "closes_in", "due"),
    [
        ((), None, []),
        ((LATER,), None, []),
        ((SOON,), None, ["2012-01-03T15:35:00-05:00"]),
        ((LATER, SOON), None, ["2012-01-03T15:35:00-05:00"]),
        ((flat_at(15, 10),), None, ["2012-01-03T15:10:00-05:00"]),
        ((flat_at(15, 36, margin_s=360),), None, ["2012-01-03T15:36:00-05:00"]),
        (
            (flat_at(21, 35, zone="Europe/Prague", until=SOON.until.replace(hour=23)),),
            None,
            ["2012-01-03T21:35:00+01:00"],
        ),
        ((flat_at(15, 35, days=(1,)),), None, ["2012-01-03T15:35:00-05:00"]),
        ((flat_at(15, 35, days=(0, 2, 3, 4)),), None, []),
        ((flat_at(17, 0),), 300, ["2012-01-03T20:35:00+00:00"]),
        ((flat_at(17, 0),), 301, []),
    ],
)
def test_when_the_obligation_is_due(rules: tuple[FlatBy, ...], closes_in: int | None, due: list[str]) -> None:
    closes = None if closes_in is None else AT + timedelta(seconds=closes_in)
    verdict = Act(order(), facts(session=Session(open=True, closes_at=closes)), under(flat_by=rules)).judged()
    assert [why.numbers["at"] for why in verdict.reasons] == due
    assert codes(verdict) == ["FLAT_BY"] * len(due)


def test_what_lowers_risk_passes_when_it_is_due() -> None:
    known, limits = facts(held("10"), working("buy", "1"), stop_leg("sell", "10", "95")), under(flat_by=(SOON,))
    for intent in (close(), close("all"), cancel(), order("sell", "5", stop=None)):
        assert codes(Act(intent, known, limits).judged()) == []
    assert "FLAT_BY" in codes(Act(cancel("s1"), known, limits).judged())
