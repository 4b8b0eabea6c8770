"""Backup and restore with real processes: a desk that trades meanwhile, an older moment, a person who says yes."""

import asyncio
import contextlib
import json
import os
import pty
import re
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.processes import LAUNCHER, Keyboard, ask, desk_of, end_desk, environ, gone
from tests.journeys.test_crashes import Forge
from tools.backup.making import backup as make
from tools.backup.restoring import restore as put_back
from tools.backup.sealed import Cost
from tools.desk.client import DeskClient
from tools.desk.places import Places
from tools.desk.record import restored
from tools.desk.record.audit import last_rows
from tools.settings import Settings

Json = dict[str, Any]
PASSPHRASE = "correct horse battery"
PATIENCE_S = 20
BUY = "buy 3 MSFT at market, stop 25"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    end_desk(tmp_path / "home")


@pytest.fixture
def key(tmp_path: Path) -> str:
    path = tmp_path / "passphrase"
    path.write_text(f"{PASSPHRASE}\n")
    path.chmod(0o600)
    return str(path)


def eva(home: Path, *args: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """A verb of the launcher, from beginning to end."""
    command, env = [*LAUNCHER, *args], {**environ(home), **more}
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=60, check=False, input="")


def document(done: "subprocess.CompletedProcess[str]") -> Json:
    assert (done.returncode, done.stderr) == (0, "")
    found: Json = json.loads(done.stdout)
    return found


def end(home: Path) -> None:
    """Ends the desk and waits until it has gone."""
    pid = desk_of(home)
    os.kill(pid, signal.SIGTERM)
    gone(pid)


def standing(home: Path) -> Json:
    account: Json = document(eva(home, "status", "--json"))["accounts"][0]
    return account


def test_an_older_moment_comes_back_and_takes_no_risk_until_a_person_says_so(
    home: Path, key: str, tmp_path: Path
) -> None:
    file, env = str(tmp_path / "b.eva"), {"EVA_BACKUP_PASSPHRASE_FILE": key}
    assert ask(home, "buy 10 AAPL at market, stop 390")[0] == 0
    desk = desk_of(home)
    made = document(eva(home, "backup", file, "--json", **env))
    assert desk_of(home) == desk, "a running desk is normal"
    assert ask(home, "buy 5 IBM at market, stop 170")[0] == 0
    busy = eva(home, "restore", file, "--force", **env)
    assert busy.returncode == 1
    assert "a desk runs in this home" in busy.stderr
    end(home)
    refused = eva(home, "restore", file, **env)
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    told = eva(home, "restore", file, "--force", **env)
    assert (told.returncode, told.stderr) == (0, "")
    assert "OLDER than what was known" in told.stdout
    shown = standing(home)
    assert (shown["state"], shown["cause"], shown["latched"]) == ("REDUCING", "restored", True)
    assert [(p["symbol"], p["quantity"], p["protected"]) for p in shown["positions"]] == [("AAPL", "10", True)]
    code, denied = ask(home, BUY)
    assert (code, denied["verdict"]["reasons"][0]["code"]) == (1, "TRADING_REDUCING")
    assert ask(home, "close AAPL")[0] == 0
    audited(home, made)
    resumed(home)
    assert ask(home, BUY)[0] == 0
    assert standing(home)["state"] == "ACTIVE"


def audited(home: Path, made: Json) -> None:
    """The audit is whole and shows the one row, which names a higher head than the backup has."""
    found = document(eva(home, "audit", "verify", "--json"))
    assert found["ok"]
    (row,) = found["restored"]
    assert (row["n"], row["rows"]) == (made["journal"]["rows"] + 1, made["journal"]["rows"])
    assert row["highest"]["n"] > made["journal"]["rows"]
    assert f"row {row['n']}: restored from the backup of" in eva(home, "audit", "verify").stdout
    assert "highest head known" in eva(home, "audit", "tail", "-n", "100").stdout


def resumed(home: Path) -> None:
    """A person types the digest at a keyboard."""
    keyboard = Keyboard(home)
    keyboard.type("/resume\n")
    digest = re.search(r"[0-9a-f]{64}", keyboard.until(r"Digest: [0-9a-f]{64}"))
    assert digest is not None
    keyboard.type(f"{digest[0][:6]}\n")
    keyboard.until("is active again")
    keyboard.type("/quit\n")
    assert keyboard.end() == 0


def test_a_halt_of_the_chat_stays_a_halt_whatever_comes_back(home: Path, key: str, tmp_path: Path) -> None:
    file, env = str(tmp_path / "b.eva"), {"EVA_BACKUP_PASSPHRASE_FILE": key}
    assert ask(home, "buy 10 AAPL at market, stop 390")[0] == 0
    document(eva(home, "backup", file, "--json", **env))
    assert ask(home, "coupe tout")[0] == 0
    end(home)
    told = eva(home, "restore", file, "--force", **env)
    assert (told.returncode, told.stderr) == (0, "")
    assert "paper was halted here (kill switch) and starts halted" in told.stdout
    shown = standing(home)
    assert (shown["state"], shown["latched"]) == ("HALTED", True)
    assert ask(home, BUY)[1]["verdict"]["reasons"][0]["code"] == "TRADING_HALTED"
    resumed(home)


def test_mistakes_of_use_and_failures_have_their_own_exit_codes(home: Path, key: str, tmp_path: Path) -> None:
    file, env = str(tmp_path / "b.eva"), {"EVA_BACKUP_PASSPHRASE_FILE": key}
    assert eva(home, "backup").returncode == 2
    assert eva(home, "restore", file, "--passphrase", PASSPHRASE).returncode == 2
    piped = eva(home, "backup", file)
    assert (piped.returncode, "never piped" in piped.stderr) == (2, True)
    assert eva(home, "backup", file, **env).returncode == 1, "nothing is there to back up"
    document(eva(home, "status", "--json"))
    document(eva(home, "backup", file, "--json", **env))
    assert eva(home, "backup", file, **env).returncode == 1
    Path(key).write_text("another passphrase\n")
    wrong = eva(tmp_path / "new", "restore", file, **env)
    assert (wrong.returncode, "passphrase is wrong" in wrong.stderr) == (1, True)
    Path(key).chmod(0o644)
    shared = eva(tmp_path / "new", "restore", file, **env)
    assert (shared.returncode, "read by others" in shared.stderr) == (2, True)
    none = eva(tmp_path / "new", "restore", str(tmp_path / "none"), EVA_BACKUP_PASSPHRASE_FILE=private(tmp_path))
    assert (none.returncode, "nothing was restored" in none.stderr) == (1, True)


def test_what_a_restore_did_beside_the_home_is_said_and_only_in_what_can_be_shown(
    home: Path, key: str, tmp_path: Path
) -> None:
    file, env = str(tmp_path / "b.eva"), {"EVA_BACKUP_PASSPHRASE_FILE": key}
    keys, url = tmp_path / "authorized_keys", f"sqlite:///{tmp_path}/authorized_keys"
    document(eva(home, "ask", "usage", "--json"))
    end(home)
    (home / "\x1b[2Jodd").touch()
    document(eva(home, "backup", file, "--json", EVA_DATABASE_URL="", **env))
    keys.write_bytes(b"a key")
    for part in ("desk/lock", ".restoring-20250101T000000Z"):
        left = tmp_path / "home.restoring-20250101T000000Z" / part
        left.parent.mkdir(parents=True, exist_ok=True)
        left.touch()
    told = eva(home, "restore", file, "--force", EVA_DATABASE_URL=url, **env)
    assert (told.returncode, told.stderr) == (0, "")
    assert f"the records in {keys} were replaced" in told.stdout
    assert f"what was there before is in {keys}.before-" in told.stdout
    assert "left out: \\x1b[2Jodd (not known as state)" in told.stdout
    assert f"removed: {tmp_path}/home.restoring-20250101T000000Z" in told.stdout
    assert all(line.isprintable() for line in told.stdout.splitlines())
    (home / ".env").write_text(f"EVA_DATABASE_URL={url}\n")
    document(eva(home, "backup", file, "--force", "--json", **env))
    inside = eva(tmp_path / "new", "restore", file, **env)
    assert (inside.returncode, f"keeps records in {url}: nothing was written there" in inside.stdout) == (0, True)


def private(folder: Path) -> str:
    path = folder / "other"
    path.write_text(PASSPHRASE)
    path.chmod(0o600)
    return str(path)


def typed(home: Path, *args: str, answers: tuple[str, ...]) -> tuple[int, str]:
    """A verb at a terminal, its questions answered one by one; its exit code and everything that was shown."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(LAUNCHER[0], [*LAUNCHER, *args], environ(home))
    shown, waiting, give_up = "", list(answers), time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up:
        ready, _, _ = select.select([terminal], [], [], PATIENCE_S)
        chunk = b""
        with contextlib.suppress(OSError):
            chunk = os.read(terminal, 65536) if ready else b""
        if not chunk:
            break
        shown += chunk.decode("utf-8", "replace")
        if waiting and shown.endswith(": "):
            os.write(terminal, f"{waiting.pop(0)}\n".encode())
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown


def test_a_passphrase_is_typed_twice_at_a_terminal_and_never_shown(home: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "b.eva")
    document(eva(home, "status", "--json"))
    code, shown = typed(home, "backup", file, answers=(PASSPHRASE, "something else entirely"))
    assert (code, "not the same" in shown) == (1, True)
    assert typed(home, "backup", file, answers=("short",))[0] == 2
    assert not Path(file).exists()
    code, shown = typed(home, "backup", file, answers=(PASSPHRASE, PASSPHRASE))
    assert (code, "backup written and read back" in shown) == (0, True)
    assert PASSPHRASE not in shown
    code, shown = typed(tmp_path / "new", "restore", file, answers=(PASSPHRASE,))
    assert (code, "restored:" in shown) == (0, True)
    assert PASSPHRASE not in shown


@pytest.fixture
def forge() -> Iterator[Forge]:
    made = Forge()
    yield made
    made.end()


def test_a_desk_that_is_killed_between_any_two_steps_says_it_once_and_stays_reducing(
    forge: Forge, home: Path, tmp_path: Path
) -> None:
    assert ask(home, "buy 10 AAPL at market, stop 390")[0] == 0
    end(home)
    now = datetime.now(UTC)
    file = tmp_path / "b.eva"
    make(Settings(home=home, lang=None, mode="paper"), file, PASSPHRASE, force=False, now=now, cost=Cost(log_n=10))
    for fatal in range(1, 7):
        new = tmp_path / f"home-{fatal}"
        put_back(new, {}, file, PASSPHRASE, force=False, now=now)
        gone(forge.desk(new, fatal))
        assert (new / "died").exists()
        places = Places.of(new, environ(new))
        assert (fatal > 1) == (rows_of(new) > 0)
        shown = standing(new)
        assert (shown["state"], shown["cause"]) == ("REDUCING", "restored")
        assert rows_of(new) == 1
        assert not (places.desk / restored.FILE).exists()
        assert ask(new, BUY)[0] == 1
        end_desk(new)


def rows_of(home: Path) -> int:
    """How many rows of the journal tell of a restore."""
    rows = last_rows(Settings(home=home, lang=None, mode="paper"), 1000)
    return len([row for row in rows if row["kind"] == "restored"])


def test_days_are_told_only_when_they_are_asked_for(home: Path) -> None:
    assert ask(home, "buy 10 AAPL at market, stop 390")[0] == 0
    assert ask(home, "advance 3 sessions")[0] == 0

    async def asked(**args: bool) -> Json:
        client = DeskClient(Places.of(home, environ(home)), start=False)
        try:
            account: Json = (await client.read("status", args))["accounts"][0]
            return account
        finally:
            await client.close()

    plain, more = asyncio.run(asked()), asyncio.run(asked(days=True))
    assert "days" not in plain
    days = more.pop("days")
    assert more == plain
    assert [d["day"] for d in days] == sorted(d["day"] for d in days)
    assert len(days) == 4
