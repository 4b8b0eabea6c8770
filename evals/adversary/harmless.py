"""The other side: how much of what a disciplined trader asks for is allowed.

Such a trader risks from 0.25 to 1 % of the capital on a trade (less where a day may lose less than 5 %), always with a
stop beyond the market's noise, within every cap on size, holds two positions at most, stops for the day after a loss of
a third of what the day may lose, and leaves the last half hour before a close, a reset or a flat-by alone.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from evals.adversary.account import Simulated
from evals.adversary.ordering import header
from evals.adversary.universes import DAY, START, Listing, Universe
from policies.book import notional
from policies.case import Case
from policies.facts import Facts, Order
from policies.floors import floors
from policies.intents import OrderIntent
from policies.kernel import judge
from policies.limits import Limits
from policies.values import ONE, ZERO, Money, OrderStatus, OrderType, Side, Switch
from policies.verdicts import Deny
from policies.watch import watch

QUIET = timedelta(minutes=35)
MOST_HELD = 2
NOISE = (ONE, Decimal(4))
"""How far a stop is from the entry, at least and at most, in gaps."""


@dataclass
class Share:
    """How many harmless orders were asked and allowed, and the codes of those that were not."""

    asked: int = 0
    allowed: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def value(self) -> float:
        """The share that was allowed, 1 when nothing was asked."""
        return self.allowed / self.asked if self.asked else 1.0


def harmless(limits: Limits, universe: Universe, capital: Decimal, *, seed: int, days: int) -> Share:
    """The share of a disciplined trader's orders that the kernel allows over so many separate days."""
    rng = random.Random(f"harmless {limits.id} {universe.name} {seed}")
    share = Share()
    for _ in range(days):
        for account, intent in _day(rng, limits, universe, capital):
            verdict = judge(intent, account.facts(), limits)
            share.asked += 1
            if isinstance(verdict, Deny):
                share.refused.update({why.code for why in verdict.reasons})
            else:
                share.allowed += 1
    return share


def _day(
    rng: random.Random, limits: Limits, universe: Universe, capital: Decimal
) -> Iterator[tuple[Simulated, OrderIntent]]:
    """One day's orders, each with the account as it then is; what is yielded is entered at the market if allowed."""
    at = _calm(rng, limits, universe, capital)
    if at is None:
        return
    account = Simulated(limits, universe, capital, at, hedging=False)
    first = account.balance
    allowance = min(first - f.floor for f in floors(account.account, account.marks, limits))
    for _ in range(4):
        intent = _sensible(rng, account, allowance)
        if intent is None or len(account.lots) >= MOST_HELD or first - account.equity() > allowance / 3:
            return
        yield account, intent
        _enter(account, intent)
        _drift(rng, account)


def _calm(rng: random.Random, limits: Limits, universe: Universe, capital: Decimal) -> datetime | None:
    """A moment of a fortnight at which a disciplined trader may open something; None if no moment was found."""
    for _ in range(200):
        at = START + rng.random() * 10 * DAY
        account = Simulated(limits, universe, capital, at, hedging=False)
        session, terms = account.session, limits.terms
        closes = session.closes_at
        if not session.open or closes is None or closes - at < QUIET:
            continue
        if any(rule.closing(at + ahead, closes) for rule in terms.flat_by for ahead in (timedelta(0), QUIET)):
            continue
        if all(m.until is None or m.until - at > QUIET for m in account.marks.values()):
            return at
    return None


def _sensible(rng: random.Random, account: Simulated, allowance: Decimal) -> OrderIntent | None:
    """A protected order at or near the market, sized by its risk, and smaller where a cap on size binds."""
    facts = account.facts()
    held = {lot.symbol for lot in account.lots}
    free = [one for one in account.universe.listings if one.symbol not in held]
    if not free:
        return None
    listing = rng.choice(free)
    side = rng.choice(list(Side))
    touch = account.touch(listing.symbol, side)
    part = NOISE[0] + (NOISE[1] - NOISE[0]) * Decimal(rng.randrange(101)) / 100
    kind = rng.choice((OrderType.MARKET, OrderType.LIMIT))
    price = touch if kind is OrderType.MARKET else touch * (ONE - side.sign * listing.instrument.gap / 10)
    stop = price - side.sign * max(touch * listing.instrument.gap * part, 4 * listing.instrument.tick)
    share = Decimal(rng.randrange(50, 201)) / 1000
    risk = min(allowance * share, account.account.initial * share / 20)
    intent = OrderIntent(
        **header(account),
        symbol=listing.symbol,
        side=side,
        type=kind,
        risk=Money(amount=risk, currency=account.account.currency),
        limit=price if kind is OrderType.LIMIT else None,
        stop=stop,
    )
    return _capped(account, facts, intent, listing)


def _capped(account: Simulated, facts: Facts, intent: OrderIntent, listing: Listing) -> OrderIntent | None:
    """The same order within the caps on notional, exposure, leverage and class; None if not even a lot is."""
    limits, capital = account.limits, account.account.initial
    case = Case(intent, facts, limits)
    if case.order is None or not case.order.quantity:
        return None
    at_work = sum((_worth(account, facts, case.order, lot.symbol) for lot in account.lots), ZERO)
    ours = limits.terms.of_class(listing.instrument.asset_class)
    equity = min(account.equity(), capital)
    room = [limits.order_notional * capital, limits.symbol_exposure * capital]
    room += [limits.gross_exposure * capital - at_work, limits.leverage * equity - at_work]
    if ours is not None and ours.leverage is not None:
        room.append(ours.leverage * equity - at_work)
    if listing.instrument.asset_class == "stock":
        room.append(equity / 2 - at_work)
    unit = notional(facts, replace(case.order, quantity=listing.instrument.lot))
    lots = min(case.order.quantity / listing.instrument.lot, min(room) * Decimal("0.97") / unit) // 1
    if ours is not None and ours.lots is not None:
        units = sum((abs(x.quantity) * account.instruments[x.symbol].lots for x in account.lots), ZERO)
        lots = min(lots, (ours.lots - units) / (listing.instrument.lots * listing.instrument.lot) // 1)
    if lots < ONE:
        return None
    return replace(intent, risk=None, quantity=lots * listing.instrument.lot)


def _worth(account: Simulated, facts: Facts, like: Order, symbol: str) -> Decimal:
    lot = next(x for x in account.lots if x.symbol == symbol)
    side = Side.BUY if lot.quantity > ZERO else Side.SELL
    return notional(facts, replace(like, symbol=lot.symbol, side=side, quantity=abs(lot.quantity), limit=None))


def _enter(account: Simulated, intent: OrderIntent) -> None:
    verdict = judge(intent, account.facts(), account.limits)
    order = Case(intent, account.facts(), account.limits).order
    if isinstance(verdict, Deny) or verdict.quantity is None or order is None:
        return
    placed = account.submit(replace(order, quantity=verdict.quantity), OrderStatus.WORKING)
    account.enter(placed, placed.quantity, account.touch(intent.symbol, intent.side))


def _drift(rng: random.Random, account: Simulated) -> None:
    """Some minutes pass, prices move a little; the desk's watch looks."""
    account.now += timedelta(seconds=rng.randrange(30, 240))
    for symbol, listing in account.listings.items():
        step = Decimal(rng.randrange(-25, 26)) / 100 * listing.instrument.gap
        account.mids[symbol] *= ONE + step
    watched = watch(account.facts(), account.limits)
    account.switch = replace(account.switch, state=max(watched.state, Switch.ACTIVE, key=lambda s: s.rank))
