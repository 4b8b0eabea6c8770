"""What goes into a turn of the language model and what comes out of it, as plain values."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from agents.understanding import Lang, Route
from policies.values import Label
from tools.tool import ToolResult

Use = Callable[[str, Mapping[str, Any]], Awaitable[ToolResult]]
"""Runs a tool of the registry for the person who asks; a tool that proposes is run as a dry run."""

OnText = Callable[[str], None]
"""Takes the pieces of the prose as they come: a preview, which `Answered.text` replaces."""

Degraded = Literal["unreachable", "slow", "rambling", "limits", "budget", "empty", "failed"]
"""Why the model did not answer as it should: the typed path answers instead, and says so."""

ToolError = Literal["RETRY", "REFUSED", "UNREACHABLE", "BAD_ARGUMENTS", "LIMIT", "BUG"]
"""What the model is told of a tool that did not answer; never a detail, never its own arguments."""


class Stop(Exception):
    """The turn of the model ends here; the first argument is the code of `Degraded`."""

    def __init__(self, code: Degraded, text: str = "") -> None:
        super().__init__(code)
        self.code: Degraded = code
        self.text = text


@dataclass(frozen=True, kw_only=True)
class Said:
    """One earlier message of the conversation."""

    who: Literal["person", "eva"]
    text: str


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One turn: what was said, in which language to answer, how far the text is trusted, and whose tools may be used.

    `source` is what the tokens are counted under: chat, schedule, eval.
    """

    text: str
    lang: Lang
    label: Label
    route: Route
    history: tuple[Said, ...] = ()
    source: str = "chat"


@dataclass(frozen=True, kw_only=True)
class Called:
    """One use of a tool: what the model asked for, and what came of it.

    `tool` is a name of the registry, or "" when the model made one up. Exactly one of `result` and `error` is set.
    """

    tool: str
    args: Mapping[str, str]
    result: ToolResult | None = None
    error: ToolError | None = None


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What the model made of a turn. With `degraded`, `text` is empty, or what was good of a rambling answer.

    `estimated` says that some of the tokens were not counted by the model's server.
    """

    text: str
    calls: tuple[Called, ...] = ()
    tokens_in: int = 0
    tokens_out: int = 0
    degraded: Degraded | None = None
    estimated: bool = False
