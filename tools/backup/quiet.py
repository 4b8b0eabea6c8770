"""Whether anybody uses a home: the desk, an assistant, or whoever has one of its databases open."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from tools.errors import Refused

LOCKS = ("lock", "*.lock")
_NEXT = "a paper desk ends by itself ten seconds after its last client; end `eva chat` and `eva serve`, then try again"


@contextmanager
def quiet(home: Path) -> Iterator[None]:
    """Holds every lock of a home, so that nobody starts there meanwhile; raises Refused where somebody runs."""
    with ExitStack() as stack:
        for path in sorted({found for pattern in LOCKS for found in home.rglob(pattern)} | {home / "desk" / "lock"}):
            if path.parent.is_dir() and (path.is_file() or not path.exists()):
                stack.enter_context(locked(path))
        for path in sorted((*home.glob("*.db"), *(home / "desk").glob("*.db"))):
            if in_use(path):
                raise Refused(f"another process uses {str(path)!r}: {_NEXT}")
        yield


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds one lock file; raises Refused where another process does."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        who = "a desk" if path.parent.name == "desk" else "an assistant"
        raise Refused(f"{who} runs in this home ({str(path)!r} is held): {_NEXT}") from None
    try:
        yield
    finally:
        os.close(handle)


def in_use(path: Path) -> bool:
    """Whether another connection has this database open; a damaged file is used by nobody."""
    where = f"{path.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(where, uri=True, isolation_level=None, timeout=0.2)) as db:
        try:
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("BEGIN IMMEDIATE")
            db.execute("ROLLBACK")
        except sqlite3.DatabaseError as error:
            return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return False
