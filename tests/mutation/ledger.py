"""What is known from earlier runs, and what of it still holds."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.mutation.selection import Selection
from tests.mutation.sites import Mutant
from tests.mutation.tracing import Trace

FORMAT = 1
"""Raised whenever what is kept between runs changes its shape: older files are not read."""

SURVIVED, KILLED, TIMEOUT = "survived", "killed", "timeout"


@dataclass(frozen=True)
class Finding:
    """What became of a mutant: `by` names the test that noticed. `tests` digests the tests that this rests on."""

    verdict: str
    by: str = ""
    source: str = ""
    tests: str = ""
    cpu: float = 0.0


class Ledger:
    """Findings by mutant, kept in one JSON file between runs."""

    def __init__(self, path: Path, selection: Selection) -> None:
        self.path, self.selection = path, selection
        kept = read(path)
        self.findings = {name: Finding(**value) for name, value in kept.get("findings", {}).items()}

    def holds(self, mutant: Mutant, reaching: Sequence[str]) -> bool:
        """Whether the finding still rests on the same function and the same tests.

        A kill rests on the test that noticed, a survivor on every test that reaches it.
        """
        finding = self.findings.get(mutant.name)
        return (
            finding is not None
            and finding.source == mutant.source
            and finding.tests == self._rests_on(finding.verdict, finding.by, reaching)
        )

    def keep(self, mutant: Mutant, finding: Finding, reaching: Sequence[str]) -> None:
        """Remember what became of a mutant."""
        tests = self._rests_on(finding.verdict, finding.by, reaching)
        self.findings[mutant.name] = Finding(finding.verdict, finding.by, mutant.source, tests, finding.cpu)

    def forget(self, files: Collection[str], existing: Collection[str]) -> None:
        """Drop the findings about mutants of these files that no longer exist."""
        gone = [name for name in self.findings if name.split("::")[0] in files and name not in existing]
        for name in gone:
            del self.findings[name]

    def noticed(self, mutant: Mutant) -> str:
        """The test that noticed it last time: it is asked first, whatever changed since."""
        finding = self.findings.get(mutant.name)
        return finding.by if finding is not None else ""

    def save(self) -> None:
        """Write the file."""
        write(self.path, {"findings": {name: asdict(value) for name, value in sorted(self.findings.items())}})

    def _rests_on(self, verdict: str, by: str, reaching: Sequence[str]) -> str:
        digests, file = self.selection.digests, by.split("::", 1)[0]
        if verdict == KILLED and file in digests:
            return digests[file]
        files = sorted({name.split("::")[0] for name in reaching})
        return hashlib.sha256("".join(digests.get(name, "") for name in files).encode()).hexdigest()[:16]


def traced(path: Path, selection: Selection) -> Trace | None:
    """The trace of an earlier run, if nothing changed since."""
    kept = read(path)
    return Trace(**kept["trace"]) if kept.get("digest") == selection.everything else None


def keep_trace(path: Path, selection: Selection, trace: Trace) -> None:
    """Keep a trace for runs after which nothing changed."""
    write(path, {"digest": selection.everything, "trace": asdict(trace)})


def read(path: Path) -> dict[str, Any]:
    """What an earlier run kept in a file, or nothing if it is of another format."""
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return kept if kept.get("format") == FORMAT else {}


def write(path: Path, kept: dict[str, Any]) -> None:
    """Keep something in a file; a run that is ended meanwhile leaves the old file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"format": FORMAT, **kept}), encoding="utf-8")
    fresh.replace(path)
