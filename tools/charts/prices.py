"""Daily bars as candles with their volume below; for the child alone."""

from typing import Any

from matplotlib.figure import Figure

from tools.charts.canvas import DOWN, UP, boxes, mark, sheet

MILLION = 1_000_000.0


def draw(plan: dict[str, Any]) -> Figure:
    """Hollow candles rose, full ones fell, from open to close; the wick goes from low to high."""
    figure, large, small = sheet(plan)
    opens, highs, lows, closes, volumes = ([float(bar[i]) for bar in plan["bars"]] for i in range(5))
    places = range(len(closes))
    colours = [UP if closes[i] >= opens[i] else DOWN for i in places]
    thin = len(closes) > 150
    large.vlines(places, lows, highs, colors=colours, linewidth=0.8 if thin else 1.2)
    boxes(
        large,
        [(opens[i], closes[i]) for i in places],
        facecolors=["white" if closes[i] >= opens[i] else DOWN for i in places],
        edgecolors=colours,
        linewidths=0.6 if thin else 1.2,
        zorder=3,
    )
    large.set_ylim(min(lows), max(highs))
    boxes(small, [(0.0, volume / MILLION) for volume in volumes], facecolors="#9aa5b1", linewidths=0)
    small.set_ylim(0, max(*volumes, 1.0) / MILLION * 1.1)
    mark(large, plan["lines"])
    return figure
