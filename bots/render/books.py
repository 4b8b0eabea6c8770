"""Accounts, orders, fills and prices in words; each begins with the market clock."""

from collections.abc import Mapping
from typing import Any

from bots.messages import text
from bots.messages.numbers import moment, money, number, price
from bots.render import profits
from bots.render.phrases import phrase
from bots.render.wording import clock, fill_line, limit_name, order_line, printable
from policies.values import lenient_decimal
from tools.tool import ToolResult

Account = Mapping[str, Any]


def status(result: ToolResult, lang: str) -> str:
    """Every account: state, worth, P&L, positions, orders, headroom."""
    return "\n\n".join("\n".join(_account(a, lang)) for a in result.data["accounts"])


def accounts(result: ToolResult, lang: str) -> str:
    """Which accounts there are, each in a line; an arrow stands before the one that is meant now."""
    rows = [_row(one, result.data["chosen"], lang) for one in result.data["accounts"]]
    return "\n".join([text("accounts_head", lang), *rows, text("accounts_choose", lang)])


def _row(account: Account, chosen: str, lang: str) -> str:
    nearest, currency = account.get("nearest"), account["currency"]
    headroom = ""
    if nearest is not None:
        amount = money(nearest["headroom"], currency, lang)
        headroom = text("accounts_headroom", lang, amount=amount, name=limit_name(nearest["name"], lang))
    return text(
        "accounts_row",
        lang,
        mark="→" if account["id"] == chosen else " ",
        account=account["id"],
        ruleset=account.get("ruleset") or "?",
        state=text(f"state_{account['state']}", lang, cause=phrase(account.get("cause"), lang)),
        equity=money(account.get("equity"), currency, lang),
        headroom=headroom,
    )


def positions(result: ToolResult, lang: str) -> str:
    """What is held."""
    data = result.data
    if data.get("symbol") and not data["positions"]:
        return "\n".join([clock(data, lang), text("positions_none_in", lang, symbol=printable(data["symbol"]))])
    return "\n".join([clock(data, lang), *_positions(data["positions"], data["currency"], lang)])


def orders(result: ToolResult, lang: str) -> str:
    """What works, or the latest of everything."""
    data = result.data
    if data.get("symbol") and not data["orders"]:
        return "\n".join([clock(data, lang), text("orders_none_in", lang, symbol=printable(data["symbol"]))])
    return "\n".join([clock(data, lang), *_orders(data["orders"], lang)])


def fills(result: ToolResult, lang: str) -> str:
    """What was executed."""
    data = result.data
    lines = [fill_line(f, data["currency"], lang) for f in data["fills"]]
    symbol = data.get("symbol")
    none = text("fills_none_in", lang, symbol=printable(symbol)) if symbol else text("fills_none", lang)
    return "\n".join([clock(data, lang), *([text("fills", lang), *lines] if lines else [none])])


def pnl(result: ToolResult, lang: str) -> str:
    """Worth, P&L by period, and its floating part; or one period, or a table."""
    data = result.data
    if data.get("period"):
        return "\n".join([clock(data, lang), *profits.lines(data, lang)])
    floating = money(data["floating"], data["currency"], lang, signed=True)
    return "\n".join([clock(data, lang), *_worth(data, lang), text("pnl_floating", lang, floating=floating)])


def limits(result: ToolResult, lang: str) -> str:
    """The headroom of every limit in money."""
    return "\n".join([clock(result.data, lang), *_limits(result.data, lang)])


def quotes(result: ToolResult, lang: str) -> str:
    """Bid and ask of each symbol that was asked for."""
    data = result.data
    lines = [clock(data, lang)]
    for symbol, quote in data["quotes"].items():
        if quote is None:
            lines.append(text("quote_none", lang, symbol=symbol))
        else:
            sides = {side: price(quote.get(side), lang) for side in ("bid", "ask")}
            lines.append(text("quote", lang, symbol=symbol, **sides))
    if not data["quotes"]:
        lines.append(text("quotes_none", lang))
    return "\n".join([*lines, *_session(data.get("session"), lang)])


def _account(account: Account, lang: str) -> list[str]:
    data = {**account, "account": account["id"]}
    state = text(f"state_{account['state']}", lang, cause=phrase(account.get("cause"), lang))
    lines = [clock(data, lang), text("state", lang, state=state, ruleset=account.get("ruleset", "?"))]
    if account.get("strangers"):
        lines.append(text("strangers", lang, strangers=printable(", ".join(account["strangers"]))))
    lines += _session(account.get("session"), lang)
    lines += _worth(account, lang)
    lines += _positions(account.get("positions", ()), account["currency"], lang)
    lines += _orders(account.get("orders", ()), lang)
    return lines + _limits(account, lang)


def _session(session: Account | None, lang: str) -> list[str]:
    if session is None:
        return []
    if session.get("open"):
        return [text("session_open", lang)]
    opens = session.get("opens_at")
    return [text("session_opens", lang, at=moment(opens, lang)) if opens else text("session_closed", lang)]


def _worth(account: Account, lang: str) -> list[str]:
    currency, gains = account["currency"], account.get("pnl") or {}
    worth = {name: money(account.get(name), currency, lang) for name in ("equity", "balance")}
    periods = {name: money(gains.get(name), currency, lang, signed=True) for name in ("today", "week", "month")}
    return [text("worth", lang, **worth), text("pnl", lang, **periods)]


def _positions(held: Any, currency: str, lang: str) -> list[str]:
    if not held:
        return [text("positions_none", lang)]
    return [text("positions", lang), *(_position(p, currency, lang) for p in held)]


def _position(held: Account, currency: str, lang: str) -> str:
    sold = lenient_decimal(held["quantity"]) < 0
    protection = "".join(
        text(f"position_{leg}", lang, **{leg: price(held[leg], lang)}) for leg in ("stop", "target") if held.get(leg)
    )
    return text(
        "position",
        lang,
        quantity=number(held["quantity"], lang),
        symbol=held["symbol"],
        price=price(held["price"], lang),
        now=price(held.get("ask" if sold else "bid"), lang),
        pnl=money(held.get("pnl"), currency, lang, signed=True),
        protection=protection if held.get("protected") else protection + text("position_bare", lang),
    )


def _orders(found: Any, lang: str) -> list[str]:
    if not found:
        return [text("orders_none", lang)]
    return [text("orders", lang), *(order_line(o, lang) for o in found)]


def _limits(account: Account, lang: str) -> list[str]:
    found = account.get("limits") or ()
    if not found:
        return [text("limits_none", lang)]
    head = text("limits", lang, ruleset=account.get("ruleset", "?"))
    return [head, *(_limit(limit, account["currency"], lang) for limit in found)]


def _limit(limit: Account, currency: str, lang: str) -> str:
    amounts = {field: money(limit.get(field), currency, lang) for field in ("headroom", "guard", "floor")}
    kind = "limit" if limit.get("floor") is not None else "limit_cap"
    return text(kind, lang, name=limit_name(limit["name"], lang), **amounts)
