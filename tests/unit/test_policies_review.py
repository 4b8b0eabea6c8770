"""What a review once found: amends that reach the market, one bad price that hid another's loss, spreads, old rates."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from policies.book import book
from policies.case import Case
from policies.facts import Calendar, Facts, Recent, Release
from policies.firms.terms import FlatBy, News, Terms
from policies.instruments import Quote
from policies.limits import Effect
from policies.rules.rate import check as rate
from policies.values import OrderId, OrderRole, OrderType, Switch
from policies.watch import moves, watch
from tests.unit.kernel_cases import (
    AAA,
    AT,
    BBB,
    EUX,
    STOCK,
    WIDE,
    Act,
    amend,
    codes,
    facts,
    held,
    order,
    quote,
    reduce,
    remembered,
    stop_leg,
    switched,
    working,
)

RESTING = working("buy", "10", limit="85", stop="70")
CROSSED = Quote(bid=Decimal(0), ask=Decimal(100), at=AT)


@pytest.mark.parametrize(
    ("changes", "reaches"),
    [
        ({"limit": "119", "stop": "118"}, True),
        ({"limit": "86", "stop": "85.5"}, True),
        ({"limit": "84"}, False),
        ({"stop": "80"}, False),
        ({"stop": "85"}, True),
        ({"stop": "96"}, True),
        ({"target": "84"}, True),
        ({"target": "90"}, False),
        ({"quantity": "5"}, False),
    ],
)
def test_an_entry_that_can_fill_sooner_or_loses_its_stop_is_judged_like_a_new_one(
    changes: dict[str, str], reaches: bool
) -> None:
    halted = facts(RESTING, switch=switched(Switch.HALTED))
    assert ("TRADING_HALTED" in codes(Act(amend(**changes), halted, WIDE).judged())) is reaches


def test_an_amend_through_the_market_is_refused_and_so_is_a_moved_trigger_when_halted() -> None:
    assert "THROUGH_MARKET" in codes(Act(amend(limit="110", stop="109"), facts(RESTING), WIDE).judged())
    waiting = working("buy", "10", type="stop", trigger="110", stop="100")
    halted = facts(waiting, switch=switched(Switch.HALTED))
    assert "TRADING_HALTED" in codes(Act(amend(trigger="120", stop="119"), halted, WIDE).judged())
    short = working("sell", "10", limit="115", stop="130")
    reached = facts(short, switch=switched(Switch.REDUCING))
    assert "TRADING_REDUCING" in codes(Act(amend(limit="114"), reached, WIDE).judged())
    assert codes(Act(amend(limit="116"), reached, WIDE).judged()) == []


def blind(*parts: Any, **changes: Any) -> Facts:
    """Facts in which BBB, held too, has a price that makes no sense."""
    quotes = {AAA: quote("70"), BBB: CROSSED, EUX: quote()}
    return facts(*parts, held("1", symbol=BBB), **{"quotes": quotes, **changes})


def test_one_price_that_makes_no_sense_hides_no_guard_that_is_hit() -> None:
    seen = watch(blind(held("1000")), WIDE)
    assert (seen.state, seen.latch, seen.cause) == (Switch.HALTED, Effect.HARD, "total loss guard")
    calm = watch(blind(held("1")), WIDE)
    assert calm.state is Switch.REDUCING
    assert calm.cause is not None
    assert calm.cause.startswith("missing fact")


def test_nor_the_time_to_leave_nor_a_release() -> None:
    evening = FlatBy(zone="UTC", at=(AT + timedelta(minutes=1)).time(), until=AT.time().replace(hour=23))
    closing = watch(blind(held("1")), replace(WIDE, terms=Terms(flat_by=(evening,))))
    assert closing.state is Switch.HALTED
    assert closing.latch is None
    news = replace(WIDE, terms=Terms(news=News(before_s=120, after_s=120)))
    release = Release(at=AT + timedelta(seconds=60), name="CPI", affects=("usd",))
    known = blind(held("1"), calendar=Calendar(releases=(release,), known_until=AT + timedelta(days=1)))
    assert set(watch(known, news).leave) == {AAA, BBB}


@pytest.mark.parametrize(
    ("affects", "symbol", "expected"),
    [
        ((), "AAA", True),
        (("usd",), "AAA", True),
        (("aaa",), "AAA", True),
        (("EUR",), "EUR/USD", True),
        (("JPY",), "AAA", False),
    ],
)
def test_a_release_is_matched_whatever_its_case(affects: tuple[str, ...], symbol: Any, expected: bool) -> None:
    assert moves(Release(at=AT, name="x", affects=affects), symbol, STOCK) is expected


def test_a_stop_inside_the_spread_counts_from_the_other_side() -> None:
    wide: dict[str, Any] = {
        "quotes": {AAA: quote("99.1", "100")},
        "instruments": {AAA: replace(STOCK, gap=Decimal("0.01"))},
    }
    found = book(facts(working("buy", "1", limit="100.9", stop="100.8"), **wide), WIDE)
    assert found.loss == Decimal("100.9") - Decimal(100) * Decimal("0.99")
    short = book(facts(working("sell", "1", limit="98.2", stop="98.3"), **wide), WIDE)
    assert short.loss == Decimal("99.1") * Decimal("1.01") - Decimal("98.2")


def test_only_a_stop_order_covers() -> None:
    leg = replace(stop_leg("sell", "10", "95"), type=OrderType.STOP_LIMIT, limit=Decimal(500))
    assert book(facts(held("10"), leg), WIDE).loss == 1000


def test_an_adopted_order_that_is_amended_counts_old_and_new() -> None:
    foreign = replace(working("buy", "10", limit="85", stop="70"), role=OrderRole.FOREIGN)
    case = Case(amend(quantity="100"), facts(foreign), WIDE)
    assert case.after.lines[AAA].longs == 110 * 100


def test_old_rates_of_what_is_held_and_old_quotes_of_what_may_open_count() -> None:
    old: dict[str, Any] = {"fx": {"EURUSD": quote("1.25", age="90000")}}
    closed = facts(held("1", symbol=EUX), session=replace(facts().session, closed=(EUX,)), **old)
    assert "STALE_QUOTE" in codes(Act(order(), closed, WIDE).judged())
    assert watch(closed, WIDE).cause == "stale quote for EURUSD"
    entry = replace(working("buy", "1", limit="99", stop="95"), symbol=BBB)
    quotes = {AAA: quote(), BBB: quote(age="5000")}
    waiting = facts(entry, quotes=quotes)
    assert "STALE_QUOTE" in codes(Act(order(), waiting, WIDE).judged())
    assert watch(waiting, WIDE).cause == "stale quote for BBB"


@pytest.mark.parametrize("quantity", ["0.005", "7.777"])
def test_an_exit_of_all_that_is_held_needs_no_whole_lot(quantity: str) -> None:
    known = facts(held(quantity))
    assert codes(Act(reduce(quantity), known).judged()) == []
    assert Case(reduce(quantity), known, WIDE).quantity == Decimal(quantity)
    broken = facts(held("10"), instruments={AAA: replace(STOCK, lot=Decimal(0))})
    assert codes(Act(reduce("3.5"), broken).judged()) == []


def test_requests_are_counted_back_to_the_minute_and_to_the_day() -> None:
    def asked(seconds: int, *, raises: bool = True) -> Recent:
        at = AT - timedelta(seconds=seconds)
        return Recent(at=at, market=at, principal="anna", fingerprint=str(seconds), raises=raises)

    limits = replace(WIDE, per_minute=2, per_day=4)
    few = (asked(86_401), asked(60), asked(59), asked(30, raises=False))
    assert list(rate(Case(order(), remembered(facts(), recent=few), limits))) == []
    day = [why.code for why in rate(Case(order(), remembered(facts(), recent=(*few[1:], asked(5))), limits))]
    assert day == ["RATE_MINUTE"]
    full = tuple(asked(s) for s in (80_000, 70_000, 60_000, 60))
    assert [why.code for why in rate(Case(order(), remembered(facts(), recent=full), limits))] == ["RATE_DAY"]


def test_lines_near_and_far_from_a_close_are_remembered_side_by_side() -> None:
    known = facts(
        held("10"),
        stop_leg("sell", "10", "95", id=OrderId("s")),
        instruments={AAA: replace(STOCK, gap_closed=Decimal("0.2"))},
        session=replace(facts().session, closes_at=AT + timedelta(minutes=10)),
    )
    far = book(known, WIDE)
    near = book(known, WIDE, timedelta(minutes=30))
    assert far.loss < near.loss
    assert book(known, WIDE).lines[AAA] is far.lines[AAA]


def test_a_locked_hedge_is_left_before_a_reset_that_would_find_it_below_tomorrows_guard() -> None:
    account = replace(facts().account, balance=Decimal(107_000))
    pair = (held("1000", price="107"), held("-1000", price="100"))
    known = facts(*pair, account=account, quotes={AAA: quote("104")}, limits=WIDE)
    marks = {
        key: replace(m, until=AT + timedelta(seconds=60), day_balance=Decimal(100_000))
        for key, m in known.history.marks.items()
    }
    late = watch(remembered(known, marks=marks), WIDE)
    assert late.state is Switch.HALTED
    assert late.cause == "one gap from the daily-tomorrow loss guard"
