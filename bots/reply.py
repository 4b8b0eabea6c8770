"""An answer: its text, and everything that a script may read of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.context import Json


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a turn came to. `failed` is an act that was asked for and did not happen; `ends` closes the chat.

    `unkept` is the part of the text that no memory keeps: a digest to type. `modelled` says that a model began it.
    """

    text: str
    lang: str
    route: str = "assistant"
    tool: str | None = None
    args: Mapping[str, Any] = field(default_factory=dict)
    data: Json = field(default_factory=dict)
    proposal: Json | None = None
    verdict: Json | None = None
    orders: tuple[Json, ...] = ()
    clarify: Json | None = None
    failed: bool = False
    ends: bool = False
    unkept: str = ""
    modelled: bool = False

    @property
    def kept(self) -> str:
        """The text as memory may keep it."""
        return self.text.replace(self.unkept, "").strip() if self.unkept else self.text

    @property
    def exit_code(self) -> int:
        """0 when done, asked back or awaiting a person; 1 when denied or failed."""
        denied = self.verdict is not None and self.verdict["decision"] == "deny"
        rejected = any(order["status"] == "rejected" for order in self.orders)
        return 1 if self.failed or denied or rejected else 0

    def document(self, ms: float) -> Json:
        """The published JSON of one turn; numbers of money and quantity are decimal strings."""
        return {
            "reply": self.text,
            "lang": self.lang,
            "route": self.route,
            "tool": self.tool,
            "args": dict(self.args),
            "data": self.data,
            "proposal": self.proposal,
            "verdict": self.verdict,
            "orders": list(self.orders),
            "clarify": self.clarify,
            "ms": round(ms, 1),
        }
