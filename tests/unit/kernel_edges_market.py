"""Edges of the rules on prices and size: for every reason code a case just inside and a case just outside."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from policies.facts import Facts, Session
from policies.limits import Limits, Trail
from tests.unit.kernel_cases import (
    AAA,
    AT,
    BBB,
    EUX,
    HOUSE,
    WIDE,
    Act,
    amend,
    cancel,
    facts,
    held,
    order,
    quote,
    stop_leg,
    working,
)
from tests.unit.kernel_edges import ASKING, LOOSE, PLAIN, SHAPE, SHUT, Edge
from tests.unit.kernel_edges_broker import BROKER
from tests.unit.kernel_edges_firm import FIRM


def quoted(bid: str, ask: str | None = None, *, age: str = "0") -> Act:
    """A limit order that pays the ask of 100 at most, under this quote."""
    return Act(order(type="limit", limit="100"), facts(quotes={AAA: quote(bid, ask, age=age)}))


def total(quantity: str) -> Act:
    """An order judged with 9,000 of total headroom, the daily floor far away."""
    far = replace(WIDE, daily=(replace(WIDE.daily[0], amount=replace(WIDE.daily[0].amount, value=Decimal("0.9"))),))
    return Act(order(quantity=quantity), facts(), far)


def gained() -> Facts:
    """A day with a gain of 3,000, whose last half hour has begun: what a day begins with is higher tomorrow."""
    late = facts(session=Session(open=True, closes_at=AT + timedelta(minutes=30)))
    return replace(late, account=replace(late.account, balance=Decimal(103_000)))


GAINED = gained()


def tomorrow(quantity: str) -> Act:
    """An order judged late in such a day, where the total floor follows what a day begins with."""
    rising = replace(total("1").limits, total=(replace(WIDE.total[0], trail=Trail.EOD_BALANCE),))
    return Act(order(quantity=quantity), GAINED, rising)


MARKET = (
    Edge("session_open", "MARKET_CLOSED", PLAIN, Act(order(), SHUT)),
    Edge(
        "session_open",
        "MARKET_CLOSED",
        Act(order(), facts(session=Session(open=True, closed=(BBB,)))),
        Act(order(), facts(session=Session(open=True, closed=(AAA,)))),
    ),
    Edge("fresh_quote", "NO_QUOTE", PLAIN, Act(order(), facts(quotes={BBB: quote()})), alone=False),
    Edge("fresh_quote", "BAD_QUOTE", quoted("100", "100"), quoted("100.01", "100"), alone=False),
    Edge("fresh_quote", "STALE_QUOTE", quoted("100", age="15"), quoted("100", age="15.001")),
    Edge("fresh_quote", "STALE_QUOTE", quoted("100", age="-1"), quoted("100", age="-1.001")),
    Edge(
        "fresh_quote",
        "STALE_QUOTE",
        Act(order(), facts(held("1", symbol=BBB), quotes={AAA: quote(), BBB: quote(age="15")})),
        Act(order(), facts(held("1", symbol=BBB), quotes={AAA: quote(), BBB: quote(age="16")})),
    ),
    Edge(
        "fresh_quote",
        "STALE_QUOTE",
        Act(order(symbol=EUX), facts(fx={"EURUSD": quote("1.25", age="15")})),
        Act(order(symbol=EUX), facts(fx={"EURUSD": quote("1.25", age="16")})),
    ),
    Edge("fresh_quote", "WIDE_SPREAD", quoted("99", "99.99"), quoted("99", "100")),
    Edge(
        "price_collar",
        "PRICE_COLLAR",
        Act(order(type="limit", limit="80", stop="79"), facts()),
        Act(order(type="limit", limit="79.99", stop="79"), facts()),
    ),
    Edge(
        "price_collar",
        "PRICE_COLLAR",
        Act(order(type="stop", trigger="120"), facts()),
        Act(order(type="stop", trigger="120.01"), facts()),
    ),
    Edge(
        "price_collar",
        "THROUGH_MARKET",
        Act(order(type="limit", limit="101"), facts()),
        Act(order(type="limit", limit="101.01"), facts()),
    ),
    Edge("stop_required", "STOP_REQUIRED", PLAIN, Act(order(stop=None), facts())),
    Edge("stop_required", "STOP_SIDE", Act(order(stop="99.99"), facts()), Act(order(stop="100"), facts())),
    Edge(
        "stop_required",
        "STOP_SIDE",
        Act(order("sell", stop="100.01"), facts()),
        Act(order("sell", stop="100"), facts()),
    ),
    Edge(
        "stop_required",
        "STOP_SIDE",
        Act(amend("s1", stop="99.99", quantity="9"), facts(held("10"), stop_leg("sell", "10", "95")), LOOSE),
        Act(amend("s1", stop="100", quantity="9"), facts(held("10"), stop_leg("sell", "10", "95")), LOOSE),
    ),
    Edge(
        "stop_required",
        "STOP_STAYS",
        Act(amend("s1", stop="94"), facts(held("10"), stop_leg("sell", "10", "95"))),
        Act(amend("s1", quantity="9.99"), facts(held("10"), stop_leg("sell", "10", "95"))),
    ),
    Edge("stop_required", "TARGET_SIDE", Act(order(target="100.01"), facts()), Act(order(target="100"), facts())),
    Edge(
        "stop_required",
        "TARGET_SIDE",
        Act(order("sell", target="99.99"), facts()),
        Act(order("sell", target="100"), facts()),
    ),
    Edge(
        "stop_required",
        "STOP_STAYS",
        Act(cancel("s1"), facts(held("10"), stop_leg("sell", "10", "95"), limits=LOOSE), LOOSE),
        Act(cancel("s1"), facts(held("10"), stop_leg("sell", "10", "95"))),
    ),
)

NOTIONAL = replace(WIDE, order_notional=HOUSE.order_notional)
FULL = facts(held("500"), working("buy", "2", stop="95"), stop_leg("sell", "500", "98"))
HALF = facts(held("400", symbol=BBB), stop_leg("sell", "400", "99", symbol=BBB))
GROSS = replace(HOUSE, gross_exposure=Decimal("0.5"))
LEVERED = replace(HOUSE, leverage=Decimal("0.5"))


def limited(quantity: str, base: Facts, limits: Limits) -> Act:
    """A limit order at 100."""
    return Act(order(quantity=quantity, type="limit", limit="100"), base, limits)


SIZE = (
    Edge(
        "order_notional",
        "ORDER_NOTIONAL",
        Act(order(quantity="495.04", stop="99"), facts(), NOTIONAL),
        Act(order(quantity="495.05", stop="99"), facts(), NOTIONAL),
    ),
    Edge("symbol_exposure", "SYMBOL_EXPOSURE", limited("98", FULL, HOUSE), limited("98.01", FULL, HOUSE)),
    Edge("gross_exposure", "GROSS_EXPOSURE", limited("100", HALF, GROSS), limited("100.01", HALF, GROSS)),
    Edge("leverage", "LEVERAGE", limited("100", HALF, LEVERED), limited("100.01", HALF, LEVERED)),
    Edge(
        "loss_headroom",
        "DAILY_LOSS_HEADROOM",
        Act(order(quantity="418.60"), facts()),
        Act(order(quantity="418.61"), facts()),
    ),
    Edge("loss_headroom", "TOTAL_LOSS_HEADROOM", total("837.20"), total("837.21")),
    Edge(
        "loss_headroom",
        "DAILY_LOSS_HEADROOM_TOMORROW",
        Act(order(quantity="418.60"), GAINED, WIDE),
        Act(order(quantity="418.61"), GAINED, WIDE),
    ),
    Edge("loss_headroom", "TOTAL_LOSS_HEADROOM_TOMORROW", tomorrow("837.20"), tomorrow("837.21")),
)
EDGES = (*ASKING, *SHAPE, *MARKET, *SIZE, *FIRM, *BROKER)
