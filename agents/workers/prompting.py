"""What the model is told: the system prompt from the files of `agents/prompts`, and the turn itself, fenced."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from string import Template
from typing import Final

from agents import prompts
from agents.understanding import Lang, Route
from agents.workers.fencing import fenced, one_line, stripped
from agents.workers.values import Ask, Said
from policies.values import Label
from tools.tool import Tool

LONGEST_TEXT = 4_000
"""Characters of what the person says now."""
LONGEST_SAID, MOST_SAID, LONGEST_HISTORY = 400, 8, 2_000
"""Characters of one earlier message, how many of them, and characters of all of them."""

_LANGUAGES: Final[dict[Lang, str]] = {"fr": "French, with tutoiement", "en": "English"}


def system_prompt(route: Route, lang: Lang, label: Label, tools: Sequence[Tool]) -> str:
    """The rules of every turn, the part of one factory, and what this turn may do."""
    parts = [Template(_file("system")).substitute(language=_LANGUAGES[lang])]
    parts.append(_file("assistant" if route == "unclear" else route))
    if not tools:
        parts.append(_file("no_tools"))
    elif any(tool.effect == "propose" for tool in tools):
        parts.append(_file("proposing"))
    if label.rank > Label.INTERNAL.rank:
        parts.append(_file("stranger"))
    return "\n\n".join(part.strip() for part in parts)


def message_of(ask: Ask) -> str:
    """The earlier messages and the new one as one text; no line in it can pass for another's."""
    text = stripped(ask.text, LONGEST_TEXT)
    cut = ", cut" if len(ask.text) > LONGEST_TEXT else ""
    now = fenced(f"person{cut}", text)
    earlier = _earlier(ask.history)
    return f"{fenced('history', earlier)}\n{now}" if earlier else now


def _earlier(history: Sequence[Said]) -> str:
    """The last few messages, newest last, as many as there is room for."""
    lines: list[str] = []
    room = LONGEST_HISTORY
    for said in reversed(history[-MOST_SAID:]):
        line = f"{said.who}: {one_line(stripped(said.text, LONGEST_SAID))}"
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(line)
    return "\n".join(reversed(lines))


@cache
def _file(name: str) -> str:
    return (Path(prompts.__file__).parent / f"{name}.md").read_text(encoding="utf-8")
