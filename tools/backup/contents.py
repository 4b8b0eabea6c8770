"""What belongs in a backup: a list of what is state. Whatever it does not name stays out, and is said."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path

from tools.errors import Refused


class Sort(StrEnum):
    """How a member is copied: a database through SQLite, any other file byte by byte."""

    DATABASE = "database"
    FILE = "file"


WANTED: tuple[tuple[str, Sort], ...] = (
    (".env", Sort.FILE),
    ("*.db", Sort.DATABASE),
    ("desk/journal.db", Sort.DATABASE),
    ("desk/journal.key", Sort.FILE),
    ("desk/book-*.db", Sort.DATABASE),
    ("desk/limits.toml", Sort.FILE),
    ("desk/news.json", Sort.FILE),
    ("firms/*.toml", Sort.FILE),
    ("latch/*", Sort.FILE),
    ("files/**", Sort.FILE),
)
"""Every path that may be in a backup, relative to the home folder; `**` is any depth."""
NEVER = ("vault*", "totp*", "credentials*")
"""Names that keep a file out, wherever they stand in its path: venue keys, the TOTP secret, the vault."""
PASSING = (
    "*.lock *.log *.new *.part *.sock *-journal *-shm *-wal "
    ".backup-* .restoring-* cache charts lock logs process.json reserve restored.json"
).split()
"""Names of what is no state: it is made again, or means nothing elsewhere."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """A file of the home that belongs in a backup, by its path there."""

    name: str
    sort: Sort


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A file of the home that is in no backup, and why: `secret`, `unknown`, or `unused` records."""

    name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What a home holds."""

    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def state(self) -> bool:
        """Whether there is anything that a restore would have to move aside; a latch alone is carried over."""
        return bool(self.left_out) or any(not item.name.startswith("latch/") for item in self.items)


def sort_of(name: str) -> Sort | None:
    """How the file of this name is copied; None for one that may not be in a backup."""
    parts = name.split("/")
    if secret(name) or any(part in ("", ".", "..") for part in parts):
        return None
    return next((sort for pattern, sort in WANTED if _fits(parts, pattern.split("/"))), None)


def secret(name: str) -> bool:
    """Whether a path speaks of what is never copied."""
    return any(fnmatchcase(part.lower(), never) for part in name.split("/") for never in NEVER)


def survey(home: Path, *, never: Path | None = None) -> Survey:
    """Looks through a home without following links; `never` is one more file to leave out, the passphrase's.

    Raises Refused for something in the place of a wanted file that is no plain file.
    """
    items, left_out = [], []
    for name in sorted(_names(home, "")):
        path, sort = home / name, sort_of(name)
        if secret(name) or never is not None and path.absolute() == never:
            left_out.append(LeftOut(name=name, why="secret"))
        elif sort is None:
            left_out.append(LeftOut(name=name, why="unknown"))
        elif not stat.S_ISREG(path.lstat().st_mode):
            raise Refused(f"{str(path)!r} is no plain file: put the file itself there, then try again")
        else:
            items.append(Item(name=name, sort=sort))
    return Survey(items=tuple(items), left_out=tuple(left_out))


def _names(home: Path, folder: str) -> Iterator[str]:
    """Every file below a folder, links to folders included, but not what passes."""
    try:
        entries = list(os.scandir(home / folder))
    except FileNotFoundError:
        return
    for entry in entries:
        name = f"{folder}/{entry.name}" if folder else entry.name
        if not name.startswith("files/") and any(fnmatchcase(entry.name, passing) for passing in PASSING):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _names(home, name)
        else:
            yield name


def _fits(parts: list[str], pattern: list[str]) -> bool:
    if pattern[-1] == "**":
        head = len(pattern) - 1
        return len(parts) > head and all(map(fnmatchcase, parts[:head], pattern[:-1]))
    return len(parts) == len(pattern) and all(map(fnmatchcase, parts, pattern))
