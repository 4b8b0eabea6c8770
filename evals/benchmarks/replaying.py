"""How many events a replay takes in a second: three currency pairs held, orders filled and reduced beside them."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from evals.benchmarks.homes import environment
from evals.benchmarks.rows import Row, middle, row

PAIRS = {"EURUSD": 110_000, "GBPUSD": 127_000, "AUDUSD": 66_000}
"""Prices in points of a hundred-thousandth."""
SPREAD, STOP_POINTS = 8, 900
BEGIN = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
EVENTS, PROCESSES = 40_000, 7
CYCLE = 200
"""Of so many events 180 are quotes, the others an entry, its fill, a reduction, its fill, 4 charges and 12 clocks."""


def rows() -> list[Row]:
    """The row of a replay: the command over a pipe, from the answer to its start to its end."""
    start, *others = events(EVENTS)
    sent = "".join(f"{line}\n" for line in others).encode()
    rates = [len(others) / _replayed(f"{start}\n".encode(), sent) for _ in range(PROCESSES)]
    note = f"{len(others)} events a process, 90 % quotes, 3 positions; the start of the process is not counted"
    return [row("kernel", "replay_events_per_s", middle(rates), PROCESSES, note)]


def _replayed(start: bytes, others: bytes) -> float:
    """Seconds of one process for everything after its start; raises where a line was not answered."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "answers"
        command = [str(Path(sys.executable).with_name("eva")), "kernel", "replay", "--json"]
        with out.open("wb") as answers:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=answers, env=environment(Path(folder) / "home")
            )
            assert process.stdin is not None
            process.stdin.write(start)
            process.stdin.flush()
            while not out.stat().st_size and process.poll() is None:
                time.sleep(0.001)
            began = time.perf_counter()
            process.stdin.write(others)
            process.stdin.close()
            code = process.wait()
            took = time.perf_counter() - began
        if code or out.read_bytes().count(b"\n") != others.count(b"\n") + 1:
            raise RuntimeError(f"eva kernel replay ended with {code} before every event was answered")
    return took


def events(count: int, seed: int = 7) -> Iterator[str]:
    """The lines of a replay: a start, three positions, then `count` events of the mix."""
    day = _Day(seed)
    yield day.line("start", **_start())
    for pair in PAIRS:
        yield day.quote(pair)
        yield from day.bought(pair, "0.2")
    for number in range(count // CYCLE):
        pair = list(PAIRS)[number % len(PAIRS)]
        others = [*day.bought(pair, "0.01"), *day.reduced(pair, "0.01")]
        for turn in range(CYCLE):
            day.pass_time()
            if turn % 10:
                yield day.quote(day.chance.choice(list(PAIRS)))
            elif turn % 50 == 10:
                yield day.now(others[turn // 50])
            elif turn % 50 == 30:
                yield day.line("charge", amount="0.01", kind="swap")
            else:
                yield day.line("clock")


def _start() -> dict[str, Any]:
    one = {"currency": "USD", "tick": "0.00001", "lot": "0.01", "multiplier": "100000", "gap": "0.005"}
    return {
        "account": {"currency": "USD", "initial": "100000", "balance": "100000"},
        "limits": {"firm": "ftmo-2step"},
        "instruments": {pair: {**one, "asset_class": "fx", "fee_unit": "3"} for pair in PAIRS},
    }


class _Day:
    """The market of the replay: its clock, its prices, what happens in it by chance of a seed."""

    def __init__(self, seed: int) -> None:
        self.chance, self.at, self.points = Random(seed), BEGIN, dict(PAIRS)

    def pass_time(self) -> None:
        self.at += timedelta(milliseconds=self.chance.randint(50, 400))

    def line(self, type_: str, /, **fields: Any) -> str:
        return json.dumps({"type": type_, "at": self.at.isoformat(), **fields})

    def price(self, pair: str, off: int = 0) -> str:
        points = self.points[pair] + off
        return f"{points // 100_000}.{points % 100_000:05d}"

    def quote(self, pair: str) -> str:
        self.points[pair] += self.chance.randint(-2, 2)
        return self.line("quote", symbol=pair, bid=self.price(pair), ask=self.price(pair, SPREAD))

    def bought(self, pair: str, quantity: str) -> Iterator[str]:
        order = {"kind": "order", "symbol": pair, "side": "buy", "type": "market", "quantity": quantity}
        yield self.line("intent", intent={**order, "stop": self.price(pair, -STOP_POINTS)})
        yield self.line("fill", symbol=pair, side="buy", quantity=quantity, price=self.price(pair, SPREAD), fee="0.03")

    def reduced(self, pair: str, quantity: str) -> Iterator[str]:
        yield self.line("intent", intent={"kind": "reduce", "symbol": pair, "quantity": quantity})
        yield self.line("fill", symbol=pair, side="sell", quantity=quantity, price=self.price(pair), fee="0.03")

    def now(self, line: str) -> str:
        """A line prepared at the beginning of a cycle, moved to this moment."""
        return json.dumps({**json.loads(line), "at": self.at.isoformat()})
