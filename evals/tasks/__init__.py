"""What `eva eval` measures: each task gives rows that are held against a threshold."""

from collections.abc import Callable
from typing import Any

Row = dict[str, Any]
"""`{task, metric, lang, value, low, high, threshold, holds, n, note}`; a row without a threshold is told, not held."""


def run(names: list[str], *, record: bool) -> list[Row]:
    """The rows of the named tasks, of all when none is named; `record` counts the look at each held-out set."""
    rows: list[Row] = []
    for name in names or TASKS:
        rows += TASKS[name](record)
    return rows


def _routing(record: bool) -> list[Row]:
    from evals.tasks.routing import measure

    return measure(record=record)


def _orders(record: bool) -> list[Row]:
    from evals.tasks.orders import measure

    return measure(record=record)


def _adversary(record: bool) -> list[Row]:
    from evals.tasks.adversary import measure

    return measure()


TASKS: dict[str, Callable[[bool], list[Row]]] = {"routing": _routing, "orders": _orders, "adversary": _adversary}
"""Every task by its name, in the order in which they run."""
