"""Carrying out what was allowed: one coroutine per kind of act, each ending with a `done` for its listeners."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from policies.intents import (
    ALL,
    AdvanceIntent,
    AmendIntent,
    AnyIntent,
    CancelIntent,
    CloseIntent,
    HaltIntent,
    OrderIntent,
    ReduceIntent,
    ResumeIntent,
)
from policies.kernel import judge
from policies.values import OrderRole, OrderStatus
from policies.verdicts import Deny
from policies.wire.cases import decode_intent
from policies.wire.fingerprint import digest
from tools.desk.engine import advancing, exits, sending, watching
from tools.desk.engine.account import CLOCK, Trader
from tools.desk.engine.proposing import context, stored
from tools.desk.latches import Latches
from tools.desk.monitor.clocks import BEHIND
from tools.desk.record.journal import Entry
from tools.desk.record.shown import order_json
from tools.desk.record.state import Ticket, Tracked


@dataclass(frozen=True, kw_only=True)
class Act:
    """One allowed request about to happen."""

    trader: Trader
    ticket: Ticket
    intent: Any
    latches: Latches


async def carry_out(trader: Trader, ticket_id: str, latches: Latches) -> None:
    """Does what a ticket allows and tells its listeners the end, whatever it was."""
    ticket = trader.desk.state.tickets[ticket_id]
    intent: AnyIntent = decode_intent(stored(ticket.intent, ticket.kind))
    act = Act(trader=trader, ticket=ticket, intent=intent, latches=latches)
    try:
        await _ACTS[type(intent)](act)
    except Exception as error:
        trader.tell("alarm", ticket=ticket_id, text=f"{type(error).__name__}: {error}")
    else:
        trader.write("ended", ticket=ticket_id)
    orders = [order_json(t) for t in trader.state.orders.values() if t.ticket == ticket_id and t.role in _OWN]
    trader.tell("done", ticket=ticket_id, orders=orders, done=True)


def unfinished(trader: Trader) -> list[str]:
    """Tickets that lower risk, were allowed, and were cut short by the end of an earlier desk."""
    found = []
    for ticket in trader.desk.state.tickets.values():
        allowed = ticket.account == trader.id and ticket.answer["verdict"]["decision"] == "allow"
        begun = any(t.ticket == ticket.id for t in trader.state.orders.values())
        if allowed and not ticket.ended and (ticket.kind in REPEATABLE or ticket.kind == "reduce" and not begun):
            found.append(ticket.id)
    return found


REPEATABLE = ("close", "cancel")
_OWN = (OrderRole.ENTRY, OrderRole.EXIT)


async def _order(act: Act) -> None:
    """Judges again, with the facts of now, then sends."""
    trader = act.trader
    for tracked in [t for t in trader.state.live_orders if t.ticket == act.ticket.id]:
        if tracked.status is not OrderStatus.PENDING:
            continue
        verdict = judge(act.intent, trader.facts(again=act.ticket), trader.limits)
        if isinstance(verdict, Deny):
            sending.reject(trader, tracked.order.id, f"voided: {verdict.reasons[0].code}")
        elif tracked.role is OrderRole.EXIT and not await _may_leave(trader, tracked):
            sending.reject(trader, tracked.order.id, "voided: ALREADY_CLOSING")
        else:
            await sending.send(trader, tracked.order)


async def _may_leave(trader: Trader, exit_: Tracked) -> bool:
    """Whether an exit asked for as an order still fits what is held, once earlier unknown exits are settled."""
    symbol = exit_.order.symbol
    return await exits.settle_unknown(trader, symbol) and exits.room(trader, exit_)


async def _close(act: Act) -> None:
    symbols = list(act.trader.state.holdings) if act.intent.symbol == ALL else [act.intent.symbol]
    for symbol in symbols:
        await exits.leave(act.trader, symbol, ticket=act.ticket.id)


async def _reduce(act: Act) -> None:
    await exits.leave(act.trader, act.intent.symbol, act.intent.quantity, ticket=act.ticket.id)


async def _cancel(act: Act) -> None:
    """One order, or every order that is not protection."""
    wanted = act.intent
    for tracked in act.trader.state.live_orders:
        named = tracked.order.id == wanted.order
        every = wanted.order == ALL and tracked.role not in (OrderRole.STOP, OrderRole.TARGET)
        if named or every and wanted.symbol in (None, tracked.order.symbol):
            await sending.cancel(act.trader, tracked.order.id, act.ticket.id)


async def _amend(act: Act) -> None:
    """Judges again with the facts of now, both terms counted, then sends the change that was journaled."""
    trader, order = act.trader, act.intent.order
    verdict = judge(act.intent, trader.facts(again=act.ticket, settled=order), trader.limits)
    if isinstance(verdict, Deny):
        trader.write("settled", order=order)
        trader.tell("amend_rejected", trader.state.orders[order], ticket=act.ticket.id, reason=verdict.reasons[0].code)
        return
    await sending.amend(trader, order, act.ticket.id)


async def _halt(act: Act) -> None:
    """The latch stands in the journal since the request does; what is left is to tell it and to leave."""
    act.trader.tell("state", state=act.trader.state.shown, cause=act.trader.state.cause)
    await exits.flatten(act.trader)


async def _resume(act: Act) -> None:
    """Lifts the latch and adopts what was shown, if that still is all there is.

    A latch file that cannot be removed keeps the account halted. Where the wall clock is behind the journal, the
    person says with it that the clock is right.
    """
    trader = act.trader
    marked = trader.outside()
    if digest(act.intent, context(trader)) != act.ticket.answer["digest"]:
        text = "not resumed: something has happened since it was approved, look and ask again"
        trader.tell("alarm", ticket=act.ticket.id, text=text)
        return
    act.latches.lift(marked)
    if trader.faults.get(CLOCK) == BEHIND:
        trader.desk.write(Entry(kind="clock", account="", body={"by": act.intent.origin.principal}))
        watching.doubt(trader, CLOCK, trader.desk.clock_fault())
    if act.intent.adopts:
        trader.write("adopt", found=list(act.intent.adopts), by=act.intent.origin.principal)
    watching.unlatch(trader)


async def _advance(act: Act) -> None:
    await advancing.advance(act.trader, act.intent, act.ticket.id)


_ACTS: dict[type, Callable[[Act], Awaitable[None]]] = {
    OrderIntent: _order,
    CloseIntent: _close,
    ReduceIntent: _reduce,
    CancelIntent: _cancel,
    AmendIntent: _amend,
    HaltIntent: _halt,
    ResumeIntent: _resume,
    AdvanceIntent: _advance,
}
