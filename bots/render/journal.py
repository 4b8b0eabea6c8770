"""The desk's journal in words: whether its chain holds, and one line for each of its last rows."""

from collections.abc import Mapping
from typing import Any

from bots.messages import has, text
from bots.messages.numbers import moment, number, price
from bots.render.phrases import phrase
from bots.render.verdicts import why
from bots.render.wording import changes, clock, describe, printable, working_terms
from tools.rows import said
from tools.tool import ToolResult


def audit(result: ToolResult, lang: str) -> str:
    """Whether the chain holds, and its end."""
    data = result.data
    head = text("audit_ok" if data["ok"] else "audit_bad", lang, rows=data["rows"], first_bad=data.get("first_bad"))
    return "\n".join([head, *(_line(row, lang) for row in data.get("tail", ()))])


def decisions(result: ToolResult, lang: str) -> str:
    """What was asked, what the kernel said, and why."""
    data = result.data
    denied = data.get("only") == "denied"
    found = data["decisions"]
    if not found:
        lines = [text("decisions_none_denied" if denied else "decisions_none", lang)]
    else:
        head = text("decisions_denied" if denied else "decisions", lang)
        lines = [head, *(line for one in found for line in decision_lines(one, lang))]
    if data["looked"] < data["rows"]:
        lines.append(text("decisions_looked", lang, looked=data["looked"], rows=data["rows"]))
    return "\n".join([clock(data, lang), *lines])


def decision_lines(one: Mapping[str, Any], lang: str) -> list[str]:
    """When, what, the verdict, what a person answered, and the reasons of a refusal."""
    verdict = one["verdict"]
    try:
        what = describe(one["act"], lang)
    except (KeyError, StopIteration):
        what = printable(one["act"].get("kind"))  # an act of a shape that this version cannot word
    at = moment(one.get("market") or one["at"], lang)
    key = f"decision_{verdict['decision']}"
    lines = [text(key, lang, at=at, what=what, **({"tier": verdict.get("tier") or "?"} if "needs" in key else {}))]
    if one.get("outcome"):
        lines.append(text("decision_answered", lang, answer=_answer(one["outcome"], lang)))
    if verdict["decision"] == "deny":
        lines += [text("decision_reason", lang, why=why(r, lang), code=r["code"]) for r in verdict["reasons"]]
    return lines


def _answer(outcome: object, lang: str) -> str:
    key = f"row_decision_{outcome}"
    return text(key, lang) if has(key) else printable(outcome)


def _line(row: Mapping[str, Any], lang: str) -> str:
    at = printable(row["at"])[:19].replace("T", " ")
    told = said(row)
    try:
        shown = {name: _shown(name, value, lang) for name, value in told.params.items()}
        words = text(told.key, lang, **shown)
    except (KeyError, TypeError, StopIteration):
        words = printable(row["kind"])  # an act of a shape that this version cannot word
    return text("audit_row", lang, n=row["n"], at=at, account=printable(row.get("account") or "-"), words=words)


def _shown(name: str, value: Any, lang: str) -> str:
    """A value by its name; acts, orders and changes are objects."""
    match name:
        case "act":
            return describe(value, lang)
        case "terms":
            return _terms(value, lang)
        case "changes":
            return changes(value, lang)
        case "cause":
            return phrase(value, lang)
        case "quantity":
            return number(value, lang)
        case "price" | "fee" | "equity" | "balance" | "initial":
            return price(value, lang)
        case "side" | "status" | "state":
            key = f"{'state_word' if name == 'state' else name}_{value}"
            return text(key, lang, filled="?") if has(key) else printable(value)
        case _:
            return printable(value)


def _terms(order: Mapping[str, Any], lang: str) -> str:
    role, side = text(f"role_{order['role']}", lang), text(f"side_{order['side']}", lang)
    size = f"{number(order['quantity'], lang)} {printable(order['symbol'])}"
    return f"{role}, {side} {size} {working_terms(order, lang)}"
