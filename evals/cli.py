"""Verbs that measure: `bench`, and later `eval`."""

from typing import Annotated

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
    if json_:
        show_json(rows)
    else:
        for row in rows:
            print("  ".join(f"{name}={value}" for name, value in row.items() if value is not None))
    return 1 if any(row.get("holds") is False for row in rows) else 0


@app.command()
def eval(  # noqa: A001 - the verb's name
    tasks: Annotated[list[str] | None, typer.Argument(help="tasks to run")] = None,
    json_: Annotated[bool, typer.Option("--json", help="print one JSON document")] = False,
) -> int:
    """Runs evaluations: opens later."""
    complain("eva eval opens later. Next: eva bench")
    return USAGE
