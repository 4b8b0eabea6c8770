"""The record of how often each held-out set was looked at: a set that was run often is no longer held out."""

import hashlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals.routing.scoring import Scores
from tools.errors import Misconfigured

RECORD = "runs.json"


def record(cases: Path, router: str, scores: Scores, *, at: datetime) -> int:
    """Appends one run of a file of cases to `runs.json` beside it and gives how often that content has been run.

    `router` names what was measured: a baseline's name, or the digest of the weights. `at` is aware and kept in UTC.
    """
    entry = {
        "set": cases.name,
        "sha256": digest(cases),
        "at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "router": router,
        **scores.plain(),
    }
    path = cases.with_name(RECORD)
    runs = [*read(path), entry]
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(json.dumps(runs, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    fresh.replace(path)
    return times(runs, entry["sha256"])


def digest(cases: Path) -> str:
    """What a set is known by."""
    return hashlib.sha256(cases.read_bytes()).hexdigest()


def read(path: Path) -> list[dict[str, Any]]:
    """The runs so far, oldest first; none without a file."""
    try:
        runs = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except ValueError as error:
        raise Misconfigured(f"{path.name} is no JSON ({error}); put back the version that was committed") from None
    if not isinstance(runs, list):
        raise Misconfigured(f"{path.name} holds no list of runs; put back the version that was committed")
    return runs


def times(runs: list[dict[str, Any]], sha256: str, router: str | None = None) -> int:
    """How many runs one content of a set has had, by any router or by the one named."""
    return sum(run.get("sha256") == sha256 and router in (None, run.get("router")) for run in runs)
