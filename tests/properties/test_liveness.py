"""Liveness: what cannot hurt is allowed. The worst case is searched here by brute force, in arithmetic of its own.

Every subset of up to four orders fills at its worst, at most one of an OCO pair; the price then runs through every stop
below and every stop above, in both orders; what has no stop falls to nothing or rises by the shock.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from hypothesis import event, given
from hypothesis import strategies as st

from policies.book import book
from policies.facts import Facts, Order, Position
from policies.floors import floors
from policies.instruments import Instrument
from policies.intents import OrderIntent
from policies.kernel import judge
from policies.limits import Limits
from policies.values import OrderId, OrderRole, OrderStatus, OrderType, Side
from policies.verdicts import Deny
from tests.properties.kernel_worlds import FEES, entries, holdings, orders
from tests.unit.kernel_cases import AAA, BBB, HOUSE, WIDE, codes, facts

ZERO, ONE = Decimal(0), Decimal(1)
NOW = Decimal(100)
"""Bid and ask of everything."""


@dataclass(frozen=True)
class Lot:
    """Something held: its direction, size, the price its loss counts from, and where it is out."""

    sign: int
    quantity: Decimal
    start: Decimal
    stop: Decimal | None
    highest: Decimal = NOW

    def lost(self, instrument: Instrument) -> Decimal:
        """What it loses when the price runs through its stop and a gap beyond, or all the way."""
        gap = instrument.gap
        if self.sign > 0:
            out = ZERO if self.stop is None else min(self.start, self.stop) * (ONE - gap)
        elif self.stop is None:
            out = max(self.start, self.highest) * (ONE + instrument.shock)
        else:
            out = max(self.start, self.stop) * (ONE + gap)
        return self.quantity * self.sign * (self.start - out)


def fill(order: Order, instrument: Instrument, limits: Limits) -> tuple[Lot, Decimal]:
    """What an order can become at its worst, and the fees of getting in and out."""
    sign = 1 if order.side is Side.BUY else -1
    if order.type is OrderType.STOP and order.trigger is not None:
        price = (max if sign > 0 else min)(order.trigger, NOW) * (ONE + sign * instrument.gap)
    elif order.limit is not None:
        price = order.limit
    else:
        price = NOW * (ONE + sign * limits.market_band)
    fee = max(instrument.fee_min, instrument.fee_unit * order.quantity)
    return Lot(sign, order.quantity, price, order.stop), 2 * fee


def held(known: Facts) -> Iterator[tuple[Lot, Decimal]]:
    """The holdings, split into what a working stop covers and what none does; the exit's fee is in equity already."""
    for position in known.positions:
        sign = 1 if position.quantity > 0 else -1
        left = abs(position.quantity)
        for stop in stops(known, position):
            part = min(left, stop.quantity)
            left -= part
            yield Lot(sign, part, NOW, stop.trigger), ZERO
        if left:
            yield Lot(sign, left, NOW, None), ZERO


def stops(known: Facts, position: Position) -> list[Order]:
    """The stops of a position that the venue has acknowledged."""
    mine = [o for o in known.orders if o.symbol == position.symbol and o.role is OrderRole.STOP]
    return [o for o in mine if o.status is OrderStatus.WORKING]


def subsets(opening: list[Order]) -> Iterator[tuple[Order, ...]]:
    """Every set of orders that can fill together."""
    for size in range(len(opening) + 1):
        for chosen in combinations(opening, size):
            groups = [o.oco for o in chosen if o.oco is not None]
            if len(groups) == len(set(groups)):
                yield chosen


def searched(known: Facts, new: Order, limits: Limits) -> Decimal:
    """The most that equity can fall from here, over all sets of fills and both directions, one after the other."""
    opening = [o for o in known.orders if o.role is OrderRole.ENTRY] + [new]
    worst = ZERO
    for chosen in subsets(opening):
        parts = list(held(known)) + [fill(o, known.instruments[o.symbol], limits) for o in chosen]
        fees = sum((fee for _, fee in parts), ZERO)
        instrument = known.instruments[AAA]
        for first in (1, -1):
            run = sum((lot.lost(instrument) for lot, _ in parts if lot.sign == first), ZERO)
            back = sum((lot.lost(instrument) for lot, _ in parts if lot.sign == -first), ZERO)
            worst = max(worst, fees + run, fees + run + back)
    return worst


def becoming(intent: OrderIntent) -> Order:
    """The order as it is asked for: on its ticks already, so that nothing is rounded."""
    assert intent.quantity is not None
    return Order(
        id=OrderId("asked"),
        symbol=intent.symbol,
        side=intent.side,
        quantity=intent.quantity,
        type=intent.type,
        limit=intent.limit,
        trigger=intent.trigger,
        stop=intent.stop,
        oco=intent.oco,
    )


@st.composite
def situations(draw: st.DrawFn) -> tuple[Facts, OrderIntent]:
    """At most one holding, three orders at work of which two may be an OCO pair of one size, and one more asked for."""
    parts: list[Position | Order] = []
    if draw(st.booleans()):
        parts += [p for p in draw(holdings(AAA)) if isinstance(p, Position) or p.role is OrderRole.STOP]
    single = [draw(entries(f"e{n}", (None,))) for n in range(draw(st.integers(0, 3)))]
    if len(single) > 1 and draw(st.booleans()):
        size = single[0].quantity
        single[:2] = [replace(one, symbol=BBB, quantity=size, oco="pair") for one in single[:2]]
    stock = draw(FEES)
    known = facts(*parts, *single, instruments={AAA: stock, BBB: stock})
    factor = Decimal(draw(st.sampled_from(["0.01", "0.05", "0.2", "1"])))
    small = tuple(replace(o, quantity=max(Decimal("0.01"), round(o.quantity * factor, 2))) for o in known.orders)
    less = tuple(replace(p, quantity=round(p.quantity * factor, 2) or Decimal("0.01")) for p in known.positions)
    intent = replace(draw(orders()), oco=None)
    assert intent.quantity is not None
    return replace(known, orders=small, positions=less), replace(
        intent, quantity=max(Decimal("0.01"), round(intent.quantity * factor, 2))
    )


@given(situation=situations(), limits=st.sampled_from([HOUSE, WIDE]))
def test_what_leaves_every_guard_intact_and_breaks_no_other_rule_is_allowed_in_full(
    situation: tuple[Facts, OrderIntent], limits: Limits
) -> None:
    known, intent = situation
    if intent.stop is None and known.held(intent.symbol):
        return
    equity = book(known, limits).equity
    room = min(equity - floor.guard for floor in floors(known.account, known.history.marks, limits))
    fits = room > 0 and searched(known, becoming(intent), limits) <= room
    verdict = judge(intent, known, limits)
    lost = [code for code in codes(verdict) if code.endswith("_LOSS_HEADROOM")]
    event("fits" if fits else "does not fit")
    assert fits is not bool(lost) or "MISSING_FACT" in codes(verdict)
    if fits and not isinstance(verdict, Deny):
        event("allowed")
        assert verdict.quantity == intent.quantity
