"""Over a close: the larger gap counts once the close is near, and what does not fit over it is left before."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from policies.book import book, over_close
from policies.facts import Facts, Order, Position, Session
from policies.firms.terms import FlatBy, Terms
from policies.limits import Limits
from policies.values import OrderId, Switch
from policies.watch import watch
from tests.unit.kernel_cases import AAA, AT, BBB, EUX, HOUSE, STOCK, WIDE, Act, codes, facts, held, order, stop_leg

NIGHTLY = replace(STOCK, gap_closed=Decimal("0.2"))
LISTED = {AAA: NIGHTLY, BBB: NIGHTLY, EUX: replace(NIGHTLY, currency="EUR")}
DAY_ONLY = replace(
    WIDE,
    terms=Terms(flat_by=(FlatBy(zone="UTC", at=(AT + timedelta(hours=2)).time(), until=AT.time().replace(hour=23)),)),
)


def at(seconds: int | None, *parts: Position | Order, **changes: Any) -> Facts:
    """Facts so many seconds before the close (None: no close is known)."""
    closes = None if seconds is None else AT + timedelta(seconds=seconds)
    return facts(*parts, **{"instruments": LISTED, "session": Session(open=True, closes_at=closes), **changes})


@pytest.mark.parametrize(
    ("session", "limits", "expected"),
    [
        (Session(open=True), WIDE, False),
        (Session(open=True, closes_at=AT + timedelta(seconds=61)), WIDE, False),
        (Session(open=True, closes_at=AT + timedelta(seconds=60)), WIDE, True),
        (Session(open=False, closes_at=AT + timedelta(days=1)), WIDE, True),
        (Session(open=False), WIDE, True),
        (Session(open=False), DAY_ONLY, False),
        (Session(open=True, closes_at=AT + timedelta(seconds=60)), DAY_ONLY, False),
    ],
)
def test_a_close_counts_when_it_is_near_and_may_be_held_over(session: Session, limits: Limits, expected: bool) -> None:
    known = facts(limits=limits, session=session, instruments=LISTED)
    assert over_close(known, limits) is expected


@pytest.mark.parametrize(("seconds", "gap"), [(None, "0.05"), (61, "0.05"), (60, "0.2"), (0, "0.2")])
def test_the_worst_case_reckons_with_the_gap_over_it(seconds: int | None, gap: str) -> None:
    found = book(at(seconds, held("10"), stop_leg("sell", "10", "95")), WIDE)
    assert found.loss == 10 * (100 - 95 * (1 - Decimal(gap)))
    assert found.sudden == 10 * 100 * Decimal(gap)


def test_an_order_near_the_close_must_bear_the_night() -> None:
    act = order(quantity="200")
    assert codes(Act(act, at(1801), WIDE).judged()) == []
    assert "DAILY_LOSS_HEADROOM" in codes(Act(act, at(1800), WIDE).judged())


def test_what_the_night_could_carry_through_a_guard_is_left_the_largest_first() -> None:
    second = replace(stop_leg("sell", "100", "95"), id=OrderId("s2"), symbol=BBB)
    parts = (held("150"), stop_leg("sell", "150", "95"), held("100", symbol=BBB), second)
    calm, late = watch(at(61, *parts), WIDE), watch(at(60, *parts), WIDE)
    assert (calm.state, calm.leave) == (Switch.ACTIVE, ())
    assert (late.state, late.cause, late.leave) == (Switch.REDUCING, "one close from the daily loss guard", (AAA,))
    assert watch(at(60, *parts[2:]), WIDE).leave == ()


def test_equal_risks_are_left_by_name_until_the_rest_fits() -> None:
    legs = [replace(stop_leg("sell", "150", "95"), id=OrderId(f"s-{s}"), symbol=s) for s in (BBB, AAA)]
    late = watch(at(0, held("150", symbol=BBB), held("150"), *legs), WIDE)
    assert late.leave == (AAA,)
    assert watch(at(0, held("150"), legs[1]), HOUSE).leave == ()
