"""`eva serve` as a real process: its health, its patience, one a home, and how it ends."""

import asyncio
import http.client
import json
import logging
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bots.message import Message
from bots.principals import owner
from bots.reply import Reply
from bots.serve.channels import Channel
from bots.serve.service import serve
from bots.serve.stopping import Stop
from bots.wiring import Conversation, wall
from tests.journeys.processes import LAUNCHER, ask, desk_of, end_desk, environ, gone, until
from tools.desk.places import Places, recorded
from tools.errors import Retry
from tools.settings import Settings, load

ADDRESS = "EVA_SERVE_ADDRESS"
QUICK_S = 10
"""Well above what anything here may take, the six seconds of an end among it."""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    end_desk(tmp_path / "home")


class Served:
    """One service while it runs."""

    def __init__(self, home: Path, log: Path) -> None:
        self._log = log
        given = {**environ(home), ADDRESS: "127.0.0.1:0"}
        with log.open("w") as errors:
            self.process = subprocess.Popen([*LAUNCHER, "serve"], env=given, stdout=errors, stderr=errors)
        until(lambda: self.said("start") or self.process.poll() is not None, "the service has started")
        self.port = int(self.said("start")[0]["port"])

    def said(self, event: str) -> list[dict[str, Any]]:
        """The lines of the log about one event; every whole line is JSON."""
        lines = [line for line in self._log.read_text().splitlines(keepends=True) if line.endswith("\n")]
        return [entry for entry in map(json.loads, lines) if entry["event"] == event]

    def get(self, path: str = "/healthz", *, verb: str = "GET", **headers: str) -> tuple[int, Any]:
        """One request; the answer's status and its JSON or text."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=QUICK_S)
        try:
            link.request(verb, path, headers=headers)
            answer = link.getresponse()
            body = answer.read().decode()
            return answer.status, json.loads(body) if body.startswith("{") else body
        finally:
            link.close()

    def end(self, *signals: int) -> int:
        """The exit code after some signals."""
        for number in signals:
            self.process.send_signal(number)
        code = self.process.wait(QUICK_S)
        assert len(self.said("stopped")) <= 1  # and everything else in the log is JSON too
        return code


@contextmanager
def served(home: Path) -> Iterator[Served]:
    """A service that is ended, whatever happens."""
    one = Served(home, home.parent / "serve.log")
    try:
        yield one
    finally:
        one.process.kill()
        one.process.wait()


def test_it_is_healthy_then_its_graph_is_ready_then_it_ends_in_order(home: Path) -> None:
    with served(home) as eva:
        status, said = eva.get()
        assert (status, said["status"], said["ready"], said["desk"], said["mode"]) == (200, "ok", True, "ok", "paper")
        assert set(said) == {"status", "ready", "graph", "desk", "mode", "version", "uptime_s"}
        until(lambda: eva.get()[1]["graph"] == "ready", "the graph is ready")
        assert ask(home, "achète 10 AAPL au marché, stop à 390")[0] == 0
        assert eva.end(signal.SIGTERM) == 0
        assert eva.said("stop")[0]["by"] == "SIGTERM"
        assert eva.said("stopped")
    assert "AAPL" not in (home.parent / "serve.log").read_text()


def test_only_health_is_answered_and_only_to_this_machine_s_names(home: Path) -> None:
    with served(home) as eva:
        assert eva.get(verb="HEAD") == (200, "")
        assert [eva.get(path)[0] for path in ("/", "/healthz/", "/healthz/x", "/docs", "//healthz")] == [404] * 5
        assert [eva.get(verb=verb)[0] for verb in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE")] == [405] * 5
        hosts = ("evil.example", "evil.example:80", f"127.0.0.1.evil.example:{eva.port}", "localhost:1", "")
        assert [eva.get(Host=host)[0] for host in hosts] == [421] * 5
        assert [eva.get(Host=host)[0] for host in ("localhost", f"LOCALHOST:{eva.port}", "[::1]")] == [200] * 3
        assert eva.end(signal.SIGINT) == 0


def test_a_slow_client_is_hung_up_on_and_keeps_nobody_else_waiting(home: Path) -> None:
    with served(home) as eva, socket.create_connection(("127.0.0.1", eva.port), timeout=QUICK_S) as slow:
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: local")
        assert eva.get()[0] == 200
        assert slow.recv(1) == b""
        assert eva.get()[0] == 200
        assert eva.end(signal.SIGTERM) == 0


def test_a_slow_client_does_not_delay_the_end(home: Path) -> None:
    with served(home) as eva, socket.create_connection(("127.0.0.1", eva.port), timeout=QUICK_S) as slow:
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: local")
        assert eva.get()[0] == 200
        assert eva.end(signal.SIGTERM) == 0


def test_one_service_a_home_and_the_second_says_who_holds_it(home: Path) -> None:
    with served(home) as eva:
        code, complaint = refused(home, "127.0.0.1:0")
        assert code == 2
        assert f"process {eva.process.pid}" in complaint
        assert f"kill {eva.process.pid}" in complaint
        assert eva.end(signal.SIGKILL) == -signal.SIGKILL
    with served(home) as eva:  # a lock ends with its holder
        assert eva.end(signal.SIGTERM) == 0


@pytest.mark.parametrize("address", ["0.0.0.0:8484", "[::]:8484", "192.0.2.1:8484", "example.org:8484"])
def test_it_listens_to_this_machine_only(home: Path, address: str) -> None:
    code, complaint = refused(home, address)
    assert code == 2
    assert "set it to 127.0.0.1:8484" in complaint
    assert not (home / "desk").exists()


def test_a_port_in_use_is_said_with_the_next_step(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        code, complaint = refused(home, f"127.0.0.1:{other.getsockname()[1]}")
    assert code == 2
    assert "another program listens there" in complaint
    assert "set it to a free port" in complaint


def refused(home: Path, address: str) -> tuple[int, str]:
    """Exit code and complaint of a service that does not start."""
    given = {**environ(home), ADDRESS: address}
    done = subprocess.run([*LAUNCHER, "serve"], env=given, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.returncode, done.stderr


def test_a_desk_that_hangs_is_said_and_one_that_died_is_started_again(home: Path) -> None:
    with served(home) as eva:
        assert eva.get()[0] == 200
        first = desk_of(home)
        os.kill(first, signal.SIGSTOP)
        until(lambda: eva.get()[0] == 503, "a desk that hangs is unhealthy")
        said = eva.get()[1]
        assert (said["status"], said["ready"], said["desk"]) == ("unavailable", False, "unreachable")
        assert "not answer" in said["reason"]
        os.kill(first, signal.SIGCONT)
        until(lambda: eva.get()[0] == 200, "the desk answers again")
        os.kill(first, signal.SIGKILL)
        gone(first)
        until(lambda: recorded(Places.of(home, {})) not in (None, first), "another desk runs")
        until(lambda: eva.get()[0] == 200, "and answers")
        assert eva.end(signal.SIGTERM) == 0


def test_a_desk_that_hangs_does_not_delay_the_end(home: Path) -> None:
    with served(home) as eva:
        assert eva.get()[0] == 200
        os.kill(desk_of(home), signal.SIGSTOP)
        try:
            until(lambda: eva.get()[0] == 503, "a desk that hangs is unhealthy")
            assert eva.end(signal.SIGTERM) == 0
        finally:
            os.kill(desk_of(home), signal.SIGCONT)


def test_a_damaged_file_of_threads_stops_nothing(home: Path) -> None:
    """It is left alone; threads are kept in memory, and the doctor names the file."""
    home.mkdir()
    (home / "threads.db").write_bytes(b"this is no database" * 100)
    with served(home) as eva:
        until(lambda: eva.get()[1]["graph"] == "ready", "the graph is ready")
        status, said = eva.get()
        assert (status, said["ready"]) == (200, True)
        assert eva.end(signal.SIGTERM) == 0
    assert (home / "threads.db").read_bytes().startswith(b"this is no database")


def test_a_second_signal_ends_it_at_once(home: Path) -> None:
    with served(home) as eva:
        assert eva.get()[0] == 200
        assert eva.end(signal.SIGTERM, signal.SIGINT) == 1
        assert not eva.said("stopped")


class Talker:
    """A channel that is in the middle of a turn when the service is told to stop."""

    name = "talker"

    def __init__(self, stop: Stop) -> None:
        self._stop = stop
        self.closed = asyncio.Event()
        self.done = asyncio.Event()
        self.reply: Reply | None = None
        self.late = ""

    async def run(self, talk: Conversation) -> None:
        """One turn before the stop, one after it."""
        turn = asyncio.get_running_loop().create_task(talk.dispatcher.turn(said("what is my status", "1")))
        await talk.mind.supervisor()
        self._stop.ask("test")
        self.reply = await turn
        await self.closed.wait()
        try:
            await talk.dispatcher.turn(said("what is my status", "2"))
        except Retry as error:
            self.late = str(error)
        self.done.set()

    async def close(self) -> None:
        """Takes no more."""
        self.closed.set()
        await self.done.wait()


def said(text: str, number: str) -> Message:
    """A sentence of the owner's."""
    return Message(text=text, principal=owner(), channel="talker", id=number, at=wall())


@pytest.fixture
def logging_kept() -> Iterator[None]:
    """The service sets the logging of its process up; here it is put back."""
    import structlog

    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.usefixtures("logging_kept")
def test_a_turn_under_way_is_answered_before_the_end_and_none_is_begun(home: Path) -> None:
    ended: list[int] = []
    ask(home, "/status")  # its desk is the one that is met here

    async def run() -> tuple[int, Talker]:
        stop = Stop(end=ended.append)
        talker = Talker(stop)

        def make(_: Settings) -> Channel:
            return talker

        settings = load({"EVA_HOME": str(home), ADDRESS: "127.0.0.1:0"})
        return await serve(settings, environ(home), stop=stop, channels=(make,)), talker

    code, talker = asyncio.run(run())
    assert code == 0
    assert talker.reply is not None
    assert "paper" in talker.reply.text
    assert "shutting down" in talker.late
    assert not ended
