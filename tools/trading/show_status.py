"""Tool: the whole picture of the accounts."""

from collections.abc import Mapping
from typing import Any

from tools.context import ToolContext
from tools.tool import ToolResult, tool
from tools.trading import accounts


@tool(route="trading", effect="read", arguments={"account": "one account's id; every account without it"})
async def show_status(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Shows state, equity, P&L, positions, working orders and headroom."""
    if args.get("account"):
        return ToolResult(data={"accounts": [await accounts.account_of(ctx, args)]})
    return ToolResult(data=await ctx.desk.read("status"))
