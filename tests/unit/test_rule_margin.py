"""In a margin account equity stays above the maintenance requirement of stocks, and within the broker's power."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from policies.facts import Facts, Regime
from policies.instruments import Instrument
from policies.values import OrderId
from tests.unit.kernel_cases import AAA, BBB, WIDE, Act, amend, close, codes, facts, held, order, stop_leg, working
from tests.unit.kernel_edges_broker import CALM, FUNDS, geared, limit, regime
from tests.unit.kernel_edges_firm import account

EXCESS, POWER = ["MAINTENANCE_EXCESS"], ["BUYING_POWER"]
MARGIN = Regime.INTRADAY_MARGIN
ROOM = replace(WIDE, order_notional=Decimal(5), buffer=Decimal(0), buffer_fixed=Decimal(0))


def short(quantity: str, **changes: Any) -> Act:
    """A large short with a close stop."""
    known = facts(instruments={AAA: replace(CALM, **changes)})
    return Act(order("sell", quantity, type="limit", limit="100", stop="101"), known, WIDE)


def small(equity: str, quantity: str, instrument: Instrument = CALM) -> Act:
    """A buy at 100 in an account as small as this, whose limits leave the margin alone to bind."""
    base = account(facts(instruments={AAA: instrument}), initial=Decimal(equity), balance=Decimal(equity))
    known = replace(base, history=facts(account=base.account, limits=ROOM).history)
    return Act(order(quantity=quantity, type="limit", limit="100", stop="99.5"), known, ROOM)


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (geared("3996"), []),
        (geared("3996.01"), EXCESS),
        (short("3330"), []),
        (short("3330.01"), EXCESS),
        (geared("1998", replace(CALM, maintenance=Decimal("0.5"))), []),
        (geared("1998.01", replace(CALM, maintenance=Decimal("0.5"))), EXCESS),
        (short("1998.01", maintenance=Decimal("0.5")), EXCESS),
        (geared("4000", replace(CALM, maintenance=Decimal("0.2"))), []),
        (geared("4000", replace(CALM, asset_class="etf")), EXCESS),
        (geared("4000", replace(CALM, asset_class="future")), []),
        (small("2000", "80"), []),
        (small("2000", "80.01"), EXCESS),
        (small("1999", "39.98"), []),
        (small("1999", "39.99"), EXCESS),
        (small("1999", "19.99", replace(CALM, maintenance=Decimal(1))), []),
        (small("1999", "20", replace(CALM, maintenance=Decimal(1))), EXCESS),
    ],
)
def test_the_requirement_by_side_and_size_of_the_account(act: Act, expected: list[str]) -> None:
    assert codes(act.judged()) == expected


@pytest.mark.parametrize(
    ("of", "expected"),
    [(MARGIN, EXCESS), (Regime.LEGACY_PDT, EXCESS), (Regime.NOT_US, []), (Regime.CASH, [])],
)
def test_which_accounts_have_a_requirement(of: Regime, expected: list[str]) -> None:
    numbers = {"settled_cash": Decimal(10**6), "day_trades": 0, "equity_yesterday": Decimal(10**5)}
    known = regime(of, geared("4000").facts, **numbers)
    assert codes(replace(geared("4000"), facts=known).judged()) == expected


def test_positions_and_orders_of_every_stock_add_up() -> None:
    parts = (held("1000", symbol=BBB), stop_leg("sell", "1000", "99", symbol=BBB), working("buy", "996", stop="99"))
    known = facts(*parts, instruments={AAA: CALM, BBB: CALM})
    inside = order(quantity="2000", type="limit", limit="100", stop="99")
    assert codes(Act(inside, known, WIDE).judged()) == []
    assert codes(Act(replace(inside, quantity=Decimal("2000.01")), known, WIDE).judged()) == EXCESS
    assert codes(Act(close(BBB), account(known, balance=Decimal(1)), WIDE).judged()) == []


def test_protection_may_be_moved_without_room_for_more() -> None:
    full = facts(held("3999"), stop_leg("sell", "3999", "99"), instruments={AAA: CALM})
    assert codes(Act(amend("s1", stop="98.99"), full, WIDE).judged()) == []
    assert codes(Act(order(quantity="1", stop="99"), full, WIDE).judged()) == EXCESS


def powered(*parts: Any) -> Facts:
    """Facts of an account with a buying power of 1,000."""
    return regime(MARGIN, facts(*parts), **FUNDS)


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (limit("10", powered()), []),
        (limit("10.01", powered()), POWER),
        (limit("10.01", regime(Regime.LEGACY_PDT, day_trades=0, equity_yesterday=Decimal(1), **FUNDS)), POWER),
        (limit("10.01", regime(Regime.NOT_US, **FUNDS)), []),
        (limit("10.01", regime(MARGIN, facts(instruments={AAA: replace(CALM, asset_class="future")}), **FUNDS)), []),
        (limit("10.01", regime(MARGIN)), []),
        (limit("10.01", regime(MARGIN, settled_cash=Decimal(1))), []),
        (Act(order("sell", "10.01", type="limit", limit="100"), powered()), POWER),
        (Act(amend(quantity="30"), powered(working("buy", "20", stop="95"))), []),
        (Act(amend(quantity="30.01"), powered(working("buy", "20", stop="95"))), POWER),
        (Act(amend(stop="94"), powered(working("buy", "20", stop="95"))), []),
        (Act(amend("s1", stop="94"), powered(held("20"), stop_leg("sell", "20", "95", id=OrderId("s1")))), []),
        (Act(order("sell", "20", stop=None), powered(held("20"))), []),
    ],
)
def test_what_the_broker_lends_is_the_most_an_order_takes(act: Act, expected: list[str]) -> None:
    assert codes(act.judged()) == expected
