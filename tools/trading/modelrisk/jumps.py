"""The jump of a price over one close, with splits of raw prices told apart."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from policies.values import ONE, ZERO
from tools.trading.venue import Bar

SPLITS = ((2, 1), (3, 1), (4, 1), (5, 1), (7, 1), (10, 1), (20, 1), (3, 2))
"""New shares for old ones, as companies split; the same reversed is a consolidation."""
TOLERANCE = Decimal("0.025")
SMALLEST = Decimal("1.4")
"""No split moves a price by less than this factor."""
EXACT = Decimal("0.000001")
"""Jumps are kept to a millionth, rounded away from zero: never understated."""
_FACTORS = tuple((f"{a}:{b}", Decimal(a) / Decimal(b)) for new, old in SPLITS for a, b in ((new, old), (old, new)))


class Jump(NamedTuple):
    """The open of `day` over the close before it, less one: a split, named as in '2:1', is taken out."""

    day: date
    move: Decimal
    split: str = ""

    @property
    def down(self) -> Decimal:
        """How far against a long, zero or more."""
        return -self.move if self.move < ZERO else ZERO

    @property
    def up(self) -> Decimal:
        """How far against a short, zero or more."""
        return max(ZERO, self.move)


def jump_of(close: Decimal, bar: Bar, *, splits: bool) -> Jump:
    """The jump from a close to the open of the next bar; `splits` says whether the instrument can split."""
    name, factor = split_of(close / bar.open) if splits else ("", ONE)
    move = bar.open * factor / close - ONE
    return Jump(bar.day, move.quantize(EXACT, ROUND_CEILING if move > ZERO else ROUND_FLOOR), name)


def split_of(ratio: Decimal) -> tuple[str, Decimal]:
    """The split that a ratio of old to new price shows, and its factor; ('', 1) where it shows none."""
    if ONE / SMALLEST < ratio < SMALLEST:
        return "", ONE
    name, factor = min(_FACTORS, key=lambda one: abs(ratio / one[1] - ONE))
    return (name, factor) if abs(ratio / factor - ONE) <= TOLERANCE else ("", ONE)
