"""An instrument's own arithmetic to the unit: what is sound, worth, level, dearer, the fee, the margins."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from policies.instruments import Instrument, Quote
from tests.unit.kernel_cases import AT

D = Decimal
PLAIN = Instrument(currency="USD", tick=D("0.01"), lot=D(1), gap=D("0.05"))
COIN = replace(PLAIN, inverse=True, multiplier=D(100))


def test_what_is_not_said_of_an_instrument_costs_nothing_and_may_be_traded() -> None:
    assert (
        Instrument(
            currency="USD",
            tick=D("0.01"),
            lot=D(1),
            multiplier=D(1),
            gap=D("0.05"),
            gap_closed=D(0),
            shock=D(1),
            fee_unit=D(0),
            fee_min=D(0),
            carry_long=D(0),
            carry_short=D(0),
            asset_class="stock",
            lots=D(1),
            maintenance=None,
            inverse=False,
            tradable=True,
            shortable=True,
            expires_on=None,
            calendar="xnys",
        )
        == PLAIN
    )


@pytest.mark.parametrize("step", ["tick", "lot", "multiplier", "lots"])
@pytest.mark.parametrize(("value", "sound"), [("0.001", True), ("0", False), ("-1", False)])
def test_steps_are_more_than_zero(step: str, value: str, *, sound: bool) -> None:
    changes: dict[str, Any] = {step: D(value)}
    assert replace(PLAIN, **changes).sound is sound


COSTS = ("gap", "gap_closed", "shock", "fee_unit", "fee_min", "carry_long", "carry_short", "maintenance")


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize(("value", "sound"), [("0", True), ("-0.001", False)])
def test_costs_are_not_less_than_zero(cost: str, value: str, *, sound: bool) -> None:
    changes: dict[str, Any] = {cost: D(value)}
    assert replace(PLAIN, **changes).sound is sound


@pytest.mark.parametrize(
    ("asset_class", "maintenance", "expected"),
    [
        ("stock", None, (D("0.25"), D("0.30"))),
        ("etf", None, (D("0.25"), D("0.30"))),
        ("stock", D("0.5"), (D("0.5"), D("0.5"))),
        ("future", D("0.5"), (0, 0)),
        ("future", None, (0, 0)),
    ],
)
def test_only_stocks_keep_margin(asset_class: str, maintenance: Decimal | None, expected: tuple[Any, Any]) -> None:
    assert replace(PLAIN, asset_class=asset_class, maintenance=maintenance).margins == expected


def test_worth_and_level_of_a_plain_and_of_an_inverse_contract() -> None:
    big = replace(PLAIN, multiplier=D(5))
    assert (big.worth(D(3), D(8)), big.level(D(8)), big.dearer(D(4), D(8))) == (120, 8, 1)
    assert (COIN.worth(D(2), D(8)), COIN.level(D(8))) == (25, D("-0.125"))
    assert (COIN.dearer(D(4), D(8)), COIN.dearer(D(8), D(4)), COIN.dearer(D(4), D(4))) == (2, 1, 1)


def test_a_fee_is_by_unit_and_at_least_the_minimum_of_what_trades_at_all() -> None:
    costly = replace(PLAIN, fee_unit=D(2), fee_min=D(5))
    assert [costly.fee(D(n)) for n in (0, 1, 2, 3)] == [0, 5, 5, 6]


@pytest.mark.parametrize(
    ("bid", "ask", "sound"),
    [
        ("1", "1", True),
        ("0.01", "2", True),
        ("2", "1", False),
        ("0", "1", False),
        ("-1", "1", False),
        ("NaN", "1", False),
        ("1", "NaN", False),
        ("1", "Infinity", False),
        ("Infinity", "Infinity", False),
    ],
)
def test_a_quote_is_two_positive_numbers_in_their_order(bid: str, ask: str, *, sound: bool) -> None:
    assert Quote(bid=D(bid), ask=D(ask), at=AT).sound is sound
