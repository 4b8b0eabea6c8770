"""Reference marks of an account: one rollover a day, running peaks, deposits that are neither profit nor headroom."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from policies.book import equity
from policies.facts import Marks
from policies.floors import MissingFact, first_marks, floors, next_reset, raised, rolled, trading_day, turns
from policies.limits import Reset
from policies.wire.codec import encode
from tools.desk.engine.account import Trader
from tools.desk.record.journal import Entry

EXACT = Decimal("0.00000001")
STEPS = 5000
"""The reach of a peak is a five-thousandth of the capital."""
FAR = timedelta(hours=49)
"""No reset is further away than that, a day of 25 hours counted twice: a small step back of a clock changes no day."""
FIELDS = ("day_balance", "day_equity", "day_peak", "eod_balance", "eod_max", "peak_equity", "peak_max")


def roll(trader: Trader) -> list[str]:
    """Takes marks at each rule's own reset; returns the keys of the resets that came. A day never begins twice.

    A clock that is not believed begins no day: a new one would give a new allowance.
    """
    market = trader.market(trader.desk.clock.now())
    if not trader.replay and trader.lying:
        return []
    came = []
    for index, reset in enumerate(trader.limits.resets):
        old = trader.marks.get(reset.key)
        if old is None:
            _mark(trader, reset, first_marks(trader.account_fact(), market, reset), today=index == 0)
        elif turns(old, market, reset):
            balance = trader.state.balance
            _mark(trader, reset, rolled(old, market, reset, balance, worth(trader)), today=index == 0)
            came.append(reset.key)
        elif not trader.replay and old.until is not None and old.until - market > FAR:
            _set_back(trader, reset, old)
    return came


def worth(trader: Trader) -> Decimal:
    """Equity to eight places; what cannot be valued counts as it was last seen, at the least as the balance."""
    try:
        return equity(trader.facts()).quantize(EXACT)
    except MissingFact:
        last = trader.watched.equity if trader.watched is not None else None
        balance = trader.state.balance
        return (balance if last is None else max(balance, last)).quantize(EXACT)


def follow(trader: Trader, now: Decimal | None) -> bool:
    """Raises running peaks to the equity of now; True when one rose. What could be lost in a crash is journaled."""
    if now is None or not trader.limits.follows_peaks:
        return False
    rose, state = False, trader.state
    now, balance = now.quantize(EXACT), state.balance.quantize(EXACT)
    for reset in trader.limits.resets:
        old = trader.marks.get(reset.key)
        if old is None or raised(old, balance, now) == old:
            continue
        rose = True
        high = trader.highs.get(reset.key)
        trader.highs[reset.key] = (balance, now) if high is None else (max(high[0], balance), max(high[1], now))
        reach = state.reach.get(reset.key)
        if reach is None or max(balance, now) > reach:
            step = (trader.account_fact().capital / STEPS).quantize(EXACT)
            trader.desk.write(_row(trader, reset.key, trader.marks[reset.key], reach=max(balance, now) + step))
    trader.rising = trader.rising or rose
    return rose


def settle(trader: Trader) -> None:
    """Writes peaks down exactly once nothing rises any more, which ends their reach. Called every second."""
    if trader.rising:
        trader.rising = False
        return
    rows = exact(trader)
    if rows:
        trader.desk.write(*rows)
        trader.highs.clear()


def exact(trader: Trader) -> list[Entry]:
    """Rows that say the running peaks of now, for every reset whose last row says less or has a reach."""
    state, marks = trader.state, trader.marks
    return [
        _row(trader, key, marks[key]) for key in state.marks if key in state.reach or marks[key] != state.marks[key]
    ]


def paid(trader: Trader, amount: Decimal, balance: Decimal) -> None:
    """Journals a deposit (more than zero) or a withdrawal (less), after which the balance is `balance`."""
    rows = exact(trader)
    trader.desk.write(*rows, trader.row("moved", amount=amount, balance=balance))
    trader.highs.clear()


def _set_back(trader: Trader, reset: Reset, old: Marks) -> None:
    """Gives marks of a day that is far from having come the day of now: the references stay as they are.

    So it is when the clock ran ahead and a person has said that it is right again: the next reset is one again.
    """
    market = trader.market(trader.desk.clock.now())
    right = replace(old, day=trading_day(market, reset), until=next_reset(market, reset))
    trader.desk.write(_row(trader, reset.key, right, back=True))
    trader.highs.pop(reset.key, None)


def _mark(trader: Trader, reset: Reset, marks: Marks, *, today: bool) -> None:
    """Journals the marks of a new day; those of the first reset with the floors that hang from them."""
    row = _row(trader, reset.key, marks)
    begun = {"today": today, "floors": _floors(trader, reset, marks) if today else {}}
    trader.desk.write(replace(row, body={**row.body, **begun}))
    trader.highs.pop(reset.key, None)


def _floors(trader: Trader, reset: Reset, marks: Marks) -> dict[str, str]:
    """Every floor by its name as text, none while a reference is missing."""
    try:
        found = floors(trader.account_fact(), {**trader.marks, reset.key: marks}, trader.limits)
    except MissingFact:
        return {}
    return {f.name: encode(f.floor.quantize(EXACT)) for f in found}


def _row(trader: Trader, key: str, marks: Marks, *, back: bool = False, reach: Decimal | None = None) -> Entry:
    rounded = replace(marks, **{name: getattr(marks, name).quantize(EXACT) for name in FIELDS})
    return trader.row("marks", key=key, marks=rounded, back=back or None, reach=reach)
