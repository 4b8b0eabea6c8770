"""What a tool is handed: who asks, and a port to the desk that it never has to import."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from policies.intents import Origin
from policies.values import Label

Json = dict[str, Any]
"""A JSON object as it comes from the desk: numbers are decimal strings, times ISO 8601 UTC."""


class DeskPort(Protocol):
    """The verbs of `desk.sock`. Refusals raise `tools.errors` exceptions; a denied act is an answer, not an error.

    Shapes (all numbers decimal strings, absent when unknown):
    - status  -> {accounts: [{id, venue, mode, ruleset, currency, market_time, state, cause, latched, replay,
                 strangers: [..], session: {open, opens_at?, closes_at?},
                 balance, equity, pnl: {today, week, month}, positions: [{symbol, quantity, price, bid, ask, value,
                 pnl, stop?, target?, protected: bool}], orders: [order], limits: [{name, floor, guard, headroom}]}]}
                 (with `days` true also days: [{day, equity, floors?: {NAME: floor}}], at each day's reset, oldest
                 first; with `risk` true also risk, see `tools.desk.showing`; with `rules` true also rules: {looser,
                 pending, file, doubts, verified_on} and beside accounts enrolled: bool)
    - orders  -> {orders: [{id, symbol, side, role, type, quantity, remaining, limit?, trigger?, stop?, target?, status,
                 filled, price?, at, reason?}]}  (newest last; `scope` is "working" or "all")
    - fills   -> {fills: [{id, order, symbol, side, quantity, price, fee, at}]}  newest last
    - bars    -> {symbol, bars: [{day, open, high, low, close, volume}]}
    - quotes  -> {market_time, replay, session: {...}, quotes: {SYMBOL: {bid, ask, at}}}
    - instruments -> {instruments: {SYMBOL: {currency, tick, lot, tradable, ...}}, accounts: [id, ...]}
    - audit   -> {ok, rows, head: {n, mac}, first_bad?, tail: [{n, at, kind, account, body}]}
    - preview/acts -> {ticket, intent_id, verdict, digest, orders: [ID, ...], worst_case?, again: bool}
      verdict = {decision, quantity?, tier?, reasons: [{code, rule, numbers}], limits_hash}
    - decide  -> the same, after the answer
    """

    async def read(self, verb: str, args: Mapping[str, Any] | None = None) -> Json:
        """One of status, orders, fills, bars, quotes, instruments, audit."""

    async def act(self, intent: Mapping[str, Any]) -> Json:
        """Proposes an intent (`kind` chooses the verb): `{ticket, verdict, ...}` before anything happens."""

    async def preview(self, intent: Mapping[str, Any]) -> Json:
        """Judges an intent and reserves nothing."""

    async def decide(self, ticket: str, answer: str, proof: Mapping[str, Any]) -> Json:
        """Answers a ticket that needs approval: 'approve' or 'deny' with a T1 proof."""

    def events(self, ticket: str) -> AsyncIterator[Json]:
        """What follows a ticket, from its beginning: {kind, ticket, order?: {...}, fill?: {...}, done: bool}."""


@dataclass(frozen=True, kw_only=True)
class ToolContext:
    """One turn's surroundings. `now` is wall time; `lang` is 'fr' or 'en'.

    Acts of one message are told apart by their index, counted from `first_act`. `home` is EVA_HOME, for tools that
    make files; without it they refuse. `refused` is what was refused to this principal last, as far as it is
    remembered: {proposal, verdict, at}.
    """

    desk: DeskPort
    origin: Origin
    label: Label
    lang: str
    now: datetime
    account: str = "paper"
    dry_run: bool = False
    first_act: int = 0
    home: Path | None = None
    refused: Json | None = None
