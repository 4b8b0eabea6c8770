"""Tool: what was executed."""

from collections.abc import Mapping
from typing import Any

from tools.context import ToolContext
from tools.tool import ToolResult, tool
from tools.trading import accounts

SHOWN = 20


@tool(route="trading", effect="read", arguments={"account": "an account's id", "symbol": "one symbol"})
async def list_fills(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Lists the latest fills with price and fee, newest last."""
    account = await accounts.account_of(ctx, args)
    found = await accounts.fills_of(ctx, account)
    symbol = args.get("symbol")
    fills = [f for f in found if symbol in (None, "all", f["symbol"])][-SHOWN:]
    named = None if symbol == "all" else symbol
    return ToolResult(data={**accounts.clock_of(account), "symbol": named, "fills": fills})
