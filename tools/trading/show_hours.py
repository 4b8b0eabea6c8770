"""Tool: when the market is open."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from tools.context import Json, ToolContext
from tools.tool import ToolResult, tool
from tools.trading import accounts

if TYPE_CHECKING:
    from tools.trading.marketdata.sessions import Sessions

REGULAR = (time(9, 30), time(16))
"""Regular hours in the exchange's own time; other hours are told as special."""
AHEAD = 14
"""Days after today that are looked at for holidays and special hours."""


@tool(route="trading", effect="read", arguments={"account": "an account's id"})
async def show_hours(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Shows whether the market is open, when that changes, and the holidays and half days ahead."""
    from tools.trading.marketdata.sessions import load_sessions

    account = await accounts.account_of(ctx, args)
    shown = {**accounts.clock_of(account), "session": account.get("session")}
    now = _moment(account.get("market_time"))
    return ToolResult(data=shown if now is None else {**shown, **_calendar(load_sessions(), now)})


def _calendar(sessions: "Sessions", now: datetime) -> Json:
    """`{today, next, special: [...], holidays: [day]}` as the calendar has it, days in its own zone.

    A session is `{day, open, close, special}`; `next` is the first one that begins later than now.
    """
    today = sessions.day(now)
    days = [today + timedelta(days=ahead) for ahead in range(AHEAD + 1)]
    found = [session for day in days if (session := _session(sessions, day)) is not None]
    known = [day for day in days if sessions.first <= day <= sessions.last]
    held = {session["day"] for session in found}
    return {
        "today": next((s for s in found if s["day"] == today.isoformat()), None),
        "next": next((s for s in found if datetime.fromisoformat(s["open"]) > now), None),
        "special": [s for s in found if s["special"]],
        "holidays": [d.isoformat() for d in known if d.weekday() <= 4 and d.isoformat() not in held],
    }


def _session(sessions: "Sessions", day: date) -> Json | None:
    hours = sessions.session(day)
    if hours is None:
        return None
    local = (hours.open.astimezone(sessions.zone).time(), hours.close.astimezone(sessions.zone).time())
    times = {"open": hours.open.isoformat(), "close": hours.close.isoformat()}
    return {"day": day.isoformat(), **times, "special": local != REGULAR}


def _moment(said: object) -> datetime | None:
    """A market time as the desk writes it; None when it is not known."""
    try:
        at = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
