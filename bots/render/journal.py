"""The desk's journal in words: whether its chain holds, and one line for each of its last rows."""

from collections.abc import Mapping
from typing import Any

from bots.messages import has, text
from bots.messages.numbers import number, price
from bots.render.phrases import phrase
from bots.render.wording import changes, describe, printable, working_terms
from tools.rows import said
from tools.tool import ToolResult


def audit(result: ToolResult, lang: str) -> str:
    """Whether the chain holds, and its end."""
    data = result.data
    head = text("audit_ok" if data["ok"] else "audit_bad", lang, rows=data["rows"], first_bad=data.get("first_bad"))
    return "\n".join([head, *(_line(row, lang) for row in data.get("tail", ()))])


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
