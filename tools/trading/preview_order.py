"""Tool: what the kernel would say of an order, without placing it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from policies.values import ZERO, Side, plain
from tools.context import Json, ToolContext
from tools.tool import ToolResult, tool
from tools.trading import accounts
from tools.trading.accounts import number
from tools.trading.place_order import ORDER_ARGUMENTS, ordered

ADDED = frozenset({"order_notional", "gross_exposure", "leverage"})
"""Limits of size of which an order that adds to its symbol takes its own worth."""


@tool(route="trading", effect="propose", arguments=ORDER_ARGUMENTS)
async def preview_order(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Shows verdict, size, worst case and the headroom that would stay; nothing is sent or reserved."""
    result = await ordered(replace(ctx, dry_run=True), args)
    if result.proposal is None or result.data.get("worst_case") is None:
        return result
    account = await accounts.account_of(ctx, result.proposal)
    return replace(result, data={**result.data, "limits": _left(account, result.proposal, result.data["worst_case"])})


def _left(account: Json, proposal: Json, worst: Json) -> list[Json]:
    """`[{name, headroom, after}]`: what stays of a loss limit if the worst comes, what of a size may still be used."""
    rows = []
    for limit in account.get("limits") or ():
        headroom = number(limit.get("headroom"))
        taken = worst["after"] if limit.get("floor") is not None else None
        if taken is None and limit["name"] in ADDED and _adds(account, proposal):
            taken = worst["notional"]
        after = headroom - number(taken)
        if after.is_finite():
            rows.append({"name": limit["name"], "headroom": limit["headroom"], "after": plain(after)})
    return rows


def _adds(account: Json, proposal: Json) -> bool:
    """Whether the proposal is an order on the side of what is held, or of nothing."""
    if proposal["kind"] != "order":
        return False
    return accounts.held_in(account, proposal["symbol"]) * Side(proposal["side"]).sign >= ZERO
