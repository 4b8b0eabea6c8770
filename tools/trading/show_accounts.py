"""Tool: which accounts there are."""

from collections.abc import Mapping
from typing import Any

from tools.context import Json, ToolContext
from tools.tool import ToolResult, tool
from tools.trading.accounts import number


@tool(route="trading", effect="read")
async def show_accounts(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Lists the accounts with ruleset, state, equity and the nearest loss limit, and which one is meant now."""
    found = (await ctx.desk.read("status"))["accounts"]
    return ToolResult(data={"accounts": [_told(one) for one in found], "chosen": ctx.account})


def _told(account: Mapping[str, Any]) -> Json:
    """`{id, ruleset, state, cause, currency, equity, nearest}`; `nearest` is the loss limit with the least headroom."""
    floors = [one for one in account.get("limits") or () if one.get("floor") is not None]
    known = [one for one in floors if number(one.get("headroom")).is_finite()]
    nearest = min(known, key=lambda one: number(one["headroom"]), default=None)
    names = ("id", "ruleset", "state", "cause", "currency", "equity")
    head = None if nearest is None else {"name": nearest["name"], "headroom": nearest["headroom"]}
    return {**{name: account.get(name) for name in names}, "nearest": head}
