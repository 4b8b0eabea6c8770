"""Several acts at once in words: each with what became of it, or why none was done."""

from collections.abc import Mapping
from typing import Any

from bots.messages import text
from bots.render.acts import act, judgement, reasons
from bots.render.wording import clock, describe
from tools.tool import ToolResult


def several(result: ToolResult, lang: str) -> str:
    """A batch: done, judged only, or left alone because one of its acts could not be done."""
    data, proposal = result.data, result.proposal
    if proposal is None:
        return "\n".join([text("batch_untouched", lang), act(result, lang)])
    if data.get("untouched"):
        told = [line for one in proposal["acts"] for line in _hindered(one, lang)]
        return "\n".join([clock(data, lang), text("batch_untouched", lang), *told])
    if data.get("dry_run"):
        told = [line for one in proposal["acts"] for line in _judged(one, lang)]
        return "\n".join([clock(data, lang), *told])
    stay = any(one["kind"] == "cancel" and one["order"] == "all" for one in proposal["acts"])
    return "\n".join([act(result, lang), *([text("stops_stay", lang)] if stay else [])])


def _hindered(one: Mapping[str, Any], lang: str) -> list[str]:
    """Why an act held the others up; nothing for one that did not."""
    match one["verdict"]["decision"]:
        case "deny":
            return [text("denied", lang, what=describe(one, lang)), *reasons(one["verdict"], lang)]
        case "needs_approval":
            return [text("batch_alone", lang, what=describe(one, lang))]
        case _:
            return []


def _judged(one: Mapping[str, Any], lang: str) -> list[str]:
    head = text("preview_head", lang, what=describe(one, lang))
    return [head, *judgement(one["verdict"], lang)]
