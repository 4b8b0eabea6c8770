"""The mutation operators: each small wrong version of a line, and what is left alone."""

import ast
import copy

import pytest

from tests.mutation.sites import enums_of, mutants


def made(source: str) -> dict[str, str]:
    """Every mutant of a source: what its name says after the place, and the source that it stands for."""
    tree = ast.parse(source)
    found: dict[str, str] = {}
    for number, mutant in enumerate(mutants("a.py", tree, enums_of(iter([tree])))):
        again = copy.deepcopy(ast.parse(source))
        same = mutants("a.py", again, enums_of(iter([again])))[number]
        same.change.apply()
        found[mutant.name.split("::", 1)[1]] = ast.unparse(ast.fix_missing_locations(again))
    return found


def bodies(expression: str) -> set[str]:
    """What a returned expression becomes."""
    prefix = "def f(a, b, c):\n    return "
    return {text.removeprefix(prefix) for text in made(prefix + expression).values()}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a < b", {"a <= b", "a >= b", "None"}),
        ("a >= b", {"a > b", "a < b", "None"}),
        ("a == b", {"a != b", "None"}),
        ("a is b", {"a is not b", "None"}),
        ("a not in b", {"a in b", "None"}),
        ("a < b <= c", {"a <= b <= c", "a >= b <= c", "a < b < c", "a < b > c", "None"}),
        ("a + b", {"a - b", "None"}),
        ("a * b", {"a / b", "None"}),
        ("a | b", {"a", "b", "None"}),
        ("a and b", {"a or b", "a", "b", "None"}),
        ("a or b or c", {"a and b and c", "a or b", "a or c", "b or c", "None"}),
        ("not a", {"a", "None"}),
        ("-a", {"a", "None"}),
        ("7", {"8", "6", "None"}),
        ("True", {"False", "None"}),
        ("'word'", {"'~word'", "None"}),
        ("'0.10'", {"'0.11'", "None"}),
        ("'19'", {"'18'", "None"}),
        ("a if b else c", {"a if True else c", "a if False else c", "None"}),
        ("min(a)", {"max(a)", "None"}),
        ("abs(a)", {"a", "None"}),
        ("a(b=c)", {"a()", "None"}),
        ("a.bid", {"a.ask", "None"}),
        ("(a, b)", {"(b,)", "(a,)", "None"}),
        ("{a}", {"set()", "None"}),
        ("{a: b}", {"{}", "None"}),
        ("[a for a in b if c]", {"[a for a in b]", "None"}),
        ("re.compile('x{1,16}')", {"re.compile('x{2,16}')", "re.compile('x{1,17}')", "None"}),
        ("f'{a:.60} {b}'", {"f'{a:~.60} {b}'", "f'{a:.60}~ {b}'", "None"}),
    ],
)
def test_what_an_expression_becomes(expression: str, expected: set[str]) -> None:
    assert bodies(expression) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if a:\n    a()", {"if True:\n    a()", "if False:\n    a()", "if a:\n    pass"}),
        ("while a:\n    a()", {"while False:\n    a()", "while a:\n    pass"}),
        ("for a in b:\n    a()", {"for a in ():\n    a()", "for a in b:\n    pass"}),
        ("with a:\n    a()", {"with memoryview(b''):\n    a()", "with a:\n    pass"}),
        ("a += b", {"pass"}),
        ("a[0] = b", {"pass", "a[1] = b", "a[-1] = b"}),
        ("raise a('text')", {"pass"}),
        ("a = b", set()),
        ("return", {"pass"}),
        ("match a:\n    case 1:\n        a()\n    case b:\n        b()", None),
    ],
)
def test_what_a_statement_becomes(body: str, expected: set[str] | None) -> None:
    lines = body.replace("\n", "\n    ")
    found = {
        text.split("\n", 1)[1].replace("\n    ", "\n").strip() for text in made(f"def f(a, b):\n    {lines}").values()
    }
    if expected is None:
        assert {"match a:\n    case b:\n        b()", "match a:\n    case 1:\n        a()"} <= found
    else:
        assert found == expected


def test_definitions_change_too() -> None:
    source = (
        "from enum import StrEnum\n"
        "class Side(StrEnum):\n    BUY = 'buy'\n    SELL = 'sell'\n"
        "@dataclass(frozen=True, slots=True)\nclass Order:\n    side: Side = Side.BUY\n    size: int = 1\n"
        "RULES = (first, second)\n"
        "def f(a, *, b=2): ...\n"
    )
    assert set(made(source)) == {
        "Side.BUY: 'buy' => '~buy'",
        "Side.SELL: 'sell' => '~sell'",
        "Order: frozen=True => left out",
        "Order: True => False",
        "Order.side: Side.BUY => Side.SELL",
        "Order.size: 1 => 2",
        "Order.size: 1 => 0",
        "RULES: first => left out",
        "RULES: second => left out",
        "f: 2 => 3",
        "f: 2 => 1",
    }


@pytest.mark.parametrize(
    "source",
    [
        '"""Words."""',
        "Answer = Yes | No",
        "Reader = Callable[[str], int]",
        "Name = NewType('Name', str)",
        "T = TypeVar('T')",
        "x: tuple[int, str]",
        "def f(a: int | None) -> tuple[int, str]:\n    '''Words.'''",
        "@lru_cache(maxsize=64)\ndef f(a): ...",
    ],
)
def test_what_is_no_behaviour_is_left_alone(source: str) -> None:
    assert made(source) == {}


def test_texts_for_people_are_left_alone() -> None:
    names = set(made("TEXTS = {'CODE': {'en': 'a b', 'fr': 'c d'}}"))
    assert names == {f"TEXTS: '{key}' => left out" for key in ("CODE", "en", "fr")}
    assert set(made("def f(a):\n    raise Wrong(f'expected 5, got {a!r:.60}', 'x', 7) from None")) == {
        "f: raise Wrong(f'expected 5, got {a!r:.60}', 'x', 7) from None => pass"
    }


def test_a_truth_is_turned_both_ways_and_equal_changes_are_numbered() -> None:
    names = set(made("def f(a) -> bool:\n    return g(a, 1, 1)"))
    assert names == {
        "f: g(a, 1, 1) => True returned",
        "f: g(a, 1, 1) => False returned",
        "f: 1 => 2",
        "f: 1 => 2 #2",
        "f: 1 => 0",
        "f: 1 => 0 #2",
    }


def test_a_name_outlives_changes_elsewhere_and_its_source_does_not_outlive_its_own() -> None:
    def found(source: str) -> tuple[str, str]:
        mutant = mutants("a.py", ast.parse(source), {})[-1]
        return mutant.name, mutant.source

    plain, moved, other = (
        "def f(a):\n    return a",
        "x = 1\ndef f(a):\n    return a",
        "def f(a):\n    b()\n    return a",
    )
    assert found(plain) == found(moved)
    assert found(plain)[0] == found(other)[0]
    assert found(plain)[1] != found(other)[1]


def test_a_difference_shows_the_statement_and_leaves_the_tree_as_it_was() -> None:
    tree = ast.parse("class C:\n    def f(self, a):\n        if a < 1:\n            return a\n        drop(a)")
    before = ast.dump(tree)
    shown = {mutant.name.split(": ", 1)[1]: mutant.diff() for mutant in mutants("a.py", tree, {})}
    assert shown["a < 1 => a <= 1"] == "a.py:3 in C.f\n- if a < 1:\n+ if a <= 1:"
    assert shown["drop(a) => pass"] == "a.py:5 in C.f\n- drop(a)\n+ pass"
    assert ast.dump(tree) == before
