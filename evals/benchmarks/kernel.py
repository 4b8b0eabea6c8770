"""How fast the kernel judges and replays, and the desk decides, flattens and is killed, with its real journal."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.benchmarks import judging, replaying
from evals.benchmarks.asking import order_intent
from evals.benchmarks.flattening import latencies
from evals.benchmarks.homes import environment, settings_of, stop_desk
from evals.benchmarks.rows import Row, middle, percentile, row
from tools.desk.client import connect
from tools.desk.places import Places, recorded

PROPOSALS = 625
"""In each of the homes: what comes after 600 denials a minute is answered but no longer journaled."""
HOMES = 16
FLATTENS = 10_000
KILLS = 7


def measure() -> list[Row]:
    """The rows of the group that exist today."""
    times = _propose()
    note = f"{PROPOSALS} in each of {HOMES} homes, all journaled (synchronous=FULL), each after the one before is done"
    flats = asyncio.run(latencies(FLATTENS))
    return [
        *judging.rows(),
        row("kernel", "propose_ms_p50", middle(times), len(times), note),
        row("kernel", "propose_ms_p99", percentile(times, 0.99), len(times), note),
        row(
            "kernel", "flatten_ms_p99", percentile(flats, 0.99), len(flats), "quote through the guard to exit submitted"
        ),
        *replaying.rows(),
        _kill(),
    ]


def _propose() -> list[float]:
    times: list[float] = []
    for _ in range(HOMES):
        with TemporaryDirectory() as folder:
            times += asyncio.run(_proposals(Path(folder)))
            stop_desk(Path(folder))
    return times


async def _proposals(home: Path) -> list[float]:
    times = []
    async with connect(settings_of(home)) as desk:
        await desk.read("status")
        for turn in range(PROPOSALS):
            intent = order_intent(turn, "0.01")
            began = time.perf_counter()
            reply = await desk.act(intent)
            times.append((time.perf_counter() - began) * 1000)
            if reply["verdict"]["decision"] == "allow":
                async for _ in desk.events(reply["ticket"]):
                    pass
    return times


def _kill() -> Row:
    """`eva halt all` to flat with no assistant and the desk killed, positions open."""
    times = []
    for _ in range(KILLS):
        with TemporaryDirectory() as folder:
            home = Path(folder)
            asyncio.run(_hold(home))
            stop_desk(home, signal.SIGKILL)
            began = time.perf_counter()
            eva = Path(sys.executable).with_name("eva")
            subprocess.run([eva, "halt", "all", "--json"], env=environment(home), stdout=subprocess.DEVNULL, check=True)
            times.append(time.perf_counter() - began)
            stop_desk(home)
    return row("kernel", "kill_s", middle(times), KILLS, "command to confirmed flat, assistant and desk dead before")


async def _hold(home: Path) -> None:
    async with connect(settings_of(home)) as desk:
        for turn in range(3):
            reply = await desk.act(order_intent(turn))
            async for _ in desk.events(reply["ticket"]):
                pass
        assert recorded(Places.of(home, os.environ)) is not None
