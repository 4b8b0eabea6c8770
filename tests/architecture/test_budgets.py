"""Files, functions, parameter lists and folders stay small."""

import ast
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from tests.architecture import allowances
from tests.architecture.source import python_files, text, tree

MAX_FUNCTION, MAX_PARAMETERS, MAX_MODULES = 40, 7, 15
# The first pattern that fits decides. Migrations and data are exempt.
FILE_BUDGETS: tuple[tuple[str, int | None], ...] = (
    ("memory/migrations/*", None),
    ("policies/rules/*", 80),
    ("policies/content/rules/*", 80),
    ("tools/*/brokers/*", 400),
    ("tools/*/publishers/*", 400),
    ("tools/*/vendors/*", 400),
    ("tests/*", 400),
    ("*", 300),
)
# Flat lists of one kind, where one more file is the point.
FLAT_FOLDERS = (
    "policies/rules",
    "policies/content/rules",
    "policies/firms",
    "tools/trading",
    "tools/media",
    "tools/saas",
    "tools/priority",
    "tools/trading/strategies",
    "evals/tasks",
    "evals/benchmarks",
    "memory/migrations/versions",
    "tests/*",
)


def file_budget(path: str) -> int | None:
    """The most lines a file may have, or None where there is no limit."""
    return next(limit for pattern, limit in FILE_BUDGETS if fnmatch(path, pattern))


def functions(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function with its dotted name, nested ones and methods too."""
    for child in ast.iter_child_nodes(node):
        inner = prefix
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = f"{prefix}{child.name}."
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + child.name, child
        yield from functions(child, inner)


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many parameters a caller has to know; `self` and `cls` are none."""
    given = function.args
    names = [argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    names += [argument.arg for argument in (given.vararg, given.kwarg) if argument]
    return len([name for name in names if name not in ("self", "cls")])


def over_budget(path: str, source: str, module: ast.Module) -> Iterator[tuple[str, str]]:
    """Key and complaint for each budget that a file exceeds."""
    lines, limit = source.count("\n"), file_budget(path)
    if limit is not None and lines > limit:
        yield path, f"{lines} lines, at most {limit}"
    if limit is None:
        return
    for name, function in functions(module):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > MAX_FUNCTION:
            yield f"{path}::{name}", f"{length} lines, at most {MAX_FUNCTION}"
        if (count := parameters(function)) > MAX_PARAMETERS:
            yield f"{path}::{name}", f"{count} parameters, at most {MAX_PARAMETERS}"


def crowded(paths: list[str]) -> Iterator[tuple[str, str]]:
    """Key and complaint for each folder with too many modules."""
    modules = Counter(str(Path(path).parent) for path in paths if not path.endswith("__init__.py"))
    for folder, count in modules.items():
        if count > MAX_MODULES and not any(fnmatch(folder, flat) for flat in FLAT_FOLDERS):
            yield f"{folder}/", f"{count} modules, at most {MAX_MODULES}"


def all_complaints() -> dict[str, str]:
    """Every budget exceeded in the project."""
    paths = python_files()
    found = [entry for path in paths for entry in over_budget(str(path), text(path), tree(path))]
    return dict(found + list(crowded([str(path) for path in paths])))


def test_nothing_exceeds_its_budget() -> None:
    complaints = {key: why for key, why in all_complaints().items() if key not in allowances.BUDGETS}
    assert not complaints, "\n".join(f"{key}: {why}" for key, why in complaints.items())


def test_the_allowances_are_all_needed_and_carry_a_reason() -> None:
    unneeded = set(allowances.BUDGETS) - set(all_complaints())
    assert not unneeded, f"no longer over budget, take them out: {sorted(unneeded)}"
    assert all(len(reason) > 10 for reason in allowances.BUDGETS.values())


def complaints_about(path: str, source: str) -> list[str]:
    return [f"{key}: {why}" for key, why in over_budget(path, source, ast.parse(source))]


def test_a_long_file_is_found_by_the_budget_of_its_folder() -> None:
    lines = "x = 1\n" * 81
    assert complaints_about("policies/rules/late.py", lines) == ["policies/rules/late.py: 81 lines, at most 80"]
    assert complaints_about("policies/late.py", lines) == []
    assert complaints_about("tools/trading/brokers/far.py", "x = 1\n" * 400) == []
    assert complaints_about("bots/web.py", "x = 1\n" * 301) == ["bots/web.py: 301 lines, at most 300"]


def test_a_long_method_and_a_long_parameter_list_are_found() -> None:
    body = "        x = 1\n" * 40
    method = f"class Desk:\n    def act(self):\n{body}"
    assert complaints_about("tools/desk/long.py", method) == ["tools/desk/long.py::Desk.act: 41 lines, at most 40"]
    wide = "def act(self, a, b, c, *, d, e, f, g): ...\n"
    assert complaints_about("tools/desk/wide.py", wide) == []
    wider = "def act(a, b, /, c, *rest, d, e, f, **more): ...\n"
    assert complaints_about("tools/desk/wide.py", wider) == ["tools/desk/wide.py::act: 8 parameters, at most 7"]


def test_a_crowded_folder_is_found_unless_it_is_a_flat_list() -> None:
    names = [f"module_{number}.py" for number in range(16)]
    assert list(crowded([f"bots/{name}" for name in names])) == [("bots/", "16 modules, at most 15")]
    assert list(crowded([f"policies/rules/{name}" for name in names])) == []
