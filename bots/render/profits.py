"""The P&L of one period, or by day, week or month."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bots.messages import text
from bots.messages.numbers import day, money, month
from policies.values import ZERO, lenient_decimal

TABLES = ("days", "weeks", "months")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")


def lines(data: Mapping[str, Any], lang: str) -> list[str]:
    """The answer below the market's clock; `data` as `show_pnl` gives it with a period."""
    period, currency = data["period"], data["currency"]
    if period not in TABLES:
        amount = (data.get("pnl") or {}).get(period)
        return [text(f"pnl_{period}", lang, amount=money(amount, currency, lang, signed=True))]
    rows = data.get("rows") or ()
    if not rows:
        return [text("pnl_no_history", lang)]
    shown = [(_name(row, period, lang), money(row["amount"], currency, lang, signed=True)) for row in rows]
    told = [text("pnl_row", lang, name=name, amount=amount) for name, amount in shown[:-1]]
    told.append(text("pnl_row_now", lang, name=shown[-1][0], amount=shown[-1][1]))
    total = sum((lenient_decimal(row["amount"]) for row in rows), ZERO)
    return [
        text(f"pnl_{period}", lang),
        *told,
        text("pnl_total", lang, amount=money(total, currency, lang, signed=True)),
    ]


def _name(row: Mapping[str, Any], period: str, lang: str) -> str:
    """A row's span as the reader names it; a week by its Monday."""
    if period == "months":
        return month(row["first"], lang)
    week = _WEEK.fullmatch(str(row["name"]))
    if week is None:
        return day(row["first"], lang)
    monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
    return text("pnl_week_name", lang, day=day(monday.isoformat(), lang))
