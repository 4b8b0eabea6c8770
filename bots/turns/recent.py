"""What a turn was about, for the next one: "cancel it", "double that", "shorter"."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from bots.reply import Reply
from bots.turns.choosing import accounts_of
from tools.context import Json, ToolContext
from tools.registry import BY_NAME

LONGEST = 4_000
"""Characters kept of an answer."""

FRESH: Final = timedelta(minutes=30)
"""For how long a refusal that was told here is the one that "why" means, whatever account is chosen since."""

_FINAL = frozenset({"filled", "cancelled", "expired", "rejected"})


def about(reply: Reply, before: Mapping[str, Any] | None) -> Json:
    """`{tool, args, symbol, orders, filled, order, account, text, short}` of an answer.

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
            "account": reply.args.get("account"),
        }
    said = reply.kept[:LONGEST]
    return {**kept, "text": said, "short": short(said, reply.tool, reply.data, reply.lang)}


def refusal(
    told: Json | None, said: Mapping[str, Any], placed: Mapping[str, Any], context: ToolContext
) -> tuple[Json | None, Mapping[str, Any]]:
    """The refusal that "why" means among those told here, None for none, and the arguments with its account.

    `said` are the arguments as the person gave them, `placed` with the account that was chosen. What was refused just
    now is meant whatever its account was; something named, or a refusal of long ago, stays with the account.
    """
    if told is None:
        return None, placed
    accounts = accounts_of(told.get("proposal"))
    just_now = context.now - datetime.fromisoformat(str(told["at"])) <= FRESH
    if accounts and just_now and not said.get("account") and not said.get("about"):
        return told, {**placed, "account": accounts[0]}
    here = placed.get("account") or context.account
    return (told if here in (accounts or [here]) else None), placed
