"""How fast the first answers come from nothing, and how much memory the processes take."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evals.benchmarks.asking import advance_intent, order_intent
from evals.benchmarks.homes import environment, free_port, rss_mb, settings_of, stop_desk
from evals.benchmarks.mix import EMBEDDED, ORDER
from evals.benchmarks.rows import Row, middle, row
from tools.desk.client import connect
from tools.desk.places import Places, recorded

RUNS = 7
TURNS = 50


SOAK = 1_000
PATIENCE_S = 30.0


def measure() -> list[Row]:
    """The rows of the group that exist today."""
    cold = [
        _cold("cold_command_s", "/status", "no desk running; it is spawned within the time"),
        _cold("cold_ask_s", ORDER, "no desk running; an order in words through grammar and graph"),
        _cold("cold_route_s", EMBEDDED, "no desk running; a sentence that needs the embedder"),
    ]
    return [*cold, *_serving(), _idle_memory(), _desk_memory(), *_soak()]


def _cold(name: str, said: str, note: str) -> Row:
    """`eva ask` in a home that exists, with no desk running: median of seven processes."""
    times = []
    with TemporaryDirectory() as folder:
        home = Path(folder)
        _ask(home, said)
        for _ in range(RUNS):
            stop_desk(home)
            began = time.perf_counter()
            _ask(home, said)
            times.append(time.perf_counter() - began)
        stop_desk(home)
    return row("start", name, middle(times), RUNS, note)


def _ask(home: Path, said: str) -> None:
    eva = Path(sys.executable).with_name("eva")
    done = subprocess.run([eva, "ask", said, "--json"], env=environment(home), stdout=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"eva ask {said!r} ended with {done.returncode}")


def _serving() -> list[Row]:
    """From the start of `eva serve` to its first answer, and to its graph being ready."""
    ready, graph = [], []
    with TemporaryDirectory() as folder:
        home = Path(folder)
        for _ in range(RUNS + 1):
            stop_desk(home)
            began = time.perf_counter()
            with _served(home) as url:
                ready.append(_when(url, "ready", True) - began)
                graph.append(_when(url, "graph", "ready") - began)
        stop_desk(home)
    note = "no desk running; it is spawned within the time"
    return [
        row("start", "ready_s", middle(ready[1:]), RUNS, note),
        row("start", "graph_ready_s", middle(graph[1:]), RUNS, note),
    ]


@contextmanager
def _served(home: Path) -> Iterator[str]:
    """`eva serve` on a free port; ended afterwards."""
    address = f"127.0.0.1:{free_port()}"
    eva = Path(sys.executable).with_name("eva")
    surroundings = {**environment(home), "EVA_SERVE_ADDRESS": address}
    with subprocess.Popen([eva, "serve"], env=surroundings, stderr=subprocess.DEVNULL) as process:
        try:
            yield f"http://{address}/healthz"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_S)


def _when(url: str, name: str, value: object) -> float:
    """When the health document first says so; asked every few milliseconds."""
    until = time.perf_counter() + PATIENCE_S
    while time.perf_counter() < until:
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:
                if json.load(answer).get(name) == value:
                    return time.perf_counter()
        except OSError:
            pass
        time.sleep(0.005)
    raise TimeoutError(f"{url} did not say {name}={value!r} within {PATIENCE_S} s")


def _talked(warm: int, turns: int) -> dict[str, Any]:
    """What a process that talks for a while took."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        command = [sys.executable, "-m", "evals.benchmarks.talking", str(home), str(warm), str(turns)]
        done = subprocess.run(command, env=environment(home), stdout=subprocess.PIPE, check=True)
        stop_desk(home)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _idle_memory() -> Row:
    """Peak memory of the assistant with the embedder after mixed turns, median over processes."""
    peaks = [_talked(TURNS, 0)["before_mb"] for _ in range(RUNS)]
    return row("start", "idle_rss_mb", middle(peaks), RUNS, f"peak after {TURNS} mixed turns and a chart")


def _soak() -> list[Row]:
    """What a thousand turns add to a process that has had fifty and a chart."""
    talked = _talked(TURNS, SOAK)
    grown, note = talked["after_mb"] - talked["before_mb"], f"{SOAK} turns after {TURNS} and a chart"
    return [
        row("start", "soak_growth_mb", grown, SOAK, note),
        row("start", "soak_db_mb", talked["db_mb"], SOAK, note),
    ]


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
