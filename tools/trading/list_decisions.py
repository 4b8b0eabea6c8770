"""Tool: what was asked and what the kernel said of it."""

from collections.abc import Mapping
from typing import Any

from tools.context import Json, ToolContext
from tools.tool import ToolResult, tool
from tools.trading import accounts

LOOKED = 200
"""Rows of the journal that the desk shows at most."""
SHOWN, MOST = 10, 50
ONLY = ("denied",)


@tool(
    route="trading",
    effect="read",
    arguments={"account": "an account's id", "only": "denied, for refusals alone", "count": "how many; 10 without it"},
)
async def list_decisions(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Lists the latest decisions of the kernel with what was asked, the verdict and its reasons, newest last."""
    only = accounts.one_of(args, "only", ONLY)
    count = accounts.whole(args, "count", default=SHOWN, least=1, most=MOST)
    account = await accounts.account_of(ctx, args)
    audit = await ctx.desk.read("audit", {"count": LOOKED})
    tail = audit.get("tail", ())
    answers = {row["body"].get("ticket"): row["body"].get("outcome") for row in tail if row["kind"] == "decision"}
    found = [
        _decision(row, answers)
        for row in tail
        if row["kind"] == "intent" and row.get("account") in (account["id"], "", None)
    ]
    wanted = [one for one in found if only is None or one["verdict"]["decision"] == "deny"]
    data = {"only": only, "decisions": wanted[-count:], "looked": len(tail), "rows": audit.get("rows", len(tail))}
    return ToolResult(data={**accounts.clock_of(account), **data})


def _decision(row: Mapping[str, Any], answers: Mapping[Any, Any]) -> Json:
    """`{n, at, market, who, act, verdict, outcome}` of a row; `outcome` is what a person answered, if asked."""
    body = row["body"]
    answer = body["answer"]
    return {
        "n": row["n"],
        "at": row["at"],
        "market": body.get("market"),
        "who": body["intent"]["origin"]["principal"],
        "act": {**body["intent"], "kind": body["kind"]},
        "verdict": answer["verdict"],
        "outcome": answers.get(answer.get("ticket")),
    }
