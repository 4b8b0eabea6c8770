"""Import directions: the contracts of pyproject.toml hold, name what exists, and bite."""

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from tests.architecture import allowances
from tests.architecture.source import PACKAGES, ROOT, imported_modules, python_files, tree

GRAPH_LIBRARIES = ("langgraph", "langchain", "langchain_core", "langchain_ollama")
# What the launcher may import before it knows which verb was asked for.
HEAVY_FOR_THE_LAUNCHER = (
    *GRAPH_LIBRARIES,
    "agents",
    "bots",
    "evals",
    "memory",
    "typer",
    "rich",
    "pydantic",
    "sqlmodel",
)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts over the packages of a folder."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def contracts() -> list[dict[str, Any]]:
    """The import contracts as pyproject.toml holds them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return found


def modules() -> set[str]:
    """The dotted name of every module and package of ours."""
    names = {".".join(path.with_suffix("").parts) for path in python_files(*PACKAGES)}
    return names | {name.removesuffix(".__init__") for name in names}


def expressions() -> Iterator[str]:
    """Every expression in a contract that speaks of our own modules."""
    for contract in contracts():
        for key in ("source_modules", "forbidden_modules", "protected_modules", "allowed_importers", "modules"):
            yield from (name for name in contract.get(key, ()) if name.split(".")[0] in PACKAGES)


def matches(expression: str, name: str) -> bool:
    """Whether a module is meant by an expression; `*` stands for one part of the name."""
    wanted, parts = expression.split("."), name.split(".")
    return len(wanted) == len(parts) and all(map(fnmatchcase, parts, wanted))


def heavy_at_start(module: ast.Module) -> set[str]:
    """The heavy modules that a file imports outside its functions."""
    body = ast.Module(
        [node for node in module.body if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)], []
    )
    return {name for _, name in imported_modules(body) if name.split(".")[0] in HEAVY_FOR_THE_LAUNCHER}


def test_the_contracts_hold() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_contracts_name_modules_that_exist() -> None:
    ours = modules()
    ahead = {wanted for wanted in expressions() if not any(matches(wanted, name) for name in ours)}
    assert ahead == set(allowances.CONTRACTS_AHEAD), "keep allowances.CONTRACTS_AHEAD in step with pyproject.toml"


def test_subscriber_conversations_get_a_contract_when_they_exist() -> None:
    guarded = {source for contract in contracts() for source in contract.get("source_modules", ())}
    assert "bots.public" in guarded or "bots.public" not in modules(), "bots.public may import nothing of the desk"


def test_every_folder_with_code_is_a_package() -> None:
    ours = python_files()
    folders = {path.parent for path in ours if path.parent != Path()}
    missing = {str(folder) for folder in folders if folder / "__init__.py" not in ours}
    assert not missing, "a folder without __init__.py escapes the contracts"


def test_the_graph_libraries_appear_only_in_agents() -> None:
    found = {
        f"{path}:{line} {name}"
        for path in python_files(*PACKAGES, "eva.py")
        for line, name in imported_modules(tree(path))
        if name.split(".")[0] in GRAPH_LIBRARIES and path.parts[0] != "agents"
    }
    assert not found


def test_the_launcher_imports_nothing_heavy() -> None:
    (launcher,) = python_files("eva.py")
    assert not heavy_at_start(tree(launcher))
    assert heavy_at_start(ast.parse("try:\n    import rich.table\nexcept ImportError: ...")) == {"rich.table"}
    assert not heavy_at_start(ast.parse("def main():\n    from bots import terminal"))


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """A project of empty packages under our contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    names = [name for name in modules() if (ROOT / Path(*name.split("."))).is_dir()]
    for name in (*names, "tools.trading.brokers.far", "tools.desk.service"):
        folder = tmp_path.joinpath(*name.split("."))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").write_text('"""Empty."""\n')
    # The exceptions that the contracts list have to exist, or the linter complains of them instead.
    for listed in (entry for contract in contracts() for entry in contract.get("ignore_imports", ())):
        importer, imported = listed.split(" -> ")
        for name, code in ((imported, ""), (importer, f"import {imported}\n")):
            tmp_path.joinpath(*name.split(".")).with_suffix(".py").write_text(code)
    return tmp_path


def test_the_skeleton_alone_keeps_the_contracts(skeleton: Path) -> None:
    result = lint_imports(skeleton)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("importer", "imported", "contract"),
    [
        ("policies", "tools", "imports only those below it"),
        ("tools", "bots", "imports only those below it"),
        ("agents", "evals", "imports only those below it"),
        ("bots", "eva", "Nothing imports the launcher"),
        ("tools", "langgraph.graph", "Only agents imports langgraph"),
        ("bots", "langchain.agents", "Only agents imports langgraph"),
        ("tools.trading", "tools.trading.brokers.far", "Only the desk imports venues"),
        ("bots", "tools.desk.service", "through its client"),
        ("tools.trading", "tools.desk.service", "import the service of the desk"),
        ("tools.desk", "structlog", "The desk stays small"),
        ("tools.desk", "memory", "The desk stays small"),
        ("tools.trading.brokers.far", "tools.trading.brokers.paper", "do not know each other"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(skeleton: Path, importer: str, imported: str, contract: str) -> None:
    skeleton.joinpath(*importer.split("."), "__init__.py").write_text(f"import {imported}\n")
    result = lint_imports(skeleton)
    broken = [line for line in " ".join(result.stdout.split()).split("BROKEN") if contract in line]
    assert result.returncode == 1, result.stdout + result.stderr
    assert broken, result.stdout
