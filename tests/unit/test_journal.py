"""The journal: append-only, chained, on the disk before anything else, and honest when it is not."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tools.desk.record.journal import Entry, Head, Journal, JournalFull, verify
from tools.errors import Misconfigured

KEY = b"k" * 32
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def entry(n: int, text: str = "é") -> Entry:
    return Entry(kind="desk", account="", body={"n": n, "text": text})


def filled(path: Path, rows: int = 5) -> Head:
    journal = Journal(path, KEY)
    journal.load()
    for n in range(rows):
        journal.append([entry(n)], NOW)
    head = journal.head
    journal.close()
    return head


def test_rows_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    journal = Journal(path, KEY)
    assert journal.load() == []
    written = journal.append([entry(1), entry(2)], NOW)
    journal.close()
    again = Journal(path, KEY)
    assert again.load() == written
    assert (again.head.n, again.last_at) == (2, NOW)
    again.close()


def test_rows_cannot_be_changed_or_removed(tmp_path: Path) -> None:
    filled(tmp_path / "j.db")
    db = sqlite3.connect(tmp_path / "j.db")
    for statement in ("UPDATE journal SET body = '{}' WHERE n = 2", "DELETE FROM journal WHERE n = 2"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute(statement)
    db.close()


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ("UPDATE journal SET body = replace(body, '2', '3') WHERE n = 3", 3),
        ("UPDATE journal SET at = '2020-01-01T00:00:00+00:00' WHERE n = 1", 1),
        ("DELETE FROM journal WHERE n = 2", 2),
        ("UPDATE journal SET n = n + 10 WHERE n = 5", 5),
        ("UPDATE journal SET mac = (SELECT mac FROM journal WHERE n = 1) WHERE n = 4", 4),
    ],
)
def test_tampering_breaks_the_chain_at_its_row(tmp_path: Path, statement: str, first_bad: int) -> None:
    path = tmp_path / "j.db"
    filled(path)
    db = sqlite3.connect(path)
    db.executescript(f"DROP TRIGGER journal_keeps; DROP TRIGGER journal_stays; {statement};")
    db.close()
    assert verify(path, KEY)["first_bad"] == first_bad
    broken = Journal(path, KEY)
    with pytest.raises(Misconfigured, match="damaged"):
        broken.load()
    broken.close()


def test_another_key_reads_nothing(tmp_path: Path) -> None:
    filled(tmp_path / "j.db")
    assert verify(tmp_path / "j.db", b"x" * 32)["first_bad"] == 1


def test_a_shortened_journal_is_noticed_by_a_later_head(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    head = filled(path)
    assert verify(path, KEY, [head])["ok"]
    db = sqlite3.connect(path)
    db.executescript("DROP TRIGGER journal_stays; DELETE FROM journal WHERE n = 5;")
    db.close()
    assert verify(path, KEY)["ok"]
    found = verify(path, KEY, [head])
    assert (found["ok"], found["first_bad"], found["rows"]) == (False, 5, 4)


def test_a_full_disk_writes_nothing_and_says_so(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.db", KEY)
    journal.load()
    journal.append([entry(1)], NOW)
    head = journal.head
    pages = journal._db.execute("PRAGMA page_count").fetchone()[0]
    journal._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(JournalFull, match="cannot be written"):
        journal.append([entry(n, "x" * 4000) for n in range(10)], NOW)
    assert journal.head == head
    journal._db.execute("PRAGMA max_page_count = 100000")
    journal.append([entry(2)], NOW)
    journal.close()
    assert verify(tmp_path / "j.db", KEY)["rows"] == 2


def test_random_bytes_are_no_journal(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    path.write_bytes(b"not a database, and long enough to be read as one" * 50)
    journal = Journal(path, KEY)
    with pytest.raises(Misconfigured, match="damaged"):
        journal.load()
    journal.close()
