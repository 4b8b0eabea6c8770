"""Writes `policies/sessions/xnys.json` from exchange_calendars; run by hand, never by a process of E.V.A.

    python -m tools.trading.marketdata.generate_sessions policies/sessions/xnys.json

Only what differs from Monday to Friday, 09:30 to 16:00 New York, is written.
"""

import json
import sys
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

FIRST, LAST = date(1999, 1, 4), date(2027, 12, 31)
ZONE = "America/New_York"
REGULAR = "09:30-16:00"


def generate(first: date = FIRST, last: date = LAST) -> dict[str, Any]:
    """The calendar of XNYS between two dates, both included, in the shape that `Sessions` reads."""
    library = import_module("exchange_calendars")  # a development library, used by this generator alone
    calendar = library.get_calendar("XNYS", start=first.isoformat(), end=last.isoformat())
    hours = {
        label.date(): f"{opens.tz_convert(ZONE):%H:%M}-{closes.tz_convert(ZONE):%H:%M}"
        for label, opens, closes in zip(calendar.sessions, calendar.opens, calendar.closes, strict=True)
    }
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    odd = [day.isoformat() for day in hours if day.weekday() > 4]
    if odd:
        raise ValueError(f"sessions on a weekend cannot be written in this format: {odd}")
    return {
        "exchange": "XNYS",
        "source": f"exchange_calendars {library.__version__}",
        "zone": ZONE,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "regular": REGULAR,
        "closed": [day.isoformat() for day in days if day.weekday() < 5 and day not in hours],
        "special": {day.isoformat(): span for day, span in hours.items() if span != REGULAR},
    }


def main(path: str) -> None:
    """Writes the calendar to `path`, one exception a line."""
    Path(path).write_text(json.dumps(generate(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
