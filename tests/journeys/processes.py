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
from pathlib import Path
from typing import Any

from tests.architecture.source import ROOT

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
