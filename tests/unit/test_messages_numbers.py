"""Numbers, money and dates as a French and an English reader write them."""

import pytest

from bots.messages.numbers import moment, money, number, percent, price


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("1234.50", "1\u202f234,5", "1,234.5"),
        ("1000000", "1\u202f000\u202f000", "1,000,000"),
        ("-0.25", "-0,25", "-0.25"),
        ("10", "10", "10"),
        ("NaN", "?", "?"),
        (None, "?", "?"),
        ("abc", "?", "?"),
    ],
)
def test_a_number_keeps_what_it_has(value: object, french: str, english: str) -> None:
    assert number(value, "fr") == french
    assert number(value, "en") == english


def test_money_has_cents_and_a_currency() -> None:
    assert money("1234.5", "USD", "fr") == "1\u202f234,50\u00a0USD"
    assert money("1234.5", "USD", "en") == "1,234.50\u00a0USD"
    assert money("12", "USD", "en", signed=True) == "+12.00\u00a0USD"
    assert money("-12", "USD", "en", signed=True) == "-12.00\u00a0USD"
    assert money(None, "USD", "en", signed=True) == "?\u00a0USD"


def test_a_price_has_at_least_two_decimals() -> None:
    assert price("390", "en") == "390.00"
    assert price("26.765", "fr") == "26,765"
    assert price(None, "fr") == "?"


def test_a_fraction_becomes_a_percentage() -> None:
    assert percent("0.01", "en") == "1%"
    assert percent("0.005", "fr") == "0,5\u202f%"
    assert percent("x", "fr") == "?"


def test_market_times_are_shown_in_new_york() -> None:
    assert moment("2012-01-03T20:30:00Z", "en") == "3 Jan 2012 15:30"
    assert moment("2012-07-03T20:30:00+00:00", "fr") == "3 juil. 2012 16:30"
    assert moment(None, "en") == "?"
