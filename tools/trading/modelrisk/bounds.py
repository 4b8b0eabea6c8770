"""Wilson's bounds of a share: what so many successes in so many trials say of the chance behind them."""

from decimal import Decimal, localcontext

from policies.values import CONTEXT, ONE, ZERO

Z = Decimal("1.6448536")
"""The 95 % point of the normal distribution: each bound is one-sided at 95 %."""
QUANTILE = Decimal("0.995")
"""The share of jumps that the gap in force is meant to cover."""


def wilson(inside: int, count: int) -> tuple[Decimal, Decimal]:
    """(lower, upper) bound of a share, each one-sided at 95 %; (0, 1) without trials. E. B. Wilson, 1927."""
    if not count:
        return ZERO, ONE
    with localcontext(CONTEXT):
        n, share, square = Decimal(count), Decimal(inside) / count, Z * Z
        middle = share + square / (2 * n)
        spread = Z * (share * (ONE - share) / n + square / (4 * n * n)).sqrt()
        whole = ONE + square / n
        return max(ZERO, (middle - spread) / whole), min(ONE, (middle + spread) / whole)


def too_kind(inside: int, count: int) -> bool:
    """Whether even the upper bound of the share is below what the model promises."""
    return wilson(inside, count)[1] < QUANTILE
