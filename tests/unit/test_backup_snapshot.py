"""Copies of several databases are of one moment, whatever is written meanwhile, and wait for nobody long."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tools.backup import quiet, snapshot
from tools.backup.snapshot import copy_databases
from tools.errors import Misconfigured, Refused


def made(path: Path, mode: str = "WAL") -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, timeout=1, check_same_thread=False)
    db.execute(f"PRAGMA journal_mode = {mode}")
    db.execute("CREATE TABLE t (n INTEGER)")
    db.execute("INSERT INTO t VALUES (0)")
    return db


def value(path: Path) -> int:
    db = sqlite3.connect(path)
    try:
        return int(db.execute("SELECT n FROM t").fetchone()[0])
    finally:
        db.close()


@contextmanager
def busy(first: sqlite3.Connection, second: sqlite3.Connection) -> Iterator[list[sqlite3.Error]]:
    """Counts up in one database and then in the other, as fast as it can, within the block."""
    stop = threading.Event()
    failures: list[sqlite3.Error] = []

    def count() -> None:
        n = 0
        while not stop.is_set():
            n += 1
            try:
                for db in (first, second):
                    db.execute("UPDATE t SET n = ?", (n,))
            except sqlite3.Error as error:
                failures.append(error)
                return

    worker = threading.Thread(target=count)
    worker.start()
    try:
        yield failures
    finally:
        stop.set()
        worker.join()


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_copies_are_of_one_moment_while_others_write(tmp_path: Path, mode: str) -> None:
    first, second = made(tmp_path / "a.db", mode), made(tmp_path / "b.db", mode)
    with busy(first, second) as failures:
        for turn in range(15):
            targets = [tmp_path / f"{name}{turn}" for name in "ab"]
            copy_databases([(tmp_path / "b.db", targets[1]), (tmp_path / "a.db", targets[0])])
            ahead = value(targets[0]) - value(targets[1])
            assert ahead in (0, 1)
    assert failures == [], "a writer that waits a second is never turned away"
    first.close()
    second.close()


def test_a_database_that_stays_locked_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "PATIENCE_S", 0.2)
    db = made(tmp_path / "a.db")
    db.execute("BEGIN IMMEDIATE")
    with pytest.raises(Refused, match=r"keeps writing to one of 'a\.db'"):
        copy_databases([(tmp_path / "a.db", tmp_path / "copy")])
    db.close()


@pytest.mark.parametrize("content", [b"not a database at all" * 50, b"SQLite format 3\0" + bytes(4080)])
def test_a_damaged_database_is_told_with_the_next_step(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.db").write_bytes(content)
    with pytest.raises(Misconfigured, match=r"a\.db' is damaged"):
        copy_databases([(tmp_path / "a.db", tmp_path / "copy")])


def test_rows_that_only_the_log_holds_are_copied(tmp_path: Path) -> None:
    db = made(tmp_path / "a.db")
    db.execute("PRAGMA wal_autocheckpoint = 0")
    db.execute("UPDATE t SET n = 41")
    copy_databases([(tmp_path / "a.db", tmp_path / "copy")])
    assert value(tmp_path / "copy") == 41
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600
    db.close()


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_a_database_that_somebody_has_open_is_in_use(tmp_path: Path, mode: str) -> None:
    db = made(tmp_path / "a.db", mode)
    if mode == "DELETE":
        db.execute("BEGIN IMMEDIATE")
    assert quiet.in_use(tmp_path / "a.db")
    db.close()
    assert not quiet.in_use(tmp_path / "a.db")
    (tmp_path / "a.db").write_bytes(b"damaged" * 100)
    assert not quiet.in_use(tmp_path / "a.db")
