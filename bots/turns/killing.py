"""The kill switch from a conversation: through the desk while it answers, and without it when it hangs or is dead."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any, Protocol

from agents.understanding import Lang, Understanding
from policies.access import may
from policies.intents import ALL
from tools.context import Json, ToolContext
from tools.errors import Misconfigured, Unreachable
from tools.tool import ToolResult
from tools.trading.halt_trading import halt_trading

PATIENCE_S = 3.0
"""How long the desk may take over a halt, its waiting for the venue included, before it counts as hung."""

HaltOutside = Callable[[str], Awaitable[Json]]
"""Halts an account (or 'all') without the desk: `{latched, flat, accounts, ms}`."""


class Understand(Protocol):
    """From a text to what it asks for."""

    def __call__(
        self, text: str, *, symbols: Collection[str], prefer: Lang | None = None, accounts: Collection[str] = ()
    ) -> Understanding: ...


def asked(found: Understanding) -> bool:
    """Whether a line asks for a halt; it is read without asking the desk anything first."""
    return found.tool == halt_trading.name and found.clarify is None


async def kill(context: ToolContext, args: Mapping[str, Any], outside: HaltOutside) -> ToolResult:
    """Halts through the desk; one that does not answer in time is gone round, for whoever may halt at all.

    `data` then carries `outside` and the answer of the kill switch. Raises Refused for an unknown account.
    """
    if context.dry_run or not may(context.origin.role, "halt"):
        return await halt_trading.run(context, args)
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await halt_trading.run(context, args)
    except (Unreachable, Misconfigured, TimeoutError, OSError):
        account = args.get("account") or ALL
        done = await outside(account)
        return ToolResult(data={**done, "outside": True}, proposal={"kind": "halt", "account": account})
