"""Two witnesses of one price have to agree: a second quote that is off, old or unsound stops new risk."""

import pytest

from policies.instruments import Quote
from tests.unit.kernel_cases import AAA, BBB, Act, close, codes, facts, held, order, quote

DIFFER = ["SOURCES_DIFFER"]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (quote("100"), []),
        (quote("101"), []),
        (quote("101.01"), DIFFER),
        (quote("99"), []),
        (quote("98.99"), DIFFER),
        (quote("90", "110"), []),
        (quote("90", "112.01"), DIFFER),
        (quote("100", age="15"), []),
        (quote("100", age="15.001"), DIFFER),
        (quote("100", age="-1"), []),
        (quote("100", age="-1.001"), DIFFER),
        (quote("100.01", "100"), DIFFER),
        (quote("0", "200"), DIFFER),
        (quote("NaN"), DIFFER),
    ],
)
def test_the_second_witness(second: Quote, expected: list[str]) -> None:
    assert codes(Act(order(), facts(second={AAA: second})).judged()) == expected
    assert codes(Act(order(), facts(second={BBB: second})).judged()) == []
    assert codes(Act(close(), facts(held("10"), second={AAA: second})).judged()) == []


def test_a_second_price_does_not_stand_in_for_the_first() -> None:
    crossed = facts(quotes={AAA: quote("101", "99")}, second={AAA: quote("90")})
    assert "SOURCES_DIFFER" not in codes(Act(order(), crossed).judged())
    known = facts(quotes={BBB: quote()}, second={AAA: quote()})
    assert codes(Act(order(), known).judged()) == ["NO_QUOTE", "MISSING_FACT"]
