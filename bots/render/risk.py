"""The risk of an account in words: each limit, what would hit the first, sizes, resets, and what lifts a halt."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bots.messages import text
from bots.messages.numbers import moment, money, number, percent, price
from bots.render.hours import time_left
from bots.render.phrases import phrase
from bots.render.wording import clock, limit_name, printable
from policies.values import ZERO, lenient_decimal
from tools.tool import ToolResult

Data = Mapping[str, Any]
SOON = timedelta(hours=48)
"""How far ahead a moment is also told as a span."""


def risk(result: ToolResult, lang: str) -> str:
    """Everything that `show_risk` found, the losses first."""
    data = result.data
    lines = [clock(data, lang), *_state(data, lang)]
    if data.get("missing"):
        lines.append(text("risk_missing", lang, what=phrase(data["missing"], lang)))
    else:
        lines += [*_losses(data, lang), *_holdings(data, lang), *_sizes(data, lang)]
    return "\n".join([*lines, *_time(data, lang)])


def _state(data: Data, lang: str) -> list[str]:
    switch = data.get("switch")
    if switch is None:
        return []
    state = text(f"state_{switch['state']}", lang, cause=phrase(switch.get("cause"), lang))
    return [text("state", lang, state=state, ruleset=printable(data.get("ruleset") or "?")), *lifting(switch, lang)]


def lifting(switch: Data, lang: str) -> list[str]:
    """What lifts the state that an account is in; nothing for an active one."""
    if switch["state"] == "ACTIVE" and not switch.get("latched"):
        return []
    if switch.get("strangers"):
        return [text("lift_strangers", lang)]
    if not switch.get("latched"):
        return [text("lift_cause", lang)]
    if switch.get("effect") == "hard":
        lines = [text("lift_hard", lang)]
    elif switch.get("until"):
        lines = [text("lift_soft", lang, at=moment(switch["until"], lang))]
    else:
        lines = [text("lift_soft_unknown", lang)]
    guard = str(switch.get("cause") or "").endswith("loss guard")
    return [*lines, *([text("lift_guard", lang)] if guard else [])]


def _losses(data: Data, lang: str) -> list[str]:
    currency = data["currency"]
    worth = {"equity": money(data["equity"], currency, lang), "loss": money(data["worst_case"], currency, lang)}
    lines = [
        text("risk_worth", lang, **worth),
        text("risk_floors", lang, ruleset=printable(data.get("ruleset") or "?")),
    ]
    for floor in data["floors"]:
        lines += _floor(floor, currency, lang)
    first = next((floor for floor in data["floors"] if floor["name"] == data.get("first")), None)
    if first is not None and len(data["floors"]) > 1 and lenient_decimal(first["headroom"]) > ZERO:
        room = money(first["headroom"], currency, lang)
        lines.append(text("risk_first", lang, name=limit_name(first["name"], lang), room=room))
    return lines


def _floor(floor: Data, currency: str, lang: str) -> list[str]:
    names = ("headroom", "allowance", "guard", "floor")
    amounts = {name: money(floor.get(name), currency, lang) for name in names}
    headroom, after = lenient_decimal(floor["headroom"]), lenient_decimal(floor["after"])
    name = limit_name(floor["name"], lang)
    if headroom <= ZERO:
        beyond = money(-headroom, currency, lang)
        return [text("risk_floor_hit", lang, name=name, beyond=beyond, guard=amounts["guard"], floor=amounts["floor"])]
    lines = [text("risk_floor", lang, name=name, share=_share(floor.get("share"), lang), **amounts)]
    if after < ZERO:
        return [*lines, text("risk_floor_beyond", lang, beyond=money(-after, currency, lang))]
    if after < headroom:
        lines.append(text("risk_floor_after", lang, after=money(after, currency, lang)))
    return lines


def _share(value: object, lang: str, *, signed: bool = False) -> str:
    """A share to a tenth of a percent."""
    exact = lenient_decimal(value)
    return percent(round(exact, 3) if exact.is_finite() else "?", lang, signed=signed)


def _holdings(data: Data, lang: str) -> list[str]:
    found: Sequence[Data] = data["holdings"]
    if not found:
        return [text("risk_nothing_held", lang)] if data.get("first") else []
    lines = [text("risk_holdings", lang), *(_holding(held, lang) for held in found)]
    near = next((held for held in found if held["symbol"] == data.get("nearest")), None)
    if near is not None and len(found) > 1:
        lines.append(text("risk_nearest", lang, symbol=printable(near["symbol"]), hit=price(near["hit"], lang)))
    return lines


def _holding(held: Data, lang: str) -> str:
    what = {"quantity": number(held["quantity"], lang), "symbol": printable(held["symbol"])}
    what["price"] = price(held["price"], lang)
    if lenient_decimal(held.get("room")) <= ZERO:
        return text("risk_now", lang, **what)
    if held.get("hit") is None:
        return text("risk_never", lang, **what)
    move = number(held["move"], lang)
    said = text(
        "risk_holding",
        lang,
        hit=price(held["hit"], lang),
        share=_share(held["share"], lang, signed=True),
        move=move,
        **what,
    )
    if held.get("atrs") is None:
        said += text("risk_no_atr", lang)
    else:
        atr = {"atrs": number(held["atrs"], lang), "atr": price(held["atr"], lang), "ranges": held["ranges"]}
        said += text("risk_atrs", lang, **atr)
    if held.get("leave") is not None:
        said += text("risk_leave", lang, leave=price(held["leave"], lang))
    return said + (text("risk_stop_first", lang, stop=price(held["stop"], lang)) if held.get("stop_first") else "")


def _sizes(data: Data, lang: str) -> list[str]:
    lines = [text("risk_sizes", lang)] if data["sizes"] else []
    for size in data["sizes"]:
        names = ("used", "allowed", "left")
        if size["name"] == "class_lots":
            shown = {name: number(size[name], lang) for name in names}
        else:
            shown = {name: money(size[name], data["currency"], lang) for name in names}
        key = "risk_size_of" if size.get("of") else "risk_size"
        if size["name"] == "order_notional":
            key = "risk_size_each"
        of = {"of": printable(size["of"])} if size.get("of") else {}
        lines.append(text(key, lang, name=limit_name(size["name"], lang), **shown, **of))
    best = data.get("consistency")
    if best is not None:
        amounts = {
            name: money(best[name], data["currency"], lang, signed=name == "today") for name in ("today", "allowed")
        }
        lines.append(text("risk_consistency", lang, **amounts))
    return lines


def _time(data: Data, lang: str) -> list[str]:
    """What has to be closed by when, and the nearest reset."""
    lines = []
    now, flat = data.get("market_time"), data.get("flat_by")
    if flat is not None:
        where = {"wall": flat["wall"], "zone": printable(flat["zone"])}
        if flat["due"]:
            lines.append(text("risk_flat_due", lang, **where))
        else:
            at = {"at": moment(flat["at"], lang), "left": _in(now, flat["at"], lang)}
            lines.append(text("risk_flat", lang, **where, **at))
    for reset in list(data.get("resets") or ())[:1]:
        where = {"wall": reset["wall"], "zone": printable(reset["zone"])}
        lines.append(text("risk_reset", lang, at=moment(reset["at"], lang), left=_in(now, reset["at"], lang), **where))
    return lines


def _in(now: object, until: object, lang: str) -> str:
    try:
        far = datetime.fromisoformat(str(until)) - datetime.fromisoformat(str(now)) > SOON
    except (ValueError, TypeError):
        return ""
    span = time_left(now, until, lang)
    return "" if far or span is None else text("risk_left", lang, span=span)
