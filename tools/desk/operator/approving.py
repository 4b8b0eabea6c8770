"""Answering at the desk: what waits, shown in the desk's own words, and the code or characters typed under it."""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from policies.approvals import LIFE, TRIES, TYPED_LENGTH, Outcome, Pending
from policies.limits import limits_hash
from policies.values import IntentId, Tier
from tools.desk.engine.account import Trader
from tools.desk.engine.acting import carry_out
from tools.desk.operator import texts
from tools.desk.operator.codes import Codes, Typed
from tools.desk.operator.deciding import judged_again
from tools.desk.record.journal import Entry, JournalFull
from tools.desk.record.state import Ticket
from tools.desk.service import Service
from tools.errors import Refused

CHANNEL = "desk"
CHANGED, USED, DENIED = "changed", "used", "denied"
MOST_ASKS = 20
Lines = Callable[[str], list[tuple[str, str | None]]]


@dataclass(kw_only=True)
class Ask:
    """Something that only the operator may ask for. `grant` makes the rows that carry it out; its tries die with the
    desk, and so does the ask."""

    id: str
    kind: str
    trader: Trader
    pending: Pending
    limits: str
    lines: Lines
    grant: Callable[[], list[Entry]]
    row: int
    done: str | None = None


@dataclass(kw_only=True)
class Approvals:
    """Everything that waits for a person at the desk: tickets of either socket, and the operator's own asks."""

    service: Service
    codes: Codes
    asks: dict[str, Ask] = field(default_factory=dict)

    def ask(self, kind: str, trader: Trader, wish: Any, lines: Lines, grant: Callable[[], list[Entry]]) -> Ask:
        """Something new to be granted, bound to a digest of `wish` under the limits of now."""
        self.codes.believe_clock()
        live = trader.state.config["mode"] != "paper"
        tier = Tier.T2 if live or kind == "mandate" or self.service.desk.state.codes.enrolled else Tier.T1
        now, name = self.service.desk.clock.now(), f"a{uuid4().hex[:12]}"
        limits = limits_hash(trader.limits)
        body = json.dumps([kind, name, trader.id, wish, limits], sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(f"eva/ask/v1\0{body}".encode()).hexdigest()
        pending = Pending(intent_id=IntentId(name), digest=digest, tier=tier, asked_at=now)
        row = self.service.desk.journal.head.n
        made = Ask(id=name, kind=kind, trader=trader, pending=pending, limits=limits, lines=lines, grant=grant, row=row)
        self.asks[name] = made
        for old in list(self.asks)[:-MOST_ASKS]:
            del self.asks[old]
        return made

    @property
    def open(self) -> bool:
        """Whether anything waits that may still be answered."""
        tickets = [t for t in self.service.desk.state.tickets.values() if t.pending and t.outcome is None]
        asked = [(t.pending, t.row) for t in tickets] + [(a.pending, a.row) for a in self.asks.values() if not a.done]
        return any(pending is not None and _open(pending, self._now(row)) for pending, row in asked)

    def waiting(self, lang: str) -> list[dict[str, Any]]:
        """`[{id, kind, account, tier, digest, asked_at, expires_at, text}]`, oldest first."""
        tickets = [t for t in self.service.desk.state.tickets.values() if t.pending and t.outcome is None]
        shown = [self._ticket(t, t.pending, lang) for t in tickets if t.pending and _open(t.pending, self._now(t.row))]
        asks = [a for a in self.asks.values() if a.done is None and _open(a.pending, self._now(a.row))]
        return [*shown, *(self.shown(a, lang) for a in asks)]

    def _ticket(self, ticket: Ticket, pending: Pending, lang: str) -> dict[str, Any]:
        trader = self.service.trader(ticket.account)
        try:
            text = texts.request(trader, ticket, pending.asked_at + LIFE, lang)
        except (ValueError, LookupError, ArithmeticError) as error:
            text = f"{ticket.kind}: cannot be shown ({error!r:.200})"  # nor approved; what else waits still is shown
        return _row(ticket.id, ticket.kind, trader, pending, text)

    def shown(self, ask: Ask, lang: str) -> dict[str, Any]:
        """One ask as `waiting` lists it."""
        pending = ask.pending
        frame = (pending.asked_at, pending.asked_at + LIFE, pending.digest, pending.tier)
        return _row(ask.id, ask.kind, ask.trader, pending, texts.whole(ask.lines(lang), frame, lang))

    def answer(self, name: str, digest: str, typed: str) -> dict[str, Any]:
        """What became of a proof: `{id, outcome, tries_left}`. `digest` is that of the text that was shown."""
        self.service.poll()
        pending = self._pending(name)
        outcome = self._worth(name, pending, digest, typed)
        left = self._pending_after(name)
        return {"id": name, "outcome": outcome, "tries_left": max(0, TRIES - left.tries) if left else 0}

    def deny(self, name: str) -> dict[str, Any]:
        """Refuses what waits; nobody can grant it any more."""
        self._pending(name)
        if name in self.asks:
            self.asks[name].done = DENIED
        else:
            self._decide(self.service.desk.state.tickets[name], DENIED, [])
        return {"id": name, "outcome": DENIED, "tries_left": 0}

    def _pending(self, name: str) -> Pending:
        ask, ticket = self.asks.get(name), self.service.desk.state.tickets.get(name)
        if ask is not None and ask.done is None:
            return ask.pending
        if ticket is None or ticket.pending is None or ticket.outcome is not None:
            raise Refused(f"nothing waits under {name!r:.40}: eva desk approve, without an id, lists what does")
        return ticket.pending

    def _pending_after(self, name: str) -> Pending | None:
        if name in self.asks:
            return self.asks[name].pending
        return self.service.desk.state.tickets[name].pending

    def _worth(self, name: str, pending: Pending, digest: str, typed: str) -> str:
        """Checks in this sequence: tries, time, what was shown, the proof; only then is anything granted."""
        if pending.tries >= TRIES:
            return Outcome.LOCKED
        if not _open(pending, self._now(self._row_of(name))):
            return Outcome.EXPIRED
        if not hmac.compare_digest(pending.digest.encode(), digest.encode(errors="replace")):
            return CHANGED
        worth, rows = self._proof(name, pending, typed)
        if worth is Typed.USED:
            self.service.desk.write(*rows)
            return USED
        if worth is Typed.WRONG:
            self._wrong(name, pending, rows)
            return Outcome.WRONG
        return self._granted(name, rows)

    def _row_of(self, name: str) -> int:
        """The journal's row at which something began to wait."""
        ask = self.asks.get(name)
        return self.service.desk.state.tickets[name].row if ask is None else ask.row

    def _now(self, row: int) -> datetime:
        """The present, never earlier than what was journaled since that row: a clock that goes back reopens nothing."""
        last = self.service.desk.journal.newest(row)
        now = self.service.desk.clock.now()
        return now if last is None else max(now, last)

    def _proof(self, name: str, pending: Pending, typed: str) -> tuple[Typed, list[Entry]]:
        if pending.tier is Tier.T2:
            return self.codes.check(typed, name)
        expected = pending.digest[:TYPED_LENGTH].encode()
        same = hmac.compare_digest(expected, typed.strip().lower().encode(errors="replace"))
        return (Typed.RIGHT if same else Typed.WRONG), []

    def _wrong(self, name: str, pending: Pending, rows: list[Entry]) -> None:
        """Counts a wrong try, on the disk before it is told where the request is journaled."""
        ask = self.asks.get(name)
        if ask is None:
            self._decide(self.service.desk.state.tickets[name], Outcome.WRONG, rows)
            return
        ask.pending = replace(pending, tries=pending.tries + 1)
        self._note(rows)

    def _note(self, rows: list[Entry]) -> None:
        if rows:
            self.service.desk.write(*rows)

    def _granted(self, name: str, rows: list[Entry]) -> str:
        ask = self.asks.get(name)
        if ask is None:
            return self._approve(self.service.desk.state.tickets[name], rows)
        if limits_hash(ask.trader.limits) != ask.limits:
            self._note(rows)
            ask.done = CHANGED
            return CHANGED
        if self.service.desk.tight:
            raise JournalFull("the disk is full: nothing is granted until there is space and the desk restarts")
        self.service.desk.write(*rows, *ask.grant())
        ask.done = Outcome.APPROVED
        return Outcome.APPROVED

    def _approve(self, ticket: Ticket, rows: list[Entry]) -> str:
        """Judges a ticket again by the facts of now; the code, the orders and the decision are one commit."""
        trader = self.service.trader(ticket.account)
        orders = judged_again(trader, ticket)
        if orders is None:
            self._decide(ticket, CHANGED, rows)
            return CHANGED
        self._decide(ticket, Outcome.APPROVED, [*rows, *orders])
        self.service.desk.start(carry_out(trader, ticket.id, self.service.latches), trader.id)
        return Outcome.APPROVED

    def _decide(self, ticket: Ticket, outcome: str, rows: list[Entry]) -> None:
        trader = self.service.trader(ticket.account)
        tier = ticket.pending.tier if ticket.pending else None
        decision = trader.row("decision", ticket=ticket.id, outcome=outcome, tier=tier, channel=CHANNEL)
        self.service.desk.write(*rows, decision)


def _open(pending: Pending, now: datetime) -> bool:
    return pending.asked_at <= now <= pending.asked_at + LIFE


def _row(name: str, kind: str, trader: Trader, pending: Pending, text: str) -> dict[str, Any]:
    return {
        "id": name,
        "kind": kind,
        "account": trader.id,
        "tier": pending.tier.value,
        "digest": pending.digest,
        "asked_at": pending.asked_at.isoformat(),
        "expires_at": (pending.asked_at + LIFE).isoformat(),
        "text": text,
    }
