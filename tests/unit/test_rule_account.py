"""An act is judged on the account that it names, and a change names one order."""

from typing import Any

import pytest

from policies.intents import HaltIntent
from policies.values import AccountId, OrderId, Switch
from tests.unit.kernel_cases import (
    HEADER,
    Act,
    advance,
    amend,
    asked,
    cancel,
    close,
    codes,
    facts,
    held,
    order,
    reduce,
    resume,
    stop_leg,
    switched,
    working,
)

OTHER = AccountId("other")
LONG = facts(held("10"), working("buy", "1"), switch=switched(Switch.ACTIVE, latched=True))
TWINS = facts(held("10"), working("buy", "1"), stop_leg("sell", "10", "95", id=OrderId("o1")))
HALT = HaltIntent(**HEADER)


@pytest.mark.parametrize(
    "intent", [order(), close(), reduce("5"), cancel(), amend(limit="99"), HALT, resume(), advance(sessions=1)]
)
def test_whatever_is_asked_of_another_account_is_denied(intent: Any) -> None:
    assert codes(Act(intent, LONG).judged()) == []
    assert codes(Act(asked(intent, account=OTHER), LONG).judged()) == ["WRONG_ACCOUNT"]


def test_a_halt_of_all_accounts_is_meant_for_this_one_and_an_order_is_not() -> None:
    assert codes(Act(asked(HALT, account=AccountId("all")), facts()).judged()) == []
    assert codes(Act(asked(order(), account=AccountId("all")), facts()).judged()) == ["WRONG_ACCOUNT"]


@pytest.mark.parametrize(
    ("intent", "expected"),
    [
        (cancel(), ["AMBIGUOUS_ORDER"]),
        (amend(limit="99"), ["AMBIGUOUS_ORDER"]),
        (cancel("all"), []),
        (close(), []),
        (reduce("5"), []),
        (order(), []),
    ],
)
def test_two_orders_of_one_id_are_not_guessed_between(intent: Any, expected: list[str]) -> None:
    assert codes(Act(intent, TWINS).judged()) == expected
