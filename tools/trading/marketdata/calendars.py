"""Which calendar a product trades by, and what to believe when the calendar and a venue's own clock differ."""

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from policies.facts import Session
from tools.errors import Misconfigured
from tools.trading.marketdata.sessions import CLOSED, load_sessions

FUTURE = "future"
CONTRACT = re.compile(r"/?([A-Z0-9]{1,4}?)(?:[FGHJKMNQUVXZ]\d{1,4})?")
"""A futures root, alone or with the month and year of one contract: ES, /ES, ESZ6, MESH27, 6EZ2026."""


def calendar_of(asset_class: str, symbol: str = "") -> str | None:
    """The name of the calendar of an asset class, of a future by its root or contract; None when it is not listed.

    Asset classes are `stock`, `etf`, `option`, `fx`, `crypto` and `future`; only `future` needs the symbol. Raises
    Misconfigured when the list cannot be read.
    """
    if asset_class != FUTURE:
        return _classes().get(asset_class)
    roots = _futures()
    if symbol.removeprefix("/") in roots:
        return roots[symbol.removeprefix("/")]
    contract = CONTRACT.fullmatch(symbol)
    return roots.get(contract[1]) if contract else None


def session_at(calendar: str | None, moment: datetime, venue_open: bool | None = None) -> Session:
    """The session of a calendar at an aware moment, where the venue's clock agrees; closed when there is no calendar.

    `venue_open` is what the venue says of its own market, None when it says nothing.
    """
    try:
        session = load_sessions(calendar).at(moment) if calendar else CLOSED
    except Misconfigured:
        return CLOSED
    return CLOSED if session.open and not agreed(session.open, venue_open) else session


def agreed(calendar_open: bool, venue_open: bool | None) -> bool:
    """Open only where the calendar says so and the venue, if it says anything, does not contradict."""
    return calendar_open and venue_open is not False


@lru_cache(maxsize=1)
def _products() -> Mapping[str, Mapping[str, object]]:
    source = files("policies") / "sessions" / "products.toml"
    try:
        return MappingProxyType(tomllib.loads(source.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise Misconfigured(
            f"the list of calendars {str(source)!r} cannot be read ({error!r:.120}): install E.V.A. again"
        ) from error


@lru_cache(maxsize=1)
def _classes() -> Mapping[str, str]:
    return {name: str(calendar) for name, calendar in _products().get("classes", {}).items()}


@lru_cache(maxsize=1)
def _futures() -> Mapping[str, str]:
    listed = _products().get("futures", {})
    return {str(root): calendar for calendar, roots in listed.items() if isinstance(roots, list) for root in roots}
