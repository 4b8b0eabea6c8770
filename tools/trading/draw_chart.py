"""Tool: a picture of prices or of the account's equity."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from policies.values import ZERO, floor_to, plain
from tools.context import Json, ToolContext
from tools.errors import Refused, Retry
from tools.tool import ToolResult, tool
from tools.trading import accounts
from tools.trading.accounts import number

EQUITY, RISK = "equity", ("risk", "risque")
SESSIONS, LEAST, MOST = 60, 2, 500
MARKET = "America/New_York"


@tool(
    route="trading",
    effect="read",
    arguments={
        "account": "an account's id",
        "of": "equity, risk (equity against its floors), or one symbol",
        "sessions": f"how many sessions; {SESSIONS} without it, at most {MOST}",
    },
)
async def draw_chart(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Draws prices with positions and orders, the account's equity, or equity against its floors; tells the numbers."""
    sessions = accounts.whole(args, "sessions", default=SESSIONS, least=LEAST, most=MOST)
    of = str(args.get("of") or "").strip()
    if not of:
        raise Retry("of: equity, or one symbol such as AAPL")
    if ctx.home is None:
        raise Refused("no chart: there is no home folder to keep it in")
    account = await accounts.account_of(ctx, args)
    if of.casefold() in (EQUITY, *RISK):
        return await _equity(ctx, ctx.home, account, (of.casefold(), sessions))
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


async def _equity(ctx: ToolContext, home: Path, account: Json, asked: tuple[str, int]) -> ToolResult:
    from tools.charts import plans

    of, sessions = asked
    days = (await accounts.days_of(ctx, account))[-sessions:]
    today = _today(account)
    if today is not None and number(account.get("equity")).is_finite():
        latest = max(today, *(one["day"] for one in days)) if days else today
        floors = {one["name"]: one["floor"] for one in account.get("limits") or () if one.get("floor") is not None}
        days.append({"day": latest, "equity": account["equity"], "floors": floors})
    if len(days) < LEAST:
        return _none(account, EQUITY, "chart_no_history")
    series = plans.of_equity(days)
    if of == EQUITY:
        plan = plans.equity_plan(account, days, series, ctx.lang)
        return await _drawn(home, account, plan, {"of": EQUITY, "sessions": len(days) - 1, **series.data})
    days = plans.guarded(account, days)
    plan = plans.risk_plan(account, days, series, ctx.lang)
    rooms = [(room, one["day"]) for one in days if (room := plans.headroom(one)) is not None]
    room, day = min(rooms, default=(None, None))
    closest = None if room is None else {"day": day, "headroom": plain(room)}
    return await _drawn(
        home, account, plan, {"of": "risk", "sessions": len(days) - 1, "closest": closest, **series.data}
    )


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
