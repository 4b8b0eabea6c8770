"""How fast a command answers from nothing, and how much memory the desk takes."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.benchmarks.asking import advance_intent, order_intent
from evals.benchmarks.homes import environment, rss_mb, settings_of, stop_desk
from evals.benchmarks.rows import Row, middle, row
from tools.desk.client import connect
from tools.desk.places import Places, recorded

RUNS = 7
TURNS = 50


def measure() -> list[Row]:
    """The rows of the group that exist today."""
    return [_cold_command(), _desk_memory()]


def _cold_command() -> Row:
    """`eva ask /status` in a home that exists, with no desk running: it is spawned within the time."""
    times = []
    with TemporaryDirectory() as folder:
        home = Path(folder)
        _ask(home)
        for _ in range(RUNS):
            stop_desk(home)
            began = time.perf_counter()
            _ask(home)
            times.append(time.perf_counter() - began)
        stop_desk(home)
    return row("start", "cold_command_s", middle(times), RUNS, "no desk running; it is spawned within the time")


def _ask(home: Path) -> None:
    eva = Path(sys.executable).with_name("eva")
    subprocess.run([eva, "ask", "/status", "--json"], env=environment(home), stdout=subprocess.DEVNULL, check=True)


def _desk_memory() -> Row:
    """Resident memory of the desk after mixed turns, median over homes."""
    peaks = []
    for _ in range(RUNS):
        with TemporaryDirectory() as folder:
            home = Path(folder)
            peaks.append(asyncio.run(_worked(home)))
            stop_desk(home)
    return row("start", "desk_rss_mb", middle(peaks), RUNS, f"peak after {TURNS} mixed turns")


async def _worked(home: Path) -> float:
    async with connect(settings_of(home)) as desk:
        for turn in range(TURNS):
            kind = turn % 5
            if kind == 0:
                await desk.act(order_intent(turn))
            elif kind == 1:
                await desk.preview(order_intent(turn))
            elif kind == 2:
                await desk.read("status")
            elif kind == 3:
                await desk.read("bars", {"symbol": "AAPL", "count": 100})
            else:
                reply = await desk.act(advance_intent())
                async for _ in desk.events(reply["ticket"]):
                    pass
        pid = recorded(Places.of(home, os.environ))
    return rss_mb(pid) if pid else float("nan")
