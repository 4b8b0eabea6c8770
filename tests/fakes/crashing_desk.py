"""The real desk in forks of one warm process, each of which ends itself with SIGKILL at a chosen step.

Run as a script it reads lines `HOME STEP` and answers each with the process id of a desk for that home. A
step of 0 never comes: that desk is an ordinary one, and at its end it leaves the count of its steps in
`HOME/steps`. What a desk says goes to `HOME/said`. What is wrapped stays what it was; only the moments before
and after each act are counted.
"""

import functools
import inspect
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from tools.desk.engine import updates
from tools.desk.link import VenueLink
from tools.desk.main import run
from tools.desk.record.journal import Journal
from tools.trading.brokers.paper.book import PaperBook
from tools.trading.brokers.paper.venue import PaperVenue

ACTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Journal, ("append",)),
    (PaperVenue, ("submit", "cancel", "amend", "step")),
    (PaperBook, ("save",)),
    (VenueLink, ("_flush",)),
    (updates, ("deliver",)),
)


class Steps:
    """Counts the moments at which a desk may die, on whatever thread they come."""

    def __init__(self, fatal: int, note: Path) -> None:
        self._fatal, self._note = fatal, note
        self._lock = threading.Lock()
        self.count = 0

    def pass_by(self, moment: str) -> None:
        """One more step; the fatal one writes down its name and never returns."""
        with self._lock:
            self.count += 1
            if self.count == self._fatal:
                self._note.write_text(moment)
                os.kill(os.getpid(), signal.SIGKILL)


def wrap(owner: Any, name: str, steps: Steps) -> None:
    """Counts a step before and after every call of a method or function."""
    inner = getattr(owner, name)

    @functools.wraps(inner)
    def act(*args: Any, **more: Any) -> Any:
        steps.pass_by(f"before {name}")
        result = inner(*args, **more)
        steps.pass_by(f"after {name}")
        return result

    @functools.wraps(inner)
    async def act_there(*args: Any, **more: Any) -> Any:
        steps.pass_by(f"before {name}")
        result = await inner(*args, **more)
        steps.pass_by(f"after {name}")
        return result

    setattr(owner, name, act_there if inspect.iscoroutinefunction(inner) else act)


def desk(home: str, fatal: int) -> int:
    """Runs a desk in this process; its exit code."""
    os.environ["EVA_HOME"] = home
    steps = Steps(fatal, Path(home) / "died")
    for owner, names in ACTS:
        for name in names:
            wrap(owner, name, steps)
    code = run()
    if fatal == 0:
        (Path(home) / "steps").write_text(str(steps.count))
    return code


def serve() -> None:
    """Forks a desk for every line of standard input; the desks are reaped by the system."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        home, fatal = line.rsplit(" ", 1)
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            os.dup2(os.open(f"{home}/said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), sys.stderr.fileno())
            code = 1
            try:
                code = desk(home, int(fatal))
            finally:
                os._exit(code)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
