"""What a sentence was understood to ask for, as plain values that tools take."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Route = Literal["trading", "media", "saas", "priority", "assistant", "unclear"]
Lang = Literal["fr", "en"]


@dataclass(frozen=True, kw_only=True)
class Option:
    """One way to settle a question: a short label the person may answer with, and the arguments it stands for."""

    label: str
    args: Mapping[str, str]


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
    the chosen option's arguments are for.
    """

    lang: Lang | None
    route: Route
    tool: str | None = None
    args: Mapping[str, str] = field(default_factory=dict)
    clarify: Clarify | None = None
    confidence: float = 1.0
