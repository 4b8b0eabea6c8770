"""Tool: prices now."""

from collections.abc import Mapping
from typing import Any

from tools.context import ToolContext
from tools.tool import ToolResult, tool


@tool(
    route="trading",
    effect="read",
    arguments={"account": "an account's id", "symbol": "one symbol, or several with commas; all without it"},
)
async def show_quotes(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Shows bid and ask of one, several or all instruments."""
    found = await ctx.desk.read("quotes", {"account": args.get("account") or ctx.account})
    named = str(args.get("symbol") or args.get("symbols") or "")
    wanted = [name for name in named.replace(",", " ").split() if name != "all"] or sorted(found["quotes"])
    quotes = {symbol: found["quotes"].get(symbol) for symbol in wanted}
    shown = {name: found.get(name) for name in ("market_time", "replay", "session")}
    return ToolResult(data={**shown, "quotes": quotes})
