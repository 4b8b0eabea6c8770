"""The project's own files, as the architecture tests read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("policies", "memory", "tools", "agents", "bots", "evals")
IGNORED = {".git", ".venv", "__pycache__", "build", "dist", ".hypothesis", ".import_linter_cache"}


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that is or would be committed, relative to the root; a plain walk where git cannot tell."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        return tuple(sorted(walk(ROOT)))
    return tuple(sorted(Path(name) for name in listed if name and (ROOT / name).is_file()))


def walk(folder: Path) -> Iterator[Path]:
    """Every file below a folder, relative to the root, without caches and the environment."""
    for path in folder.iterdir():
        if path.name in IGNORED or path.name.endswith(("_cache", ".egg-info", ".pyc")):
            continue
        if path.is_dir():
            yield from walk(path)
        elif path.is_file():
            yield path.relative_to(ROOT)


def python_files(*folders: str) -> tuple[Path, ...]:
    """Our Python files, of all packages, the launcher and the tests, or of the folders named."""
    wanted = folders or (*PACKAGES, "tests", "eva.py")
    return tuple(path for path in tracked_files() if path.suffix == ".py" and path.parts[0] in wanted)


@cache
def text(path: Path) -> str:
    """The text of one of our files."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of one of our Python files."""
    return ast.parse(text(path), filename=str(path))


def imported_modules(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every module imported anywhere in a file; `from a import b` counts as `a`."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def dotted(node: ast.expr) -> str:
    """The dotted name an expression spells, `pytest.mark.skip`, or an empty string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (left := dotted(node.value)):
        return f"{left}.{node.attr}"
    return ""
