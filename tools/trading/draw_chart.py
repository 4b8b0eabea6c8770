"""Tool: a picture of prices or of the account's equity."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from policies.values import ZERO, floor_to
from tools.context import Json, ToolContext
from tools.errors import Refused, Retry
from tools.tool import ToolResult, tool
from tools.trading import accounts
from tools.trading.accounts import number

EQUITY = "equity"
SESSIONS, LEAST, MOST = 60, 2, 500
MARKET = "America/New_York"


@tool(
    route="trading",
    effect="read",
    arguments={
        "account": "an account's id",
        "of": "equity, or one symbol",
        "sessions": f"how many sessions; {SESSIONS} without it, at most {MOST}",
    },
)
async def draw_chart(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Draws prices with positions and orders, or the account's equity, as a picture; tells its numbers as well."""
    sessions = accounts.whole(args, "sessions", default=SESSIONS, least=LEAST, most=MOST)
    of = str(args.get("of") or "").strip()
    if not of:
        raise Retry("of: equity, or one symbol such as AAPL")
    if ctx.home is None:
        raise Refused("no chart: there is no home folder to keep it in")
    account = await accounts.account_of(ctx, args)
    if of.casefold() == EQUITY:
        return await _equity(ctx, ctx.home, account, sessions)
    return await _prices(ctx, ctx.home, account, (of.upper(), sessions))


async def _prices(ctx: ToolContext, home: Path, account: Json, asked: tuple[str, int]) -> ToolResult:
    from tools.charts import plans

    symbol, sessions = asked
    tick = number((await accounts.listed(ctx, account, symbol))["tick"])
    wanted = {"account": account["id"], "symbol": symbol, "count": sessions}
    bars: Sequence[Json] = (await ctx.desk.read("bars", wanted))["bars"]
    if len(bars) < LEAST:
        return _none(account, symbol, "chart_no_bars")
    quote = await accounts.quote_of(ctx, account, symbol)
    last = number(bars[-1]["close"]) if quote is None else floor_to(sum(quote, ZERO) / 2, tick)
    series = plans.of_prices(bars, last)
    plan = plans.price_plan(account, symbol, bars, series, ctx.lang)
    return await _drawn(home, account, plan, {"of": symbol, "sessions": len(bars), **series.data})


async def _equity(ctx: ToolContext, home: Path, account: Json, sessions: int) -> ToolResult:
    from tools.charts import plans

    days = (await accounts.days_of(ctx, account))[-sessions:]
    today = _today(account)
    if today is not None and number(account.get("equity")).is_finite():
        latest = max(today, *(one["day"] for one in days)) if days else today
        days.append({"day": latest, "equity": account["equity"]})
    if len(days) < LEAST:
        return _none(account, EQUITY, "chart_no_history")
    series = plans.of_equity(days)
    plan = plans.equity_plan(account, days, series, ctx.lang)
    return await _drawn(home, account, plan, {"of": EQUITY, "sessions": len(days) - 1, **series.data})


def _none(account: Json, of: str, why: str) -> ToolResult:
    """An answer without a picture: there is too little to draw."""
    return ToolResult(data={**accounts.clock_of(account), "chart": None, "of": of, "why": why})


async def _drawn(home: Path, account: Json, plan: Json, data: Json) -> ToolResult:
    from tools.charts import keeping

    path = await keeping.draw(home, plan)
    return ToolResult(data={**accounts.clock_of(account), "chart": str(path), **data})


def _today(account: Json) -> str | None:
    """The market's own date, ISO 8601; None when the time is not known."""
    try:
        at = datetime.fromisoformat(str(account.get("market_time")))
    except ValueError:
        return None
    return at.astimezone(ZoneInfo(MARKET)).date().isoformat()
