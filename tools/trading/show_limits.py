"""Tool: how much may still be lost or taken on."""

from collections.abc import Mapping
from typing import Any

from tools.context import ToolContext
from tools.tool import ToolResult, tool
from tools.trading import accounts


@tool(route="trading", effect="read", arguments={"account": "an account's id"})
async def show_limits(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Shows the headroom of every limit in money."""
    account = await accounts.account_of(ctx, args)
    names = ("ruleset", "state", "equity", "limits")
    return ToolResult(data={**accounts.clock_of(account), **{name: account.get(name) for name in names}})
