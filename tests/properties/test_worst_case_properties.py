"""The worst case against exhaustive searches: over fill subsets, and over price paths with gaps inside the model."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from policies.book import worst_case
from policies.case import Case
from policies.facts import Facts, Order
from policies.intents import OrderIntent
from policies.kernel import judge
from policies.limits import Limits
from policies.sizing import as_order
from policies.values import OrderId, OrderRole, OrderType, Side
from policies.verdicts import Deny
from policies.worst_case import entry_loss, unit_change
from tests.properties.kernel_worlds import LIMITS, entries, orders, worlds
from tests.unit.kernel_cases import AAA, HOUSE, STOCK, exit_order, facts, held, quote, stop_leg

ZERO = Decimal(0)
GROUPS = ("g", "g", "h", None)


@st.composite
def books(draw: st.DrawFn, size: str | None = None) -> tuple[Order, ...]:
    """Up to four entries in one symbol, many of them in OCO groups."""
    drawn = [draw(entries(f"e{n}", GROUPS)) for n in range(draw(st.integers(1, 4)))]
    sizes = st.sampled_from([Decimal(1), Decimal(2), Decimal(5)]) if size is None else st.just(Decimal(size))
    return tuple(replace(entry, symbol=AAA, quantity=draw(sizes)) for entry in drawn)


def fills(book: tuple[Order, ...]) -> Iterator[tuple[Decimal, ...]]:
    """What each leg of one OCO group can have filled: in any sequence, each as far as it likes, in whole units."""
    for sequence in permutations(range(len(book))):
        choices = [range(int(book[n].quantity) + 1) for n in sequence]
        for wanted in product(*choices):
            done = dict.fromkeys(range(len(book)), ZERO)
            for leg, size in zip(sequence, wanted, strict=True):
                done[leg] = min(Decimal(size), max(ZERO, book[leg].quantity - sum(done.values())))
            yield tuple(done[n] for n in range(len(book)))


def searched(known: Facts, group: tuple[Order, ...]) -> Decimal:
    """The dearest of all fills of one group, each filled and stopped out at its worst."""
    units = [unit_change(STOCK, known.quotes[AAA], STOCK.gap, leg, HOUSE.market_band) for leg in group]
    return max(sum((q * u for q, u in zip(done, units, strict=True)), ZERO) for done in fills(group))


def by_group(book: tuple[Order, ...]) -> list[tuple[Order, ...]]:
    """The entries of a book, group by group; one without a group is a group of its own."""
    names = dict.fromkeys(entry.oco or entry.id for entry in book)
    return [tuple(e for e in book if (e.oco or e.id) == name) for name in names]


@given(book=books(size="2"))
def test_of_equal_legs_the_worst_case_is_the_dearest_subset_of_fills(book: tuple[Order, ...]) -> None:
    known = facts(*book)
    assert worst_case(known, HOUSE).total == sum((searched(known, group) for group in by_group(book)), ZERO)


@given(book=books())
def test_of_unequal_legs_it_bounds_every_sequence_of_fills(book: tuple[Order, ...]) -> None:
    known = facts(*book)
    found = sum((searched(known, group) for group in by_group(book)), ZERO)
    apart = sum((entry_loss(STOCK, known.quotes[AAA], STOCK.gap, leg, HOUSE.market_band) for leg in book), ZERO)
    assert found <= worst_case(known, HOUSE).total <= apart


@dataclass
class Lot:
    """Something held, with the price it was entered at and its stop."""

    side: Side
    quantity: Decimal
    price: Decimal
    stop: Decimal | None

    def worth(self, price: Decimal) -> Decimal:
        """P&L at a price."""
        return self.quantity * self.side.sign * (price - self.price)


LOWEST, HIGHEST = Decimal("0.01"), Decimal(200)
STEPS = (LOWEST, Decimal(70), Decimal(92), Decimal(97), Decimal(100), Decimal(104), Decimal(121), HIGHEST)


def slipped(side: Side, price: Decimal) -> Decimal:
    """The worst that a fill on a side can be at a price: a gap further."""
    return price * (1 + side.sign * STOCK.gap)


def entered(entry: Order, price: Decimal, limits: Limits) -> Decimal | None:
    """Where an entry fills, at its worst, when the market stands at a price; None when it does not."""
    buys = entry.side is Side.BUY
    if entry.trigger is not None and (price < entry.trigger if buys else price > entry.trigger):
        return None
    if entry.limit is not None:
        reachable = price <= entry.limit if buys else price >= entry.limit
        return (min if buys else max)(entry.limit, price) if reachable else None
    if entry.type is OrderType.STOP and entry.trigger is not None:
        start = Decimal(100)
        return slipped(entry.side, max(entry.trigger, start) if buys else min(entry.trigger, start))
    return price * (1 + entry.side.sign * limits.market_band)


def played(book: tuple[Order, ...], lots: list[Lot], path: tuple[Decimal, ...], limits: Limits) -> Decimal:
    """The lowest that the P&L stands at along a path, from where it stood before."""
    waiting, open_lots, realised = list(book), list(lots), ZERO
    start, lowest = sum((lot.worth(Decimal(100)) for lot in lots), ZERO), ZERO
    for price in (Decimal(100), *path):
        for entry in list(waiting):
            at = entered(entry, price, limits)
            if at is not None and any(w is entry for w in waiting):
                open_lots.append(Lot(side=entry.side, quantity=entry.quantity, price=at, stop=entry.stop))
                waiting = [w for w in waiting if w is not entry and (entry.oco is None or w.oco != entry.oco)]
        for lot in list(open_lots):
            if lot.stop is not None and lot.side.sign * (price - lot.stop) <= 0:
                worst = slipped(lot.side.opposite, lot.stop)
                realised += lot.worth(max(price, worst) if lot.side is Side.BUY else min(price, worst))
                open_lots.remove(lot)
        now = realised + sum((lot.worth(price) for lot in open_lots), ZERO)
        lowest = min(lowest, now - start)
    return lowest


@settings(max_examples=60)
@given(book=books(size="3"), limits=LIMITS, side=st.sampled_from(list(Side)), covered=st.booleans())
def test_no_path_inside_the_model_loses_more(
    book: tuple[Order, ...], limits: Limits, side: Side, covered: bool
) -> None:
    stop = Decimal(100) - side.sign * 4
    leg = (stop_leg(side.opposite.value, "4", str(stop)),) if covered else ()
    position = held(str(4 * side.sign), price="103")
    known = facts(position, *leg, *book)
    lots = [Lot(side=side, quantity=Decimal(4), price=position.price, stop=stop if covered else None)]
    bound = worst_case(known, limits).total
    for path in product(STEPS, repeat=2):
        assert -played(book, lots, path, limits) <= bound


@given(known=worlds(), limits=LIMITS, factor=st.integers(2, 7))
def test_it_scales_with_quantity(known: Facts, limits: Limits, factor: int) -> None:
    free = replace(known, instruments=dict.fromkeys(known.instruments, STOCK))
    times = replace(
        free,
        positions=tuple(replace(p, quantity=p.quantity * factor) for p in free.positions),
        orders=tuple(replace(o, quantity=o.quantity * factor) for o in free.orders),
    )
    assert worst_case(times, limits).total == factor * worst_case(free, limits).total


@given(intent=orders(), known=worlds(active=True), thousandths=st.integers(0, 9))
def test_rounding_goes_towards_less_risk(intent: OrderIntent, known: Facts, thousandths: int) -> None:
    def finer(number: Decimal | None) -> Decimal | None:
        return None if number is None else number + Decimal(thousandths) / 1000

    raw = replace(
        intent,
        quantity=finer(intent.quantity),
        limit=finer(intent.limit),
        trigger=finer(intent.trigger),
        stop=finer(intent.stop),
    )
    case = Case(raw, known, HOUSE)
    assert raw.quantity is not None
    if case.reducing or case.order is None or isinstance(judge(raw, known, HOUSE), Deny):
        return
    assert case.order.quantity <= raw.quantity
    unrounded = as_order(raw, raw.quantity, case.order.limit if raw.limit is None else raw.limit, reduce_only=False)
    assert case.after.loss <= worst_case(known, HOUSE, (unrounded,)).total


@given(known=worlds(), limits=LIMITS, extra=entries("e9"))
def test_one_more_order_never_lowers_it(known: Facts, limits: Limits, extra: Order) -> None:
    alone = replace(extra, id=OrderId("e9"))
    assert worst_case(known, limits, (alone,)).total >= worst_case(known, limits).total >= 0


@given(known=worlds(), limits=LIMITS)
def test_it_does_not_depend_on_the_order_of_facts(known: Facts, limits: Limits) -> None:
    turned = replace(known, orders=known.orders[::-1], positions=known.positions[::-1])
    assert worst_case(turned, limits) == worst_case(known, limits)


def test_a_stop_covers_no_unit_twice() -> None:
    leg = stop_leg("sell", "10", "95")
    split = facts(held("10"), held("10"), leg)
    whole = facts(held("20"), leg)
    assert worst_case(split, HOUSE).total == worst_case(whole, HOUSE).total


def test_a_hedge_without_orders_loses_its_spread_and_one_leg_of_it_everything() -> None:
    both = facts(held("2"), held("-2"), quotes={AAA: quote("100", "101")})
    assert worst_case(both, HOUSE).total == Decimal(2)
    assert worst_case(facts(held("2")), HOUSE).total == Decimal(200)
    assert worst_case(facts(held("3"), held("-2")), HOUSE).total == Decimal(100)


def test_an_order_that_could_close_one_leg_unlocks_a_hedge() -> None:
    leg = stop_leg("sell", "2", "95")
    stopped = facts(held("2"), held("-2"), leg)
    assert worst_case(stopped, HOUSE).total == 2 * (100 - Decimal(95) * Decimal("0.95")) + 2 * Decimal(100)
    target = exit_order("sell", "1", role=OrderRole.TARGET)
    assert worst_case(facts(held("2"), held("-2"), target), HOUSE).total == Decimal(400)
