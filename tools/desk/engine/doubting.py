"""Doubt: an order without a believable answer keeps its whole risk, and is looked up until it is understood."""

from decimal import Decimal

from policies.values import OrderId, OrderStatus, Switch
from tools.desk.engine import watching
from tools.desk.engine.account import Trader
from tools.desk.engine.noting import find, note

LOOKUPS_S = (1, 2, 5, 10)
PATIENCE_S = 60
AGAIN_S = 10
ENOUGH = 2
"""Complete answers without the order that make it never arrived."""


def doubt(trader: Trader, order: OrderId, error: Exception) -> None:
    """No believable answer: Unknown, and looked up by id until it is understood."""
    tracked = trader.state.orders[order]
    if tracked.status is not OrderStatus.PENDING:
        return
    trader.write("unknown", order=order, reason=str(error)[:200])
    trader.tell("unknown", trader.state.orders[order])
    look_up(trader, order)


def look_up(trader: Trader, order: OrderId) -> None:
    """Starts looking for an Unknown order, unless somebody already does."""
    if order in trader.looking:
        return
    trader.looking.add(order)
    trader.doubted.setdefault(order, trader.desk.clock.monotonic())
    task = trader.desk.start(_lookup(trader, order), trader.id)
    task.add_done_callback(lambda _: trader.looking.discard(order))


async def _lookup(trader: Trader, order: OrderId) -> None:
    """Asks at 1, 2, 5 and 10 s and on; after a minute of doubt the account only reduces."""
    clock, waited = trader.desk.clock, 0
    delays = iter(LOOKUPS_S)
    while trader.state.orders[order].status is OrderStatus.UNKNOWN:
        moment = next(delays, None)
        pause = AGAIN_S if moment is None else moment - waited
        await clock.sleep(pause)
        waited += pause
        await probe(trader, order)
        if waited >= PATIENCE_S and trader.state.orders[order].status is OrderStatus.UNKNOWN:
            watching.latch(trader, Switch.REDUCING, f"order {order} is unknown for {waited} s")
            trader.tell("alarm", trader.state.orders[order], text="unknown order")


async def probe(trader: Trader, order: OrderId) -> None:
    """One look-up of an Unknown order; enough complete answers without it, past the venue's delay, release it."""
    if trader.state.orders[order].status is not OrderStatus.UNKNOWN:
        return
    found = await ask(trader, order)
    waited = trader.desk.clock.monotonic() - trader.doubted.setdefault(order, trader.desk.clock.monotonic())
    if found is not None or Decimal(int(waited)) < trader.link.traits.lookup_delay_s:
        return
    trader.missing[order] = trader.missing.get(order, 0) + 1
    if trader.missing[order] >= ENOUGH and trader.state.orders[order].status is OrderStatus.UNKNOWN:
        trader.write("never", order=order)
        trader.tell("never_arrived", trader.state.orders[order])
        watching.observe(trader)


async def ask(trader: Trader, order: OrderId) -> bool | None:
    """Looks one order up: True when found, None for a complete 'never heard of it', False for no answer."""
    try:
        report = await find(trader, order)
    except Exception:
        return False
    if report is None:
        return None
    note(trader, report)
    watching.observe(trader)
    return True
