"""What the adversary can do in one step: every request goes through `policies.kernel.judge`, every number is small.

An act is a verb and a few whole numbers, so that a search can change it. What makes no sense at a moment does nothing.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

from evals.adversary.account import Simulated
from evals.adversary.course import SECOND, Course
from evals.adversary.ordering import SIZES, fitting, header, intended, largest
from policies.case import Case
from policies.floors import floors
from policies.intents import AmendIntent, CancelIntent, ReduceIntent
from policies.kernel import judge
from policies.values import ZERO, OrderRole, OrderStatus, Switch, Symbol, floor_to
from policies.verdicts import Deny


class Act(NamedTuple):
    """A verb with its numbers; `SPEC` says how many values each can take."""

    verb: str
    n: tuple[int, ...]


SPEC: Final[dict[str, tuple[int, ...]]] = {
    "order": (2, 2, 5, 8, 8, 4, 3, 4),
    "move": (9, 9, 16, 2),
    "leap": (9, 9, 7),
    "wait": (9,),
    "cross": (9, 9),
    "open": (9, 9),
    "amend": (4, 4, 6),
    "cancel": (4,),
    "reduce": (2, 3),
    "reveal": (),
    "deposit": (3,),
}
"""The numbers of each verb: order (symbol, side, type, size, stop distance, offset, size in quantity/notional/risk,
OCO group or unknown outcome), move (part of the gap by driver in quarters, which entries fill, half fills), leap (the
same, several moves in a row), cross (a reset with a move at its very moment), open (the next opening with its jump)."""


def perform(course: Course, act: Act) -> bool:
    """Does one act; True if something was asked and allowed, or time or prices moved."""
    return DO[act.verb](course, act.n)


def _order(course: Course, n: tuple[int, ...]) -> bool:
    account = course.account
    if account.switch.state is not Switch.ACTIVE:
        return False
    facts = account.facts()
    intent = intended(account, n)
    most = largest(account, facts, intent)
    if most is None or most <= ZERO:
        return False
    instrument = account.instruments[intent.symbol]
    quantity = max(instrument.lot, floor_to(most * SIZES[n[3]], instrument.lot))
    found = fitting(account, facts, intent, quantity, n[6])
    if found is None:
        return False
    status = OrderStatus.UNKNOWN if n[7] == 3 else OrderStatus.WORKING
    course.placed(account.submit(found, status))
    return True


def _quarters(value: int) -> Decimal:
    return Decimal(value - 4) / 4


def _move(course: Course, n: tuple[int, ...]) -> bool:
    if not course.account.session.open:
        return False
    course.account.now += SECOND
    course.move((_quarters(n[0]), _quarters(n[1])), n[2] or 255, half=bool(n[3]))
    return True


def _leap(course: Course, n: tuple[int, ...]) -> bool:
    return all(_move(course, (n[0], n[1], 255, 0)) for _ in range(n[2] + 1))


def _targets(account: Simulated) -> tuple[datetime, ...]:
    now, session = account.now, account.session
    edge = min((m.until for m in account.marks.values() if m.until is not None), default=now)
    closes = session.closes_at if session.open and session.closes_at is not None else now
    return (
        now + SECOND,
        now + timedelta(minutes=10),
        edge - timedelta(minutes=31),
        edge - 61 * SECOND,
        edge - 2 * SECOND,
        edge,
        closes - 301 * SECOND,
        closes - 2 * SECOND,
        closes,
    )


def _wait(course: Course, n: tuple[int, ...]) -> bool:
    until = _targets(course.account)[n[0]]
    if until <= course.account.now or until > course.account.spans[-1][1]:
        return False
    course.wait(until)
    return True


def _cross(course: Course, n: tuple[int, ...]) -> bool:
    account = course.account
    edge = _targets(account)[5]
    if edge <= account.now or edge > account.spans[-1][1]:
        return False
    course.wait(edge - SECOND)
    account.now = edge
    if not account.session.open:
        course.look()
        return True
    course.move((_quarters(n[0]), _quarters(n[1])), 255)
    return True


def _open(course: Course, n: tuple[int, ...]) -> bool:
    account = course.account
    opens = next((o for o, _ in account.spans if o > account.now), None)
    if opens is None:
        return False
    course.wait(opens - SECOND)
    account.now = opens
    course.move((_quarters(n[0]), _quarters(n[1])), 255, closed=True)
    return True


def _amend(course: Course, n: tuple[int, ...]) -> bool:
    account = course.account
    if not account.orders or any(lot.hidden for lot in account.lots):
        return False
    old = account.orders[n[0] % len(account.orders)]
    instrument = account.instruments[old.symbol]
    shift = account.touch(old.symbol, old.side) * instrument.gap * (Decimal(n[2]) - Decimal("2.5")) / 2
    changes: dict[str, Any] = {}
    if n[1] == 0:
        changes["quantity"] = old.quantity * Decimal(n[2] + 1) / 3
    elif old.role is OrderRole.STOP and old.trigger is not None:
        changes["stop"] = old.trigger + shift
    elif n[1] == 1 and old.stop is not None:
        changes["stop"] = old.stop + shift
    elif n[1] == 2 and old.trigger is not None:
        changes["trigger"] = old.trigger + shift
    elif old.limit is not None:
        changes["limit"] = old.limit + shift
    intent = AmendIntent(**header(account), order=old.id, **changes)
    facts = account.facts()
    new = Case(intent, facts, account.limits).order if changes else None
    if new is None or isinstance(judge(intent, facts, account.limits), Deny):
        return False
    account.orders = [new if o.id == old.id else o for o in account.orders]
    if new.role is OrderRole.STOP and new.trigger is not None:
        account.bases[new.id] = new.trigger
    course.placed(new)
    return True


def _cancel(course: Course, n: tuple[int, ...]) -> bool:
    account = course.account
    if not account.orders or any(lot.hidden for lot in account.lots):
        return False
    old = account.orders[n[0] % len(account.orders)]
    if isinstance(judge(CancelIntent(**header(account), order=old.id), account.facts(), account.limits), Deny):
        return False
    account.orders = [o for o in account.orders if o.id != old.id]
    course.look()
    return True


def _reduce(course: Course, n: tuple[int, ...]) -> bool:
    account = course.account
    symbol: Symbol = account.universe.listings[n[0] % len(account.universe.listings)].symbol
    held, lot_size = account.held(symbol), account.instruments[symbol].lot
    wanted = (lot_size, floor_to(abs(held) / 2, lot_size), abs(held))[n[1]]
    if not held or not account.session.open or any(lot.hidden for lot in account.lots) or wanted <= ZERO:
        return False
    intent = ReduceIntent(**header(account), symbol=symbol, quantity=wanted)
    if isinstance(judge(intent, account.facts(), account.limits), Deny):
        return False
    lot = next(x for x in account.lots if x.symbol == symbol)
    price = account.bid(symbol) if held > ZERO else account.ask(symbol)
    account.leave(lot, min(wanted, abs(lot.quantity)), price)
    course.look()
    return True


def _reveal(course: Course, n: tuple[int, ...]) -> bool:
    course.reveal()
    course.look()
    return True


def _deposit(course: Course, n: tuple[int, ...]) -> bool:
    """Money in, or profit out while nothing is at work."""
    account = course.account
    capital = account.account.initial
    if n[0] < 2:
        account.deposit(capital * (Decimal("0.01"), Decimal("0.5"))[n[0]])
    else:
        guards = [f.guard for f in floors(account.account, account.marks, account.limits)]
        free = min(account.balance - max(*guards, account.account.capital), account.balance)
        if account.lots or account.orders or free <= ZERO:
            return False
        account.deposit(-free / 2)
    course.look()
    return True


DO = {
    "order": _order,
    "move": _move,
    "leap": _leap,
    "wait": _wait,
    "cross": _cross,
    "open": _open,
    "amend": _amend,
    "cancel": _cancel,
    "reduce": _reduce,
    "reveal": _reveal,
    "deposit": _deposit,
}
