"""Orders of the adversary: of every type and size, up to the largest that the kernel allows."""

from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from evals.adversary.account import Simulated
from policies.book import over_close
from policies.case import Case
from policies.facts import Facts, Order
from policies.intents import OrderIntent, Origin
from policies.kernel import judge
from policies.values import (
    ONE,
    ZERO,
    AccountId,
    IntentId,
    Label,
    Money,
    OrderType,
    Role,
    Side,
    floor_to,
)
from policies.verdicts import Deny
from policies.watch import watch
from policies.worst_case import entry_loss, gap_of

ORIGIN = Origin(principal="adversary", role=Role.OWNER, channel="terminal", message="m")
SIZES = (ONE, Decimal("0.5"), Decimal("0.25"), Decimal("0.1"), Decimal(2), Decimal("0.95"), Decimal("0.01"), Decimal(5))
DISTANCES = tuple(Decimal(text) for text in ("0", "0.1", "0.25", "0.5", "1", "2", "5", "15"))
"""Of the stop from the entry, in gaps; zero is one tick."""

OFFSETS = tuple(Decimal(text) for text in ("0", "0.3", "0.9", "1.5"))
TYPES = (OrderType.MARKET, OrderType.LIMIT, OrderType.LIMIT, OrderType.STOP, OrderType.STOP_LIMIT)
LIFE = timedelta(seconds=60)


def header(account: Simulated) -> dict[str, Any]:
    """The part that all requests share."""
    return {
        "intent_id": IntentId("adversary"),
        "account": AccountId("adversary"),
        "origin": ORIGIN,
        "label": Label.OWNER,
        "created_at": account.now,
        "expires_at": account.now + LIFE,
    }


def intended(account: Simulated, n: tuple[int, ...]) -> OrderIntent:
    """The order of an act's numbers, its size still one lot."""
    listing = account.universe.listings[n[0] % len(account.universe.listings)]
    instrument, side = listing.instrument, (Side.BUY, Side.SELL)[n[1]]
    touch, kind = account.touch(listing.symbol, side), TYPES[n[2]]
    away = touch * instrument.gap * OFFSETS[n[5]]
    price = touch
    if kind in (OrderType.STOP, OrderType.STOP_LIMIT):
        price = touch + side.sign * away
    elif kind is OrderType.LIMIT:
        price = touch - side.sign * away if n[2] == 1 else touch * (ONE + side.sign * account.limits.market_band)
    distance = max(instrument.tick, touch * instrument.gap * DISTANCES[n[4]])
    stop: Decimal | None = price - side.sign * (distance + instrument.tick * Decimal("0.37"))
    if stop is not None and stop <= instrument.tick or n[4] == 7 and not account.limits.stop_required:
        stop = None if not account.limits.stop_required else instrument.tick
    limit = price if kind in (OrderType.LIMIT, OrderType.STOP_LIMIT) else None
    trigger = price if kind in (OrderType.STOP, OrderType.STOP_LIMIT) else None
    return OrderIntent(
        **header(account),
        symbol=listing.symbol,
        side=side,
        type=kind,
        quantity=instrument.lot,
        limit=limit,
        trigger=trigger,
        stop=stop,
        oco=("g", "h")[n[7] - 1] if n[7] in (1, 2) else None,
    )


def largest(account: Simulated, facts: Facts, intent: OrderIntent) -> Decimal | None:
    """About the quantity whose worst case takes all the headroom that is left."""
    watched = watch(facts, account.limits)
    order = Case(intent, facts, account.limits).order
    if watched.equity is None or watched.loss is None or order is None:
        return None
    instrument, quote = account.instruments[intent.symbol], facts.quotes[intent.symbol]
    many = replace(order, quantity=1000 * instrument.lot)
    gap = gap_of(instrument, account.limits, over=over_close(facts, account.limits))
    unit = entry_loss(instrument, quote, gap, many, account.limits.market_band)
    by_lot = unit * account.rate(instrument.currency, -ONE) / 1000
    left = min(watched.equity - f.guard for f in watched.floors) - watched.loss
    return (left / by_lot).to_integral_value(rounding=ROUND_FLOOR) * instrument.lot if by_lot > ZERO else None


def fitting(account: Simulated, facts: Facts, intent: OrderIntent, most: Decimal, unit: int) -> Order | None:
    """The largest order up to a size that the kernel allows, by halving; None if it allows not even a small one."""
    lot = account.instruments[intent.symbol].lot
    good, bad = ZERO, most + lot
    found: Order | None = None
    quantity = most
    for _ in range(9):
        allowed = _allowed(account, facts, intent, quantity, unit)
        if allowed is None:
            bad = quantity
        else:
            good, found = quantity, allowed
        quantity = floor_to((good + bad) / 2, lot)
        if quantity <= good or quantity <= ZERO or bad - good <= lot:
            break
    return found


def _allowed(account: Simulated, facts: Facts, intent: OrderIntent, quantity: Decimal, unit: int) -> Order | None:
    asked = replace(intent, quantity=quantity)
    instrument = account.instruments[intent.symbol]
    price = next(p for p in (intent.limit, intent.trigger, account.touch(intent.symbol, intent.side)) if p is not None)
    if unit == 1:
        worth = Money(amount=quantity * price * instrument.multiplier, currency=instrument.currency)
        asked = replace(intent, quantity=None, notional=worth)
    elif unit == 2 and intent.stop is not None:
        risk = quantity * abs(price - intent.stop) * instrument.multiplier + 2 * instrument.fee(quantity)
        asked = replace(intent, quantity=None, risk=Money(amount=risk, currency=instrument.currency))
    verdict = judge(asked, facts, account.limits)
    order = Case(asked, facts, account.limits).order if not isinstance(verdict, Deny) else None
    if order is None or isinstance(verdict, Deny) or verdict.quantity is None or order.reduce_only:
        return None
    return replace(order, quantity=verdict.quantity)
