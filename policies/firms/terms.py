"""What a firm asks beside its loss floors: targets, days, hours, news, sizes by class, ways of trading."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from policies.values import ZERO


class Unit(StrEnum):
    """Of what the best one may only be a share."""

    DAY = "best_day"
    TRADE = "best_trade"
    POSITION = "best_position"


class Whole(StrEnum):
    """Of what that share is taken."""

    PROFIT = "total_profit"
    TARGET = "target"


class TradingDay(StrEnum):
    """What makes a day count: a position was opened, anything was traded, or it ended with a profit."""

    OPENED = "opened"
    TRADED = "traded"
    PROFITABLE = "profitable"


@dataclass(frozen=True, kw_only=True, slots=True)
class Phase:
    """One step of a programme: the profit to reach as a share of the capital, and how long it takes.

    `min_days` counts trading days (`Terms.trading_day`), `max_days` calendar days; zero or None asks for nothing.
    """

    name: str
    target: Decimal | None = None
    min_days: int = 0
    max_days: int | None = None
    min_positions: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Consistency:
    """The best day (trade, position) may be at most `share` of the total profit, or of the target."""

    unit: Unit
    of: Whole
    share: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class FlatBy:
    """Everything is closed at `at` of a zone, on these weekdays (0 is Monday; empty: every day), until `until`.

    `margin_s` seconds before it the account is flattened, so that it is flat in time.
    """

    zone: str
    at: time
    until: time
    days: tuple[int, ...] = ()
    margin_s: int = 300

    def closing(self, market: datetime, closes_at: datetime | None) -> datetime | None:
        """The moment of this day's obligation if `market` lies between its beginning and its end, else None.

        On a half day the close of the session comes first. `market` and `closes_at` are aware UTC.
        """
        start, flat, end = _span(self, market.astimezone(ZoneInfo(self.zone)).date())
        if start is None or flat is None or end is None or market >= end:
            return None
        early = closes_at is not None and market <= closes_at < flat
        due = closes_at if early and closes_at is not None else flat
        return due if market >= due - timedelta(seconds=self.margin_s) else None


@lru_cache(maxsize=256)
def _span(rule: FlatBy, day: date) -> tuple[datetime | None, datetime | None, datetime | None]:
    if rule.days and day.weekday() not in rule.days:
        return None, None, None
    zone = ZoneInfo(rule.zone)
    flat = datetime.combine(day, rule.at, zone)
    end = datetime.combine(day if rule.until > rule.at else day + timedelta(days=1), rule.until, zone)
    return flat - timedelta(seconds=rule.margin_s), flat, end


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """No execution from `before_s` before to `after_s` after a listed release, on the instruments it affects.

    A resting stop would be one, so positions are left `lead_s` before that.
    """

    before_s: int
    after_s: int
    lead_s: int = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassLimit:
    """What an asset class may come to: gross exposure over equity, and units of size (lots, contracts)."""

    asset_class: str
    leverage: Decimal | None = None
    lots: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """The rest of a programme. Shares are of the initial capital unless said otherwise.

    A `trading_day` that must be profitable counts from a profit of `day_profit`.
    `classes` lists the only asset classes that may be traded (empty: any); `position_risk` the most that one
    position may lose, fees included; `forbidden` types of strategy (grid, martingale, hft, copy, hedge ...).
    """

    phases: tuple[Phase, ...] = ()
    trading_day: TradingDay = TradingDay.OPENED
    day_profit: Decimal | None = None
    consistency: Consistency | None = None
    flat_by: tuple[FlatBy, ...] = ()
    news: News | None = None
    classes: tuple[ClassLimit, ...] = ()
    position_risk: Decimal | None = None
    stop_within_s: int | None = None
    forbidden: tuple[str, ...] = ()
    min_hold_s: int = 0
    inactivity_days: int | None = None

    @property
    def overnight(self) -> bool:
        """Whether a position may be held from one day to the next."""
        return all(rule.days for rule in self.flat_by)

    def of_class(self, asset_class: str) -> ClassLimit | None:
        """The limit of an asset class, if there is one."""
        return next((c for c in self.classes if c.asset_class == asset_class), None)

    @property
    def target(self) -> Decimal:
        """The profit of the first phase, as a share of the capital; zero when there is none."""
        return next((p.target for p in self.phases if p.target is not None), ZERO)
