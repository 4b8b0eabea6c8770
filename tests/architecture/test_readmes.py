"""Every folder of code says in at most a page what it owns, what it must not import and how to add one."""

import re
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.source import PACKAGES, python_files, text, tracked_files

MAX_LINES = 60
PRINTED = re.compile(r"<!-- (\w+): python -m [\w.]+ -->.*?<!-- end of \1 -->", re.DOTALL)
"""A table that a command prints; another test compares the two, and it is no part of the page."""


def complaints(folders: Iterable[Path], readmes: dict[Path, str]) -> list[str]:
    """What is wrong with the READMEs of some folders."""
    found = []
    for folder in sorted(folders):
        content = readmes.get(folder / "README.md")
        if content is None:
            found.append(f"{folder}: no README.md")
        elif (lines := PRINTED.sub("", content).count("\n")) > MAX_LINES:
            found.append(f"{folder}: README.md has {lines} lines, at most {MAX_LINES}")
        elif not content.startswith("# ") or len(content) < 120:
            found.append(f"{folder}: README.md needs a heading and a few sentences")
    return found


def test_every_folder_has_a_readme_of_at_most_a_page() -> None:
    folders = {path.parent for path in python_files(*PACKAGES)} | {Path("tests")}
    readmes = {path: text(path) for path in tracked_files() if path.name == "README.md"}
    assert not complaints(folders, readmes)


def test_a_missing_an_empty_and_a_long_readme_are_found() -> None:
    good = "# desk\n\n" + "It owns the keys and imports nothing above it. " * 4
    readmes = {Path("a/README.md"): good, Path("b/README.md"): "# b\n", Path("c/README.md"): good + "\n" * 60}
    folders = [Path(name) for name in "abcd"]
    assert [line.split(":")[0] for line in complaints(folders, readmes)] == ["b", "c", "d"]
