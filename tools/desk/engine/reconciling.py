"""Reconciling: on start, on reconnect and on a timer the venue's book is held against the journal's.

The venue is the truth for positions, the kernel for limits; 'unknown' is not 'flat'.
"""

from decimal import Decimal

from policies.values import ZERO, OrderStatus, Symbol
from tools.desk.engine import sending, updates, watching
from tools.desk.engine.account import Trader
from tools.trading.venue import Snapshot, VenueSilent

CENT = Decimal("0.01")


async def reconcile(trader: Trader, *, starting: bool = False) -> bool:
    """Catches up with the venue; False when it did not answer, and the account stays as unsure as it was.

    When the desk starts nothing is in flight, so an order without an answer is Unknown.
    """
    try:
        book = await _caught_up(trader)
    except VenueSilent as error:
        trader.tell("alarm", text=f"the venue does not answer: {error}")
        return False
    strangers = _compare(trader, book)
    watching.distrust(trader, strangers)
    trader.reconciling = False
    watching.observe(trader)
    if starting:
        _resume_lookups(trader)
    _settled(trader)
    return True


def _resume_lookups(trader: Trader) -> None:
    for tracked in trader.state.live_orders:
        if tracked.status is OrderStatus.PENDING:
            sending.doubt(trader, tracked.order.id, VenueSilent("no answer before the desk stopped"))
        elif tracked.status is OrderStatus.UNKNOWN:
            trader.desk.start(sending.lookup(trader, tracked.order.id))


async def _caught_up(trader: Trader) -> Snapshot:
    """A snapshot, with every fill and report up to it taken in; a second look settles what moved meanwhile."""
    book = await _look(trader)
    return await _look(trader) if _differences(trader, book) else book


async def _look(trader: Trader) -> Snapshot:
    book: Snapshot = await trader.link.call(lambda venue: venue.snapshot(), sending.ANSWER_S)
    await _fills(trader)
    for report in book.orders:
        updates.report(trader, report)
    await _missing(trader, book)
    return book


async def _fills(trader: Trader) -> None:
    since = max((f.at for f in trader.state.fills.values()), default=None)
    for execution in await trader.link.call(lambda venue: venue.executions(since), sending.ANSWER_S):
        updates.fill(trader, execution)


async def _missing(trader: Trader, book: Snapshot) -> None:
    """Orders that we think are working but the venue no longer lists are looked up one by one."""
    listed = {r.order.id for r in book.orders}
    for tracked in trader.state.live_orders:
        if tracked.order.id not in listed:
            report = await sending.find(trader, tracked.order.id)
            if report is not None:
                updates.report(trader, report)
            elif tracked.status not in (OrderStatus.PENDING, OrderStatus.UNKNOWN):
                trader.write("unknown", order=tracked.order.id, reason="the venue no longer knows it")


def _differences(trader: Trader, book: Snapshot) -> list[Symbol]:
    theirs = {p.symbol: p.quantity for p in book.positions}
    ours = {s: h.quantity for s, h in trader.state.holdings.items()}
    return sorted(s for s in theirs.keys() | ours.keys() if theirs.get(s, ZERO) != ours.get(s, ZERO))


def _compare(trader: Trader, book: Snapshot) -> tuple[str, ...]:
    """Takes the venue's word for positions and balance; returns what the journal cannot explain."""
    differ = _differences(trader, book)
    money = abs(book.balance - trader.state.balance) >= CENT
    if not differ and not money:
        return ()
    prices = {p.symbol: p for p in book.positions}
    holdings = {
        s: {"quantity": prices[s].quantity, "price": prices[s].price}
        if s in prices
        else {"quantity": ZERO, "price": ZERO}
        for s in differ
    }
    trader.write("book", balance=book.balance, holdings=holdings)
    return tuple(f"position:{s}" for s in differ) + (("balance",) if money else ())


def _settled(trader: Trader) -> None:
    """Forgets strangers that are gone: a position that was closed, an order that has ended."""
    gone = []
    for stranger in trader.state.strangers:
        kind, _, name = stranger.partition(":")
        if kind == "order" and any(i == name and not t.live for i, t in trader.state.orders.items()):
            gone.append(stranger)
        if kind == "position" and not trader.state.held(Symbol(name)):
            gone.append(stranger)
    if gone:
        trader.write("adopt", found=gone, by="gone")
        watching.observe(trader)
