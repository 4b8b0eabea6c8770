"""Money, percentages and market times as the reader writes them: '1 234,50 USD' in French, '1,234.50 USD' in English."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from zoneinfo import ZoneInfo

from tools.numerals import NARROW, UNKNOWN, day, number, price

__all__ = ["day", "hour", "market_day", "moment", "money", "month", "number", "percent", "price", "weekday"]

MARKET = "America/New_York"
"""The zone in which market times are shown."""

_DAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}


def money(value: object, currency: str, lang: str, *, signed: bool = False) -> str:
    """An amount to the cent with its currency; `signed` puts a plus before gains."""
    shown = number(value, lang, places=2)
    plus = "+" if signed and shown != UNKNOWN and Decimal(str(value)) > 0 else ""
    return f"{plus}{shown}\u00a0{currency}"


def percent(value: object, lang: str, *, signed: bool = False) -> str:
    """A fraction as a percentage: '0.01' is '1 %' in French and '1%' in English."""
    try:
        exact = Decimal(str(value)) * 100
    except InvalidOperation:
        return UNKNOWN
    shown = number(exact, lang)
    plus = "+" if signed and exact > 0 else ""
    return f"{plus}{shown}{NARROW}%" if lang == "fr" else f"{plus}{shown}%"


def moment(value: object, lang: str) -> str:
    """A market time (ISO 8601) in New York: '3 janv. 2012 15:30' or '3 Jan 2012 15:30'."""
    local = _local(value)
    return UNKNOWN if local is None else f"{day(local.date().isoformat(), lang)} {local:%H:%M}"


def hour(value: object) -> str:
    """The time of day in New York of a market time: '15:30'."""
    local = _local(value)
    return UNKNOWN if local is None else f"{local:%H:%M}"


def market_day(value: object) -> date | None:
    """The calendar day in New York of a market time, None when that is unknown."""
    local = _local(value)
    return None if local is None else local.date()


def weekday(value: date, lang: str) -> str:
    """A day with its name: 'mardi 3 janv. 2012' or 'Tuesday 3 Jan 2012'."""
    return f"{_DAYS[lang][value.weekday()]} {day(value.isoformat(), lang)}"


def month(value: object, lang: str) -> str:
    """The month of an ISO day: 'janv. 2012' or 'Jan 2012'."""
    return day(value, lang).partition(" ")[2] or UNKNOWN


def _local(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return at.astimezone(_zone()) if at.tzinfo else at


@lru_cache(maxsize=1)
def _zone() -> ZoneInfo:
    return ZoneInfo(MARKET)
