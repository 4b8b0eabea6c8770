"""The health of the installation in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from bots.messages import text
from bots.render.wording import printable


def health(checks: Iterable[Mapping[str, Any]], lang: str) -> str:
    """One line a check, and the next step of what is not well."""
    lines = [text("doctor", lang)]
    for check in checks:
        shown = {name: printable(check.get(name) or "") for name in ("status", "check", "detail", "next_step")}
        shown["status"] = f"{shown['status']:<4}"
        lines.append(text("check", lang, **{k: v for k, v in shown.items() if k != "next_step"}))
        if shown["next_step"] and check["status"] in ("warn", "fail"):
            lines.append(text("check_next", lang, next_step=shown["next_step"]))
    return "\n".join(lines)
