"""Tool: how near every limit is, and which price would hit the first one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from policies.values import ZERO, plain
from tools.context import Json, ToolContext
from tools.errors import Refused, Retry, Unreachable
from tools.tool import ToolResult, tool
from tools.trading import accounts
from tools.trading.accounts import number

RANGES = 14
"""True ranges that an average is taken of."""
HUNDREDTH, CENTH = Decimal("0.01"), Decimal("0.0001")


@tool(route="trading", effect="read", arguments={"account": "an account's id"})
async def show_risk(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Shows how near each limit is, how far each price may move until the first is hit, sizes in use, and resets."""
    account = await accounts.account_of(ctx, args, {"risk": True})
    risk = account.get("risk") or {"missing": "equity as a finite number"}
    holdings = [await _measured(ctx, account, held) for held in risk.get("holdings") or ()]
    return ToolResult(
        data={
            **accounts.clock_of(account),
            "ruleset": account.get("ruleset"),
            "balance": account.get("balance"),
            **risk,
            "holdings": holdings,
            "nearest": nearest(holdings),
        }
    )


async def _measured(ctx: ToolContext, account: Json, held: Json) -> Json:
    """A holding with its average true range, and how many of them its price is away from the first guard."""
    wanted = {"account": account["id"], "symbol": held["symbol"], "count": RANGES + 1}
    try:
        bars: Sequence[Json] = (await ctx.desk.read("bars", wanted))["bars"]
    except (Refused, Retry, Unreachable):
        bars = ()
    atr = average_true_range(bars)
    move = number(held.get("move"))
    away = abs(move) / atr if atr and move.is_finite() else None
    return {
        **held,
        "atr": None if atr is None else plain(atr.quantize(CENTH)),
        "ranges": max(0, len(bars) - 1),
        "atrs": None if away is None else plain(away.quantize(HUNDREDTH)),
    }


def average_true_range(bars: Sequence[Mapping[str, Any]]) -> Decimal | None:
    """The mean true range of daily bars, oldest first, over all but the first; None for fewer than two sound ones.

    A day's true range is the largest of its range and of its distances from the close before (Wilder, 1978).
    """
    rows = [tuple(number(bar.get(name)) for name in ("high", "low", "close")) for bar in bars]
    if len(rows) < 2 or not all(value.is_finite() for row in rows for value in row):
        return None
    ranges = [max(day[0], before[2]) - min(day[1], before[2]) for before, day in pairwise(rows)]
    return sum(ranges, ZERO) / len(ranges)


def nearest(holdings: Sequence[Mapping[str, Any]]) -> str | None:
    """The symbol that would hit the first guard soonest: by average true ranges, without all of them by percent."""
    can = [held for held in holdings if held.get("hit") is not None]
    by = "atrs" if all(held.get("atrs") is not None for held in can) else "share"
    found = min(can, key=lambda held: abs(number(held[by])), default=None)
    return None if found is None else str(found["symbol"])
