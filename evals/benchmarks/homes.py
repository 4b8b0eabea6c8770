"""Homes for measuring: a folder, its settings, its desk ended when the measuring is done."""

import os
import signal
import socket
import time
from pathlib import Path

from tools.desk.places import Places, recorded
from tools.settings import Settings

STOP_S = 5.0


def environment(home: Path) -> dict[str, str]:
    """The environment of a command that uses this home."""
    return {**os.environ, "EVA_HOME": str(home)}


def settings_of(home: Path) -> Settings:
    """Settings of a paper home."""
    return Settings(home=home, lang=None, mode="paper")


def stop_desk(home: Path, number: int = signal.SIGTERM) -> None:
    """Ends the desk of a home, if one runs, and waits until it is gone."""
    places = Places.of(home, os.environ)
    pid = recorded(places)
    if pid is None:
        return
    os.kill(pid, number)
    until = time.monotonic() + STOP_S
    while recorded(places) is not None and time.monotonic() < until:
        time.sleep(0.005)


def free_port() -> int:
    """A port of the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def rss_mb(pid: int) -> float:
    """Peak resident memory of a process in MB, as the system counts it."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise OSError(f"no memory figures for process {pid}")
