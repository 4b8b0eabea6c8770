"""What a sentence was understood to ask for, as plain values that tools take."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Route = Literal["trading", "media", "saas", "priority", "assistant", "unclear"]
Lang = Literal["fr", "en"]

SURE = 0.9
"""From this confidence on, a reading of the grammar stands."""


LAST = "last"
"""The value of `order` or `symbol` that stands for what the turn before was about: "annule-le", "close it"."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One way to settle a question: a short label the person may answer with, and the arguments it stands for.

    `label` is shown as it is, or is a key of the message catalogue with `params`. `tool` is set when the answer is for
    another tool than the question's; `aliases` are other words that settle it the same way.
    """

    label: str
    args: Mapping[str, Any]
    tool: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Clarify:
    """A question instead of an act: a key of the message catalogue, its parameters, and what may be answered."""

    question: str
    params: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """Where a turn goes: a route, a tool with its arguments, or a question.

    `lang` is the language it was written in, None when it does not show. With `clarify`, `tool` is the one that
    the chosen option's arguments are for. `confidence` is 1 when every word was read; below `SURE` the route is only a
    leaning, which the router may overrule. Several acts that all lower risk are one call of `do_several`, with
    `{"acts": [{"tool": ..., "args": {...}}, ...]}`.
    """

    lang: Lang | None
    route: Route
    tool: str | None = None
    args: Mapping[str, Any] = field(default_factory=dict)
    clarify: Clarify | None = None
    confidence: float = 1.0
