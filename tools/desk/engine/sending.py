"""Sending once: every order leaves here, under an id that the journal already knows, and is never retried."""

from dataclasses import replace
from decimal import Decimal

from policies.values import OrderId, OrderStatus, Switch
from tools.desk.engine import watching
from tools.desk.engine.account import Trader
from tools.trading.venue import Change, OrderReport, VenueOrder, VenueRejected

ANSWER_S = 5.0
LOOKUPS_S = (1, 2, 5, 10)
PATIENCE_S = 60
AGAIN_S = 10


async def send(trader: Trader, order: VenueOrder) -> OrderStatus:
    """Submits a journaled order once. What the venue does not answer is Unknown, its whole risk still counted."""
    wire = order if trader.link.traits.brackets else replace(order, stop=None, target=None)
    try:
        report = await trader.link.call(lambda venue: venue.submit(wire), ANSWER_S)
    except VenueRejected as error:
        reject(trader, order.id, str(error))
    except Exception as error:
        doubt(trader, order.id, error)
    else:
        note(trader, report)
    watching.observe(trader)
    return trader.state.orders[order.id].status


def reject(trader: Trader, order: OrderId, why: str) -> None:
    """A definite no: nothing will ever be done under this id."""
    tracked = trader.state.orders[order]
    if tracked.status.final:
        return
    trader.write("report", order=tracked.order, status=OrderStatus.REJECTED, reason=why[:200])
    trader.tell("rejected", trader.state.orders[order])


def doubt(trader: Trader, order: OrderId, error: Exception) -> None:
    """No believable answer: Unknown, and looked up by id until it is understood."""
    tracked = trader.state.orders[order]
    if tracked.status is not OrderStatus.PENDING:
        return
    trader.write("unknown", order=order, reason=str(error)[:200])
    trader.tell("unknown", trader.state.orders[order])
    trader.desk.start(lookup(trader, order))


def note(trader: Trader, report: OrderReport) -> None:
    """Takes in what the venue says of one order, if it says anything new.

    Fills speak for themselves: a report of them changes nothing until they are here.
    """
    tracked = trader.state.orders[report.order.id]
    if tracked.never_arrived and not report.status.final:
        watching.distrust(trader, (f"order:{report.order.id}",))
    status = report.status
    if status in (OrderStatus.FILLED, OrderStatus.PARTIAL):
        status = tracked.status if tracked.filled else OrderStatus.WORKING
    order = report.order
    if not trader.link.traits.brackets:
        order = replace(order, stop=tracked.order.stop, target=tracked.order.target)
    if tracked.status.final or (order, status) == (tracked.order, tracked.status):
        return
    reason = report.reason[:200] if report.reason else None
    trader.write("report", order=order, status=status, filled=report.filled, reason=reason)
    trader.tell(status.value, trader.state.orders[report.order.id])


async def lookup(trader: Trader, order: OrderId) -> None:
    """Asks for an Unknown order by id until it is found, or two complete answers say that it never arrived."""
    clock, missing, waited = trader.desk.clock, 0, 0
    delays = iter(LOOKUPS_S)
    while trader.state.orders[order].status is OrderStatus.UNKNOWN:
        moment = next(delays, None)
        pause = AGAIN_S if moment is None else moment - waited
        await clock.sleep(pause)
        waited += pause
        found = await ask(trader, order)
        if found is None and Decimal(waited) >= trader.link.traits.lookup_delay_s:
            missing += 1
        if missing >= 2:
            never_arrived(trader, order)
            return
        if waited >= PATIENCE_S and trader.state.orders[order].status is OrderStatus.UNKNOWN:
            watching.latch(trader, Switch.REDUCING, f"order {order} is unknown for {waited} s")
            trader.tell("alarm", trader.state.orders[order], text="unknown order")


async def find(trader: Trader, order: OrderId) -> OrderReport | None:
    """What the venue knows of an order; raises VenueSilent."""
    report: OrderReport | None = await trader.link.call(lambda venue: venue.find(order), ANSWER_S)
    return report


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


def never_arrived(trader: Trader, order: OrderId) -> None:
    """Releases the risk of an order that the venue, asked twice, has never heard of."""
    if trader.state.orders[order].status is not OrderStatus.UNKNOWN:
        return
    trader.write("never", order=order)
    trader.tell("never_arrived", trader.state.orders[order])
    watching.observe(trader)


async def cancel(trader: Trader, order: OrderId, ticket: str = "") -> bool:
    """Cancels what remains of an order; False when the venue did not answer."""
    trader.write("cancel", order=order, ticket=ticket)
    try:
        report = await trader.link.call(lambda venue: venue.cancel(order), ANSWER_S)
    except Exception as error:
        trader.tell("alarm", trader.state.orders[order], ticket=ticket, text=f"cancel unanswered: {error}")
        return False
    note(trader, report)
    watching.observe(trader)
    return True


async def amend(trader: Trader, order: OrderId, change: Change, ticket: str = "") -> bool:
    """Changes an order in place; the old terms count until the venue confirms the new ones."""
    trader.write("amend", order=order, change=change, ticket=ticket)
    tracked = trader.state.orders[order]
    try:
        report = await trader.link.call(lambda venue: venue.amend(order, change), ANSWER_S)
    except VenueRejected as error:
        trader.tell("amend_rejected", tracked, ticket=ticket, reason=str(error))
        return False
    except Exception as error:
        trader.tell("alarm", tracked, ticket=ticket, text=f"amend unanswered: {error}")
        await ask(trader, order)
        return False
    note(trader, report)
    trader.tell("amended", trader.state.orders[order], ticket=ticket)
    watching.observe(trader)
    return True
