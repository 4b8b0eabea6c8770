"""From a proposal to an answer: the intent's header, the desk's verdict, and what became of the orders at once."""

import asyncio
import hashlib
from collections.abc import Iterable, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from policies.intents import ALL, Origin
from policies.wire.codec import encode
from tools.context import Json, ToolContext
from tools.tool import ToolResult
from tools.trading.accounts import account_of

REQUEST_LIFE = timedelta(seconds=60)
VENUE_WAIT_S = 0.3
"""How long an answer waits for the venue; later news comes by itself."""

_NOTICES = frozenset({"alarm", "refused", "amend_rejected", "never_arrived", "state"})
_ENDS = frozenset({"expired", "cancelled", "rejected"})
_REFUSALS = frozenset({"refused", "amend_rejected"})
_SEVERITY = ("allow", "needs_approval", "deny")


@dataclass(frozen=True, kw_only=True)
class Became:
    """What followed an act: its orders, whether it is over, and what a person should be told beside them.

    `ended` are orders that expired, were cancelled or rejected on the way, as the desk shows them.
    """

    orders: tuple[Json, ...] = ()
    ended: tuple[Json, ...] = ()
    finished: bool = False
    notices: tuple[str, ...] = ()
    refused: bool = False

    @property
    def data(self) -> Json:
        """The same for a tool's result."""
        told = {"finished": self.finished, "refused": self.refused, "notices": list(self.notices)}
        return {**told, "ended": list(self.ended)}


async def propose(
    ctx: ToolContext, proposal: Mapping[str, Any], *, index: int = 0, wait_s: float = VENUE_WAIT_S
) -> ToolResult:
    """Sends one act to the desk, or only has it judged in a dry run.

    `data` carries the clock, the desk's worst case, and whether this request was answered before.
    """
    intent = intent_of(ctx, proposal, index)
    answer = await (ctx.desk.preview(intent) if ctx.dry_run else ctx.desk.act(intent))
    verdict = dict(answer["verdict"])
    became = Became()
    pending: Json | None = None
    data: Json = {"dry_run": ctx.dry_run, "again": bool(answer.get("again")), "ticket": answer.get("ticket")}
    if "worst_case" in answer:
        account = await account_of(ctx, proposal)
        data |= {"worst_case": answer["worst_case"], "currency": account["currency"]}
    if verdict["decision"] == "allow" and not ctx.dry_run:
        became = await outcome(ctx, answer["ticket"], answer.get("orders", ()), wait_s)
        data |= became.data
    elif verdict["decision"] == "needs_approval" and not ctx.dry_run:
        tier = verdict.get("tier") or "T2"
        pending = {"ticket": answer["ticket"], "digest": answer["digest"], "tier": tier, "intent": intent}
    data |= await market_of(ctx, str(proposal["account"]))
    return ToolResult(data=data, proposal=dict(proposal), verdict=verdict, orders=became.orders, pending=pending)


async def propose_batch(ctx: ToolContext, proposals: list[Json]) -> ToolResult:
    """Sends several acts, none of which may raise risk; the batch's verdict is its worst."""
    return joined([await propose(ctx, proposal, index=index) for index, proposal in enumerate(proposals)])


def joined(results: list[ToolResult]) -> ToolResult:
    """Several acts that were judged, as one batch: its verdict is the worst, each act carries its own.

    The worst case of one act is not that of all, so that none is told.
    """
    worst = max(results, key=lambda r: _SEVERITY.index((r.verdict or {})["decision"]))
    refused = [{"refused": True} if r.data.get("refused") else {} for r in results]
    acts = [{**(r.proposal or {}), "verdict": r.verdict, **no} for r, no in zip(results, refused, strict=True)]
    notices = [notice for r in results for notice in r.data.get("notices", ())]
    data = {name: value for name, value in worst.data.items() if name not in ("worst_case", "flat")}
    return ToolResult(
        data={**data, "notices": notices, "refused": any(refused)},
        proposal={"kind": "batch", "acts": acts},
        verdict=worst.verdict,
        orders=tuple({o["id"]: o for r in results for o in r.orders}.values()),
        pending=worst.pending,
    )


async def market_of(ctx: ToolContext, account: str) -> Json:
    """The market clock now, for the head line of an answer."""
    quotes = await ctx.desk.read("quotes", {"account": ctx.account if account == ALL else account})
    return {"market_time": quotes.get("market_time"), "replay": bool(quotes.get("replay"))}


def intent_of(ctx: ToolContext, proposal: Mapping[str, Any], index: int = 0) -> Json:
    """The proposal with who asked, through what, when, and until when it holds; absent fields left out."""
    body = {name: value for name, value in proposal.items() if value is not None}
    header = {
        "intent_id": intent_id(ctx.origin, ctx.first_act + index),
        "origin": encode(ctx.origin),
        "label": ctx.label.value,
        "created_at": encode(ctx.now),
        "expires_at": encode(ctx.now + REQUEST_LIFE),
    }
    return {**body, **header}


def intent_id(origin: Origin, index: int) -> str:
    """The same message and act index give the same id, so that asking twice never acts twice."""
    parts = (origin.principal, origin.channel, origin.message, str(index))
    return hashlib.sha256("\0".join(("eva/intent/v1", *parts)).encode()).hexdigest()[:32]


def expiry(now: datetime) -> str:
    """When a request made now ends, as it is written in a proposal."""
    return cast(str, encode(now + REQUEST_LIFE))


async def outcome(ctx: ToolContext, ticket: str, minted: Iterable[str], wait_s: float) -> Became:
    """What followed a ticket within `wait_s` seconds; an order not heard of by then counts as unknown."""
    seen: dict[str, Json] = {name: {"id": name, "status": "unknown"} for name in minted}
    notices: list[str] = []
    ended: dict[str, Json] = {}
    finished = refused = False
    with suppress(TimeoutError):
        async with asyncio.timeout(wait_s), aclosing(cast(Any, ctx.desk.events(ticket))) as events:
            async for event in events:
                for order in (event.get("order"), *event.get("orders", ())):
                    if order is not None:
                        seen[order["id"]] = {**seen.get(order["id"], {}), **order}
                if event["kind"] in _ENDS and event.get("order"):
                    ended[event["order"]["id"]] = event["order"]
                if event["kind"] in _NOTICES:
                    notices.append(str(event.get("text") or event.get("reason") or event.get("cause") or event["kind"]))
                refused = refused or event["kind"] in _REFUSALS
                finished = bool(event.get("done"))
                if finished:
                    break
    orders = tuple(_short(o) for o in seen.values())
    over = tuple(ended.values())
    return Became(orders=orders, ended=over, finished=finished, notices=tuple(notices), refused=refused)


def _short(order: Mapping[str, Any]) -> Json:
    return {
        "id": order["id"],
        "status": order["status"],
        "filled": order.get("filled", "0"),
        "price": order.get("price"),
    }
