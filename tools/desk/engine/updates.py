"""What a venue says by itself: fills and reports, taken in exactly once, in whatever order they come."""

from decimal import Decimal
from typing import Any

from policies.book import rate
from policies.floors import MissingFact
from policies.limits import Effect
from policies.values import OrderId, OrderRole, OrderStatus, OrderType, Switch
from tools.desk.engine import believing, protection, watching
from tools.desk.engine.account import Trader
from tools.desk.engine.noting import note
from tools.desk.measuring import comparing, estimating
from tools.desk.record.state import Tracked
from tools.trading.venue import Execution, OrderReport, Update, VenueOrder, leg_id

LEGS = {"stop": OrderRole.STOP, "target": OrderRole.TARGET}


def deliver(trader: Trader, batch: list[Update]) -> None:
    """Takes in a batch of updates, then lets the kernel look once.

    What cannot be written down (a full disk) is not lost: the account trusts nothing until it has been
    compared with its venue again.
    """
    try:
        for update in batch:
            if isinstance(update, Execution):
                fill(trader, update)
            else:
                report(trader, update)
        watching.observe(trader)
    except Exception as error:
        trader.reconciling = True
        trader.tell("alarm", text=f"an update of the venue could not be taken in: {error}")


def report(trader: Trader, update: OrderReport) -> None:
    """A venue's word on an order; one that the journal does not know is adopted as a leg or as a stranger."""
    if not believing.report(update):
        watching.distrust(trader, (f"report:{update.order.id}",))
        return
    if update.order.id not in trader.state.orders:
        _meet(trader, update.order, update.status)
    note(trader, update)


def fill(trader: Trader, execution: Execution) -> None:
    """One fill, counted once. What the order cannot explain brings the account to REDUCING, shown as such."""
    if execution.id in trader.state.fills:
        return
    if not believing.fill(execution):
        watching.distrust(trader, (f"fill:{execution.id}",))
        trader.reconciling = True
        return
    if execution.order not in trader.state.orders:
        _meet(trader, _as_order(execution), OrderStatus.WORKING)
    trader.flat = False
    before = trader.state.orders[execution.order]
    outcome = comparing.compare(trader, before, execution)
    row = trader.row("fill", fill=execution, ticket=before.ticket, **_terms(trader, execution))
    trader.desk.write(row, *outcome.rows)
    trader.tell("fill", trader.state.orders[execution.order], fill=execution)
    _suspect(trader, before, execution)
    _beyond(trader, execution, outcome)
    protection.after_fill(trader, trader.state.orders[execution.order])


def _terms(trader: Trader, execution: Execution) -> dict[str, Any]:
    """What the profit of a fill depends on beside its price; without a rate the venue's balance is asked again."""
    instrument = trader.instruments.get(execution.symbol)
    if instrument is None:
        return {"multiplier": Decimal(1)}
    terms: dict[str, Any] = {"multiplier": instrument.multiplier}
    if instrument.inverse:
        terms["inverse"] = True
    if instrument.currency != trader.state.config["currency"]:
        try:
            terms["rate"] = rate(trader.facts(), instrument.currency, Decimal(-1))
        except MissingFact:
            trader.reconciling = True
    return terms


def _beyond(trader: Trader, execution: Execution, outcome: comparing.Outcome) -> None:
    """A print beyond the gap of the model: the larger gap holds, and until the reset the account only reduces."""
    estimating.put(trader, execution.symbol)
    for text in outcome.alarms:
        trader.tell("alarm", text=text)
    if outcome.cause is not None:
        watching.latch(trader, Switch.REDUCING, outcome.cause, Effect.SOFT)
        trader.leaves((execution.symbol,))


def _suspect(trader: Trader, before: Tracked, execution: Execution) -> None:
    filled = before.filled + execution.quantity
    if before.never_arrived:
        watching.latch(trader, Switch.HALTED, f"fill of {before.order.id}, which never arrived")
    elif filled > before.order.quantity:
        watching.distrust(trader, (f"overfill:{before.order.id}",))
    elif (execution.symbol, execution.side) != (before.order.symbol, before.order.side):
        watching.distrust(trader, (f"contrary fill:{execution.id}",))
    elif before.status.final and filled > before.reported:
        watching.distrust(trader, (f"late fill:{execution.id}",))


def _meet(trader: Trader, order: VenueOrder, status: OrderStatus) -> None:
    """Journals an order first heard of from the venue: the leg of a bracket of ours, or a stranger."""
    for leg, role in LEGS.items():
        parent = trader.state.orders.get(OrderId(order.id.removesuffix(f"-{leg}")))
        if parent is not None and leg_id(parent.order.id, leg) == order.id:
            _track(trader, order, role, parent.ticket)
            return
    _track(trader, order, OrderRole.FOREIGN, "")
    if not status.final:
        watching.distrust(trader, (f"order:{order.id}",))


def _track(trader: Trader, order: VenueOrder, role: OrderRole, ticket: str) -> None:
    trader.write("order", order=order, role=role, ticket=ticket, asked=order.type, status=OrderStatus.WORKING)


def _as_order(execution: Execution) -> VenueOrder:
    return VenueOrder(
        id=execution.order,
        symbol=execution.symbol,
        side=execution.side,
        quantity=execution.quantity,
        type=OrderType.MARKET,
    )
