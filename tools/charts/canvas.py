"""The sheet that every chart is drawn on: two panels, days below, labelled lines at the right; for the child alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from tools.numerals import day, number

DPI, WIDTH, HEIGHT = 100, 12.0, 7.0
INK, FAINT, GRID = "#1f2933", "#52606d", "#e4e7eb"
UP, DOWN, SERIES = "#1b7f5c", "#c2352b", "#1f5fa8"
COLOURS = {
    "last": INK,
    "entry": SERIES,
    "stop": DOWN,
    "target": UP,
    "order": "#8a5a00",
    "floor": DOWN,
}
DAY_LABELS = 6
CLOSEST = 0.055
"""How near two labels may come, as a part of the panel's height."""


def sheet(plan: dict[str, Any]) -> tuple[Figure, Axes, Axes]:
    """An empty sheet with titles: the large panel, and the small one below that shares its days."""
    mpl.rcParams.update({"font.size": 13, "text.parse_math": False, "axes.edgecolor": FAINT})
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    grid = figure.add_gridspec(2, 1, height_ratios=(4, 1), hspace=0.08, left=0.085, right=0.775, top=0.87, bottom=0.1)
    large = figure.add_subplot(grid[0])
    small = figure.add_subplot(grid[1], sharex=large)
    figure.text(0.02, 0.945, plan["title"], fontsize=17, fontweight="bold", color=INK)
    figure.text(0.02, 0.9, plan["summary"], fontsize=14, color=FAINT)
    for axes in (large, small):
        axes.grid(visible=True, color=GRID, linewidth=1)
        axes.set_axisbelow(True)
        axes.tick_params(colors=FAINT, length=0)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(f"{value:.10g}", plan["lang"])))
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
    large.tick_params(labelbottom=False)
    small.yaxis.set_major_locator(MaxNLocator(3))
    small.set_title(plan["below"], fontsize=12, color=FAINT, loc="left", pad=2)
    small.tick_params(axis="x", pad=7)
    _days(small, plan["days"], plan["lang"])
    return figure, large, small


def mark(axes: Axes, lines: Sequence[dict[str, str]], *, across: bool = True) -> None:
    """Draws labelled lines; one far outside the panel is only named at its edge, and all are when not `across`."""
    low, high = axes.get_ylim()
    reach = high - low
    for line in lines:
        if low - reach <= float(line["value"]) <= high + reach:
            low, high = min(low, float(line["value"])), max(high, float(line["value"]))
    margin = (high - low) * 0.04
    low, high = low - margin, high + margin
    axes.set_ylim(low, high)
    places = [(min(max((float(line["value"]) - low) / (high - low), 0.0), 1.0), line) for line in lines]
    for (_, line), height in zip(sorted(places, key=_first), _apart(sorted(p for p, _ in places)), strict=True):
        value, colour = float(line["value"]), COLOURS[line["kind"]]
        inside = low <= value <= high
        if inside and across:
            axes.axhline(value, color=colour, linewidth=1.6, linestyle="-" if line["kind"] == "last" else (0, (6, 3)))
        words = line["text"] if inside else f"{'↓' if value < low else '↑'} {line['text']}"
        axes.text(1.012, height, words, transform=axes.transAxes, color=colour, va="center", fontsize=13, clip_on=False)


def boxes(axes: Axes, ends: Sequence[tuple[float, float]], **look: Any) -> None:
    """Upright boxes side by side, each from one value to another; in one go, which is fast for many."""
    corners = [
        [(i - 0.35, low), (i - 0.35, high), (i + 0.35, high), (i + 0.35, low)] for i, (low, high) in enumerate(ends)
    ]
    axes.add_collection(PolyCollection(corners, **look), autolim=False)


def save(figure: Figure, path: Path) -> None:
    """Writes the sheet as a PNG of 1200 × 700 without a word about who drew it."""
    figure.savefig(path, format="png", metadata={"Software": None})


def _first(place: tuple[float, dict[str, str]]) -> float:
    return place[0]


def _apart(heights: Sequence[float]) -> list[float]:
    """The same heights, ascending, moved as little as needed so that labels do not cover each other."""
    spread: list[float] = []
    for height in heights:
        spread.append(max(height, spread[-1] + CLOSEST) if spread else height)
    ceiling = 1.0
    for index in range(len(spread) - 1, -1, -1):
        spread[index] = min(spread[index], ceiling)
        ceiling = spread[index] - CLOSEST
    return spread


def _days(axes: Axes, days: Sequence[str], lang: str) -> None:
    """A few days below the panels; the year is said where it begins."""
    count = len(days)
    shown = sorted({round(i * (count - 1) / (DAY_LABELS - 1)) for i in range(DAY_LABELS)})
    labels, before = [], ""
    for index in shown:
        words = day(days[index], lang)
        stem, _, year = words.rpartition(" ")
        labels.append(stem if year == before else f"{stem}\n{year}")
        before = year
    axes.set_xticks(shown, labels)
    axes.set_xlim(-0.8, count - 0.2)
