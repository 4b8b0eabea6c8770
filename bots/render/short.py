"""The last answer once more, in one line: the number that matters and the verdict."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from bots.messages import text
from bots.messages.numbers import money, number, percent, price
from bots.render.journal import decision_lines
from bots.render.phrases import phrase
from bots.render.wording import REPLAY, fill_line, limit_name, order_words, printable
from policies.values import lenient_decimal

LONGEST = 100
"""Characters of a short saying; what does not fit ends in an ellipsis."""

Data = Mapping[str, Any]
_ORDER = re.compile(r"[a-z][0-9a-z-]*[0-9][0-9a-z-]* ?: ")
"""The id before what became of an order."""
_HEAD = re.compile(rf"({REPLAY} · )?\d{{1,2}} \S+ \d{{4}} \d\d:\d\d \(New York\).*")


def short(reply_text: str, tool: str | None, data: Data | None, lang: str) -> str:
    """One line that says the same; from the tool's data where it is known, else from the answer's own first lines."""
    said = None
    if tool in _SAYINGS and data:
        try:
            said = _SAYINGS[tool](data, lang)
        except (KeyError, IndexError, TypeError):
            said = None  # data of another shape: the answer's own words say it as well
    return _cut(said or _first(reply_text))


def _first(reply_text: str) -> str:
    """The first line below the market's clock, and what fits beside it: what became of an order before all else."""
    lines = [line.strip() for line in reply_text.splitlines() if line.strip() and not _HEAD.fullmatch(line.strip())]
    if not lines:
        return reply_text.strip()
    head, *rest = lines
    outcomes = [line for line in rest if _ORDER.match(line)]
    others = [line.removeprefix("- ") for line in rest if line not in outcomes]
    beside = (f"{head} {_ORDER.sub('', line)}" for line in (*outcomes, *others))
    return next((both for both in beside if len(both) <= LONGEST), head)


def _cut(said: str) -> str:
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1].rstrip(' ,;:·')}…"


def _status(data: Data, lang: str) -> str:
    account = data["accounts"][0]
    currency = account["currency"]
    return text(
        "short_status",
        lang,
        equity=money(account.get("equity"), currency, lang),
        today=money((account.get("pnl") or {}).get("today"), currency, lang, signed=True),
        count=len(account.get("positions") or ()),
        orders=len(account.get("orders") or ()),
        state=text(f"state_{account['state']}", lang, cause=phrase(account.get("cause"), lang)),
    )


def _positions(data: Data, lang: str) -> str | None:
    found = [
        text(
            "short_position",
            lang,
            quantity=number(held["quantity"], lang),
            symbol=printable(held["symbol"]),
            pnl=money(held.get("pnl"), data["currency"], lang, signed=True),
        )
        for held in data["positions"]
    ]
    return _listed(found)


def _orders(data: Data, lang: str) -> str | None:
    found = [order_words(order, lang) for order in data["orders"]]
    what = _listed([f"{one['side']} {one['quantity']} {one['symbol']} {one['terms']}" for one in found])
    return None if what is None else text("short_orders", lang, count=len(found), what=what)


def _fills(data: Data, lang: str) -> str | None:
    if not data["fills"]:
        return None
    what = fill_line(data["fills"][-1], data["currency"], lang).strip()
    return text("short_fills", lang, count=len(data["fills"]), what=what)


def _pnl(data: Data, lang: str) -> str | None:
    if data.get("period"):
        return None
    gains = data.get("pnl") or {}
    spans = {name: money(gains.get(name), data["currency"], lang, signed=True) for name in ("today", "week", "month")}
    return text("short_pnl", lang, **spans)


def _limits(data: Data, lang: str) -> str | None:
    """The loss limits: what may still be lost is what matters."""
    losses = [limit for limit in data["limits"] or () if limit.get("floor") is not None]
    found = [
        text(
            "short_limit",
            lang,
            name=limit_name(limit["name"], lang),
            headroom=money(limit.get("headroom"), data["currency"], lang),
        )
        for limit in losses
    ]
    return _listed(found)


def _risk(data: Data, lang: str) -> str | None:
    """The limit that is nearest, and the price that would hit it first."""
    first = next((floor for floor in data["floors"] if floor["name"] == data["first"]), None)
    if first is None:
        return None
    name, room = limit_name(first["name"], lang), money(first["headroom"], data["currency"], lang)
    near = next((held for held in data["holdings"] if held["symbol"] == data["nearest"]), None)
    if near is None:
        return text(
            "short_risk", lang, name=name, headroom=room, loss=money(data["worst_case"], data["currency"], lang)
        )
    where = {"symbol": printable(near["symbol"]), "hit": price(near["hit"], lang)}
    return text("short_risk_nearest", lang, name=name, headroom=room, **where)


def _model(data: Data, lang: str) -> str:
    """What the model of losses is in alarm for, else for how many instruments it held."""
    if data["alarms"]:
        return text("short_model_alarm", lang, symbols=", ".join(map(printable, data["alarms"])))
    return text("short_model", lang, count=len(data["model"]))


def _quotes(data: Data, lang: str) -> str | None:
    found = [
        text(
            "short_quote", lang, symbol=printable(symbol), **{side: price(quote[side], lang) for side in ("bid", "ask")}
        )
        for symbol, quote in data["quotes"].items()
        if quote is not None
    ]
    return _listed(found)


def _chart(data: Data, lang: str) -> str:
    change = percent(lenient_decimal(data["change_pct"]) / Decimal(100), lang, signed=True)
    equity = data["of"] in ("equity", "risk")
    now = money(data["last"], data["currency"], lang) if equity else price(data["last"], lang)
    return text("short_chart", lang, of=printable(data["of"]), now=now, change=change)


def _decisions(data: Data, lang: str) -> str | None:
    """The latest one."""
    return decision_lines(data["decisions"][-1], lang)[0].strip() if data["decisions"] else None


def _listed(found: list[str]) -> str | None:
    """As many as fit, and how many more there are."""
    for count in range(len(found), 0, -1):
        shown = ", ".join(found[:count]) + (f" +{len(found) - count}" if count < len(found) else "")
        if len(shown) <= LONGEST - 20 or count == 1:
            return shown
    return None


_SAYINGS: Mapping[str | None, Callable[[Data, str], str | None]] = {
    "show_status": _status,
    "show_positions": _positions,
    "list_orders": _orders,
    "list_fills": _fills,
    "show_pnl": _pnl,
    "show_limits": _limits,
    "show_risk": _risk,
    "show_model_risk": _model,
    "show_quotes": _quotes,
    "draw_chart": _chart,
    "list_decisions": _decisions,
}
