"""Tool: stop everything."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from policies.intents import ALL
from tools.context import ToolContext
from tools.tool import ToolResult, tool
from tools.trading.proposing import propose

HALT_WAIT_S = 1.0
"""Stopping is the one act whose end is waited for a little longer."""


@tool(route="trading", effect="propose", arguments={"account": "an account's id, or 'all' (default)"})
async def halt_trading(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Latches the kill switch: entries are cancelled, positions flattened, and no risk is taken until resumed."""
    named = args.get("account") or ALL
    if ctx.dry_run:
        # A preview looks at one account; the proposal stays what was asked for.
        judged = ctx.account if named == ALL else named
        return replace(await propose(ctx, {"kind": "halt", "account": judged}), proposal=_halt(named))
    result = await propose(ctx, _halt(named), wait_s=HALT_WAIT_S)
    status = await ctx.desk.read("status")
    flat = all(not a.get("positions") for a in status["accounts"] if named in (ALL, a["id"]))
    return replace(result, data={**result.data, "flat": flat})


def _halt(account: str) -> dict[str, str]:
    return {"kind": "halt", "account": account}
