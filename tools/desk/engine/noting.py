"""Taking in what a venue says of an order; what contradicts the journal is doubted, not overwritten."""

from dataclasses import replace

from policies.values import OrderId, OrderStatus
from tools.desk.engine import believing, watching
from tools.desk.engine.account import Trader
from tools.desk.record.state import Tracked
from tools.trading.venue import OrderReport, VenueSilent

ANSWER_S = 5.0
"""How long a venue may take to answer, in seconds of wall time."""


def note(trader: Trader, report: OrderReport) -> None:
    """Takes in a report, if it says anything new. Fills speak for themselves: a report of them changes nothing."""
    if not believing.report(report):
        watching.distrust(trader, (f"report:{report.order.id}",))
        return
    tracked = trader.state.orders[report.order.id]
    if (report.order.symbol, report.order.side) != (tracked.order.symbol, tracked.order.side):
        watching.distrust(trader, (f"contrary report:{report.order.id}",))
        return
    if tracked.status.final:
        _contradicted(trader, tracked, report)
        return
    status = report.status
    if status in (OrderStatus.FILLED, OrderStatus.PARTIAL):
        status = tracked.status if tracked.filled else OrderStatus.WORKING
    order = report.order
    if not trader.link.traits.brackets:
        order = replace(order, stop=tracked.order.stop, target=tracked.order.target)
    if (order, status) == (tracked.order, tracked.status):
        return
    reason = report.reason[:200] if report.reason else None
    trader.write("report", order=order, status=status, filled=report.filled, reason=reason)
    trader.tell(status.value, trader.state.orders[report.order.id])


async def find(trader: Trader, order: OrderId) -> OrderReport | None:
    """What the venue knows of an order; raises VenueSilent, also for an answer that speaks of another one."""
    report: OrderReport | None = await trader.link.call(lambda venue: venue.find(order), ANSWER_S)
    if report is not None and report.order.id != order:
        raise VenueSilent(f"an answer about {report.order.id!r} where {order!r} was looked up")
    return report


def _contradicted(trader: Trader, tracked: Tracked, report: OrderReport) -> None:
    """A venue that seems to work an order which has ended for us is asked again: old news may come late."""
    if not report.status.final and tracked.status is not OrderStatus.FILLED:
        trader.desk.start(_recheck(trader, tracked.order.id), trader.id)


async def _recheck(trader: Trader, order: OrderId) -> None:
    """An order that has ended for us and works at the venue is counted again, and a person has to look."""
    try:
        report = await find(trader, order)
    except VenueSilent:
        report = None
    if report is None or not believing.report(report) or report.status.final or trader.state.orders[order].live:
        return
    watching.distrust(trader, (f"order:{order}",))
    trader.write("report", order=report.order, status=OrderStatus.WORKING, filled=report.filled, reason="contradicted")
    watching.observe(trader)
