"""An account's equity by day with the drawdown below; for the child alone."""

from itertools import accumulate
from typing import Any

from matplotlib.figure import Figure

from tools.charts.canvas import DOWN, SERIES, mark, sheet


def draw(plan: dict[str, Any]) -> Figure:
    """The curve, the floors as lines, and how far below its highest the equity was, in percent."""
    figure, large, small = sheet(plan)
    values = [float(value) for value in plan["values"]]
    places = range(len(values))
    large.plot(places, values, color=SERIES, linewidth=2.2, marker="o" if len(values) <= 40 else None, markersize=4)
    spread = max(max(values) - min(values), max(values) * 0.002)
    large.set_ylim(min(values) - spread * 0.05, max(values) + spread * 0.05)
    falls = [(value / peak - 1) * 100 for value, peak in zip(values, accumulate(values, max), strict=True)]
    small.fill_between(places, falls, 0, color=DOWN, alpha=0.35, linewidth=0)
    small.set_ylim(min(*falls, -0.1) * 1.15, 0)
    lines = [line for line in plan["lines"] if float(line["value"]) < max(values)]
    lowest = min([min(values), *(float(line["value"]) for line in lines)])
    large.set_ylim(min(large.get_ylim()[0], lowest), large.get_ylim()[1])
    mark(large, plan["lines"])
    return figure
