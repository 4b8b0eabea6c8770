"""Tool: several acts at once, of which every one lowers risk; all of them, or none."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tools.context import Json, ToolContext
from tools.errors import Refused, Retry
from tools.tool import Tool, ToolResult, tool
from tools.trading.cancel_order import cancel_order
from tools.trading.close_position import close_position
from tools.trading.proposing import joined
from tools.trading.reduce_position import reduce_position

ALLOWED: Mapping[str, Tool] = {one.name: one for one in (close_position, reduce_position, cancel_order)}
MOST = 10
STEP = 100
"""Indices between two acts: one of them may itself be several."""

_FORM = "acts: a list of {tool, args} of close_position, reduce_position or cancel_order"


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act of a batch: its tool by name, and what that takes."""

    tool: str
    args: Json

    @property
    def document(self) -> Json:
        """The act as an argument."""
        return {"tool": self.tool, "args": self.args}


@tool(route="trading", effect="propose", arguments={"acts": f"a list of at most {MOST} acts: {{tool, args}}"})
async def do_several(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Closes, reduces and cancels several things in one go; when one of them cannot be, none is done."""
    acts = _acts(args.get("acts"))
    judged: list[ToolResult] = []
    for index, act in enumerate(acts):
        result = await _run(replace(ctx, dry_run=True), act, index)
        if result.clarify is not None:
            return _asked(acts, index, result.clarify)
        if result.proposal is None or result.verdict is None or _idle(result):
            return _untouched(result, act)
        judged.append(result)
    _apart(judged)
    batch = joined(judged)
    if ctx.dry_run:
        return batch
    if batch.verdict is None or batch.verdict["decision"] != "allow":
        return replace(batch, pending=None, data={**batch.data, "dry_run": False, "untouched": True, "refused": True})
    return joined([await _done(ctx, act, index, judged[index]) for index, act in enumerate(acts)])


def _acts(said: Any) -> list[Act]:
    """The acts, checked; raises Retry for another form and Refused for a tool that may raise risk.

    A model says them as text, which holds the same list as JSON.
    """
    if isinstance(said, str):
        said = _parsed(said)
    if not isinstance(said, Sequence) or isinstance(said, str) or not said:
        raise Retry(f"{_FORM}, not {str(said)!r:.60}")
    if len(said) > MOST:
        raise Retry(f"acts: at most {MOST} at once, not {len(said)}")
    return [_act(one) for one in said]


def _parsed(said: str) -> Any:
    try:
        return json.loads(said)
    except ValueError:
        return said


def _act(said: Any) -> Act:
    if not isinstance(said, Mapping) or not {"tool"} <= said.keys() <= {"tool", "args"}:
        raise Retry(f"{_FORM}, not {str(said)!r:.60}")
    name, args = said["tool"], said.get("args") or {}
    if not isinstance(args, Mapping):
        raise Retry(f"{_FORM}, not {str(said)!r:.60}")
    if name not in ALLOWED:
        raise Refused(f"several acts at once may only close, reduce or cancel, not {str(name)!r:.40}")
    return Act(tool=str(name), args=dict(args))


async def _run(ctx: ToolContext, act: Act, index: int) -> ToolResult:
    return await ALLOWED[act.tool].run(replace(ctx, first_act=ctx.first_act + STEP * index), act.args)


async def _done(ctx: ToolContext, act: Act, index: int, judged: ToolResult) -> ToolResult:
    """What became of one act; the others go on when the situation has changed for this one."""
    try:
        result = await _run(ctx, act, index)
        notice = "the situation has changed meanwhile"
    except (Refused, Retry) as error:
        result, notice = ToolResult(), str(error)
    if result.proposal is not None and result.verdict is not None:
        return result
    return ToolResult(
        proposal=judged.proposal, verdict=judged.verdict, data={**judged.data, "refused": True, "notices": [notice]}
    )


def _idle(result: ToolResult) -> bool:
    """Whether there was nothing to do, although the kernel would not mind."""
    return bool(result.data.get("flat"))


def _untouched(result: ToolResult, act: Act) -> ToolResult:
    """Nothing is done, because one act has nothing to do."""
    data = result.data if "nothing" in result.data else {"nothing": "nothing_to_close", "params": {}}
    return ToolResult(data={**data, "untouched": True, "act": act.document})


def _asked(acts: Sequence[Act], index: int, clarify: Mapping[str, Any]) -> ToolResult:
    """The question of one act; an answer carries the whole batch with it."""
    options = []
    for option in clarify["options"]:
        settled = Act(tool=option.get("tool") or acts[index].tool, args=dict(option["args"]))
        whole = [settled if place == index else act for place, act in enumerate(acts)]
        options.append({**option, "tool": None, "args": {"acts": [act.document for act in whole]}})
    return ToolResult(clarify={**clarify, "options": options})


def _apart(judged: Sequence[ToolResult]) -> None:
    """Raises Retry where two acts are about the same position or order: the second would meet another situation."""
    seen: list[tuple[str, str, str]] = []
    for result in judged:
        proposal = result.proposal or {}
        exits = proposal["kind"] in ("close", "reduce")
        what, name = ("position", str(proposal["symbol"])) if exits else ("order", _of(proposal))
        for before in seen:
            if before[:2] == (proposal["account"], what) and (before[2] == name or "all" in (before[2], name)):
                raise Retry(f"two of the acts are about the same {what} ({name}): say it once")
        seen.append((proposal["account"], what, name))


def _of(proposal: Mapping[str, Any]) -> str:
    """What a cancellation is about: an order, the entries of a symbol, or all."""
    return str(proposal.get("symbol") or proposal["order"])
