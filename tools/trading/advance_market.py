"""Tool: time, on a replay account."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tools.context import ToolContext
from tools.tool import ToolResult, tool
from tools.trading import accounts
from tools.trading.proposing import propose

WEEK = 5
"""Sessions of a week without holidays."""
MOST = 100_000
ADVANCE_WAIT_S = 30.0
"""Moving the clock is the desk's own work, not a venue's: its end is waited for."""


@tool(
    route="trading",
    effect="propose",
    arguments={
        "account": "a replay account's id",
        "sessions": "how many sessions",
        "weeks": "or how many weeks of five sessions",
        "to": "or until when, ISO 8601",
    },
)
async def advance_market(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Moves the market clock of a replay account forward and tells what was filled on the way."""
    sessions = _sessions(args)
    account = await accounts.account_of(ctx, args)
    before = {f["id"] for f in await accounts.fills_of(ctx, account)}
    proposal: dict[str, Any] = {"kind": "advance", "account": account["id"]}
    proposal |= {"to": args["to"]} if args.get("to") else {"sessions": sessions}
    result = await propose(ctx, proposal, wait_s=ADVANCE_WAIT_S)
    fills = [f for f in await accounts.fills_of(ctx, account) if f["id"] not in before]
    return replace(result, data={**result.data, "fills": fills, "currency": account.get("currency", "")})


def _sessions(args: Mapping[str, Any]) -> int:
    """How many sessions were asked; raises Retry for what is no count. The kernel has its own most."""
    if args.get("weeks") is not None:
        return WEEK * accounts.whole(args, "weeks", default=1, least=1, most=MOST // WEEK)
    return accounts.whole(args, "sessions", default=1, least=1, most=MOST)
