"""The vocabulary of the policies: its words as they stand on the wire and in journals, its numbers, its arithmetic."""

import pkgutil
from dataclasses import fields, is_dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from enum import StrEnum
from importlib import import_module
from typing import Any

import pytest

import policies
from policies.intents import AnyIntent
from policies.values import (
    CONTEXT,
    LARGEST,
    ONE,
    ZERO,
    InvalidNumber,
    Label,
    Money,
    OrderRole,
    OrderStatus,
    OrderType,
    Role,
    Side,
    Switch,
    Tier,
    TimeInForce,
    ceil_to,
    floor_to,
    lenient_decimal,
    parse_decimal,
    plain,
)

# Written out by hand: journals and wires of years hold these words, so that a renamed one is a broken record.
WORDS: dict[type[StrEnum], str] = {
    Side: "BUY=buy SELL=sell",
    OrderType: "MARKET=market LIMIT=limit STOP=stop STOP_LIMIT=stop_limit",
    TimeInForce: "DAY=day GTC=gtc",
    OrderRole: "ENTRY=entry EXIT=exit STOP=stop TARGET=target FOREIGN=foreign",
    OrderStatus: (
        "PENDING=pending WORKING=working PARTIAL=partial FILLED=filled CANCELLED=cancelled EXPIRED=expired "
        "REJECTED=rejected UNKNOWN=unknown"
    ),
    Switch: "ACTIVE=ACTIVE REDUCING=REDUCING HALTED=HALTED",
    Label: "SYSTEM=SYSTEM OWNER=OWNER INTERNAL=INTERNAL SUBSCRIBER=SUBSCRIBER WEB=WEB",
    Role: (
        "OWNER=owner ADMIN=admin TRADER=trader VIEWER=viewer SUBSCRIBER=subscriber SCHEDULE=schedule WEBHOOK=webhook"
    ),
    Tier: "T0=T0 T1=T1 T2=T2",
}
MODULES = sorted(found.name for found in pkgutil.iter_modules(policies.__path__) if not found.ispkg)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: str(words.__name__))
def test_the_words_and_their_order_stand(words: type[StrEnum]) -> None:
    assert " ".join(f"{member.name}={member.value}" for member in words) == WORDS[words]


def test_sides_have_a_sign_and_an_opposite() -> None:
    assert [(side.sign, side.opposite) for side in (Side.BUY, Side.SELL)] == [(1, Side.SELL), (-1, Side.BUY)]


def test_nothing_more_comes_of_an_order_that_ended() -> None:
    ended = {OrderStatus.FILLED, OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.REJECTED}
    assert {status for status in OrderStatus if status.final} == ended


def test_the_worst_ranks_highest() -> None:
    assert [state.rank for state in (Switch.ACTIVE, Switch.REDUCING, Switch.HALTED)] == [0, 1, 2]
    labels = (Label.SYSTEM, Label.OWNER, Label.INTERNAL, Label.SUBSCRIBER, Label.WEB)
    assert [label.rank for label in labels] == [0, 1, 2, 3, 4]


def test_the_context_keeps_28_digits_and_traps_what_would_lose_a_number() -> None:
    assert (ZERO, ONE, LARGEST) == (0, 1, 1_000_000_000_000)
    with localcontext(CONTEXT):
        assert str(ONE / 3) == "0." + "3" * 28
        with pytest.raises(InvalidOperation):
            ZERO / ZERO
        with pytest.raises(DivisionByZero):
            ONE / ZERO
        with pytest.raises(Overflow):
            Decimal("1E+999999") * 10
    assert {signal for signal, trapped in CONTEXT.traps.items() if trapped} == {
        InvalidOperation,
        DivisionByZero,
        Overflow,
    }


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("12.50", "12.50"),
        ("-3", "-3"),
        (7, "7"),
        ("9" * 16, "9" * 16),
        ("0." + "1" * 12, "0." + "1" * 12),
        (-5, "-5"),
    ],
)
def test_a_plain_number_is_read(written: object, number: str) -> None:
    assert str(parse_decimal(written)) == str(lenient_decimal(written)) == number


@pytest.mark.parametrize(
    "written",
    ["1" * 17, "0." + "1" * 13, "1.", ".5", "+1", "1e3", "NaN", "", "--1", "1\n", 1.5, True, False, None, b"1"],
)
def test_anything_else_is_no_number(written: object) -> None:
    with pytest.raises(InvalidNumber, match="expected a plain decimal string"):
        parse_decimal(written)
    assert lenient_decimal(written).is_nan()


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("10", "10"),
        ("100", "100"),
        ("10.00", "10"),
        ("0.50", "0.5"),
        ("0.00", "0"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("-3", "-3"),
        ("1E+3", "1000"),
        ("1E-3", "0.001"),
        ("NaN", "NaN"),
        ("-Infinity", "-Infinity"),
    ],
)
def test_a_number_is_written_at_its_shortest(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


@pytest.mark.parametrize(
    ("number", "step", "below", "above"),
    [
        ("1.04", "0.05", "1.00", "1.05"),
        ("1.05", "0.05", "1.05", "1.05"),
        ("-7", "2", "-8", "-6"),
        ("9", "4", "8", "12"),
    ],
)
def test_steps_below_and_above(number: str, step: str, below: str, above: str) -> None:
    value, size = Decimal(number), Decimal(step)
    assert (floor_to(value, size), ceil_to(value, size)) == (Decimal(below), Decimal(above))


@pytest.mark.parametrize("written", ["200 USD", "0.5 EUR", "-3 USDT", "1 ABCDE"])
def test_money_comes_back_as_written(written: str) -> None:
    money = Money.parse(written)
    assert str(money) == written
    assert (str(money.amount), money.currency) == tuple(written.split())


@pytest.mark.parametrize(
    "written",
    [
        "200",
        "200 usd",
        "200 US",
        "200 ABCDEF",
        "200  USD",
        "200 USD ",
        "USD 200",
        "200 USD EUR",
        "1e3 USD",
        "",
        200,
        None,
    ],
)
def test_what_is_no_money_is_refused(written: object) -> None:
    with pytest.raises(InvalidNumber, match="expected"):
        Money.parse(written)


def test_money_without_two_parts_is_refused_in_its_own_words() -> None:
    for written in ("200", "200 usd", "200 USD EUR", 5):
        with pytest.raises(InvalidNumber, match="an amount and a currency"):
            Money.parse(written)


def values_of(module: str) -> list[Any]:
    """The dataclasses that a module of the policies defines."""
    made = import_module(f"policies.{module}")
    return [thing for thing in vars(made).values() if is_dataclass(thing) and thing.__module__ == made.__name__]


@pytest.mark.parametrize("module", MODULES)
def test_values_cannot_be_changed_and_are_built_by_name(module: str) -> None:
    for value in values_of(module):
        assert value.__dataclass_params__.frozen, value
        by_place = [field.name for field in fields(value) if not field.kw_only]
        assert not by_place or value.__name__ == "Case", value


def test_an_intent_is_known_by_what_it_asks() -> None:
    for kind in AnyIntent.__args__:
        assert kind.kind == kind.__name__.removesuffix("Intent").lower()
