"""The tools of one turn as the model meets them: few, text only, counted, and never more told than a fixed code."""

import asyncio
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from agents.understanding import Route
from agents.workers.fencing import fenced, stripped
from agents.workers.values import Called, Stop, ToolError, Use
from policies.values import Label
from tools.context import Json
from tools.errors import AwaitingApproval, Misconfigured, Refused, Retry, Unreachable
from tools.tool import Tool, ToolResult

MOST_CALLS = 12
"""Uses of tools in a turn; after them the model is told so, and after as many again the turn ends."""
LONGEST_RESULT, LONGEST_RESULTS = 4_000, 16_000
"""Characters of one result that the model is shown, and of all results of a turn."""

_LONGEST_ARGUMENT = 200
_NOTES: Final[Mapping[ToolError, str]] = {
    "RETRY": "it could not be done that way: ask the person, or call again differently",
    "REFUSED": "the answer is no and stays no: do not call it again",
    "UNREACHABLE": "it does not answer now: do not call it again",
    "BAD_ARGUMENTS": "no such tool, or arguments that it does not take: only those of its schema, as text",
    "LIMIT": "no more tools in this turn: answer with what you have",
    "BUG": "it failed: do not call it again",
}
_JUDGED = "Nothing was done. The person is shown this act and asked to confirm it."
_ASKED = "Nothing was done. The person is asked this question."


def tools_for(route: Route, label: Label, tools: Sequence[Tool]) -> tuple[Tool, ...]:
    """The tools of a turn: the factory's own; for the assistant all that read. Below INTERNAL, own ones that read."""
    trusted = label.rank <= Label.INTERNAL.rank
    if route in ("assistant", "unclear"):
        return tuple(t for t in tools if t.effect == "read" and (trusted or t.route == "assistant"))
    return tuple(t for t in tools if t.route == route and (trusted or t.effect == "read"))


class Toolbox:
    """Runs what the model calls, through the `use` of whoever asked, one after the other, and keeps what came of it."""

    def __init__(self, *, tools: Sequence[Tool], use: Use) -> None:
        self._tools = {tool.name: tool for tool in tools}
        self._use = use
        self._turn = asyncio.Lock()
        self._asked = 0
        self._room = LONGEST_RESULTS
        self.calls: list[Called] = []

    async def call(self, name: str, args: Any) -> str:
        """What the model is told; raises Stop when it does not stop by itself."""
        async with self._turn:
            self._asked += 1
            if self._asked > 2 * MOST_CALLS:
                raise Stop("limits")
            tool = self._tools.get(name)
            given = _texts(args, tool.arguments) if tool is not None else None
            if tool is None or given is None:
                return self._failed(tool, {}, "BAD_ARGUMENTS")
            if self._asked > MOST_CALLS:
                return self._failed(tool, given, "LIMIT")
            return await self._run(tool, given)

    async def _run(self, tool: Tool, args: Mapping[str, str]) -> str:
        try:
            result = await self._use(tool.name, args)
            told = self._told(tool, result)
        except Retry:
            return self._failed(tool, args, "RETRY")
        except (Refused, AwaitingApproval):
            return self._failed(tool, args, "REFUSED")
        except (Unreachable, Misconfigured):
            return self._failed(tool, args, "UNREACHABLE")
        except Exception as error:  # noqa: BLE001 - whatever a tool raises, the model learns a code and the turn goes on
            _log(tool.name, error)
            return self._failed(tool, args, "BUG")
        self.calls.append(Called(tool=tool.name, args=args, result=result))
        return told

    def _failed(self, tool: Tool | None, args: Mapping[str, str], code: ToolError) -> str:
        self.calls.append(Called(tool=tool.name if tool else "", args=args, error=code))
        return json.dumps({"error": code, "note": _NOTES[code]})

    def _told(self, tool: Tool, result: ToolResult) -> str:
        """The result as compact JSON in a fence, cut to the room that is left, which is said."""
        shown = result.data if tool.effect == "read" and result.clarify is None else _proposed(result)
        text = json.dumps(_clean(shown), ensure_ascii=False, separators=(",", ":"), default=str)
        room = max(0, min(LONGEST_RESULT, self._room))
        self._room -= min(len(text), room)
        if len(text) <= room:
            return fenced(f"result of {tool.name}", text)
        return fenced(f"result of {tool.name}, cut: {room} of {len(text)} characters", text[:room])


def _proposed(result: ToolResult) -> Json:
    """What became of a proposal: a question, or a verdict that a person still has to confirm."""
    if result.clarify is not None:
        options = [str(option.get("label", "")) for option in result.clarify.get("options", ())]
        return {"question": result.clarify.get("question"), "options": options, "note": _ASKED}
    verdict = result.verdict or {}
    reasons = [reason.get("code") for reason in verdict.get("reasons", ())]
    judged = {"judged": verdict.get("decision", "unknown"), "reasons": reasons, "proposal": result.proposal}
    if verdict.get("quantity") is not None:
        judged["quantity"] = verdict["quantity"]
    return {**judged, "note": _JUDGED}


def _texts(args: Any, known: Mapping[str, str]) -> dict[str, str] | None:
    """Arguments as the tools take them, all text; None when one is unknown, too long, or neither text nor a number."""
    if not isinstance(args, Mapping):
        return None
    given: dict[str, str] = {}
    for name, value in args.items():
        if value is None or value == "":
            continue
        if name not in known or isinstance(value, bool) or not isinstance(value, str | int | float):
            return None
        text = value if isinstance(value, str) else repr(value)
        if isinstance(value, float) and not math.isfinite(value):
            return None
        if len(text) > _LONGEST_ARGUMENT or text != stripped(text, _LONGEST_ARGUMENT):
            return None
        given[name] = text
    return given


def _clean(value: Any) -> Any:
    """The same JSON with every text in it stripped."""
    if isinstance(value, str):
        return stripped(value, LONGEST_RESULT)
    if isinstance(value, Mapping):
        return {stripped(str(key), LONGEST_RESULT): _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    return value


def _log(name: str, error: Exception) -> None:
    """The kind of an error and where it was raised; its text may hold what a person wrote."""
    import logging

    trace, where = error.__traceback__, ""
    while trace is not None:
        where, trace = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}", trace.tb_next
    logging.getLogger(__name__).error("tool %s failed with %s at %s", name, type(error).__name__, where)
