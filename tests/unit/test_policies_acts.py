"""What may be asked, by whom, and what is answered: the tables of acts, roles and verdicts as they stand."""

from dataclasses import fields
from decimal import Decimal

import pytest

from policies.access import ACTS, LOWERING, approves, may
from policies.intents import ALL, INTENTS, AmendIntent, OrderIntent
from policies.values import Role, Tier, TimeInForce
from policies.verdicts import Allow, Deny, NeedsApproval, Reason, reason
from tests.unit.kernel_cases import HEADER, advance, amend, cancel, close, order, resume

EVERY = "advance amend cancel close halt order reduce resume"
MAY = {
    Role.OWNER: EVERY,
    Role.ADMIN: EVERY,
    Role.TRADER: "advance amend cancel close halt order reduce",
    Role.SCHEDULE: "amend cancel close halt order reduce",
    Role.WEBHOOK: "cancel close order reduce",
    Role.VIEWER: "",
    Role.SUBSCRIBER: "",
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_ask_for_exactly_its_acts(role: Role) -> None:
    assert " ".join(sorted(kind for kind in [*ACTS, "publish"] if may(role, kind))) == MAY[role]
    assert approves(role) == (role in (Role.OWNER, Role.ADMIN))


def test_the_acts_and_those_that_lower_risk() -> None:
    assert " ".join(sorted(ACTS)) == " ".join(sorted(INTENTS)) == EVERY
    assert " ".join(sorted(LOWERING)) == "cancel close halt reduce"
    assert ALL == "all"


def test_an_order_that_says_no_more_is_for_the_day_and_has_no_size_or_price() -> None:
    bare = OrderIntent(**HEADER, symbol=order().symbol, side=order().side, type=order().type)
    assert bare.tif is TimeInForce.DAY
    left = ("quantity", "notional", "risk", "limit", "trigger", "stop", "target", "strategy", "good_till", "oco")
    assert {name: getattr(bare, name) for name in left} == dict.fromkeys(left)
    assert {name for name, value in vars(amend()).items() if value is None} == {
        field.name for field in fields(AmendIntent) if field.name not in {*HEADER, "order"}
    }
    assert (cancel().symbol, resume().adopts, advance().to, advance().sessions) == (None, (), None, None)


def test_a_verdict_says_nothing_that_it_was_not_given() -> None:
    assert (Allow().quantity, Allow().reasons, Allow().limits_hash) == (None, (), "")
    asks = NeedsApproval(tier=Tier.T1)
    assert (asks.quantity, asks.reasons, asks.limits_hash) == (None, (), "")
    assert Deny(reasons=()).limits_hash == ""
    assert Reason(code="A", rule="b").numbers == {}


def test_a_reason_shows_its_numbers_plainly_and_a_missing_one_as_a_question_mark() -> None:
    made = reason("CODE", "rule", price=Decimal("1E+2"), allowed=3, at=None, symbol="AAA")
    assert made == Reason(
        code="CODE", rule="rule", numbers={"price": "100", "allowed": "3", "at": "?", "symbol": "AAA"}
    )


def test_a_close_names_what_it_closes() -> None:
    assert close().kind == "close"
    assert close().symbol == "AAA"
