"""Loss floors of an account: where each daily and total rule says that it is over, and the guard before it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from policies.facts import Account, Facts, Instrument, Marks, Position, Quote
from policies.limits import DailyReference, DailyRule, Effect, Limits, Measure, Reset, TotalRule, Trail
from policies.values import ZERO

MOST_DAILY = Decimal("0.1")
MOST_TOTAL = Decimal("0.2")
"""Ceilings on what any ruleset may allow to be lost, as shares of capital: in a day, and in all."""


class MissingFact(LookupError):
    """A fact that a rule needs is not there; what is unknown denies."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Floor:
    """One floor in account currency: the rule's own number, the guard before it, what a breach does, its reset."""

    name: str
    floor: Decimal
    guard: Decimal
    effect: Effect
    reset: str = ""


def trading_day(at: datetime, reset: Reset) -> date:
    """The day that `at` belongs to in the rule's zone: it begins at the reset, on 23- and 25-hour days too."""
    local = at.astimezone(ZoneInfo(reset.zone))
    day = local.date()
    if (local.hour, local.minute) >= (reset.at.hour, reset.at.minute):
        return day + timedelta(days=1) if reset.at.hour >= 12 else day
    return day if reset.at.hour >= 12 else day - timedelta(days=1)


def next_reset(after: datetime, reset: Reset) -> datetime:
    """The first moment after `after` at which the rule's day begins anew, aware UTC."""
    zone = ZoneInfo(reset.zone)
    start = after.astimezone(zone).date()
    for days in range(3):
        moment = datetime.combine(start + timedelta(days=days), reset.at, zone).astimezone(UTC)
        if moment > after:
            return moment
    raise MissingFact(f"no reset after {after.isoformat()}")


def floors(account: Account, marks: dict[str, Marks], limits: Limits) -> tuple[Floor, ...]:
    """Every floor of the limits; raises MissingFact when a reference value is not known."""
    found = [_daily(i, rule, account, marks, limits) for i, rule in enumerate(limits.daily)]
    found += [_total(i, rule, account, marks, limits) for i, rule in enumerate(limits.total)]
    return tuple(found)


def _name(kind: str, index: int) -> str:
    return kind if index == 0 else f"{kind}-{index + 1}"


def _marks(reset: Reset, marks: dict[str, Marks]) -> Marks:
    if reset.key not in marks:
        raise MissingFact(f"no reference values for the reset {reset.key!r}")
    return marks[reset.key]


def _daily(index: int, rule: DailyRule, account: Account, marks: dict[str, Marks], limits: Limits) -> Floor:
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


def _total(index: int, rule: TotalRule, account: Account, marks: dict[str, Marks], limits: Limits) -> Floor:
    mark = _marks(rule.reset, marks)
    peaks = {
        Trail.STATIC: account.initial,
        Trail.EOD_BALANCE: max(account.initial, mark.eod_balance),
        Trail.EOD_MAX: max(account.initial, mark.eod_max),
        Trail.INTRADAY_EQUITY: max(account.initial, mark.peak_equity),
    }
    peak = peaks[rule.trail]
    allowance = min(rule.amount.of(account.initial, peak), MOST_TOTAL * peak)
    floor = peak - allowance
    if rule.lock is not None and rule.lock.at is not None:
        floor = min(floor, account.initial + rule.lock.at)
    if rule.lock is not None and rule.lock.when is not None and mark.peak_equity >= account.initial + rule.lock.when:
        floor = account.initial
    return _floor(_name("total", index), floor, allowance, rule, limits)


def _floor(name: str, floor: Decimal, allowance: Decimal, rule: DailyRule | TotalRule, limits: Limits) -> Floor:
    buffer = min(max(limits.buffer_fixed, limits.buffer * allowance), allowance)
    return Floor(name=name, floor=floor, guard=floor + buffer, effect=rule.effect, reset=rule.reset.key)


def rate(facts: Facts, currency: str, worth: Decimal) -> Decimal:
    """What one unit of `currency` is in account currency, at the worse side for a signed amount `worth`."""
    home = facts.account.currency
    if currency == home:
        return Decimal(1)
    for pair, direct in ((currency + home, True), (home + currency, False)):
        quote = facts.fx.get(pair)
        if quote is not None and quote.sound:
            gain = worth > ZERO
            if direct:
                return quote.bid if gain else quote.ask
            return 1 / (quote.ask if gain else quote.bid)
    raise MissingFact(f"no rate from {currency!r} to {home!r}")


def close_fee(instrument: Instrument, quantity: Decimal) -> Decimal:
    """The fee of one order over a quantity, in the instrument's currency."""
    return max(instrument.fee_min, instrument.fee_unit * abs(quantity)) if quantity else ZERO


def floating(facts: Facts, position: Position) -> Decimal:
    """Open P&L of a position at the adverse side, closing fee included, in account currency."""
    if not position.quantity:
        return ZERO
    instrument, quote = _known(facts, position)
    price = quote.bid if position.quantity > ZERO else quote.ask
    gain = position.quantity * instrument.multiplier * (price - position.price)
    gain -= close_fee(instrument, position.quantity)
    return gain * rate(facts, instrument.currency, gain)


def _known(facts: Facts, position: Position) -> tuple[Instrument, Quote]:
    instrument, quote = facts.instruments.get(position.symbol), facts.quotes.get(position.symbol)
    if instrument is None or quote is None or not quote.sound:
        raise MissingFact(f"no instrument or sound quote for {position.symbol!r}")
    return instrument, quote


def equity(facts: Facts) -> Decimal:
    """Balance plus the floating P&L of every position; raises MissingFact when one cannot be valued."""
    worth = facts.account.balance + sum((floating(facts, p) for p in facts.positions), ZERO)
    if not worth.is_finite():
        raise MissingFact("equity as a finite number")
    return worth
