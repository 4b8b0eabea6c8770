"""What stands in files: nothing of one machine, nothing unfinished, sentences on top of modules, data that parses."""

import ast
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.architecture.source import python_files, text, tracked_files, tree

# Written in two halves, so that this file does not betray itself.
BETRAYING = re.compile(
    "|".join(
        (
            r"(?<![\w.])/wo" + r"rk/",
            r"(?<![\w.])/ro" + r"ot/",
            r"/ho" + r"me/[a-z]",
            r"pypi\." + r"org",
            r"files\.python" + r"hosted",
            r"\bTO" + r"DO\b",
            r"\bFIX" + r"ME\b",
            r"\bX" + r"XX\b",
        )
    )
)
PARSERS: dict[str, Callable[[str], object]] = {
    ".toml": tomllib.loads,
    ".json": json.loads,
    ".jsonl": lambda content: [json.loads(line) for line in content.splitlines()],
}


def readable() -> Iterator[tuple[Path, str]]:
    """Every tracked file that is text."""
    for path in tracked_files():
        try:
            yield path, text(path)
        except UnicodeDecodeError:
            continue


def betrayals(content: str) -> list[str]:
    """The lines of a text that speak of one machine or of unfinished work."""
    return [
        f"line {number}: {match[0]!r}"
        for number, line in enumerate(content.splitlines(), 1)
        if (match := BETRAYING.search(line))
    ]


def lacks_a_sentence(module: ast.Module) -> bool:
    """Whether a module has no docstring whose first line is a sentence."""
    first = (ast.get_docstring(module) or "").partition("\n")[0].strip()
    return not (first and not first[0].islower() and first.endswith((".", "!", "?", ":")))


def test_no_file_betrays_a_machine_or_unfinished_work() -> None:
    found = [f"{path}, {line}" for path, content in readable() for line in betrayals(content)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("line", ["see /wo" + "rk/main", "# TO" + "DO: later", "--index https://pypi." + "org/simple"])
def test_a_betraying_line_is_found(line: str) -> None:
    assert betrayals(f"fine\n{line}\n")[0].startswith("line 2")


def test_a_harmless_line_passes() -> None:
    assert betrayals("the network/ folder, a method, todos, /run/eva, https://example.org") == []


def test_every_module_begins_with_a_sentence() -> None:
    found = [str(path) for path in python_files() if lacks_a_sentence(tree(path))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("source", ["x = 1", '"""helpers"""', '"""Things that are\nneeded."""', '"""   """'])
def test_a_module_without_a_sentence_is_found(source: str) -> None:
    assert lacks_a_sentence(ast.parse(source))
    assert not lacks_a_sentence(ast.parse('"""One noun a file."""'))


@pytest.mark.parametrize("path", [path for path in tracked_files() if path.suffix in PARSERS], ids=str)
def test_every_data_file_parses(path: Path) -> None:
    assert PARSERS[path.suffix](text(path)) is not None


@pytest.mark.parametrize(("suffix", "content"), [(".toml", "a = 1\na = 2"), (".json", "{"), (".jsonl", "{}\n\n")])
def test_a_broken_data_file_is_found(suffix: str, content: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PARSERS[suffix](content)
