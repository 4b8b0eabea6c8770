"""What killed restores leave beside a home: a copy goes with the next backup or restore, anything else stays."""

import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tools.backup.quiet import locked
from tools.context import Json
from tools.errors import Refused

LOCK = "desk/lock"
JOURNAL = "desk/journal.db"
_STAMP = re.compile(r"\d{8}T\d{6}Z")


@dataclass(frozen=True, kw_only=True)
class Swept:
    """The leftovers that were removed, and those that stay because each may be a home that was there before."""

    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def told(self) -> Json:
        """As the verbs tell it."""
        return {"removed": list(self.removed), "kept": list(self.kept)}


def staged_beside(home: Path, stamp: str) -> Path:
    """Where a restore lays out what becomes the home."""
    return home.with_name(f"{home.name}.restoring-{stamp}")


def copy_mark(folder: Path, stamp: str) -> Path:
    """The file that says that a folder is what this very restore laid out; a home that it replaces never has it."""
    return folder / f".restoring-{stamp}"


def sweep(home: Path) -> Swept:
    """Removes every copy that a killed restore of this home left, once its lock is free.

    Called by whoever has just read a whole backup. While the home has no journal nothing goes: a copy may be the
    only one. A folder without the mark of its own restore is none: two folders may have changed places before.
    """
    home = Path(os.path.realpath(home))
    if not (home / JOURNAL).is_file():
        return Swept()
    removed, kept = [], []
    for old in sorted(_left(home)):
        with suppress(Refused, OSError), _unused(old):
            if copy_mark(old, old.name.rpartition("-")[2]).is_file() or _bare(old):
                shutil.rmtree(old)
                removed.append(str(old))
            else:
                kept.append(str(old))
    return Swept(removed=tuple(removed), kept=tuple(kept))


def _left(home: Path) -> Iterator[Path]:
    """The folders of restores of this home; links and what belongs to others are none."""
    start = f"{home.name}.restoring-"
    for path in home.parent.iterdir():
        if path.name.startswith(start) and _STAMP.fullmatch(path.name.removeprefix(start)):
            found = path.lstat()
            if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid():
                yield path


@contextmanager
def _unused(old: Path) -> Iterator[None]:
    """Holds the lock that a living restore holds; raises Refused where one does, OSError where there is none yet."""
    with locked(old / LOCK):
        yield


def _bare(old: Path) -> bool:
    """Whether there is no file but the lock: a restore that was killed before it laid anything out."""
    return all(path.is_dir() and not path.is_symlink() or path == old / LOCK for path in old.rglob("*"))
