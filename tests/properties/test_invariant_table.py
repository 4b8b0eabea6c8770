"""The table of invariants is true: each row names what exists, each rule has a row, the README shows it as it is."""

import ast
from functools import cache
from pathlib import Path

import pytest

from policies.rules import RULES
from tests.properties.invariants import ROOT, Invariant, beyond, invariants, module, table, written

ROWS = invariants()


@cache
def names_in(path: Path) -> frozenset[str]:
    """The names of the tests of a file, read and not run."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}
    machines = {t.id for n in tree.body if isinstance(n, ast.Assign) for t in n.targets if isinstance(t, ast.Name)}
    return frozenset(name for name in functions | machines if name.lower().startswith("test"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_what_a_row_names_exists(row: Invariant) -> None:
    assert [name for name in row.by if not module(name).is_file()] == []
    for name in row.tests:
        path, _, function = name.partition("::")
        assert function in names_in(ROOT / "tests" / path), name
    assert row.tests or row.remark
    assert len(set(row.tests)) == len(row.tests)


def test_all_fifty_two_are_there_in_order() -> None:
    assert [row.number for row in ROWS] == list(range(1, 53))


def test_every_rule_holds_an_invariant_or_says_why_it_is_beyond_them() -> None:
    named = {rule for row in ROWS for rule in row.rules}
    assert named.isdisjoint(beyond())
    assert named | beyond().keys() == {rule.name for rule in RULES}


def test_the_readme_shows_the_table_as_it_is() -> None:
    assert written() == table()
