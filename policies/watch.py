"""The kernel's second verb: `watch` looks at an account on every quote, fill and second."""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from policies.facts import Facts
from policies.floors import Floor, MissingFact, equity, floors
from policies.limits import Effect, Limits
from policies.values import CONTEXT, Switch
from policies.worst_case import worst_case


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What the account's state has to be now, why, and whether it latches (hard: until a person lifts it).

    `equity` and `headroom` are None when they cannot be told.
    """

    state: Switch
    cause: str | None = None
    latch: Effect | None = None
    reset: str = ""
    equity: Decimal | None = None
    floors: tuple[Floor, ...] = ()


def watch(facts: Facts, limits: Limits) -> Watched:
    """The state that the facts alone demand; the desk keeps the more severe of it and what is latched."""
    with localcontext(CONTEXT):
        try:
            return _watch(facts, limits)
        except MissingFact as error:
            return Watched(state=Switch.REDUCING, cause=f"missing fact: {error}")
        except Exception as error:
            return Watched(state=Switch.REDUCING, cause=f"watch failed: {type(error).__name__}")


def _watch(facts: Facts, limits: Limits) -> Watched:
    """The guards come first: an old price is no excuse to overlook that one is hit."""
    now = equity(facts)
    found = floors(facts.account, dict(facts.history.marks), limits)
    hit = [f for f in found if now <= f.guard]
    if hit:
        worst = next((f for f in hit if f.effect is Effect.HARD), hit[0])
        return Watched(
            state=Switch.HALTED,
            cause=f"{worst.name} loss guard",
            latch=worst.effect,
            reset=worst.reset,
            equity=now,
            floors=found,
        )
    cause, latch = _doubt(facts, limits, now, found)
    state = Switch.ACTIVE if cause is None else Switch.REDUCING
    return Watched(state=state, cause=cause, latch=latch, equity=now, floors=found)


def _doubt(facts: Facts, limits: Limits, now: Decimal, found: tuple[Floor, ...]) -> tuple[str | None, Effect | None]:
    """Why the account may only reduce, and whether that latches; (None, None) when it may trade."""
    stale = _stale(facts, limits)
    if stale is not None:
        return stale, None
    if facts.history.failures >= limits.failures:
        return "rejects and unknown outcomes", Effect.SOFT
    if facts.switch.strangers:
        return "unknown orders or positions", None
    at_risk = worst_case(facts, limits).total
    if any(now - at_risk < f.floor for f in found):
        return "worst case beyond a floor", None
    return None, None


def _stale(facts: Facts, limits: Limits) -> str | None:
    """Why the market cannot be believed for what is held, or None."""
    for position in facts.positions:
        quote = facts.quotes.get(position.symbol)
        if not position.quantity or not facts.session.trades(position.symbol):
            continue
        if quote is None or not quote.sound:
            return f"no sound quote for {position.symbol}"
    held = [p.symbol for p in facts.positions if p.quantity]
    return next((f"stale quote for {name}" for name in facts.stale(held, limits.quote_age_s)), None)
