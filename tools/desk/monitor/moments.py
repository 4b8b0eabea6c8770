"""When an account has to leave: where a replay stops on its way, and the alarm when it is not flat in time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from policies.firms.terms import FlatBy
from policies.floors import next_reset
from policies.watch import BEFORE_RESET
from tools.desk.engine.account import Trader

DAY = timedelta(days=1)
WEEK = 8


def stops(trader: Trader) -> Iterator[datetime]:
    """Moments after the market's now at which the account's state may have to change; unordered, aware UTC.

    Without anything held or ordered only resets matter.
    """
    now = trader.tick.at
    resets = [next_reset(now, reset) for reset in trader.limits.resets]
    yield from resets
    if not trader.at_risk:
        return
    closes = trader.tick.session.closes_at
    ends = [*resets] if closes is None else [*resets, closes]
    yield from (end - BEFORE_RESET for end in ends if end - BEFORE_RESET > now)
    for rule in trader.limits.terms.flat_by:
        dues = [due for due in (_flat(rule, now), closes) if due is not None]
        for due in dues:
            yield from (at for at in (due - _margin(rule), due - _margin(rule) / 2) if at > now)
    news, calendar = trader.limits.terms.news, trader.desk.calendar
    if news is not None and calendar is not None:
        begins = (r.at - timedelta(seconds=news.before_s + news.lead_s) for r in calendar.releases)
        yield from (at for at in begins if at > now)


def _margin(rule: FlatBy) -> timedelta:
    return timedelta(seconds=rule.margin_s)


def _flat(rule: FlatBy, now: datetime) -> datetime | None:
    """The next moment by which everything has to be closed."""
    zone = ZoneInfo(rule.zone)
    first = now.astimezone(zone).date()
    for ahead in range(WEEK):
        day = first + ahead * DAY
        at = datetime.combine(day, rule.at, zone)
        if at > now and (not rule.days or day.weekday() in rule.days):
            return at
    return None


def late(trader: Trader) -> datetime | None:
    """The moment by which the account had to be flat, when half of the time for it is over and it is not."""
    if not trader.at_risk or not trader.limits.terms.flat_by:
        return None
    market, closes = trader.market(trader.desk.clock.now()), trader.tick.session.closes_at
    for rule in trader.limits.terms.flat_by:
        due = rule.closing(market, closes)
        if due is not None and market >= due - _margin(rule) / 2:
            return due
    return None
