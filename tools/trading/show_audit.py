"""Tool: the end of the desk's journal."""

from collections.abc import Mapping
from typing import Any

from tools.context import ToolContext
from tools.tool import ToolResult, tool


@tool(route="assistant", effect="read")
async def show_audit(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Shows whether the journal's chain holds, and its latest rows."""
    return ToolResult(data=await ctx.desk.read("audit"))
