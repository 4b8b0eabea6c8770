"""Believing: what a venue says is taken in only if it can be true; one bad number must never reach the journal."""

from decimal import Decimal

from policies.values import ZERO, OrderId
from policies.wire.codec import decode, encode
from tools.trading.venue import Execution, OrderReport, Snapshot, VenueOrder, VenueSilent

LARGEST = Decimal(10) ** 15
"""No quantity, price or amount of ours is larger."""


def number(value: Decimal | None) -> bool:
    """Whether a value is missing, or finite and of a size that can be."""
    return value is None or value.is_finite() and abs(value) <= LARGEST


def fill(execution: Execution) -> bool:
    """Whether one fill can have happened."""
    numbers = (execution.quantity, execution.price, execution.fee)
    real = all(number(n) for n in numbers) and execution.quantity > ZERO and execution.price > ZERO
    return real and _keeps(execution)


def report(said: OrderReport) -> bool:
    """Whether an order can stand like this."""
    order = said.order
    numbers = (order.quantity, order.limit, order.trigger, order.stop, order.target, said.filled, said.price)
    return all(number(n) for n in numbers) and order.quantity > ZERO and said.filled >= ZERO and _keeps(order)


def book(snapshot: Snapshot) -> bool:
    """Whether an account can stand like this: real numbers, one position a symbol, one order an id."""
    positions, orders = snapshot.positions, {r.order.id for r in snapshot.orders}
    numbers = [snapshot.balance, *(p.quantity for p in positions), *(p.price for p in positions)]
    single = len({p.symbol for p in positions}) == len(positions) and len(orders) == len(snapshot.orders)
    paid = snapshot.paid_in
    return all(number(n) for n in (*numbers, paid)) and single


def answer(said: OrderReport, order: OrderId) -> OrderReport:
    """The answer to a call about one order; raises VenueSilent for one that speaks of another or cannot be true."""
    if said.order.id != order or not report(said):
        raise VenueSilent(f"an answer about {order!r} that cannot be true")
    return said


def _keeps(thing: Execution | VenueOrder) -> bool:
    """Whether the journal can hold it and give it back unchanged."""
    try:
        return decode(type(thing), encode(thing)) == thing
    except ValueError:
        return False
