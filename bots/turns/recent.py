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
    """`{tool, args, symbol, orders, filled, order, text, short}` of an answer.

    `orders` are those of its act that still work; `filled` says that its order is executed already; `order` are the
    arguments of the last order, whatever was looked at since; `short` says the answer in a line. What was only talk,
    asked back, or looked up by a model changes the texts alone: "it" still means what it meant.
    """
    from bots.render.short import short

    kept = {name: value for name, value in (before or {}).items() if name not in ("text", "short")}
    if reply.tool in BY_NAME and reply.clarify is None and not reply.modelled:
        proposal = reply.proposal or {}
        symbol: Any = proposal.get("symbol") or reply.args.get("symbol")
        ordered = reply.tool == "place_order"
        kept = {
            "tool": reply.tool,
            "args": dict(reply.args),
            "symbol": symbol if symbol != "all" else None,
            "orders": [order["id"] for order in reply.orders if order["status"] not in _FINAL],
            "filled": ordered and any(order["status"] == "filled" for order in reply.orders),
            "order": dict(reply.args) if ordered else kept.get("order"),
        }
    said = reply.kept[:LONGEST]
    return {**kept, "text": said, "short": short(said, reply.tool, reply.data, reply.lang)}
