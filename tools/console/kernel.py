"""The kernel by itself: `kernel schema`, `kernel judge`, `kernel replay`; no state of ours, no clock."""

import json
import os
import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from tools.console.running import USAGE, application, complain, show_json

CHUNK = 1 << 16
LONGEST_LINE = 8 << 20
Json = Annotated[bool, typer.Option("--json", help="print JSON instead of text")]

kernel = application(help="The rules that decide, without any state.")


@kernel.command()
def schema(json_: Json = False) -> int:
    """Prints the published JSON Schema of a case, and of the events of a replay."""
    from policies.wire.schema import published

    typer.echo(json.dumps(published(), ensure_ascii=False, indent=None if json_ else 2))
    return 0


@kernel.command()
def judge(json_: Json = False) -> int:
    """Reads one case a line, prints one verdict a line; 2 when a line was no case."""
    from tools.desk.accounts import firms

    code = 0
    known = firms()
    for line in sys.stdin.buffer:
        if not line.strip():
            continue
        answer = _judged(line, known)
        code = USAGE if "error" in answer else code
        show_json(answer)
        sys.stdout.flush()
    return code


def _judged(line: bytes, known: Any) -> dict[str, Any]:
    from policies.limits import BadLimits
    from policies.wire.cases import judge_case

    try:
        return judge_case(json.loads(line), known)
    except RecursionError:
        return {"error": "the case is nested too deeply"}
    except (ValueError, BadLimits) as error:
        return {"error": f"{error}: see `eva kernel schema`"}


@kernel.command()
def replay(json_: Json = False) -> int:
    """Reads one event a line, a start first; prints the account's state after each; ends with 2 at a malformed line."""
    from policies.wire.replay import Replay
    from tools.desk.accounts import firms
    from tools.errors import Misconfigured
    from tools.trading.marketdata.sessions import load_sessions

    engine = Replay(firms(), lambda name: load_sessions(name).at)
    number = 0
    for lines in _chunks():
        answers = []
        for line in lines:
            number += 1
            if not line.strip():
                continue
            try:
                answers.append(engine.line(json.loads(line.decode())))
            except (ValueError, Misconfigured, RecursionError) as error:
                _print(answers)
                why = "nested too deeply" if isinstance(error, RecursionError) else str(error)
                complain(f"line {number}: {why}. Next: see `eva kernel schema`")
                return USAGE
        _print(answers)
    return 0


def _chunks() -> Iterator[list[bytes]]:
    """The lines of standard input as they come, several at once where several are there."""
    rest = b""
    while chunk := os.read(sys.stdin.fileno(), CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        if lines:
            yield lines
        if len(rest) > LONGEST_LINE:
            break
    if rest:
        yield [rest]


def _print(answers: list[str]) -> None:
    if answers:
        sys.stdout.write("\n".join(answers) + "\n")
        sys.stdout.flush()
