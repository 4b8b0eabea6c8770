"""What a turn was about, for the next one: "cancel it", "double that", "shorter"."""

from collections.abc import Mapping
from typing import Any

from bots.reply import Reply
from tools.context import Json
from tools.registry import BY_NAME

LONGEST = 4_000
"""Characters kept of an answer."""

_FINAL = frozenset({"filled", "cancelled", "expired", "rejected"})


def about(reply: Reply, before: Mapping[str, Any] | None) -> Json:
    """`{tool, args, symbol, orders, filled, text}` of an answer.

    `orders` are those of its act that still work; `filled` says that one of them is executed already.

    What was only talk or asked back changes the text alone: "it" still means what it meant.
    """
    kept = {name: value for name, value in (before or {}).items() if name != "text"}
    if reply.tool in BY_NAME and reply.clarify is None:
        proposal = reply.proposal or {}
        symbol: Any = proposal.get("symbol") or reply.args.get("symbol")
        kept = {
            "tool": reply.tool,
            "args": dict(reply.args),
            "symbol": symbol if symbol != "all" else None,
            "orders": [order["id"] for order in reply.orders if order["status"] not in _FINAL],
            "filled": any(order["status"] == "filled" for order in reply.orders),
        }
    return {**kept, "text": reply.text[:LONGEST]}
