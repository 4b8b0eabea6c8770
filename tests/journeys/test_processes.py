"""Processes: one desk a home, none left behind, nothing that others could read or put in its way."""

import json
import os
import select
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.source import ROOT
from tests.journeys.processes import LAUNCHER, ask, desk_of, end_desk, environ, gone, left_behind, until
from tools.desk.places import Places
from tools.desk.record.audit import last_rows
from tools.settings import Settings

FRESH_HOMES = 200 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 40
AT_ONCE = 4
HELD_ALREADY = 3
SHORT_LIVED = "from tools.desk.main import run, serve; run(lambda places, clock: serve(places, clock, idle_s=0.2))"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    end_desk(tmp_path / "home")


def asking(home: Path, text: str) -> "subprocess.Popen[str]":
    """`eva ask`, under way."""
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([*LAUNCHER, "ask", text, "--json"], text=True, env=environ(home), **pipes)


def eva(home: Path, *args: str) -> "subprocess.CompletedProcess[str]":
    """A verb of the launcher, from beginning to end."""
    command = [*LAUNCHER, *args]
    return subprocess.run(command, capture_output=True, text=True, env=environ(home), timeout=60, check=False)


def places(home: Path) -> Places:
    """Where the things of a home lie for a process that is started there."""
    return Places.of(home, environ(home))


def test_questions_in_fresh_homes_leave_no_process_behind(tmp_path: Path) -> None:
    homes = [tmp_path / f"home-{number}" for number in range(FRESH_HOMES)]
    desks = []
    for first in range(0, FRESH_HOMES, AT_ONCE):
        batch = homes[first : first + AT_ONCE]
        for home, process in [(home, asking(home, "buy 1 AAPL stop 390")) for home in batch]:
            said, complained = process.communicate(timeout=60)
            assert (process.returncode, complained) == (0, "")
            assert [o["status"] for o in json.loads(said)["orders"]] == ["filled"]
            desks.append(desk_of(home))
    assert len(set(desks)) == FRESH_HOMES
    for desk in desks:
        gone(desk, 60)
    assert left_behind(tmp_path) == []
    assert not [home for home in homes if places(home).runtime.exists()]


def test_clients_that_race_to_start_the_desk_get_one(tmp_path: Path) -> None:
    for number in range(4):
        home = tmp_path / f"home-{number}"
        racing = [asking(home, "/status") for _ in range(3)]
        for process in racing:
            said, complained = process.communicate(timeout=60)
            assert (process.returncode, complained) == (0, "")
            assert json.loads(said)["data"]["accounts"][0]["state"] == "ACTIVE"
        starts = [row for row in rows(home) if row["kind"] == "desk" and row["body"]["event"] == "start"]
        assert [row["body"]["pid"] for row in starts] == [desk_of(home)]
        end_desk(home)


def rows(home: Path) -> list[dict[str, Any]]:
    """The journal's last rows."""
    return last_rows(Settings(home=home, lang=None, mode="paper"), 1000)


def test_a_second_desk_goes_away_and_changes_nothing(home: Path) -> None:
    ask(home, "buy 1 AAPL stop 390")
    before = contents(home / "desk")
    second = eva(home, "desk")
    (line,) = second.stderr.splitlines()
    assert (second.returncode, second.stdout, "already runs" in line) == (HELD_ALREADY, "", True)
    assert contents(home / "desk") == before
    assert ask(home, "/positions")[1]["data"]["positions"][0]["symbol"] == "AAPL"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_desk_told_to_end_ends_cleanly(home: Path) -> None:
    ask(home, "buy 1 AAPL stop 390")
    pid = desk_of(home)
    os.kill(pid, signal.SIGTERM)
    gone(pid)
    assert not [name for name in contents(home / "desk") if name.endswith(("-wal", "-shm", ".json", ".new"))]
    assert (home / "desk" / "desk.log").read_text() == ""
    assert not places(home).runtime.exists()
    assert json.loads(eva(home, "audit", "verify", "--json").stdout)["ok"]
    assert ask(home, "/positions")[1]["data"]["positions"][0]["symbol"] == "AAPL"


def test_a_desk_stays_for_as_long_as_somebody_is_connected(home: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", SHORT_LIVED], env=environ(home), cwd=ROOT)
    path = str(places(home).socket)
    link = socket.socket(socket.AF_UNIX)
    until(lambda: link.connect_ex(path) == 0 or process.poll() is not None, "the desk listens")
    try:
        ended, _, _ = select.select([link], [], [], 2)
        assert (ended, process.poll()) == ([], None)
    finally:
        link.close()
    assert process.wait(60) == 0


def test_a_desk_forgets_a_client_that_died_while_it_waited_for_news(home: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", SHORT_LIVED], env=environ(home), cwd=ROOT)
    path = str(places(home).socket)
    with socket.socket(socket.AF_UNIX) as link:
        until(lambda: link.connect_ex(path) == 0 or process.poll() is not None, "the desk listens")
        link.sendall(b'{"id":1,"verb":"events","args":{"ticket":"never"}}\n')
        assert json.loads(link.recv(4096))["ok"]
    assert process.wait(60) == 0


def test_a_home_on_a_very_long_path_works(tmp_path: Path) -> None:
    home = tmp_path.joinpath(*["a" * 50] * 4)
    assert len(str(home)) > 200
    try:
        code, placed = ask(home, "buy 1 AAPL stop 390")
        assert (code, placed["orders"][0]["status"]) == (0, "filled")
        assert eva(home, "halt", "all").returncode == 0
    finally:
        end_desk(home)


@pytest.mark.parametrize("verb", [("ask", "/status"), ("status",), ("halt", "all"), ("desk",)])
def test_a_path_that_no_system_takes_is_named(tmp_path: Path, verb: tuple[str, ...]) -> None:
    home = tmp_path.joinpath(*["a" * 100] * 5)
    try:
        done = eva(home, *verb)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert str(home) in line
        assert done.stdout == ""
    finally:
        end_desk(home)
    assert left_behind(tmp_path) == []


def test_a_runtime_folder_that_is_a_link_is_refused(home: Path, tmp_path: Path) -> None:
    runtime = places(home).runtime
    (tmp_path / "elsewhere").mkdir()
    runtime.symlink_to(tmp_path / "elsewhere")
    try:
        refused_because_of(home, runtime)
    finally:
        runtime.unlink()
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_runtime_folder_that_leads_nowhere_is_refused(home: Path, tmp_path: Path) -> None:
    runtime = places(home).runtime
    runtime.symlink_to(tmp_path / "nowhere")
    try:
        refused_because_of(home, runtime)
    finally:
        runtime.unlink()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder to somebody else")
def test_a_runtime_folder_of_somebody_else_is_refused(home: Path) -> None:
    runtime = places(home).runtime
    runtime.mkdir(mode=0o777)
    os.chown(runtime, 12345, 12345)
    try:
        refused_because_of(home, runtime)
    finally:
        runtime.rmdir()


def refused_because_of(home: Path, runtime: Path) -> None:
    """Every verb that needs the desk says in one line what to remove, and starts nothing."""
    for verb in (("ask", "/status"), ("status",), ("halt", "all"), ("desk",)):
        done = eva(home, *verb)
        (line,) = done.stderr.splitlines()
        assert str(runtime) in line, verb
        assert "remove it" in line, verb
        assert done.returncode == 2, verb
    assert left_behind(home) == []


def test_nobody_else_can_read_what_the_desk_keeps(home: Path) -> None:
    ask(home, "buy 1 AAPL stop 390")
    for folder in (home, home / "desk", home / "latch", places(home).runtime):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    private = ["journal.db", "journal.db-wal", "journal.key", "book-paper.db", "book-paper.db-wal", "process.json"]
    for file in (*(home / "desk" / name for name in private), places(home).socket, home / "assistant.db"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_a_folder_left_open_is_closed_again(home: Path) -> None:
    (home / "desk").mkdir(parents=True)
    (home / "desk").chmod(0o777)
    ask(home, "/status")
    assert stat.S_IMODE((home / "desk").stat().st_mode) == 0o700
