"""What an account of the adversary can trade: instruments of one asset class that open and close together."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from policies.facts import Session
from policies.instruments import Instrument
from policies.limits import Limits
from policies.values import Symbol

D = Decimal
DAY = timedelta(days=1)
HOLIDAYS, HALF_DAYS = (date(2026, 11, 26),), (date(2026, 11, 27),)
"""Thanksgiving 2026 and the Friday after it, on which US markets close early."""

START = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
"""A Wednesday: a holiday, a half day and a weekend follow."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """An instrument with its first price and half its spread. `pair` is the currency rate that is this very price."""

    symbol: Symbol
    instrument: Instrument
    price: Decimal
    half: Decimal
    pair: str | None = None
    driver: int = 0


@dataclass(frozen=True, kw_only=True)
class Universe:
    """Listings that share a calendar; `rates` are currency rates that no instrument stands for.

    Listings with the same `driver` move together.
    """

    name: str
    listings: tuple[Listing, ...]
    rates: tuple[tuple[str, Decimal], ...] = ()

    @property
    def drivers(self) -> int:
        """How many independent prices there are."""
        return max(one.driver for one in self.listings) + 1


STOCKS = Universe(
    name="stock",
    listings=(
        Listing(
            symbol=Symbol("AAA"),
            price=D(100),
            half=D("0.02"),
            instrument=Instrument(
                currency="USD",
                tick=D("0.01"),
                lot=D(1),
                gap=D("0.03"),
                gap_closed=D("0.10"),
                fee_unit=D("0.005"),
                fee_min=D(1),
                carry_short=D("0.01"),
            ),
        ),
        Listing(
            symbol=Symbol("EUX"),
            price=D(40),
            half=D("0.01"),
            driver=1,
            instrument=Instrument(
                currency="EUR", tick=D("0.01"), lot=D(1), gap=D("0.04"), gap_closed=D("0.12"), fee_min=D(1)
            ),
        ),
    ),
    rates=(("EURUSD", D("1.25")),),
)
FX = Universe(
    name="fx",
    listings=(
        Listing(
            symbol=Symbol("EURUSD"),
            price=D("1.10000"),
            half=D("0.00004"),
            instrument=Instrument(
                currency="USD",
                tick=D("0.00001"),
                lot=D("0.01"),
                multiplier=D(100_000),
                gap=D("0.004"),
                gap_closed=D("0.02"),
                fee_unit=D("3.5"),
                carry_long=D(8),
                carry_short=D(3),
                asset_class="fx",
            ),
        ),
        Listing(
            symbol=Symbol("USDJPY"),
            price=D("150.000"),
            half=D("0.006"),
            pair="USDJPY",
            driver=1,
            instrument=Instrument(
                currency="JPY",
                tick=D("0.001"),
                lot=D("0.01"),
                multiplier=D(100_000),
                gap=D("0.005"),
                gap_closed=D("0.025"),
                carry_short=D(2_000),
                asset_class="fx",
            ),
        ),
    ),
)
FUTURES = Universe(
    name="future",
    listings=(
        Listing(
            symbol=Symbol("MES"),
            price=D(5_000),
            half=D("0.125"),
            instrument=Instrument(
                currency="USD",
                tick=D("0.25"),
                lot=D(1),
                multiplier=D(5),
                gap=D("0.004"),
                gap_closed=D("0.03"),
                fee_unit=D("0.37"),
                lots=D("0.1"),
                asset_class="future",
            ),
        ),
        Listing(
            symbol=Symbol("MGC"),
            price=D(2_600),
            half=D("0.05"),
            driver=1,
            instrument=Instrument(
                currency="USD",
                tick=D("0.1"),
                lot=D(1),
                multiplier=D(10),
                gap=D("0.005"),
                gap_closed=D("0.02"),
                fee_unit=D("0.62"),
                lots=D("0.1"),
                asset_class="future",
            ),
        ),
    ),
)
CRYPTO = Universe(
    name="crypto",
    listings=(
        Listing(
            symbol=Symbol("BTCUSD"),
            price=D(60_000),
            half=D(5),
            instrument=Instrument(
                currency="USD",
                tick=D("0.1"),
                lot=D("0.001"),
                gap=D("0.03"),
                fee_unit=D(33),
                carry_long=D(20),
                asset_class="crypto",
            ),
        ),
        Listing(
            symbol=Symbol("BTCPERP"),
            price=D(60_000),
            half=D(5),
            pair="BTCUSD",
            instrument=Instrument(
                currency="BTC",
                tick=D("0.5"),
                lot=D(1),
                multiplier=D(100),
                gap=D("0.03"),
                fee_unit=D("0.000001"),
                inverse=True,
                asset_class="crypto",
            ),
        ),
    ),
)
UNIVERSES = (STOCKS, FX, FUTURES, CRYPTO)


def universes(limits: Limits) -> tuple[Universe, ...]:
    """Those of which the programme lets every instrument be traded; of a programme without a list all but futures."""
    if not limits.terms.classes:
        return (STOCKS, FX, CRYPTO)
    return tuple(u for u in UNIVERSES if all(limits.terms.of_class(x.instrument.asset_class) for x in u.listings))


Spans = tuple[tuple[datetime, datetime], ...]


@lru_cache(maxsize=32)
def spans(name: str, first: date, days: int) -> Spans:
    """When the markets of a universe are open, in aware UTC, in order and without overlap."""
    dates = [first + n * DAY for n in range(-7, days)]
    if name == "crypto":
        return ((_at(dates[0], "UTC", 0), _at(dates[-1], "UTC", 0)),)
    found: list[tuple[datetime, datetime]] = []
    for day in (d for d in dates if d.weekday() < 5):
        if name == "fx":
            if day.weekday() == 4:
                found.append((_at(day - 5 * DAY, "America/New_York", 17), _at(day, "America/New_York", 17)))
        elif name == "future":
            closes = 12 if day in (*HOLIDAYS, *HALF_DAYS) else 16
            found.append((_at(day - DAY, "America/Chicago", 17), _at(day, "America/Chicago", closes)))
        elif day not in HOLIDAYS:
            closes = 13 if day in HALF_DAYS else 16
            found.append((_at(day, "America/New_York", 9, 30), _at(day, "America/New_York", closes)))
    return tuple(found)


def session(open_times: Spans, at: datetime) -> Session:
    """Whether the market is open, and its next opening and close; its last second is still open."""
    index = bisect_right(open_times, at, key=lambda span: span[0]) - 1
    if index >= 0 and at < open_times[index][1]:
        return Session(open=True, closes_at=open_times[index][1])
    later = open_times[index + 1 : index + 2]
    return Session(open=False, opens_at=later[0][0] if later else None, closes_at=later[0][1] if later else None)


def _at(day: date, zone: str, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZoneInfo(zone)).astimezone(UTC)
