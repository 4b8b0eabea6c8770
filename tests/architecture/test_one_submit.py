"""One door to a venue: in the tools one call submits an order, and nothing but the port and its adapters offers one."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import python_files, tree

PORT = Path("tools/trading/venue.py")
DOOR = Path("tools/desk/engine/sending.py")
NAME = "submit"


def calls(module: ast.Module) -> Iterator[int]:
    """Lines that call something named submit, or hand such a method on."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute | ast.Name) and NAME in (getattr(node, "attr", ""), getattr(node, "id", "")):
            yield node.lineno


def offers(module: ast.Module) -> Iterator[int]:
    """Lines that define or bind that name, or spell it as a string for getattr."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name == NAME:
            yield node.lineno
        elif isinstance(node, ast.alias) and NAME in (node.name, node.asname):
            yield node.end_lineno or 0
        elif isinstance(node, ast.Constant) and node.value == NAME:
            yield node.lineno


def adapter(path: Path) -> bool:
    """Whether a file is an adapter of a venue."""
    return path.parts[:1] == ("tools",) and "brokers" in path.parts


def test_one_call_in_the_tools_submits() -> None:
    found = [path for path in python_files("tools") for _ in calls(tree(path))]
    assert found == [DOOR]


def test_only_the_port_and_its_adapters_bear_the_name() -> None:
    found = {path for path in python_files("tools") for _ in offers(tree(path))}
    assert PORT in found
    assert all(path == PORT or adapter(path) for path in found), sorted(found)


def test_every_way_around_is_found() -> None:
    assert len(list(calls(ast.parse("await venue.submit(order)")))) == 1
    assert len(list(calls(ast.parse("send = venue.submit")))) == 1
    assert len(list(calls(ast.parse("submit(order)")))) == 1
    assert list(calls(ast.parse("self.submitted.append(order)"))) == []
    for source in ("def submit(): ...", "async def submit(): ...", "from a import b as submit", "getattr(v, 'submit')"):
        assert len(list(offers(ast.parse(source)))) == 1
    assert list(offers(ast.parse("'submit an order'"))) == []
