"""Tool: orders that work, or all of them."""

from collections.abc import Mapping
from typing import Any

from tools.context import ToolContext
from tools.tool import ToolResult, tool
from tools.trading import accounts

SHOWN = 30


@tool(
    route="trading",
    effect="read",
    arguments={"account": "an account's id", "symbol": "one symbol", "scope": "working (default) or all"},
)
async def list_orders(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Lists working orders, protective ones included, or the latest of all orders."""
    account = await accounts.account_of(ctx, args)
    scope = "all" if args.get("scope") == "all" else "working"
    found = (await ctx.desk.read("orders", {"account": account["id"], "scope": scope}))["orders"]
    symbol = args.get("symbol")
    orders = [o for o in found if symbol in (None, "all", o["symbol"])][-SHOWN:]
    named = None if symbol == "all" else symbol
    return ToolResult(data={**accounts.clock_of(account), "scope": scope, "symbol": named, "orders": orders})
