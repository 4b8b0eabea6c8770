"""When the market is open, in New York's time and the reader's words."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from bots.messages import text
from bots.messages.numbers import hour, market_day, weekday
from bots.render.wording import clock
from tools.tool import ToolResult


def hours(result: ToolResult, lang: str) -> str:
    """Open or closed, until when, the next session, and what is unusual ahead."""
    data = result.data
    session, today = data.get("session") or {}, market_day(data.get("market_time"))
    lines = [clock(data, lang), _now(session, data.get("market_time"), today, lang)]
    following = data.get("next")
    if following and session.get("open"):
        lines.append(text("hours_next", lang, day=_day(following["day"], today, lang), **_ends(following)))
    lines += [
        text("hours_special", lang, day=_day(special["day"], today, lang), **_ends(special))
        for special in data.get("special") or ()
    ]
    lines += [text("hours_holiday", lang, day=_day(holiday, today, lang)) for holiday in data.get("holidays") or ()]
    return "\n".join(lines)


def _now(session: Mapping[str, Any], now: object, today: date | None, lang: str) -> str:
    """The desk's own word on the session: it knows where prices end."""
    if session.get("open"):
        closes, left = session.get("closes_at"), time_left(now, session.get("closes_at"), lang)
        return text("hours_open", lang, at=hour(closes), left=left) if closes and left else text("hours_open_now", lang)
    opens = market_day(session.get("opens_at"))
    if opens is None:
        return text("hours_closed", lang)
    return text("hours_opens", lang, day=_day(opens.isoformat(), today, lang), at=hour(session["opens_at"]))


def _ends(session: Mapping[str, Any]) -> dict[str, str]:
    return {"open": hour(session["open"]), "close": hour(session["close"])}


def _day(said: str, today: date | None, lang: str) -> str:
    day = date.fromisoformat(said)
    if today is not None and day in (today, today + timedelta(days=1)):
        return text("day_today" if day == today else "day_tomorrow", lang)
    return weekday(day, lang)


def time_left(now: object, until: object, lang: str) -> str | None:
    """How long from now until then; None when one of them is not known."""
    try:
        span = datetime.fromisoformat(str(until)) - datetime.fromisoformat(str(now))
    except (ValueError, TypeError):
        return None
    minutes = max(0, round(span.total_seconds() / 60))
    if minutes < 60:
        return text("duration_minutes", lang, minutes=minutes)
    return text("duration_hours", lang, hours=minutes // 60, minutes=f"{minutes % 60:02}")
