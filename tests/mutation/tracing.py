"""What each test runs: the lines of every source file that it executes, how long it takes, whether it stands."""

import gc
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import _lru_cache_wrapper, partial
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from tests.mutation.running import collected, failed, few_examples, timed
from tests.mutation.selection import Selection
from tests.mutation.swap import loaded_functions
from tests.mutation.workers import pool

LONGEST = 3600.0
"""Seconds that running all tests once may take."""

STARTS = ("subprocess.Popen", "os.posix_spawn", "os.system", "os.exec")


@dataclass
class Trace:
    """Per source file and line the tests that run it; per test its seconds; who cannot take part, and why."""

    tests: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    imported: dict[str, list[int]] = field(default_factory=dict)
    functions: dict[str, list[str]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    broken: str = ""

    def reaching(self, file: str, lines: Iterable[int]) -> list[str]:
        """The tests that run one of these lines, the fastest first."""
        by_line = self.lines.get(file, {})
        found = {self.tests[at] for line in lines for at in by_line.get(str(line), ())}
        return self.fastest(found)

    def fastest(self, names: Iterable[str] | None = None) -> list[str]:
        """Tests by the time they take; all that take part if none are named."""
        chosen = [name for name in (self.tests if names is None else names) if name not in self.left_out]
        return sorted(chosen, key=lambda name: (self.seconds[name], name))

    def fresh(self, file: str, function: str, lines: Iterable[int]) -> bool:
        """Whether a function is loaded once the tests are imported, and none of these lines has run by then."""
        return function in self.functions.get(file, ()) and set(self.imported.get(file, ())).isdisjoint(lines)


class Tracer:
    """Collects lines per source file while it is set."""

    def __init__(self, root: Path, sources: Iterable[str]) -> None:
        self.files = {str(root / file): file for file in sources}
        self.seen: set[tuple[str, int]] = set()

    def __call__(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        """Follow calls into our files only."""
        code: CodeType = frame.f_code
        return self.line if code.co_filename in self.files else None

    def line(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        """Note one line."""
        self.seen.add((frame.f_code.co_filename, frame.f_lineno))
        return self.line

    def taken(self) -> dict[str, list[int]]:
        """What was seen since the last time."""
        found: dict[str, list[int]] = defaultdict(list)
        for path, line in sorted(self.seen):
            found[self.files[path]].append(line)
        self.seen.clear()
        return dict(found)


def trace(selection: Selection, scratch: Path) -> Trace:
    """Trace all tests of a selection, in a worker that takes the time and another that notes the lines."""
    made = Trace()
    for job in (take_time, note_lines):
        _, answer = next(pool([made], partial(job, selection, scratch), workers=1, wall=LONGEST))
        if "verdict" in answer or not answer["seconds"]:
            return Trace(broken="the tests could not be collected, or not run in time: run pytest on them")
        del answer["cpu"]
        made = Trace(**answer)
    return made


def take_time(selection: Selection, scratch: Path, made: Trace) -> dict[str, Any]:
    """In a worker: the processor time of each test, and who fails or takes too long."""
    few_examples(selection.root)

    def work(items: Sequence[pytest.Item]) -> None:
        for name, seconds, bad in timed(items):
            made.seconds[name] = seconds
            if bad:
                made.left_out[name] = "fails without any change"
            elif seconds > selection.slowest:
                made.left_out[name] = f"takes {seconds:.1f} s, more than {selection.slowest} s"

    collected(selection.tests, work, scratch)
    return asdict(made)


def note_lines(selection: Selection, scratch: Path, made: Trace) -> dict[str, Any]:
    """In a worker: the lines that each test runs, and those that importing the tests runs."""
    few_examples(selection.root)
    tracer, started = Tracer(selection.root, selection.sources), Started()

    def work(items: Sequence[pytest.Item]) -> None:
        sys.settrace(None)
        made.imported, made.functions = tracer.taken(), swappable(tracer.files)
        caches = remembering(selection)
        asked = [item for item in items if item.nodeid not in made.left_out]
        for at, item in enumerate(asked):
            for cache in caches:
                cache.cache_clear()
            started.found = False
            sys.settrace(tracer)
            failed(item, asked[at + 1] if at + 1 < len(asked) else None)
            sys.settrace(None)
            made.tests.append(item.nodeid)
            if started.found:
                made.left_out[item.nodeid] = "starts a process, which would run the code unchanged"
            for file, lines in tracer.taken().items():
                for line in lines:
                    made.lines.setdefault(file, {}).setdefault(str(line), []).append(at)

    sys.addaudithook(started)
    sys.settrace(tracer)
    collected(selection.tests, work, scratch)
    sys.settrace(None)
    return asdict(made)


def swappable(files: Mapping[str, str]) -> dict[str, list[str]]:
    """Per source file the functions that are loaded now and need no variables around them."""
    found: dict[str, list[str]] = defaultdict(list)
    for (path, name), places in loaded_functions(files).items():
        if not any(place.__code__.co_freevars for place in places):
            found[files[path]].append(name)
    return dict(found)


class Started:
    """Notices that a process is started."""

    def __init__(self) -> None:
        self.found = False

    def __call__(self, event: str, _arguments: object) -> None:
        """An audit hook."""
        if event in STARTS:
            self.found = True


def remembering(selection: Selection) -> list[Any]:
    """Every function of the sources that remembers its results, so that no test profits from the one before."""
    packages = {Path(file).parts[0] for file in selection.sources}
    wrappers = [made for made in gc.get_objects() if isinstance(made, _lru_cache_wrapper)]
    return [made for made in wrappers if str(made.__module__).split(".")[0] in packages]
