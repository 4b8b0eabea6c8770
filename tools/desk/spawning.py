"""Starting the paper desk: whoever needs it spawns it, whoever loses the race connects to the winner's."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping

from tools.desk.places import Places
from tools.errors import Misconfigured, Unreachable

PATIENCE_S = 10.0
HELD = 75
"""Exit code of a desk that found the home's lock taken."""


def spawn(places: Places, environ: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """Starts the desk in a session of its own, its errors kept in the desk's log."""
    places.prepare()
    command = [sys.executable, "-m", "tools.desk.main"]
    with places.log.open("ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            env={**environ, "EVA_HOME": str(places.home)},
            cwd="/",
            start_new_session=True,
        )


def failed(process: "subprocess.Popen[bytes]", places: Places) -> Exception | None:
    """Why the spawned desk has ended, or None while it runs or another one holds the home."""
    code = process.poll()
    if code is None or code == HELD:
        return None
    try:
        lines = places.log.read_text(errors="replace").strip().splitlines()
    except OSError:
        lines = []
    said = lines[-1].removeprefix("desk: ") if lines else f"the desk ended with code {code}"
    return Misconfigured(said) if code == 2 else Unreachable(f"the desk did not start: {said}")


def deadline() -> float:
    """Until when a fresh desk may take to answer, on the monotonic clock."""
    return time.monotonic() + PATIENCE_S


def environment() -> Mapping[str, str]:
    """The environment a desk is started with: this process's own, without Python's debugging switches."""
    return {k: v for k, v in os.environ.items() if k not in ("PYTHONASYNCIODEBUG", "PYTHONINSPECT")}
