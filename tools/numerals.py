"""Numbers and days as the reader writes them: '1 234,5' and '3 janv. 2012', '1,234.5' and '3 Jan 2012'."""

from datetime import date
from decimal import Decimal, InvalidOperation

NARROW = "\u202f"
"""The space between groups of digits in French."""
UNKNOWN = "?"
MONTHS = {
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split(),
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
}


def number(value: object, lang: str, *, places: int | None = None) -> str:
    """A decimal string in the reader's notation, with `places` decimals or as many as it has; '?' when unknown."""
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return UNKNOWN
    if not exact.is_finite():
        return UNKNOWN
    if places is None:
        shown = f"{exact:,f}"
        shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    else:
        shown = f"{exact:,.{places}f}"
    if lang == "fr":
        return shown.replace(",", NARROW).replace(".", ",")
    return shown


def price(value: object, lang: str) -> str:
    """A price: at least two decimals, more only when it has them."""
    exact = number(value, lang)
    cents = number(value, lang, places=2)
    return exact if len(exact) > len(cents) else cents


def day(value: object, lang: str) -> str:
    """A calendar day (ISO 8601): '3 janv. 2012' or '3 Jan 2012'."""
    try:
        when = date.fromisoformat(str(value))
    except ValueError:
        return UNKNOWN
    return f"{when.day} {MONTHS[lang][when.month - 1]} {when.year}"
