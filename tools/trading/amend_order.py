"""Tool: other terms for a working order or for the protection of a position."""

from collections.abc import Mapping
from typing import Any

from tools.context import Json, ToolContext
from tools.errors import Retry
from tools.tool import ToolResult, tool
from tools.trading import accounts
from tools.trading.drafting import nothing
from tools.trading.proposing import propose, propose_batch
from tools.trading.terms import numeric

TERMS = ("quantity", "limit", "trigger", "stop", "target")
EVERY = "all"


@tool(
    route="trading",
    effect="propose",
    arguments={
        "account": "an account's id",
        "order": "an order's id, or 'all' that the symbol can mean",
        "symbol": "or the symbol whose protection, or only entry, is meant",
        "quantity": "new total quantity",
        "limit": "new limit price",
        "trigger": "new entry price of stop types",
        "stop": "new protective stop",
        "target": "new target",
    },
)
async def amend_order(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Changes prices or quantity of a working order, or the stop and target of a position."""
    account = await accounts.account_of(ctx, args)
    terms = {name: args[name] for name in TERMS if args.get(name) is not None}
    if not terms:
        raise Retry("say what should change: stop, target, limit, trigger or quantity")
    for name in terms:
        numeric(terms, name)
    if args.get("order") and args["order"] != EVERY:
        return await propose(ctx, _amend(account, args["order"], terms))
    symbol = accounts.symbol_of(args)
    found = _candidates(accounts.working(account, symbol), terms)
    if not found:
        return nothing("nothing_to_amend", symbol=symbol)
    if len(found) == 1:
        return await propose(ctx, _amend(account, found[0]["id"], terms))
    if args.get("order") == EVERY or sorted(o.get("role", "") for o in found) == sorted(terms):
        return await propose_batch(ctx, [_amend(account, o["id"], _own(o, terms)) for o in found])
    asked = {name: value for name, value in args.items() if value is not None}
    options = [accounts.choice(o, {**terms, "order": o["id"]}) for o in found]
    options.append(accounts.every({**asked, "order": EVERY}))
    return ToolResult(clarify={"question": "which_order", "params": {}, "options": options})


def _own(order: Json, terms: Mapping[str, Any]) -> Mapping[str, Any]:
    """The terms that are an order's own: a stop or target takes the price of its name, an entry takes all."""
    role = order.get("role", "")
    return {role: terms[role]} if role in terms else terms


def _amend(account: Json, order: str, terms: Mapping[str, Any]) -> Json:
    return {"kind": "amend", "account": account["id"], "order": order, **terms}


def _candidates(orders: list[Json], terms: Mapping[str, Any]) -> list[Json]:
    """The orders that the new terms can mean: the protection they name, and the entries, whose own they would be."""
    entries = [o for o in orders if o.get("role") == "entry"]
    if not terms.keys() <= {"stop", "target"}:
        return entries
    return [o for o in orders if o.get("role") in terms] + entries
