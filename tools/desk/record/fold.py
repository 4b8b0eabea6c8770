"""Folding the journal: each kind of row changes the state in one small function, and nothing else does."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from policies.approvals import Pending
from policies.facts import Marks, Recent
from policies.values import ZERO, IntentId, OrderId, OrderRole, OrderStatus, Side, Switch, Symbol, Tier
from policies.wire.codec import decode
from tools.desk.record.journal import Row
from tools.desk.record.state import AccountState, DeskState, Holding, Latch, Ticket, Tracked
from tools.trading.venue import Change, Execution, VenueOrder

FAILURES_KEPT = 20
DAYS_KEPT = 45
RECENT_KEPT = 6000
DAY = timedelta(days=1)


def fold(rows: Iterable[Row]) -> DeskState:
    """The state after these rows."""
    state = DeskState()
    for row in rows:
        apply(state, row)
    return state


def apply(state: DeskState, row: Row) -> None:
    """Changes the state by one row; a row of an unknown kind is a bug and raises."""
    if row.kind == "desk":
        return
    if row.kind == "account":
        balance = Decimal(row.body["initial"])
        state.accounts[row.account] = AccountState(id=row.account, config=row.body, balance=balance)
        return
    if row.kind in _DESK:
        _DESK[row.kind](state, row)
        return
    _ACCOUNTS[row.kind](state.accounts[row.account], row.body, row.at)


def _intent(state: DeskState, row: Row) -> None:
    body = row.body
    pending = None
    if body.get("tier"):
        pending = Pending(
            intent_id=IntentId(body["intent_id"]), digest=body["digest"], tier=Tier(body["tier"]), asked_at=row.at
        )
    ticket = Ticket(
        id=body["ticket"],
        intent_id=body["intent_id"],
        account=row.account,
        kind=body["kind"],
        intent=body["intent"],
        answer=body["answer"],
        at=row.at,
        market=datetime.fromisoformat(body["market"]),
        fingerprint=body["fingerprint"],
        raises=body["raises"],
        pending=pending,
    )
    state.tickets[ticket.id] = ticket
    state.by_intent[ticket.intent_id] = ticket.id
    if body["answer"]["verdict"]["decision"] == "allow":
        _remember(state.accounts[row.account], ticket)


def _remember(account: AccountState, ticket: Ticket) -> None:
    kept = [r for r in account.recent if ticket.at - r.at <= DAY]
    principal = ticket.intent["origin"]["principal"]
    new = Recent(
        at=ticket.at,
        market=ticket.market,
        principal=principal,
        fingerprint=ticket.fingerprint,
        raises=ticket.raises,
    )
    account.recent = [*kept, new][-RECENT_KEPT:]


def _decision(state: DeskState, row: Row) -> None:
    ticket = state.tickets[row.body["ticket"]]
    pending = ticket.pending
    if pending is not None and row.body["outcome"] == "wrong":
        pending = replace(pending, tries=pending.tries + 1)
    final = None if row.body["outcome"] == "wrong" else row.body["outcome"]
    state.tickets[ticket.id] = replace(ticket, pending=pending, outcome=final)
    if final == "approved":
        _remember(state.accounts[row.account], replace(ticket, at=row.at))


def _restored(state: DeskState, row: Row) -> None:
    """Only tells that what comes before is from a backup; the rows beside it hold the accounts back."""
    state.restores = (*state.restores, row.body["id"])


def _ended(state: DeskState, row: Row) -> None:
    ticket = state.tickets[row.body["ticket"]]
    state.tickets[ticket.id] = replace(ticket, ended=True)


def _opened(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    account.opened = True


def _order(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    order = decode(VenueOrder, body["order"])
    account.keep(
        Tracked(
            order=order,
            role=OrderRole(body["role"]),
            ticket=body["ticket"],
            asked=body["asked"],
            status=OrderStatus(body.get("status", "pending")),
            at=at,
            reason=body.get("reason"),
        )
    )


def _report(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    order = decode(VenueOrder, body["order"])
    status = OrderStatus(body["status"])
    reported = Decimal(body.get("filled", "0"))
    account.change(order.id, order=order, status=status, reason=body.get("reason"), reported=reported)
    if status is OrderStatus.REJECTED:
        _failed(account, at)


def _fill(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    fill = decode(Execution, body["fill"])
    account.fills[fill.id] = fill
    tracked = account.orders[fill.order]
    filled = tracked.filled + fill.quantity
    price = ((tracked.price or ZERO) * tracked.filled + fill.price * fill.quantity) / filled
    status = tracked.status
    if not status.final:
        status = OrderStatus.FILLED if filled >= tracked.order.quantity else OrderStatus.PARTIAL
    account.change(fill.order, filled=filled, price=price, status=status)
    multiplier = Decimal(body.get("multiplier", "1"))
    _hold(account, fill, multiplier)
    account.balance -= fill.fee


def _hold(account: AccountState, fill: Execution, multiplier: Decimal) -> None:
    signed = fill.quantity if fill.side is Side.BUY else -fill.quantity
    old = account.holdings.get(fill.symbol, Holding(quantity=ZERO, price=ZERO))
    after = old.quantity + signed
    entries = old.entries if old.quantity * after > ZERO else ()
    if account.orders[fill.order].role is OrderRole.ENTRY and after * signed > ZERO:
        entries = tuple(dict.fromkeys((*entries, fill.order)))
    if old.quantity * signed >= ZERO:
        price = (old.price * abs(old.quantity) + fill.price * abs(signed)) / abs(after)
    else:
        closed = min(abs(signed), abs(old.quantity))
        direction = 1 if old.quantity > ZERO else -1
        account.balance += direction * closed * (fill.price - old.price) * multiplier
        price = old.price if old.quantity * after > ZERO else fill.price
    if after:
        account.holdings[fill.symbol] = Holding(quantity=after, price=price, entries=entries)
    else:
        account.holdings.pop(fill.symbol, None)


def _unknown(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    account.change(OrderId(body["order"]), status=OrderStatus.UNKNOWN)
    _failed(account, at)


def _never(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    account.change(OrderId(body["order"]), status=OrderStatus.REJECTED, reason="never arrived", never_arrived=True)


def _failed(account: AccountState, at: datetime) -> None:
    account.failures = [*account.failures, at][-FAILURES_KEPT:]


def _cancel(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    """Only tells that a cancel was sent; the venue's report ends the order."""


def _amend(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    account.change(OrderId(body["order"]), changing=decode(Change, body["change"]))


def _settle(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    account.change(OrderId(body["order"]), changing=None)


def _state(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    account.shown, account.cause = Switch(body["state"]), body.get("cause")
    latch = body.get("latch")
    account.latch = None if latch is None else decode(Latch, latch)
    account.halts += account.latch is not None


def _marks(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    marks = decode(Marks, body["marks"])
    account.marks[body["key"]] = marks
    if body.get("today"):
        account.days[marks.day.isoformat()] = marks.day_equity
        for day in list(account.days)[:-DAYS_KEPT]:
            del account.days[day]


def _strange(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    known = dict.fromkeys(account.strangers)
    account.strangers = tuple({**known, **dict.fromkeys(body["found"])})


def _adopt(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    account.strangers = tuple(s for s in account.strangers if s not in body["found"])


def _book(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    account.balance = Decimal(body["balance"])
    for symbol, holding in body["holdings"].items():
        quantity = Decimal(holding["quantity"])
        if quantity:
            old = account.holdings.get(Symbol(symbol))
            entries = old.entries if old is not None else ()
            price = Decimal(holding["price"])
            account.holdings[Symbol(symbol)] = Holding(quantity=quantity, price=price, entries=entries)
        else:
            account.holdings.pop(Symbol(symbol), None)


_DESK: dict[str, Callable[[DeskState, Row], None]] = {
    "intent": _intent,
    "decision": _decision,
    "ended": _ended,
    "restored": _restored,
}
_ACCOUNTS: dict[str, Callable[[AccountState, dict[str, Any], datetime], None]] = {
    "opened": _opened,
    "order": _order,
    "report": _report,
    "fill": _fill,
    "unknown": _unknown,
    "never": _never,
    "cancel": _cancel,
    "amend": _amend,
    "settled": _settle,
    "state": _state,
    "marks": _marks,
    "strange": _strange,
    "adopt": _adopt,
    "book": _book,
}
KINDS = frozenset({"desk", "account", *_DESK, *_ACCOUNTS})
"""Every kind of row that a journal may hold."""
