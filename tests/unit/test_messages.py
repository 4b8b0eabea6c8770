"""The catalogue: every text has its twin, the same placeholders, a key of its own, and names commands that exist."""

import re
from collections import Counter
from string import Formatter

import pytest

from agents.grammar.slash import named
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
