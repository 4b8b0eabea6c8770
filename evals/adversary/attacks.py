"""Scripts of attack: each the seed of a search, named for the weakness that it looks for."""

from typing import Final

from evals.adversary.acts import Act


def order(*n: int) -> Act:
    """An order by its eight numbers (`acts.SPEC`), the last ones zero where left out."""
    return Act("order", (*n, *(0,) * (8 - len(n))))


def move(first: int, second: int | None = None, fills: int = 15, half: int = 0) -> Act:
    """A move of the drivers, in quarters of the gap from -4 to 4."""
    return Act("move", (first + 4, (first if second is None else second) + 4, fills, half))


def leap(first: int, times: int) -> Act:
    """The same move of all drivers several times."""
    return Act("leap", (first + 4, first + 4, times - 1))


def wait(target: int) -> Act:
    """Time passes until one of `acts._targets`."""
    return Act("wait", (target,))


def cross(first: int) -> Act:
    """The next reset, with a move of all drivers as it happens."""
    return Act("cross", (first + 4, first + 4))


def opens(first: int) -> Act:
    """The next opening, with a jump of all drivers."""
    return Act("open", (first + 4, first + 4))


BUY, SELL = 0, 1
MARKET, PASSIVE, THROUGH, STOP, STOP_LIMIT = range(5)
ALL, HALF, QUARTER, TENTH, TWICE = range(5)
TICK, NEAR, MIDDLE, WIDE, ONE, TWO, FIVE, FAR = range(8)

SCRIPTS: Final[dict[str, tuple[Act, ...]]] = {
    "all at once": (order(0, BUY, MARKET, ALL, ONE), move(0), leap(-4, 3)),
    "all at once, short": (order(0, SELL, MARKET, ALL, ONE), move(0), leap(4, 3)),
    "split": (*[order(0, BUY, MARKET, TENTH, NEAR)] * 8, move(0), leap(-4, 2)),
    "both symbols": (order(0, BUY, MARKET, HALF, TWO), order(1, SELL, STOP, ALL, ONE), move(4, 4), move(-4, 4)),
    "stop entries through the gap": (order(0, BUY, STOP, ALL, TICK, 2), move(4), leap(-4, 2)),
    "stop entries already passed": (order(0, SELL, STOP, ALL, NEAR, 0), move(-4), leap(4, 2)),
    "unequal legs": (
        order(0, BUY, STOP, HALF, ONE, 1, 0, 1),
        order(0, SELL, STOP, ALL, MIDDLE, 1, 0, 1),
        order(0, BUY, PASSIVE, QUARTER, FIVE, 2, 0, 1),
        move(4, 4, 15, 1),
        move(-4),
        leap(-4, 2),
    ),
    "sizes by notional": (order(0, BUY, MARKET, ALL, TICK, 0, 1), order(1, BUY, THROUGH, ALL, TWO, 0, 1), leap(-4, 3)),
    "sizes by risk": (order(0, BUY, MARKET, ALL, NEAR, 0, 2), order(1, SELL, MARKET, ALL, ONE, 0, 2), move(-4, 4)),
    "unknown and pending filled together": (
        order(0, BUY, STOP, HALF, ONE, 1, 0, 3),
        order(0, BUY, PASSIVE, ALL, ONE, 1),
        move(4),
        move(-4),
        Act("reveal", ()),
        leap(-4, 3),
    ),
    "stop moved, then the price": (
        order(0, BUY, MARKET, HALF, WIDE),
        move(2),
        Act("amend", (0, 1, 0)),
        order(0, BUY, MARKET, ALL, NEAR),
        move(0),
        leap(-4, 4),
    ),
    "peak, then the drop": (
        order(0, BUY, MARKET, ALL, ONE),
        move(0),
        leap(4, 4),
        leap(-4, 6),
    ),
    "creeping peak": (order(0, BUY, MARKET, ALL, ONE), move(0), *[move(1)] * 12, leap(-4, 6)),
    "gain until the floor locks, then the drop": (
        *(order(0, BUY, MARKET, ALL, WIDE), move(0), leap(4, 4), order(1, BUY, MARKET, ALL, WIDE), leap(4, 3)) * 2,
        leap(4, 7),
        leap(-4, 7),
    ),
    "short peak": (order(0, SELL, MARKET, ALL, ONE), move(0), leap(-4, 4), leap(4, 6)),
    "gain realised, loss carried over the reset": (
        order(0, BUY, MARKET, HALF, ONE),
        move(0),
        leap(4, 4),
        Act("reduce", (0, 2)),
        order(0, BUY, MARKET, ALL, FIVE),
        move(0),
        move(-4),
        wait(5),
        leap(-4, 7),
        opens(-4),
    ),
    "floating gain into the reset": (
        order(0, BUY, MARKET, ALL, ONE),
        move(0),
        leap(4, 2),
        wait(4),
        cross(4),
        leap(-4, 4),
        opens(-4),
    ),
    "over the close": (order(0, BUY, MARKET, ALL, ONE), move(0), wait(7), opens(-4), leap(-4, 4)),
    "gain, close, reset, opening": (
        order(0, BUY, MARKET, HALF, ONE),
        move(0),
        leap(4, 4),
        wait(8),
        wait(5),
        opens(-4),
        leap(-4, 4),
    ),
    "realised gain, then over the close and the reset": (
        order(0, BUY, MARKET, ALL, ONE),
        move(0),
        leap(4, 3),
        Act("reduce", (0, 2)),
        order(0, SELL, MARKET, ALL, FIVE),
        move(0),
        move(4),
        wait(7),
        wait(5),
        opens(4),
        leap(4, 4),
    ),
    "hedge taken apart": (
        order(0, BUY, MARKET, HALF, TWO),
        order(0, SELL, MARKET, HALF, TWO),
        move(0),
        leap(4, 3),
        leap(-4, 6),
    ),
    "inverse short with a wide stop": (order(1, SELL, MARKET, ALL, FAR), move(0), leap(4, 7), leap(4, 7), leap(4, 7)),
    "inverse long with a wide stop": (order(1, BUY, MARKET, ALL, FAR), move(0), leap(-4, 7), leap(-4, 7), leap(-4, 7)),
    "currency at the worse side": (order(1, BUY, MARKET, ALL, FIVE), move(0, 0), *[move(0, -4)] * 8),
    "deposit, then risk": (
        Act("deposit", (1,)),
        order(0, BUY, MARKET, ALL, ONE),
        move(0),
        leap(-4, 3),
    ),
    "gain, withdrawal, loss": (
        order(0, BUY, MARKET, ALL, ONE),
        move(0),
        leap(4, 4),
        Act("reduce", (0, 2)),
        Act("deposit", (2,)),
        order(0, BUY, MARKET, ALL, ONE),
        leap(-4, 4),
    ),
    "three days of losses": (*(order(0, BUY, MARKET, ALL, ONE), move(0), leap(-4, 3), wait(5), opens(0)) * 3,),
    "churned away": (order(0, BUY, MARKET, ALL, ONE), move(0), *[Act("reduce", (0, 0))] * 20, leap(-4, 4)),
    "flat by": (order(0, BUY, MARKET, ALL, ONE), wait(6), move(-4), wait(7), opens(-4)),
}
"""By name."""
