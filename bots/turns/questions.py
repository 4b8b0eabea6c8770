"""Questions asked back, and how a person settles them: by number, by label, or by saying no."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agents.understanding import Clarify
from bots.messages import has, text
from bots.messages.numbers import number
from bots.render.wording import order_words, printable
from bots.turns.wishes import wish
from tools.context import Json

_RANK = re.compile(r"[0-9]{1,2}[.)]?")
YES = frozenset({"oui", "yes", "ok", "d'accord", "vas-y", "go", "do it", "yep", "ouais", "sure"})
WISH = "option_wish"
"""The label of an option that is shown as the call that it stands for."""

DROPS = frozenset({"no", "non", "annule", "annuler", "cancel", "rien", "nothing", "laisse", "0"})


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question in words, what may be answered, and the arguments that each answer stands for.

    An answer is for `tool`, or for its own one of `tools`. With `proposals`, an answer holds only while the desk would
    still make the same act of it.
    """

    text: str
    tool: str | None
    route: str
    labels: tuple[str, ...] = ()
    args: tuple[Mapping[str, Any], ...] = field(default=())
    aliases: tuple[tuple[str, ...], ...] = field(default=())
    tools: tuple[str | None, ...] = field(default=())
    proposals: tuple[Mapping[str, Any], ...] = field(default=())

    @property
    def shown(self) -> str:
        """The question with its numbered options."""
        return self.text + "".join(f"\n  {i}. {label}" for i, label in enumerate(self.labels, start=1))

    @property
    def document(self) -> Json:
        """The published JSON: the question and the labels that answer it."""
        return {"question": self.text, "options": list(self.labels)}

    @property
    def body(self) -> Json:
        """What is kept until it is answered."""
        return {
            "tool": self.tool,
            "route": self.route,
            "labels": list(self.labels),
            "args": [dict(a) for a in self.args],
            "aliases": [list(a) for a in self.aliases],
            "shown": [dict(act) for act in self.proposals] or None,
            "tools": [tool or self.tool for tool in self.tools or (self.tool,) * len(self.labels)],
        }


def from_grammar(clarify: Clarify, *, tool: str | None, route: str, lang: str) -> Question:
    """A question of the grammar in words."""
    options = [
        {"label": o.label, "args": o.args, "tool": o.tool, "params": o.params, "aliases": o.aliases}
        for o in clarify.options
    ]
    return _question(clarify.question, clarify.params, options, tool=tool, route=route, lang=lang)


def from_tool(clarify: Mapping[str, Any], *, tool: str, route: str, lang: str) -> Question:
    """A question of a tool in words."""
    return _question(clarify["question"], clarify["params"], clarify["options"], tool=tool, route=route, lang=lang)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What an answer stands for: a tool and its arguments."""

    tool: str | None
    args: Mapping[str, Any]
    shown: Mapping[str, Any] | None = None


def chosen(body: Mapping[str, Any], line: str) -> Chosen | None:
    """What an answer stands for: a label, another name of it, or its number; None when it is none."""
    said = _folded(line)
    labels = [_folded(label) for label in body["labels"]]
    also = body.get("aliases") or [[] for _ in labels]
    rank = said.rstrip(".)")
    place = int(rank[:4]) if rank.isascii() and rank.isdigit() else 0
    named = (i for i, label in enumerate(labels) if said == label or said in map(_folded, also[i]))
    index = next(named, place - 1)
    if not 0 <= index < len(labels):
        return None
    shown = body.get("shown") or [None] * len(labels)
    tools = body.get("tools") or [body["tool"]] * len(labels)
    return Chosen(tool=tools[index], args=body["args"][index], shown=shown[index])


def only_yes(line: str) -> bool:
    """Whether a line says yes, which settles no question of several answers."""
    return _folded(line).rstrip(".!") in YES


def drops(line: str) -> bool:
    """Whether a line says no to the question."""
    return _folded(line).rstrip(".!") in DROPS


def only_rank(line: str) -> bool:
    """Whether a line is nothing but the number of an option."""
    return _RANK.fullmatch(line.strip()) is not None


def _question(
    key: str,
    params: Mapping[str, Any],
    options: Sequence[Mapping[str, Any]],
    *,
    tool: str | None,
    route: str,
    lang: str,
) -> Question:
    shown = {name: _param(key, name, printable(value), lang) for name, value in params.items()}
    labels = [_label(option, tool, lang) for option in options]
    if options and has(f"{key}_choice"):
        key = f"{key}_choice"
    return Question(
        text=text(key, lang, **shown),
        tool=tool,
        route=route,
        labels=tuple(labels),
        args=tuple(option["args"] for option in options),
        aliases=tuple(tuple(option.get("aliases") or ()) for option in options),
        tools=tuple(option.get("tool") for option in options),
    )


def _param(question: str, name: str, value: str, lang: str) -> str:
    """A parameter in words: names of fields, values and reasons have texts of their own."""
    if name == "values":
        return ", ".join(_text(f"value_{one}", one, lang) for one in value.split(", "))
    if name == "field" and question == "missing" and has(f"due_{value}"):
        return text(f"due_{value}", lang)
    if name == "side":
        return _text(f"side_to_{value}", value, lang)
    return _text(f"{name}_{value}", value, lang) if name in ("field", "why") else value


def _text(key: str, otherwise: str, lang: str) -> str:
    return text(key, lang) if has(key) else otherwise


def _label(option: Mapping[str, Any], tool: str | None, lang: str) -> str:
    label, params = str(option["label"]), dict(option.get("params") or {})
    if label == WISH:
        return wish(str(option.get("tool") or tool), option["args"], lang)
    if label == "option_order":
        return text("option_order", lang, **order_words(params, lang))
    if "quantity" in params:
        params["quantity"] = number(params["quantity"], lang)
    key = label if has(label) else f"option_{label}"
    return text(key, lang, **params) if has(key) else printable(label)


def _folded(words: str) -> str:
    return " ".join(words.replace("\u202f", " ").replace("\u00a0", " ").casefold().split())
