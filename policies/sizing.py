"""From notional or risk to a quantity, and prices to ticks: always rounded towards less risk."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from policies.book import equity, rate
from policies.facts import Facts, Order
from policies.floors import MissingFact
from policies.instruments import Instrument
from policies.intents import AmendIntent, OrderIntent
from policies.values import ONE, ZERO, Money, OrderId, OrderRole, OrderStatus, Side, ceil_to, floor_to


def on_tick(price: Decimal | None, tick: Decimal, *, up: bool) -> Decimal | None:
    """A price on the grid of ticks, moved in the stated direction."""
    if price is None or not price.is_finite():
        return price
    return ceil_to(price, tick) if up else floor_to(price, tick)


def rounded(intent: OrderIntent, instrument: Instrument) -> OrderIntent:
    """The order with its prices on ticks: a buy limit down, a sell limit up, a protective stop closer."""
    sell, tick = intent.side is Side.SELL, instrument.tick
    return replace(
        intent,
        limit=on_tick(intent.limit, tick, up=sell),
        trigger=on_tick(intent.trigger, tick, up=sell),
        stop=on_tick(intent.stop, tick, up=not sell),
        target=on_tick(intent.target, tick, up=not sell),
    )


def reference_price(facts: Facts, intent: OrderIntent) -> Decimal:
    """The price an order is sized at: its limit, its trigger, or the far side of the quote."""
    if intent.limit is not None:
        return intent.limit
    if intent.trigger is not None:
        return intent.trigger
    quote = facts.quotes.get(intent.symbol)
    if quote is None or not quote.sound:
        raise MissingFact(f"no sound quote for {intent.symbol!r}")
    return quote.ask if intent.side is Side.BUY else quote.bid


def quantity_of(facts: Facts, intent: OrderIntent, instrument: Instrument) -> Decimal:
    """The quantity asked for, floored to the lot; zero when nothing that small can be traded."""
    if intent.quantity is not None:
        return floor_to(intent.quantity, instrument.lot)
    price = reference_price(facts, intent)
    if intent.notional is not None:
        worth = _in_instrument(facts, instrument, intent.notional)
        return floor_to(worth / instrument.worth(ONE, price), instrument.lot)
    if intent.risk is None or intent.stop is None:
        raise MissingFact("a size: quantity, notional, or risk with a stop")
    if isinstance(intent.risk, Money):
        budget = _in_instrument(facts, instrument, intent.risk)
    else:
        budget = intent.risk * equity(facts) / rate(facts, instrument.currency, -ONE)
    change = instrument.level(price) - instrument.level(intent.stop)
    distance = intent.side.sign * change * instrument.multiplier
    if distance <= ZERO:
        return ZERO
    by_unit = budget / (distance + 2 * instrument.fee_unit)
    by_minimum = (budget - 2 * instrument.fee_min) / distance
    return max(ZERO, floor_to(min(by_unit, by_minimum), instrument.lot))


def _in_instrument(facts: Facts, instrument: Instrument, money: Money) -> Decimal:
    if money.currency == instrument.currency:
        return money.amount
    if money.currency == facts.account.currency:
        return money.amount / rate(facts, instrument.currency, -ONE)
    raise MissingFact(f"no rate from {money.currency!r}")


def as_order(intent: OrderIntent, quantity: Decimal, limit: Decimal | None, *, reduce_only: bool) -> Order:
    """The order that the intent would put to work; `limit` is the bound of a market entry."""
    return Order(
        id=OrderId(""),
        symbol=intent.symbol,
        side=intent.side,
        quantity=quantity,
        type=intent.type,
        limit=limit,
        trigger=intent.trigger,
        stop=intent.stop,
        target=intent.target,
        role=OrderRole.EXIT if reduce_only else OrderRole.ENTRY,
        status=OrderStatus.PENDING,
        reduce_only=reduce_only,
        oco=intent.oco,
    )


def amended(order: Order, intent: AmendIntent, instrument: Instrument) -> Order:
    """The order as it would stand after an amend; of a protective leg, `stop` and `target` are its own price."""
    sell, tick = order.side is Side.SELL, instrument.tick
    changes: dict[str, Any] = {}
    if intent.quantity is not None:
        changes["quantity"] = floor_to(intent.quantity, instrument.lot)
    if intent.limit is not None:
        changes["limit"] = on_tick(intent.limit, tick, up=sell)
    if intent.trigger is not None:
        changes["trigger"] = on_tick(intent.trigger, tick, up=sell)
    if order.role is OrderRole.STOP and intent.stop is not None:
        changes["trigger"] = on_tick(intent.stop, tick, up=sell)
    elif order.role is OrderRole.TARGET and intent.target is not None:
        changes["limit"] = on_tick(intent.target, tick, up=sell)
    else:
        if intent.stop is not None:
            changes["stop"] = on_tick(intent.stop, tick, up=not sell)
        if intent.target is not None:
            changes["target"] = on_tick(intent.target, tick, up=not sell)
    return replace(order, **changes)
