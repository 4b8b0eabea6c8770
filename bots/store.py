"""The assistant's own small memory: journal heads, answered messages, open questions, refusals, languages, counters."""

import json
import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from tools import heads
from tools.context import Json
from tools.errors import Misconfigured

P = ParamSpec("P")
R = TypeVar("R")

VERSION = 3
BUSY_S = 0.5
"""How long somebody else's write is waited for; the loop stands still meanwhile, and a halt behind it."""
QUESTION_LIFE = timedelta(minutes=10)
LATELY = timedelta(minutes=30)
CHOICE_LIFE = timedelta(days=30)
SEEN_LIFE = timedelta(days=2)
_SCHEMA = f"""
{heads.SCHEMA};
CREATE TABLE IF NOT EXISTS seen (channel TEXT, message TEXT, at TEXT NOT NULL, PRIMARY KEY (channel, message));
CREATE INDEX IF NOT EXISTS seen_at ON seen (at);
CREATE TABLE IF NOT EXISTS questions (principal TEXT PRIMARY KEY, body TEXT NOT NULL, expires TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refusals (principal TEXT PRIMARY KEY, body TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS languages (principal TEXT PRIMARY KEY, lang TEXT NOT NULL, pinned INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS lately (principal TEXT PRIMARY KEY, body TEXT NOT NULL, expires TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS accounts (principal TEXT PRIMARY KEY, account TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, value TEXT NOT NULL);
PRAGMA user_version = {VERSION};
"""


@dataclass(frozen=True, kw_only=True)
class Language:
    """The language of a principal, and whether it was chosen with /lang or only seen in what was written."""

    lang: str
    pinned: bool


def _guarded(method: Callable[Concatenate["Store", P], R]) -> Callable[Concatenate["Store", P], R]:
    """Turns what SQLite says into the file's name and the next step."""

    def guarded(self: "Store", /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(self, *args, **kwargs)
        except sqlite3.OperationalError as error:
            raise _unusable(self.path, error) from None
        except (sqlite3.DatabaseError, ValueError) as error:
            raise _corrupt(self.path, error) from None

    return guarded


def _unusable(path: Path, error: Exception) -> Misconfigured:
    return Misconfigured(
        f"{str(path)!r} cannot be used ({error}); free disk space or correct the file's rights, then retry. "
        'Meanwhile `eva halt all` and `eva ask "close everything"` work without it'
    )


def _corrupt(path: Path, error: Exception) -> Misconfigured:
    return Misconfigured(
        f"{str(path)!r} is damaged ({error}); move it away and start again: "
        "positions and orders are the desk's and are not in it"
    )


class Store:
    """One connection to `assistant.db`, opened by `open_store`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._db = connection

    def close(self) -> None:
        """Closes the file; more calls fail."""
        self._db.close()

    @_guarded
    def first_seen(self, channel: str, message: str, now: datetime) -> bool:
        """Whether this message was never answered before; from now on it was."""
        added = self._db.execute(
            "INSERT OR IGNORE INTO seen (channel, message, at) VALUES (?, ?, ?)", (channel, message, _stamp(now))
        ).rowcount
        self._db.execute("DELETE FROM seen WHERE at < ?", (_stamp(now - SEEN_LIFE),))
        return added == 1

    @_guarded
    def next_turn(self) -> int:
        """A number that no turn before had, restarts included."""
        row = self._db.execute(
            "INSERT INTO marks (name, value) VALUES ('turn', '1') "
            "ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1 RETURNING value"
        ).fetchone()
        return int(row[0])

    @_guarded
    def ask(self, principal: str, body: Mapping[str, Any], now: datetime) -> None:
        """Keeps the question that this principal was asked, for ten minutes."""
        self._db.execute(
            "INSERT OR REPLACE INTO questions (principal, body, expires) VALUES (?, ?, ?)",
            (principal, json.dumps(body), _stamp(now + QUESTION_LIFE)),
        )

    @_guarded
    def question(self, principal: str, now: datetime) -> Json | None:
        """The open question of this principal; None when there is none, or not in time."""
        row = self._db.execute("SELECT body, expires FROM questions WHERE principal = ?", (principal,)).fetchone()
        return None if row is None or row[1] < _stamp(now) else cast(Json, json.loads(row[0]))

    @_guarded
    def settle(self, principal: str) -> None:
        """Forgets the open question of this principal."""
        self._db.execute("DELETE FROM questions WHERE principal = ?", (principal,))

    @_guarded
    def note_refusal(self, principal: str, body: Mapping[str, Any], now: datetime) -> None:
        """Keeps the last refusal of this principal for `/why`."""
        self._db.execute(
            "INSERT OR REPLACE INTO refusals (principal, body, at) VALUES (?, ?, ?)",
            (principal, json.dumps(body), _stamp(now)),
        )

    @_guarded
    def last_refusal(self, principal: str) -> Json | None:
        """What was refused to this principal last, with its reasons."""
        row = self._db.execute("SELECT body FROM refusals WHERE principal = ?", (principal,)).fetchone()
        return None if row is None else cast(Json, json.loads(row[0]))

    @_guarded
    def note_last(self, principal: str, body: Mapping[str, Any], now: datetime) -> None:
        """Keeps what the last turn of this principal was about, for half an hour."""
        self._db.execute(
            "INSERT OR REPLACE INTO lately (principal, body, expires) VALUES (?, ?, ?)",
            (principal, json.dumps(body), _stamp(now + LATELY)),
        )

    @_guarded
    def last(self, principal: str, now: datetime) -> Json | None:
        """What the last turn of this principal was about; None when it was long ago."""
        row = self._db.execute("SELECT body, expires FROM lately WHERE principal = ?", (principal,)).fetchone()
        return None if row is None or row[1] < _stamp(now) else cast(Json, json.loads(row[0]))

    @_guarded
    def use_account(self, principal: str, account: str, now: datetime) -> None:
        """Keeps the account that this conversation is about; what was asked or said before is about another one."""
        self._db.execute(
            "INSERT OR REPLACE INTO accounts (principal, account, at) VALUES (?, ?, ?)",
            (principal, account, _stamp(now)),
        )
        self._db.execute("DELETE FROM accounts WHERE at < ?", (_stamp(now - CHOICE_LIFE),))
        self._db.execute("DELETE FROM questions WHERE principal = ?", (principal,))
        self._db.execute("DELETE FROM lately WHERE principal = ?", (principal,))

    @_guarded
    def account(self, principal: str) -> str | None:
        """The account that was chosen for this conversation; None where none was."""
        row = self._db.execute("SELECT account FROM accounts WHERE principal = ?", (principal,)).fetchone()
        return None if row is None else str(row[0])

    @_guarded
    def language(self, principal: str) -> Language | None:
        """The language that this principal chose or wrote last."""
        row = self._db.execute("SELECT lang, pinned FROM languages WHERE principal = ?", (principal,)).fetchone()
        return None if row is None else Language(lang=row[0], pinned=bool(row[1]))

    @_guarded
    def speak(self, principal: str, lang: str, *, pinned: bool) -> None:
        """Keeps the language of this principal."""
        self._db.execute(
            "INSERT OR REPLACE INTO languages (principal, lang, pinned) VALUES (?, ?, ?)", (principal, lang, pinned)
        )

    @_guarded
    def mark(self, name: str) -> str | None:
        """A value kept under a name."""
        row = self._db.execute("SELECT value FROM marks WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    @_guarded
    def set_mark(self, name: str, value: str) -> None:
        """Keeps a value under a name."""
        self._db.execute("INSERT OR REPLACE INTO marks (name, value) VALUES (?, ?)", (name, value))

    @_guarded
    def last_head(self) -> heads.Head | None:
        """The newest journal head kept."""
        return heads.last(self._db)

    @_guarded
    def note_head(self, head: heads.Head, now: datetime) -> bool:
        """Keeps a journal head; False when it contradicts what was seen."""
        return heads.note(self._db, head, now)


class KeptHeads:
    """The store's journal heads in the form that the desk's client asks for."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now

    def last(self) -> Mapping[str, Any] | None:
        """The newest head kept, `{n, mac}`."""
        head = self._store.last_head()
        return None if head is None else {"n": head.n, "mac": head.mac}

    def note(self, head: Mapping[str, Any]) -> bool:
        """Keeps a head; False when it contradicts an older one."""
        return self._store.note_head(heads.Head(n=int(head["n"]), mac=str(head["mac"])), self._now())


def open_store(home: Path) -> Store:
    """Opens or makes the store (0600, WAL); raises Misconfigured for a file that cannot be trusted."""
    path = home / heads.FILE
    connection: sqlite3.Connection | None = None
    try:
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_S)
        _prepare(path, connection)
    except (sqlite3.DatabaseError, Misconfigured, OSError) as error:
        if connection is not None:
            connection.close()
        if isinstance(error, Misconfigured):
            raise
        broken = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
        raise (_corrupt if broken else _unusable)(path, error) from None
    return Store(path, connection)


def forgetful_store(home: Path) -> Store:
    """A store that keeps nothing, for an exit that must not wait until the file can be used again."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(_SCHEMA)
    return Store(home / heads.FILE, connection)


def _prepare(path: Path, connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise Misconfigured(f"{str(path)!r} was written by a newer version; use that one, or move the file away")
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise _corrupt(path, ValueError(str(found)))
    connection.execute("PRAGMA synchronous = NORMAL")
    if version < VERSION:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_SCHEMA)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
