"""Tool: lift a latch, once a person has confirmed it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tools.context import ToolContext
from tools.tool import ToolResult, tool
from tools.trading import accounts
from tools.trading.proposing import propose


@tool(route="trading", effect="propose", arguments={"account": "an account's id"})
async def resume_trading(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Asks to take risk again after a halt; what the journal does not know is adopted by it."""
    named = {k: v for k, v in args.items() if not (k == "account" and v == "all")}
    account = await accounts.account_of(ctx, named)
    strangers = list(account.get("strangers") or ())
    proposal = {"kind": "resume", "account": account["id"]} | ({"adopts": strangers} if strangers else {})
    result = await propose(ctx, proposal)
    if result.pending is None:
        return result
    return replace(result, pending={**result.pending, "cause": account.get("cause") or "?"})
