"""From a home to a file and into another home: the same databases, no secrets, and nothing half done on the way."""

import asyncio
import io
import resource
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bots.store import open_store
from memory.records.opening import opened
from memory.records.values import Equity
from tests.fakes.desk_rig import rig
from tests.fakes.paper_market import feed
from tests.unit.test_backup_sealed import CHEAP
from tests.unit.test_desk_orders import CALM
from tools import heads
from tools.backup.making import backup
from tools.backup.restoring import restore
from tools.backup.sealed import Unsealer, WrongPassphrase
from tools.desk.record import audit
from tools.errors import Misconfigured, Refused
from tools.settings import Settings

PASSPHRASE = "correct horse battery"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 12, tzinfo=UTC)
DATABASES = ("assistant.db", "threads.db", "records.db", "desk/journal.db", "desk/book-paper.db")
FILES = (".env", "desk/journal.key", "desk/limits.toml", "files/charts/a.png", "latch/other")
SECRETS = ("desk/credentials/alpaca", "desk/vault.fernet", "vault-key", "totp.secret", "desk/totp/owner")
PLANTED = b"PLANTED-SECRET-7f3a"


def settings(home: Path, **more: Any) -> Settings:
    return Settings(home=home, lang=None, mode="paper", **more)


def plant(home: Path, name: str, content: bytes) -> None:
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(content)
    path.chmod(0o600)


async def lived_in(folder: Path) -> Path:
    """A home with an order that was filled, records, heads, files and secrets."""
    folder.mkdir(exist_ok=True)
    async with rig(folder, feed(CALM)) as desk:
        await desk.buy()
        head = desk.service.desk.journal.head
    home = folder / "home"
    store = open_store(home)
    store.note_head(heads.Head(n=head.n, mac=head.mac), NOW)
    store.speak("owner", "fr", pinned=True)
    store.close()
    async with opened(None, home) as records:
        await records.of("house", by="test").put_equity("paper", days())
    db = sqlite3.connect(home / "threads.db")
    db.execute("CREATE TABLE checkpoints (thread_id TEXT, checkpoint BLOB)")
    db.execute("INSERT INTO checkpoints VALUES ('owner', x'00ff')")
    db.commit()
    db.close()
    plant(home, ".env", b"EVA_LANG=fr\n")
    plant(home, "desk/limits.toml", b"[order]\n")
    plant(home, "files/charts/a.png", bytes(range(256)))
    plant(home, "latch/other", b"")
    return home


def days() -> list[Equity]:
    return [Equity(day=date(2026, 11, n), currency="USD", equity=Decimal(f"100000.{n}")) for n in (2, 3, 4)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return asyncio.run(lived_in(tmp_path / "lived"))


def dump(path: Path) -> list[str]:
    """Everything in a database, as statements."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        return list(db.iterdump())
    finally:
        db.close()


def make(home: Path, file: Path, *, force: bool = False, **more: Any) -> dict[str, Any]:
    return backup(settings(home, **more), file, PASSPHRASE, force=force, now=NOW, cost=CHEAP)


def put_back(home: Path, file: Path, *, force: bool = False, **environ: str) -> dict[str, Any]:
    return restore(home, environ, file, PASSPHRASE, force=force, now=LATER)


def inside(file: Path) -> dict[str, bytes]:
    """Every member of a backup, decrypted."""
    with file.open("rb") as sealed:
        content = Unsealer(sealed, PASSPHRASE).read()
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        members = {info.name: tar.extractfile(info) for info in tar}
        return {name: member.read() for name, member in members.items() if member is not None}


def test_a_backup_brings_everything_back_as_it_was(home: Path, tmp_path: Path) -> None:
    before = {name: dump(home / name) for name in DATABASES}
    done = make(home, tmp_path / "b.eva")
    assert done["members"] == len(DATABASES) + len(FILES)
    assert done["left_out"] == []
    assert {name: dump(home / name) for name in DATABASES} == before, "a backup changes nothing"
    told = put_back(tmp_path / "new", tmp_path / "b.eva")
    assert (told["moved_to"], told["journal"]["missing"]) == (None, 0)
    assert {name: dump(tmp_path / "new" / name) for name in DATABASES} == before
    for name in FILES:
        assert (tmp_path / "new" / name).read_bytes() == (home / name).read_bytes()
        assert (tmp_path / "new" / name).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_the_restored_home_is_whole_and_its_store_and_records_open(home: Path, tmp_path: Path) -> None:
    make(home, tmp_path / "b.eva")
    new = tmp_path / "new"
    put_back(new, tmp_path / "b.eva")
    assert audit.verified(settings(new))["ok"]
    store = open_store(new)
    said = store.language("owner")
    store.close()
    assert said is not None
    assert said.lang == "fr"

    async def series() -> list[Equity]:
        async with opened(None, new) as records:
            return await records.of("house", by="test").equity("paper")

    assert asyncio.run(series()) == days()


def test_no_secret_is_in_the_file_and_what_was_left_out_is_said(home: Path, tmp_path: Path) -> None:
    for name in SECRETS:
        plant(home, name, PLANTED)
    plant(home, "pass.txt", PLANTED + b" long enough")
    plant(home, "files/pass.txt", PLANTED + b" long enough")
    done = make(home, tmp_path / "b.eva", backup_passphrase_file=home / "files" / "pass.txt")
    members = inside(tmp_path / "b.eva")
    assert not [name for name, content in members.items() if PLANTED in content]
    why = {one["name"]: one["why"] for one in done["left_out"]}
    assert why == dict.fromkeys((*SECRETS, "files/pass.txt"), "secret") | {"pass.txt": "unknown"}
    assert "desk/journal.key" in members


def test_the_file_is_private_unreadable_and_not_written_over(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.eva"
    make(home, file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"journal" not in file.read_bytes()
    first = file.read_bytes()
    with pytest.raises(Refused, match="--force"):
        make(home, file)
    assert file.read_bytes() == first
    make(home, file, force=True)
    assert file.read_bytes() != first
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["b.eva"]


@contextmanager
def room(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [0, 10, 5_000, 30_000, 60_000, 100_000])
def test_a_full_disk_leaves_no_half_file(home: Path, tmp_path: Path, size: int) -> None:
    before = sorted(path.name for path in home.iterdir() if not path.name.endswith(("-wal", "-shm")))
    with room(size), pytest.raises(Refused, match="free disk space"):
        make(home, tmp_path / "b.eva")
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == []
    assert sorted(p.name for p in home.iterdir() if not p.name.endswith(("-wal", "-shm"))) == before


def test_a_full_disk_leaves_the_older_file_as_it_was(home: Path, tmp_path: Path) -> None:
    (tmp_path / "b.eva").write_bytes(b"older")
    with room(30_000), pytest.raises(Refused):
        make(home, tmp_path / "b.eva", force=True)
    assert (tmp_path / "b.eva").read_bytes() == b"older"


def test_a_folder_that_does_not_exist_is_told(home: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="name another place"):
        make(home, tmp_path / "none" / "b.eva")


def test_a_broken_journal_is_not_backed_up(home: Path, tmp_path: Path) -> None:
    db = sqlite3.connect(home / "desk" / "journal.db")
    db.executescript("DROP TRIGGER journal_keeps; UPDATE journal SET body = '{}' WHERE n = 1")
    db.close()
    with pytest.raises(Refused, match="broken at row 1"):
        make(home, tmp_path / "b.eva")
    assert not (tmp_path / "b.eva").exists()


def test_a_damaged_database_and_an_empty_home_are_told(home: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refused, match="no state yet"):
        make(tmp_path / "empty", tmp_path / "b.eva")
    (home / "threads.db").write_bytes(b"damaged" * 1000)
    with pytest.raises(Misconfigured, match=r"threads\.db' is damaged"):
        make(home, tmp_path / "b.eva")


def test_what_a_killed_backup_left_behind_goes_with_the_next(home: Path, tmp_path: Path) -> None:
    plant(home, ".backup-dead/assistant.db", b"copy")
    make(home, tmp_path / "b.eva")
    assert not (home / ".backup-dead").exists()


def test_records_in_a_file_elsewhere_are_in_it_and_go_back_there(home: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "data" / "my.db"
    elsewhere.parent.mkdir()
    (home / "records.db").rename(elsewhere)
    url = f"sqlite:///{elsewhere}"
    make(home, tmp_path / "b.eva", database_url=url)
    before = dump(elsewhere)
    with pytest.raises(Refused, match="--force"):
        put_back(tmp_path / "new", tmp_path / "b.eva", EVA_DATABASE_URL=url)
    assert dump(elsewhere) == before
    put_back(tmp_path / "new", tmp_path / "b.eva", force=True, EVA_DATABASE_URL=url)
    assert dump(elsewhere) == before
    assert [p.name for p in elsewhere.parent.iterdir() if p.name.startswith("my.db.before-")]
    assert not (tmp_path / "new" / "records.db").exists()
    put_back(tmp_path / "other", tmp_path / "b.eva")
    assert dump(tmp_path / "other" / "records.db") == before


def test_a_wrong_passphrase_changes_nothing(home: Path, tmp_path: Path) -> None:
    make(home, tmp_path / "b.eva")
    with pytest.raises(WrongPassphrase):
        restore(tmp_path / "new", {}, tmp_path / "b.eva", "another passphrase", force=True, now=LATER)
    assert not (tmp_path / "new").exists()
