"""Acts in words: what was asked, what the kernel said, what became of the orders."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bots.messages import text
from bots.messages.numbers import money, number, price
from bots.render.wording import account_name, clock, describe, fill_line, printable
from tools.context import Json
from tools.tool import ToolResult

_NUMBER = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,12})?")


def with_texts(verdict: Mapping[str, Any], lang: str) -> Json:
    """The verdict in its published form, each reason with its text in one language."""
    reasons = [
        {"code": r["code"], "rule": r["rule"], "text": why(r, lang), "numbers": dict(r.get("numbers", {}))}
        for r in verdict.get("reasons", ())
    ]
    names = ("decision", "quantity", "tier")
    return {**{n: verdict.get(n) for n in names}, "reasons": reasons, "limits_hash": verdict.get("limits_hash", "")}


def why(reason: Mapping[str, Any], lang: str) -> str:
    """One reason as a sentence, its numbers as the reader writes them."""
    # The kernel's texts come with every rule there is: a command that is not refused need not wait for them.
    from policies.kernel import explain
    from policies.verdicts import Reason

    numbers = {str(k): _readable(v, lang) for k, v in reason.get("numbers", {}).items()}
    return explain(Reason(code=reason["code"], rule=reason["rule"], numbers=numbers), lang)


def _readable(value: object, lang: str) -> str:
    return number(value, lang) if _NUMBER.fullmatch(str(value)) else printable(value)


def act(result: ToolResult, lang: str) -> str:
    """Any act: done, refused, or waiting for a person; a dry run reads as a preview."""
    return "\n".join(_act(result, lang))


def preview(result: ToolResult, lang: str) -> str:
    """What the kernel would say, and the worst case."""
    if result.proposal is None or result.verdict is None:
        return _nothing(result, lang)
    verdict, data = result.verdict, result.data
    lines = [clock(data, lang), text("preview_head", lang, what=describe(result.proposal, lang))]
    if verdict["decision"] == "deny":
        lines += [text("preview_deny", lang), *_reasons(verdict, lang)]
    elif verdict["decision"] == "needs_approval":
        lines.append(text("preview_approval", lang, tier=verdict.get("tier") or "?"))
    elif verdict.get("quantity") is not None:
        lines.append(text("preview_quantity", lang, quantity=number(verdict["quantity"], lang)))
    else:
        lines.append(text("preview_allow", lang))
    worst = data.get("worst_case")
    if worst is not None:
        amounts = {name: money(worst.get(name), data["currency"], lang) for name in ("before", "after", "notional")}
        lines.append(text("worst_case", lang, **amounts))
    return "\n".join(lines)


def cancelled(result: ToolResult, lang: str) -> str:
    """A cancellation; one of everything says what stays."""
    lines = _act(result, lang)
    if _allowed(result) and result.proposal is not None and result.proposal["order"] == "all":
        lines.append(text("stops_stay", lang))
    return "\n".join(lines)


def halted(result: ToolResult, lang: str) -> str:
    """A halt: latched or not, flat or not, and how to go on."""
    if not _allowed(result) or result.proposal is None:
        return act(result, lang)
    account = account_name(result.proposal["account"], lang)
    flat = "halted_flat" if result.data.get("flat") else "halted_not_flat"
    lines = [clock(result.data, lang), text("halted", lang, account=account), text(flat, lang)]
    lines += _outcome(result.orders, lang) + _notices(result, lang)
    return "\n".join([*lines, text("halted_resume", lang)])


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
    return "\n".join([*lines, *(fills or [text("no_fills_meanwhile", lang)])])


def refusal(body: Mapping[str, Any], lang: str) -> str:
    """The last refusal in full: rule, code and numbers of each reason."""
    lines = [text("why_head", lang, what=describe(body["proposal"], lang))]
    for reason in body["verdict"]["reasons"]:
        numbers = ", ".join(f"{k}={printable(v)}" for k, v in reason.get("numbers", {}).items())
        shown = {"rule": reason["rule"], "code": reason["code"], "numbers": numbers or text("no_numbers", lang)}
        lines.append(text("why_line", lang, why=why(reason, lang), **shown))
    return "\n".join(lines)


def _act(result: ToolResult, lang: str) -> list[str]:
    if result.proposal is None or result.verdict is None:
        return [_nothing(result, lang)]
    if result.data.get("dry_run"):
        return [preview(result, lang)]
    what, verdict = describe(result.proposal, lang), result.verdict
    lines = [clock(result.data, lang)]
    if result.data.get("again"):
        lines.append(text("again", lang))
    if verdict["decision"] == "deny":
        return [*lines, text("denied", lang, what=what), *_reasons(verdict, lang), text("ask_why", lang)]
    if verdict["decision"] == "needs_approval":
        return [*lines, text("needs_approval", lang, what=what)]
    lines.append(text("not_done" if result.data.get("refused") else "done", lang, what=what))
    kept, asked = verdict.get("quantity"), result.proposal.get("quantity")
    if kept is not None and kept != asked and result.proposal["kind"] == "order":
        lines.append(text("sized" if asked is None else "shrunk", lang, quantity=number(kept, lang)))
    return lines + _outcome(result.orders, lang) + _notices(result, lang)


def _nothing(result: ToolResult, lang: str) -> str:
    return text(result.data["nothing"], lang, **result.data.get("params", {}))


def _allowed(result: ToolResult) -> bool:
    return result.verdict is not None and result.verdict["decision"] == "allow" and not result.data.get("dry_run")


def _notices(result: ToolResult, lang: str) -> list[str]:
    return [text("notice", lang, notice=printable(notice)) for notice in result.data.get("notices", ())]


def _reasons(verdict: Mapping[str, Any], lang: str) -> list[str]:
    return [text("reason_line", lang, why=why(r, lang), code=r["code"]) for r in verdict["reasons"]]


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
