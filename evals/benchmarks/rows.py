"""The rows of the contract: their units and bars, the machine, and what is not built yet."""

import os
import platform
import resource
from collections.abc import Sequence
from statistics import median
from typing import Any

Row = dict[str, Any]

GROUPS: dict[str, dict[str, tuple[str, float]]] = {
    "start": {
        "cold_command_s": ("s", 0.4),
        "cold_ask_s": ("s", 1.1),
        "cold_route_s": ("s", 1.6),
        "ready_s": ("s", 0.9),
        "graph_ready_s": ("s", 2.0),
        "idle_rss_mb": ("MB", 180),
        "idle_rss_bots_mb": ("MB", 240),
        "desk_rss_mb": ("MB", 60),
        "soak_growth_mb": ("MB", 20),
        "soak_db_mb": ("MB", 50),
    },
    "turn": {"turn_ms_p95": ("ms", 10), "route_ms_p50": ("ms", 5)},
    "kernel": {
        "judge_us_p50": ("us", 200),
        "judge_us_p99": ("us", 400),
        "propose_ms_p50": ("ms", 1),
        "propose_ms_p99": ("ms", 5),
        "flatten_ms_p99": ("ms", 50),
        "replay_events_per_s": ("/s", 20_000),
        "kill_s": ("s", 1),
    },
    "channels": {"command_ms_p95": ("ms", 50), "messages_per_s": ("/s", 100)},
    "backtest": {
        "vector_cells_per_s": ("/s", 4_000_000),
        "event_bars_per_s": ("/s", 50_000),
        "event_bars_20_per_s": ("/s", 15_000),
    },
    "data": {"bars_load_s": ("s", 1), "facts_asof_ms": ("ms", 50)},
    "memory": {"search_ms_p95": ("ms", 8)},
    "priority": {"plan_s": ("s", 1), "preempt_s_p99": ("s", 15)},
}
"""Every row of the contract: unit and bar. Rates have to reach their bar, everything else to stay below it."""

OPENS = {
    "start": "opens with the bots",
    "turn": "",
    "kernel": "",
    "channels": "opens with Telegram and Discord",
    "backtest": "opens with the backtests",
    "data": "opens with price history",
    "memory": "opens with vector memory",
    "priority": "opens with the GPU's allocation",
}
BUILT = {
    "start": set(GROUPS["start"]) - {"idle_rss_bots_mb"},
    "turn": set(GROUPS["turn"]),
    "kernel": set(GROUPS["kernel"]),
}


def row(group: str, name: str, value: float, n: int, note: str = "") -> Row:
    """A measured row, held against its bar."""
    unit, bar = GROUPS[group][name]
    holds = value >= bar if unit == "/s" else value <= bar
    shown = {"group": group, "name": name, "value": round(value, 4), "unit": unit, "bar": bar}
    return {**shown, "holds": holds, "n": n, "note": note}


def opens_later(group: str) -> list[Row]:
    """The rows of a group whose subject is not built yet."""
    built = BUILT.get(group, set())
    return [
        {"group": group, "name": n, "value": None, "unit": u, "bar": b, "holds": None, "n": 0, "note": OPENS[group]}
        for n, (u, b) in GROUPS[group].items()
        if n not in built
    ]


def machine() -> Row:
    """Where the rows were measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "group": "machine",
        "cpu": platform.processor() or platform.machine(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_mb": memory,
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def middle(values: Sequence[float]) -> float:
    """The median."""
    return float(median(values))
