"""Mutation operators: for one node of a syntax tree, every small wrong version of it."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

VERSION = 1
"""Raised whenever an operator changes its meaning: verdicts reached with older operators are not used again."""

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
}
TWINS = ("min max", "any all", "ZERO ONE", "ROUND_FLOOR ROUND_CEILING", "ROUND_UP ROUND_DOWN", "floor_to ceil_to")
FIELDS = ("bid ask", "wall market")
NAMES = {a: b for pair in TWINS for a, b in (pair.split(), reversed(pair.split()))}
ATTRIBUTES = {a: b for pair in FIELDS for a, b in (pair.split(), reversed(pair.split()))}
TRANSPARENT = ("abs", "sorted", "reversed")
"""Calls that are also tried without the call: `abs(x)` becomes `x`."""

LEFT_OUT = "left out"

Alternatives = Iterator[ast.AST | tuple[ast.AST, ast.AST | None]]
"""Other nodes; where a part was taken out, together with that part."""
Enums = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Change:
    """One field of one node with another value; `before` and `after` say what a reader would see."""

    owner: ast.AST
    field: str
    value: Any
    before: str
    after: str

    def apply(self) -> None:
        """Write the change into the tree that the owner belongs to."""
        setattr(self.owner, self.field, self.value)


def shown(node: ast.AST | None) -> str:
    """The source of a node on one line, shortened in the middle if it is long."""
    text = " ".join(ast.unparse(node).split()) if node is not None else "nothing"
    return text if len(text) <= 140 else f"{text[:90]} ... {text[-45:]}"


def changed(node: ast.AST, **fields: Any) -> Any:
    """A copy of a node with some fields replaced; its children are shared."""
    twin = copy(node)
    for name, value in fields.items():
        setattr(twin, name, value)
    return twin


def without(items: Sequence[Any], index: int) -> list[Any]:
    """The items but one."""
    return [item for at, item in enumerate(items) if at != index]


def replaced(items: Sequence[Any], index: int, item: Any) -> list[Any]:
    """The items with one exchanged."""
    return [item if at == index else old for at, old in enumerate(items)]


def compare(node: ast.Compare) -> Alternatives:
    """Boundary and negation of each comparison of a chain."""
    for index, operator in enumerate(node.ops):
        for other in COMPARISONS[type(operator)]:
            yield changed(node, ops=replaced(node.ops, index, other()))


def arithmetic(node: ast.BinOp) -> Alternatives:
    """The opposite operation; of a union or a merge each side alone."""
    if isinstance(node.op, ast.BitOr):
        yield node.left
        yield node.right
    elif type(node.op) in ARITHMETIC:
        yield changed(node, op=ARITHMETIC[type(node.op)]())


def logic(node: ast.BoolOp) -> Alternatives:
    """`and` for `or`, and the same without one of its conditions."""
    yield changed(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for index in range(len(node.values)):
        rest = without(node.values, index)
        yield rest[0] if len(rest) == 1 else changed(node, values=rest), node.values[index]


def unary(node: ast.UnaryOp) -> Alternatives:
    """Without the `not` or the minus."""
    if isinstance(node.op, ast.Not | ast.USub):
        yield node.operand


def constant(node: ast.Constant) -> Alternatives:
    """The other truth, one more and one less, another text; a text that is a number becomes its neighbour."""
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
        yield ast.Constant(value - 1)
    elif isinstance(value, str):
        yield ast.Constant(neighbour(value) if re.fullmatch(r"-?\d+(\.\d+)?", value) else f"~{value}")


def neighbour(number: str) -> str:
    """A plain decimal with its last digit one up, or down from nine: '0.10' becomes '0.11'."""
    last = number[-1]
    return number[:-1] + (str(int(last) + 1) if last != "9" else "8")


def pattern(node: ast.AST) -> Alternatives:
    """A regular expression with one of its numbers one higher."""
    text = str(node.value) if isinstance(node, ast.Constant) else ""
    for found in re.finditer(r"\d+", text):
        start, end = found.span()
        yield ast.Constant(f"{text[:start]}{int(found[0]) + 1}{text[end:]}")


def name(node: ast.Name) -> Alternatives:
    """The opposite of a pair of names: min and max, zero and one."""
    if isinstance(node.ctx, ast.Load) and node.id in NAMES:
        yield changed(node, id=NAMES[node.id])


def attribute(node: ast.Attribute, enums: Enums) -> Alternatives:
    """The other side of a quote, the other clock, the next member of an enum."""
    if not isinstance(node.ctx, ast.Load):
        return
    if node.attr in ATTRIBUTES:
        yield changed(node, attr=ATTRIBUTES[node.attr])
    members = enums.get(node.value.id, ()) if isinstance(node.value, ast.Name) else ()
    if node.attr in members:
        yield changed(node, attr=members[(list(members).index(node.attr) + 1) % len(members)])


def call(node: ast.Call) -> Alternatives:
    """Without one of its keyword arguments; without the call where that changes only the value."""
    for index, keyword in enumerate(node.keywords):
        if keyword.arg is not None:
            yield changed(node, keywords=without(node.keywords, index)), keyword
    if isinstance(node.func, ast.Name) and node.func.id in TRANSPARENT and node.args:
        yield node.args[0]


def collection(node: ast.Tuple | ast.List | ast.Set) -> Alternatives:
    """Without one of its items."""
    if isinstance(node, ast.Set) or isinstance(node.ctx, ast.Load):
        for index in range(len(node.elts)):
            rest = without(node.elts, index)
            if isinstance(node, ast.Set) and not rest:
                yield ast.Call(ast.Name("set", ast.Load()), [], []), node.elts[index]
            else:
                yield changed(node, elts=rest), node.elts[index]


def mapping(node: ast.Dict) -> Alternatives:
    """Without one of its entries."""
    for index in range(len(node.keys)):
        rest = changed(node, keys=without(node.keys, index), values=without(node.values, index))
        yield rest, node.keys[index] or node.values[index]


def condition(test: ast.expr) -> Iterator[ast.Constant]:
    """Always and never."""
    if not isinstance(test, ast.Constant):
        yield ast.Constant(value=True)
        yield ast.Constant(value=False)


EXPRESSIONS: dict[type[ast.AST], Callable[[Any], Alternatives]] = {
    ast.Compare: compare,
    ast.BinOp: arithmetic,
    ast.BoolOp: logic,
    ast.UnaryOp: unary,
    ast.Constant: constant,
    ast.Name: name,
    ast.Call: call,
    ast.Tuple: collection,
    ast.List: collection,
    ast.Set: collection,
    ast.Dict: mapping,
}


def of_expression(node: ast.AST, enums: Enums) -> Alternatives:
    """Every alternative of an expression, by its type."""
    if isinstance(node, ast.Attribute):
        yield from attribute(node, enums)
    elif type(node) in EXPRESSIONS:
        yield from EXPRESSIONS[type(node)](node)


def removable(node: ast.stmt) -> bool:
    """Whether a statement can be left out without leaving a name undefined."""
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Attribute | ast.Subscript) for target in node.targets)
    if isinstance(node, ast.Return):
        return node.value is None
    return isinstance(node, ast.Expr | ast.AugAssign | ast.Raise | ast.Continue | ast.Break | ast.Delete)


def branch(node: ast.If | ast.IfExp | ast.While) -> Iterator[Change]:
    """The condition always holds, or never; a loop that never ends tells nothing."""
    for other in condition(node.test):
        if not isinstance(node, ast.While) or not other.value:
            kind = type(node).__name__.lower()
            yield Change(node, "test", other, shown(node.test), f"{shown(other)} in {kind}")


def filters(node: ast.comprehension) -> Iterator[Change]:
    """A comprehension without one of its conditions."""
    for index, test in enumerate(node.ifs):
        yield Change(node, "ifs", without(node.ifs, index), f"if {shown(test)}", LEFT_OUT)


def loop(node: ast.For) -> Iterator[Change]:
    """A loop over nothing."""
    yield Change(node, "iter", ast.Tuple([], ast.Load()), shown(node.iter), "() in for")


def contexts(node: ast.With) -> Iterator[Change]:
    """A block without one of its contexts."""
    nothing = ast.Call(ast.Name("memoryview", ast.Load()), [ast.Constant(b"")], [])
    for index, item in enumerate(node.items):
        others = replaced(node.items, index, changed(item, context_expr=nothing))
        yield Change(node, "items", others, f"with {shown(item)}", LEFT_OUT)


def cases(node: ast.Match) -> Iterator[Change]:
    """A match without one of its cases."""
    for index, case in enumerate(node.cases if len(node.cases) > 1 else ()):
        yield Change(node, "cases", without(node.cases, index), f"case {shown(case.pattern)}", LEFT_OUT)


def returned(node: ast.Return, *, truth: bool) -> Iterator[Change]:
    """Nothing returned; of a function that answers yes or no: always yes, always no."""
    if node.value is None:
        return
    for value in (True, False) if truth else (None,):
        if not (isinstance(node.value, ast.Constant) and node.value.value is value):
            yield Change(node, "value", ast.Constant(value), shown(node.value), f"{value} returned")


STATEMENTS: dict[type[ast.AST], Callable[[Any], Iterator[Change]]] = {
    ast.If: branch,
    ast.IfExp: branch,
    ast.While: branch,
    ast.comprehension: filters,
    ast.For: loop,
    ast.With: contexts,
    ast.Match: cases,
}


def inside(node: ast.AST, *, truth: bool) -> Iterator[Change]:
    """The changes that a node makes to parts of itself; `truth`: it stands in a function that answers yes or no."""
    if isinstance(node, ast.Return):
        yield from returned(node, truth=truth)
    elif type(node) in STATEMENTS:
        yield from STATEMENTS[type(node)](node)
