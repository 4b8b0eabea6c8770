"""What is mutated and which tests may notice: read from `[tool.mutation]`, with a digest of everything that counts."""

import ast
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class Selection:
    """The files of one project, as paths relative to its root, sorted."""

    root: Path
    sources: tuple[str, ...]
    tests: tuple[str, ...]
    slowest: float
    """Processor seconds; a test that takes longer is not asked."""

    @classmethod
    def read(cls, root: Path) -> "Selection":
        """The selection that pyproject.toml asks for; a pattern that matches nothing is fine."""
        table = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutation"]
        return cls(root, matched(root, table["sources"]), matched(root, table["tests"]), table["slowest"])

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """For each test file a digest of it and of every module of the tests that it imports, at whatever distance."""
        packages = sorted({Path(test).parts[0] for test in self.tests})
        files = {str(path.relative_to(self.root)) for name in packages for path in (self.root / name).rglob("*.py")}
        around = [self.root / "pyproject.toml", *sorted(self.root.glob("*/conftest.py"))]
        shared = "".join(content(path) for path in around)
        imports = {file: frozenset(imported(self.root, file) & files) for file in sorted(files)}
        return {test: self._digest(reached(test, imports), shared) for test in self.tests}

    def _digest(self, files: frozenset[str], shared: str) -> str:
        text = shared + "".join(content(self.root / file) for file in sorted(files))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @cached_property
    def everything(self) -> str:
        """A digest of all sources, the data beside them and all tests: what a trace of the tests depends on."""
        folders = {self.root / Path(file).parts[0] for file in self.sources}
        data = sorted(
            path
            for folder in folders
            for path in folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        )
        text = "".join(content(path) for path in data) + "".join(self.digests[test] for test in self.tests)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def matched(root: Path, patterns: list[str]) -> tuple[str, ...]:
    """The files that match a pattern, without those that match one that begins with an exclamation mark."""
    found: set[str] = set()
    for pattern in patterns:
        files = {str(path.relative_to(root)) for path in root.glob(pattern.lstrip("!"))}
        found = found - files if pattern.startswith("!") else found | files
    return tuple(sorted(found))


def content(path: Path) -> str:
    """A file's path and digest."""
    return f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\0"


def imported(root: Path, file: str) -> set[str]:
    """The files that a file may import by name, of this project or not."""
    return {candidate for name in names(ast.parse((root / file).read_text("utf-8"))) for candidate in spelled(name)}


def spelled(name: str) -> Iterator[str]:
    """The files that a dotted name may stand for, the packages above it too."""
    parts = name.split(".")
    yield f"{'/'.join(parts)}.py"
    yield from (f"{'/'.join(parts[:depth])}/__init__.py" for depth in range(1, len(parts) + 1))


def names(module: ast.Module) -> Iterator[str]:
    """Every dotted name that a module imports; `from a import b` is both `a` and `a.b`."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def reached(start: str, imports: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """A file and every file that it imports, at whatever distance."""
    seen, waiting = {start}, [start]
    while waiting:
        new = imports.get(waiting.pop(), frozenset()) - seen
        seen |= new
        waiting += sorted(new)
    return frozenset(seen)
