"""One account as the desk shows it: the questions that tools ask of a status, a quote or an order list."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from policies.values import ZERO, lenient_decimal
from tools.context import Json, ToolContext
from tools.errors import Retry

EVERY_WORDS = ("all", "tous", "toutes", "tout", "both", "all of them", "les deux", "les trois", "tous les deux")
FILLS = 200
"""How many fills are looked at."""


async def account_of(ctx: ToolContext, args: Mapping[str, Any]) -> Json:
    """The account that is meant, from a fresh status; raises Retry when there is none of that name."""
    name = args.get("account") or ctx.account
    accounts: list[Json] = (await ctx.desk.read("status"))["accounts"]
    for account in accounts:
        if account["id"] == name:
            return account
    raise Retry(f"no account {name!r:.60}; known are {', '.join(a['id'] for a in accounts)}")


def clock_of(account: Mapping[str, Any]) -> Json:
    """The market clock of an account, for the head line of an answer."""
    return {
        "account": account["id"],
        "mode": account.get("mode", "paper"),
        "replay": bool(account.get("replay", False)),
        "market_time": account.get("market_time"),
        "currency": account.get("currency", ""),
    }


def held_in(account: Mapping[str, Any], symbol: str) -> Decimal:
    """The net signed quantity held in a symbol; zero when flat."""
    return sum((number(p["quantity"]) for p in account.get("positions", ()) if p["symbol"] == symbol), ZERO)


def free_in(account: Mapping[str, Any], symbol: str) -> Decimal:
    """What of a position no exit on its way already takes, without sign."""
    leaving = sum((number(o["remaining"]) for o in working(account, symbol) if o.get("role") == "exit"), ZERO)
    return max(abs(held_in(account, symbol)) - leaving, ZERO)


def working(account: Mapping[str, Any], symbol: str | None = None) -> list[Json]:
    """The working orders of an account, of one symbol if given."""
    return [o for o in account.get("orders", ()) if symbol is None or o["symbol"] == symbol]


def share_of(held: Decimal, share: object) -> Decimal:
    """A part of a position, without sign: a fraction such as '0.5', or 'third'."""
    return abs(held) / 3 if share == "third" else abs(held) * number(share)


async def quote_of(ctx: ToolContext, account: Mapping[str, Any], symbol: str) -> tuple[Decimal, Decimal] | None:
    """Bid and ask now, or None when there is no sound price."""
    quote = (await ctx.desk.read("quotes", {"account": account["id"]}))["quotes"].get(symbol)
    if quote is None:
        return None
    bid, ask = number(quote.get("bid")), number(quote.get("ask"))
    return (bid, ask) if bid.is_finite() and ask.is_finite() and ZERO < bid <= ask else None


async def lot_of(ctx: ToolContext, account: Mapping[str, Any], symbol: str) -> Decimal:
    """The smallest step of quantity; raises Retry for an instrument that is not listed."""
    listed = (await ctx.desk.read("instruments", {"account": account["id"]}))["instruments"]
    if symbol not in listed:
        raise Retry(f"{symbol!r:.20} is not listed; known are {', '.join(sorted(listed))}")
    return number(listed[symbol]["lot"])


async def fills_of(ctx: ToolContext, account: Mapping[str, Any]) -> list[Json]:
    """The latest fills, newest last."""
    found: list[Json] = (await ctx.desk.read("fills", {"account": account["id"], "count": FILLS}))["fills"]
    return found


def choice(order: Mapping[str, Any], args: Mapping[str, Any]) -> Json:
    """A working order as an option of a question; its id alone answers too."""
    return {"label": "option_order", "params": dict(order), "args": dict(args), "aliases": [order["id"]]}


def every(args: Mapping[str, Any]) -> Json:
    """The option that covers all orders of a question."""
    return {"label": "option_all_orders", "args": dict(args), "aliases": list(EVERY_WORDS)}


def number(value: object) -> Decimal:
    """A decimal string as a Decimal; what is no number is NaN."""
    return lenient_decimal(value)
