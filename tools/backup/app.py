"""The verbs `backup` and `restore`: everything in one encrypted file, and back."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from tools.console.running import application
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
    from tools.backup.manifest import shown_json
    from tools.backup.passphrase import passphrase

    settings = load(os.environ)
    done = make(settings, file, passphrase(settings, twice=True), force=force, now=datetime.now(UTC))
    if json_:
        typer.echo(shown_json(done))
        return 0
    typer.echo(f"backup written and read back: {done['file']} ({done['bytes']} bytes, {done['members']} files)")
    typer.echo(f"  the journal has {done['journal']['rows']} rows")
    _tell_left_out(done)
    _tell_leftovers(done["leftovers"])
    return 0


@app.command()
def restore(
    file: File,
    force: Annotated[bool, typer.Option("--force", help="move the present state aside first")] = False,
    json_: Json = False,
) -> int:
    """Puts a backup in the place of EVA_HOME; the present state is moved aside, never deleted."""
    from tools.backup.manifest import shown_json
    from tools.backup.passphrase import passphrase
    from tools.backup.restoring import restore as put_back

    settings = load(os.environ)
    typed = passphrase(settings, twice=False)
    done = put_back(settings.home, os.environ, file, typed, force=force, now=datetime.now(UTC))
    if json_:
        typer.echo(shown_json(done))
        return 0
    _say(f"restored: {done['members']} files as they were at {done['made_at']}")
    if done["moved_to"]:
        typer.echo(f"  what was there before is in {done['moved_to']}")
    journal = done["journal"]
    if journal["missing"]:
        typer.echo(
            f"  this backup is OLDER than what was known here: its journal ends at row {journal['rows']}, "
            f"row {journal['known']} was seen; the desk writes that down at its next start"
        )
    _tell_halts(done)
    _tell_records(done["records"])
    _tell_left_out(done)
    _tell_leftovers(done["leftovers"])
    typer.echo("Next: `eva chat`; every account only takes what lowers risk until you type /resume there")
    return 0


def _tell_halts(done: dict[str, Any]) -> None:
    """Which accounts stay halted, and whether that could be known."""
    for account, cause in done["halted"].items():
        _say(f"  {account} was halted here ({cause}) and starts halted: its desk closes what the backup holds")
    if not done["halts_known"]:
        _say("  the journal that was here cannot be read to its end: whether an account was halted is not known;")
        _say("  `eva halt all` before the next start halts every one")


def _tell_records(records: dict[str, str | None]) -> None:
    """What was written outside the home, and what a backup asked for there and did not get."""
    if records["outside"]:
        _say(f"  outside the home, the records in {records['outside']} were replaced")
        _say(f"  what was there before is in {records['before'] or 'no file: there was nothing'}")
    if records["not_used"]:
        _say(f"  only the backup's own .env keeps records in {records['not_used']}: nothing was written there,")
        _say("  they are in EVA_HOME/records.db, and that line of .env is a comment now; to have them there,")
        _say("  set EVA_DATABASE_URL to it and restore again")


def _tell_left_out(done: dict[str, Any]) -> None:
    """Names what is in no backup, so that nobody counts on it."""
    why = {
        "secret": "never in a backup: give it again after a restore",
        "unknown": "not known as state",
        "unused": "the records are elsewhere, and in the backup",
    }
    for one in done["left_out"]:
        _say(f"  left out: {one['name']} ({why.get(one['why'], one['why'])})")


def _tell_leftovers(leftovers: dict[str, list[str]]) -> None:
    """What restores that were killed had left beside the home."""
    for path in leftovers["removed"]:
        _say(f"  removed: {path}, the copy of a restore that was killed")
    for path in leftovers["kept"]:
        _say(f"  left alone: {path}, perhaps a home that a killed restore replaced; look at it, then move it away")


def _say(line: str) -> None:
    """Writes one line; whatever a terminal would obey in it is only shown."""
    from tools.backup.manifest import printable

    typer.echo(printable(line))
