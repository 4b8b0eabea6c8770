"""Tool: whether the model of losses is right, instrument by instrument."""

from collections.abc import Mapping
from typing import Any

from tools.context import ToolContext
from tools.tool import ToolResult, tool
from tools.trading import accounts


@tool(route="trading", effect="read", arguments={"account": "an account's id"})
async def show_model_risk(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Shows the price gaps that losses are reckoned with, what history says of them, and how predictions did."""
    account = await accounts.account_of(ctx, args, {"model": True})
    rows = account.get("model") or []
    alarms = [row["symbol"] for row in rows if row["alarm"]]
    return ToolResult(data={**accounts.clock_of(account), "model": rows, "alarms": alarms})
