"""Tool: what the kernel would say of an order, without placing it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tools.context import ToolContext
from tools.tool import ToolResult, tool
from tools.trading.drafting import drafted
from tools.trading.place_order import ORDER_ARGUMENTS
from tools.trading.proposing import propose


@tool(route="trading", effect="propose", arguments=ORDER_ARGUMENTS)
async def preview_order(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Shows verdict, size and worst case of an order; nothing is sent or reserved."""
    draft = await drafted(ctx, args)
    return draft if isinstance(draft, ToolResult) else await propose(replace(ctx, dry_run=True), draft)
