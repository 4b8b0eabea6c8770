"""`eva kernel replay` and `judge` as processes: the examples byte for byte, lines as they come, always the same."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.processes import LAUNCHER
from tests.unit.replay_examples import ENDING, FOLDER, NAMES
from tests.unit.test_wire import CASE

START = (FOLDER / f"{NAMES[0]}.jsonl").read_text(encoding="utf-8").partition("\n")[0]


def kernel(verb: str, lines: str, seed: str = "0") -> "subprocess.CompletedProcess[str]":
    """One verb of the kernel over some lines, with a hash seed of its own."""
    env = {"PATH": os.environ.get("PATH", ""), "PYTHONHASHSEED": seed}
    command = [*LAUNCHER, "kernel", verb, "--json"]
    return subprocess.run(command, input=lines, capture_output=True, text=True, env=env, timeout=60, check=False)


@pytest.mark.parametrize("name", NAMES)
def test_the_command_answers_an_example_byte_for_byte(name: str) -> None:
    done = kernel("replay", (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (FOLDER / f"{name}{ENDING}").read_text(encoding="utf-8")


def test_every_process_says_the_same_bytes() -> None:
    lines = (FOLDER / "ftmo-2step-daily.jsonl").read_text(encoding="utf-8")
    cases = "".join(json.dumps({**CASE, "intent": {**CASE["intent"], "stop": stop}}) + "\n" for stop in ("95", "105"))
    for verb, sent in (("replay", lines), ("judge", cases)):
        first, second = kernel(verb, sent, "1"), kernel(verb, sent, "20000")
        assert first.stdout == second.stdout != ""
        assert first.returncode == second.returncode == 0


@pytest.mark.parametrize(
    ("lines", "answered", "named"),
    [
        ("nothing\n", 0, "line 1:"),
        ('{"type": "clock", "at": "2026-03-10T09:00:00Z"}\n', 0, "line 1: type: expected a start first"),
        (f"{START}\n\n{{}}\n{START}\n", 1, "line 3: type: expected one of"),
        (f"{START}\n{START}", 1, "line 2: type: a replay has one start"),
        (
            f'{START}\n{{"type": "quote", "at": "2026-04-10T09:00:00Z", "symbol": "EURUSD", "bid": 1.1, "ask": "1"}}\n',
            1,
            "line 2: quote.bid",
        ),
        (f"{START}\n{'[' * 100_000}\n", 1, "line 2: nested too deeply"),
        (
            START.replace('"2026', '"session": "nowhere", "at": "2026', 1).replace('"at": "2026', '"x": "', 0),
            0,
            "line 1:",
        ),
    ],
)
def test_a_malformed_line_ends_it_with_its_number(lines: str, answered: int, named: str) -> None:
    done = kernel("replay", lines)
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == answered
    assert named in done.stderr
    assert done.stderr.count("\n") == 1


def test_nothing_in_is_nothing_out() -> None:
    done = kernel("replay", "\n\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_each_line_is_answered_before_the_next_is_sent(tmp_path: Path) -> None:
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
    command = [*LAUNCHER, "kernel", "replay", "--json"]
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in (START, '{"type": "clock", "at": "2026-04-10T09:00:00Z"}'):
            process.stdin.write(f"{line}\n")
            assert "floors" in json.loads(process.stdout.readline())
        process.stdin.close()
        assert process.wait(30) == 0


def test_the_schema_is_published_as_one_document() -> None:
    done = kernel("schema", "")
    document = json.loads(done.stdout)
    assert sorted(document["$defs"]) == ["answer", "case", "event", "verdict"]
    assert document["$id"].endswith(":v2")
