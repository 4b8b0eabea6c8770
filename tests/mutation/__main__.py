"""The command: `python -m tests.mutation [FILE ...]` tries every mutant of some files, or of all."""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.mutation import report
from tests.mutation.ledger import SURVIVED, Finding, Ledger, keep_trace, traced
from tests.mutation.selection import Selection
from tests.mutation.sites import Mutant, enums_of, mutants, parsed
from tests.mutation.tracing import Trace, trace
from tests.mutation.trying import Bench, try_all

SAVE_EVERY = 60.0


def say(text: str) -> None:
    """One line to whoever watches."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("files", nargs="*", help="source files, relative to the root; all of the selection if none")
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the project, with [tool.mutation]")
    parser.add_argument("--kept", type=Path, default=Path("build/mutation"), help="where findings are kept")
    parser.add_argument("--notes", type=Path, default=Path("tests/mutation"), help="equivalents.toml and report.json")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--fresh", action="store_true", help="use no finding of an earlier run")
    return parser.parse_args(arguments)


def known_trace(selection: Selection, kept: Path, scratch: Path) -> Trace:
    """The trace of the tests, from an earlier run if nothing changed."""
    known = traced(kept / "trace.json", selection)
    if known is not None:
        return known
    say(f"tracing the tests of {len(selection.tests)} files")
    made = trace(selection, scratch)
    if not made.broken:
        keep_trace(kept / "trace.json", selection, made)
    return made


def survey(bench: Bench, chosen: Sequence[Mutant], ledger: Ledger, *, fresh: bool) -> report.Speed | None:
    """Find out what becomes of the mutants that the ledger does not answer for; None if there are none."""
    todo = [m for m in chosen if fresh or not ledger.holds(m, bench.reaching(m))]
    say(f"{len(chosen)} mutants, {len(chosen) - len(todo)} known from before")
    each: list[float] = []
    began = saved = time.perf_counter()

    def found(mutant: Mutant, finding: Finding) -> None:
        nonlocal saved
        each.append(finding.cpu)
        ledger.keep(mutant, finding, bench.reaching(mutant))
        if time.perf_counter() - saved > SAVE_EVERY:
            saved = time.perf_counter()
            ledger.save()
            say(f"  {len(each)} of {len(todo)} after {saved - began:.0f} s")

    try:
        try_all(bench, [bench.attempt(m, ledger.noticed(m)) for m in todo], found)
    finally:
        ledger.save()
    return report.Speed(time.perf_counter() - began, each) if each else None


def judge(chosen: Sequence[Mutant], ledger: Ledger, excused: dict[str, str], trace: Trace) -> list[str]:
    """Everything that is wrong, each as a text to read."""
    findings = ledger.findings
    wrong = [f"{name} {why}" for name, why in trace.left_out.items() if "fails" in why]
    for mutant in chosen:
        if findings[mutant.name].verdict == SURVIVED and mutant.name not in excused:
            note = f" ({findings[mutant.name].by})" if findings[mutant.name].by else ""
            wrong.append(f"survived{note}: {mutant.name}\n{mutant.diff()}")
    gone = report.stale(chosen, findings, excused)
    return wrong + [f"no longer survives, take it out of the equivalents: {name}" for name in gone]


def main(arguments: Sequence[str]) -> int:
    """Try mutants, write the report, say what survived; 0 if nothing did."""
    given = options(arguments)
    root = given.root.resolve()
    selection = Selection.read(root)
    scratch = Path(tempfile.mkdtemp(prefix="mutation-"))
    try:
        trees = {file: parsed(root, file) for file in selection.sources}
        enums = enums_of(iter(trees.values()))
        files = [file for file in selection.sources if not given.files or file in given.files]
        if unknown := set(given.files) - set(files):
            say(f"not in the selection of pyproject.toml: {sorted(unknown)}")
            return 2
        by_file = {file: mutants(file, trees[file], enums) for file in files}
        chosen = [mutant for made in by_file.values() for mutant in made]
        listed = report.equivalents(root / given.notes / "equivalents.toml")
        excused = {name: why for name, why in listed.items() if not given.files or name.split("::")[0] in files}
        made = known_trace(selection, root / given.kept, scratch)
        if made.broken:
            say(made.broken)
            return 2
        ledger = Ledger(root / given.kept / "findings.json", selection)
        ledger.forget(set(files), {mutant.name for mutant in chosen})
        bench = Bench(selection, trees, made, scratch, given.workers)
        speed = survey(bench, chosen, ledger, fresh=given.fresh)
        entries = {file: report.of_file(found, ledger.findings, excused) for file, found in by_file.items()}
        whole = report.write(root / given.notes / "report.json", entries, selection.sources, speed)
        wrong = judge(chosen, ledger, excused, made)
        say("\n\n".join(["", *wrong, f"{whole['totals']} {speed.said() if speed else 'nothing tried anew'}"]))
        return 1 if wrong else 0
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
