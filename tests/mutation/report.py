"""The report: what survived, shown as a difference, and what it is worth; equivalents are listed with a reason."""

import json
import platform
import statistics
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.mutation.ledger import KILLED, SURVIVED, TIMEOUT, Finding
from tests.mutation.sites import Mutant

SHORTEST_REASON = 20


class BadEquivalents(ValueError):
    """The list of equivalents is wrong: write [[equivalent]] tables with `mutant` and a `reason` of a sentence."""


@dataclass(frozen=True)
class Speed:
    """How fast a run was: seconds of all by the clock, processor seconds of each mutant."""

    seconds: float
    each: Sequence[float]

    def said(self) -> dict[str, Any]:
        """The numbers, rounded to what can be repeated."""
        return {
            "mutants": len(self.each),
            "minutes": round(self.seconds / 60, 1),
            "mutants_per_minute": round(60 * len(self.each) / self.seconds),
            "median_cpu_seconds": round(statistics.median(self.each), 2),
            "cpu_minutes": round(sum(self.each) / 60, 1),
        }


def equivalents(path: Path) -> dict[str, str]:
    """The listed mutants with the reason why no test can tell them from the code."""
    if not path.exists():
        return {}
    listed = tomllib.loads(path.read_text(encoding="utf-8")).get("equivalent", [])
    found: dict[str, str] = {}
    for entry in listed:
        if entry.keys() != {"mutant", "reason"} or len(entry["reason"]) < SHORTEST_REASON:
            raise BadEquivalents(f"{entry!r}")
        if entry["mutant"] in found:
            raise BadEquivalents(f"{entry['mutant']!r} is listed twice")
        found[entry["mutant"]] = entry["reason"]
    return found


def of_file(mutants: Iterable[Mutant], findings: Mapping[str, Finding], excused: Mapping[str, str]) -> dict[str, Any]:
    """The entry of one file: counts, and the names of what survived without an excuse."""
    verdicts = {mutant.name: findings[mutant.name].verdict for mutant in mutants}
    counts = Counter(verdicts.values())
    survived = sorted(name for name, verdict in verdicts.items() if verdict == SURVIVED and name not in excused)
    return {
        "mutants": len(verdicts),
        "killed": counts[KILLED],
        "timeout": counts[TIMEOUT],
        "equivalent": counts[SURVIVED] - len(survived),
        "survived": survived,
    }


def stale(mutants: Iterable[Mutant], findings: Mapping[str, Finding], excused: Mapping[str, str]) -> list[str]:
    """The listed equivalents of these files that do not survive: they are gone, or a test notices them."""
    alive = {mutant.name for mutant in mutants if findings[mutant.name].verdict == SURVIVED}
    return [name for name in excused if name not in alive]


def write(path: Path, entries: Mapping[str, Any], sources: Sequence[str], speed: Speed | None) -> dict[str, Any]:
    """Write the report anew: the files just tried, and of the others what was known, if they still exist."""
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"files": {}}
    files = {file: entries.get(file) or before["files"].get(file) for file in sources}
    known = {file: entry for file, entry in files.items() if entry}
    totals = {
        key: sum(entry[key] for entry in known.values()) for key in ("mutants", "killed", "timeout", "equivalent")
    }
    totals["survived"] = sum(len(entry["survived"]) for entry in known.values())
    report: dict[str, Any] = {"python": platform.python_version(), "totals": totals}
    measured = speed.said() if speed is not None else before.get("measured")
    if measured:
        report["measured"] = measured
    report["files"] = known
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return report
