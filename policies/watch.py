"""The kernel's second verb: `watch` looks at an account on every quote, fill and second."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal, localcontext

from policies.book import Book, book, over_close, valued
from policies.facts import Facts, Release
from policies.firms.terms import News
from policies.floors import Floor, MissingFact, ahead, floors
from policies.instruments import Instrument
from policies.limits import Effect, Limits
from policies.values import CONTEXT, Switch, Symbol

BEFORE_RESET = timedelta(seconds=60)
"""How long before a reset, or the last close before it, an account leaves what would stand below a floor after it."""


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What the account's state has to be now, why, and whether it latches (hard: until a person lifts it).

    `equity`, `loss` (the joint worst case from here) and `floors` are missing when they cannot be told. `leave`
    names symbols whose positions and orders go now although the account may trade others.
    """

    state: Switch
    cause: str | None = None
    latch: Effect | None = None
    reset: str = ""
    equity: Decimal | None = None
    loss: Decimal | None = None
    floors: tuple[Floor, ...] = ()
    leave: tuple[Symbol, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Latch:
    """A state that stays until a person lifts it, or for a soft one until every reset in `reset` has come.

    `reset` holds the keys of resets with a space between; a hard latch has none.
    """

    state: Switch
    cause: str
    effect: Effect
    reset: str = ""

    def joined(self, held: "Latch | None") -> "Latch":
        """What is latched when this comes to what is held: the more severe state, hard if either is, every reset."""
        if held is None:
            return self
        hard = Effect.HARD in (held.effect, self.effect)
        worse = self.state.rank > held.state.rank or self.effect is Effect.HARD and held.effect is not Effect.HARD
        return Latch(
            state=max(held.state, self.state, key=lambda s: s.rank),
            cause=self.cause if worse else held.cause,
            effect=Effect.HARD if hard else Effect.SOFT,
            reset="" if hard else " ".join(dict.fromkeys([*held.reset.split(), *self.reset.split()])),
        )

    def after(self, reset: str) -> "Latch | None":
        """What is left of it once this reset has come; None when that was the last one it waited for."""
        if self.effect is Effect.HARD or reset not in self.reset.split():
            return self
        left = [key for key in self.reset.split() if key != reset]
        return replace(self, reset=" ".join(left)) if left else None


def watch(facts: Facts, limits: Limits) -> Watched:
    """The state that the facts alone demand; the desk keeps the more severe of it and what is latched."""
    with localcontext(CONTEXT):
        return look(lambda: _watch(facts, limits), facts, limits)


def _watch(facts: Facts, limits: Limits) -> Watched:
    account = book(facts, limits)
    return seen(facts, limits, account, floors(facts.account, facts.history.marks, limits, account.equity))


def look(watching: Callable[[], Watched], facts: Facts, limits: Limits) -> Watched:
    """What a look at the account says; one that cannot be completed halts on what is known, or lets it only reduce."""
    try:
        return watching()
    except MissingFact as error:
        return _partly(facts, limits, f"missing fact: {error}")
    except Exception as error:
        return _partly(facts, limits, f"watch failed: {type(error).__name__}")


def _partly(facts: Facts, limits: Limits, cause: str) -> Watched:
    """A look at what can be valued: a price that is missing hides neither a guard that is hit nor the time to leave."""
    doubtful = Watched(state=Switch.REDUCING, cause=cause)
    try:
        closing = _closing(facts, limits)
        if closing is not None:
            return replace(doubtful, state=Switch.HALTED, cause=closing)
        doubtful = replace(doubtful, leave=news_near(facts, limits))
        orders = tuple(o for o in facts.orders if valued(facts, o.symbol))
        positions = tuple(p for p in facts.positions if valued(facts, p.symbol))
        rest = replace(facts, positions=positions, orders=orders)
        account = book(rest, limits)
        known = seen(rest, limits, account, floors(facts.account, facts.history.marks, limits, account.equity))
    except Exception:
        return doubtful
    return known if known.state is Switch.HALTED else doubtful


def seen(facts: Facts, limits: Limits, account: Book, found: tuple[Floor, ...]) -> Watched:
    """The same from the account added up and its floors, in the decimal context of the kernel; raises MissingFact.

    The guards come first: an old price is no excuse to overlook that one is hit. An account that one gap could carry
    through a guard leaves before it: where floors follow a peak or a reset, resting stops may lie below them.
    """
    calm = Watched(
        state=Switch.ACTIVE,
        equity=account.equity,
        loss=account.loss,
        floors=found,
        leave=news_near(facts, limits),
    )
    hit = [f for f in found if account.equity <= f.guard]
    if hit:
        worst = next((f for f in hit if f.effect is Effect.HARD), hit[0])
        cause = f"{worst.name} loss guard"
        return replace(calm, state=Switch.HALTED, cause=cause, latch=worst.effect, reset=worst.reset)
    closing = _closing(facts, limits)
    if closing is not None:
        return replace(calm, state=Switch.HALTED, cause=closing)
    if account.lines:
        tomorrow = ahead(facts, limits, BEFORE_RESET, account.equity)
        guard = max((*found, *tomorrow), key=lambda f: f.guard)
        if account.equity - account.sudden < guard.guard:
            if facts.session.open and over_close(facts, limits):
                leave = _over(account, guard.guard)
                return replace(
                    calm, state=Switch.REDUCING, cause=f"one close from the {guard.name} loss guard", leave=leave
                )
            return replace(calm, state=Switch.HALTED, cause=f"one gap from the {guard.name} loss guard")
    doubt, latch = _doubt(facts, limits, account, found)
    return calm if doubt is None else replace(calm, state=Switch.REDUCING, cause=doubt, latch=latch)


def _over(account: Book, guard: Decimal) -> tuple[Symbol, ...]:
    """What has to be left before a close so that the gap over it leaves the guard intact: the largest risks first."""
    leave: list[Symbol] = []
    left = account.sudden
    for symbol, found in sorted(account.lines.items(), key=lambda item: (-item[1].sudden, item[0])):
        if account.equity - left >= guard:
            break
        leave.append(symbol)
        left -= found.sudden
    return tuple(leave)


def _closing(facts: Facts, limits: Limits) -> str | None:
    """Why everything has to be closed by now, or None."""
    for rule in limits.terms.flat_by:
        if rule.closing(facts.market, facts.session.closes_at) is not None:
            return f"flat by {rule.at:%H:%M} {rule.zone}"
    return None


def news_near(facts: Facts, limits: Limits) -> tuple[Symbol, ...]:
    """Symbols held or ordered that a listed release is about to move, when the limits forbid executions then."""
    news = limits.terms.news
    if news is None or facts.calendar is None:
        return ()
    near = [r for r in facts.calendar.releases if _near(r, news, facts.market)]
    at_work = dict.fromkeys([*(p.symbol for p in facts.positions if p.quantity), *(o.symbol for o in facts.orders)])
    return tuple(s for s in at_work if any(moves(r, s, facts.instruments.get(s)) for r in near))


def _near(release: Release, news: News, market: datetime) -> bool:
    begins = release.at - timedelta(seconds=news.before_s + news.lead_s)
    return begins <= market <= release.at + timedelta(seconds=news.after_s)


def moves(release: Release, symbol: Symbol, instrument: Instrument | None) -> bool:
    """Whether a release names the instrument, its currency, or one half of its pair; one that names none moves all."""
    names = [symbol.upper()] if instrument is None else [symbol.upper(), instrument.currency.upper()]
    letters = "".join(c for c in symbol.upper() if c.isalnum())
    if len(letters) >= 6:
        names += [letters[:3], letters[3:6]]
    return not release.affects or any(named.upper() in names for named in release.affects)


def _doubt(facts: Facts, limits: Limits, account: Book, found: tuple[Floor, ...]) -> tuple[str | None, Effect | None]:
    """Why the account may only reduce, and whether that latches; (None, None) when it may trade."""
    stale = _stale(facts, limits, account)
    if stale is not None:
        return stale, None
    if facts.history.failures >= limits.failures:
        return "rejects and unknown outcomes", Effect.SOFT
    if facts.switch.strangers:
        return "unknown orders or positions", None
    if any(account.equity - account.loss < f.floor for f in found):
        return "worst case beyond a floor", None
    return None, None


def _stale(facts: Facts, limits: Limits, account: Book) -> str | None:
    """Why the market cannot be believed for what is held or may be opened, or None."""
    return next((f"stale quote for {name}" for name in facts.stale(account.lines, limits.quote_age_s)), None)
