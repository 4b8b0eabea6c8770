"""Acts in words: what was asked, what the kernel said, what became of the orders."""

from collections.abc import Iterable, Mapping
from typing import Any

from bots.messages import text
from bots.messages.numbers import money, number, percent, price
from bots.render.phrases import phrase
from bots.render.verdicts import why
from bots.render.wording import account_name, clock, describe, fill_line, limit_name, order_line, printable
from policies.values import lenient_decimal
from tools.context import Json
from tools.tool import ToolResult


def with_texts(verdict: Mapping[str, Any], lang: str) -> Json:
    """The verdict in its published form, each reason with its text in one language."""
    reasons = [
        {"code": r["code"], "rule": r["rule"], "text": why(r, lang), "numbers": dict(r.get("numbers", {}))}
        for r in verdict.get("reasons", ())
    ]
    names = ("decision", "quantity", "tier")
    return {**{n: verdict.get(n) for n in names}, "reasons": reasons, "limits_hash": verdict.get("limits_hash", "")}


def act(result: ToolResult, lang: str) -> str:
    """Any act: done, refused, or waiting for a person; a dry run reads as a preview."""
    return "\n".join(_act(result, lang))


def preview(result: ToolResult, lang: str) -> str:
    """What the kernel would say, and the worst case."""
    if result.proposal is None or result.verdict is None:
        return _nothing(result, lang)
    data = result.data
    head = text("preview_head", lang, what=describe(result.proposal, lang))
    lines = [clock(data, lang), head, *_reckoned(data, lang), *judgement(result.verdict, lang)]
    worst = data.get("worst_case")
    if worst is None:
        return "\n".join(lines)
    amounts = {name: money(worst.get(name), data["currency"], lang) for name in ("before", "after", "notional")}
    lines.append(text("worst_case" if result.proposal["kind"] == "order" else "worst_case_alone", lang, **amounts))
    return "\n".join([*lines, *_limits_left(data, lang)])


def judgement(verdict: Mapping[str, Any], lang: str) -> list[str]:
    """What the kernel would say of an act, and why when it is no."""
    if verdict["decision"] == "deny":
        return [text("preview_deny", lang), *reasons(verdict, lang)]
    if verdict["decision"] == "needs_approval":
        return [text("preview_approval", lang, tier=verdict.get("tier") or "?")]
    if verdict.get("quantity") is not None:
        return [text("preview_quantity", lang, quantity=number(verdict["quantity"], lang))]
    return [text("preview_allow", lang)]


def cancelled(result: ToolResult, lang: str) -> str:
    """A cancellation; one of everything says what stays."""
    lines = _act(result, lang)
    if _allowed(result) and result.proposal is not None and result.proposal["order"] == "all":
        lines.append(text("stops_stay", lang))
    return "\n".join(lines)


def halted(result: ToolResult, lang: str) -> str:
    """A halt: latched or not, flat or not, and how to go on."""
    if result.data.get("outside") and result.proposal is not None:
        return _halted_outside(result.data, account_name(result.proposal["account"], lang), lang)
    if not _allowed(result) or result.proposal is None:
        return act(result, lang)
    account = account_name(result.proposal["account"], lang)
    flat = "halted_flat" if result.data.get("flat") else "halted_not_flat"
    lines = [clock(result.data, lang), text("halted", lang, account=account), text(flat, lang)]
    lines += _outcome(result.orders, lang) + _notices(result, lang)
    named = account_name(result.proposal["account"], lang) if result.proposal["account"] not in ("all", "paper") else ""
    return "\n".join([*lines, text("halted_resume_in", lang, account=named) if named else text("halted_resume", lang)])


def resumed(result: ToolResult, lang: str) -> str:
    """A latch lifted, or what that still needs."""
    if _allowed(result) and result.proposal is not None:
        return text("resumed", lang, account=account_name(result.proposal["account"], lang))
    return act(result, lang)


def advanced(result: ToolResult, lang: str) -> str:
    """Where the market clock is now, and what was filled on the way."""
    if not _allowed(result):
        return act(result, lang)
    data = result.data
    if data.get("refused"):
        return "\n".join([clock(data, lang), text("advance_refused", lang), *_notices(result, lang)])
    moved = text("advanced" if data.get("finished") else "advance_running", lang)
    lines = [clock(data, lang), moved, *_notices(result, lang)]
    fills = [fill_line(f, data.get("currency", ""), lang) for f in data.get("fills", ())]
    ended = [order_line(order, lang) for order in data.get("ended", ())]
    lines += fills or [text("no_fills_meanwhile", lang)]
    return "\n".join([*lines, *([text("ended_meanwhile", lang), *ended] if ended else [])])


def _halted_outside(data: Mapping[str, Any], account: str, lang: str) -> str:
    """What a halt without the desk came to."""
    if all(one["state"] == "UNREACHABLE" for one in data["accounts"]):
        return text("halted_latched", lang, account=account)
    flat = "halted_flat" if data["flat"] else "halted_not_flat"
    lines = [text("halted_outside", lang), text("halted", lang, account=account), text(flat, lang)]
    return "\n".join([*lines, text("halted_resume", lang)])


def _act(result: ToolResult, lang: str) -> list[str]:
    if result.proposal is None or result.verdict is None:
        return [_nothing(result, lang)]
    if result.data.get("dry_run"):
        return [preview(result, lang)]
    what, verdict = describe(result.proposal, lang), result.verdict
    lines = [clock(result.data, lang)]
    if result.data.get("again"):
        lines.append(text("again", lang))
    if result.proposal["kind"] == "batch":
        told = [line for act in result.proposal["acts"] for line in _one(act, lang)]
        return [*lines, *told, *_outcome(result.orders, lang), *_notices(result, lang)]
    if result.data.get("flat") and result.proposal["kind"] == "close" and verdict["decision"] == "allow":
        return [*lines, text("nothing_to_close", lang)]
    if verdict["decision"] == "deny":
        return [*lines, text("denied", lang, what=what), *reasons(verdict, lang), text("ask_why", lang)]
    if verdict["decision"] == "needs_approval":
        return [*lines, text("needs_approval", lang, what=what)]
    lines.append(text("not_done" if result.data.get("refused") else "done", lang, what=what))
    kept, asked = verdict.get("quantity"), result.proposal.get("quantity")
    if kept is not None and kept != asked and result.proposal["kind"] == "order":
        lines.append(text("sized" if asked is None else "shrunk", lang, quantity=number(kept, lang)))
    lines += _reckoned(result.data, lang)
    return lines + _outcome(result.orders, lang) + _notices(result, lang)


def _one(act: Mapping[str, Any], lang: str) -> list[str]:
    """One act of a batch with its own verdict."""
    heads = {"allow": "not_done" if act.get("refused") else "done", "needs_approval": "needs_approval"}
    head = text(heads.get(act["verdict"]["decision"], "denied"), lang, what=describe(act, lang))
    return [head, *(reasons(act["verdict"], lang) if act["verdict"]["decision"] == "deny" else ())]


def _nothing(result: ToolResult, lang: str) -> str:
    return text(result.data["nothing"], lang, **result.data.get("params", {}))


def _allowed(result: ToolResult) -> bool:
    return result.verdict is not None and result.verdict["decision"] == "allow" and not result.data.get("dry_run")


def _notices(result: ToolResult, lang: str) -> list[str]:
    return [text("notice", lang, notice=phrase(notice, lang)) for notice in result.data.get("notices", ())]


def reasons(verdict: Mapping[str, Any], lang: str) -> list[str]:
    """One line a reason."""
    return [text("reason_line", lang, why=why(r, lang), code=r["code"]) for r in verdict["reasons"]]


def _reckoned(data: Mapping[str, Any], lang: str) -> list[str]:
    """How prices said as distances came about."""
    found = data.get("reckoned")
    if found is None:
        return []
    entry = {"entry": price(found["entry"], lang), "basis": text(f"basis_{found['basis']}", lang)}
    lines = []
    for leg in found["legs"]:
        side = "below" if lenient_decimal(leg["price"]) < lenient_decimal(found["entry"]) else "above"
        distance = percent(leg["value"], lang) if leg["unit"] == "pct" else price(leg["value"], lang)
        words = {"leg": text(f"leg_{leg['leg']}", lang), "price": price(leg["price"], lang), "distance": distance}
        lines.append(text(f"reckoned_{side}", lang, **words, **entry))
    return lines


def _limits_left(data: Mapping[str, Any], lang: str) -> list[str]:
    """The headroom of each limit now and after."""
    lines = []
    for limit in data.get("limits") or ():
        amounts = {name: money(limit[name], data["currency"], lang) for name in ("headroom", "after")}
        lines.append(text("limit_left", lang, name=limit_name(limit["name"], lang), **amounts))
    return [text("limits_left", lang), *lines] if lines else []


def _outcome(orders: Iterable[Mapping[str, Any]], lang: str) -> list[str]:
    return [
        "  "
        + text(
            f"order_{order['status']}",
            lang,
            id=printable(order["id"]),
            filled=number(order.get("filled"), lang),
            price=price(order.get("price"), lang),
        )
        for order in orders
    ]
