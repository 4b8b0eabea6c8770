"""The journal: append-only rows, each chained to the one before by an HMAC under the desk's own key.

A commit is on the disk (synchronous=FULL) before anything acts on it. Rows hold canonical
JSON; a removed, edited or reordered row breaks the chain, and a shortened journal is noticed
by whoever kept a later head.
"""

import hashlib
import hmac
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools.errors import Misconfigured

GENESIS = "0" * 64
RESTORED = "restored"
"""The kind of row that says that what comes before is from a backup."""
_TABLE = """
CREATE TABLE IF NOT EXISTS journal (
    n INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, account TEXT NOT NULL,
    body TEXT NOT NULL, mac TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS journal_keeps BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER IF NOT EXISTS journal_stays BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'append-only'); END;
"""


class JournalFull(Exception):
    """The journal cannot be written: free disk space; until then the desk acts on nothing."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """The end of the chain: how many rows, and the last one's code in hex."""

    n: int
    mac: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A row before it is written: kind, account id and a JSON-ready body."""

    kind: str
    account: str
    body: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A written row; `at` is wall time."""

    n: int
    at: datetime
    kind: str
    account: str
    body: dict[str, Any]
    mac: str


class Journal:
    """An open journal. One writer: the desk that holds the home's lock."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=1)
        except sqlite3.Error as error:
            raise broken(path, error) from error
        self.head = Head(n=0, mac=GENESIS)
        self.last_at: datetime | None = None
        self._tops: list[tuple[int, datetime]] = []

    def newest(self, after: int = 0) -> datetime | None:
        """The latest time of any row behind row `after`, None when there is none: a clock may have gone back since."""
        return next((at for n, at in self._tops if n > after), None)

    def _note(self, rows: Iterable[Row]) -> None:
        """Keeps those rows whose time no later row reaches, oldest first: one, unless the clock went back."""
        for row in rows:
            while self._tops and self._tops[-1][1] <= row.at:
                self._tops.pop()
            self._tops.append((row.n, row.at))
        self.last_at = self._tops[0][1] if self._tops else None

    def load(self, *, begins: bool = True) -> list[Row]:
        """Reads and checks the whole chain; an empty one is a beginning only where `begins` says so.

        Raises Misconfigured for one that is broken or unreadable, and then has changed nothing.
        """
        try:
            made = self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
            rows = list(_read(self._db, self._key)) if made else []
            if not rows and not begins:
                raise ValueError("it is empty")
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.executescript(_TABLE)
        except (sqlite3.DatabaseError, ValueError) as error:
            raise broken(self._path, error) from error
        if rows:
            self.head = Head(n=rows[-1].n, mac=rows[-1].mac)
        self._note(rows)
        return rows

    def append(self, entries: Iterable[Entry], at: datetime) -> list[Row]:
        """Writes rows in one transaction and returns them once they are on the disk; raises JournalFull."""
        rows: list[Row] = []
        head = self.head
        for entry in entries:
            body = json.dumps(entry.body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            stamp = at.astimezone(UTC).isoformat()
            mac = _mac(self._key, head, (stamp, entry.kind, entry.account, body))
            head = Head(n=head.n + 1, mac=mac)
            rows.append(Row(n=head.n, at=at, kind=entry.kind, account=entry.account, body=json.loads(body), mac=mac))
        try:
            self._write(rows)
        except sqlite3.Error as error:
            raise JournalFull(f"the journal {str(self._path)!r} cannot be written ({error})") from error
        self.head = head
        self._note(rows)
        return rows

    def _write(self, rows: list[Row]) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for row in rows:
                body = json.dumps(row.body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
                values = (row.n, row.at.astimezone(UTC).isoformat(), row.kind, row.account, body, row.mac)
                self._db.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?)", values)
            self._db.execute("COMMIT")
        except sqlite3.Error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def tail(self, count: int) -> list[Row]:
        """The last rows, oldest first."""
        found = self._db.execute("SELECT * FROM journal ORDER BY n DESC LIMIT ?", (count,)).fetchall()
        return [_row(r) for r in reversed(found)]

    def mac_of(self, n: int) -> str | None:
        """The code of row `n`, None when there is no such row."""
        if n == 0:
            return GENESIS
        found = self._db.execute("SELECT mac FROM journal WHERE n = ?", (n,)).fetchone()
        return None if found is None else str(found[0])

    def close(self) -> None:
        """Closes the file; what was appended is already safe."""
        self._db.close()


def verify(path: Path, key: bytes, known: Iterable[Head] = ()) -> dict[str, Any]:
    """`{ok, rows, head, first_bad}` of a journal file, read-only, held against every known head.

    `restored` is added where there is a row that says so: `[{n, at, made_at, rows, highest: {n, mac}, id}]`.
    """
    known = list(known)
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1)
    head, first_bad = Head(n=0, mac=GENESIS), None
    macs: dict[int, str] = {0: GENESIS}
    restores: list[dict[str, Any]] = []
    try:
        for row in _read(db, key):
            head = Head(n=row.n, mac=row.mac)
            macs[row.n] = row.mac
            if row.kind == RESTORED:
                restores.append({"n": row.n, "at": row.at.isoformat(), **row.body})
    except (sqlite3.DatabaseError, ValueError):
        first_bad = head.n + 1
    finally:
        db.close()
    lost = [h.n for h in known if macs.get(h.n) != h.mac and not _explained(h, restores, known)]
    if first_bad is None and lost:
        first_bad = min(*lost, head.n + 1)
    shown = {"n": head.n, "mac": head.mac}
    found = {"ok": first_bad is None, "rows": head.n, "head": shown, "first_bad": first_bad}
    return {**found, "restored": restores} if restores else found


def _explained(head: Head, restores: list[dict[str, Any]], known: list[Head]) -> bool:
    """Whether a known head that the journal lacks was given up by a restore of an older backup.

    Only whoever knows the very head that the restore named has seen the chain that was given up: a head of the
    chain that goes on is never excused.
    """
    return any(r["n"] <= head.n <= r["highest"]["n"] and Head(**r["highest"]) in known for r in restores)


def broken(path: Path, error: Exception) -> Misconfigured:
    """The refusal to start on a journal that cannot be trusted."""
    return Misconfigured(
        f"the desk's journal {str(path)!r} is damaged ({error}); nothing was changed. "
        "Next: `eva audit verify`, then put back a good copy of the whole desk folder, or move it away to begin anew"
    )


def _read(db: sqlite3.Connection, key: bytes) -> Iterator[Row]:
    head = Head(n=0, mac=GENESIS)
    for found in db.execute("SELECT n, at, kind, account, body, mac FROM journal ORDER BY n"):
        n, at, kind, account, body, mac = found
        if n != head.n + 1 or not hmac.compare_digest(_mac(key, head, (at, kind, account, body)), str(mac)):
            raise ValueError(f"the chain breaks at row {head.n + 1}")
        head = Head(n=n, mac=mac)
        yield _row(found)


def _row(found: tuple[Any, ...]) -> Row:
    n, at, kind, account, body, mac = found
    return Row(n=n, at=datetime.fromisoformat(at), kind=kind, account=account, body=json.loads(body), mac=mac)


def _mac(key: bytes, head: Head, fields: tuple[str, str, str, str]) -> str:
    text = "\0".join((head.mac, str(head.n + 1), *fields))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
