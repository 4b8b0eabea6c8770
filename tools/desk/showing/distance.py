"""How far one price may move against what is held until equity has fallen by so much, all else unchanged."""

from collections.abc import Callable
from decimal import Decimal

from policies.facts import Position
from policies.instruments import Instrument, Quote
from policies.values import ZERO, ceil_to, floor_to
from policies.worst_case import gain_of


def price_at(
    instrument: Instrument, quote: Quote, position: Position, pair: tuple[Decimal, Decimal], loss: Decimal
) -> Decimal | None:
    """The price of the quote's adverse side at which the holding is worth `loss` less than now, in account currency.

    `pair` is what a unit of the instrument's currency is worth as a gain, and costs as a loss. Rounded to the tick
    that comes first. None when no price above zero does it. Solves `gain_of` for its price; profit is linear in
    `Instrument.level`.
    """
    quantity = position.quantity
    if not quantity:
        return None
    low, high = pair
    gain = gain_of(instrument, quote, position)
    wanted = gain * (low if gain > ZERO else high) - loss
    wanted /= low if wanted > ZERO else high
    change = (wanted + instrument.fee(abs(quantity))) / (quantity * instrument.multiplier)
    level = instrument.level(position.price) + change
    if level >= ZERO if instrument.inverse else level <= ZERO:
        return None
    price = -1 / level if instrument.inverse else level
    found = ceil_to(price, instrument.tick) if quantity > ZERO else floor_to(price, instrument.tick)
    return found if found > ZERO else None


def first_price(beyond: Callable[[Decimal], bool], now: Decimal, end: Decimal, tick: Decimal) -> Decimal | None:
    """The first price on the way from `now` to `end`, in ticks from now, that is `beyond`; None when none is.

    What is beyond at one price has to be beyond at every later one: the line is found by halving.
    """
    step = tick if end > now else -tick
    near, far = 0, int(abs(end - now) / tick)
    if beyond(now):
        return now
    if not far or not beyond(now + far * step):
        return None
    while far - near > 1:
        half = (near + far) // 2
        if beyond(now + half * step):
            far = half
        else:
            near = half
    return now + far * step
