"""A live desk among real users of this system: who is answered, who is not, and what the assistant cannot read."""

import asyncio
import contextlib
import importlib
import json
import os
import select
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.processes import LAUNCHER, environ, gone, until
from tools.desk.clock import SystemClock
from tools.desk.latches import Latches
from tools.desk.main import serve
from tools.desk.places import Places
from tools.desk.process import isolation
from tools.errors import Misconfigured

GROUP, DESK, ASSISTANT, STRANGER = 54320, 54321, 54322, 54323
"""Numbers that no user of the system has; only the first two users are in the group."""
needs_users = pytest.mark.skipif(os.getuid() != 0, reason="becoming other users takes root")
Json = dict[str, Any]


@dataclass
class Installed:
    """A running live desk of user DESK."""

    places: Places
    pid: int
    said: Path


def become(uid: int, group: int) -> None:
    """This process is from now on that user's."""
    os.setgroups([])
    os.setgid(group)
    os.setuid(uid)
    os.umask(0o077)


def as_user(uid: int, group: int, act: Callable[[], Any]) -> Any:
    """What an act gives in a process of that user's, as JSON; an OSError gives its number."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            become(uid, group)
            try:
                given: Any = act()
            except OSError as error:
                given = {"errno": error.errno}
            os.write(writing, json.dumps(given).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    said = b""
    while chunk := os.read(reading, 65536):
        said += chunk
    os.close(reading)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return json.loads(said)


def desk_of(places: Places, said: Path, clients: list[str]) -> int:
    """Starts the desk as user DESK, the way its process does, in a child of this one."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        log = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(log, 2)
        become(DESK, GROUP)
        places.prepare()
        wall = isolation.live(places, clients, GROUP)
        asyncio.run(serve(places, SystemClock(), wall=wall))
        code = 0
    except (Misconfigured, OSError, ImportError) as error:
        os.write(2, f"{error}\n".encode())
    finally:
        os._exit(code)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Everything that a desk loads while it runs: another user may not be allowed to read this one's Python."""
    importlib.import_module("ctypes")  # read by the desk once it is another user, who may not read these files
    made = Places.of(tmp_path_factory.mktemp("loaded") / "home", {})
    made.prepare()
    asyncio.run(serve(made, SystemClock(), idle_s=0))


@pytest.fixture
def places(loaded: None) -> Iterator[Places]:
    """What an installer makes: a home for the desk alone and a runtime folder for the group."""
    folder = Path(tempfile.mkdtemp(prefix="eva-live-"))
    folder.chmod(0o755)
    made = Places(folder / "home", folder / "run", live=True)
    for path, mode in ((made.home, 0o700), (made.runtime, 0o750)):
        path.mkdir()
        os.chown(path, DESK, GROUP)
        path.chmod(mode)
    yield made
    shutil.rmtree(folder)


@pytest.fixture
def installed(places: Places, tmp_path: Path) -> Iterator[Installed]:
    """A live desk at work."""
    said = tmp_path / "said"
    pid = desk_of(places, said, [str(ASSISTANT)])
    try:
        until(lambda: _listens(places) or said.exists() and said.read_text(), "the desk listens")
        assert said.read_text() == ""
        yield Installed(places, pid, said)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)


def _listens(places: Places) -> bool:
    return places.socket.exists() and stat.S_IMODE(places.socket.stat().st_mode) == isolation.SOCKET_MODE


def ask(path: Path, verb: str) -> Json | None:
    """The answer of a socket to one request; None when it hangs up without a word."""
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(20)
        link.connect(str(path))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            link.sendall(json.dumps({"id": 1, "verb": verb, "args": {}}).encode() + b"\n")
        try:
            line = link.makefile("rb").readline()
        except ConnectionResetError:
            return None
    found: Json | None = json.loads(line) if line else None
    return found


def opened(path: Path) -> str:
    """Whether somebody may read a file: an empty answer would mean yes."""
    with path.open("rb") as file:
        file.read(1)
    return "read"


@needs_users
def test_the_assistant_is_answered_and_nobody_else(installed: Installed) -> None:
    places = installed.places
    told = as_user(ASSISTANT, GROUP, lambda: ask(places.socket, "status"))
    assert told["ok"]
    assert told["result"]["accounts"][0]["id"] == "paper"
    assert as_user(STRANGER, STRANGER, lambda: ask(places.socket, "status")) == {"errno": 13}
    assert as_user(STRANGER, GROUP, lambda: ask(places.socket, "status")) is None
    assert as_user(DESK, GROUP, lambda: ask(places.socket, "status")) is None
    assert ask(places.socket, "status") is None  # root


@needs_users
def test_the_operator_is_the_desk_s_own_user(installed: Installed) -> None:
    places = installed.places
    assert as_user(DESK, GROUP, lambda: ask(places.operator, "accounts"))["ok"]
    assert as_user(ASSISTANT, GROUP, lambda: ask(places.operator, "accounts")) == {"errno": 13}
    assert ask(places.operator, "accounts") is None  # root
    assert stat.S_IMODE(places.operator.stat().st_mode) == 0o600


@needs_users
def test_the_assistant_reads_none_of_the_desk_s_files_nor_its_memory(installed: Installed) -> None:
    places = installed.places
    for path in (places.journal, places.key, places.desk / "book-paper.db"):
        assert path.exists()
        assert as_user(ASSISTANT, GROUP, partial(opened, path)) == {"errno": 13}
    assert as_user(ASSISTANT, GROUP, lambda: os.listdir(places.home)) == {"errno": 13}
    assert as_user(ASSISTANT, GROUP, (places.runtime / "planted").touch) == {"errno": 13}
    for name in ("mem", "environ", "maps"):
        memory = Path(f"/proc/{installed.pid}/{name}")
        assert as_user(DESK, GROUP, partial(opened, memory)) == {"errno": 13}
        assert as_user(ASSISTANT, GROUP, partial(opened, memory)) == {"errno": 13}


@needs_users
def test_the_group_may_halt_and_only_the_desk_takes_a_halt_away(installed: Installed) -> None:
    latches = installed.places.latches
    assert as_user(ASSISTANT, GROUP, lambda: str(Latches(latches).drop("all"))) == str(latches / "all")
    assert as_user(DESK, GROUP, lambda: str(Latches(latches).drop("all"))) == str(latches / "all")

    def state() -> Any:
        return as_user(ASSISTANT, GROUP, lambda: ask(installed.places.socket, "status"))["result"]["accounts"][0]

    until(lambda: state()["state"] == "HALTED", "the dropped halt holds")
    as_user(DESK, GROUP, (latches / "paper").touch)
    assert as_user(ASSISTANT, GROUP, lambda: os.unlink(latches / "paper")) == {"errno": 1}
    assert as_user(STRANGER, STRANGER, (latches / "other").touch) == {"errno": 13}


@needs_users
@pytest.mark.parametrize(
    ("clients", "says"),
    [
        ([], "nobody may connect"),
        ([str(DESK)], "own user"),
        (["0"], "names root"),
        ([str(ASSISTANT), "root"], "names root"),
    ],
)
def test_a_live_desk_without_its_wall_does_not_start(
    places: Places, tmp_path: Path, clients: list[str], says: str
) -> None:
    said = tmp_path / "said"
    child = desk_of(places, said, clients)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 1
    assert says in said.read_text()
    assert not places.socket.exists()
    assert not places.journal.exists()


@pytest.mark.skipif(Path("/run/eva").exists(), reason="a live desk is installed here")
def test_the_launcher_refuses_live_without_isolation(tmp_path: Path) -> None:
    """Whoever runs these tests has no /run/eva of the right kind."""
    done = subprocess.run(
        [*LAUNCHER, "desk"],
        env={**environ(tmp_path / "home"), "EVA_MODE": "live"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "refused without isolation" in done.stderr
    assert not (tmp_path / "home" / "desk" / "journal.db").exists()
    asked = subprocess.run(
        [*LAUNCHER, "ask", "/status", "--json"],
        env={**environ(tmp_path / "assistant"), "EVA_MODE": "live"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert asked.returncode == 3
    assert not (tmp_path / "assistant" / "desk").exists()


def test_the_service_manager_hears_a_desk_until_it_hangs(tmp_path: Path) -> None:
    """READY once it listens, then pings; none while it hangs; again when it goes on."""
    home, where = tmp_path / "home", tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(where))
        desk = subprocess.Popen([*LAUNCHER, "desk"], env={**environ(home), "NOTIFY_SOCKET": str(where)})
        try:
            manager.settimeout(60)
            assert manager.recv(100) == b"READY=1"
            assert manager.recv(100) == b"WATCHDOG=1"
            os.kill(desk.pid, signal.SIGSTOP)
            while select.select([manager], [], [], 1.0)[0]:
                assert manager.recv(100) == b"WATCHDOG=1"
            os.kill(desk.pid, signal.SIGCONT)
            assert manager.recv(100) == b"WATCHDOG=1"
        finally:
            desk.terminate()
            desk.wait(30)
        gone(desk.pid)
