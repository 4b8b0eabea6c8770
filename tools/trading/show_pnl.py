"""Tool: what was won or lost, now and by day, week or month."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from policies.values import ZERO, plain
from tools.context import Json, ToolContext
from tools.tool import ToolResult, tool
from tools.trading import accounts
from tools.trading.accounts import number

ONE_OF = ("today", "week", "month")
TABLES: Mapping[str, int] = {"days": 10, "weeks": 8, "months": 12}
"""How many rows of each table are shown."""


@tool(
    route="trading",
    effect="read",
    arguments={
        "account": "an account's id",
        "period": "today, week or month; days, weeks or months for a table; without it all three",
    },
)
async def show_pnl(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Shows the P&L of today, the week and the month with its floating part, or a table by day, week or month."""
    period = accounts.one_of(args, "period", (*ONE_OF, *TABLES))
    account = await accounts.account_of(ctx, args)
    held = account.get("positions", ())
    floating = sum((number(p.get("pnl")) for p in held), ZERO)
    worth = {name: account.get(name) for name in ("balance", "equity", "pnl")}
    data = {**accounts.clock_of(account), **worth, "floating": plain(floating), "positions": held, "period": period}
    if period is not None and period in TABLES:
        data |= {"rows": _table(account, await accounts.days_of(ctx, account), period)[-TABLES[period] :]}
    return ToolResult(data=data)


def _table(account: Json, days: list[Json], period: str) -> list[Json]:
    """`[{name, first, last, amount}]`, oldest first; the last row is under way. Empty before the first reset."""
    from memory.records import pnl
    from memory.records.values import Equity

    by = {"days": pnl.by_day, "weeks": pnl.by_week, "months": pnl.by_month}[period]
    series = [
        Equity(day=date.fromisoformat(one["day"]), currency=account["currency"], equity=Decimal(one["equity"]))
        for one in days
    ]
    now = number(account.get("equity"))
    return [
        {"name": p.name, "first": p.first.isoformat(), "last": p.last.isoformat(), "amount": plain(p.amount)}
        for p in by(series, now if now.is_finite() else None)
    ]
