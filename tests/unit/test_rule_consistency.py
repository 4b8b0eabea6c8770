"""A day that earned its share stops opening until the next reset; no day ever locks a trader out for longer."""

from dataclasses import replace
from decimal import Decimal

import pytest

from policies.facts import Facts
from policies.firms.terms import Consistency, Phase, Unit, Whole
from tests.unit.kernel_cases import HOUSE, Act, close, codes, facts, held, order, remembered
from tests.unit.kernel_edges_firm import PHASES, account, under

BEST = ["BEST_DAY"]
HALF = Consistency(unit=Unit.DAY, of=Whole.PROFIT, share=Decimal("0.5"))
TARGET = replace(HALF, of=Whole.TARGET)
FORTY = replace(HALF, share=Decimal("0.4"))


def after(today: str, *earlier: str) -> Facts:
    """Facts with so much profit today, in an account of 100,000, and on earlier days."""
    known = remembered(facts(), profits=tuple(Decimal(p) for p in earlier))
    return account(known, balance=100_000 + Decimal(today))


@pytest.mark.parametrize(
    ("rule", "today", "earlier", "expected"),
    [
        (TARGET, "4999.99", (), []),
        (TARGET, "5000", (), BEST),
        (TARGET, "5000", ("9000",), BEST),
        (TARGET, "-3000", (), []),
        (HALF, "0", (), []),
        (HALF, "4999.99", (), []),
        (HALF, "5000", (), BEST),
        (HALF, "0", ("8000",), []),
        (HALF, "4999.99", ("1000",), []),
        (HALF, "5000", ("1000",), BEST),
        (HALF, "5999.99", ("6000",), []),
        (HALF, "6000", ("6000",), BEST),
        (HALF, "6000", ("4000", "-1000", "2000.01"), []),
        (HALF, "5500", ("6000", "-3000"), []),
        (FORTY, "3999.99", (), []),
        (FORTY, "4000", ("6000",), BEST),
        (FORTY, "4000", ("6000.02",), []),
        (replace(HALF, share=Decimal(0)), "9000", (), []),
        (replace(HALF, share=Decimal(1)), "9000", (), []),
        (replace(TARGET, share=Decimal(1)), "9999.99", (), []),
        (replace(TARGET, share=Decimal(1)), "10000", (), BEST),
        (replace(HALF, unit=Unit.TRADE), "9000", (), []),
        (replace(HALF, unit=Unit.POSITION), "9000", (), []),
    ],
)
def test_when_a_day_earned_enough(rule: Consistency, today: str, earlier: tuple[str, ...], expected: list[str]) -> None:
    limits = under(consistency=rule, phases=PHASES)
    assert codes(Act(order(), after(today, *earlier), limits).judged()) == expected


def test_the_day_after_the_best_one_opens_again() -> None:
    limits = under(consistency=HALF, phases=PHASES)
    good = after("9000")
    assert codes(Act(order(), good, limits).judged()) == BEST
    marks = {
        key: replace(mark, day_equity=good.account.balance, day_balance=good.account.balance)
        for key, mark in good.history.marks.items()
    }
    assert codes(Act(order(), remembered(good, marks=marks, profits=(Decimal(9000),)), limits).judged()) == []


def test_floating_profit_counts_and_leaving_is_always_free() -> None:
    limits = under(consistency=TARGET, phases=PHASES)
    open_profit = facts(held("10", price="0.01"), account=replace(facts().account, balance=Decimal(104_001)))
    marked = replace(open_profit, history=facts().history)
    assert codes(Act(order(), marked, limits).judged()) == BEST
    assert codes(Act(close(), marked, limits).judged()) == []


@pytest.mark.parametrize("phases", [(), (Phase(name="funded"),)])
def test_without_a_target_there_is_nothing_to_pass(phases: tuple[Phase, ...]) -> None:
    assert codes(Act(order(), after("9000"), under(consistency=HALF, phases=phases)).judged()) == []
    assert codes(Act(order(), after("9000"), HOUSE).judged()) == []


def test_without_the_marks_of_the_day_nothing_is_opened() -> None:
    unmarked = remembered(after("0"), marks={})
    limits = under(consistency=HALF, phases=PHASES)
    assert set(codes(Act(order(), unmarked, limits).judged())) == {"MISSING_FACT"}
