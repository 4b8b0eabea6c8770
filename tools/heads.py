"""Journal heads that the assistant has seen, kept outside the desk: a shortened or rewritten chain is noticed."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

FILE = "assistant.db"
SCHEMA = "CREATE TABLE IF NOT EXISTS heads (n INTEGER PRIMARY KEY, mac TEXT NOT NULL, at TEXT NOT NULL)"
KEPT = 10_000


@dataclass(frozen=True, kw_only=True)
class Head:
    """The newest row of the journal at some moment: its number and its authentication code."""

    n: int
    mac: str


def last(connection: sqlite3.Connection) -> Head | None:
    """The newest head kept."""
    row = connection.execute("SELECT n, mac FROM heads ORDER BY n DESC LIMIT 1").fetchone()
    return None if row is None else Head(n=row[0], mac=row[1])


def note(connection: sqlite3.Connection, head: Head, at: datetime) -> bool:
    """Keeps a head; False when it contradicts what was seen before (the journal was shortened or changed)."""
    newest = last(connection)
    if newest is not None and head.n <= newest.n:
        return _agrees(connection, head)
    connection.execute("INSERT OR IGNORE INTO heads (n, mac, at) VALUES (?, ?, ?)", (head.n, head.mac, at.isoformat()))
    connection.execute("DELETE FROM heads WHERE n <= ? - ? AND n % 100 != 0", (head.n, KEPT))
    return True


def _agrees(connection: sqlite3.Connection, head: Head) -> bool:
    """Whether an older head is one that was seen; one that was never kept cannot be contradicted.

    Answers and events come over connections of their own, so that an older head may arrive after a newer one.
    """
    row = connection.execute("SELECT mac FROM heads WHERE n = ?", (head.n,)).fetchone()
    return row is None or bool(row[0] == head.mac)


def known(home: Path) -> tuple[Head, ...]:
    """Every head kept under a home folder, oldest first; empty when the assistant never ran there."""
    path = home / FILE
    if not path.exists():
        return ()
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        rows = connection.execute("SELECT n, mac FROM heads ORDER BY n").fetchall()
    except sqlite3.OperationalError:
        return ()
    finally:
        connection.close()
    return tuple(Head(n=n, mac=mac) for n, mac in rows)
