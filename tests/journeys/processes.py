"""The real launcher and the real desk in a home of their own, for journeys: a pipe, single questions, a keyboard."""

import contextlib
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.architecture.source import ROOT
from tools.desk.places import Places, recorded, started

LAUNCHER = (sys.executable, str(ROOT / "eva.py"))
PATIENCE_S = 20


def environ(home: Path, lang: str = "en") -> dict[str, str]:
    """The environment of one home, in one language."""
    return {
        "PATH": "/bin:/usr/bin",
        "HOME": str(home),
        "EVA_HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "fr_FR.UTF-8" if lang == "fr" else "en_US.UTF-8",
        "PYTHONUTF8": "1",
        "TERM": "dumb",
    }


def chat(home: Path, *said: str, lang: str = "en") -> str:
    """What `eva chat` answers to lines from a pipe."""
    lines = "".join(f"{line}\n" for line in said)
    done = subprocess.run(
        [*LAUNCHER, "chat"],
        input=lines,
        capture_output=True,
        encoding="utf-8",
        env=environ(home, lang),
        timeout=120,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout


def ask(home: Path, text: str, *options: str) -> tuple[int, dict[str, Any]]:
    """Exit code and document of `eva ask --json`."""
    done = subprocess.run(
        [*LAUNCHER, "ask", text, "--json", *options],
        capture_output=True,
        encoding="utf-8",
        env=environ(home),
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def end_desk(home: Path) -> None:
    """Ends the desk of a home, so that a test leaves no process behind."""
    with contextlib.suppress(OSError, ValueError, KeyError):
        recorded = json.loads((home / "desk" / "process.json").read_text())
        os.kill(int(recorded["pid"]), signal.SIGTERM)


class Keyboard:
    """`eva chat` on a pseudo-terminal."""

    def __init__(self, home: Path, lang: str = "en") -> None:
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            os.execve(LAUNCHER[0], [*LAUNCHER, "chat"], environ(home, lang))
        self.shown = ""

    def until(self, pattern: str) -> str:
        """What was shown up to a pattern; fails when it does not come."""
        while (found := re.search(pattern, self.shown)) is None:
            ready, _, _ = select.select([self._terminal], [], [], PATIENCE_S)
            assert ready, f"{pattern!r} was not shown: {self.shown!r}"
            try:
                chunk = os.read(self._terminal, 65536)
            except OSError:
                chunk = b""
            assert chunk, f"{pattern!r} was not shown: {self.shown!r}"
            self.shown += chunk.decode("utf-8", "replace")
        seen, self.shown = self.shown[: found.end()], self.shown[found.end() :]
        return seen

    def type(self, keys: str) -> None:
        """Waits for the prompt, then types."""
        self.until(r"\n> ")
        os.write(self._terminal, keys.encode())

    def end(self) -> int:
        """The exit code, once the process has ended."""
        with contextlib.suppress(OSError):
            while os.read(self._terminal, 65536):
                pass
        _, status = os.waitpid(self._child, 0)
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(status)


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent does not."""
    return started(pid) is not None


def gone(pid: int, patience_s: float = 30) -> None:
    """Waits until a process has ended."""
    until(lambda: not alive(pid), f"process {pid} has ended", patience_s)


def until(holds: Callable[[], object], what: str, patience_s: float = 30) -> None:
    """Waits for another process until something holds; fails, naming it, when it never does."""
    give_up = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < give_up, f"it never came to this: {what}"
        time.sleep(0.01)


def desk_of(home: Path) -> int:
    """The process id of the desk that runs for a home."""
    pid = recorded(Places.of(home, {}))
    assert pid is not None, f"no desk runs for {home}"
    return pid


def left_behind(folder: Path) -> list[int]:
    """Processes, as far as this system tells, that were started for a home in this folder and still run."""
    mark = f"EVA_HOME={folder}".encode()
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if mark in environment.read_bytes() and alive(int(environment.parent.name)):
                found.append(int(environment.parent.name))
    return found


def intent(kind: str, name: str, **fields: Any) -> dict[str, Any]:
    """An act of the owner's as the desk takes it, under an id of the test's own."""
    now = datetime.now(UTC)
    header = {
        "kind": kind,
        "intent_id": name,
        "account": "paper",
        "origin": {"principal": "owner", "role": "owner", "channel": "test", "message": name},
        "label": "OWNER",
        "created_at": now.isoformat(),
        "expires_at": (now + timedelta(seconds=60)).isoformat(),
    }
    return {**header, **fields}
