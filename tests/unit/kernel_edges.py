"""Edges of the rules on who asks and how: for every reason code a case just inside and a case just outside."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from policies.facts import Recent, Session
from policies.values import Label, Money, Role, Switch
from policies.wire.fingerprint import fingerprint
from tests.unit.kernel_cases import (
    AAA,
    AT,
    BBB,
    HOUSE,
    STOCK,
    Act,
    advance,
    amend,
    asked,
    cancel,
    close,
    exit_order,
    facts,
    held,
    order,
    reduce,
    remembered,
    resume,
    stop_leg,
    switched,
    working,
)

SECOND = timedelta(seconds=1)
TICK = timedelta(milliseconds=1)
LOOSE = replace(HOUSE, stop_required=False)


@dataclass(frozen=True)
class Edge:
    """The rule and code that speak for `outside` and not for `inside`.

    `alone` says that nothing else speaks against `outside`: without the rule it would pass.
    """

    rule: str
    code: str
    inside: Act
    outside: Act
    alone: bool = True

    def __str__(self) -> str:
        return f"{self.rule}-{self.code}"


def before(seconds: float, *, of: str = "anna", like: str = "") -> Recent:
    """An earlier request that raised risk."""
    at = AT - timedelta(seconds=seconds)
    return Recent(at=at, market=at, principal=of, fingerprint=like, raises=True)


def recent(*earlier: Recent) -> Act:
    """The usual order after earlier requests."""
    return Act(order(), remembered(facts(), recent=earlier))


def seen(*, intent: Act, known: tuple[str, ...]) -> Act:
    """The act with ids that the journal knows."""
    return replace(intent, facts=remembered(intent.facts, known=known))


def role(of: Role) -> Act:
    """The usual order, asked by a role."""
    return Act(asked(order(), origin=replace(order().origin, role=of)), facts())


PLAIN = Act(order(), facts())
LONG = facts(held("10"))
SHUT = facts(session=Session(open=False, opens_at=AT + timedelta(hours=18)))

ASKING = (
    Edge("access", "ACCESS_DENIED", role(Role.WEBHOOK), role(Role.VIEWER)),
    Edge(
        "access",
        "UNTRUSTED_LABEL",
        Act(asked(order(), label=Label.INTERNAL), facts()),
        Act(asked(order(), label=Label.SUBSCRIBER), facts()),
    ),
    Edge("duplicate_id", "DUPLICATE_ID", seen(intent=PLAIN, known=("i2",)), seen(intent=PLAIN, known=("i1",))),
    Edge(
        "duplicate",
        "DUPLICATE_INTENT",
        recent(before(2, like=fingerprint(order()))),
        recent(before(1.999, like=fingerprint(order()))),
    ),
    Edge("rate", "RATE_MINUTE", recent(*[before(60)] * 9, *[before(30)] * 29), recent(*[before(59.999)] * 30)),
    Edge("rate", "RATE_DAY", recent(*[before(86_400)], *[before(3600)] * 499), recent(*[before(86_399)] * 500)),
    Edge(
        "expiry",
        "EXPIRED",
        Act(asked(order(), expires_at=AT + TICK), facts()),
        Act(asked(order(), expires_at=AT), facts()),
    ),
    Edge(
        "expiry",
        "EXPIRED",
        Act(asked(order(), created_at=AT - 120 * SECOND), facts()),
        Act(asked(order(), created_at=AT - 120 * SECOND - TICK), facts()),
    ),
    Edge(
        "expiry",
        "FROM_THE_FUTURE",
        Act(asked(order(), created_at=AT + 5 * SECOND), facts()),
        Act(asked(order(), created_at=AT + 5 * SECOND + TICK), facts()),
    ),
    Edge("expiry", "GOOD_TILL_PAST", Act(order(good_till=AT + TICK), facts()), Act(order(good_till=AT), facts())),
    Edge(
        "replay_only",
        "NOT_REPLAY",
        Act(advance(sessions=1), facts()),
        Act(advance(sessions=1), facts(account=replace(facts().account, replay=False))),
    ),
    Edge("replay_only", "CLOCK_BACKWARDS", Act(advance(to=AT + TICK), facts()), Act(advance(to=AT), facts())),
    Edge("switch", "TRADING_HALTED", PLAIN, Act(order(), facts(switch=switched(Switch.HALTED)))),
    Edge("switch", "TRADING_REDUCING", PLAIN, Act(order(), facts(switch=switched(Switch.REDUCING)))),
    Edge(
        "snapshot",
        "RECONCILING",
        Act(cancel(), facts(working("buy", "1"), switch=switched(Switch.ACTIVE, reconciling=True))),
        Act(order(), facts(switch=switched(Switch.ACTIVE, reconciling=True))),
    ),
    Edge(
        "resume",
        "STRANGERS_CHANGED",
        Act(resume("o9"), facts(switch=switched(Switch.REDUCING, strangers=("o9",)))),
        Act(resume("o9"), facts(switch=switched(Switch.REDUCING, strangers=("o9", "o8")))),
    ),
    Edge(
        "resume",
        "NOTHING_TO_RESUME",
        Act(resume(), facts(switch=switched(Switch.ACTIVE, latched=True))),
        Act(resume(), facts(switch=switched(Switch.ACTIVE))),
    ),
    Edge(
        "resume",
        "CANNOT_RESUME",
        Act(resume(), facts(switch=switched(Switch.REDUCING, latched=True))),
        Act(resume(), facts(switch=switched(Switch.REDUCING))),
    ),
)

SHAPE = (
    Edge("numbers", "INVALID_NUMBER", Act(order(target="1000"), facts()), Act(order(target="1000000000001"), facts())),
    Edge("numbers", "INVALID_NUMBER", Act(reduce("0.01"), LONG), Act(reduce("0"), LONG), alone=False),
    Edge("numbers", "INVALID_NUMBER", Act(advance(sessions=260), facts()), Act(advance(sessions=261), facts())),
    Edge("numbers", "INVALID_NUMBER", Act(advance(sessions=1), facts()), Act(advance(sessions=0), facts())),
    Edge("numbers", "INVALID_NUMBER", Act(advance(sessions=1), facts()), Act(advance(), facts())),
    Edge("numbers", "ONE_SIZE", PLAIN, Act(order(notional=Money(amount=Decimal(5), currency="USD")), facts())),
    Edge(
        "numbers",
        "ONE_SIZE",
        Act(order(quantity=None, risk=Decimal("0.01")), facts()),
        Act(order(quantity=None), facts()),
        alone=False,
    ),
    Edge(
        "numbers",
        "PRICES_OF_TYPE",
        Act(order(type="limit", limit="100"), facts()),
        Act(order(type="limit", limit="100", trigger="101"), facts()),
    ),
    Edge(
        "numbers",
        "PRICES_OF_TYPE",
        Act(order(type="stop", trigger="101"), facts()),
        Act(order(type="stop_limit", trigger="101"), facts()),
    ),
    Edge(
        "numbers",
        "PRICES_OF_TYPE",
        Act(amend(trigger="99"), facts(working("buy", "1", type="stop", trigger="101"))),
        Act(amend(limit="50"), facts(working("buy", "1", type="stop", trigger="101"))),
    ),
    Edge(
        "instrument",
        "UNKNOWN_ORDER",
        Act(cancel("o1"), facts(working("buy", "1"))),
        Act(cancel("o2"), facts(working("buy", "1"))),
    ),
    Edge(
        "instrument",
        "UNKNOWN_INSTRUMENT",
        Act(close(), LONG),
        Act(close("ZZZ"), facts(held("1", symbol=BBB))),
        alone=False,
    ),
    Edge("instrument", "UNKNOWN_INSTRUMENT", Act(close("all"), LONG), Act(order(symbol="all"), facts())),
    Edge("instrument", "UNKNOWN_INSTRUMENT", Act(close("all"), LONG), Act(reduce("1", "all"), LONG)),
    Edge(
        "instrument",
        "NOT_TRADABLE",
        PLAIN,
        Act(order(), facts(instruments={AAA: replace(STOCK, tradable=False), BBB: STOCK})),
    ),
    Edge("instrument", "BELOW_LOT", Act(order(quantity="0.01"), facts()), Act(order(quantity="0.009"), facts())),
    Edge(
        "instrument",
        "BELOW_LOT",
        Act(amend(quantity="0.01"), facts(working("buy", "1"))),
        Act(amend(quantity="0.009"), facts(working("buy", "1"))),
    ),
    Edge("free_quantity", "NO_POSITION", Act(close(), LONG), Act(close(BBB), LONG)),
    Edge(
        "free_quantity",
        "ALREADY_CLOSING",
        Act(close(), facts(held("10"), exit_order("sell", "9"))),
        Act(close(), facts(held("10"), exit_order("sell", "10"))),
    ),
    Edge("free_quantity", "MORE_THAN_FREE", Act(reduce("10"), LONG), Act(reduce("10.01"), LONG)),
    Edge(
        "free_quantity",
        "MORE_THAN_FREE",
        Act(amend("x1", quantity="10"), facts(held("10"), exit_order("sell", "5"))),
        Act(amend("x1", quantity="10.01"), facts(held("10"), exit_order("sell", "5"))),
    ),
    Edge(
        "free_quantity",
        "HEDGED",
        Act(close(), facts(held("10"), held("-5"))),
        Act(reduce("5"), facts(held("10"), held("-5"))),
    ),
    Edge(
        "oco_group",
        "OCO_GROUP",
        Act(order(oco="g"), facts(working("buy", "1", oco="g"))),
        Act(order(oco="g"), facts(held("10"), stop_leg("sell", "10", "95", oco="g"))),
    ),
    Edge(
        "oco_group",
        "OCO_GROUP",
        Act(order(oco="g"), facts(working("buy", "1", oco="g"))),
        Act(order(oco="g"), facts(working("buy", "1", symbol=BBB, oco="g"))),
    ),
)
