"""No short without a borrow, no written option, nothing entered that ends; a bought option needs no stop."""

from datetime import date, timedelta
from typing import Any

import pytest

from policies.facts import Facts
from policies.values import OrderId
from tests.unit.kernel_cases import (
    AT,
    BBB,
    Act,
    amend,
    asked,
    close,
    codes,
    exit_order,
    facts,
    held,
    order,
    stop_leg,
    working,
)
from tests.unit.kernel_edges_broker import listed
from tests.unit.kernel_edges_firm import account

NO_BORROW, OPTION, ENDS = listed(shortable=False), listed(asset_class="option"), listed(expires_on=date(2012, 1, 4))
SHORT, WRITTEN = ["NOT_SHORTABLE"], ["OPTION_WRITING"]


def known(*parts: Any) -> Facts:
    """Facts in which AAA cannot be borrowed."""
    return facts(*parts, **NO_BORROW)


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (Act(order("sell"), facts()), []),
        (Act(order("sell", "0.01"), known()), SHORT),
        (Act(order("buy"), known()), []),
        (Act(order("buy"), known(held("-20"))), []),
        (Act(order("sell", "10"), known(held("10"))), []),
        (Act(order("sell", "10.01"), known(held("10"))), SHORT),
        (Act(order("sell", "10.01", stop=None), known(held("10"))), ["STOP_REQUIRED", *SHORT]),
        (Act(order("sell", "1"), known(held("-10"))), SHORT),
        (Act(order("sell", "7"), known(held("10"), exit_order("sell", "3"))), []),
        (Act(order("sell", "7.01"), known(held("10"), exit_order("sell", "3"))), SHORT),
        (Act(order("sell", "7"), known(held("10"), working("sell", "3", stop="105"))), []),
        (Act(order("sell", "7.01"), known(held("10"), working("sell", "3", stop="105"))), SHORT),
        (Act(order("sell", "1"), known(held("10"), working("sell", "12", stop="105"))), SHORT),
        (Act(order("sell", "10"), known(held("10"), working("sell", "3", stop="105", symbol=BBB))), []),
        (Act(order("sell", "10"), known(held("10"), working("buy", "3", stop="95"))), []),
        (Act(order("sell", "1"), account(known(held("10")), hedging=True)), SHORT),
        (Act(order("sell", "1"), account(facts(held("10")), hedging=True)), []),
        (Act(amend(quantity="10"), known(held("10"), working("sell", "5", stop="105"))), []),
        (Act(amend(quantity="10.01"), known(held("10"), working("sell", "5", stop="105"))), SHORT),
        (Act(close(), known(held("-10"))), []),
        (Act(close(), known(held("10"))), []),
    ],
)
def test_what_cannot_be_borrowed_is_not_sold_short(act: Act, expected: list[str]) -> None:
    assert codes(act.judged()) == expected


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (Act(order("sell"), facts(**OPTION)), WRITTEN),
        (Act(order("sell"), facts(**listed(asset_class="option", shortable=False))), WRITTEN),
        (Act(order("sell"), facts(held("10"), **OPTION)), []),
        (Act(order("sell", "10.01"), facts(held("10"), **OPTION)), WRITTEN),
        (Act(order("buy", stop=None), facts(**OPTION)), []),
        (Act(order("buy", stop=None), facts()), ["STOP_REQUIRED"]),
        (Act(order("sell", stop=None), facts(**OPTION)), ["STOP_REQUIRED", *WRITTEN]),
        (Act(order("buy", "46", stop=None), facts(**OPTION)), ["DAILY_LOSS_HEADROOM"]),
        (Act(order("buy", "44", stop=None), facts(**OPTION)), []),
    ],
)
def test_options_are_bought_for_their_premium_and_not_written(act: Act, expected: list[str]) -> None:
    assert codes(act.judged()) == expected


@pytest.mark.parametrize(("hours", "expected"), [(3, []), (4, ["EXPIRED_CONTRACT"]), (28, ["EXPIRED_CONTRACT"])])
def test_a_contract_is_not_entered_from_its_last_day_on(hours: int, expected: list[str]) -> None:
    now = AT + timedelta(hours=hours)
    quotes = {s: q.__class__(bid=q.bid, ask=q.ask, at=now) for s, q in facts().quotes.items()}
    later = facts(market=now, quotes=quotes, **ENDS)
    assert codes(Act(order(), later).judged()) == expected
    assert codes(Act(close(), facts(held("10"), market=now, quotes=quotes, **ENDS)).judged()) == []
    assert codes(Act(asked(order(), symbol="BBB"), later).judged()) == []


def test_growing_an_order_in_an_ended_contract_is_an_entry() -> None:
    ended = facts(working("buy", "5", stop="95", id=OrderId("o1")), **listed(expires_on=date(2012, 1, 3)))
    assert codes(Act(amend(quantity="6"), ended).judged()) == ["EXPIRED_CONTRACT"]
    assert codes(Act(amend(quantity="4"), ended).judged()) == []
    protected = facts(held("10"), stop_leg("sell", "10", "95"), **listed(expires_on=date(2012, 1, 3)))
    assert codes(Act(amend("s1", stop="94"), protected).judged()) == []
