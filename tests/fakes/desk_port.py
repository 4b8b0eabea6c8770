"""A desk in memory for tests of the conversation: a DeskPort with one replay account, prices and a kill switch.

It keeps the protocol of the real one: an act needs a known kind and a header, a known intent id gets its first answer,
what it allows is filled or works, a resume waits for the digest, and events end with `done`.
"""

import hashlib
from collections.abc import AsyncIterator, Mapping
from decimal import Decimal
from typing import Any

from policies.approvals import TRIES
from policies.values import parse_decimal, plain
from tools.context import Json
from tools.errors import Refused, Unreachable

HEADER = {"kind", "account", "intent_id", "origin", "label", "created_at", "expires_at"}
KINDS = {"order", "close", "reduce", "cancel", "amend", "halt", "resume", "advance"}
PRICES = {"AAPL": ("411.28", "411.43"), "IBM": ("186.29", "186.35"), "MSFT": ("26.76", "26.77"), "VIX": ("22", "23")}


class FakeDesk:
    """An account 'paper' that fills market orders at the ask or bid and lets the others work."""

    def __init__(self) -> None:
        self.state = "ACTIVE"
        self.cause: str | None = None
        self.strangers: list[str] = []
        self.positions: dict[str, Decimal] = {}
        self.orders: list[Json] = []
        self.done_fills: list[Json] = []
        self.acts: list[Json] = []
        self.decided: list[tuple[str, str, Json]] = []
        self.wrong: dict[str, int] = {}
        self.closed: set[str] = set()
        self.days: list[Json] = []
        self.bars: dict[str, list[Json]] = {}
        self.limits: list[Json] = [
            {"name": "daily", "floor": "95000", "guard": "95500", "headroom": "4500"},
            {"name": "total-2", "floor": "90000", "guard": "91000", "headroom": "9000"},
        ]
        self.rows: list[Json] = [{"n": 1, "at": "2026-01-01T00:00:00Z", "kind": "desk", "account": "", "body": {}}]
        self.journal_rows = 1
        self.ended: list[Json] = []
        self.answers: dict[str, Json] = {}
        self.told: dict[str, list[Json]] = {}
        self.deny: list[Json] = []
        self.day = 3
        self.reachable = True
        self.distrust: str | None = None

    async def read(self, verb: str, args: Mapping[str, Any] | None = None) -> Json:
        """Every reading verb, from memory."""
        self._reach()
        if (args or {}).get("account", "paper") != "paper":
            raise Refused("no such account (REFUSED)")
        readers = {"status": self._status, "quotes": self._quotes, "instruments": self._instruments}
        if verb == "status" and (args or {}).get("days"):
            return {"accounts": [{**self._status()["accounts"][0], "days": list(self.days)}]}
        if verb in readers:
            return readers[verb]()
        if verb == "bars":
            asked = args or {}
            return {"symbol": asked["symbol"], "bars": self.bars.get(asked["symbol"], [])[-asked["count"] :]}
        if verb == "orders":
            return {"orders": list(self.orders)}
        if verb == "fills":
            return {"fills": list(self.done_fills)}
        if verb == "audit":
            return {
                "ok": True,
                "rows": self.journal_rows,
                "head": {"n": 1, "mac": "00"},
                "first_bad": None,
                "tail": list(self.rows),
            }
        raise Refused(f"no verb {verb!r} (UNKNOWN_VERB)")

    async def act(self, intent: Mapping[str, Any]) -> Json:
        """Answers a known intent as before; else allows, asks for approval or denies."""
        self._reach()
        self._check(intent)
        known = self.answers.get(intent["intent_id"])
        if known is not None:
            return {**known, "again": True}
        self.acts.append(dict(intent))
        ticket = f"t{len(self.acts)}"
        answer = {**self._judged(intent), "ticket": ticket, "intent_id": intent["intent_id"], "again": False}
        self.answers[intent["intent_id"]] = answer
        if answer["verdict"]["decision"] == "allow":
            self._carry_out(intent, ticket)
        return answer

    async def preview(self, intent: Mapping[str, Any]) -> Json:
        """The same verdict, and nothing done."""
        self._reach()
        self._check(intent)
        worst = {"before": "0", "after": "214.3", "notional": "4114.3"}
        return {**self._judged(intent), "ticket": None, "intent_id": intent["intent_id"], "worst_case": worst}

    async def decide(self, ticket: str, answer: str, proof: Mapping[str, Any]) -> Json:
        """Compares what was typed with the digest, as the real desk does."""
        self._reach()
        self.decided.append((ticket, answer, dict(proof)))
        waiting = next(a for a in self.answers.values() if a["ticket"] == ticket)
        wrong = self.wrong.get(ticket, 0)
        if ticket in self.closed:
            raise Refused(f"nothing to decide under {ticket!r} (REFUSED)")
        if answer == "deny":
            return self._decided(waiting, "denied")
        if wrong >= TRIES:
            return self._decided(waiting, "locked")
        if proof["channel"] != "terminal":
            return self._decided(waiting, "not_here")
        if proof["typed"].lower() != waiting["digest"][:6]:
            self.wrong[ticket] = wrong + 1
            return {**waiting, "outcome": "wrong", "tries_left": TRIES - wrong - 1}
        self.state, self.cause, self.strangers = "ACTIVE", None, []
        self.told[ticket] = [{"kind": "done", "ticket": ticket, "orders": [], "done": True}]
        return self._decided(waiting, "approved")

    def _decided(self, waiting: Json, outcome: str) -> Json:
        self.closed.add(waiting["ticket"])
        return {**waiting, "outcome": outcome, "tries_left": 0}

    async def events(self, ticket: str) -> AsyncIterator[Json]:
        """What follows a ticket, from its beginning."""
        self._reach()
        for event in self.told.get(ticket, []):
            yield event

    def _reach(self) -> None:
        if not self.reachable:
            raise Unreachable("the desk does not answer: `eva halt all` stops everything")

    def _check(self, intent: Mapping[str, Any]) -> None:
        assert intent.keys() >= HEADER, f"an intent lacks {HEADER - intent.keys()}"
        assert intent["kind"] in KINDS
        assert None not in intent.values(), "absent fields are left out"
        assert intent["origin"].keys() == {"principal", "role", "channel", "message"}
        assert intent["expires_at"] > intent["created_at"]

    def _judged(self, intent: Mapping[str, Any]) -> Json:
        digest = hashlib.sha256(repr(sorted(intent.items())).encode()).hexdigest()
        decision, tier, reasons = "allow", None, list(self.deny)
        if intent["kind"] == "resume":
            decision, tier = "needs_approval", "T1"
        if self.state != "ACTIVE" and intent["kind"] == "order":
            numbers = {"account": "paper", "cause": self.cause or "?"}
            reasons.append({"code": "TRADING_HALTED", "rule": "switch", "numbers": numbers})
        if reasons:
            decision = "deny"
        quantity = intent.get("quantity", "1") if decision == "allow" else None
        verdict = {"decision": decision, "quantity": quantity, "tier": tier, "reasons": reasons, "limits_hash": "h"}
        return {"verdict": verdict, "digest": digest, "orders": []}

    def _carry_out(self, intent: Mapping[str, Any], ticket: str) -> None:
        orders: list[Json] = []
        kind = intent["kind"]
        if kind == "order":
            orders = [self._order(intent, ticket)]
        elif kind == "reduce":
            orders = [self._fill(f"x-{ticket}", intent["symbol"], "sell", parse_decimal(intent["quantity"]))]
        elif kind == "close":
            held = [s for s in self.positions if intent["symbol"] in ("all", s)]
            orders = [self._fill(f"x-{ticket}-{s}", s, "sell", self.positions[s]) for s in held]
        elif kind == "cancel":
            self.orders = [o for o in self.orders if intent["order"] not in ("all", o["id"])]
        elif kind == "advance":
            self.day += int(intent["sessions"])
        elif kind == "halt":
            self.state, self.cause = "HALTED", "kill switch"
            self.positions.clear()
        told = [{"kind": o["status"], "ticket": ticket, "order": o, "done": False} for o in self.ended]
        self.told[ticket] = [*told, {"kind": "done", "ticket": ticket, "orders": orders, "done": True}]

    def _order(self, intent: Mapping[str, Any], ticket: str) -> Json:
        quantity = parse_decimal(intent.get("quantity", "1"))
        if intent["type"] == "market":
            return self._fill(f"e-{ticket}", intent["symbol"], intent["side"], quantity)
        terms = {name: intent[name] for name in ("limit", "trigger", "stop", "target") if name in intent}
        order = {"id": f"e-{ticket}", "symbol": intent["symbol"], "side": intent["side"], "role": "entry", **terms}
        order |= {"type": intent["type"], "quantity": plain(quantity), "remaining": plain(quantity)}
        self.orders.append({**order, "status": "working", "filled": "0", "at": self._market_time()})
        return self.orders[-1]

    def _fill(self, order: str, symbol: str, side: str, quantity: Decimal) -> Json:
        price = PRICES[symbol][1 if side == "buy" else 0]
        held = self.positions.get(symbol, Decimal(0)) + quantity * (1 if side == "buy" else -1)
        self.positions = {**self.positions, symbol: held}
        if not held:
            del self.positions[symbol]
        amounts = {"quantity": plain(quantity), "price": price, "fee": "1", "at": self._market_time()}
        self.done_fills.append({"id": f"f-{order}", "order": order, "symbol": symbol, "side": side, **amounts})
        return {
            "id": order,
            "symbol": symbol,
            "side": side,
            "status": "filled",
            "filled": plain(quantity),
            "price": price,
        }

    def _market_time(self) -> str:
        return f"2012-01-{self.day:02}T20:30:00Z"

    def _quotes(self) -> Json:
        at = self._market_time()
        quotes = {symbol: {"bid": bid, "ask": ask, "at": at} for symbol, (bid, ask) in PRICES.items()}
        return {"market_time": at, "replay": True, "session": {"open": True}, "quotes": quotes}

    def _instruments(self) -> Json:
        one = {"currency": "USD", "tick": "0.01", "lot": "0.01", "multiplier": "1", "tradable": True}
        return {"instruments": {symbol: dict(one) for symbol in PRICES}, "accounts": ["paper"]}

    def _status(self) -> Json:
        account = {
            "id": "paper",
            "venue": "paper",
            "mode": "paper",
            "ruleset": "house",
            "currency": "USD",
            "market_time": self._market_time(),
            "replay": True,
            "state": self.state,
            "cause": self.cause,
            "latched": self.state == "HALTED",
            "strangers": list(self.strangers),
            "session": {"open": True},
            "balance": "100000",
            "equity": "100000",
            "pnl": {"today": "-12.5", "week": "0", "month": None},
            "positions": [self._position(symbol, held) for symbol, held in self.positions.items()],
            "orders": [o for o in self.orders if o["status"] == "working"],
            "limits": list(self.limits),
        }
        return {"accounts": [account]}

    def _position(self, symbol: str, held: Decimal) -> Json:
        bid, ask = PRICES[symbol]
        sides = {"bid": bid, "ask": ask, "value": "1", "pnl": "1234.5", "protected": False}
        return {"symbol": symbol, "quantity": plain(held), "price": ask, **sides}
