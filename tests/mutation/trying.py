"""Trying mutants: in a copy of a process that has everything loaded where that is the same, else from the start."""

import ast
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.mutation.ledger import KILLED, SURVIVED, Finding
from tests.mutation.running import collected, few_examples, first_failure, ordered
from tests.mutation.selection import Selection
from tests.mutation.sites import Mutant
from tests.mutation.swap import Functions, import_mutated, loaded_functions, swap
from tests.mutation.tracing import Trace
from tests.mutation.workers import pool

IMPORT_FAILED = {"verdict": KILLED, "by": "the import of the tests"}
UNREACHED = Finding(SURVIVED, "no test reaches it")
FEW = 20
"""So many tests decide which test files are imported first for a mutant that is loaded from the start."""

LONGEST = 10_000
"""No file has more lines."""

Found = Callable[[Mutant, Finding], None]


@dataclass(frozen=True)
class Attempt:
    """A mutant and the tests to ask, in order."""

    mutant: Mutant
    tests: tuple[str, ...]
    warm: bool


@dataclass(frozen=True)
class Bench:
    """What every attempt needs: the project, its trees, its trace, where to write, how many at a time."""

    selection: Selection
    trees: Mapping[str, ast.Module]
    trace: Trace
    scratch: Path
    workers: int = 2

    def reaching(self, mutant: Mutant) -> list[str]:
        """The tests that may notice a mutant, the fastest first; of a definition all, a few of its file first."""
        if self.warm(mutant):
            return self.trace.reaching(mutant.file, mutant.lines)
        near = self.trace.reaching(mutant.file, mutant.lines if mutant.function else range(LONGEST))
        return list(dict.fromkeys([*self.named(mutant), *near[:FEW], *self.trace.fastest()]))

    def named(self, mutant: Mutant) -> list[str]:
        """The tests in files that are named after the mutant's module, the fastest first."""
        path = Path(mutant.file)
        word = path.parent.name if path.stem == "__init__" else path.stem
        return self.trace.fastest(name for name in self.trace.tests if word in Path(name.split("::", 1)[0]).stem)

    def warm(self, mutant: Mutant) -> bool:
        """Whether it is the same to change the code after everything was imported: none of it ran by then."""
        return self.trace.fresh(mutant.file, mutant.function, mutant.lines)

    def attempt(self, mutant: Mutant, hint: str) -> Attempt:
        """The attempt to make; the test that noticed before is asked first."""
        tests = self.reaching(mutant)
        first = [hint] if hint in tests else []
        return Attempt(mutant, (*first, *(name for name in tests if name != hint)), self.warm(mutant))


def try_all(bench: Bench, attempts: Sequence[Attempt], found: Found) -> None:
    """Try every mutant and report each finding as it comes. Ends by importing the sources into this process."""
    left = [attempt for attempt in attempts if attempt.tests]
    for attempt in attempts:
        if not attempt.tests:
            found(attempt.mutant, UNREACHED)
    for mutant, finding in from_the_start(bench, [attempt for attempt in left if not attempt.warm]):
        found(mutant, finding)
    warm = [attempt for attempt in left if attempt.warm]
    if warm:
        loaded(bench, warm, found)


def from_the_start(bench: Bench, attempts: Sequence[Attempt]) -> Iterator[tuple[Mutant, Finding]]:
    """In a worker each: load the mutant instead of its file, import the tests, run them."""

    def run(attempt: Attempt) -> dict[str, Any]:
        answer = dict(IMPORT_FAILED)

        def work(items: Sequence[pytest.Item]) -> None:
            left = [item for item in items if item.nodeid not in bench.trace.left_out]
            by = first_failure(ordered(left, attempt.tests, others=True), bench.trace.seconds)
            answer.update(verdict=KILLED if by else SURVIVED, by=by)

        attempt.mutant.change.apply()
        few_examples(bench.selection.root)
        import_mutated(bench.selection.root, attempt.mutant.file, bench.trees[attempt.mutant.file])
        for files in in_two(bench.selection.tests, attempt.tests):
            answer.update(IMPORT_FAILED)
            collected(files, work, bench.scratch)
            if answer["verdict"] != SURVIVED:
                break
        return answer

    for attempt, answer in pool(attempts, run, bench.workers):
        yield attempt.mutant, Finding(**answer)


def in_two(files: Sequence[str], tests: Sequence[str]) -> list[list[str]]:
    """The test files in two parts: those of the first few tests, which mostly suffice, and the others."""
    first = {name.split("::", 1)[0] for name in tests[:FEW]}
    parts = [file for file in files if file in first], [file for file in files if file not in first]
    return [part for part in parts if part]


def loaded(bench: Bench, attempts: Sequence[Attempt], found: Found) -> None:
    """Import everything once; in a copy of this process each: exchange the function's code, run the tests."""

    def work(items: Sequence[pytest.Item]) -> None:
        root = bench.selection.root
        functions = loaded_functions([str(root / file) for file in bench.selection.sources])
        gc.collect()
        gc.freeze()
        for attempt, answer in pool(attempts, in_a_copy(bench, functions, items), bench.workers):
            found(attempt.mutant, Finding(**answer))

    few_examples(bench.selection.root)
    collected(bench.selection.tests, work, bench.scratch)


def in_a_copy(bench: Bench, functions: Functions, items: Sequence[pytest.Item]) -> Callable[[Attempt], dict[str, Any]]:
    """The job of a worker that was forked after everything was imported."""

    def run(attempt: Attempt) -> dict[str, Any]:
        mutant = attempt.mutant
        mutant.change.apply()
        swap(functions, bench.trees[mutant.file], str(bench.selection.root / mutant.file), mutant.function)
        by = first_failure(ordered(items, attempt.tests, others=False), bench.trace.seconds)
        return {"verdict": KILLED if by else SURVIVED, "by": by}

    return run
