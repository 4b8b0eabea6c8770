"""Folding the journal: each kind of row changes the state in one small function, and nothing else does."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from policies.approvals import Pending
from policies.facts import Marks, Recent
from policies.floors import moved
from policies.values import ZERO, IntentId, OrderId, OrderRole, OrderStatus, Switch, Symbol, Tier
from policies.watch import Latch
from policies.wire.codec import decode
from tools.desk.record import granting, measures
from tools.desk.record.holdings import hold
from tools.desk.record.journal import Row
from tools.desk.record.state import AccountState, DeskState, Holding, Ticket, Tracked
from tools.trading.venue import Change, Execution, VenueOrder

FAILURES_KEPT = 20
DAYS_KEPT = 45
PROFITS_KEPT = 800
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
        seen=Decimal(body["seen"]) if "seen" in body else None,
        row=row.n,
    )
    state.tickets[ticket.id] = ticket
    state.by_intent[ticket.intent_id] = ticket.id
    decision = body["answer"]["verdict"]["decision"]
    if decision == "allow":
        _remember(state.accounts[row.account], ticket)
    _forget(state, row.at)
    if decision == "deny":
        state.denied.append(ticket.id)


def _forget(state: DeskState, now: datetime) -> None:
    """A denied request is only kept so that its repetition gets the same answer: for a day, as time is journaled."""
    while state.denied and now - state.tickets[state.denied[0]].at > DAY:
        gone = state.tickets.pop(state.denied.popleft())
        if state.by_intent.get(gone.intent_id) == gone.id:
            del state.by_intent[gone.intent_id]


def _remember(account: AccountState, ticket: Ticket) -> None:
    kept = tuple(r for r in account.recent if ticket.at - r.at <= DAY)
    principal = ticket.intent["origin"]["principal"]
    new = Recent(
        at=ticket.at,
        market=ticket.market,
        principal=principal,
        fingerprint=ticket.fingerprint,
        raises=ticket.raises,
    )
    account.recent = (*kept, new)[-RECENT_KEPT:]


def _decision(state: DeskState, row: Row) -> None:
    ticket = state.tickets[row.body["ticket"]]
    pending = ticket.pending
    if pending is not None and row.body["outcome"] == "wrong":
        pending = replace(pending, tries=pending.tries + 1)
    final = None if row.body["outcome"] == "wrong" else row.body["outcome"]
    decided = row.at if final == "approved" else None
    state.tickets[ticket.id] = replace(ticket, pending=pending, outcome=final, decided=decided)
    if decided is not None:
        _remember(state.accounts[row.account], replace(ticket, at=decided))


def _restored(state: DeskState, row: Row) -> None:
    """Only tells that what comes before is from a backup; the rows beside it hold the accounts back."""
    state.restores = (*state.restores, row.body["id"])


def _believed(state: DeskState, row: Row) -> None:
    """A person says that the wall clock is right although the journal has seen later times."""
    state.believed = row.n


def _ended(state: DeskState, row: Row) -> None:
    ticket = state.tickets[row.body["ticket"]]
    state.tickets[ticket.id] = replace(ticket, ended=True)


def _opened(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    account.opened = True


def _order(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    order = decode(VenueOrder, body["order"])
    tracked = Tracked(
        order=order,
        role=OrderRole(body["role"]),
        ticket=body["ticket"],
        asked=body["asked"],
        status=OrderStatus(body.get("status", "pending")),
        at=at,
        reason=body.get("reason"),
    )
    account.keep(tracked)
    measures.expecting(account, order.id, body)


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
    hold(account, fill, body)


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
    tracked = account.change(OrderId(body["order"]), changing=decode(Change, body["change"]))
    measures.expecting(account, tracked.order.id, body)


def _settle(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    account.change(OrderId(body["order"]), changing=None)


def _state(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    account.shown, account.cause = Switch(body["state"]), body.get("cause")
    latch = body.get("latch")
    account.latch = None if latch is None else decode(Latch, latch)
    account.numbers = body.get("numbers", {})
    account.halts += account.latch is not None
    granting.halted(account, at)


def _marks(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    key, marks = body["key"], decode(Marks, body["marks"])
    before = account.marks.get(key)
    account.marks[key] = marks
    account.reach.pop(key, None)
    if "reach" in body:
        account.reach[key] = Decimal(body["reach"])
    if body.get("today"):
        _new_day(account, before, marks)
        floors = {name: Decimal(floor) for name, floor in body.get("floors", {}).items()}
        account.floors = {day: account.floors.get(day, {}) for day in account.days} | {marks.day.isoformat(): floors}
    if body.get("back"):
        account.days = {day: worth for day, worth in account.days.items() if day <= marks.day.isoformat()}


def _new_day(account: AccountState, before: Marks | None, marks: Marks) -> None:
    """A day of the first reset begins: what the one before came to is known now."""
    if before is not None and marks.day > before.day:
        account.profits[before.day.isoformat()] = marks.day_equity - before.day_equity
    account.days[marks.day.isoformat()] = marks.day_equity
    _keep_last(account.days, DAYS_KEPT)
    _keep_last(account.profits, PROFITS_KEPT)


def _keep_last(days: dict[str, Any], count: int) -> None:
    for day in list(days)[:-count]:
        del days[day]


def _moved(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    """Money paid in or out: every reference moves with it, so that it is neither profit nor headroom."""
    amount = Decimal(body["amount"])
    account.balance = Decimal(body["balance"])
    account.net_paid += amount
    account.deposits += max(ZERO, amount)
    account.marks = {key: moved(marks, amount) for key, marks in account.marks.items()}
    account.days = {day: worth + amount for day, worth in account.days.items()}


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
    "clock": _believed,
    **granting.DESK,
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
    "moved": _moved,
    "strange": _strange,
    "adopt": _adopt,
    "book": _book,
    **(granting.ACCOUNTS | measures.ACCOUNTS),
}
KINDS = frozenset({"desk", "account", *_DESK, *_ACCOUNTS})
"""Every kind of row that a journal may hold."""
