"""Copies of several SQLite files as they all were at one moment, while others go on writing to them."""

import os
import sqlite3
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from tools.errors import Misconfigured, Refused

BUSY_S = 0.1
"""How long one lock is waited for: a desk that finds its journal locked gives up after a second."""
PATIENCE_S = 15.0
PAUSE_S = 0.05
Pair = tuple[Path, Path]


def copy_databases(pairs: Sequence[Pair]) -> None:
    """Copies each (source, target); no target exists yet. Raises Misconfigured, Refused.

    Every source is locked for writing for an instant, in the given order, a view of each is opened, the locks are
    let go, and the views are copied. So no copy is newer than another, and nobody waits for the copying.
    """
    with ExitStack() as stack:
        views = [(source, stack.enter_context(closing(_open(source)))) for source, _ in pairs]
        _freeze(views)
        for (source, view), (_, target) in zip(views, pairs, strict=True):
            try:
                _copy(view, target)
            except sqlite3.DatabaseError as error:
                raise _unusable(source, error) from error


def _freeze(views: Sequence[tuple[Path, sqlite3.Connection]]) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while not _frozen(views):
        if time.monotonic() > give_up:
            names = ", ".join(repr(path.name) for path, _ in views)
            raise Refused(f"another process keeps writing to one of {names}: end it or wait, then try again")
        time.sleep(PAUSE_S)


def _frozen(views: Sequence[tuple[Path, sqlite3.Connection]]) -> bool:
    """Opens a view of every file at the same moment; False when one of them is being written to."""
    with ExitStack() as stack:
        for path, _ in views:
            lock = stack.enter_context(closing(_open(path)))
            try:
                lock.execute("BEGIN IMMEDIATE")
            except sqlite3.DatabaseError as error:
                if _busy(error):
                    return False
                raise _unusable(path, error) from error
        for path, view in views:
            try:
                view.execute("BEGIN")
                view.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            except sqlite3.DatabaseError as error:
                raise _unusable(path, error) from error
    return True


def _open(path: Path) -> sqlite3.Connection:
    try:
        where = f"{path.absolute().as_uri()}?mode=rw"
        return sqlite3.connect(where, uri=True, isolation_level=None, timeout=BUSY_S)
    except sqlite3.Error as error:
        raise _unusable(path, error) from error


def _copy(view: sqlite3.Connection, target: Path) -> None:
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        view.backup(copy)
    check(target)


def check(path: Path) -> None:
    """Reads a whole database that nobody else uses; raises sqlite3.DatabaseError for a damaged one."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as db:
        found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(str(found))


def _busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _unusable(path: Path, error: Exception) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return Refused(f"{path.name!r} could not be copied ({error}): free disk space, then try again")
    return Misconfigured(f"{str(path)!r} is damaged ({error}): move it away or put back a good copy, then try again")
