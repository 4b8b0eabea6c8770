"""Making a backup: copies of one moment, checked, encrypted into a new file, read back, and only then named."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from tools import heads
from tools.backup import archive, records
from tools.backup.contents import Item, LeftOut, Sort, Survey, survey
from tools.backup.leftovers import sweep
from tools.backup.manifest import ROWS, Manifest
from tools.backup.quiet import locked
from tools.backup.sealed import Cost
from tools.backup.snapshot import copy_databases
from tools.context import Json
from tools.desk.record import audit, restored
from tools.errors import Misconfigured, Refused
from tools.settings import Settings

JOURNAL, KEY = "desk/journal.db", "desk/journal.key"
RECORDS = "records.db"
_PREFIX = ".backup-"


def backup(
    settings: Settings, file: Path, passphrase: str, *, force: bool, now: datetime, cost: Cost | None = None
) -> Json:
    """Writes the backup and tells what is in it: `{file, bytes, made_at, members, journal, left_out, leftovers}`.

    Raises Refused (nothing was written under the name) and Misconfigured.
    """
    file = file.absolute()
    if file.exists() and not force:
        raise Refused(f"{str(file)!r} exists: name another file, or write over it with --force")
    try:
        with staging(settings.home) as folder:
            found = _found(settings)
            names = _copied(settings, found, folder)
            journal = _checked(folder, settings.home)
            manifest = Manifest(
                made_at=now.isoformat(timespec="seconds"),
                head=_highest(folder, settings.home, journal),
                members=archive.measure(folder, names),
                left_out=tuple(asdict(one) for one in found.left_out),
            )
            with _new(file, force=force) as part:
                _written(part, folder, manifest, passphrase, cost or Cost())
    except OSError as error:
        what = error.strerror or str(error)
        raise Refused(f"the backup could not be written ({what}): free disk space, or name another place") from error
    swept = sweep(settings.home)
    return {
        "file": str(file),
        "bytes": file.stat().st_size,
        "made_at": manifest.made_at,
        "members": len(manifest.members),
        "journal": {"rows": journal["rows"], "head": journal["head"]},
        "left_out": list(manifest.left_out),
        "leftovers": swept.told,
    }


@contextmanager
def staging(home: Path) -> Iterator[Path]:
    """A private folder of the home for the copies, gone at the end; those of backups that were killed go too."""
    for old in home.glob(f"{_PREFIX}*"):
        with suppress(Refused, OSError), locked(old / "lock"):
            shutil.rmtree(old)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=home))
    try:
        with locked(folder / "lock"):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _found(settings: Settings) -> Survey:
    """What the home holds; records that lie elsewhere take the place of a file that is no longer used."""
    found = survey(settings.home, never=settings.backup_passphrase_file)
    used = records.elsewhere(settings)
    unused = {RECORDS} if used is not None or records.in_server(settings) else set()
    own = {item.name for item in found.items if settings.home / item.name == used}
    items = tuple(item for item in found.items if item.name not in unused | own)
    if not items and not unused:
        raise Refused(f"{str(settings.home)!r} holds no state yet: there is nothing to back up")
    left = tuple(LeftOut(name=item.name, why="unused") for item in found.items if item.name in unused - own)
    return Survey(items=items, left_out=(*found.left_out, *left))


def _copied(settings: Settings, found: Survey, folder: Path) -> list[str]:
    """Copies everything into the folder; the names, those of databases first."""
    sources = {item.name: settings.home / item.name for item in _ordered(found)}
    outside = records.elsewhere(settings)
    if outside is not None and outside.exists():
        sources[RECORDS] = outside
    databases = {RECORDS} | {item.name for item in found.items if item.sort is Sort.DATABASE}
    for name in sources:
        archive.room(folder, name)
    copy_databases([(path, folder / name) for name, path in sources.items() if name in databases])
    for name, path in sources.items():
        if name not in databases:
            shutil.copyfile(path, folder / name)
            (folder / name).chmod(0o600)
    if records.in_server(settings):
        asyncio.run(records.export(settings, folder))
        sources[ROWS] = folder / ROWS
    return list(sources)


def _ordered(found: Survey) -> list[Item]:
    """The desk's own files last: they are held shortest while the locks are taken."""
    return sorted(found.items, key=lambda item: (item.name.startswith("desk/"), item.name))


def _checked(folder: Path, home: Path) -> Json:
    """The journal's copy, held against every head that the assistant's copy knows; raises Refused, Misconfigured."""
    try:
        found = audit.checked(folder / JOURNAL, folder / KEY, heads.known(folder))
    except Misconfigured as error:
        raise Misconfigured(str(error).replace(str(folder), str(home))) from error
    if not found["ok"]:
        raise Refused(
            f"the desk's journal is broken at row {found['first_bad']}: a backup of it would be worth nothing. "
            "Next: `eva audit verify`"
        )
    return found


def _highest(folder: Path, home: Path, journal: Json) -> Json:
    """The highest head that this home knows of, with that of a restore that no desk has taken in yet."""
    found = [journal["head"], *({"n": h.n, "mac": h.mac} for h in heads.known(folder)[-1:])]
    mark = restored.left(home / "desk")
    if mark is not None:
        found.append({"n": mark.highest.n, "mac": mark.highest.mac})
    return max(found, key=lambda head: int(head["n"]))


@contextmanager
def _new(file: Path, *, force: bool) -> Iterator[Path]:
    """A file beside the wanted one that takes its name once the block has ended well, and is gone otherwise."""
    handle, name = tempfile.mkstemp(prefix=".eva-backup-", suffix=".part", dir=file.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        if force:
            part.replace(file)
        else:
            _name(part, file)
    except FileExistsError:
        raise Refused(f"{str(file)!r} exists: name another file, or write over it with --force") from None
    finally:
        part.unlink(missing_ok=True)
    sync(file.parent)


def _name(part: Path, file: Path) -> None:
    """Gives the file its name; raises FileExistsError for one that somebody took meanwhile."""
    try:
        os.link(part, file)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links
        if file.exists():
            raise FileExistsError(str(file)) from None
        part.rename(file)


def _written(part: Path, folder: Path, manifest: Manifest, passphrase: str, cost: Cost) -> None:
    """Writes the file, waits until it is on the disk, and reads it back to its end."""
    with part.open("wb") as file:
        archive.write(file, folder, manifest, passphrase, cost)
        file.flush()
        os.fsync(file.fileno())
    with ExitStack() as stack:
        again = archive.read(stack.enter_context(part.open("rb")), passphrase)
    if again != manifest:
        raise Refused("the backup was read back differently from how it was written: check the disk, then try again")


def sync(folder: Path) -> None:
    """Waits until a folder's names are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
