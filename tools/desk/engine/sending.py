"""Sending once: every order leaves here, under an id that the journal already knows, and is never retried."""

from dataclasses import replace

from policies.values import OrderId, OrderStatus
from tools.desk.engine import believing, watching
from tools.desk.engine.account import Trader
from tools.desk.engine.doubting import ask, doubt
from tools.desk.engine.noting import ANSWER_S, note
from tools.trading.venue import VenueOrder, VenueRejected


async def send(trader: Trader, order: VenueOrder) -> OrderStatus:
    """Submits a journaled order once. What the venue does not answer is Unknown, its whole risk still counted."""
    wire = order if trader.link.traits.brackets else replace(order, stop=None, target=None)
    try:
        report = believing.answer(await trader.link.call(lambda venue: venue.submit(wire), ANSWER_S), order.id)
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


async def cancel(trader: Trader, order: OrderId, ticket: str = "") -> bool:
    """Cancels what remains of an order; False when the venue did not answer."""
    trader.write("cancel", order=order, ticket=ticket)
    try:
        report = believing.answer(await trader.link.call(lambda venue: venue.cancel(order), ANSWER_S), order)
    except Exception as error:
        trader.tell("alarm", trader.state.orders[order], ticket=ticket, text=f"cancel unanswered: {error}")
        return False
    note(trader, report)
    watching.observe(trader)
    return True


async def amend(trader: Trader, order: OrderId, ticket: str = "") -> bool:
    """Sends the change that the journal holds of an order; old and new terms count until the venue confirms."""
    tracked = trader.state.orders[order]
    change = tracked.changing
    if change is None:
        return False
    try:
        report = believing.answer(await trader.link.call(lambda venue: venue.amend(order, change), ANSWER_S), order)
    except VenueRejected as error:
        trader.write("settled", order=order)
        trader.tell("amend_rejected", tracked, ticket=ticket, reason=str(error))
        return False
    except Exception as error:
        trader.tell("alarm", tracked, ticket=ticket, text=f"amend unanswered: {error}")
        if await ask(trader, order):
            trader.write("settled", order=order)
        return False
    note(trader, report)
    trader.write("settled", order=order)
    trader.tell("amended", trader.state.orders[order], ticket=ticket)
    watching.observe(trader)
    return True
