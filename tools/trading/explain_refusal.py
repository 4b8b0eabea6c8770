"""Tool: why the kernel said what it said, what would pass instead, and what set the state of an account."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tools.context import Json, ToolContext
from tools.tool import ToolResult, tool
from tools.trading import accounts
from tools.trading.accounts import number
from tools.trading.list_decisions import LOOKED
from tools.trading.passing import passing

CODE = re.compile(r"[A-Za-z]+(_[A-Za-z]+)*")
LONGEST = 60
_LEGS = re.compile(r"-(stop|target)$")


@tool(
    route="trading",
    effect="read",
    arguments={
        "account": "an account's id",
        "about": "a ticket, an order's id or a reason code; without it the latest verdict that was no plain yes",
    },
)
async def explain_refusal(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Explains a verdict: rules, codes, numbers, limits, the largest size that would pass, and how a halt clears."""
    about = str(args.get("about") or "").strip()[:LONGEST]
    code = explained(about) if about and CODE.fullmatch(about) else None
    if code is not None:
        return ToolResult(data={"found": "code", "code": code})
    account = await accounts.account_of(ctx, args, {"risk": True})
    audit = await ctx.desk.read("audit", {"count": LOOKED})
    tail = [row for row in audit.get("tail", ()) if row.get("account") in (account["id"], "", None)]
    one = _about(tail, about, ctx.lang) if about else _latest(ctx, tail)
    state = _state(account, tail)
    head = {**accounts.clock_of(account), "about": about or None}
    if one is None and (about or state is None):
        key = "why_unknown" if about else "why_none"
        if not about and any(row.get("account") not in (account["id"], "", None) for row in audit.get("tail", ())):
            key = "why_none_in"
        params = {"about": about, "looked": str(len(audit.get("tail", ())))} if about else {"account": account["id"]}
        return ToolResult(data={**head, "nothing": key, "params": params})
    if one is None or not about and state is not None and _moment(state["since"]) > _moment(one.get("at")):
        return ToolResult(data={**head, "found": "state", "state": state})
    if one.get("orders"):
        one = {**one, "orders": await _standing(ctx, account, one["orders"])}
    refused = one["verdict"]["decision"] == "deny"
    could = await passing(ctx, one["act"]) if refused else None
    told = {"proposal": one["act"], "verdict": one["verdict"], "decision": one, "passes": could}
    return ToolResult(data={**head, "found": "verdict", **told, "state": None if about else state})


async def _standing(ctx: ToolContext, account: Json, placed: Sequence[Json]) -> list[Json]:
    """`[{id, status, filled, reason}]` of orders as the desk shows them now; one too old to be shown is left out."""
    found = (await ctx.desk.read("orders", {"account": account["id"], "scope": "all"}))["orders"]
    names = {one["id"] for one in placed}
    fields = ("id", "status", "filled", "reason")
    return [{name: order.get(name) for name in fields} for order in found if order["id"] in names]


def explained(about: str) -> Json | None:
    """`{code, rule, always, texts}` of a reason code in whatever case, or None when there is none of that name."""
    from policies.kernel import TEXTS
    from policies.rules import RULES

    wanted = about.upper()
    if wanted in TEXTS:
        return {"code": wanted, "rule": "kernel", "always": True, "texts": dict(TEXTS[wanted])}
    for rule in RULES:
        if wanted in rule.texts:
            return {"code": wanted, "rule": rule.name, "always": rule.always, "texts": dict(rule.texts[wanted])}
    return None


def _about(tail: Sequence[Json], name: str, lang: str) -> Json | None:
    """The decision behind a ticket or an order, whatever it was; of a protective leg that of its entry."""
    wanted = name.casefold()
    entry = _LEGS.sub("", wanted)
    placed = {str(r["body"]["order"]["id"]).casefold(): r["body"].get("ticket") for r in tail if r["kind"] == "order"}
    ticket = placed.get(wanted) or placed.get(entry) or wanted
    row = next((r for r in tail if r["kind"] == "intent" and r["body"]["answer"].get("ticket") == ticket), None)
    return None if row is None else _decision(row, tail, lang)


def _latest(ctx: ToolContext, tail: Sequence[Json]) -> Json | None:
    """The latest verdict that was no plain yes: the person's own before anybody's; also one told without a journal."""
    rows = [row for row in tail if row["kind"] == "intent" and notable(row["body"]) and not _resuming(row["body"])]
    mine = [row for row in rows if row["body"]["intent"]["origin"]["principal"] == ctx.origin.principal]
    found = _decision((mine or rows)[-1], tail, ctx.lang) if rows else None
    told = ctx.refused
    if told is not None and (found is None or _moment(told.get("at")) > _moment(found["at"])):
        worded = _worded(told["verdict"], ctx.lang)
        return {"act": told["proposal"], "verdict": worded, "at": told.get("at"), "mine": True, "orders": []}
    return None if found is None else {**found, "mine": bool(mine)}


def notable(body: Mapping[str, Any]) -> bool:
    """Whether a journaled verdict was no plain yes: a no, a question to a person, or less than was asked."""
    verdict = body["answer"]["verdict"]
    return verdict["decision"] != "allow" or shrunk({**body["intent"], "kind": body["kind"]}, verdict)


def _resuming(body: Mapping[str, Any]) -> bool:
    """Whether a request only waits, or waited, to lift a halt: every one does, so that it is no refusal."""
    return bool(body["kind"] == "resume" and body["answer"]["verdict"]["decision"] == "needs_approval")


def shrunk(act: Mapping[str, Any], verdict: Mapping[str, Any]) -> bool:
    """Whether an order was allowed for less than the quantity that was asked."""
    kept, asked = number(verdict.get("quantity")), number(act.get("quantity"))
    return act.get("kind") == "order" and kept.is_finite() and asked.is_finite() and kept < asked


def _decision(row: Json, tail: Sequence[Json], lang: str) -> Json:
    """`{n, at, market, who, ticket, act, verdict, outcome, orders, mine}` of a journaled request.

    `orders` are those that it placed: `{id}`.
    """
    body = row["body"]
    ticket = body["answer"].get("ticket")
    answers = [r["body"]["outcome"] for r in tail if r["kind"] == "decision" and r["body"].get("ticket") == ticket]
    ids = [r["body"]["order"]["id"] for r in tail if r["kind"] == "order" and r["body"].get("ticket") == ticket]
    return {
        "n": row["n"],
        "at": row["at"],
        "market": body.get("market"),
        "who": body["intent"]["origin"]["principal"],
        "ticket": ticket,
        "act": {**body["intent"], "kind": body["kind"]},
        "verdict": _worded(body["answer"]["verdict"], lang),
        "outcome": answers[-1] if answers else None,
        "orders": [{"id": one} for one in ids],
        "mine": False,
    }


def _worded(verdict: Mapping[str, Any], lang: str) -> Json:
    """A verdict with the rule's own text of each reason."""
    from policies.kernel import explain
    from policies.verdicts import Reason

    def text(reason: Mapping[str, Any]) -> Json:
        given = Reason(code=reason["code"], rule=reason["rule"], numbers=reason.get("numbers", {}))
        return {**reason, "text": explain(given, lang)}

    return {**verdict, "reasons": [text(reason) for reason in verdict.get("reasons", ())]}


def _state(account: Json, tail: Sequence[Json]) -> Json | None:
    """What state the account is in, since when, and what lifts it; None for one that may trade."""
    switch = (account.get("risk") or {}).get("switch") or {
        "state": account["state"],
        "cause": account.get("cause"),
        "latched": account.get("latched"),
        "strangers": len(account.get("strangers") or ()),
    }
    if switch["state"] == "ACTIVE" and not switch.get("strangers"):
        return None
    rows = [row for row in tail if row["kind"] == "state" and row["body"].get("cause") == switch.get("cause")]
    row = rows[-1] if rows else {"at": None, "n": None, "body": {}}
    return {**switch, "since": row["at"], "n": row["n"], "numbers": row["body"].get("numbers") or None}


def _moment(said: object) -> datetime:
    """A time as the journal or the assistant writes it; what is none is long ago."""
    try:
        at = datetime.fromisoformat(str(said))
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
