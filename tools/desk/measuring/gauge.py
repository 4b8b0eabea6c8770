"""What an account remembers of its instruments' history: in memory only, made anew from bars after a restart."""

import asyncio
from dataclasses import dataclass, field
from datetime import date, datetime

from policies.instruments import Instrument
from policies.values import Symbol
from tools.trading.modelrisk.gaps import GapHistory


@dataclass(kw_only=True)
class Gauge:
    """Histories by symbol, the instruments as the venue lists them, and the market's date they were brought up to.

    `open_until` is the close of the session in which the market was last seen open; None while that is not known.
    """

    configured: dict[Symbol, Instrument] = field(default_factory=dict)
    histories: dict[Symbol, GapHistory] = field(default_factory=dict)
    day: date | None = None
    open_until: datetime | None = None
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
