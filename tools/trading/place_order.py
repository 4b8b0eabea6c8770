"""Tool: a new order, or the reduction that a sale of what is held amounts to."""

from collections.abc import Mapping
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
    "short": "yes when selling what is not held is meant",
}


@tool(route="trading", effect="propose", arguments=ORDER_ARGUMENTS)
async def place_order(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Places an order sized by quantity, amount or risk, with its protection."""
    draft = await drafted(ctx, args)
    return draft if isinstance(draft, ToolResult) else await propose(ctx, draft)
