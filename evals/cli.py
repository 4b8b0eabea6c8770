"""Verbs that measure: `bench` and `eval`."""

from typing import Annotated, Any

import typer

from tools.console.running import USAGE, application, complain, show_json

app = application(help="Measurements.")


@app.command()
def bench(
    groups: Annotated[list[str] | None, typer.Argument(help="groups to measure; all without one")] = None,
    json_: Annotated[bool, typer.Option("--json", help="print one JSON document")] = False,
) -> int:
    """Measures this machine; 1 when a bar does not hold."""
    from evals.benchmarks import run
    from evals.benchmarks.rows import GROUPS

    unknown = sorted(set(groups or ()) - set(GROUPS))
    if unknown:
        complain(f"no group {unknown[0][:30]!r} to measure. Next: eva bench [{' '.join(GROUPS)}]")
        return USAGE
    rows = run(groups or [])
    _show(rows, json_)
    return 1 if any(row.get("holds") is False for row in rows) else 0


@app.command()
def eval(  # noqa: A001 - the verb's name
    tasks: Annotated[list[str] | None, typer.Argument(help="tasks to run; all without one")] = None,
    record: Annotated[bool, typer.Option("--record", help="count this look at each held-out set")] = False,
    json_: Annotated[bool, typer.Option("--json", help="print one JSON document")] = False,
) -> int:
    """Runs evaluations; 1 when a threshold does not hold."""
    from evals.tasks import TASKS, run

    unknown = sorted(set(tasks or ()) - set(TASKS))
    if unknown:
        complain(f"no task {unknown[0][:30]!r} to run. Next: eva eval [{' '.join(TASKS)}]")
        return USAGE
    rows = run(tasks or [], record=record)
    _show(rows, json_)
    return 1 if any(row["holds"] is False for row in rows) else 0


def _show(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        show_json(rows)
        return
    for row in rows:
        print("  ".join(f"{name}={value}" for name, value in row.items() if value is not None))
