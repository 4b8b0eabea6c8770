"""An account's equity by day above the floors of its limits as they stood each day; for the child alone."""

from math import isfinite, nan
from typing import Any

from matplotlib.figure import Figure

from tools.charts.canvas import COLOURS, DOWN, SERIES, UP, mark, sheet

STYLES = ((0, (6, 3)), (0, (2, 2)), (0, (8, 2, 2, 2)))


def draw(plan: dict[str, Any]) -> Figure:
    """The curve, each floor as a staircase (null: not recorded) with its guard, and the distance to it."""
    figure, large, small = sheet(plan)
    values = [float(value) for value in plan["values"]]
    places = range(len(values))
    curves = [_numbers(floor) for floor in plan["floors"]]
    every = [*values, *(value for curve in curves for value in curve if isfinite(value))]
    spread = max(max(every) - min(every), max(values) * 0.002)
    large.set_ylim(min(every) - spread * 0.05, max(every) + spread * 0.05)
    marker = "o" if len(values) <= 40 else None
    large.plot(places, values, color=SERIES, linewidth=2.2, marker=marker, markersize=4)
    for rank, curve in enumerate(curves):
        style = STYLES[rank % len(STYLES)]
        large.step(places, curve, where="post", color=COLOURS["floor"], linewidth=1.6, linestyle=style)
    for guard in plan["guards"]:
        large.step(places, _numbers(guard), where="post", color=COLOURS["floor"], linewidth=0.9, alpha=0.5)
    room = _numbers(plan["room"])
    known = [value for value in room if isfinite(value)]
    small.fill_between(places, room, 0, color=UP, alpha=0.3, linewidth=0, where=[value > 0 for value in room])
    small.fill_between(places, room, 0, color=DOWN, alpha=0.4, linewidth=0, where=[value <= 0 for value in room])
    small.plot(places, room, color=UP, linewidth=1.4, marker=marker, markersize=3)
    small.set_ylim(min(0.0, *known) * 1.1 if known else 0.0, max(*known, 1.0) * 1.15 if known else 1.0)
    mark(large, plan["lines"], across=False)
    return figure


def _numbers(values: list[str | None]) -> list[float]:
    return [nan if value is None else float(value) for value in values]
