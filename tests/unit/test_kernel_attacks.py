"""What an attacker or an accident would try: split, rename, regroup, resize, flip, hide; and what the kernel says."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from policies.book import worst_case
from policies.case import Rule
from policies.facts import Facts, Order
from policies.intents import AnyIntent, CancelIntent, HaltIntent
from policies.kernel import judge
from policies.rules import RULES
from policies.values import Label, Money, OrderId, OrderRole, OrderStatus, Switch, Tier
from policies.verdicts import Allow, Deny, NeedsApproval
from tests.unit.kernel_cases import (
    AAA,
    BBB,
    EUX,
    HEADER,
    HOUSE,
    STOCK,
    WIDE,
    Act,
    amend,
    asked,
    cancel,
    close,
    codes,
    exit_order,
    facts,
    held,
    order,
    passes,
    quote,
    reduce,
    stop_leg,
    switched,
    working,
)

HALTED = switched(Switch.HALTED, latched=True)
BARE = replace(HOUSE, stop_required=False)


def total(*parts: Any, **changes: Any) -> Decimal:
    """The worst case of these positions and orders."""
    return worst_case(facts(*parts, **changes), HOUSE).total


def test_splitting_an_order_gains_nothing() -> None:
    parts: list[Order] = []
    for n in range(10):
        act = Act(order(quantity="100"), facts(*parts), WIDE)
        if not passes(act.judged()):
            break
        parts.append(working("buy", "100", id=OrderId(f"o{n}"), limit="101", stop="95"))
    assert len(parts) == 4
    assert "DAILY_LOSS_HEADROOM" in codes(Act(order(quantity="400", symbol=BBB), facts(*parts), WIDE).judged())


def test_unknown_and_pending_orders_keep_their_whole_risk() -> None:
    for status in (OrderStatus.UNKNOWN, OrderStatus.PENDING, OrderStatus.WORKING, OrderStatus.PARTIAL):
        assert total(working("buy", "10", stop="95", status=status)) == Decimal("97.50")
    assert total(held("10"), stop_leg("sell", "10", "95", status=OrderStatus.UNKNOWN)) == 1000
    assert total(held("10"), stop_leg("sell", "10", "95", status=OrderStatus.PENDING)) == 1000
    assert total(held("10"), stop_leg("sell", "10", "95")) == Decimal("97.50")


def test_one_group_name_over_two_symbols_saves_nothing() -> None:
    legs = [working("buy", "10", oco="g", stop="95"), working("buy", "10", oco="g", stop="95", symbol=BBB)]
    assert total(*legs) == 2 * total(legs[0])


def test_a_group_of_unequal_legs_counts_what_the_larger_has_left() -> None:
    small, large = working("buy", "10", oco="g", stop="50"), working("buy", "100", oco="g", stop="94")
    assert total(small, large) == total(small) + total(large)
    assert total(replace(small, quantity=Decimal(100)), large) == 10 * total(small)


def test_a_trigger_that_the_market_is_through_fills_at_the_market() -> None:
    late = working("buy", "10", type="stop", trigger="81", stop="80")
    assert total(late) == 10 * (100 * Decimal("1.05") - 80 * Decimal("0.95"))
    short = working("sell", "10", type="stop", trigger="119", stop="120")
    assert total(short) == 10 * (120 * Decimal("1.05") - 100 * Decimal("0.95"))


def test_an_amend_cannot_hide_a_stop_order_behind_a_limit() -> None:
    entry = working("buy", "10", type="stop", trigger="110", stop="95")
    assert codes(Act(amend(limit="1"), facts(entry, switch=HALTED)).judged()) == ["PRICES_OF_TYPE"]
    assert total(replace(entry, limit=Decimal(1))) == total(entry)


@pytest.mark.parametrize(
    "short", [{"type": "limit", "limit": "97"}, {"type": "market"}, {"type": "stop", "trigger": "97"}]
)
def test_a_short_without_a_stop_is_measured_from_where_the_market_stands(short: dict[str, str]) -> None:
    assert total(working("sell", "1", **short)) >= 200 - 100
    assert total(working("sell", "1", limit="97", stop="99")) == 99 * Decimal("1.05") - 97
    wanted = order("sell", stop=None, **short)
    assert "STOP_REQUIRED" in codes(Act(wanted, facts()).judged())
    assert "DAILY_LOSS_HEADROOM" in codes(Act(replace(wanted, quantity=Decimal(46)), facts(), BARE).judged())


@pytest.mark.parametrize(
    ("leg", "intent"),
    [
        (exit_order("sell", "5"), amend("x1", quantity="1000")),
        (stop_leg("sell", "10", "95"), amend("s1", quantity="1000")),
        (exit_order("sell", "10", role=OrderRole.TARGET, type="limit", limit="120"), amend("x1", quantity="11")),
        (exit_order("buy", "5"), amend("x1", quantity="6")),
    ],
)
def test_no_exit_or_protection_is_amended_beyond_the_position(leg: Order, intent: AnyIntent) -> None:
    assert codes(Act(intent, facts(held("10"), leg)).judged()) == ["MORE_THAN_FREE"]


def test_two_stops_together_are_not_amended_beyond_the_position() -> None:
    known = facts(held("10"), stop_leg("sell", "5", "95"), stop_leg("sell", "5", "90", id=OrderId("s2")))
    assert codes(Act(amend("s1", quantity="6"), known).judged()) == ["MORE_THAN_FREE"]
    assert passes(Act(amend("s1", stop="96"), known).judged())


@pytest.mark.parametrize("act", [order(symbol="all"), reduce("1", "all"), order(symbol="")])
def test_all_is_a_symbol_only_to_close(act: AnyIntent) -> None:
    assert codes(Act(act, facts(held("10"))).judged()) == ["UNKNOWN_INSTRUMENT"]


def test_an_amend_or_cancel_of_all_or_of_nothing() -> None:
    assert passes(Act(cancel("all"), facts()).judged())
    assert codes(Act(amend("all", quantity="1"), facts(working("buy", "2"))).judged()) == ["UNKNOWN_ORDER"]
    strange = facts(working("buy", "2", symbol="ZZZ"))
    assert codes(Act(amend(quantity="1"), strange).judged()) == ["UNKNOWN_INSTRUMENT"]
    assert passes(Act(cancel(), strange).judged())


def test_an_order_that_reduces_passes_when_halted_and_one_lot_more_does_not() -> None:
    known = facts(held("10"), exit_order("sell", "4"), switch=HALTED, quotes={})
    exact, more = order("sell", "6", stop=None), order("sell", "6.01", stop=None)
    verdict = judge(exact, known, HOUSE)
    assert isinstance(verdict, Allow)
    assert verdict.quantity == 6
    assert "TRADING_HALTED" in codes(judge(more, known, HOUSE))
    assert codes(judge(reduce("6.01"), known, HOUSE)) == ["MORE_THAN_FREE"]
    assert "TRADING_HALTED" in codes(judge(order("sell", "6"), known, HOUSE))


def test_an_unknown_exit_does_not_block_the_next_one() -> None:
    known = facts(held("10"), exit_order("sell", "10", status=OrderStatus.UNKNOWN), switch=HALTED)
    verdict = judge(close(), known, HOUSE)
    assert isinstance(verdict, Allow)
    assert verdict.quantity == 10


@pytest.mark.parametrize("legs", [("10", "-10"), ("10", "-4"), ("-10", "4")])
def test_hedged_legs_leave_only_together(legs: tuple[str, str]) -> None:
    known = facts(*(held(leg) for leg in legs), switch=HALTED)
    assert passes(judge(close(), known, HOUSE))
    assert passes(judge(close("all"), known, HOUSE))
    assert codes(judge(reduce("1"), known, HOUSE)) == ["HEDGED"]
    for side in ("buy", "sell"):
        assert "TRADING_HALTED" in codes(judge(order(side, "1", stop=None), known, HOUSE))


def test_a_foreign_order_counts_as_unprotected_and_protects_nothing() -> None:
    foreign = working("sell", "10", type="stop", trigger="95", role=OrderRole.FOREIGN)
    assert total(held("10"), foreign) > total(held("10")) == 1000


def test_sizes_that_round_to_nothing_or_rest_on_nonsense() -> None:
    assert codes(Act(order(quantity="0.0099"), facts()).judged()) == ["BELOW_LOT"]
    risky = order(quantity=None, risk=Money(amount=Decimal(200), currency="USD"))
    verdict = Act(risky, facts()).judged()
    assert isinstance(verdict, Allow)
    assert verdict.quantity == 40
    assert codes(Act(replace(risky, stop=Decimal(100)), facts()).judged()) == ["BELOW_LOT"]
    assert codes(Act(replace(risky, stop=None), facts()).judged()) == ["MISSING_FACT"]
    far = Act(replace(risky, stop=Decimal("0.01")), facts()).judged()
    assert isinstance(far, Allow)
    assert far.quantity == 2
    near = Act(replace(risky, stop=Decimal("99.99")), facts()).judged()
    assert "ORDER_NOTIONAL" in codes(near)
    foreign = Act(order(quantity=None, notional=Money(amount=Decimal(200), currency="CHF")), facts()).judged()
    assert codes(foreign) == ["MISSING_FACT"]


def test_fees_are_inside_the_risk_asked_for() -> None:
    dear = replace(STOCK, fee_min=Decimal(5), fee_unit=Decimal("0.01"))
    verdict = Act(order(quantity=None, risk=Decimal("0.001")), facts(instruments={AAA: dear})).judged()
    assert isinstance(verdict, Allow)
    assert verdict.quantity == 18


def test_another_currency_is_converted_at_the_worse_side() -> None:
    assert total(working("buy", "10", stop="95", symbol=EUX)) == Decimal("97.50") * Decimal("1.25")
    wide = facts(working("buy", "10", stop="95", symbol=EUX), fx={"EURUSD": quote("1.20", "1.30")})
    assert worst_case(wide, HOUSE).total == Decimal("97.50") * Decimal("1.30")
    assert "MISSING_FACT" in codes(Act(order(symbol=EUX), facts(fx={})).judged())


@pytest.mark.parametrize("field", ["gap", "shock", "fee_unit", "fee_min", "multiplier", "tick", "lot"])
@pytest.mark.parametrize("value", ["-1", "NaN", "-Infinity"])
def test_an_instrument_with_a_senseless_number_takes_no_risk(field: str, value: str) -> None:
    wrong: dict[str, Any] = {field: Decimal(value)}
    strange = replace(STOCK, **wrong)
    assert not passes(Act(order(), facts(instruments={AAA: strange})).judged())
    assert passes(Act(close(), facts(held("10"), instruments={AAA: strange}, switch=HALTED)).judged())


def test_what_works_elsewhere_under_a_crossed_quote_denies_risk_here() -> None:
    elsewhere = working("buy", "1", type="stop", trigger="101", stop="95", symbol=BBB)
    assert passes(Act(order(), facts(elsewhere)).judged())
    crossed = facts(elsewhere, quotes={AAA: quote(), BBB: quote("101", "99")})
    assert codes(Act(order(), crossed).judged()) == ["MISSING_FACT"]


def test_an_order_of_less_than_nothing_in_the_facts_is_no_credit() -> None:
    assert codes(Act(order(), facts(working("buy", "-500", stop="95"))).judged()) == ["MISSING_FACT"]


@pytest.mark.parametrize("balance", ["95500", "0", "-1000", "NaN", "Infinity"])
def test_no_balance_of_this_kind_buys_anything(balance: str) -> None:
    poor = replace(facts().account, balance=Decimal(balance))
    known: Facts = replace(facts(held("10")), account=poor)
    assert not passes(Act(order(quantity="0.01"), known).judged())
    assert passes(Act(close(), known).judged())


def test_a_raise_of_an_entry_counts_old_and_new_until_confirmed() -> None:
    known = facts(working("buy", "230", stop="95"))
    assert passes(Act(amend(quantity="231"), known).judged())
    assert codes(Act(amend(quantity="232"), known).judged()) == ["DAILY_LOSS_HEADROOM"]
    assert passes(Act(amend(quantity="1"), replace(known, switch=HALTED, quotes={})).judged())
    assert "TRADING_HALTED" in codes(Act(amend(stop="94"), replace(known, switch=HALTED)).judged())


@pytest.mark.parametrize("label", [Label.SUBSCRIBER, Label.WEB])
def test_no_act_stems_from_text_that_is_not_trusted(label: Label) -> None:
    for act in (order(), close(), reduce("1"), cancel(), amend(stop="96"), HaltIntent(**HEADER)):
        assert "UNTRUSTED_LABEL" in codes(Act(asked(act, label=label), facts(held("10"), working("buy", "1"))).judged())


def test_while_reconciling_only_cancels_and_halts_pass() -> None:
    known = facts(held("10"), working("buy", "1"), switch=switched(Switch.REDUCING, reconciling=True))
    for act in (order(), close(), reduce("1"), amend(stop="96")):
        assert "RECONCILING" in codes(Act(act, known).judged())
    for free in (cancel(), cancel("all"), HaltIntent(**HEADER)):
        assert isinstance(Act(free, known).judged(), Allow)


def test_a_rule_that_raises_denies_and_is_named() -> None:
    def broken(_: object) -> list[Any]:
        raise ZeroDivisionError

    rule = Rule(name="broken", check=broken, texts={})
    verdict = judge(order(), facts(), HOUSE, (*RULES, rule))
    assert isinstance(verdict, Deny)
    assert (verdict.reasons[0].code, verdict.reasons[0].rule) == ("RULE_ERROR", "broken")
    assert verdict.reasons[0].numbers == {"by": "broken", "error": "ZeroDivisionError"}
    assert isinstance(judge(close(), facts(held("10")), HOUSE, (*RULES, rule)), Allow)


def test_a_ruleset_may_ask_for_a_person() -> None:
    verdict = judge(order(), facts(), replace(HOUSE, tier=Tier.T1))
    assert isinstance(verdict, NeedsApproval)
    assert (verdict.quantity, verdict.reasons[0].code) == (10, "APPROVAL")


def test_what_is_allowed_is_what_was_judged_rounded_down() -> None:
    verdict = Act(order(quantity="10.0199", type="limit", limit="99.999", stop="95.001"), facts()).judged()
    assert isinstance(verdict, Allow)
    assert verdict.quantity == Decimal("10.01")
    assert isinstance(Act(CancelIntent(**HEADER, order=OrderId("o1")), facts(working("buy", "1"))).judged(), Allow)
