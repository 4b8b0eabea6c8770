"""One account as the desk shows it: the questions that tools ask of a status, a quote or an order list."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from policies.values import ZERO, lenient_decimal
from tools.context import Json, ToolContext
from tools.errors import Retry

EVERY_WORDS = ("all", "tous", "toutes", "tout", "both", "all of them", "les deux", "les trois", "tous les deux")
FILLS = 200
"""How many fills are looked at."""


async def account_of(ctx: ToolContext, args: Mapping[str, Any], more: Mapping[str, Any] | None = None) -> Json:
    """The account that is meant, from a fresh status; raises Retry when there is none of that name.

    `more` names what a status holds only for who asks: {"risk": True}, {"days": True}.
    """
    name = args.get("account") or ctx.account
    accounts: list[Json] = (await ctx.desk.read("status", more))["accounts"]
    for account in accounts:
        if account["id"] == name:
            return account
    raise Retry(f"no account {name!r:.60}; known are {', '.join(a['id'] for a in accounts)}")


async def days_of(ctx: ToolContext, account: Mapping[str, Any]) -> list[Json]:
    """`[{day, equity, floors}]`: worth and floors (by name, where known) at the reset that begins each day.

    Oldest first; may be empty.
    """
    found: list[Json] = (await ctx.desk.read("status", {"days": True}))["accounts"]
    days = next((one.get("days") for one in found if one["id"] == account["id"]), None) or ()
    return [{"day": one["day"], "equity": one["equity"], "floors": one.get("floors") or {}} for one in days]


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


async def listed(ctx: ToolContext, account: Mapping[str, Any], symbol: str) -> Json:
    """An instrument's terms; raises Retry for one that is not listed."""
    found: dict[str, Json] = (await ctx.desk.read("instruments", {"account": account["id"]}))["instruments"]
    if symbol not in found:
        raise Retry(f"{symbol!r:.20} is not listed; known are {', '.join(sorted(found))}")
    return found[symbol]


async def lot_of(ctx: ToolContext, account: Mapping[str, Any], symbol: str) -> Decimal:
    """The smallest step of quantity; raises Retry for an instrument that is not listed."""
    return number((await listed(ctx, account, symbol))["lot"])


def symbol_of(args: Mapping[str, Any]) -> str:
    """The symbol that was said; raises Retry when none was."""
    symbol = args.get("symbol")
    if not isinstance(symbol, str) or not symbol.strip():
        raise Retry("say which symbol is meant, such as AAPL")
    return symbol


def whole(args: Mapping[str, Any], name: str, *, default: int, least: int, most: int) -> int:
    """A count among the arguments; raises Retry for what is no whole number within its bounds."""
    said = args.get(name)
    if said is None:
        return default
    words = str(said).strip()
    if isinstance(said, bool) or not words.isascii() or not words.isdigit() or not least <= int(words[:9]) <= most:
        raise Retry(f"{name}: a whole number from {least} to {most}, not {words!r:.40}")
    return int(words)


def one_of(args: Mapping[str, Any], name: str, known: Sequence[str]) -> str | None:
    """A word among the arguments, None when it was not said; raises Retry for one that is not known."""
    said = args.get(name)
    if said is None:
        return None
    if said not in known:
        raise Retry(f"{name}: one of {', '.join(known)}, not {said!r:.40}")
    return str(said)


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
