"""Tool: entry orders that should not happen any more."""

from collections.abc import Mapping
from typing import Any

from tools.context import ToolContext
from tools.tool import ToolResult, tool
from tools.trading import accounts
from tools.trading.drafting import nothing
from tools.trading.proposing import propose


@tool(
    route="trading",
    effect="propose",
    arguments={"account": "an account's id", "order": "an order's id, or 'all'", "symbol": "entries of one symbol"},
)
async def cancel_order(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Cancels one order, the entries of a symbol, or every entry; protective stops stay."""
    account = await accounts.account_of(ctx, args)
    order, symbol = args.get("order"), args.get("symbol")
    if symbol == "all":
        order, symbol = order or "all", None
    if order is None and symbol is None:
        entries = [o for o in accounts.working(account) if o.get("role") == "entry"]
        if not entries:
            return nothing("nothing_to_cancel")
        if len(entries) > 1:
            return _which(entries)
        order = entries[0]["id"]
    proposal = {"kind": "cancel", "account": account["id"], "order": order or "all"}
    return await propose(ctx, proposal | ({"symbol": symbol} if symbol else {}))


def _which(entries: list[dict[str, Any]]) -> ToolResult:
    options = [accounts.choice(o, {"order": o["id"]}) for o in entries]
    options.append(accounts.every({"order": "all"}))
    return ToolResult(clarify={"question": "which_order", "params": {}, "options": options})
