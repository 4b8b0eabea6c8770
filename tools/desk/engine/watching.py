"""Watching: on every quote, fill and second the kernel says what state the account must be in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from policies.facts import Marks
from policies.floors import MissingFact, equity, trading_day
from policies.limits import Effect, Reset
from policies.values import Switch
from policies.watch import Watched, watch
from policies.wire.cases import first_marks
from tools.desk.engine.account import Trader
from tools.desk.record.journal import Entry
from tools.desk.record.state import Latch

CENT = Decimal("0.00000001")
KILLED = "kill switch"


def observe(trader: Trader) -> Watched:
    """Rolls days over, asks the kernel, journals a changed state, and sees that a halt flattens."""
    if trader.reconciling and not trader.state.marks:
        return Watched(state=Switch.REDUCING, cause="reconciling")
    roll(trader)
    watched = watch(trader.facts(), trader.limits)
    if watched.latch is not None:
        latch(trader, watched.state, watched.cause or "", watched.latch, watched.reset)
    _show(trader, watched)
    if trader.state.shown is Switch.HALTED:
        trader.halted()
    return watched


def _show(trader: Trader, watched: Watched) -> None:
    """Journals the state that the account is in now, if it changed."""
    state, held = trader.state, trader.state.latch
    candidates = [(watched.state, watched.cause)]
    if held is not None:
        candidates.append((held.state, held.cause))
    if trader.clock_fault is not None:
        candidates.append((Switch.REDUCING, trader.clock_fault))
    now, cause = max(candidates, key=lambda c: c[0].rank)
    if (now, cause) != (state.shown, state.cause):
        _write(trader, now, cause, held)


def latch(trader: Trader, state: Switch, cause: str, effect: Effect = Effect.HARD, reset: str = "") -> None:
    """Holds the account in a state until a person lifts it (soft: until the next reset). Persisted before it acts.

    A latch that is held is only ever made worse: the more severe state, and hard if either is.
    """
    held, new = trader.state.latch, Latch(state=state, cause=cause, effect=effect, reset=reset)
    if held is not None:
        worse = state.rank > held.state.rank or effect is Effect.HARD is not held.effect
        hard = Effect.HARD in (held.effect, effect)
        new = Latch(
            state=max(held.state, state, key=lambda s: s.rank),
            cause=cause if worse else held.cause,
            effect=Effect.HARD if hard else Effect.SOFT,
            reset="" if hard else reset,
        )
    if new != held:
        _write(trader, new.state, new.cause, new)


def killed(trader: Trader) -> Entry:
    """The row of a halt, written together with its request: no crash can come between the two."""
    held = Latch(state=Switch.HALTED, cause=KILLED, effect=Effect.HARD)
    return trader.row("state", state=held.state, cause=held.cause, latch=held)


def unlatch(trader: Trader) -> None:
    """Lifts the latch; what the facts demand is decided anew at once."""
    _write(trader, Switch.ACTIVE, None, None)
    observe(trader)


def _write(trader: Trader, state: Switch, cause: str | None, held: Latch | None) -> None:
    before = trader.state.shown
    trader.write("state", state=state, cause=cause, latch=held)
    if state is not before:
        trader.tell("state", state=state, cause=cause)


def distrust(trader: Trader, found: tuple[str, ...]) -> None:
    """Writes down orders, positions or fills that the journal cannot explain; the account reduces until adopted."""
    new = tuple(f for f in found if f not in trader.state.strangers)
    if new:
        trader.write("strange", found=list(new))
        trader.tell("alarm", text=f"not understood: {', '.join(new)}")


def roll(trader: Trader) -> None:
    """Takes reference marks at each rule's own reset, and keeps running peaks."""
    account, market = trader.account_fact(), trader.market(trader.desk.clock.now())
    now = None
    for index, reset in enumerate(trader.limits.resets):
        day = trading_day(market, reset)
        old = trader.state.marks.get(reset.key)
        if old is None:
            _mark(trader, reset, first_marks(account, day), today=index == 0)
        elif day > old.day:
            now = _equity(trader) if now is None else now
            _mark(trader, reset, _next(old, day, account.balance, now), today=index == 0)
            _clear_soft(trader, reset.key, first=index == 0)
        elif _peaks_matter(trader, old):
            _mark(trader, reset, _raised(old, _equity(trader)), today=False)


def _next(old: Marks, day: date, balance: Decimal, now: Decimal) -> Marks:
    return Marks(
        day=day,
        day_balance=balance,
        day_equity=now,
        day_peak=now,
        eod_balance=max(old.eod_balance, balance),
        eod_max=max(old.eod_max, balance, now),
        peak_equity=max(old.peak_equity, now),
    )


def _raised(old: Marks, now: Decimal) -> Marks:
    return replace(old, day_peak=max(old.day_peak, now), peak_equity=max(old.peak_equity, now))


def _peaks_matter(trader: Trader, old: Marks) -> bool:
    """Whether a rule follows running peaks and equity has just made one."""
    follows = any("peak" in r.reference for r in trader.limits.daily) or any(
        "intraday" in r.trail or r.lock is not None for r in trader.limits.total
    )
    if not follows:
        return False
    try:
        now = equity(trader.facts())
    except MissingFact:
        return False
    return now > min(old.day_peak, old.peak_equity)


def _equity(trader: Trader) -> Decimal:
    """Equity to eight places; the balance alone where a position cannot be valued (the watch reduces then)."""
    try:
        return equity(trader.facts()).quantize(CENT)
    except MissingFact:
        return trader.state.balance.quantize(CENT)


def _mark(trader: Trader, reset: Reset, marks: Marks, *, today: bool) -> None:
    exact = {
        n: getattr(marks, n).quantize(CENT)
        for n in ("day_balance", "day_equity", "day_peak", "eod_balance", "eod_max", "peak_equity")
    }
    trader.write("marks", key=reset.key, marks=replace(marks, **exact), today=today)


def _clear_soft(trader: Trader, key: str, *, first: bool) -> None:
    """Lifts a soft latch at the reset of the rule that set it, or at the first rule's where none did."""
    held = trader.state.latch
    if held is not None and held.effect is Effect.SOFT and (held.reset == key or first and not held.reset):
        _write(trader, Switch.ACTIVE, None, None)
