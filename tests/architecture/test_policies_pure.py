"""The kernel stays pure: a whitelist of imports, no clock, no files, no floats, no order that differs between runs."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import dotted, imported_modules, python_files, tree

ALLOWED_IMPORTS = set(
    "__future__ abc collections dataclasses datetime decimal enum functools hashlib hmac itertools json operator re "
    "types typing unicodedata zoneinfo policies".split()
)
BANNED_NAMES = set("utcnow open float complex print input exec eval compile __import__ id hash globals".split())
# No module on the whitelist has a free function `now` or `today`: a clock is read through an attribute of a class.
BANNED_ATTRIBUTES = set("now utcnow today from_float".split())
# Building any of these straight from a set keeps the set's order, which differs between processes.
ORDER_KEEPERS = set("list tuple iter enumerate next zip map filter reversed".split())


def impurities(module: ast.Module) -> Iterator[str]:
    """Every reason why a module is not pure, with its line."""
    for line, name in imported_modules(module):
        if name.split(".")[0] not in ALLOWED_IMPORTS:
            yield f"line {line}: imports {name!r}"
    checked = {id(name) for call in ast.walk(module) for name in names_in_isinstance(call)}
    for node in ast.walk(module):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Name) and is_read(node) and node.id in BANNED_NAMES and id(node) not in checked:
            yield f"line {line}: uses the name {node.id!r}"
        elif isinstance(node, ast.Attribute) and node.attr in BANNED_ATTRIBUTES:
            yield f"line {line}: reads .{node.attr}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield f"line {line}: the literal {node.value!r} is not exact"
        elif isinstance(node, ast.Call) and bad_call(node):
            yield f"line {line}: {bad_call(node)}"
        elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension) and is_set(node.iter):
            yield f"line {node.iter.lineno}: goes through a set, whose order differs between processes"


def is_read(name: ast.Name) -> bool:
    """Whether a name is read; a field may well be called `id` or `open`."""
    return isinstance(name.ctx, ast.Load)


def names_in_isinstance(node: ast.AST) -> Iterator[ast.Name]:
    """The types that an isinstance check names: rejecting a float has to name it."""
    if isinstance(node, ast.Call) and dotted(node.func) == "isinstance":
        for argument in node.args[1:]:
            yield from (inner for inner in ast.walk(argument) if isinstance(inner, ast.Name))


def bad_call(call: ast.Call) -> str:
    """Why a call is not pure, or an empty string."""
    name = dotted(call.func)
    attribute = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if attribute == "open":
        return "opens something"
    if attribute == "astimezone" and not call.args and not call.keywords:
        return "astimezone() without a zone reads the machine's"
    if (name in ORDER_KEEPERS or attribute == "join") and any(is_set(argument) for argument in call.args):
        return f"{name or attribute}() keeps the order of a set, which differs between processes"
    return ""


def is_set(node: ast.expr) -> bool:
    """Whether an expression is a set on its face."""
    return isinstance(node, ast.Set | ast.SetComp) or (
        isinstance(node, ast.Call) and dotted(node.func) in ("set", "frozenset")
    )


def test_policies_are_pure() -> None:
    paths = python_files("policies")
    found = [f"{path}, {why}" for path in paths for why in impurities(tree(path))]
    assert len(paths) > 5
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "import time",
        "from pathlib import Path",
        "def f():\n    import random",
        "from . import facts",
        "import policies.kernel, tools.desk",
        "at = datetime.now(UTC)",
        "day = date.today()",
        "from datetime import datetime as d; at = d.utcnow()",
        "text = open('limits.toml')",
        "text = place.open()",
        "half = 0.5",
        "x = 1e3",
        "x = float(price)",
        "def f(price: float): ...",
        "f = Decimal.from_float",
        "for name in {'a', 'b'}: ...",
        "x = [name for name in set(names)]",
        "x = tuple(frozenset(names))",
        "x = ','.join({name for name in names})",
        "x = at.astimezone()",
        "x = hash(name)",
        "print(verdict)",
    ],
)
def test_an_impure_line_is_found(source: str) -> None:
    assert list(impurities(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "from __future__ import annotations\nfrom collections.abc import Sequence\nfrom policies.facts import Facts",
        "ok = isinstance(value, (float, complex)) or isinstance(value, int | float)",
        "for name in sorted(set(names)): ...",
        "known = name in {'a', 'b'}",
        "is_open = session.open",
        "now = facts.market",
        "class Session:\n    id: str\n    open: bool",
        "x = at.astimezone(zone)",
        "x = Decimal('0.5') + 1",
    ],
)
def test_a_pure_line_passes(source: str) -> None:
    assert list(impurities(ast.parse(source))) == []
