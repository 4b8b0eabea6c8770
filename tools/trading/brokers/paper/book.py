"""The paper venue's book on disk: its own SQLite file, its own commits, nothing of the desk in it."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from json import dumps, loads
from pathlib import Path
from zoneinfo import ZoneInfo

from policies.values import InvalidNumber, OrderId, Symbol, plain
from policies.wire.codec import decode, encode
from tools.errors import Misconfigured
from tools.trading.matching.book import Book, Holding, Working
from tools.trading.matching.clock import seconds
from tools.trading.venue import Execution, VenueSilent

VERSION = 1
START = datetime(2012, 1, 3, 15, 30, tzinfo=ZoneInfo("America/New_York"))
_SCHEMA = (
    "CREATE TABLE account (id TEXT PRIMARY KEY, seed TEXT NOT NULL, initial TEXT NOT NULL, clock INTEGER NOT NULL, "
    "cash TEXT NOT NULL, fills INTEGER NOT NULL, accepted INTEGER NOT NULL, commits INTEGER NOT NULL) STRICT",
    "CREATE TABLE holdings (symbol TEXT PRIMARY KEY, quantity TEXT NOT NULL, cost TEXT NOT NULL) STRICT",
    "CREATE TABLE orders (id TEXT PRIMARY KEY, seq INTEGER NOT NULL UNIQUE, live INTEGER NOT NULL, "
    "value TEXT NOT NULL, body TEXT NOT NULL) STRICT",
    "CREATE INDEX live_orders ON orders (seq) WHERE live",
    "CREATE TABLE executions (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT",
    "CREATE INDEX executions_at ON executions (at, n)",
    f"PRAGMA user_version = {VERSION}",
)


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a fresh book begins with; an existing one keeps its own."""

    account: str
    seed: str
    initial: Decimal = Decimal(100_000)
    start: datetime = START


class PaperBook:
    """One account's book. Belongs to the thread that opens it."""

    def __init__(self, path: Path, connection: sqlite3.Connection, seed: str) -> None:
        self.seed = seed
        self._path = path
        self._db = connection
        self._commits = 0

    @classmethod
    def open(cls, path: Path, opening: Opening, *, create: bool) -> "PaperBook":
        """Opens the book, or makes a fresh one if there is none and `create` allows it; raises Misconfigured."""
        if not path.exists() and not create:
            raise _unusable(path, "it does not exist")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            connection = sqlite3.connect(path, isolation_level=None, timeout=2)
        except (OSError, sqlite3.Error) as error:
            raise _unusable(path, str(error)) from error
        try:
            return cls(path, connection, _prepare(connection, path, opening, create=create))
        except sqlite3.Error as error:
            connection.close()
            raise _unusable(path, str(error)) from error
        except Misconfigured:
            connection.close()
            raise

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def load(self) -> Book:
        """The book as last committed; raises Misconfigured when a row cannot be understood."""
        try:
            account, clock, cash, fills, accepted, self._commits = self._db.execute(
                "SELECT id, clock, cash, fills, accepted, commits FROM account"
            ).fetchone()
            holdings = self._db.execute("SELECT symbol, quantity, cost FROM holdings ORDER BY symbol").fetchall()
            orders = self._db.execute("SELECT body, value FROM orders WHERE live ORDER BY seq").fetchall()
            return Book(
                account=account,
                clock=clock,
                cash=_number(cash),
                holdings={Symbol(s): Holding(quantity=_number(q), cost=_number(c)) for s, q, c in holdings},
                orders={working.order.id: working for working in (_working(*row) for row in orders)},
                fills=fills,
                accepted=accepted,
            )
        except (sqlite3.Error, ArithmeticError, ValueError, TypeError) as error:
            raise _unusable(self._path, f"{error!r:.200}") from error

    def save(self, book: Book, changed: Iterable[Working], executions: Iterable[Execution]) -> None:
        """Commits a new state as one transaction; raises VenueSilent when the disk does not take it."""
        with self._transaction():
            self._save_account(book)
            self._db.executemany(
                "INSERT INTO orders VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) "
                "DO UPDATE SET live = excluded.live, value = excluded.value, body = excluded.body",
                [(w.order.id, w.seq, not w.status.final, plain(w.value), dumps(encode(w))) for w in changed],
            )
            filled = [(seconds(execution.at), dumps(encode(execution))) for execution in executions]
            if filled:
                self._db.executemany("INSERT INTO executions (at, body) VALUES (?, ?)", filled)
                self._db.execute("DELETE FROM holdings")
                self._db.executemany(
                    "INSERT INTO holdings VALUES (?, ?, ?)",
                    [(symbol, plain(h.quantity), plain(h.cost)) for symbol, h in book.holdings.items()],
                )
        self._commits += 1

    def find(self, order: OrderId) -> Working | None:
        """An order by its id, final ones too; raises VenueSilent when the file cannot be read."""
        with self._reading():
            row = self._db.execute("SELECT body, value FROM orders WHERE id = ?", (order,)).fetchone()
            return _working(*row) if row else None

    def executions(self, since: int) -> tuple[Execution, ...]:
        """Fills at or after a second, oldest first; raises VenueSilent when the file cannot be read."""
        with self._reading():
            rows = self._db.execute("SELECT body FROM executions WHERE at >= ? ORDER BY n", (since,))
            return tuple(decode(Execution, loads(body)) for (body,) in rows)

    def _save_account(self, book: Book) -> None:
        """Refuses to write over what another process has written since this one read the book."""
        done = self._db.execute(
            "UPDATE account SET clock = ?, cash = ?, fills = ?, accepted = ?, commits = commits + 1 WHERE commits = ?",
            (book.clock, plain(book.cash), book.fills, book.accepted, self._commits),
        )
        if done.rowcount != 1:
            raise sqlite3.IntegrityError("another process has written to it")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise VenueSilent(f"the paper book {str(self._path)!r} was not written: {error}") from error

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, ArithmeticError, ValueError) as error:
            raise VenueSilent(f"the paper book {str(self._path)!r} cannot be read: {error!r:.200}") from error


def _prepare(db: sqlite3.Connection, path: Path, opening: Opening, *, create: bool) -> str:
    """Checks or makes the tables; the seed of the book's market."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    empty = not db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    fresh = empty and version == 0 and create
    if not fresh and (empty or version != VERSION):
        raise _unusable(path, f"it has layout {version}, this program writes layout {VERSION}")
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        db.execute(f"PRAGMA {pragma}").fetchall()
    if fresh:
        _create(db, opening)
    found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    rows = db.execute("SELECT id, seed FROM account").fetchall()
    if found != "ok" or len(rows) != 1:
        raise _unusable(path, f"its check says {found!r} and it holds {len(rows)} accounts")
    if rows[0][0] != opening.account:
        raise _unusable(path, f"it belongs to the account {rows[0][0]!r}, not {opening.account!r}")
    return str(rows[0][1])


def _create(db: sqlite3.Connection, opening: Opening) -> None:
    db.execute("BEGIN EXCLUSIVE")
    for statement in _SCHEMA:
        db.execute(statement)
    initial = plain(opening.initial)
    db.execute(
        "INSERT INTO account VALUES (?, ?, ?, ?, ?, 0, 0, 0)",
        (opening.account, opening.seed, initial, seconds(opening.start), initial),
    )
    db.execute("COMMIT")


def _working(body: str, value: str) -> Working:
    return replace(decode(Working, loads(body)), value=_number(value))


def _number(text: str) -> Decimal:
    """A stored sum of products: it may have more digits than a number on the wire."""
    number = Decimal(text)
    if not number.is_finite():
        raise InvalidNumber(f"expected a finite number, got {text!r:.60}")
    return number


def _unusable(path: Path, why: str) -> Misconfigured:
    return Misconfigured(
        f"the paper book {str(path)!r} cannot be used: {why}. Put a copy of it back in its place, or move the file "
        "and those beside it with the same name away to begin with a fresh account"
    )
