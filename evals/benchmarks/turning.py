"""Our own time for one turn with its checkpoint, and for one routing."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable
from pathlib import Path
from tempfile import TemporaryDirectory

from agents.mind import open_mind
from agents.reading import read
from evals.benchmarks.homes import environment, settings_of, stop_desk
from evals.benchmarks.mix import SENTENCES
from evals.benchmarks.rows import Row, middle, percentile, row

WARM, TURNS, ROUTINGS = 50, 2_000, 2_000
SYMBOLS = ("AAPL", "GOOG", "IBM", "IXIC", "MSFT", "SPX")


def measure() -> list[Row]:
    """The rows of the group."""
    return [_turns(), _routings()]


def _turns() -> Row:
    """Mixed turns over a real desk: what is read, asked back, previewed and talked; no venue is waited for."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        command = [sys.executable, "-m", "evals.benchmarks.talking", str(home), str(WARM), str(TURNS)]
        done = subprocess.run(command, env=environment(home), stdout=subprocess.PIPE, check=True)
        stop_desk(home)
    times: list[float] = json.loads(done.stdout)["times_ms"]
    return row("turn", "turn_ms_p95", percentile(times, 0.95), TURNS, "mixed turns, the desk's answers included")


def _routings() -> Row:
    """Grammar, and the embedder where the grammar leaves a sentence to it."""
    texts = [text for text in SENTENCES if not text.startswith("/")]
    with TemporaryDirectory() as folder:
        times = asyncio.run(_timed(Path(folder), texts))
    return row("turn", "route_ms_p50", middle(times), ROUTINGS, "mixed sentences; two of nine need the embedder")


async def _timed(home: Path, texts: list[str]) -> list[float]:
    times = []
    async with open_mind(settings_of(home)) as mind:
        await mind.router()
        for turn in range(ROUTINGS):
            began = time.perf_counter()
            reading: Awaitable[object] = read(
                texts[turn % len(texts)], symbols=SYMBOLS, prefer=None, router=mind.router
            )
            await reading
            times.append((time.perf_counter() - began) * 1000)
    return times
