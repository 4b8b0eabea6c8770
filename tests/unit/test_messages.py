"""The catalogue: every text has its twin, the same placeholders, a key of its own, and names commands that exist."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import agents
import tools
from agents.grammar.draft import _FIRST
from agents.grammar.language.marks import MARKS
from agents.grammar.slash import named
from agents.reading import FACTORIES
from agents.router.known import ROUTES
from bots.messages import LANGS, MESSAGES, text, topics
from bots.messages.guide import NAMES, TOPICS
from bots.turns.commands import command_of

COMMAND = re.compile(r"(?<![\w/])/([a-zé]+)")


def placeholders(template: str) -> Counter[str]:
    """The names that a template is filled with; a literal brace raises."""
    return Counter(name for _, name, _, _ in Formatter().parse(template) if name is not None)


@pytest.mark.parametrize("key", MESSAGES)
def test_every_text_has_its_twin_with_the_same_placeholders(key: str) -> None:
    twin = MESSAGES[key]
    assert set(twin) == set(LANGS)
    assert all(twin[lang].strip() for lang in LANGS)
    assert set(placeholders(twin["fr"])) == set(placeholders(twin["en"]))


def test_a_key_is_given_once() -> None:
    keys = Counter(key for topic in topics() for key in topic)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("key", MESSAGES)
def test_a_text_names_only_commands_that_exist(key: str) -> None:
    for template in MESSAGES[key].values():
        for name in COMMAND.findall(template):
            assert named(name) is not None or command_of(f"/{name}") is not None, f"/{name} in {key}"


def test_every_help_topic_has_a_text_and_a_name() -> None:
    assert set(NAMES.values()) == set(TOPICS)
    assert all(f"help_{topic}" in MESSAGES for topic in TOPICS)


def test_a_missing_parameter_is_a_bug_and_not_a_silent_gap() -> None:
    with pytest.raises(KeyError):
        text("denied", "en")


def nodes() -> Iterator[ast.AST]:
    """Every node of the code of agents and tools."""
    for package in (agents, tools):
        for path in Path(str(package.__file__)).parent.rglob("*.py"):
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def literals(value: ast.expr | None) -> Iterator[str]:
    """The strings that an expression may give, as far as they stand there."""
    if isinstance(value, ast.IfExp):
        yield from (*literals(value.body), *literals(value.orelse))
    elif isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value


def given(call: ast.Call) -> dict[str | None, ast.expr]:
    """The keywords of a call; a helper that asks or finds nothing takes its key first."""
    found = {keyword.arg: keyword.value for keyword in call.keywords}
    if isinstance(call.func, ast.Name) and call.func.id in ("_question", "nothing") and call.args:
        found["question"] = call.args[0]
    return found


def keys(node: ast.AST) -> Iterator[str]:
    """The keys of questions, and of answers instead of one, that a node names."""
    if isinstance(node, ast.Call):
        yield from literals(given(node).get("question"))
    elif isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        yield from (key for name, value in pairs if "question" in literals(name) for key in literals(value))


def test_every_question_that_the_code_asks_has_a_text() -> None:
    asked = {key for node in nodes() for key in keys(node)} | set(_FIRST)
    assert asked > {"several_symbols", "which_order", "which_side", "nothing_held", "repeat_this", "unread_rest"}
    assert sorted(asked - set(MESSAGES)) == []


def test_a_question_is_given_every_value_that_its_text_names() -> None:
    filled = []
    for call in (node for node in nodes() if isinstance(node, ast.Call)):
        found = {keyword.arg: keyword.value for keyword in call.keywords}
        params = found.get("params", ast.Dict(keys=[], values=[]))
        if isinstance(params, ast.Dict):
            names = {name for key in params.keys for name in literals(key)}
            filled += [(key, names) for key in literals(found.get("question"))]
    assert {"currency", "several_symbols", "nothing_to_repeat"} <= {key for key, _ in filled}
    texts = [(text_key, names) for key, names in filled for text_key in (key, f"{key}_choice") if text_key in MESSAGES]
    assert [key for key, names in texts if set(placeholders(MESSAGES[key]["fr"])) - names] == []


def test_every_reason_not_to_act_and_every_route_that_is_lost_has_a_text() -> None:
    assert [why for why in MARKS if f"why_{why}" not in MESSAGES] == []
    lost = [route for route in ROUTES if route not in FACTORIES]
    assert lost
    assert [route for route in lost if f"lost_{route}" not in MESSAGES] == []
