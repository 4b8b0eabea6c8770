"""Restoring: everything is checked, laid out beside the home, and then changes places with it; nothing is deleted."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from tools import heads
from tools.backup import archive
from tools.backup.contents import survey
from tools.backup.halts import Halts, halts, keep
from tools.backup.leftovers import copy_mark, staged_beside, sweep
from tools.backup.making import JOURNAL, KEY, sync
from tools.backup.manifest import Manifest, printable
from tools.backup.quiet import locked, quiet
from tools.backup.records import Placed, Return, settled
from tools.backup.sealed import Damaged
from tools.backup.snapshot import check
from tools.backup.swapping import swap, swap_back
from tools.context import Json
from tools.desk.record import audit, restored
from tools.desk.record.journal import Head
from tools.errors import Misconfigured, Refused


@dataclass(frozen=True, kw_only=True)
class Way:
    """The folders of one restore: the home, where the restored one is laid out, where the present one goes."""

    home: Path
    staged: Path
    aside: Path
    stamp: str

    @classmethod
    def of(cls, home: Path, now: datetime) -> "Way":
        """The folders for a home, links followed; raises Refused for a name that is taken."""
        home = Path(os.path.realpath(home))
        stamp = f"{now:%Y%m%dT%H%M%SZ}"
        way = cls(
            home=home,
            staged=staged_beside(home, stamp),
            aside=home.with_name(f"{home.name}.before-{stamp}"),
            stamp=stamp,
        )
        taken = [path for path in (way.staged, way.aside) if os.path.lexists(path)]
        if taken:
            raise Refused(f"{str(taken[0])!r} exists: move it away, then try again")
        return way


def restore(home: Path, environ: Mapping[str, str], file: Path, passphrase: str, *, force: bool, now: datetime) -> Json:
    """Puts a backup in the place of a home; raises Refused and Misconfigured, and then the home is as it was.

    Tells `{file, home, moved_to, made_at, members, journal: {rows, known, missing}, left_out, halted, halts_known,
    records: {outside, before, not_used}, leftovers: {removed, kept}}`.
    """
    way = Way.of(home, now)
    try:
        with file.open("rb") as opened:
            manifest = archive.read(opened, passphrase)
            if survey(way.home).state and not force:
                raise Refused(f"{str(home)!r} holds state: --force moves it to {way.aside.name!r} first")
            with quiet(way.home):
                swept = sweep(way.home)
                with _laid_out(way):
                    opened.seek(0)
                    archive.read(opened, passphrase, way.staged)
                    mark, journal = _marked(way, manifest, now)
                    kept = _kept_halts(way)
                    moved, placed = asyncio.run(_exchange(way, environ, force=force))
    except OSError as error:
        what = error.strerror or str(error)
        raise Refused(f"nothing was restored ({what}, {error.filename!r}): correct that, then try again") from error
    rows, known = journal["rows"], mark.highest.n
    return {
        "file": str(file.absolute()),
        "home": str(home),
        "moved_to": str(way.aside) if moved else None,
        "made_at": manifest.made_at,
        "members": len(manifest.members),
        "journal": {"rows": rows, "known": known, "missing": max(0, known - rows)},
        "left_out": list(manifest.left_out),
        "halted": dict(kept.causes),
        "halts_known": kept.whole,
        "records": asdict(placed),
        "leftovers": swept.told,
    }


@contextmanager
def _laid_out(way: Way) -> Iterator[None]:
    """The folder that becomes the home, its desk's lock held; after a failure it goes, and nothing else ever does."""
    way.staged.mkdir(mode=0o700)
    ours = way.staged.lstat()
    try:
        (way.staged / "desk").mkdir(mode=0o700)
        with locked(way.staged / "desk" / "lock"):
            copy_mark(way.staged, way.stamp).touch(mode=0o600)
            yield
    finally:
        if way.staged.exists() and os.path.samestat(way.staged.lstat(), ours):
            shutil.rmtree(way.staged, ignore_errors=True)


def _marked(way: Way, manifest: Manifest, now: datetime) -> tuple[restored.Mark, Json]:
    """Checks what was laid out, and leaves the mark of the highest head known; raises Damaged."""
    staged, desk = way.staged, way.staged / "desk"
    for path in (*staged.glob("*.db"), *desk.glob("*.db")):
        try:
            check(path)
        except sqlite3.DatabaseError as error:
            said = printable(str(error))
            raise Damaged(f"{path.name!r} in the backup is damaged ({said}): use another backup") from error
    try:
        journal = audit.checked(staged / JOURNAL, staged / KEY, heads.known(staged))
    except (Misconfigured, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise Damaged(f"the backup's journal cannot be read: {printable(str(error))}") from error
    if not journal["ok"]:
        raise Damaged(f"the backup's journal is broken at row {journal['first_bad']}: use another backup")
    for leftover in desk.glob("*.db-*"):
        leftover.unlink()
    at, highest = now.isoformat(timespec="seconds"), _highest(way.home, manifest)
    mark = restored.Mark(id=uuid4().hex, at=at, made_at=manifest.made_at, highest=highest)
    restored.leave(desk, mark)
    return mark, journal


def _highest(home: Path, manifest: Manifest) -> Head:
    """The highest head that the backup or the present home knows; a damaged home knows none."""
    known = [Head(n=int(manifest.head["n"]), mac=str(manifest.head["mac"]))]
    with suppress(sqlite3.DatabaseError):
        known += [Head(n=h.n, mac=h.mac) for h in heads.known(home)[-1:]]
    pending = restored.left(home / "desk")
    return max([*known, *([pending.highest] if pending else [])], key=lambda head: head.n)


def _kept_halts(way: Way) -> Halts:
    """A halt that holds here goes on, whether asked for or a broken limit's: no backup takes it back."""
    found = halts(way.home / JOURNAL)
    keep(way.home, way.staged, found)
    return found


async def _exchange(way: Way, environ: Mapping[str, str], *, force: bool) -> tuple[bool, Placed]:
    """The records come back and the folders change places; whether a home was moved aside, and what else was."""
    settings, not_used = settled(way.staged, way.home, environ)
    back = Return(settings=settings, staged=way.staged, home=way.home, stamp=way.stamp, aside=way.aside)
    moved = swapped = False
    try:
        async with back.under_way(force=force) as placed:
            _sync_all(way.staged)
            moved = swap(way.staged, way.home, way.aside)
            swapped = True
    except BaseException:
        if swapped:
            swap_back(way.staged, way.home, way.aside, moved=moved)
        raise
    with suppress(OSError):  # it means nothing there
        copy_mark(way.home, way.stamp).unlink(missing_ok=True)
    return moved, replace(placed, not_used=not_used)


def _sync_all(folder: Path) -> None:
    """Waits until every file and folder is on the disk."""
    with ExitStack() as stack:
        for where, _, files in os.walk(folder):
            for name in files:
                file = stack.enter_context((Path(where) / name).open("rb"))
                os.fsync(file.fileno())
            stack.pop_all().close()
            sync(Path(where))
