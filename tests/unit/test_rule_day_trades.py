"""At a broker of the former rule a small account enters nothing that could become its fourth day trade."""

from decimal import Decimal
from typing import Any

import pytest

from policies.facts import Regime
from tests.unit.kernel_cases import Act, amend, close, codes, facts, held, order, working
from tests.unit.kernel_edges_broker import listed, regime

OLD = Regime.LEGACY_PDT
DENIED, MISSING = ["PATTERN_DAY_TRADER"], ["MISSING_FACT"]
LEAST, LESS = Decimal(25_000), Decimal("24999.99")
FULL: dict[str, Any] = {"day_trades": 3, "equity_yesterday": LESS}


@pytest.mark.parametrize(
    ("of", "numbers", "expected"),
    [
        (OLD, {"day_trades": 2, "equity_yesterday": LESS}, []),
        (OLD, FULL, DENIED),
        (OLD, {"day_trades": 4, "equity_yesterday": LESS}, DENIED),
        (OLD, {"day_trades": 1, "opened_today": 1, "equity_yesterday": LESS}, []),
        (OLD, {"day_trades": 1, "opened_today": 2, "equity_yesterday": LESS}, DENIED),
        (OLD, {"day_trades": 9, "equity_yesterday": LEAST}, []),
        (OLD, {"day_trades": 0}, MISSING),
        (OLD, {"equity_yesterday": LEAST}, MISSING),
        (OLD, {}, MISSING),
        (Regime.INTRADAY_MARGIN, FULL, []),
        (Regime.NOT_US, FULL, []),
    ],
)
def test_the_fourth_day_trade_needs_the_equity(of: Regime, numbers: dict[str, Any], expected: list[str]) -> None:
    assert codes(Act(order(), regime(of, **numbers)).judged()) == expected


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (Act(order(), regime(OLD, facts(**listed(asset_class="etf")), **FULL)), DENIED),
        (Act(order(), regime(OLD, facts(**listed(asset_class="future")), **FULL)), []),
        (Act(order("sell"), regime(OLD, **FULL)), DENIED),
        (Act(close(), regime(OLD, facts(held("10")), **FULL)), []),
        (Act(close(), regime(OLD, facts(held("10")))), []),
        (Act(order("sell", "10", stop=None), regime(OLD, facts(held("10")), **FULL)), []),
        (Act(amend(stop="94"), regime(OLD, facts(working("buy", "5", stop="95")), **FULL)), []),
    ],
)
def test_entries_alone_are_stopped(act: Act, expected: list[str]) -> None:
    assert codes(act.judged()) == expected
