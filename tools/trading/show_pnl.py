"""Tool: what was won or lost."""

from collections.abc import Mapping
from typing import Any

from policies.values import ZERO, plain
from tools.context import ToolContext
from tools.tool import ToolResult, tool
from tools.trading import accounts
from tools.trading.accounts import number


@tool(route="trading", effect="read", arguments={"account": "an account's id"})
async def show_pnl(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Shows the P&L of today, the week and the month, with its floating part."""
    account = await accounts.account_of(ctx, args)
    held = account.get("positions", ())
    floating = sum((number(p.get("pnl")) for p in held), ZERO)
    worth = {name: account.get(name) for name in ("balance", "equity", "pnl")}
    return ToolResult(data={**accounts.clock_of(account), **worth, "floating": plain(floating), "positions": held})
