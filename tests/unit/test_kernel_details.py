"""Smaller things that the kernel promises: worst stop first, own clocks, targets, steps, words for what is unknown."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from policies.book import worst_case
from policies.case import Case
from policies.facts import Recent
from policies.sizing import on_tick
from policies.values import Money, OrderId, OrderRole, Switch, Symbol
from policies.verdicts import Allow
from policies.watch import watch
from tests.unit.kernel_cases import (
    AAA,
    AT,
    HOUSE,
    STOCK,
    Act,
    amend,
    close,
    codes,
    exit_order,
    facts,
    held,
    order,
    quote,
    remembered,
    resume,
    stop_leg,
    switched,
    working,
)


@pytest.mark.parametrize(
    ("quantity", "side", "near", "far"), [("10", "sell", "95", "80"), ("-10", "buy", "105", "120")]
)
def test_of_several_stops_the_worst_covers_first(quantity: str, side: str, near: str, far: str) -> None:
    far_leg = stop_leg(side, "6", far)
    both = facts(held(quantity), stop_leg(side, "6", near, id=OrderId("s2")), far_leg)
    one = facts(held("6" if quantity == "10" else "-6"), far_leg)
    other = facts(held("4" if quantity == "10" else "-4"), stop_leg(side, "6", near))
    expected = worst_case(one, HOUSE).total + worst_case(other, HOUSE).total
    assert worst_case(both, HOUSE).total == expected


def test_each_further_stop_of_a_position_costs_a_fee() -> None:
    dear = {AAA: replace(STOCK, fee_min=Decimal(3))}
    legs = [stop_leg("sell", "5", "95"), stop_leg("sell", "5", "95", id=OrderId("s2"))]
    split = worst_case(facts(held("10"), *legs, instruments=dear), HOUSE)
    whole = worst_case(facts(held("10"), stop_leg("sell", "10", "95"), instruments=dear), HOUSE)
    assert split.total == whole.total + 3
    assert split.by_symbol == {AAA: split.total}


@pytest.mark.parametrize("change", [{"stop": "96"}, {"quantity": "10"}, {"quantity": "5"}, {"quantity": "6"}])
def test_a_stop_larger_than_what_is_left_may_be_moved_and_shrunk(change: dict[str, Any]) -> None:
    act = Act(amend("s1", **change), facts(held("5"), stop_leg("sell", "10", "95")))
    assert isinstance(act.judged(), Allow), act.judged()


def test_an_amend_writes_the_price_that_belongs_to_the_order() -> None:
    stop, target = (
        stop_leg("sell", "5", "95"),
        exit_order("sell", "5", role=OrderRole.TARGET, type="limit", limit="120"),
    )
    entry = working("buy", "5", stop="90")
    known = facts(held("5"), stop, target, entry)

    def after(**change: str) -> Any:
        return Case(amend(**change), known, HOUSE).order

    assert after(name="s1", stop="96.001").trigger == Decimal("96.01")
    assert after(name="x1", target="118.999").limit == Decimal(119)
    assert (after(name="o1", target="130.001").target, after(name="o1", stop="91.001").stop) == (
        Decimal("130.01"),
        Decimal("91.01"),
    )
    assert after(name="o1", limit="99.999", quantity="4.999") == replace(
        entry, limit=Decimal("99.99"), quantity=Decimal("4.99")
    )
    assert after(name="s1", stop="96").stop is None


def test_prices_go_to_ticks_in_the_direction_asked() -> None:
    tick = Decimal("0.05")
    assert on_tick(Decimal("1.01"), tick, up=True) == Decimal("1.05")
    assert on_tick(Decimal("1.04"), tick, up=False) == Decimal("1.00")
    assert on_tick(Decimal("1.05"), tick, up=True) == Decimal("1.05")
    assert on_tick(None, tick, up=True) is None


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ({"notional": Money(amount=Decimal(1000), currency="USD")}, "1"),
        ({"risk": Money(amount=Decimal(100), currency="USD")}, "2"),
        ({"risk": Decimal("0.001")}, "2"),
    ],
)
def test_sizes_count_the_multiplier(size: dict[str, Any], expected: str) -> None:
    ten = {AAA: replace(STOCK, multiplier=Decimal(10))}
    verdict = Act(order(quantity=None, **size), facts(instruments=ten)).judged()
    assert isinstance(verdict, Allow), verdict
    assert verdict.quantity == Decimal(expected)


def test_people_are_rated_on_the_wall_and_strategies_on_the_market() -> None:
    by_wall = Recent(at=AT, market=AT - timedelta(days=2), principal="x", fingerprint="", raises=True)
    by_market = replace(by_wall, at=AT - timedelta(days=2), market=AT)
    for recent, person, strategy in ((by_wall, True, False), (by_market, False, True)):
        known = remembered(facts(), recent=(recent,) * 30)
        assert ("RATE_MINUTE" in codes(Act(order(), known).judged())) is person
        assert ("RATE_MINUTE" in codes(Act(order(strategy="s"), known).judged())) is strategy
    lowering = remembered(facts(), recent=(replace(by_wall, raises=False),) * 600)
    assert isinstance(Act(order(), lowering).judged(), Allow)


def test_the_same_wish_of_another_person_is_no_duplicate() -> None:
    from policies.wire.fingerprint import fingerprint

    mine = Recent(at=AT, market=AT, principal="anna", fingerprint=fingerprint(order()), raises=True)
    assert codes(Act(order(), remembered(facts(), recent=(mine,))).judged()) == ["DUPLICATE_INTENT"]
    theirs = replace(mine, principal="bert")
    assert isinstance(Act(order(), remembered(facts(), recent=(theirs,))).judged(), Allow)


def test_what_is_held_without_instrument_or_quote_denies_risk_and_reduces() -> None:
    other = held("1", symbol=Symbol("ZZZ"))
    for known in (
        facts(other),
        facts(other, quotes={AAA: quote(), Symbol("ZZZ"): quote()}),
    ):
        assert "MISSING_FACT" in codes(Act(order(), known).judged())
        assert watch(known, HOUSE).state is Switch.REDUCING
    unpriced = watch(facts(held("1"), quotes={}), HOUSE)
    assert unpriced.state is Switch.REDUCING
    assert "AAA" in (unpriced.cause or "")


@pytest.mark.parametrize("state", [Switch.HALTED, Switch.REDUCING])
def test_a_cause_is_shown_and_an_unknown_one_is_a_question_mark(state: Switch) -> None:
    for cause, shown in (("kill switch", "kill switch"), (None, "?")):
        known = facts(switch=switched(state, cause=cause))
        assert Act(order(), known).judged().reasons[0].numbers == {"account": "paper", "cause": shown}
        assert Act(resume(), known).judged().reasons[0].numbers["cause"] == shown


def test_a_close_takes_what_is_free_even_below_a_lot() -> None:
    verdict = Act(close(), facts(held("0.004"))).judged()
    assert isinstance(verdict, Allow)
    assert verdict.quantity == Decimal("0.004")
