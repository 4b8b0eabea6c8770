"""The firms' own examples, day by day, through the shipped files."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from policies.facts import Account
from policies.firms.rulesets import ruleset
from policies.floors import Floor, first_marks, floors, next_reset, raised, rolled
from tools.trading.rulesets import Rulesets

RULESETS = Rulesets()
START = datetime(2026, 11, 23, 15, tzinfo=UTC)
Day = tuple[str, str, str]
"""The highest equity of a day, and balance and equity at its end."""


def after(firm: str, capital: str, days: Iterable[Day], peak: str | None = None) -> dict[str, Floor]:
    """Floors once these days are over, each by its rule's own reset, and today's equity has been at `peak`."""
    limits, _ = ruleset(RULESETS[firm])
    account = Account(currency="USD", initial=Decimal(capital), balance=Decimal(capital))
    marks = {}
    for reset in limits.resets:
        moment = START
        mark = first_marks(account, moment, reset)
        for highest, balance, equity in days:
            mark = raised(mark, Decimal(balance), Decimal(highest))
            moment = next_reset(moment, reset)
            mark = rolled(mark, moment, reset, Decimal(balance), Decimal(equity))
        marks[reset.key] = mark if peak is None else raised(mark, mark.day_balance, Decimal(peak))
    return {floor.name: floor for floor in floors(account, marks, limits)}


def closed(*balances: str) -> list[Day]:
    """Days that end flat, without having been higher."""
    return [(b, b, b) for b in balances]


def test_ftmo_two_step_follows_the_balance_at_midnight_both_ways() -> None:
    assert after("ftmo-2step", "100000", [])["daily"].floor == Decimal(95_000)
    up, down = after("ftmo-2step", "100000", closed("102000")), after("ftmo-2step", "100000", closed("102000", "97000"))
    assert (up["daily"].floor, down["daily"].floor) == (97_000, 92_000)
    assert up["total"].floor == down["total"].floor == 90_000
    assert up["daily"].guard == 97_500


def test_ftmo_one_step_trails_the_best_close_and_never_falls() -> None:
    for balances in (["104000"], ["104000", "103000"], ["103000", "104000", "99000", "103500"]):
        assert after("ftmo-1step", "100000", closed(*balances))["total"].floor == Decimal(94_000)
    assert after("ftmo-1step", "100000", closed("98000"))["total"].floor == Decimal(90_000)
    assert after("ftmo-1step", "100000", closed("115000"))["total"].floor == Decimal(105_000)
    assert after("ftmo-1step", "100000", [], "109000")["total"].floor == Decimal(90_000)


@pytest.mark.parametrize(
    ("balances", "floor"),
    [
        ([], 48_000),
        (["50500"], 48_500),
        (["50500", "50000"], 48_500),
        (["50500", "50000", "52500"], 50_000),
        (["52500", "60000", "50300"], 50_000),
    ],
)
def test_topstep_trails_the_close_and_locks_at_the_start(balances: list[str], floor: int) -> None:
    assert after("topstep-50k", "50000", closed(*balances), "58000")["total"].floor == floor


def test_topstep_counts_the_day_from_its_own_equity() -> None:
    assert after("topstep-150k", "150000", closed("151000"))["daily"].floor == Decimal(148_000)


def test_apex_trails_what_floats() -> None:
    assert after("apex-legacy-50k", "50000", [], "50875")["total"].floor == Decimal(48_375)
    assert after("apex-legacy-50k", "50000", [("50875", "49900", "49900")])["total"].floor == Decimal(48_375)
    assert after("apex-legacy-50k", "50000", [], "52600")["total"].floor == Decimal(50_100)
    assert after("apex-legacy-50k", "50000", [], "59000")["total"].floor == Decimal(50_100)


def test_the_newer_apex_keeps_trailing() -> None:
    assert after("apex-intraday-50k", "50000", [], "53000")["total"].floor == Decimal(51_000)
    assert after("apex-eod-50k", "50000", closed("53000"), "54000")["total"].floor == Decimal(51_000)


@pytest.mark.parametrize("capital", [50_000, 5_000, 200_000])
@pytest.mark.parametrize(
    ("firm", "limit", "allowed"), [("day-flex", "0.02", "0.04"), ("day-max", "0.01", "0.03"), ("swing", "0.03", "0.07")]
)
def test_trade_the_pool_moves_to_the_start_at_three_daily_limits(
    firm: str, limit: str, allowed: str, capital: int
) -> None:
    firm, size, gain = f"trade-the-pool-{firm}", str(capital), capital * Decimal(limit) * 3
    short, reached = str(capital + gain - Decimal("0.01")), str(capital + gain)
    assert after(firm, size, [], short)["total"].floor == capital * (1 - Decimal(allowed))
    assert after(firm, size, [], reached)["total"].floor == capital
    assert after(firm, size, [(reached, size, size)])["total"].floor == capital
    assert after(firm, size, [])["daily"].floor == capital * (1 - Decimal(limit))


def test_dna_takes_a_share_of_the_peak() -> None:
    assert after("dna-static", "100000", [("112000", "104000", "110000")])["total"].floor == Decimal(104_500)
    assert after("dna-static", "100000", [("112000", "110000", "104000")], "118000")["total"].floor == Decimal(104_500)
    assert after("dna-trailing", "100000", [], "110000")["total"].floor == Decimal(104_500)
    assert after("dna-trailing", "100000", [("101000", "110000", "101000")])["total"].floor == Decimal(104_500)


def test_hyrotrader_trails_the_days_own_peak() -> None:
    assert after("hyrotrader", "5000", [], "5200")["daily"].floor == Decimal(4_950)
    assert after("hyrotrader", "100000", [], "110000")["daily"].floor == Decimal(105_000)
    assert after("hyrotrader", "5000", [("5200", "5100", "5100")])["daily"].floor == Decimal(4_850)
    assert after("hyrotrader", "5000", [], "5499")["total"].floor == Decimal(4_500)
    assert after("hyrotrader", "5000", [], "5500")["total"].floor == Decimal(5_000)


def test_crypto_fund_trader_is_read_both_ways_and_the_stricter_binds() -> None:
    won = after("crypto-fund-trader-2phase", "100000", closed("110000"))
    lost = after("crypto-fund-trader-2phase", "100000", closed("96000"))
    assert {won["daily"].floor, won["daily-2"].floor} == {Decimal(105_000), Decimal(104_500)}
    assert {lost["daily"].floor, lost["daily-2"].floor} == {Decimal(91_000), Decimal(91_200)}


def test_the5ers_takes_the_higher_of_balance_and_equity() -> None:
    for balance, equity in (("100000", "104000"), ("104000", "100000")):
        day = [("104000", balance, equity)]
        assert after("the5ers-high-stakes", "100000", day)["daily"].floor == Decimal(98_800)
        assert after("the5ers-hyper-growth", "100000", day)["daily"].floor == Decimal(100_880)
    assert after("the5ers-high-stakes", "100000", closed("120000"))["total"].floor == Decimal(90_000)
