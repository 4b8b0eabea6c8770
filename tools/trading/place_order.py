"""Tool: a new order, or the reduction that a sale of what is held amounts to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from tools.context import ToolContext
from tools.tool import ToolResult, tool
from tools.trading.drafting import drafted
from tools.trading.proposing import propose

ORDER_ARGUMENTS: Final = {
    "account": "an account's id",
    "symbol": "what to trade",
    "side": "buy or sell; without it the stop decides",
    "quantity": "units, as a decimal string",
    "notional": "an amount such as '2000 USD'",
    "risk": "a fraction of equity such as '0.01', or an amount such as '200 USD'",
    "share": "a fraction of the position, such as '0.5'",
    "type": "market, limit, stop or stop_limit; without it the prices decide",
    "limit": "limit price",
    "trigger": "entry price of stop types",
    "stop": "price of the attached protective stop",
    "target": "price of the attached target",
    "stop_pct": "or the stop's distance from the entry as a fraction, such as '0.02'",
    "stop_off": "or the stop's distance from the entry in price units, such as '5'",
    "target_pct": "or the target's distance as a fraction",
    "target_off": "or the target's distance in price units",
    "tif": "day or gtc; day without it",
    "short": "yes when selling what is not held is meant",
}


@tool(route="trading", effect="propose", arguments=ORDER_ARGUMENTS)
async def place_order(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Places an order sized by quantity, amount or risk, with its protection."""
    return await ordered(ctx, args)


async def ordered(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """The order that the arguments amount to, proposed; in a dry run only judged."""
    draft = await drafted(ctx, args)
    if isinstance(draft, ToolResult):
        return draft
    result = await propose(ctx, draft.proposal)
    return replace(result, data={**result.data, **draft.data})
