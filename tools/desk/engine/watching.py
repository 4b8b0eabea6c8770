"""Watching: on every quote, fill and second the kernel says what state the account must be in."""

from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from typing import Any

from policies.limits import Effect
from policies.values import Switch
from policies.watch import Latch, Watched, watch
from policies.wire.codec import encode
from tools.desk.engine.account import Trader
from tools.desk.measuring import comparing
from tools.desk.monitor import marking, moments
from tools.desk.record.journal import Entry, JournalFull

CENT = Decimal("0.01")
KILLED = "kill switch"
FULL = "the journal cannot be written"


def observe(trader: Trader) -> Watched:
    """Rolls days over, asks the kernel, journals a changed state, and sees that the account leaves what it must.

    What fails in here lets the account only reduce; raises JournalFull alone, when not even that can be written.
    """
    if trader.reconciling and not trader.state.marks:
        return Watched(state=Switch.REDUCING, cause="reconciling")
    try:
        watched = trader.watched = _watched(trader)
        if watched.latch is not None:
            latch(trader, watched.state, watched.cause or "", watched.latch, watched.reset)
        _show(trader, watched)
    except JournalFull:
        doubt(trader, "journal", FULL)
        raise
    if "journal" in trader.faults:
        doubt(trader, "journal", None)
        _show(trader, watched)
    if trader.state.shown is Switch.HALTED:
        trader.halted()
    elif watched.leave:
        trader.leaves(watched.leave)
    _alarm_when_late(trader)
    return watched


def _watched(trader: Trader) -> Watched:
    """The kernel's answer, running peaks counted; an error on the way to it is an answer too."""
    try:
        for key in marking.roll(trader):
            _clear_soft(trader, key)
        watched = watch(trader.facts(), trader.limits)
        if marking.follow(trader, watched.equity):
            watched = watch(trader.facts(), trader.limits)
        watched = _through_stops(trader, watched)
    except JournalFull:
        raise
    except Exception as error:
        return Watched(state=Switch.REDUCING, cause=f"watch failed: {type(error).__name__}")
    return watched


def _through_stops(trader: Trader, watched: Watched) -> Watched:
    """A market beyond a stop by more than its gap: the account only reduces until the reset, and leaves the symbol."""
    found = comparing.jumped(trader)
    if not found:
        return watched
    latch(trader, Switch.REDUCING, f"{found[0]} jumped beyond its gap", Effect.SOFT)
    return replace(watched, leave=tuple(dict.fromkeys([*watched.leave, *found])))


def doubt(trader: Trader, kind: str, cause: str | None) -> None:
    """Sets or lifts one reason to only reduce. It holds at once, is told once, and `observe` writes it down."""
    known = trader.faults.get(kind)
    if cause is None:
        trader.faults.pop(kind, None)
    else:
        trader.faults[kind] = cause
        if known is None:
            trader.tell("alarm", text=cause)


def _alarm_when_late(trader: Trader) -> None:
    """Half of the time to be flat is over and the account is not: somebody has to look, once for each such moment."""
    due = moments.late(trader)
    if due is not None and due != trader.alarmed:
        trader.alarmed = due
        trader.tell("alarm", text=f"not flat yet, and it has to be by {due.astimezone(UTC):%H:%M} UTC")


def _show(trader: Trader, watched: Watched) -> None:
    """Journals the state that the account is in now, if it changed."""
    state, held = trader.state, trader.state.latch
    candidates = [(watched.state, watched.cause)]
    if held is not None:
        candidates.append((held.state, held.cause))
    candidates += [(Switch.REDUCING, cause) for cause in trader.faults.values()]
    now, cause = max(candidates, key=lambda c: c[0].rank)
    if (now, cause) != (state.shown, state.cause):
        _write(trader, now, cause, held)


def latch(trader: Trader, state: Switch, cause: str, effect: Effect = Effect.HARD, reset: str = "") -> None:
    """Holds the account in a state until a person lifts it (soft: until the next reset). Persisted before it acts.

    A latch that is held is only ever made worse: the more severe state, hard if either is, and of soft ones every
    reset has to come.
    """
    came = _waiting(trader, Latch(state=state, cause=cause, effect=effect, reset=reset))
    held = trader.state.latch
    new = came.joined(_waiting(trader, held) if held is not None else None)
    if new != held:
        _write(trader, new.state, new.cause, new)


def _waiting(trader: Trader, held: Latch) -> Latch:
    """A latch with the reset that it waits for: a soft one that names none waits for that of the first rule."""
    first = trader.limits.resets[0].key if trader.limits.resets else ""
    return replace(held, reset="" if held.effect is Effect.HARD else held.reset or first)


def killed(trader: Trader) -> Entry:
    """The row of a halt, written together with its request: no crash can come between the two."""
    held = Latch(state=Switch.HALTED, cause=KILLED, effect=Effect.HARD)
    return trader.row("state", state=held.state, cause=held.cause, latch=held, numbers=_numbers(trader))


def unlatch(trader: Trader) -> None:
    """Lifts the latch; what the facts demand is decided anew at once."""
    _write(trader, Switch.ACTIVE, None, None)
    observe(trader)


def _write(trader: Trader, state: Switch, cause: str | None, held: Latch | None) -> None:
    before = trader.state.shown
    trader.write("state", state=state, cause=cause, latch=held, numbers=_numbers(trader))
    if state is not before:
        trader.tell("state", state=state, cause=cause)
    if cause is not None and cause.startswith("watch failed"):
        trader.tell("alarm", text=f"the {cause}")


def _numbers(trader: Trader) -> dict[str, Any] | None:
    """Equity, joint worst case, floors and guards as the watch last saw them, in account currency, to the cent."""
    last = trader.watched
    if last is None or last.equity is None or last.loss is None:
        return None
    rows = [{"name": f.name, "floor": _cent(f.floor), "guard": _cent(f.guard)} for f in last.floors]
    return {"equity": _cent(last.equity), "loss": _cent(last.loss), "floors": rows}


def _cent(amount: Decimal) -> str:
    shown: str = encode(amount.quantize(CENT))
    return shown


def distrust(trader: Trader, found: tuple[str, ...]) -> None:
    """Writes down orders, positions or fills that the journal cannot explain; the account reduces until adopted."""
    new = tuple(f for f in found if f not in trader.state.strangers)
    if new:
        trader.write("strange", found=list(new))
        trader.tell("alarm", text=f"not understood: {', '.join(new)}")


def _clear_soft(trader: Trader, key: str) -> None:
    """Lifts a soft latch once the reset of every rule that set it has come, the first rule's where none did."""
    if trader.state.latch is None:
        return
    held = _waiting(trader, trader.state.latch)
    left = held.after(key)
    if left is None:
        _write(trader, Switch.ACTIVE, None, None)
    elif left != held:
        trader.write("state", state=trader.state.shown, cause=trader.state.cause, latch=left)
