"""Numbers, money and dates as a French and an English reader write them."""

from datetime import date

import pytest

from bots.messages.numbers import day, hour, market_day, moment, money, month, number, percent, price, weekday


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


def test_days_and_hours_are_those_of_the_reader_in_new_york() -> None:
    assert (day("2012-08-03", "fr"), day("2012-08-03", "en"), day("x", "en")) == ("3 août 2012", "3 Aug 2012", "?")
    assert (hour("2012-07-03T20:00:00Z"), hour(None)) == ("16:00", "?")
    assert (market_day("2012-01-04T02:00:00Z"), market_day("x")) == (date(2012, 1, 3), None)
    assert weekday(date(2012, 1, 3), "fr") == "mardi 3 janv. 2012"
    assert weekday(date(2012, 1, 7), "en") == "Saturday 7 Jan 2012"
    assert (month("2012-02-29", "fr"), month("?", "fr")) == ("févr. 2012", "?")
    assert percent("0.0233", "fr", signed=True) == "+2,33\u202f%"
    assert percent("-0.02", "en", signed=True) == "-2%"
