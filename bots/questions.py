"""Questions asked back, and how a person settles them: by number, by label, or by saying no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agents.understanding import Clarify
from bots.messages import has, text
from bots.render.wording import printable
from tools.context import Json

DROPS = frozenset({"no", "non", "annule", "annuler", "cancel", "rien", "nothing", "laisse", "0"})


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question in words, what may be answered, and the arguments that each answer stands for."""

    text: str
    tool: str | None
    route: str
    labels: tuple[str, ...] = ()
    args: tuple[Mapping[str, Any], ...] = field(default=())

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
        }


def from_lexicon(clarify: Clarify, *, tool: str | None, route: str, lang: str) -> Question:
    """A question of the lexicon in words."""
    options = [{"label": o.label, "args": o.args} for o in clarify.options]
    return _question(clarify.question, clarify.params, options, tool=tool, route=route, lang=lang)


def from_tool(clarify: Mapping[str, Any], *, tool: str, route: str, lang: str) -> Question:
    """A question of a tool in words."""
    return _question(clarify["question"], clarify["params"], clarify["options"], tool=tool, route=route, lang=lang)


def chosen(body: Mapping[str, Any], line: str) -> Mapping[str, Any] | None:
    """The arguments that an answer stands for: a label, or its number; None when it answers nothing."""
    said = _folded(line)
    labels = [_folded(label) for label in body["labels"]]
    if said in labels:
        found: Mapping[str, Any] = body["args"][labels.index(said)]
        return found
    rank = said.rstrip(".)")
    if rank.isascii() and rank.isdigit() and 1 <= int(rank[:4]) <= len(labels):
        return dict(body["args"][int(rank[:4]) - 1])
    return None


def drops(line: str) -> bool:
    """Whether a line says no to the question."""
    return _folded(line).rstrip(".!") in DROPS


def _question(
    key: str,
    params: Mapping[str, Any],
    options: Sequence[Mapping[str, Any]],
    *,
    tool: str | None,
    route: str,
    lang: str,
) -> Question:
    shown = {name: _param(name, printable(value), lang) for name, value in params.items()}
    labels = [_label(option, lang) for option in options]
    if options and has(f"{key}_choice"):
        key = f"{key}_choice"
    return Question(
        text=text(key, lang, **shown),
        tool=tool,
        route=route,
        labels=tuple(labels),
        args=tuple(option["args"] for option in options),
    )


def _param(name: str, value: str, lang: str) -> str:
    """A parameter in words: names of fields and reasons have texts of their own."""
    key = f"{name}_{value}"
    return text(key, lang) if name in ("field", "why") and has(key) else value


def _label(option: Mapping[str, Any], lang: str) -> str:
    label = str(option["label"])
    key = label if has(label) else f"option_{label}"
    return text(key, lang, **option.get("params", {})) if has(key) else printable(label)


def _folded(words: str) -> str:
    return " ".join(words.replace("\u202f", " ").replace("\u00a0", " ").casefold().split())
