"""Tools: typed functions that read, or propose to the desk. No third effect exists."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tools.context import Json, ToolContext

Effect = Literal["read", "propose"]
Run = Callable[[ToolContext, Mapping[str, Any]], Awaitable["ToolResult"]]


@dataclass(frozen=True, kw_only=True)
class ToolResult:
    """What a tool found or proposed.

    `data` is plain JSON for templates; `proposal` the act(s) as `eva ask --json` shows them; `verdict` the worst one;
    `orders` what became of them within the waiting time. `clarify` is a question instead of an act:
    {question: KEY, params: {...}, options: [{label, args: {...}}]}; `pending` what a person must still approve:
    {ticket, digest, tier, intent}.
    """

    data: Json = field(default_factory=dict)
    proposal: Json | None = None
    verdict: Json | None = None
    orders: tuple[Json, ...] = ()
    pending: Json | None = None
    clarify: Json | None = None


@dataclass(frozen=True, kw_only=True)
class Tool:
    """A named ability: its factory (route), whether it only reads, its arguments, and how it runs."""

    name: str
    route: str
    effect: Effect
    summary: str
    arguments: Mapping[str, str]
    run: Run


def tool(*, route: str, effect: Effect, arguments: Mapping[str, str] | None = None) -> Callable[[Run], Tool]:
    """Makes a Tool of an async function; its name is the function's, its summary the docstring's first line."""
    if effect not in ("read", "propose"):
        raise ValueError(f"a tool reads or proposes; {effect!r} is neither")

    def wrap(run: Run) -> Tool:
        name = getattr(run, "__name__", "")
        doc = (getattr(run, "__doc__", None) or "").strip().splitlines()
        if not name or not doc:
            raise ValueError(f"tool {name!r} needs a docstring: its first line is its summary")
        return Tool(name=name, route=route, effect=effect, summary=doc[0], arguments=arguments or {}, run=run)

    return wrap
