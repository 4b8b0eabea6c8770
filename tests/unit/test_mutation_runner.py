"""The mutation runner on a small project of its own: what is noticed, what survives, what is not tried again."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.mutation.ledger import Finding, Ledger
from tests.mutation.report import BadEquivalents, equivalents
from tests.mutation.selection import Selection
from tests.mutation.workers import allow_cpu, pool

ROOT = Path(__file__).parents[2]
PROJECT = {
    "pyproject.toml": (
        "[tool.mutation]\nslowest = 2.0\n"
        'sources = ["shop/**/*.py"]\ntests = ["checks/test_*.py", "!checks/test_slow.py"]\n'
    ),
    "shop/__init__.py": '"""A shop."""\n',
    "shop/prices.py": (
        '"""Prices."""\n\nfrom functools import cached_property, lru_cache\n\nLARGEST = 100\n\n\n'
        "@lru_cache\ndef size(name):\n    return len(name)\n\n\n"
        "class Basket:\n    def __init__(self, *names):\n        self.names = names\n\n"
        "    @cached_property\n    def total(self):\n        return min(LARGEST, sum(map(size, self.names)))\n"
        "\n\ndef unused():\n    return LARGEST\n"
    ),
    "checks/__init__.py": "",
    "checks/test_prices.py": (
        '"""Checks."""\n\nfrom shop.prices import Basket, size\n\nSMALL = size("s")\n\n\n'
        "def test_small():\n    assert SMALL == 1\n\n\n"
        'def test_total():\n    assert Basket("small", "big").total == 8\n'
    ),
    "checks/test_slow.py": "raise RuntimeError('never collected')\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one module and its tests."""
    for name, text in PROJECT.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def mutate(project: Path, *arguments: str) -> tuple[int, str, dict[str, Any]]:
    """Status, output and report of one run."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "tests.mutation", "--root", str(project), "--notes", "notes", "--kept", "kept"]
    done = subprocess.run([*command, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    report = project / "notes" / "report.json"
    assert report.exists(), done.stdout + done.stderr
    return done.returncode, done.stdout, json.loads(report.read_text(encoding="utf-8"))


def survivors(report: dict[str, Any]) -> set[str]:
    """What survived in the shop's prices."""
    return {name.removeprefix("shop/prices.py::") for name in report["files"]["shop/prices.py"]["survived"]}


def test_what_survives_is_shown_and_nothing_is_tried_twice(project: Path) -> None:
    status, said, first = mutate(project)
    assert status == 1
    assert survivors(first) == {"LARGEST: 100 => 101", "LARGEST: 100 => 99", "unused: LARGEST => None returned"}
    assert first["totals"] == {"mutants": 7, "killed": 4, "timeout": 0, "equivalent": 0, "survived": 3}
    assert "survived (no test reaches it): shop/prices.py::unused: LARGEST => None returned" in said
    assert "- LARGEST = 100\n+ LARGEST = 101" in said
    status, said, again = mutate(project)
    assert (status, again) == (1, first)
    assert "nothing tried anew" in said


EXCUSE = '[[equivalent]]\nmutant = "shop/prices.py::{}"\nreason = "nothing calls it at all, yet"\n'


def test_a_new_test_is_tried_on_survivors_and_an_old_excuse_fails(project: Path) -> None:
    mutate(project)
    more = (
        "\n\ndef test_edge():\n    assert Basket('x' * 200).total == 100\n\n\ndef test_wrong():\n    assert not SMALL\n"
    )
    with (project / "checks" / "test_prices.py").open("a", encoding="utf-8") as tests:
        tests.write(more)
    excuses = EXCUSE.format("unused: LARGEST => None returned") + EXCUSE.format("LARGEST: 100 => 99")
    (project / "notes" / "equivalents.toml").write_text(excuses, encoding="utf-8")
    status, said, report = mutate(project, "shop/prices.py")
    assert (status, report["totals"]["survived"], report["totals"]["equivalent"]) == (1, 0, 1), said
    assert "no longer survives, take it out of the equivalents: shop/prices.py::LARGEST: 100 => 99" in said
    assert "checks/test_prices.py::test_wrong fails without any change" in said


def test_the_digest_of_a_test_follows_what_it_imports(project: Path) -> None:
    (project / "checks" / "cases.py").write_text("A = 1\n", encoding="utf-8")
    (project / "checks" / "test_more.py").write_text("from checks.cases import A\n", encoding="utf-8")
    assert Selection.read(project).tests == ("checks/test_more.py", "checks/test_prices.py")
    before = Selection.read(project).digests
    (project / "checks" / "cases.py").write_text("A = 2\n", encoding="utf-8")
    after = Selection.read(project).digests
    assert before["checks/test_more.py"] != after["checks/test_more.py"]
    assert before["checks/test_prices.py"] == after["checks/test_prices.py"]


def test_workers_answer_crash_and_run_out_of_time() -> None:
    def run(job: str) -> dict[str, str]:
        if job == "crash":
            os._exit(3)
        if job == "endless":
            allow_cpu(0)
            while True:
                pass
        return {"verdict": job}

    answers = {job: answer["verdict"] for job, answer in pool(["a", "crash", "endless", "b"], run, workers=2)}
    assert answers == {"a": "a", "crash": "killed", "endless": "timeout", "b": "b"}


def test_findings_are_kept_and_those_of_vanished_mutants_dropped(project: Path) -> None:
    selection, path = Selection.read(project), project / "kept" / "findings.json"
    ledger = Ledger(path, selection)
    ledger.findings = {"shop/prices.py::a": Finding("killed", "t"), "shop/other.py::b": Finding("survived")}
    ledger.forget({"shop/prices.py"}, set())
    ledger.save()
    assert Ledger(path, selection).findings == {"shop/other.py::b": Finding("survived")}


@pytest.mark.parametrize(
    "text",
    [
        '[[equivalent]]\nmutant = "a"\n',
        '[[equivalent]]\nmutant = "a"\nreason = "too short"\n',
        '[[equivalent]]\nmutant = "a"\nreason = "a sentence that says why"\n' * 2,
    ],
)
def test_an_excuse_needs_a_reason_and_stands_once(tmp_path: Path, text: str) -> None:
    path = tmp_path / "equivalents.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadEquivalents):
        equivalents(path)
