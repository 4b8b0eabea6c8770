"""Running a Typer application without its decorations: exit codes of the contract, errors as one line."""

import json
from collections.abc import Sequence
from typing import Any

import typer

USAGE = 2


def application(**settings: Any) -> typer.Typer:
    """A Typer application without rich help, tracebacks or completion, which cost time and change the output."""
    return typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, **settings)


def run(app: typer.Typer, verb: str, args: Sequence[str]) -> int:
    """Runs one verb; returns its exit code. Usage errors become one line with the next step."""
    try:
        code = app(args=[verb, *args], prog_name="eva", standalone_mode=False)
    except typer.TyperException as error:
        what = " ".join(error.format_message().split())
        complain(f"{what} Next: eva {verb} --help")
        return error.exit_code
    except typer.Abort:
        return 1
    return code if isinstance(code, int) else 0


def complain(line: str) -> None:
    """Writes one line to standard error."""
    typer.echo(f"eva: {line}", err=True)


def show_json(document: Any) -> None:
    """Writes one JSON document as one line, ready for a script."""
    typer.echo(json.dumps(document, ensure_ascii=False))
