"""One turn on its way through the graph: what is asked, what was understood, what came of it. Never stored."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from agents.understanding import Lang, Understanding
from agents.workers.values import Called
from policies.values import Label
from tools.errors import Refused, Retry
from tools.tool import ToolResult

__all__ = ["Called", "Floor", "Outcome", "Told", "Turn"]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a turn came to, before it is put into words.

    `found` is what was understood; a `clarify` in it is asked back. `result` or `error` is what its tool gave.
    `prose` and `calls` are the model's; `degraded` is why there are none although a model is configured.
    """

    found: Understanding
    result: ToolResult | None = None
    error: Refused | Retry | None = None
    prose: str = ""
    calls: tuple[Called, ...] = ()
    degraded: str | None = None


class Told(Protocol):
    """An answer in words."""

    @property
    def text(self) -> str:
        """What the person reads."""

    @property
    def kept(self) -> str:
        """What of it a thread may keep."""


class Floor(Protocol):
    """What the conversation offers to the graph for one turn; implemented by the dispatcher."""

    async def listed(self) -> tuple[str, ...]:
        """The symbols that may be traded."""

    async def accounts(self) -> tuple[str, ...]:
        """The accounts there are, by name."""

    def heard(self, lang: Lang | None) -> None:
        """Takes note of the language that was written."""

    async def use(self, tool: str, args: Mapping[str, Any], *, judged_only: bool = False, index: int = 0) -> ToolResult:
        """Runs a tool for this principal; `judged_only` has acts judged and does none. Raises Refused, Retry."""

    async def tell(self, outcome: Outcome) -> Told:
        """Puts an outcome into words."""


@dataclass(kw_only=True)
class Turn:
    """One turn. `last` is what the turn before was about (`agents.references`), empty when that was long ago.

    `found` is what the grammar made of the text, if it was read already with the listed symbols; `begun` says that its
    worker was reached, so that it may not be run a second time.
    """

    text: str
    principal: str
    lang: Lang
    label: Label
    floor: Floor
    last: Mapping[str, Any] = field(default_factory=dict)
    on_text: Callable[[str], None] | None = None
    found: Understanding | None = None
    outcome: Outcome | None = None
    told: Told | None = None
    begun: bool = False
