"""What `eva bench` measures: groups of rows, each a value held against its bar on this very machine."""

from typing import Any

from evals.benchmarks.rows import GROUPS, machine, opens_later

Row = dict[str, Any]


def run(groups: list[str]) -> list[Row]:
    """The rows of the named groups (all when none is named), the machine's own row last; raises ValueError."""
    unknown = sorted(set(groups) - set(GROUPS))
    if unknown:
        raise ValueError(f"no benchmark group {unknown!r}; there are {sorted(GROUPS)!r}")
    rows: list[Row] = []
    for group in groups or GROUPS:
        rows += _measure(group)
    return [*rows, machine()]


def _measure(group: str) -> list[Row]:
    if group == "start":
        from evals.benchmarks.start import measure as start

        return start() + opens_later(group)
    if group == "turn":
        from evals.benchmarks.turning import measure as turn

        return turn() + opens_later(group)
    if group == "kernel":
        from evals.benchmarks.kernel import measure as kernel

        return kernel() + opens_later(group)
    return opens_later(group)
