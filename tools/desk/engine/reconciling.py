"""Reconciling: on start, on reconnect and on a timer the venue's book is held against the journal's.

The venue is the truth for positions, the kernel for limits; 'unknown' is not 'flat'.
"""

from decimal import Decimal

from policies.values import ZERO, OrderStatus, Symbol
from tools.desk.engine import believing, doubting, exits, updates, watching
from tools.desk.engine.account import Trader
from tools.desk.engine.noting import ANSWER_S, find
from tools.desk.monitor import marking
from tools.trading.venue import Snapshot, VenueSilent

CENT = Decimal("0.01")
LOOKS = 2


async def reconcile(trader: Trader) -> bool:
    """Catches up with the venue; False when it did not answer, and the account stays as unsure as it was.

    The first time nothing of ours can be in flight, so an order without an answer is Unknown.
    """
    try:
        book = await _caught_up(trader)
    except VenueSilent:
        trader.reconciling = True
        watching.doubt(trader, "venue", "the venue does not answer")
        watching.observe(trader)
        return False
    watching.doubt(trader, "venue", None)
    strangers = _compare(trader, book)
    watching.distrust(trader, strangers)
    trader.reconciling = False
    trader.flat = exits.empty(book)
    watching.observe(trader)
    _doubt_what_was_cut_short(trader)
    _settled(trader)
    return True


def _doubt_what_was_cut_short(trader: Trader) -> None:
    fresh, trader.fresh = trader.fresh, False
    for tracked in trader.state.live_orders if fresh else ():
        if tracked.changing is not None:
            trader.write("settled", order=tracked.order.id)
    for tracked in trader.state.live_orders:
        if tracked.status is OrderStatus.PENDING and fresh:
            doubting.doubt(trader, tracked.order.id, VenueSilent("no answer before the desk stopped"))
        elif tracked.status is OrderStatus.UNKNOWN:
            doubting.look_up(trader, tracked.order.id)


async def _caught_up(trader: Trader) -> Snapshot:
    """A snapshot, with every fill and report up to it taken in; further looks settle what moved meanwhile."""
    book = await _look(trader)
    for _ in range(LOOKS):
        if not _differences(trader, book) and not _money_differs(trader, book):
            break
        book = await _look(trader, whole=True)
    return book


async def _look(trader: Trader, *, whole: bool = False) -> Snapshot:
    """The venue's book with what led to it. `whole` asks for every fill: a lost one may be older than the last."""
    book: Snapshot = await trader.link.call(lambda venue: venue.snapshot(), ANSWER_S)
    if not believing.book(book):
        raise VenueSilent("its book cannot be true")
    await _fills(trader, whole=whole)
    for report in book.orders:
        updates.report(trader, report)
    if await _missing(trader, book) and not whole:
        await _fills(trader, whole=True)
    return book


async def _fills(trader: Trader, *, whole: bool) -> None:
    since = None if whole else max((f.at for f in trader.state.fills.values()), default=None)
    for execution in await trader.link.call(lambda venue: venue.executions(since), ANSWER_S):
        updates.fill(trader, execution)


async def _missing(trader: Trader, book: Snapshot) -> bool:
    """Orders that we think are working but the venue no longer lists are looked up; whether one has more fills."""
    behind = False
    listed = {r.order.id for r in book.orders}
    for tracked in trader.state.live_orders:
        if tracked.order.id not in listed:
            report = await find(trader, tracked.order.id)
            if report is not None:
                updates.report(trader, report)
                behind = behind or report.filled > trader.state.orders[tracked.order.id].filled
            elif tracked.status not in (OrderStatus.PENDING, OrderStatus.UNKNOWN):
                trader.write("unknown", order=tracked.order.id, reason="the venue no longer knows it")
    return behind


def _differences(trader: Trader, book: Snapshot) -> list[Symbol]:
    theirs = {p.symbol: p.quantity for p in book.positions}
    ours = {s: h.quantity for s, h in trader.state.holdings.items()}
    return sorted(s for s in theirs.keys() | ours.keys() if theirs.get(s, ZERO) != ours.get(s, ZERO))


def _money_differs(trader: Trader, book: Snapshot) -> bool:
    return abs(book.balance - trader.state.balance) >= CENT


def _compare(trader: Trader, book: Snapshot) -> tuple[str, ...]:
    """Takes the venue's word for positions and balance; returns what the journal cannot explain."""
    differ = _differences(trader, book)
    _paid(trader, book, explained=not differ)
    money = _money_differs(trader, book)
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
    if not differ and book.paid_in is not None:
        trader.tell("charged", balance=book.balance)
        return ()
    named = tuple(f"position:{s}" if s in prices else f"vanished:{s}" for s in differ)
    return named + (("balance",) if money else ())


def _paid(trader: Trader, book: Snapshot, *, explained: bool) -> None:
    """Journals what was paid in or out: as the venue tells it, else a rise of the balance that nothing explains.

    Of a venue that does not tell, a fall counts as a loss and not as a withdrawal: a swap would be one, and the firm's
    floors do not move with it. Both are shown, and a person looks.
    """
    state, told = trader.state, book.paid_in
    if told is not None and told != state.net_paid:
        marking.paid(trader, told - state.net_paid, state.balance + told - state.net_paid)
    elif told is None and explained and book.balance - state.balance >= CENT:
        marking.paid(trader, book.balance - state.balance, book.balance)
        watching.distrust(trader, ("balance",))


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
