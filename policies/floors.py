"""Loss floors of an account: where each daily and total rule says that it is over, and the guard before it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from policies.facts import Account, Facts, Marks
from policies.limits import DailyReference, DailyRule, Effect, Limits, Measure, Reset, TotalRule, Trail
from policies.values import ZERO

MOST_DAILY = Decimal("0.1")
MOST_TOTAL = Decimal("0.2")
"""Ceilings on what any ruleset may allow to be lost, as shares of capital: in a day, and in all."""


class MissingFact(LookupError):
    """A fact that a rule needs is not there; what is unknown denies."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Floor:
    """One floor in account currency: the rule's own number, the guard before it, what a breach does, its reset.

    `allowance` is what the rule lets be lost in all, from its reference down to the floor.
    """

    name: str
    floor: Decimal
    guard: Decimal
    effect: Effect
    reset: str = ""
    allowance: Decimal = ZERO


def trading_day(at: datetime, reset: Reset) -> date:
    """The day that `at` belongs to in the rule's zone: it begins at the reset, on 23- and 25-hour days too.

    A reset from noon on begins the day of the next date. A reset that comes twice counts the first time; one that
    the clock skips counts as long after the midnight before as on any other day.
    """
    day = at.astimezone(ZoneInfo(reset.zone)).date() + timedelta(days=1)
    while _begins(day, reset) > at:
        day -= timedelta(days=1)
    return day


def next_reset(after: datetime, reset: Reset) -> datetime:
    """The first moment after `after` at which the rule's day begins anew, aware UTC."""
    return _begins(trading_day(after, reset) + timedelta(days=1), reset)


def _begins(day: date, reset: Reset) -> datetime:
    if reset.at.hour >= 12:
        day -= timedelta(days=1)
    return datetime.combine(day, reset.at, ZoneInfo(reset.zone)).astimezone(UTC)


def floors(
    account: Account, marks: Mapping[str, Marks], limits: Limits, equity: Decimal | None = None
) -> tuple[Floor, ...]:
    """Every floor of the limits; raises MissingFact when a reference value is not known.

    With `equity` (account currency) running peaks count up to now, whether or not they are written down yet.
    """
    if equity is not None and limits.follows_peaks:
        marks = {key: raised(mark, account.balance, equity) for key, mark in marks.items()}
    found = [_daily(i, rule, account, marks, limits) for i, rule in enumerate(limits.daily)]
    found += [_total(i, rule, account, marks, limits) for i, rule in enumerate(limits.total)]
    return tuple(found)


def _name(kind: str, index: int) -> str:
    return kind if index == 0 else f"{kind}-{index + 1}"


def _marks(reset: Reset, marks: Mapping[str, Marks]) -> Marks:
    if reset.key not in marks:
        raise MissingFact(f"no reference values for the reset {reset.key!r}")
    return marks[reset.key]


def _daily(index: int, rule: DailyRule, account: Account, marks: Mapping[str, Marks], limits: Limits) -> Floor:
    mark = _marks(rule.reset, marks)
    if rule.measure is Measure.NET_PNL_TODAY:
        reference = mark.day_equity
    elif rule.reference is DailyReference.MAX_BALANCE_EQUITY:
        reference = max(mark.day_balance, mark.day_equity)
    elif rule.reference is DailyReference.EQUITY_PEAK_TODAY:
        reference = mark.day_peak
    else:
        reference = mark.day_balance
    allowance = min(rule.amount.of(account.initial, reference), MOST_DAILY * max(account.initial, reference))
    return _floor(_name("daily", index), reference - allowance, allowance, rule, limits)


def _total(index: int, rule: TotalRule, account: Account, marks: Mapping[str, Marks], limits: Limits) -> Floor:
    mark, capital = _marks(rule.reset, marks), account.capital
    peak = max(capital, _peak(rule.trail, mark, capital))
    allowance = min(rule.amount.of(account.initial, peak), MOST_TOTAL * peak)
    floor = peak - allowance
    lock = rule.lock
    if lock is not None and lock.at is not None:
        floor = min(floor, capital + lock.money(lock.at, capital))
    if lock is not None and lock.when is not None and mark.peak_equity >= capital + lock.money(lock.when, capital):
        floor = max(floor, capital)
    return _floor(_name("total", index), floor, allowance, rule, limits)


def _peak(trail: Trail, mark: Marks, capital: Decimal) -> Decimal:
    if trail is Trail.EOD_BALANCE:
        return mark.eod_balance
    if trail is Trail.EOD_MAX:
        return mark.eod_max
    if trail is Trail.INTRADAY_EQUITY:
        return mark.peak_equity
    return max(mark.peak_equity, mark.peak_max) if trail is Trail.INTRADAY_MAX else capital


def _floor(name: str, floor: Decimal, allowance: Decimal, rule: DailyRule | TotalRule, limits: Limits) -> Floor:
    buffer = min(max(limits.buffer_fixed, limits.buffer * allowance), allowance)
    guard, reset = floor + buffer, rule.reset.key
    return Floor(name=name, floor=floor, guard=guard, effect=rule.effect, reset=reset, allowance=allowance)


def first_marks(account: Account, market: datetime, reset: Reset) -> Marks:
    """Marks of a first day: every reference at the higher of capital and balance, NaN if one is none."""
    known = account.capital.is_finite() and account.balance.is_finite()
    start = max(account.capital, account.balance) if known else Decimal("NaN")
    return Marks(
        day=trading_day(market, reset),
        day_balance=start,
        day_equity=start,
        day_peak=start,
        eod_balance=start,
        eod_max=start,
        peak_equity=start,
        peak_max=start,
        until=next_reset(market, reset),
    )


def rolled(old: Marks, market: datetime, reset: Reset, balance: Decimal, equity: Decimal) -> Marks:
    """The marks of the day that `market` (aware UTC) belongs to, taken at its reset from those of the day before."""
    return Marks(
        day=trading_day(market, reset),
        day_balance=balance,
        day_equity=equity,
        day_peak=equity,
        eod_balance=max(old.eod_balance, balance),
        eod_max=max(old.eod_max, balance, equity),
        peak_equity=max(old.peak_equity, equity),
        peak_max=max(old.peak_max, balance, equity),
        until=next_reset(market, reset),
    )


def raised(old: Marks, balance: Decimal, equity: Decimal) -> Marks:
    """The marks with their running peaks brought up to now."""
    return replace(
        old,
        day_peak=max(old.day_peak, equity),
        peak_equity=max(old.peak_equity, equity),
        peak_max=max(old.peak_max, balance, equity),
    )


def turns(old: Marks, market: datetime, reset: Reset) -> bool:
    """Whether a new day of the rule has begun at `market` (aware UTC), so that its marks have to be taken."""
    return (old.until is None or market >= old.until) and trading_day(market, reset) > old.day


def higher(old: Marks, balance: Decimal, equity: Decimal, limits: Limits) -> bool:
    """Whether balance or equity has just made a peak that a rule follows."""
    return (equity > min(old.day_peak, old.peak_equity) or balance > old.peak_max > ZERO) and limits.follows_peaks


def moved(old: Marks, amount: Decimal) -> Marks:
    """The marks after a deposit (more than zero) or a withdrawal (less): neither is profit, neither makes headroom.

    A deposit lifts every reference. A withdrawal lowers what the day is measured from; highs ever reached stay.
    """
    lifted = max(ZERO, amount)
    return replace(
        old,
        day_balance=old.day_balance + amount,
        day_equity=old.day_equity + amount,
        day_peak=old.day_peak + amount,
        eod_balance=old.eod_balance + lifted,
        eod_max=old.eod_max + lifted,
        peak_equity=old.peak_equity + lifted,
        peak_max=old.peak_max + lifted,
    )


def ahead(facts: Facts, limits: Limits, within: timedelta, equity: Decimal) -> tuple[Floor, ...]:
    """The floors as they will stand after resets that come within so long, or before which the market closes by then.

    A reset takes over balance and equity as they are now: a floating loss stays while the floor may rise.
    """
    account, marks, market = facts.account, facts.history.marks, facts.market
    closes = facts.session.closes_at if facts.session.open else None
    near: dict[str, Marks] = {}
    for reset in limits.resets:
        mark = _marks(reset, marks)
        until = mark.until if mark.until is not None and mark.until > market else next_reset(market, reset)
        last = until if closes is None or not market <= closes < until else closes
        if last - market <= within:
            near[reset.key] = rolled(mark, until, reset, account.balance, equity)
    if not near:
        return ()
    found = floors(account, {**marks, **near}, limits)
    return tuple(replace(f, name=f"{f.name}-tomorrow") for f in found if f.reset in near)
