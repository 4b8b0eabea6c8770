"""Edges of the rules on what a programme asks: for every reason code a case just inside and a case just outside."""

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from policies.facts import Calendar, Facts, Release
from policies.firms.terms import ClassLimit, Consistency, FlatBy, News, Phase, Terms, Unit, Whole
from policies.limits import Limits
from policies.values import AccountId, OrderId
from tests.unit.kernel_cases import AT, HOUSE, Act, asked, cancel, facts, held, order, working
from tests.unit.kernel_edges import PLAIN, SECOND, Edge

DAY = timedelta(days=1)
QUIET = News(before_s=120, after_s=60, lead_s=30)
PHASES = (Phase(name="challenge", target=Decimal("0.1")),)


def under(**terms: Any) -> Limits:
    """The house limits with these terms of a programme."""
    return replace(HOUSE, terms=Terms(**terms))


def account(base: Facts | None = None, **changes: Any) -> Facts:
    """The facts with fields of the account changed, the marks of the day kept."""
    known = facts() if base is None else base
    return replace(known, account=replace(known.account, **changes))


def flat_at(hour: int, minute: int, **changes: Any) -> FlatBy:
    """Flat at a time of New York, where it is half past three in the afternoon, until six."""
    return FlatBy(**{"zone": "America/New_York", "at": time(hour, minute), "until": time(18), **changes})


def calendar(known: int, *at: int, affects: tuple[str, ...] = ()) -> Calendar:
    """A calendar known for so many seconds from now, with releases so many seconds from now."""
    releases = tuple(Release(at=AT + s * SECOND, name="CPI", affects=affects) for s in at)
    return Calendar(releases=releases, known_until=AT + known * SECOND)


def classed(quantity: str, **limit: str) -> Act:
    """An order at 100 in a class with this limit."""
    only = ClassLimit(asset_class="stock", **{n: Decimal(v) for n, v in limit.items()})
    return Act(order(quantity=quantity, type="limit", limit="100"), facts(), under(classes=(only,)))


def won(profit: str, of: Whole = Whole.TARGET) -> Act:
    """The usual order after so much profit today, in a phase of 10 % whose best day may be half."""
    best = Consistency(unit=Unit.DAY, of=of, share=Decimal("0.5"))
    return Act(order(), account(balance=100_000 + Decimal(profit)), under(consistency=best, phases=PHASES))


def strategy(**types: str) -> Act:
    """An order of the strategy `s`, under a programme that forbids grids."""
    return Act(order(strategy="s"), facts(strategies=types), under(forbidden=("grid",)))


LIVE = account(mode="live")
CLEAR = replace(HOUSE, doubts=())
HEDGING = account(facts(held("10")), hedging=True)

FIRM = (
    Edge(
        "ruleset",
        "RULESET_DOUBTFUL",
        Act(order(), LIVE, CLEAR),
        Act(order(), LIVE, replace(CLEAR, doubts=("total: unconfirmed",))),
    ),
    Edge(
        "ruleset",
        "RULESET_STALE",
        Act(order(), LIVE, replace(CLEAR, verified_on=(AT - 90 * DAY).date())),
        Act(order(), LIVE, replace(CLEAR, verified_on=(AT - 91 * DAY).date())),
    ),
    Edge("account", "WRONG_ACCOUNT", PLAIN, Act(asked(order(), account=AccountId("other")), facts())),
    Edge(
        "account",
        "AMBIGUOUS_ORDER",
        Act(cancel(), facts(working("buy", "1"), working("buy", "1", id=OrderId("o2")))),
        Act(cancel(), facts(working("buy", "1"), working("sell", "1"))),
    ),
    Edge(
        "flat_by",
        "FLAT_BY",
        Act(order(), facts(), under(flat_by=(flat_at(15, 36),))),
        Act(order(), facts(), under(flat_by=(flat_at(15, 35),))),
    ),
    Edge(
        "news",
        "NEWS_UNKNOWN",
        Act(order(), facts(calendar=calendar(150)), under(news=QUIET)),
        Act(order(), facts(calendar=calendar(149)), under(news=QUIET)),
    ),
    Edge(
        "news",
        "NEWS_WINDOW",
        Act(order(), facts(calendar=calendar(600, -61, 151)), under(news=QUIET)),
        Act(order(), facts(calendar=calendar(600, 150)), under(news=QUIET)),
    ),
    Edge(
        "asset_class",
        "CLASS_NOT_ALLOWED",
        Act(order(), facts(), under(classes=(ClassLimit(asset_class="stock"),))),
        Act(order(), facts(), under(classes=(ClassLimit(asset_class="future"),))),
    ),
    Edge("asset_class", "CLASS_LEVERAGE", classed("50", leverage="0.05"), classed("50.01", leverage="0.05")),
    Edge("asset_class", "CLASS_LOTS", classed("10", lots="10"), classed("10.01", lots="10")),
    Edge(
        "position_risk",
        "POSITION_RISK",
        Act(order(), facts(), under(position_risk=Decimal("0.001075"))),
        Act(order(quantity="10.01"), facts(), under(position_risk=Decimal("0.001075"))),
    ),
    Edge("strategy_type", "STRATEGY_UNKNOWN", strategy(s="trend"), strategy(t="trend")),
    Edge("strategy_type", "STRATEGY_FORBIDDEN", strategy(s="trend"), strategy(s="grid")),
    Edge(
        "hedging",
        "HEDGING_FORBIDDEN",
        Act(order("buy"), HEDGING, under(forbidden=("hedge",))),
        Act(order("sell"), HEDGING, under(forbidden=("hedge",))),
    ),
    Edge("consistency", "BEST_DAY", won("4999.99"), won("5000")),
)
