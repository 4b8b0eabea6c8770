"""How much is at work in each symbol, working orders counted on the side that they would add to."""

from decimal import Decimal

from policies.facts import Facts, Order
from policies.floors import MissingFact, rate
from policies.values import ZERO, OrderRole, Side, Symbol

OPENING = (OrderRole.ENTRY, OrderRole.FOREIGN)


def exposures(facts: Facts, new: Order | None, replaced: Order | None) -> dict[Symbol, Decimal]:
    """Exposure by symbol in account currency with `new` at work instead of `replaced`.

    Of what would be long and what would be short in a symbol, the larger counts.
    """
    orders = [o for o in facts.orders if o.role in OPENING and not o.reduce_only and o is not replaced]
    if new is not None and not new.reduce_only and new.role in OPENING:
        orders.append(new)
    longs: dict[Symbol, Decimal] = {}
    shorts: dict[Symbol, Decimal] = {}
    for position in facts.positions:
        side = longs if position.quantity > ZERO else shorts
        side[position.symbol] = side.get(position.symbol, ZERO) + abs(position.quantity) * _price(
            facts, position.symbol
        )
    for order in orders:
        side = longs if order.side is Side.BUY else shorts
        side[order.symbol] = side.get(order.symbol, ZERO) + order.quantity * _order_price(facts, order)
    return {s: max(longs.get(s, ZERO), shorts.get(s, ZERO)) * _unit(facts, s) for s in {**longs, **shorts}}


def notional(facts: Facts, order: Order) -> Decimal:
    """The notional of an order in account currency, at the worst price it can fill at."""
    return order.quantity * _order_price(facts, order) * _unit(facts, order.symbol)


def _order_price(facts: Facts, order: Order) -> Decimal:
    return max(p for p in (order.limit, order.trigger, _price(facts, order.symbol)) if p is not None)


def _price(facts: Facts, symbol: Symbol) -> Decimal:
    quote = facts.quotes.get(symbol)
    if quote is None:
        raise MissingFact(f"no quote for {symbol!r}")
    return quote.ask


def _unit(facts: Facts, symbol: Symbol) -> Decimal:
    instrument = facts.instruments.get(symbol)
    if instrument is None:
        raise MissingFact(f"unknown instrument {symbol!r}")
    return instrument.multiplier * rate(facts, instrument.currency, Decimal(-1))
