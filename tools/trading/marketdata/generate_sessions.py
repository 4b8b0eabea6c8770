"""Writes `policies/sessions/*.json` from the calendar libraries; run by hand, never by a process of E.V.A.

    python -m tools.trading.marketdata.generate_sessions policies/sessions

Only what differs from the regular week is written.
"""

import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from tools.trading.marketdata import library_hours as library

LAST = date(2027, 12, 31)
SINCE_2015 = date(2015, 1, 2)
FUTURES, OWN = "pandas_market_calendars", ""
GLOBEX = "17:00-16:00"


class Market(NamedTuple):
    """One calendar: what it is called at its source, its zone and regular hours, and where its days come from.

    `earlier` holds regular hours that were valid up to and including a date, `days` the ISO weekdays that trade.
    """

    exchange: str
    zone: str
    regular: str
    hours: Callable[[date, date], library.Days]
    source: str = FUTURES
    first: date = SINCE_2015
    earlier: tuple[tuple[str, str], ...] = ()
    days: str = "12345"


def _cme(name: str, regular: str = GLOBEX, **more: Any) -> Market:
    return Market(name, library.CHICAGO, regular, more.pop("hours", library.futures(name)), **more)


def _financial(name: str, **more: Any) -> Market:
    return _cme(name, hours=library.financial(name), **more)


MARKETS = {
    "xnys": Market("XNYS", library.NEW_YORK, "09:30-16:00", library.stocks, "exchange_calendars", date(1999, 1, 4)),
    "cme-equity": _financial("CME_Equity", earlier=(("2021-06-27", "17:00-15:15 15:30-16:00"),)),
    "cme-fx": _financial("CME_FX"),
    "cme-rates": _cme("CME_Rate", hours=library.rates),
    "cme-energy": _cme("CMEGlobex_Energy", hours=library.commodities("CMEGlobex_Energy")),
    "cme-metals": _cme("CMEGlobex_Metals", hours=library.commodities("CMEGlobex_Metals")),
    "cme-grains": _cme("CMEGlobex_Grains", "19:00-07:45 08:30-13:20", hours=library.grains),
    "cme-livestock": _cme("CMEGlobex_Livestock", "08:30-13:05", hours=library.livestock),
    "cme-crypto": _financial("CME Globex Crypto"),
    "fx": Market("spot FX", library.NEW_YORK, library.FX_HOURS, library.currencies, OWN),
    "crypto": Market("spot crypto", "UTC", library.ALL_DAY, library.coins, OWN, date(2010, 1, 1), days="1234567"),
}


def generate(calendar: str) -> dict[str, Any]:
    """One calendar over its whole range, in the shape that `Sessions` reads."""
    market = MARKETS[calendar]
    first, hours = market.first, market.hours(market.first, LAST)
    days = [first + timedelta(days=n) for n in range((LAST - first).days + 1)]
    usual = {day: _usual(market, day) for day in days}
    source = library.version(market.source) if market.source else "rules in library_hours.py"
    week = {} if market.days == "12345" else {"days": market.days}
    past = {"earlier": dict(market.earlier)} if market.earlier else {}
    return {
        "exchange": market.exchange,
        "source": source,
        "zone": market.zone,
        "first": first.isoformat(),
        "last": LAST.isoformat(),
        **week,
        "regular": market.regular,
        **past,
        "closed": [day.isoformat() for day in days if usual[day] and day not in hours],
        "special": {day.isoformat(): said for day, said in hours.items() if said != usual[day]},
    }


def written(calendar: str) -> str:
    """The text of a calendar's file, one exception a line."""
    return json.dumps(generate(calendar), indent=1) + "\n"


def _usual(market: Market, day: date) -> str | None:
    if str(day.isoweekday()) not in market.days:
        return None
    return next((said for until, said in market.earlier if day.isoformat() <= until), market.regular)


def main(folder: str) -> None:
    """Writes every calendar into a folder."""
    for calendar in MARKETS:
        Path(folder, f"{calendar}.json").write_text(written(calendar), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
