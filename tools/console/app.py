"""Verbs of the desk side: `desk`, `account`, `halt`, `audit`, `firms`, `kernel`; nothing of the conversation."""

import os
from typing import Annotated

import typer

from tools.console import operating
from tools.console.firms import firms as firms_verb
from tools.console.kernel import kernel
from tools.console.reasons import reasons
from tools.console.running import application, show_json
from tools.settings import load

NOT_FLAT = 3
Json = Annotated[bool, typer.Option("--json", help="print JSON instead of text")]

app = application(help="The desk, its kill switch, its journal, and the kernel.")
audit = application(help="The desk's journal.")
app.add_typer(audit, name="audit")
kernel.command()(reasons)
app.add_typer(kernel, name="kernel")
app.add_typer(firms_verb, name="firms")
app.add_typer(operating.desk, name="desk")
app.add_typer(operating.account, name="account")


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
