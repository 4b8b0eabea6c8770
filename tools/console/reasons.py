"""`kernel reasons`: every reason code, from the rules themselves, as JSON or as the page docs/reasons.md."""

import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from tools.console.running import show_json

HEAD = """# Reason codes

Every code that a verdict may carry, in the order in which the rules are asked. This page is generated:
`eva kernel reasons > docs/reasons.md`; a test compares it with the rules.

A rule looks at *every act*, exits included, or only at *what raises risk*: such a rule never stops an exit.
Names in braces are the numbers of the reason. `/why CODE` says the same in the conversation, with what to change.
"""
EVERY, RAISING = "every act", "what raises risk"
KERNEL = "What cannot be known, or not be decided, is denied; some acts need a person's word."
OF_KERNEL = {"APPROVAL": "what raises risk, and resuming"}


def rows() -> list[dict[str, Any]]:
    """`[{code, rule, concerns, exits, what, en, fr}]`: `what` is what the rule says of itself, texts are templates."""
    from policies import kernel
    from policies.rules import RULES

    found: list[dict[str, Any]] = []
    for code, texts in kernel.TEXTS.items():
        concerns: dict[str, Any] = {"concerns": OF_KERNEL.get(code, EVERY), "exits": code not in OF_KERNEL}
        found.append({"code": code, "rule": "kernel", **concerns, "what": KERNEL, **texts})
    for rule in RULES:
        concerns = {"concerns": EVERY if rule.always else RAISING, "exits": rule.always}
        shared = {"rule": rule.name, **concerns, "what": _about(rule.check)}
        found += [{"code": code, **shared, **texts} for code, texts in rule.texts.items()]
    return found


def page() -> str:
    """The rows as one Markdown page, a section a rule."""
    parts, last = [HEAD], ""
    for row in rows():
        if row["rule"] != last:
            last = row["rule"]
            parts.append(f"## {last}\n\n{row['what']}\n\n| code | looks at | English | French |\n|---|---|---|---|\n")
        words = [row["concerns"], *(row[lang].replace("|", "\\|") for lang in ("en", "fr"))]
        shown = [f"`{row['code']}`", *words]
        parts.append(f"| {' | '.join(shown)} |\n")
    return "".join("\n" + part if part.startswith("## ") else part for part in parts)


def reasons(json_: Annotated[bool, typer.Option("--json", help="print JSON instead of a page")] = False) -> int:
    """Prints every reason code with its rule, both texts, and whether it concerns exits."""
    if json_:
        show_json(rows())
    else:
        typer.echo(page(), nl=False)
    return 0


def _about(check: Callable[..., Any]) -> str:
    """The first paragraph of the module that a check stands in, after its name."""
    said = (sys.modules[check.__module__].__doc__ or "").strip().split("\n\n", maxsplit=1)[0]
    words = " ".join(said.split()).partition(": ")[2]
    return words[:1].upper() + words[1:]
