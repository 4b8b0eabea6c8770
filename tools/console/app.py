"""Verbs of the desk side: `desk`, `halt`, `audit`, `kernel`. They know nothing of the conversation."""

import json
import os
import sys
from typing import Annotated, Any

import typer

from tools.console.running import USAGE, application, complain, show_json
from tools.settings import load

NOT_FLAT = 3
Json = Annotated[bool, typer.Option("--json", help="print JSON instead of text")]

app = application(help="The desk, its kill switch, its journal, and the kernel.")
audit = application(help="The desk's journal.")
kernel = application(help="The rules that decide, without any state.")
app.add_typer(audit, name="audit")
app.add_typer(kernel, name="kernel")


@app.command()
def desk(verb: Annotated[str, typer.Argument(help="nothing: run the desk")] = "") -> int:
    """Runs the desk of this home until it is told to stop."""
    if verb:
        complain(f"eva desk {verb[:30]} opens later. Next: eva desk, without a word after it")
        return USAGE
    from tools.desk.main import run

    return run()


@app.command()
def halt(account: Annotated[str, typer.Argument(help="an account's id, or all")] = "all", json_: Json = False) -> int:
    """Latches the kill switch and flattens; 0 only when flat, 3 otherwise."""
    from tools.desk.halt import halt as halt_desk

    done = halt_desk(load(os.environ), account)
    if json_:
        show_json(done)
    else:
        state = "flat" if done["flat"] else "NOT flat: see `eva status`, then halt again"
        typer.echo(f"halted: {account}. {state} ({done['ms']} ms)")
        for one in done["accounts"]:
            why = f" ({one['error']})" if one.get("error") else ""
            typer.echo(f"  {one['id']}: {one['state']}, {'flat' if one['flat'] else 'not flat'}{why}")
    return 0 if done["flat"] else NOT_FLAT


@audit.command()
def verify(json_: Json = False) -> int:
    """Checks the journal's chain against every head that the assistant has seen."""
    from tools.desk.record.audit import verified

    found = verified(load(os.environ))
    if json_:
        show_json(found)
    elif found["ok"]:
        typer.echo(f"the journal is whole: {found['rows']} rows")
        for row in found.get("restored", ()):
            what = f"restored from the backup of {row['made_at'][:19] or '?'}"
            typer.echo(f"  row {row['n']}: {what}, which had {row['rows']} rows; {row['highest']['n']} were known")
    else:
        good = found["first_bad"] - 1
        typer.echo(f"the journal is whole up to row {good} and broken after it. Next: put back a good copy of EVA_HOME")
    return 0 if found["ok"] else 1


@audit.command()
def tail(count: Annotated[int, typer.Option("-n", min=1, max=1000)] = 20, json_: Json = False) -> int:
    """Shows the last rows of the journal, oldest first."""
    from tools.desk.record.audit import last_rows
    from tools.rows import english

    rows = last_rows(load(os.environ), count)
    if json_:
        show_json(rows)
    else:
        for row in rows:
            typer.echo(f"{row['n']:>6}  {row['at'][:19]}  {row['account'] or '-'}  {english(row)}")
    return 0


@kernel.command()
def schema(json_: Json = False) -> int:
    """Prints the published JSON Schema of a case."""
    from policies.wire.schema import schema as published

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
