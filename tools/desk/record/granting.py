"""Folding what an operator did: desks begun and ended, codes used, limits in force or to come, mandates."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from policies.facts import Mandate
from policies.values import AccountId, Switch, Symbol
from tools.desk.record.journal import Row
from tools.desk.record.state import AccountState, Codes, DeskState, Loosening, Standing

WRONG_KEPT = 20
WINDOW = timedelta(hours=1)
"""For so long a wrong code counts against the next ones."""
HALTED = "halted"
LIMITS_CHANGED = "limits changed"


def _desk(state: DeskState, row: Row) -> None:
    """A desk that began, or that ended as asked."""
    state.ended = row.body.get("event") == "end"


def _enrolled(state: DeskState, row: Row) -> None:
    """A new secret: its first code is used by being typed, and what was wrong before is forgotten."""
    state.codes = Codes(enrolled=True, step=int(row.body["step"]))


def _code(state: DeskState, row: Row) -> None:
    """A code that was right is used up, with every older one; a wrong one counts for an hour."""
    codes = state.codes
    if row.body["outcome"] == "right":
        state.codes = replace(codes, step=max(codes.step, int(row.body["step"])), wrong=())
    elif row.body["outcome"] == "wrong":
        kept = [at for at in codes.wrong if row.at - at < WINDOW]
        state.codes = replace(codes, wrong=(*kept, row.at)[-WRONG_KEPT:])


def _limits(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    """The limits that hold from here on; any change voids what was permitted under the old ones."""
    known = bool(account.limits)
    account.limits, account.rules = dict(body["values"]), body["rules"]
    account.structure = body.get("structure", account.structure)
    for name in body.get("settles", ()):
        account.loosening.pop(name, None)
        account.chosen[name] = account.limits[name]
    if known:
        void_all(account, LIMITS_CHANGED, at)


def _pending(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    day = date.fromisoformat(body["day"])
    account.loosening[body["name"]] = Loosening(value=body["value"], day=day)


def _mandate(account: AccountState, body: dict[str, Any], at: datetime) -> None:
    event, name = body["event"], body["id"]
    if event == "granted":
        account.mandates[name] = Standing(mandate=read(body["mandate"]), since=at)
        return
    known = account.mandates[name]
    changes: dict[str, Any] = {"void": {"void": known.void or body.get("cause")}, "heard": {"silent": False}}
    account.mandates[name] = replace(known, since=at, **changes.get(event, {"silent": True}))


def void_all(account: AccountState, cause: str, at: datetime) -> None:
    """Ends every standing permission of an account."""
    for name, standing in account.mandates.items():
        if standing.void is None:
            account.mandates[name] = replace(standing, void=cause, since=at)


def halted(account: AccountState, at: datetime) -> None:
    """A halt that is held ends every standing permission; leaving at the end of a day is none."""
    if account.shown is Switch.HALTED and account.latch is not None:
        void_all(account, HALTED, at)


def read(body: dict[str, Any]) -> Mandate:
    """A mandate as the journal holds it."""
    return Mandate(
        id=body["id"],
        strategy_hash=body["strategy_hash"],
        account=AccountId(body["account"]),
        instruments=tuple(Symbol(s) for s in body["instruments"]),
        max_notional=Decimal(body["max_notional"]),
        granted_at=datetime.fromisoformat(body["granted_at"]),
        expires_at=datetime.fromisoformat(body["expires_at"]),
    )


DESK: dict[str, Callable[[DeskState, Row], None]] = {"desk": _desk, "enrolled": _enrolled, "code": _code}
ACCOUNTS: dict[str, Callable[[AccountState, dict[str, Any], datetime], None]] = {
    "limits": _limits,
    "limits_pending": _pending,
    "mandate": _mandate,
}
