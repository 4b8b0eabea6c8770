"""The verbs of `desk.sock`: what each takes, and what it answers. Nothing else can be asked of the desk."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from policies.access import approves
from policies.approvals import TRIES, Outcome, Pending, Proof, answer
from policies.intents import ALL, AnyIntent, HaltIntent
from policies.values import AccountId, Role, Symbol, Tier
from policies.wire.cases import decode_intent
from policies.wire.codec import Malformed, decode, encode
from tools.desk import views
from tools.desk.engine import proposing
from tools.desk.engine.account import Desk, Trader
from tools.desk.engine.acting import carry_out
from tools.desk.engine.beating import copy_latches
from tools.desk.engine.noting import ANSWER_S
from tools.desk.latches import Latches
from tools.desk.measuring.showing import model
from tools.desk.operator.deciding import judged_again
from tools.desk.operator.limits import Ruling
from tools.desk.operator.mandates import Clients
from tools.desk.record.journal import Entry
from tools.desk.record.state import Ticket
from tools.desk.showing.risk import risk
from tools.errors import Refused

ACTS = {
    "propose": ("order", "resume"),
    "amend": ("amend",),
    "cancel": ("cancel",),
    "reduce": ("reduce",),
    "close": ("close",),
    "halt": ("halt",),
    "advance": ("advance",),
}


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Arguments of the reading verbs; each verb looks at its own. `mandate` is the one whose client says it lives."""

    account: AccountId = AccountId("paper")
    scope: str = "working"
    symbol: Symbol = Symbol("")
    count: int = 20
    ticket: str = ""
    days: bool = False
    risk: bool = False
    model: bool = False
    rules: bool = False
    mandate: str = ""


class Answer(StrEnum):
    """What a person may say to a request that waits."""

    APPROVE = "approve"
    DENY = "deny"


@dataclass(frozen=True, kw_only=True)
class Decide:
    """An answer to a ticket."""

    ticket: str
    answer: Answer
    proof: Proof


@dataclass(kw_only=True)
class Service:
    """The desk behind its socket: accounts, and of each the limits in force and the clients of its mandates."""

    desk: Desk
    traders: dict[AccountId, Trader]
    latches: Latches
    rulings: dict[AccountId, Ruling] = field(default_factory=dict)
    clients: dict[AccountId, Clients] = field(default_factory=dict)
    verbs: dict[str, Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]] = field(init=False)

    def __post_init__(self) -> None:
        self.verbs = {
            "status": self._status,
            "orders": self._orders,
            "fills": self._fills,
            "bars": self._bars,
            "quotes": self._quotes,
            "instruments": self._instruments,
            "audit": self._audit,
            "preview": self._preview,
            "decide": self._decide,
            **{verb: self._acting(kinds) for verb, kinds in ACTS.items()},
        }

    def head(self) -> dict[str, Any]:
        """The end of the journal's chain, sent with every reply."""
        return {"n": self.desk.journal.head.n, "mac": self.desk.journal.head.mac}

    def follow(self, args: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        """The verb `events`: what follows a ticket."""
        return self.desk.feed.follow(decode(Ask, args).ticket)

    def trader(self, account: str) -> Trader:
        """The account of that name; raises Refused for one that does not exist."""
        found = self.traders.get(AccountId(account))
        if found is None:
            raise Refused(f"no account {account!r}; there are {sorted(self.traders)!r}")
        return found

    async def _status(self, args: dict[str, Any]) -> dict[str, Any]:
        ask = decode(Ask, args)
        self.poll()
        for clients in self.clients.values() if ask.mandate else ():
            clients.hear(ask.mandate)
        told: dict[str, Any] = {"enrolled": self.desk.state.codes.enrolled} if ask.rules else {}
        return {"accounts": [views.account(t) | self._more(t, ask) for t in self.traders.values()]} | told

    def _more(self, trader: Trader, ask: Ask) -> dict[str, Any]:
        """What a status holds only for who asks for it."""
        more: dict[str, Any] = {"days": views.days(trader)} if ask.days else {}
        more |= {"model": model(trader)} if ask.model else {}
        more |= {"rules": self.rulings[trader.id].standing()} if ask.rules and trader.id in self.rulings else {}
        return more | ({"risk": risk(trader)} if ask.risk else {})

    async def _orders(self, args: dict[str, Any]) -> dict[str, Any]:
        ask = decode(Ask, args)
        return {"orders": views.orders(self.trader(ask.account), ask.scope)}

    async def _fills(self, args: dict[str, Any]) -> dict[str, Any]:
        ask = decode(Ask, args)
        return {"fills": views.fills(self.trader(ask.account), max(1, min(ask.count, 200)))}

    async def _bars(self, args: dict[str, Any]) -> dict[str, Any]:
        ask = decode(Ask, args)
        count = max(1, min(ask.count, 500))
        found = await self.trader(ask.account).link.call(lambda venue: venue.bars(ask.symbol, count), ANSWER_S)
        return {"symbol": ask.symbol, "bars": [encode(b) for b in found]}

    async def _quotes(self, args: dict[str, Any]) -> dict[str, Any]:
        return views.quotes(self.trader(decode(Ask, args).account))

    async def _instruments(self, args: dict[str, Any]) -> dict[str, Any]:
        trader = self.trader(decode(Ask, args).account)
        listed = {s: encode(i) for s, i in trader.instruments.items()}
        return {"instruments": listed, "accounts": sorted(self.traders, key=lambda name: (name != trader.id, name))}

    async def _audit(self, args: dict[str, Any]) -> dict[str, Any]:
        count = max(0, min(decode(Ask, args).count, 200))
        rows = [
            {"n": r.n, "at": views.stamp(r.at), "kind": r.kind, "account": r.account, "body": r.body}
            for r in self.desk.journal.tail(count)
        ]
        return {"ok": True, "rows": self.desk.journal.head.n, "head": self.head(), "first_bad": None, "tail": rows}

    async def _preview(self, args: dict[str, Any]) -> dict[str, Any]:
        intent = _intent(args, None)
        self.poll()
        return proposing.preview(self.trader(intent.account), intent)

    def _acting(self, kinds: tuple[str, ...]) -> Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]:
        async def act(args: dict[str, Any]) -> dict[str, Any]:
            return self.propose(_intent(args, kinds))

        return act

    def propose(self, intent: AnyIntent) -> dict[str, Any]:
        """Judges and journals an intent, and starts what it allows. Runs without a pause: one at a time."""
        self.poll()
        if isinstance(intent, HaltIntent) and intent.account == ALL:
            return self._halt_all(intent)
        trader = self.trader(intent.account)
        if trader.id in self.clients:
            self.clients[trader.id].proposed(intent)
        reply, go = proposing.propose(trader, intent)
        if go:
            self.desk.start(carry_out(trader, reply["ticket"], self.latches), trader.id)
        return reply

    def _halt_all(self, intent: HaltIntent) -> dict[str, Any]:
        reply: dict[str, Any] = {}
        for name in self.traders:
            one = decode_intent(
                {"kind": "halt", **encode(intent), "account": name, "intent_id": f"{intent.intent_id}:{name}"}
            )
            reply = self.propose(one)
        return reply

    async def _decide(self, args: dict[str, Any]) -> dict[str, Any]:
        wanted = decode(Decide, args)
        ticket = self.desk.state.tickets.get(wanted.ticket)
        if ticket is None or ticket.pending is None or ticket.outcome is not None:
            raise Refused(f"nothing to decide under {wanted.ticket!r}")
        self.poll()
        trader = self.trader(ticket.account)
        outcome, rows = "denied", list[Entry]()
        if wanted.answer is Answer.APPROVE:
            outcome, rows = self._outcome(trader, ticket.pending, wanted.proof, ticket)
        if outcome != Outcome.DESK_ONLY:
            given = {"outcome": outcome, "tier": wanted.proof.tier, "channel": wanted.proof.channel}
            self.desk.write(*rows, trader.row("decision", ticket=ticket.id, **given))
        if outcome == Outcome.APPROVED:
            self.desk.start(carry_out(trader, ticket.id, self.latches), trader.id)
        tries = self.desk.state.tickets[ticket.id].pending
        left = max(0, TRIES - tries.tries) if tries is not None and outcome == Outcome.WRONG else 0
        return {**ticket.answer, "outcome": str(outcome), "tries_left": left, "again": False}

    def _outcome(self, trader: Trader, pending: Pending, proof: Proof, ticket: Ticket) -> tuple[str, list[Entry]]:
        """What the proof is worth, and with an approval its orders, if the request still is what the person saw."""
        if trader.flattening.locked():
            raise Refused("the desk is still flattening: ask again in a moment")
        if pending.tier is Tier.T2:
            return Outcome.DESK_ONLY, []
        if not approves(Role(ticket.intent["origin"]["role"])):
            return Outcome.NOT_HERE, []
        seen, now = self.desk.journal.newest(ticket.row), self.desk.clock.now()
        outcome = answer(pending, proof, now if seen is None else max(now, seen))
        if outcome is not Outcome.APPROVED:
            return outcome, []
        orders = judged_again(trader, ticket)
        return ("changed", []) if orders is None else (outcome, orders)

    def poll(self) -> None:
        """What came from outside, before anything is judged: latches, changed limits, clients that fell silent."""
        copy_latches(self.traders.values(), self.latches)
        for ruling in self.rulings.values():
            ruling.settle()
        for clients in self.clients.values():
            clients.watch()


def _intent(args: dict[str, Any], kinds: tuple[str, ...] | None) -> AnyIntent:
    if args.keys() != {"intent"}:
        raise Malformed("expected exactly one argument, intent")
    intent = decode_intent(args["intent"])
    if kinds is not None and intent.kind not in kinds:
        raise Malformed(f"intent.kind: this verb takes {kinds!r}, got {intent.kind!r}")
    return intent
