"""A verdict explained: the rule, its numbers, what would pass instead, and what set the state of the account."""

from collections.abc import Mapping
from typing import Any

from bots.messages import has, text
from bots.messages.numbers import moment, money, number
from bots.render import verdicts
from bots.render.phrases import phrase
from bots.render.risk import lifting
from bots.render.wording import clock, describe, limit_name, printable
from tools.tool import ToolResult
from tools.trading.explain_refusal import shrunk
from tools.trading.passing import CALLS

Data = Mapping[str, Any]
HASH = 12
"""Characters of the limits' hash that are shown."""


def why(result: ToolResult, lang: str) -> str:
    """What `explain_refusal` found: a code, a verdict, a state, or nothing."""
    data = result.data
    if data.get("found") == "code":
        return "\n".join(_code(data["code"], lang))
    if "nothing" in data:
        params = {name: printable(value) for name, value in data["params"].items()}
        return text(data["nothing"], lang, **params)
    lines = [clock(data, lang)]
    if data["found"] == "verdict":
        lines += _verdict(data["decision"], lang) + _passes(data.get("passes"), lang)
    if data.get("state"):
        lines += _state(data["state"], data["currency"], lang)
    return "\n".join(lines)


def _verdict(one: Data, lang: str) -> list[str]:
    verdict = one["verdict"]
    lines = [_head(one, lang)]
    for reason in verdict["reasons"] if verdict["decision"] == "deny" else ():
        lines += _reason(reason, lang)
    if verdict["decision"] == "needs_approval" and one.get("outcome") is None:
        lines.append(text(f"why_tier_{verdict['tier']}", lang, ticket=printable(one.get("ticket") or "?")))
    if one.get("outcome"):
        key = f"row_decision_{one['outcome']}"
        lines.append(text("why_answer", lang, answer=text(key, lang) if has(key) else printable(one["outcome"])))
    for order in one.get("orders") or ():
        status = text(f"status_{order['status']}", lang, filled=number(order.get("filled"), lang))
        shown = {"id": printable(order["id"]), "status": status}
        reason = order.get("reason")
        lines.append(
            text("why_order_reason", lang, reason=phrase(reason, lang), **shown)
            if reason
            else text("why_order", lang, **shown)
        )
    digest = printable(verdict.get("limits_hash") or "?")[:HASH]
    if one.get("ticket") is None:
        return [*lines, text("why_limits_only", lang, hash=digest)]
    at = moment(one.get("market") or one["at"], lang)
    return [*lines, text("why_limits", lang, at=at, ticket=printable(one.get("ticket") or "-"), hash=digest)]


def _head(one: Data, lang: str) -> str:
    verdict, what = one["verdict"], _what(one["act"], lang)
    if verdict["decision"] == "deny":
        if one.get("mine"):
            return text("why_head", lang, what=what)
        return text("why_head_other", lang, what=what, who=printable(one.get("who") or "?"))
    if verdict["decision"] == "needs_approval":
        return text("why_head_approval", lang, what=what, tier=verdict["tier"])
    if shrunk(one["act"], verdict):
        kept = {"kept": number(verdict["quantity"], lang), "asked": number(one["act"]["quantity"], lang)}
        return text("why_head_shrunk", lang, what=what, **kept)
    return text("why_head_allow", lang, what=what)


def _what(act: Data, lang: str) -> str:
    try:
        return describe(act, lang)
    except (KeyError, StopIteration):
        return printable(act.get("kind"))  # an act of a shape that this version cannot word


def _reason(reason: Data, lang: str) -> list[str]:
    """One reason with its rule, its code and its numbers, and what to change."""
    numbers = ", ".join(f"{name}={printable(value)}" for name, value in reason.get("numbers", {}).items())
    shown = {"rule": reason["rule"], "code": reason["code"], "numbers": numbers or text("no_numbers", lang)}
    lines = [text("why_line", lang, why=verdicts.why(reason, lang), **shown)]
    key = _advice(reason)
    return [*lines, text("why_advice", lang, advice=text(key, lang))] if has(key) else lines


def _advice(reason: Data) -> str:
    """The name of what to change: by code where there is such a text, else by rule."""
    own = f"advice_{reason['code']}"
    return own if has(own) else f"advice_{reason['rule']}"


def _passes(found: Data | None, lang: str) -> list[str]:
    """What of the order would pass now."""
    if found is None:
        return []
    if found["now"] == "needs_approval":
        return [text("pass_now_approval", lang, tier=found.get("tier") or "?")]
    if found["now"] != "deny":
        return [text("pass_now", lang)]
    if found["quantity"] is None:
        return [text("pass_none", lang, codes=", ".join(map(printable, found["codes"])))]
    quantity = number(found["quantity"], lang)
    if found["exact"]:
        return [text("pass_most", lang, quantity=quantity)]
    return [text("pass_most_about", lang, quantity=quantity, calls=CALLS)]


def _state(state: Data, currency: str, lang: str) -> list[str]:
    """What state holds since when, by which numbers, and what lifts it."""
    words = text(f"state_{state['state']}", lang, cause=phrase(state.get("cause"), lang))
    if state.get("since"):
        at = printable(state["since"])[:16].replace("T", " ")
        head = text("why_state_since", lang, state=words, at=at, n=state["n"])
    else:
        head = text("why_state", lang, state=words)
    seen = state.get("numbers") or {}
    if seen.get("equity") is None:
        return [head, *lifting(state, lang)]
    worth = {name: money(seen.get(name), currency, lang) for name in ("equity", "loss")}
    lines = [head, text("why_state_numbers", lang, **worth)]
    for floor in seen.get("floors") or ():
        guard = {name: money(floor.get(name), currency, lang) for name in ("guard", "floor")}
        lines.append(text("why_state_floor", lang, name=limit_name(floor["name"], lang), **guard))
    return [*lines, *lifting(state, lang)]


def _code(code: Data, lang: str) -> list[str]:
    lines = [text("why_code", lang, code=code["code"], rule=code["rule"], text=code["texts"][lang])]
    lines.append(text("why_code_always" if code["always"] else "why_code_raising", lang))
    key = _advice(code)
    return [*lines, text("why_advice", lang, advice=text(key, lang)).strip()] if has(key) else lines
