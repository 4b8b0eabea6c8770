"""The sentences that understanding is measured with: as they were committed, and those that were read hold."""

import hashlib
import json
from pathlib import Path

import pytest

from agents.grammar import understand
from evals.orders.scoring import marked, same_args, score
from evals.tasks.orders import CASES as ORDERS
from tests.architecture.source import ROOT

FOLDERS = sorted(path.parent for path in (ROOT / "evals" / "cases").glob("*/hashes.json"))
READ = ("heldout_a.jsonl", "heldout_b.jsonl")
"""Sets whose misses were read: development sets, which have to hold."""


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.name))
def test_no_set_was_changed_after_it_was_written(folder: Path) -> None:
    """Every set has its hash, and every hash its set."""
    hashes = json.loads((folder / "hashes.json").read_text(encoding="utf-8"))
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.jsonl")} == hashes


@pytest.mark.parametrize("name", READ)
def test_the_sets_that_were_read_hold(name: str) -> None:
    """No dangerous error, and nearly every plain request is done without a question: the two stand together."""
    cases = [json.loads(line) for line in (ORDERS / name).read_text(encoding="utf-8").splitlines()]
    found = score(marked(cases, understand))
    assert found.dangerous == 0
    assert found.acted >= 0.95 * found.acts


def test_arguments_are_compared_by_value() -> None:
    """185.50 is 185.5, an absent field is null, another unit is another size."""
    assert same_args({"limit": "185.50", "stop": None}, {"limit": "185.5"})
    assert same_args({"acts": [{"tool": "x", "args": {}}]}, {"acts": ({"tool": "x", "args": {}},)})
    assert not same_args({"notional": "5000 USD"}, {"quantity": "5000"})
    assert not same_args({"risk": "200 USD"}, {"risk": "200 EUR"})
    assert not same_args({"acts": []}, {"acts": [{"tool": "x", "args": {}}]})
