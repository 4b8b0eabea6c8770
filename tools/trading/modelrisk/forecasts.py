"""What an entry was expected to do at worst when it was judged, and the tally of what came."""

from dataclasses import dataclass, replace
from decimal import Decimal

from policies.facts import Order
from policies.instruments import Instrument, Quote
from policies.limits import Limits
from policies.values import ONE, ZERO, OrderType, Side
from policies.worst_case import entry_loss, gap_of, worst_fill
from tools.trading.modelrisk.bounds import wilson


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """The worst of one entry: its fill, the gap through its stop, its loss with both fees in the instrument's currency.

    `reference` is the price that slippage is told from, `stop` the protection that the loss reckons with.
    """

    gap: Decimal
    reference: Decimal
    fill: Decimal
    loss: Decimal
    stop: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Realised values of one kind: how many, their sum, the worst, and how many were inside their prediction."""

    n: int = 0
    total: Decimal = ZERO
    worst: Decimal = ZERO
    inside: int = 0

    def plus(self, realised: Decimal, *, inside: bool) -> "Tally":
        """The tally with one more value."""
        worst = realised if not self.n else max(self.worst, realised)
        return replace(self, n=self.n + 1, total=self.total + realised, worst=worst, inside=self.inside + inside)

    @property
    def mean(self) -> Decimal:
        """The average, zero of none."""
        return self.total / self.n if self.n else ZERO

    @property
    def beyond(self) -> bool:
        """Whether any value went beyond its prediction."""
        return self.inside < self.n

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """Wilson's one-sided 95 % bounds of the share inside."""
        return wilson(self.inside, self.n)


def forecast(instrument: Instrument, quote: Quote, limits: Limits, order: Order) -> Forecast:
    """What the kernel reckons with for an entry as it stands; raises MissingFact or ArithmeticError."""
    gap = gap_of(instrument, limits, over=True)
    return Forecast(
        gap=gap,
        reference=reference(quote, order),
        fill=worst_fill(quote, gap, order, limits.market_band),
        loss=entry_loss(instrument, quote, gap, order, limits.market_band),
        stop=order.stop,
    )


def either(side: Side, old: Forecast, new: Forecast) -> Forecast:
    """The worse of two forecasts of one entry: until its venue confirms a change, either may come true."""
    fill = max(old.fill, new.fill) if side is Side.BUY else min(old.fill, new.fill)
    return replace(new, gap=max(old.gap, new.gap), fill=fill, loss=max(old.loss, new.loss))


def reference(quote: Quote, order: Order) -> Decimal:
    """The price that an entry would have without slippage: the market's, its limit, or its trigger if beyond it."""
    long = order.side is Side.BUY
    touch = quote.ask if long else quote.bid
    if order.trigger is not None and order.type in (OrderType.STOP, OrderType.STOP_LIMIT):
        return max(order.trigger, touch) if long else min(order.trigger, touch)
    if order.limit is not None:
        return min(order.limit, touch) if long else max(order.limit, touch)
    return touch


def slippage(side: Side, reference: Decimal, price: Decimal) -> Decimal:
    """How far a fill is on the wrong side of a price, as a fraction of it; below zero when it is better."""
    return (price - reference) / reference if side is Side.BUY else (reference - price) / reference


def worst_loss(said: Forecast, instrument: Instrument, side: Side, quantity: Decimal, stop: Decimal | None) -> Decimal:
    """The loss forecast of an entry whose stop has moved since: a stop farther away adds what it adds."""
    if stop is None or said.stop is None:
        return said.loss
    long = side is Side.BUY
    farther = min(stop, said.stop) if long else max(stop, said.stop)
    through = ONE - said.gap if long else ONE + said.gap
    change = instrument.level(said.stop * through) - instrument.level(farther * through)
    return said.loss + quantity * instrument.multiplier * abs(change)
