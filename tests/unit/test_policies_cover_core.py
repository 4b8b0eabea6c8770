"""Corners of the core that no rule's edge reaches: sizes without a price, acts on everything, what is remembered."""

from dataclasses import replace
from decimal import Decimal

import pytest

from policies.book import MOST_ACCOUNTS, MOST_SYMBOLS, NOTHING, book
from policies.case import Case
from policies.intents import OrderIntent
from policies.kernel import judge
from policies.rules import fresh_quote, symbol_exposure
from policies.values import AccountId, Money, OrderId, OrderRole, Symbol
from policies.wire.cases import with_marks
from tests.unit.kernel_cases import (
    AAA,
    BBB,
    EUX,
    HOUSE,
    STOCK,
    WIDE,
    Act,
    advance,
    amend,
    cancel,
    close,
    codes,
    exit_order,
    facts,
    held,
    order,
    quote,
    reduce,
    stop_leg,
    working,
)

D = Decimal
USD_200, EUR_200, CHF_200 = (Money(amount=D(200), currency=c) for c in ("USD", "EUR", "CHF"))


@pytest.mark.parametrize(
    ("sized", "expected"),
    [
        (order(quantity=None, notional=USD_200, type="stop", trigger="101"), D("1.98")),
        (order(quantity=None, notional=USD_200, type="limit", limit="80", stop="79"), D("2.5")),
        (order(quantity=None, notional=USD_200), D(2)),
        (order("sell", quantity=None, notional=USD_200), D("2.02")),
        (order(quantity=None, notional=EUR_200, symbol=EUX), D(2)),
        (order(quantity=None, notional=USD_200, symbol=EUX), D("1.6")),
        (order(quantity=None, risk=USD_200), D(40)),
        (order(quantity=None, risk=D("0.002")), D(40)),
        (order(quantity=None, risk=USD_200, stop="100"), D(0)),
    ],
)
def test_money_and_risk_become_a_quantity_at_the_price_of_the_order(sized: OrderIntent, expected: Decimal) -> None:
    known = facts(quotes={AAA: quote("99", "100"), EUX: quote()})
    assert Case(sized, known, HOUSE).quantity == expected


@pytest.mark.parametrize(
    ("sized", "what"),
    [
        (order(quantity=None, notional=USD_200), "AAA"),
        (order(quantity=None, notional=CHF_200, type="limit", limit="100"), "CHF"),
        (order(quantity=None, risk=USD_200, stop=None, type="limit", limit="100"), "size"),
    ],
)
def test_a_size_that_cannot_be_told_is_a_missing_fact(sized: OrderIntent, what: str) -> None:
    verdict = judge(sized, facts(quotes={}), HOUSE)
    assert codes(verdict) == ["MISSING_FACT"]
    assert what in verdict.reasons[0].numbers["what"]


def test_of_everything_nothing_is_free_and_nothing_has_room() -> None:
    known = facts(held("10"), working("buy", "1", stop="95"))
    everything = Case(close("all"), known, HOUSE)
    assert (everything.free, everything.reducing, everything.quantity) == (0, True, None)
    assert Case(cancel("all"), known, HOUSE).after == everything.before
    assert Case(order(), known, HOUSE).room == 0
    assert Case(reduce("5"), known, HOUSE).reducing


def test_only_an_order_of_a_known_instrument_has_prices_to_round() -> None:
    with pytest.raises(TypeError, match="only an order"):
        assert isinstance(Case(close(), facts(), HOUSE).rounded, OrderIntent)
    unknown = order(symbol=Symbol("ZZZ"))
    assert Case(unknown, facts(), HOUSE).quantity is None


def test_rules_about_one_symbol_have_nothing_to_say_of_all() -> None:
    rules = tuple(replace(rule, always=True) for rule in (symbol_exposure.RULE, fresh_quote.RULE))
    assert codes(judge(close("all"), facts(held("10")), HOUSE, rules)) == []
    assert codes(judge(advance(sessions=1), facts(), HOUSE, rules)) == []


def test_an_amend_whose_risk_cannot_be_told_is_denied_with_the_reason() -> None:
    dark = facts(working("buy", "1", stop="95"), quotes={})
    assert "MISSING_FACT" in codes(judge(amend(stop="96"), dark, HOUSE))
    wrong = facts(working("buy", "1", stop="95"), held("NaN", symbol=BBB))
    why = judge(amend(stop="96"), wrong, HOUSE).reasons
    assert {"RULE_ERROR", "MISSING_FACT"} & {r.code for r in why}
    assert all(r.rule for r in why)


def test_a_target_may_be_moved_to_either_side() -> None:
    target = exit_order("sell", "10", id=OrderId("t1"), role=OrderRole.TARGET, type="limit", limit="110")
    known = facts(held("10"), stop_leg("sell", "10", "95"), target)
    assert codes(judge(amend("t1", target="104"), known, HOUSE)) == []


def test_the_last_order_of_a_symbol_taken_back_leaves_no_line() -> None:
    known = facts(working("buy", "10", stop="95"))
    case = Case(cancel(), known, HOUSE)
    assert case.after.lines[AAA] == NOTHING
    assert (case.after.loss, case.after.gross, case.after.equity) == (0, 0, case.before.equity)


def test_a_second_stop_covers_nothing_that_is_covered_and_costs_nothing() -> None:
    dear = {AAA: replace(STOCK, fee_min=D(1))}
    first, second = stop_leg("sell", "10", "95"), stop_leg("sell", "10", "94", id=OrderId("s2"))
    one = book(facts(held("10"), second, instruments=dear), HOUSE)
    assert book(facts(held("10"), first, second, instruments=dear), HOUSE).loss == one.loss


def test_a_stop_at_the_market_of_what_does_not_gap_loses_nothing_more() -> None:
    calm = {AAA: replace(STOCK, gap=D(0))}
    assert book(facts(held("10"), stop_leg("sell", "10", "101"), instruments=calm), WIDE).loss == 0


def test_what_is_remembered_is_bounded_and_changes_no_answer() -> None:
    known = facts(held("10"), stop_leg("sell", "10", "95"))
    expected = book(known, HOUSE)
    for number in range(MOST_ACCOUNTS + 2):
        account = replace(known.account, id=AccountId(f"a{number}"))
        assert book(replace(known, account=account), HOUSE) == expected
    names = [Symbol(f"S{n}") for n in range(MOST_SYMBOLS + 1)]
    wide = replace(
        known,
        positions=tuple(replace(known.positions[0], symbol=name) for name in names),
        orders=(),
        quotes=dict.fromkeys(names, quote()),
        instruments=dict.fromkeys(names, STOCK),
    )
    assert book(wide, HOUSE) == book(wide, HOUSE)
    assert book(known, HOUSE) == expected


def test_marks_that_are_there_are_kept() -> None:
    known = facts()
    assert with_marks(known, HOUSE) == known
    assert codes(Act(order(), known).judged()) == []
