"""Which terms of an order a venue takes: pure checks that raise VenueRejected with a short code and the reason."""

from decimal import Decimal
from itertools import pairwise

from policies.instruments import Instrument
from policies.values import LARGEST, ZERO, OrderType, Side
from tools.trading.venue import VenueOrder, VenueRejected

LONGEST_ID = 200
MOST_UNITS = 10**9
_NEEDS = {
    OrderType.MARKET: (False, False),
    OrderType.LIMIT: (True, False),
    OrderType.STOP: (False, True),
    OrderType.STOP_LIMIT: (True, True),
}


def check_order(order: VenueOrder, instrument: Instrument | None, held: Decimal) -> None:
    """Raises VenueRejected unless the order can be placed; `held` is the signed position in its symbol."""
    if instrument is None or not instrument.tradable:
        raise VenueRejected(f"unknown_instrument: {order.symbol!r} is not traded here; ask for the instruments")
    for name in (order.id, order.oco or order.id):
        if not 0 < len(name) <= LONGEST_ID or not name.isprintable():
            raise VenueRejected(f"bad_id: 1 to {LONGEST_ID} printable characters are expected, got {name!r:.60}")
    check_terms(order, instrument)
    if order.reduce_only and -order.side.sign * held <= 0:
        raise VenueRejected(f"no_position: nothing in {order.symbol!r} that a reduce-only {order.side} would reduce")


def check_terms(order: VenueOrder, instrument: Instrument) -> None:
    """Raises VenueRejected unless quantity and prices are possible for the order's type and the instrument."""
    _multiple("quantity", order.quantity, instrument.lot)
    if order.quantity > MOST_UNITS:
        raise VenueRejected(f"bad_number: a quantity of at most {MOST_UNITS} is expected, got {order.quantity!s:.40}")
    needs = _NEEDS[order.type]
    if (order.limit is not None, order.trigger is not None) != needs:
        wanted = " and ".join(n for n, needed in zip(("a limit", "a trigger"), needs, strict=True) if needed)
        raise VenueRejected(f"bad_prices: a {order.type} order takes {wanted or 'neither limit nor trigger'}")
    for name in ("limit", "trigger", "stop", "target"):
        price: Decimal | None = getattr(order, name)
        if price is not None:
            _multiple(name, price, instrument.tick)
    if order.reduce_only and (order.stop is not None or order.target is not None):
        raise VenueRejected("bad_bracket: a reduce-only order takes no protection")
    _check_sides(order)


def _check_sides(order: VenueOrder) -> None:
    """The stop on the losing side of the entry's own price and of the target."""
    entry = order.limit if order.limit is not None else order.trigger
    ladder = [price for price in (order.stop, entry, order.target) if price is not None]
    if order.side is Side.SELL:
        ladder.reverse()
    if (order.stop is not None or order.target is not None) and any(low >= high for low, high in pairwise(ladder)):
        raise VenueRejected(f"bad_bracket: stop, entry and target of a {order.side} stand on the wrong sides")


def _multiple(name: str, number: Decimal, step: Decimal) -> None:
    if not number.is_finite() or not ZERO < number <= LARGEST:
        raise VenueRejected(f"bad_number: {name} must be positive, finite and at most {LARGEST}, got {number!s:.40}")
    if number % step:
        raise VenueRejected(f"bad_step: {name} must be a multiple of {step}, got {number}")
