"""A tool call in words, before any desk has seen it: what an option of a question stands for."""

from collections.abc import Mapping
from typing import Any

from bots.messages import text
from bots.messages.numbers import percent, price
from bots.render.wording import describe, printable

_KINDS = {
    "place_order": "order",
    "preview_order": "order",
    "reduce_position": "reduce",
    "close_position": "close",
    "cancel_order": "cancel",
    "amend_order": "amend",
    "halt_trading": "halt",
    "resume_trading": "resume",
    "advance_market": "advance",
}
_SHARES = {"third": "1/3"}


def wish(tool: str, args: Mapping[str, Any], lang: str) -> str:
    """The call as a person would say it; never raises, whatever the arguments lack."""
    if tool == "do_several":
        return " ; ".join(wish(str(act["tool"]), act["args"], lang) for act in args.get("acts", ()))
    kind = _KINDS.get(tool)
    if kind is None:
        return printable(" ".join((tool, *map(str, args.values()))))
    if kind == "reduce" and "share" in args:
        share = _SHARES.get(str(args["share"])) or percent(str(args["share"]), lang)
        return text("wish_share", lang, symbol=printable(args.get("symbol")), share=share)
    try:
        said = describe({"account": "all" if kind in ("halt", "resume") else "paper", **args, "kind": kind}, lang)
    except (KeyError, StopIteration, ValueError):
        return printable(" ".join(map(str, args.values())))
    account = args.get("account") if kind not in ("halt", "resume") else None
    placed = [] if account is None else [text("wish_account", lang, account=printable(account))]
    return ", ".join([said, *_relative(args, lang), *placed])


def _relative(args: Mapping[str, Any], lang: str) -> list[str]:
    """Protection that was said as a distance from the entry."""
    shown = []
    for leg in ("stop", "target"):
        if args.get(f"{leg}_pct") is not None:
            shown.append(text(f"wish_{leg}_away", lang, distance=percent(str(args[f"{leg}_pct"]), lang)))
        if args.get(f"{leg}_off") is not None:
            shown.append(text(f"wish_{leg}_away", lang, distance=price(str(args[f"{leg}_off"]), lang)))
    return shown
