"""What can be traded and what it is quoted at: steps, fees, contract formulas, and the gaps of the model."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from policies.values import ONE, ZERO

STOCKS = ("stock", "etf")
LONG_MARGIN, SHORT_MARGIN = Decimal("0.25"), Decimal("0.30")
"""Maintenance of stocks by FINRA Rule 4210 as amended (SR-FINRA-2025-017, effective 2026-06-04): 25 % of a long, 30 %
of a short."""


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """One instrument. Profit, fees and carry arise in `currency` (of an inverse contract: the coin).

    `gap` is the largest adverse jump through a stop while the market trades, `gap_closed` the same over a
    close or a weekend; both are fractions of the price, as is `shock`, the rise against an unprotected short.
    Fees are per unit and at least `fee_min` an order. `carry_long` and `carry_short` are the most that one unit
    held past the next reset costs (swap, funding, borrowing). `lots` is how many of a firm's units of size one
    unit counts (a micro contract 0.1), `maintenance` the share of notional that must stay as margin.
    """

    currency: str
    tick: Decimal
    lot: Decimal
    multiplier: Decimal = ONE
    gap: Decimal
    gap_closed: Decimal = ZERO
    shock: Decimal = ONE
    fee_unit: Decimal = ZERO
    fee_min: Decimal = ZERO
    carry_long: Decimal = ZERO
    carry_short: Decimal = ZERO
    asset_class: str = "stock"
    lots: Decimal = ONE
    maintenance: Decimal | None = None
    inverse: bool = False
    tradable: bool = True
    shortable: bool = True
    expires_on: date | None = None
    calendar: str = "xnys"

    @cached_property
    def sound(self) -> bool:
        """Whether the steps are positive, and gaps, shock, fees and carry not negative: else no loss can be told."""
        steps = self.tick > ZERO and self.lot > ZERO and self.multiplier > ZERO and self.lots > ZERO
        costs = (self.gap, self.gap_closed, self.shock, self.fee_unit, self.fee_min, self.carry_long, self.carry_short)
        return steps and min(costs) >= ZERO and (self.maintenance is None or self.maintenance >= ZERO)

    @cached_property
    def margins(self) -> tuple[Decimal, Decimal]:
        """The shares of notional that a long and a short in a stock have to keep; zero for what is no stock."""
        if self.asset_class not in STOCKS:
            return ZERO, ZERO
        return (LONG_MARGIN, SHORT_MARGIN) if self.maintenance is None else (self.maintenance, self.maintenance)

    def worth(self, quantity: Decimal, price: Decimal) -> Decimal:
        """The notional of a quantity at a price, in the instrument's currency."""
        return quantity * self.multiplier * (1 / price if self.inverse else price)

    def level(self, price: Decimal) -> Decimal:
        """A price on the scale on which profit is linear: quantity x multiplier x (level out - level in)."""
        return -1 / price if self.inverse else price

    def dearer(self, here: Decimal, out: Decimal) -> Decimal:
        """By how much the coin that an inverse contract pays in is dearer at the price where it is out than here."""
        return out / here if self.inverse and out > here else ONE

    def fee(self, quantity: Decimal) -> Decimal:
        """The fee of one order over a quantity of zero or more."""
        return max(self.fee_min, self.fee_unit * quantity) if quantity else ZERO


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Bid and ask with the market time they were seen at."""

    bid: Decimal
    ask: Decimal
    at: datetime

    @cached_property
    def sound(self) -> bool:
        """Whether both sides are positive finite numbers and not crossed."""
        return self.bid.is_finite() and self.ask.is_finite() and ZERO < self.bid <= self.ask
