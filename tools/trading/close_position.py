"""Tool: a position, or every position, to zero."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tools.context import ToolContext
from tools.tool import ToolResult, tool
from tools.trading import accounts
from tools.trading.proposing import propose


@tool(route="trading", effect="propose", arguments={"account": "an account's id", "symbol": "what is held, or 'all'"})
async def close_position(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Closes one position or all of them; `flat` in the data when there was nothing to close."""
    account = await accounts.account_of(ctx, args)
    result = await propose(ctx, {"kind": "close", "account": account["id"], "symbol": args.get("symbol") or "all"})
    return replace(result, data={**result.data, "flat": not account.get("positions") and not result.orders})
