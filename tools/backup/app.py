"""The verbs `backup` and `restore`: everything in one encrypted file, and back."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from tools.console.running import application, show_json
from tools.settings import load

Json = Annotated[bool, typer.Option("--json", help="print JSON instead of text")]
File = Annotated[Path, typer.Argument(help="the backup's file")]

app = application(help="All state in one encrypted file, and back.")


@app.command()
def backup(
    file: File, force: Annotated[bool, typer.Option("--force", help="write over the file")] = False, json_: Json = False
) -> int:
    """Writes everything under EVA_HOME but venue keys and the TOTP secret to FILE, encrypted and checked."""
    from tools.backup.making import backup as make
    from tools.backup.passphrase import passphrase

    settings = load(os.environ)
    done = make(settings, file, passphrase(settings, twice=True), force=force, now=datetime.now(UTC))
    if json_:
        show_json(done)
        return 0
    typer.echo(f"backup written and read back: {done['file']} ({done['bytes']} bytes, {done['members']} files)")
    typer.echo(f"  the journal has {done['journal']['rows']} rows")
    _tell_left_out(done)
    return 0


@app.command()
def restore(
    file: File,
    force: Annotated[bool, typer.Option("--force", help="move the present state aside first")] = False,
    json_: Json = False,
) -> int:
    """Puts a backup in the place of EVA_HOME; the present state is moved aside, never deleted."""
    from tools.backup.passphrase import passphrase
    from tools.backup.restoring import restore as put_back

    settings = load(os.environ)
    typed = passphrase(settings, twice=False)
    done = put_back(settings.home, os.environ, file, typed, force=force, now=datetime.now(UTC))
    if json_:
        show_json(done)
        return 0
    typer.echo(f"restored: {done['members']} files as they were at {done['made_at']}")
    if done["moved_to"]:
        typer.echo(f"  what was there before is in {done['moved_to']}")
    journal = done["journal"]
    if journal["missing"]:
        typer.echo(
            f"  this backup is OLDER than what was known here: its journal ends at row {journal['rows']}, "
            f"row {journal['known']} was seen; the desk writes that down at its next start"
        )
    _tell_left_out(done)
    typer.echo("Next: `eva chat`; every account only takes what lowers risk until you type /resume there")
    return 0


def _tell_left_out(done: dict[str, Any]) -> None:
    """Names what is in no backup, so that nobody counts on it."""
    why = {
        "secret": "never in a backup: give it again after a restore",
        "unknown": "not known as state",
        "unused": "the records are elsewhere, and in the backup",
    }
    for one in done["left_out"]:
        typer.echo(f"  left out: {one['name']} ({why.get(one['why'], one['why'])})")
