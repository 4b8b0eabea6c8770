"""Edges of the rules on margin, shorts, groups and second prices: a case just inside and a case just outside."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from policies.facts import Facts, Group, Margin, Regime
from policies.instruments import Instrument, Quote
from tests.unit.kernel_cases import AAA, BBB, HOUSE, STOCK, WIDE, Act, facts, held, order, quote
from tests.unit.kernel_edges import Edge
from tests.unit.kernel_edges_firm import account

FUNDS: dict[str, Any] = {n: Decimal(1000) for n in ("buying_power", "settled_cash")}
CALM = replace(STOCK, gap=Decimal(0))


def listed(**changes: Any) -> dict[str, Any]:
    """Facts' instruments with this one changed."""
    return {"instruments": {AAA: replace(STOCK, **changes), BBB: STOCK}}


def sold(quantity: str, **changes: Any) -> Act:
    """A protected sell while 10 are held, on an instrument that is different."""
    return Act(order("sell", quantity), facts(held("10"), **listed(**changes)))


def limit(quantity: str, known: Facts) -> Act:
    """A limit buy at 100."""
    return Act(order(quantity=quantity, type="limit", limit="100"), known)


def regime(of: Regime, base: Facts | None = None, **margin: Any) -> Facts:
    """The facts of an account under a regime, with these numbers of its broker."""
    return replace(account(base, regime=of), margin=Margin(**margin) if margin else None)


def geared(quantity: str, instrument: Instrument = CALM) -> Act:
    """A large buy with a close stop, in an instrument without gaps and limits without a bound on size."""
    known = facts(instruments={AAA: instrument})
    return Act(order(quantity=quantity, type="limit", limit="100", stop="99"), known, WIDE)


def grouped(most: str) -> Act:
    """The usual order, which may lose 107.50, where others may lose 1,000."""
    return Act(order(), facts(group=Group(others=Decimal(1000), limit=Decimal(most))))


def witnessed(second: Quote) -> Act:
    """The usual order at 100, with a second quote."""
    return Act(order(), facts(second={AAA: second}), HOUSE)


BROKER = (
    Edge("shorting", "NOT_SHORTABLE", sold("10", shortable=False), sold("10.01", shortable=False)),
    Edge("shorting", "OPTION_WRITING", sold("10", asset_class="option"), sold("10.01", asset_class="option")),
    Edge(
        "shorting",
        "EXPIRED_CONTRACT",
        Act(order(), facts(**listed(expires_on=date(2012, 1, 4)))),
        Act(order(), facts(**listed(expires_on=date(2012, 1, 3)))),
    ),
    Edge("margin", "MAINTENANCE_EXCESS", geared("3996"), geared("3996.01")),
    Edge(
        "margin",
        "BUYING_POWER",
        limit("10", regime(Regime.INTRADAY_MARGIN, **FUNDS)),
        limit("10.01", regime(Regime.INTRADAY_MARGIN, **FUNDS)),
    ),
    Edge(
        "day_trades",
        "PATTERN_DAY_TRADER",
        Act(order(), regime(Regime.LEGACY_PDT, day_trades=2, equity_yesterday=Decimal("24999.99"))),
        Act(order(), regime(Regime.LEGACY_PDT, day_trades=3, equity_yesterday=Decimal("24999.99"))),
    ),
    Edge(
        "cash_account",
        "CASH_NO_SHORT",
        Act(order("sell", "10"), regime(Regime.CASH, facts(held("10")))),
        Act(order("sell", "10.01"), regime(Regime.CASH, facts(held("10")))),
    ),
    Edge(
        "cash_account",
        "UNSETTLED_CASH",
        limit("10", regime(Regime.CASH, **FUNDS)),
        limit("10.01", regime(Regime.CASH, **FUNDS)),
    ),
    Edge("group_risk", "GROUP_RISK", grouped("1107.5"), grouped("1107.49")),
    Edge("second_source", "SOURCES_DIFFER", witnessed(quote("101")), witnessed(quote("101.01"))),
)
