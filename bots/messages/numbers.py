"""Numbers, money and dates as the reader writes them: '1 234,50 USD' in French, '1,234.50 USD' in English."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from zoneinfo import ZoneInfo

MARKET = "America/New_York"
"""The zone in which market times are shown."""

_NARROW = "\u202f"
_MONTHS = {
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split(),
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
}
_UNKNOWN = "?"


def number(value: object, lang: str, *, places: int | None = None) -> str:
    """A decimal string in the reader's notation, with `places` decimals or as many as it has; '?' when unknown."""
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return _UNKNOWN
    if not exact.is_finite():
        return _UNKNOWN
    if places is None:
        shown = f"{exact:,f}"
        shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    else:
        shown = f"{exact:,.{places}f}"
    if lang == "fr":
        return shown.replace(",", _NARROW).replace(".", ",")
    return shown


def price(value: object, lang: str) -> str:
    """A price: at least two decimals, more only when it has them."""
    exact = number(value, lang)
    cents = number(value, lang, places=2)
    return exact if len(exact) > len(cents) else cents


def money(value: object, currency: str, lang: str, *, signed: bool = False) -> str:
    """An amount to the cent with its currency; `signed` puts a plus before gains."""
    shown = number(value, lang, places=2)
    plus = "+" if signed and shown != _UNKNOWN and Decimal(str(value)) > 0 else ""
    return f"{plus}{shown}\u00a0{currency}"


def percent(value: object, lang: str) -> str:
    """A fraction as a percentage: '0.01' is '1 %' in French and '1%' in English."""
    try:
        shown = number(Decimal(str(value)) * 100, lang)
    except InvalidOperation:
        return _UNKNOWN
    return f"{shown}{_NARROW}%" if lang == "fr" else f"{shown}%"


def moment(value: object, lang: str) -> str:
    """A market time (ISO 8601) in New York: '3 janv. 2012 15:30' or '3 Jan 2012 15:30'."""
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return _UNKNOWN
    local = at.astimezone(_zone()) if at.tzinfo else at
    return f"{local.day} {_MONTHS[lang][local.month - 1]} {local.year} {local:%H:%M}"


@lru_cache(maxsize=1)
def _zone() -> ZoneInfo:
    return ZoneInfo(MARKET)
