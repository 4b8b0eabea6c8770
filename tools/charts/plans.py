"""What a chart is to show, as plain JSON: series, labelled lines and titles in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from policies.values import ONE, plain
from tools.charts.words import TEXTS, text
from tools.context import Json
from tools.numerals import day, number, price
from tools.trading.accounts import number as decimal

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Series:
    """What a chart covers, in numbers: days ISO 8601, the change from first to last in percent."""

    first: str
    until: str
    last: Decimal
    change: Decimal
    low: Decimal
    high: Decimal

    @property
    def data(self) -> Json:
        """The same for a tool's result."""
        numbers = {"last": self.last, "change_pct": self.change, "low": self.low, "high": self.high}
        return {"from": self.first, "to": self.until, **{name: plain(value) for name, value in numbers.items()}}


def of_prices(bars: Sequence[Mapping[str, Any]], last: Decimal) -> Series:
    """The numbers of daily bars, and of the price now after them."""
    return Series(
        first=bars[0]["day"],
        until=bars[-1]["day"],
        last=last,
        change=_change(decimal(bars[0]["close"]), last),
        low=min(last, *(decimal(bar["low"]) for bar in bars)),
        high=max(last, *(decimal(bar["high"]) for bar in bars)),
    )


def of_equity(days: Sequence[Mapping[str, Any]]) -> Series:
    """The numbers of equity by day, the last one being now."""
    values = [decimal(one["equity"]) for one in days]
    return Series(
        first=days[0]["day"],
        until=days[-1]["day"],
        last=values[-1],
        change=_change(values[0], values[-1]),
        low=min(values),
        high=max(values),
    )


def price_plan(account: Json, symbol: str, bars: Sequence[Mapping[str, Any]], series: Series, lang: str) -> Json:
    """A chart of bars with the price now, what is held, and what works, as lines."""
    shown = {"symbol": symbol, "count": len(bars), "first": day(series.first, lang), "last": day(series.until, lang)}
    return {
        "kind": "price",
        "lang": lang,
        "title": text("chart_price_title", lang, replay=_replay(account), **shown),
        "summary": _summary(series, lang),
        "below": text("chart_volume", lang),
        "days": [bar["day"] for bar in bars],
        "bars": [[str(bar[name]) for name in ("open", "high", "low", "close", "volume")] for bar in bars],
        "lines": [_line("last", "last", series.last, lang), *_of_symbol(account, symbol, lang)],
    }


def equity_plan(account: Json, days: Sequence[Mapping[str, Any]], series: Series, lang: str) -> Json:
    """A chart of equity by day with the floors of the limits, and the drawdown below."""
    ends = {"first": day(series.first, lang), "last": day(series.until, lang)}
    floors = [limit for limit in account.get("limits") or () if limit.get("floor") is not None]
    return {
        "kind": "equity",
        "lang": lang,
        "title": text("chart_equity_title", lang, replay=_replay(account), account=account["id"], **ends),
        "summary": _summary(series, lang),
        "below": text("chart_drawdown", lang),
        "days": [one["day"] for one in days],
        "values": [str(one["equity"]) for one in days],
        "lines": [_line("floor", _floor(limit["name"]), decimal(limit["floor"]), lang) for limit in floors],
    }


def risk_plan(account: Json, days: Sequence[Mapping[str, Any]], series: Series, lang: str) -> Json:
    """A chart of equity by day with each floor as it stood that day, and the distance to the nearest one below.

    Days are as `accounts.days_of` gives them; a floor that was not recorded on a day is null there.
    """
    plan = equity_plan(account, days, series, lang)
    names = dict.fromkeys(name for one in days for name in one.get("floors") or {})
    ends = {"first": day(series.first, lang), "last": day(series.until, lang)}
    return {
        **plan,
        "kind": "risk",
        "title": text("chart_risk_title", lang, replay=_replay(account), account=account["id"], **ends),
        "below": text("chart_headroom", lang),
        "floors": [[_text((one.get("floors") or {}).get(name)) for one in days] for name in names],
        "guards": [[_text((one.get("guards") or {}).get(name)) for one in days] for name in names],
        "lines": [
            *plan["lines"],
            *(
                _line("floor", "guard", decimal(limit["guard"]), lang)
                for limit in account.get("limits") or ()
                if limit.get("guard") is not None
            ),
        ],
        "room": [None if (room := headroom(one)) is None else plain(room) for one in days],
    }


def guarded(account: Json, days: Sequence[Mapping[str, Any]]) -> list[Json]:
    """The days with `guards` beside their floors: a guard of the past stands as far before its floor as it does now."""
    ahead = {
        limit["name"]: decimal(limit["guard"]) - decimal(limit["floor"])
        for limit in account.get("limits") or ()
        if limit.get("guard") is not None and limit.get("floor") is not None
    }
    return [{**one, "guards": _moved(one.get("floors") or {}, ahead)} for one in days]


def _moved(floors: Mapping[str, Any], ahead: Mapping[str, Decimal]) -> dict[str, str]:
    return {
        name: plain(decimal(floor) + ahead[name])
        for name, floor in floors.items()
        if name in ahead and decimal(floor).is_finite()
    }


def headroom(one: Mapping[str, Any]) -> Decimal | None:
    """How far equity was above the nearest guard of a day, or floor where no guard is known; None without either."""
    levels = {**(one.get("floors") or {}), **(one.get("guards") or {})}
    found = [decimal(one["equity"]) - decimal(level) for level in levels.values()]
    return min((room for room in found if room.is_finite()), default=None)


def _text(value: object) -> str | None:
    return None if value is None or not decimal(value).is_finite() else str(value)


def _of_symbol(account: Json, symbol: str, lang: str) -> list[Json]:
    """The lines of a position and of working orders; a leg shown with its order is not shown twice."""
    orders = [order for order in account.get("orders", ()) if order["symbol"] == symbol]
    held = [position for position in account.get("positions", ()) if position["symbol"] == symbol]
    lines = [_line("entry", "entry", decimal(position["price"]), lang) for position in held]
    for order in orders:
        lines += _of_order(order, lang)
    unique = {(line["kind"], line["value"]): line for line in lines if decimal(line["value"]).is_finite()}
    return list(unique.values())


def _of_order(order: Json, lang: str) -> list[Json]:
    role = order.get("role")
    if role in ("stop", "target"):
        at = order.get("trigger") if role == "stop" else order.get("limit")
        return [_line(role, role, decimal(at), lang)]
    at = order.get("limit") if order.get("limit") is not None else order.get("trigger")
    size = number(order.get("remaining", order["quantity"]), lang)
    lines = [_line("order", order["side"], decimal(at), lang, quantity=size)]
    return lines + [_line(leg, leg, decimal(order[leg]), lang) for leg in ("stop", "target") if order.get(leg)]


def _line(kind: str, word: str, value: Decimal, lang: str, **more: str) -> Json:
    return {"kind": kind, "value": plain(value), "text": text(f"chart_{word}", lang, price=price(value, lang), **more)}


def _floor(name: str) -> str:
    known = f"floor_{name.partition('-')[0]}"
    return known if f"chart_{known}" in TEXTS else "floor"


def _summary(series: Series, lang: str) -> str:
    plus = "+" if series.change > 0 else ""
    words = {"now": price(series.last, lang), "low": price(series.low, lang), "high": price(series.high, lang)}
    return text("chart_summary", lang, change=plus + number(series.change, lang), **words)


def _change(first: Decimal, last: Decimal) -> Decimal:
    return ((last / first - ONE) * 100).quantize(HUNDREDTH) if first else Decimal(0)


def _replay(account: Json) -> str:
    return "REPLAY · " if account.get("replay") else ""
