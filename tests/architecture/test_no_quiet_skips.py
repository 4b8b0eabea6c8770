"""Tests skip aloud, do not sleep to be right, and use no mocks."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture import allowances
from tests.architecture.source import dotted, imported_modules, python_files, tree

# What skips or expects a failure, and whether its first argument is the reason.
SKIPS = {
    "pytest.skip": True,
    "pytest.xfail": True,
    "pytest.importorskip": False,
    "pytest.mark.skip": True,
    "pytest.mark.skipif": False,
    "pytest.mark.xfail": False,
}


def reason_of(call: ast.Call, *, first_argument: bool) -> ast.expr | None:
    """The expression that says why, if the call holds one."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == "reason"]
    return named[0] if named else call.args[0] if first_argument and call.args else None


def quiet_skips(module: ast.Module) -> Iterator[int]:
    """The lines that skip or expect a failure without saying why."""
    called = {id(node.func): node for node in ast.walk(module) if isinstance(node, ast.Call)}
    for node in ast.walk(module):
        if not isinstance(node, ast.Attribute) or dotted(node) not in SKIPS:
            continue
        call = called.get(id(node))
        reason = reason_of(call, first_argument=SKIPS[dotted(node)]) if call else None
        if reason is None or (isinstance(reason, ast.Constant) and not str(reason.value).strip()):
            yield node.lineno


def sleeps(module: ast.Module) -> bool:
    """Whether a file calls time.sleep, however it was imported."""
    imported = any(
        isinstance(node, ast.ImportFrom) and node.module == "time" and any(name.name == "sleep" for name in node.names)
        for node in ast.walk(module)
    )
    return imported or any(
        isinstance(node, ast.Attribute) and node.attr == "sleep" and dotted(node) == "time.sleep"
        for node in ast.walk(module)
    )


def mocks(module: ast.Module) -> bool:
    """Whether a file imports a mocking library."""
    from_unittest = any(
        isinstance(node, ast.ImportFrom)
        and node.module == "unittest"
        and any(name.name == "mock" for name in node.names)
        for node in ast.walk(module)
    )
    return from_unittest or any(
        name == "mock" or name.startswith(("unittest.mock", "pytest_mock")) for _, name in imported_modules(module)
    )


def test_every_skip_says_why() -> None:
    found = [f"{path}:{line}" for path in python_files("tests") for line in quiet_skips(tree(path))]
    assert not found


def test_no_test_sleeps_but_the_listed_ones() -> None:
    asleep = {str(path) for path in python_files("tests") if sleeps(tree(path))}
    assert asleep == set(allowances.SLEEPS), "wait for an event, or list the file with its reason in allowances.SLEEPS"


def test_nothing_is_mocked() -> None:
    assert not [str(path) for path in python_files() if mocks(tree(path))]


@pytest.mark.parametrize(
    "source",
    [
        "pytest.skip()",
        "pytest.skip('')",
        "pytest.importorskip('ccxt')",
        "@pytest.mark.skip\ndef test_a(): ...",
        "@pytest.mark.skipif(sys.platform == 'win32')\ndef test_a(): ...",
        "@pytest.mark.xfail\ndef test_a(): ...",
        "pytestmark = pytest.mark.skip(reason='')",
    ],
)
def test_a_quiet_skip_is_found(source: str) -> None:
    assert list(quiet_skips(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "pytest.skip('no PostgreSQL on this machine')",
        "pytest.importorskip('ccxt', reason='the extra ccxt is not installed')",
        "@pytest.mark.skipif(NO_PTY, reason='no pseudo-terminal')\ndef test_a(): ...",
        "@pytest.mark.parametrize('a', [])\ndef test_a(a): ...",
    ],
)
def test_a_skip_with_a_reason_passes(source: str) -> None:
    assert list(quiet_skips(ast.parse(source))) == []


def test_sleeps_and_mocks_are_found_under_every_name() -> None:
    assert sleeps(ast.parse("import time\ntime.sleep(1)"))
    assert sleeps(ast.parse("from time import sleep\nsleep(1)"))
    assert not sleeps(ast.parse("import asyncio\nasyncio.sleep(0)"))
    assert mocks(ast.parse("from unittest import mock"))
    assert mocks(ast.parse("import unittest.mock"))
    assert not mocks(ast.parse("import unittest"))
