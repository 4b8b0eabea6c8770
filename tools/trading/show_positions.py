"""Tool: what is held."""

from collections.abc import Mapping
from typing import Any

from tools.context import ToolContext
from tools.tool import ToolResult, tool
from tools.trading import accounts


@tool(route="trading", effect="read", arguments={"account": "an account's id", "symbol": "one symbol; all without it"})
async def show_positions(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Shows open positions with their prices, floating P&L and protection."""
    account = await accounts.account_of(ctx, args)
    symbol = args.get("symbol")
    held = [p for p in account.get("positions", ()) if symbol in (None, "all", p["symbol"])]
    named = None if symbol == "all" else symbol
    return ToolResult(data={**accounts.clock_of(account), "symbol": named, "positions": held})
