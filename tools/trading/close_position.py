"""Tool: a position, or every position, to zero."""

from collections.abc import Mapping
from typing import Any

from tools.context import ToolContext
from tools.tool import ToolResult, tool
from tools.trading.proposing import propose


@tool(route="trading", effect="propose", arguments={"account": "an account's id", "symbol": "what is held, or 'all'"})
async def close_position(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Closes one position or all of them."""
    account = args.get("account") or ctx.account
    return await propose(ctx, {"kind": "close", "account": account, "symbol": args.get("symbol") or "all"})
