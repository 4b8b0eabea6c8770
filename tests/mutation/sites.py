"""Mutants of one file: each with its place, its name, the tests' lines that reach it and the changed statement."""

import ast
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import ndiff
from pathlib import Path
from typing import Any

from tests.mutation.operators import (
    LEFT_OUT,
    VERSION,
    Alternatives,
    Change,
    Enums,
    inside,
    of_expression,
    pattern,
    removable,
    replaced,
    shown,
)

LANGUAGES = ("en", "fr")
NAMING = ("NewType", "TypeVar")
CACHING = ("lru_cache", "cache")
UNHEARD = ("slots",)
"""Keyword arguments that only save memory."""

TYPES = ("annotation", "returns", "type_comment", "bases", "ctx")
"""Fields that hold types or grammar, not behaviour."""


@dataclass(frozen=True)
class Place:
    """Where the walk stands. `function` is the outermost one around; empty while definitions are evaluated."""

    prefix: str = ""
    function: str = ""
    scope: ast.AST | None = None
    statement: ast.stmt | None = None
    lines: range = range(0)
    truth: bool = False
    wordless: bool = False


@dataclass(frozen=True)
class Mutant:
    """One changed program. `lines` are those of the statement; a test that runs none of them cannot tell."""

    file: str
    function: str
    lines: range
    statement: ast.stmt
    change: Change
    name: str
    source: str = field(repr=False)

    def diff(self) -> str:
        """The statement before and after. Writes the change into the tree for a moment, and takes it back."""
        before = ast.unparse(self.statement).splitlines()
        old = getattr(self.change.owner, self.change.field)
        self.change.apply()
        after = ["pass"] if self.change.after == "pass" else ast.unparse(self.statement).splitlines()
        setattr(self.change.owner, self.change.field, old)
        where = f"{self.file}:{self.lines.start} in {self.function or 'the module'}"
        changed = [line for line in ndiff(before, after) if line.startswith(("- ", "+ "))]
        return "\n".join([where, *changed])


def enums_of(trees: Iterator[ast.Module]) -> Enums:
    """Every enum class of some modules with the names of its members."""
    found: dict[str, list[str]] = {}
    for node in (node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)):
        if any(isinstance(base, ast.Name) and base.id.endswith("Enum") for base in node.bases):
            targets = [item.targets[0] for item in node.body if isinstance(item, ast.Assign)]
            found[node.name] = [target.id for target in targets if isinstance(target, ast.Name)]
    return found


def mutants(file: str, tree: ast.Module, enums: Enums) -> list[Mutant]:
    """Every mutant of a file; a name says what changes, so that it outlives changes elsewhere."""
    seen: Counter[str] = Counter()
    made = []
    for change, place in Walk(enums).visit(tree, Place()):
        assert place.statement is not None
        name = f"{file}::{place.function or defined(place)}: {change.before} => {change.after}"
        seen[name] += 1
        text = ast.dump(place.scope if place.function and place.scope else place.statement)
        source = hashlib.sha256(f"{VERSION}\0{text}".encode()).hexdigest()[:16]
        unique = name if seen[name] == 1 else f"{name} #{seen[name]}"
        made.append(Mutant(file, place.function, place.lines, place.statement, change, unique, source))
    return made


def defined(place: Place) -> str:
    """What a statement outside functions defines: the name that it assigns, or the class or function it begins."""
    node = place.statement
    if isinstance(node, ast.ClassDef):
        return place.prefix.rstrip(".")
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    name = target.id if isinstance(target, ast.Name) else getattr(node, "name", "module")
    return f"{place.prefix}{name}"


def own_lines(statement: ast.stmt) -> range:
    """The lines of a statement, of a compound one those above its body."""
    body = getattr(statement, "body", None)
    first = body[0].lineno if isinstance(body, list) and body else None
    end = statement.end_lineno or statement.lineno
    if isinstance(statement, ast.Match):
        end = statement.cases[-1].pattern.end_lineno or end
    return range(statement.lineno, max(statement.lineno, end if first is None else first - 1) + 1)


class Walk:
    """The walk through one tree; yields each change with the place that it happens at."""

    def __init__(self, enums: Enums) -> None:
        self.enums = enums

    def visit(self, node: ast.AST, place: Place) -> Iterator[tuple[Change, Place]]:
        """The changes of a node and of everything below it."""
        place = self.entered(node, place)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from self.function(node, place)
            return
        if isinstance(node, ast.ClassDef):
            place = replace(place, prefix=f"{place.prefix}{node.name}.")
        yield from ((change, place) for change in inside(node, truth=place.truth))
        for name, value in ast.iter_fields(node):
            if name not in TYPES:
                yield from self.field(node, name, value, place)

    def entered(self, node: ast.AST, place: Place) -> Place:
        """The place inside a node."""
        if isinstance(node, ast.stmt):
            place = replace(place, statement=node, lines=own_lines(node), wordless=isinstance(node, ast.Raise))
        elif isinstance(node, ast.ExceptHandler):
            place = replace(place, lines=range(node.lineno, node.lineno + 1))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMING:
            place = replace(place, wordless=True)
        return place

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, place: Place) -> Iterator[tuple[Change, Place]]:
        """Decorators and defaults belong to the place around, the body to the outermost function."""
        around = [("decorator_list", [d for d in node.decorator_list if not caches(d)])]
        for name, value in (*around, ("args", node.args)):
            yield from self.field(node, name, value, place)
        outermost = place.function == ""
        within = replace(
            place,
            function=f"{place.prefix}{node.name}" if outermost else place.function,
            scope=node if outermost else place.scope,
            truth=isinstance(node.returns, ast.Name) and node.returns.id == "bool",
        )
        yield from self.field(node, "body", node.body, within)

    def field(self, owner: ast.AST, name: str, value: Any, place: Place) -> Iterator[tuple[Change, Place]]:
        """The changes of one field of a node: of the node or of the list of nodes that it holds."""
        if isinstance(value, ast.AST):
            yield from self.child(owner, name, value, None, place)
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, ast.AST):
                    yield from self.child(owner, name, item, getattr(owner, name).index(item), place)

    def child(
        self, owner: ast.AST, name: str, node: ast.AST, index: int | None, place: Place
    ) -> Iterator[tuple[Change, Place]]:
        """The changes that put something else in the place of a child, then those below it."""
        if unheard(node) or wordy(node) or (not place.function and alias(node)):
            return
        here = self.entered(node, place)
        for made in self.others(owner, name, node, here):
            other, gone = made if isinstance(made, tuple) else (made, None)
            if not unheard(gone):
                ast.copy_location(other, node)
                value = other if index is None else replaced(getattr(owner, name), index, other)
                before, after = (shown(node), shown(other)) if gone is None else (shown(gone), LEFT_OUT)
                yield Change(owner, name, value, before, after), here
        yield from self.visit(node, place)

    def others(self, owner: ast.AST, name: str, node: ast.AST, place: Place) -> Alternatives:
        """What may stand in the place of a child."""
        if isinstance(node, ast.stmt):
            yield from [ast.Pass()] if removable(node) else []
        elif not self.left_alone(owner, name, node, place):
            yield from pattern(node) if in_pattern(owner, node) else of_expression(node, self.enums)

    def left_alone(self, owner: ast.AST, name: str, node: ast.AST, place: Place) -> bool:
        """Whether a node is no behaviour, as a text for people, or left out with its entry, as a key."""
        if isinstance(owner, ast.FormattedValue) and name == "format_spec":
            return place.wordless
        if isinstance(node, ast.Constant):
            entry = isinstance(owner, ast.Dict) and (name == "keys" or said(owner, node))
            return place.wordless or entry
        return False


def caches(decorator: ast.expr) -> bool:
    """Whether a decorator only remembers results."""
    bare = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(bare, ast.Name) and bare.id in CACHING


def wordy(node: ast.AST) -> bool:
    """Whether a statement is a docstring, or the three dots of an empty body."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def said(owner: ast.Dict, node: ast.AST) -> bool:
    """Whether a value of a dictionary is a text in one of the languages."""
    keys = [key for key, value in zip(owner.keys, owner.values, strict=True) if value is node]
    return any(isinstance(key, ast.Constant) and key.value in LANGUAGES for key in keys)


def unheard(node: ast.AST | None) -> bool:
    """Whether a part of a call changes nothing that a caller could tell."""
    return isinstance(node, ast.keyword) and node.arg in UNHEARD


def alias(node: ast.AST) -> bool:
    """Whether a statement only names a type: a union of names, or a generic with its parameters."""
    if not isinstance(node, ast.Assign):
        return False
    union = isinstance(node.value, ast.BinOp) and isinstance(node.value.op, ast.BitOr)
    parts = (ast.Name, ast.BinOp, ast.operator, ast.Load)
    return isinstance(node.value, ast.Subscript) or (union and all(isinstance(p, parts) for p in ast.walk(node.value)))


def in_pattern(owner: ast.AST, node: ast.AST) -> bool:
    """Whether a node is the text of a regular expression."""
    called = owner.func if isinstance(owner, ast.Call) else None
    text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return text and isinstance(called, ast.Attribute) and called.attr == "compile"


def parsed(root: Path, file: str) -> ast.Module:
    """The tree of one file."""
    return ast.parse((root / file).read_text(encoding="utf-8"), filename=str(root / file))
