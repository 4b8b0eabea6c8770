"""Damaged homes: nothing is acted on, the next step is named, nothing is made worse, and a good copy heals it."""

import asyncio
import contextlib
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.processes import LAUNCHER, ask, desk_of, end_desk, environ, gone, intent, left_behind
from tools.desk.client import DeskClient
from tools.desk.places import Places
from tools.desk.record.audit import last_rows
from tools.errors import Refused
from tools.settings import Settings

Json = dict[str, Any]
Damage = Callable[[Path], None]
KEPT = ("desk/journal.db", "desk/journal.key", "desk/book-paper.db", "desk/limits.toml", ".env")
BUY = "buy 3 MSFT stop 25"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a position and a working order, its desk ended."""
    home = tmp_path_factory.mktemp("good") / "home"
    assert ask(home, "buy 10 AAPL at market, stop 390")[0] == 0
    assert ask(home, "buy 5 IBM at 180 or better, stop 170")[0] == 0
    end(home)
    return home


@pytest.fixture
def home(good: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it to damage."""
    folder = tmp_path / "home"
    shutil.copytree(good, folder)
    yield folder
    end_desk(folder)


def end(home: Path) -> None:
    """Ends the desk and waits until it has gone."""
    pid = desk_of(home)
    os.kill(pid, signal.SIGTERM)
    gone(pid)


def eva(home: Path, *args: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """A verb of the launcher."""
    command, env = [*LAUNCHER, *args], {**environ(home), **more}
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=60, check=False)


def marks(home: Path) -> dict[str, str]:
    """What the files that matter hold."""
    paths = {name: home / name for name in KEPT}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in paths.items() if path.is_file()}


def standing(home: Path) -> Json:
    """The account as `eva status` shows it."""
    account = json.loads(eva(home, "status", "--json").stdout)["accounts"][0]
    return {name: account[name] for name in ("state", "balance", "positions", "orders", "strangers", "market_time")}


def flip(home: Path) -> None:
    """Another quantity in the body of a row."""
    path = home / "desk" / "journal.db"
    content = path.read_bytes()
    assert content.count(b'"quantity":"10"')
    path.write_bytes(content.replace(b'"quantity":"10"', b'"quantity":"90"', 1))


def sql(file: str, *statements: str) -> Damage:
    """Statements run on one of the desk's files."""

    def damage(home: Path) -> None:
        with contextlib.closing(sqlite3.connect(home / "desk" / file)) as db:
            for statement in statements:
                db.execute(statement)
            db.commit()
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    return damage


def write(name: str, content: bytes) -> Damage:
    """A file with another content."""

    def damage(home: Path) -> None:
        (home / name).write_bytes(content)

    return damage


def cut(name: str, part: float) -> Damage:
    """A file of which only the beginning is left."""

    def damage(home: Path) -> None:
        content = (home / name).read_bytes()
        (home / name).write_bytes(content[: int(len(content) * part)])

    return damage


def lose(name: str) -> Damage:
    """A file that is gone."""

    def damage(home: Path) -> None:
        (home / name).unlink()

    return damage


def folder(name: str) -> Damage:
    """A folder where a file should be."""

    def damage(home: Path) -> None:
        (home / name).unlink(missing_ok=True)
        (home / name).mkdir()

    return damage


NOISE = bytes(range(256)) * 64
UNLOCKED = ("DROP TRIGGER journal_keeps", "DROP TRIGGER journal_stays")
DESK_DAMAGE: dict[str, tuple[Damage, str]] = {
    "byte flipped in a row": (flip, "journal.db"),
    "row edited": (sql("journal.db", *UNLOCKED, "UPDATE journal SET body = '{}' WHERE n = 5"), "journal.db"),
    "row taken out": (sql("journal.db", *UNLOCKED, "DELETE FROM journal WHERE n = 5"), "journal.db"),
    "first row taken out": (sql("journal.db", *UNLOCKED, "DELETE FROM journal WHERE n = 1"), "journal.db"),
    "all rows taken out": (sql("journal.db", *UNLOCKED, "DELETE FROM journal"), "journal.db"),
    "table dropped": (sql("journal.db", "DROP TABLE journal"), "journal.db"),
    "journal of noise": (write("desk/journal.db", NOISE), "journal.db"),
    "journal cut in half": (cut("desk/journal.db", 0.5), "journal.db"),
    "journal cut inside its first page": (cut("desk/journal.db", 0.05), "journal.db"),
    "journal empty": (write("desk/journal.db", b""), "journal.db"),
    "journal a folder": (folder("desk/journal.db"), "journal.db"),
    "journal gone": (lose("desk/journal.db"), "journal.db"),
    "key gone": (lose("desk/journal.key"), "journal.key"),
    "key short": (write("desk/journal.key", b"short"), "journal.key"),
    "key of another journal": (write("desk/journal.key", b"k" * 32), "journal.db"),
    "key a folder": (folder("desk/journal.key"), "journal.key"),
    "book gone": (lose("desk/book-paper.db"), "book-paper.db"),
    "book of noise": (write("desk/book-paper.db", NOISE), "book-paper.db"),
    "book empty": (write("desk/book-paper.db", b""), "book-paper.db"),
    "book cut in half": (cut("desk/book-paper.db", 0.5), "book-paper.db"),
    "book without cash": (sql("book-paper.db", "UPDATE account SET cash = 'plenty'"), "book-paper.db"),
    "book of another account": (sql("book-paper.db", "UPDATE account SET id = 'other'"), "book-paper.db"),
    "book of another version": (sql("book-paper.db", "PRAGMA user_version = 99"), "book-paper.db"),
}


@pytest.mark.parametrize("name", DESK_DAMAGE)
def test_a_desk_does_not_start_on_damage(home: Path, good: Path, name: str) -> None:
    damage, named = DESK_DAMAGE[name]
    damage(home)
    before = marks(home)
    for verb in (("ask", BUY), ("status",), ("desk",)):
        done = eva(home, *verb)
        (line,) = done.stderr.splitlines()
        assert (done.returncode, done.stdout, named in line) == (2, "", True), (verb, line)
        assert len(line) > 60
    assert marks(home) == before
    halted = eva(home, "halt", "all", "--json")
    assert (halted.returncode, halted.stderr) == (3, "")
    document = json.loads(halted.stdout)
    assert (document["latched"], document["flat"], named in document["accounts"][0]["error"]) == (True, False, True)
    assert marks(home) == before
    assert left_behind(home) == []
    heal(home, good)
    assert standing(home) == standing_of(good, home.with_name("witness"))


LIMITS = {
    "no TOML": (b"[order\n", "limits.toml"),
    "unknown": (b'[order]\nlevrage = { value = "1" }\n', "levrage"),
    "bytes": (b"\xff\xfe", "limits.toml"),
    "elsewhere": (b"[acount]\n", "limits.toml"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_limits_that_cannot_be_read_stop_no_exit(home: Path, name: str) -> None:
    """The desk starts and only reduces, the doctor names the file, and the kill switch leaves what is held."""
    damage, named = LIMITS[name]
    write("desk/limits.toml", damage)(home)
    assert eva(home, "status").returncode == 0
    (row,) = (c for c in json.loads(eva(home, "doctor", "--json").stdout) if c["check"] == "limits")
    assert (row["status"], named in row["detail"]) == ("fail", True)
    (account,) = json.loads(eva(home, "account", "list", "--json").stdout)
    assert account["state"] == "REDUCING"
    halted = eva(home, "halt", "all", "--json")
    assert json.loads(halted.stdout)["flat"] or json.loads(halted.stdout)["accounts"][0]["waiting"]


def heal(home: Path, good: Path) -> None:
    """Puts good copies back over the desk's folder, and takes the latch of a test away."""
    shutil.rmtree(home / "desk")
    shutil.copytree(good / "desk", home / "desk")
    (home / "latch" / "all").unlink()


def standing_of(good: Path, copy: Path) -> Json:
    """How a home stands that nothing happened to."""
    shutil.copytree(good, copy)
    try:
        return standing(copy)
    finally:
        end_desk(copy)


def test_a_journal_that_was_put_back_is_not_believed_but_left_with(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home / "desk", tmp_path / "older")
    assert ask(home, BUY)[0] == 0
    end(home)
    shutil.rmtree(home / "desk")
    shutil.copytree(tmp_path / "older", home / "desk")
    for text in ("buy 2 MSFT stop 24", "/advance 1", "/resume"):
        done = eva(home, "ask", text, "--json")
        assert done.returncode == 1, text
        assert "eva audit verify" in done.stdout + done.stderr, text
    verified = eva(home, "audit", "verify", "--json")
    assert (verified.returncode, json.loads(verified.stdout)["ok"]) == (1, False)
    code, closed = ask(home, "/close AAPL")
    assert (code, closed["orders"][0]["status"]) == (0, "filled")
    for _ in range(8):
        ask(home, "/cancel all")
    assert eva(home, "ask", "buy 2 MSFT stop 24").returncode == 1
    assert eva(home, "halt", "all").returncode == 0


def test_the_very_act_that_meets_a_shortened_journal_is_not_done(home: Path) -> None:
    class Kept:
        """Somebody who has seen a row that this journal does not hold."""

        def last(self) -> Mapping[str, Any]:
            return {"n": 10_000, "mac": "0" * 64}

        def note(self, head: Mapping[str, Any]) -> bool:
            raise AssertionError(f"a head of a journal that is not believed was kept: {head!r}")

    async def meet() -> None:
        client = DeskClient(Places.of(home, environ(home)), Kept(), start=False)
        proof = {"tier": "T1", "channel": "terminal", "typed": "000000"}
        with pytest.raises(Refused, match="eva audit verify"):
            await client.act(
                intent("order", "first", symbol="MSFT", side="buy", type="market", quantity="3", stop="25")
            )
        with pytest.raises(Refused, match="eva audit verify"):
            await client.decide("t1", "approve", proof)
        assert (await client.act(intent("close", "second", symbol="AAPL")))["verdict"]["decision"] == "allow"
        await client.close()

    ask(home, "/status")
    asyncio.run(meet())
    assert ask(home, "/orders")[1]["data"]["orders"] != []
    assert "MSFT" not in json.dumps(standing(home))


def test_an_assistant_database_of_noise_is_named(home: Path) -> None:
    (home / "assistant.db").write_bytes(NOISE)
    before = marks(home)
    assert before
    for verb in (("ask", BUY), ("status",), ("chat",)):
        done = eva(home, *verb)
        assert (done.returncode, done.stdout) == (2, ""), verb
        assert "assistant.db" in done.stderr
        assert "move it away" in done.stderr
    assert marks(home) == before
    assert (home / "assistant.db").read_bytes() == NOISE
    assert eva(home, "halt", "all").returncode == 0
    (home / "assistant.db").unlink()
    assert ask(home, "/positions")[0] == 0


@pytest.mark.parametrize("content", [b"EVA_LANG\n", b"\xff\n", b"EVA_LNAG=fr\n", b"EVA_MODE=live\n", b"EVA_HOME=/x\n"])
def test_a_settings_file_that_is_not_understood_is_named(home: Path, content: bytes) -> None:
    (home / ".env").write_bytes(content)
    before = marks(home)
    for verb in (("ask", BUY), ("status",), ("chat",), ("desk",), ("audit", "verify"), ("doctor",)):
        done = eva(home, *verb)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), verb
    assert marks(home) == before


def test_an_unknown_setting_is_named_with_the_nearest_one(home: Path) -> None:
    done = eva(home, "ask", BUY, EVA_LNAG="fr")
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean EVA_LANG?" in done.stderr


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_home_that_cannot_be_written_is_named(home: Path) -> None:
    home.chmod(0o500)
    try:
        done = eva(home, "ask", BUY)
        assert (done.returncode, done.stdout) == (2, "")
        assert "EVA_HOME" in done.stderr
    finally:
        home.chmod(0o700)


def test_a_row_that_is_not_there_cannot_be_shown(home: Path) -> None:
    """The tail is read without the key; what cannot be read is refused, not shown in part."""
    (home / "desk" / "journal.db").write_bytes(NOISE)
    done = eva(home, "audit", "tail")
    assert (done.returncode, done.stdout) == (2, "")
    assert last_rows(Settings(home=home.with_name("none"), lang=None, mode="paper"), 5) == []
