"""Standing permissions: granted once with a code, silent without their client, void at a halt or any change."""

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from policies.facts import Mandate
from policies.intents import AnyIntent, OrderIntent
from policies.values import ZERO, OrderId, OrderRole, Symbol, parse_decimal
from policies.wire.codec import encode
from tools.desk.engine import sending
from tools.desk.engine.account import Trader
from tools.desk.record.journal import Entry, JournalFull
from tools.desk.record.state import Standing, Tracked
from tools.errors import Refused

LONGEST = timedelta(days=90)
EXPIRED, EDITED, BY_HAND = "expired", "strategy edited", "by the operator"
LONGEST_STRATEGY = 200
STRATEGY = re.compile(r"[^@\s]+@[^@\s]+")
AGAIN_S = 5
"""Seconds until a cancel that was not answered is sent again."""


def drafted(trader: Trader, wish: dict[str, Any], name: str, now: datetime) -> Mandate:
    """The mandate that is asked for; raises Refused for what no mandate can be. `expires_at` is aware UTC."""
    instruments = tuple(Symbol(s) for s in wish["instruments"])
    unknown = [s for s in instruments if s not in trader.instruments]
    if not instruments or unknown:
        raise Refused(f"instruments: {', '.join(unknown)[:80] or 'none'}: name what this account lists")
    try:
        most = parse_decimal(wish["max_notional"])
    except ValueError as error:
        raise Refused(f"max_notional: {error}") from None
    expires = now + timedelta(days=int(wish["days"]))
    strategy = str(wish["strategy"])
    if not STRATEGY.fullmatch(strategy):
        raise Refused(f"a mandate is for one version of a strategy, NAME@HASH as its orders carry it: {strategy!r:.60}")
    if most <= ZERO or not now < expires <= now + LONGEST or not 0 < len(strategy) <= LONGEST_STRATEGY:
        raise Refused(f"a mandate has a strategy, a positive max_notional and 1 to {LONGEST.days} days")
    return Mandate(
        id=name,
        strategy_hash=strategy,
        account=trader.id,
        instruments=instruments,
        max_notional=most,
        granted_at=now,
        expires_at=expires,
    )


def granted(trader: Trader, mandate: Mandate, now: datetime) -> Entry:
    """The row of a grant; its life begins now and ends when it was said to."""
    body = {name: encode(value) for name, value in _fields(replace(mandate, granted_at=now)).items()}
    return trader.row("mandate", event="granted", id=mandate.id, mandate=body)


def _fields(mandate: Mandate) -> dict[str, Any]:
    names = ("id", "strategy_hash", "account", "instruments", "max_notional", "granted_at", "expires_at")
    return {name: getattr(mandate, name) for name in names}


def shown(trader: Trader) -> list[dict[str, Any]]:
    """Each mandate's fields with its `state` (live, silent, void or expired) and the `cause`, oldest first."""
    return [
        {k: encode(v) for k, v in _fields(s.mandate).items()} | {"state": _standing(trader, s), "cause": s.void}
        for s in trader.state.mandates.values()
    ]


def _standing(trader: Trader, standing: Standing) -> str:
    if standing.void is not None:
        return "void"
    if trader.desk.clock.now() >= standing.mandate.expires_at:
        return EXPIRED
    return "silent" if standing.silent else "live"


@dataclass(kw_only=True)
class Clients:
    """Who works under the mandates of one account. `begun` is when this desk began to listen, wall time."""

    trader: Trader
    begun: datetime
    withdrawn: set[OrderId] = field(default_factory=set)

    def hear(self, name: str) -> None:
        """A mandate's client says that it is there. What is void or unknown is heard by nobody."""
        trader = self.trader
        standing = trader.state.mandates.get(name)
        if standing is None or standing.void is not None:
            return
        try:
            if standing.silent:
                trader.write("mandate", event="heard", id=name)
        except JournalFull:
            return  # not heard: what it asks for needs a person, and exits need nobody
        trader.heard[name] = trader.desk.clock.now()

    def proposed(self, intent: AnyIntent) -> None:
        """A strategy that proposes is heard; another version of it (`NAME@HASH`) voids what the old was granted."""
        if not isinstance(intent, OrderIntent) or intent.strategy is None:
            return
        for name, standing in list(self.trader.state.mandates.items()):
            granted_to = standing.mandate.strategy_hash
            if granted_to == intent.strategy:
                self.hear(name)
            elif "@" in granted_to and granted_to.rpartition("@")[0] == intent.strategy.rpartition("@")[0]:
                with suppress(JournalFull):
                    self.void(name, EDITED)

    def void(self, name: str, cause: str = BY_HAND) -> bool:
        """Ends a mandate and cancels its entries; False when it holds no more already."""
        standing = self.trader.state.mandates.get(name)
        if standing is None or standing.void is not None:
            return False
        self.trader.write("mandate", event="void", id=name, cause=cause)
        self.withdraw()
        return True

    def watch(self) -> None:
        """Looks for clients that have fallen silent and for lives that are over. Never raises on a full disk."""
        trader, now = self.trader, self.trader.desk.clock.now()
        try:
            for name, standing in list(trader.state.mandates.items()):
                if standing.void is not None:
                    continue
                if not standing.mandate.granted_at <= now < standing.mandate.expires_at:
                    self.void(name, EXPIRED)
                elif not standing.silent and not self._alive(standing, now):
                    trader.write("mandate", event="silent", id=name)
        except JournalFull as error:
            trader.tell("alarm", text=f"a mandate's end cannot be written: {error}")
        self.withdraw()

    def _alive(self, standing: Standing, now: datetime) -> bool:
        """Whether its client was heard of lately; a desk that has just begun waits as long for the first word."""
        last = self.trader.heard.get(standing.mandate.id, self.begun)
        return timedelta(0) <= now - last <= timedelta(seconds=standing.mandate.heartbeat_s)

    def withdraw(self) -> None:
        """Cancels what entries a mandate left that is at work no more; protection stays, and so do later entries."""
        standings = self.trader.state.mandates.values()
        at_work = {s.mandate.strategy_hash for s in standings if s.at_work}
        over = {s.mandate.strategy_hash: s.since for s in standings if s.mandate.strategy_hash not in at_work}
        for tracked in self.trader.state.live_orders if over else ():
            since = over.get(_strategy(self.trader, tracked) or "")
            if since is not None and tracked.at <= since and tracked.order.id not in self.withdrawn:
                self.withdrawn.add(tracked.order.id)
                self.trader.desk.start(self._cancel(tracked), self.trader.id)

    async def _cancel(self, tracked: Tracked) -> None:
        if not await sending.cancel(self.trader, tracked.order.id, tracked.ticket):
            await self.trader.desk.clock.sleep(AGAIN_S)
            self.withdrawn.discard(tracked.order.id)


def _strategy(trader: Trader, tracked: Tracked) -> str | None:
    """The strategy whose entry an order is."""
    ticket = trader.desk.state.tickets.get(tracked.ticket)
    if tracked.role is not OrderRole.ENTRY or ticket is None:
        return None
    said = ticket.intent.get("strategy")
    return None if said is None else str(said)
