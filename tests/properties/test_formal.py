"""A bounded proof: every path of a small world, within the model's gaps, ends above every floor.

Two instruments, three quantities, four prices, two orders waiting, protective stops, any order of fills, one reset.
Paths are of any length: every state that one order at any time, or two given together, can reach is looked at, each
once, until there is no other. In the deep profile the second order too may come at any time. What is equal in every
number is the same state.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

import pytest

from evals.adversary.account import Simulated
from evals.adversary.course import Course
from evals.adversary.ordering import header
from evals.adversary.universes import START, Listing, Universe
from policies.case import Case
from policies.facts import Order
from policies.instruments import Instrument
from policies.intents import OrderIntent
from policies.kernel import judge
from policies.limits import Amount, Basis, DailyReference, DailyRule, Effect, Limits, Measure, TotalRule, Trail
from policies.values import ONE, OrderRole, OrderStatus, OrderType, Side, Switch, Symbol
from policies.verdicts import Deny
from tests.unit.kernel_cases import WIDE

DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
GAP = Decimal("0.04")
PRICES = tuple(Decimal(text) for text in ("96", "100", "104", "108"))
"""Of both instruments: a step is the whole gap at most."""

FIRST = PRICES.index(Decimal(100))

QUANTITIES = (Decimal(120), Decimal(240), Decimal(360))
RESET = WIDE.resets[0]


def listing(name: str, *, driver: int, multiplier: str, fee: str) -> Listing:
    """An instrument at 100 without a spread, whose gap is the step of the grid."""
    own = Instrument(
        currency="USD",
        tick=Decimal("0.01"),
        lot=Decimal(1),
        multiplier=Decimal(multiplier),
        gap=GAP,
        fee_min=Decimal(fee),
    )
    return Listing(symbol=Symbol(name), instrument=own, price=Decimal(100), half=Decimal(0), driver=driver)


WORLD = Universe(
    name="crypto",
    listings=(listing("AAA", driver=0, multiplier="1", fee="1"), listing("BBB", driver=0, multiplier="2", fee="0")),
)


def limited(reference: DailyReference, measure: Measure, trail: Trail) -> Limits:
    """3 % a day from a reference, 4 % in all along a trail."""
    daily = DailyRule(
        reference=reference,
        amount=Amount(basis=Basis.INITIAL, value=Decimal("0.03")),
        measure=measure,
        effect=Effect.SOFT,
        reset=RESET,
    )
    total = TotalRule(trail=trail, amount=Amount(basis=Basis.INITIAL, value=Decimal("0.04")), reset=RESET)
    return replace(WIDE, daily=(daily,), total=(total,), market_band=Decimal("0.01"))


KINDS = {
    "static": limited(DailyReference.BALANCE, Measure.EQUITY, Trail.STATIC),
    "at the reset": limited(DailyReference.MAX_BALANCE_EQUITY, Measure.EQUITY, Trail.EOD_MAX),
    "profit of the day": limited(DailyReference.BALANCE, Measure.NET_PNL_TODAY, Trail.EOD_BALANCE),
    "running peaks": limited(DailyReference.EQUITY_PEAK_TODAY, Measure.EQUITY, Trail.INTRADAY_EQUITY),
    "running peaks of both": limited(DailyReference.REALISED, Measure.EQUITY, Trail.INTRADAY_MAX),
}


@dataclass(frozen=True)
class State:
    """A course with what is not in it: the price level, and whether the reset is behind."""

    course: Course
    left: int
    early: bool = False
    level: int = FIRST
    night: bool = False

    @property
    def fresh(self) -> bool:
        """Whether nothing but orders happened yet."""
        return not self.course.account.lots and self.course.steps == 1

    def key(self) -> object:
        """Every number that what follows depends on; names of orders and the clock do not matter."""
        account = self.course.account
        lots = tuple(sorted((x.symbol, x.quantity, x.price) for x in account.lots))
        orders = tuple(
            sorted(
                (o.symbol, o.side, o.role, o.quantity, str(o.trigger), str(o.limit), str(o.stop))
                for o in account.orders
            )
        )
        marks = tuple(account.marks.values())
        latch = self.course.latch
        return (
            lots,
            orders,
            account.balance,
            marks,
            latch,
            account.switch.state,
            self.fresh,
            self.left,
            self.level,
            self.night,
        )


def entries(state: State) -> Iterator[State]:
    """One more order of every kind that the kernel allows, the smallest first: what it refuses it refuses larger."""
    account = state.course.account
    if not state.left or state.early and not state.fresh or account.switch.state is not Switch.ACTIVE:
        return
    for one in WORLD.listings:
        for side in Side:
            for kind in (OrderType.MARKET, OrderType.STOP):
                for quantity in QUANTITIES:
                    found = allowed(account, one, side, kind, quantity)
                    if found is None:
                        break
                    fork = state.course.fork()
                    fork.placed(fork.account.submit(found, OrderStatus.WORKING))
                    yield replace(state, course=fork, left=state.left - 1)


def allowed(account: Simulated, one: Listing, side: Side, kind: OrderType, quantity: Decimal) -> Order | None:
    """The order at the market or a gap away, its stop half a gap behind, if the kernel lets it be."""
    touch = account.touch(one.symbol, side)
    trigger = touch * (ONE + side.sign * GAP) if kind is OrderType.STOP else None
    entry = touch if trigger is None else trigger
    intent = OrderIntent(
        **header(account),
        symbol=one.symbol,
        side=side,
        type=kind,
        quantity=quantity,
        trigger=trigger,
        stop=entry * (ONE - side.sign * GAP / 2),
    )
    facts = account.facts()
    verdict = judge(intent, facts, account.limits)
    order = Case(intent, facts, account.limits).order
    if isinstance(verdict, Deny) or order is None or verdict.quantity is None or verdict.quantity != quantity:
        return None
    return replace(order, quantity=quantity)


def steps(state: State) -> Iterator[State]:
    """Everything that can happen next: an order, fills of either order or both, a move of a whole gap, the reset."""
    yield from entries(state)
    waiting = sum(1 for o in state.course.account.orders if o.role is OrderRole.ENTRY)
    for fills in range(1, 2**waiting):
        yield moved(state, 0, fills)
    for change in (-1, 1):
        if 0 <= state.level + change < len(PRICES):
            for fills in range(2**waiting):
                yield moved(state, change, fills)
    if not state.night:
        for change in (-1, 0, 1):
            if 0 <= state.level + change < len(PRICES):
                yield over_the_reset(state, change)


def part(state: State, change: int) -> Decimal:
    """The move to a neighbouring price as a share of the gap."""
    return (PRICES[state.level + change] / PRICES[state.level] - 1) / GAP


def moved(state: State, change: int, fills: int) -> State:
    """The price a step up or down (or where it was), with any of the waiting orders filled if it reached them."""
    fork = state.course.fork()
    fork.account.now += timedelta(seconds=1)
    fork.move((part(state, change),), fills)
    return replace(state, course=fork, level=state.level + change)


def over_the_reset(state: State, change: int) -> State:
    """The rule's day begins anew, and the price moves at that very moment."""
    fork = state.course.fork()
    until = fork.account.marks[RESET.key].until
    assert until is not None
    fork.wait(until - timedelta(seconds=1))
    fork.account.now = until
    fork.move((part(state, change),), 3)
    return replace(state, course=fork, level=state.level + change, night=True)


def explored(limits: Limits, orders: int, *, early: bool) -> tuple[int, Decimal]:
    """How many states so many orders can reach (`early`: all given at the start), and the least above any floor."""
    course = Course(Simulated(limits, WORLD, Decimal(100_000), START, hedging=False))
    first = State(course, left=orders, early=early)
    seen, edge, lowest = {first.key()}, [first], Decimal("Infinity")
    while edge:
        for after in steps(edge.pop()):
            lowest = min(lowest, *(low.margin for low in after.course.lowest.values()))
            key = after.key()
            if key not in seen:
                seen.add(key)
                edge.append(after)
    return len(seen), lowest


@pytest.mark.parametrize("kind", KINDS)
def test_no_path_within_the_model_breaches_a_floor(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    for orders, early in ((1, False), (2, not DEEP)):
        states, lowest = explored(KINDS[kind], orders, early=early)
        with capsys.disabled():
            sys.stdout.write(
                f"\n{kind}: {orders} orders, {states} states, {round(lowest, 2)} above the nearest floor\n"
            )
        assert states > 1000
        assert lowest >= 0
