"""The worker: answers a turn with the language model, within its time, and never with an exception."""

import asyncio
import contextlib
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from agents.models.choosing import model_of
from agents.workers.budget import Budget
from agents.workers.prompting import message_of, system_prompt
from agents.workers.toolbox import Toolbox, tools_for
from agents.workers.values import Answered, Ask, Degraded, OnText, Stop, Use
from tools.registry import TOOLS
from tools.settings import Settings
from tools.tool import Tool

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from agents.workers.turn import Meter

_STEPS = 64
"""Far above what the limits of a turn allow; the graph's own limit is 9,999."""
_ACCOUNTS_S = 1.0
"""How long writing down the tokens of a cut turn may take."""


class Worker:
    """One a process. It imports the model's libraries at its first answer, or when `warm` is called before."""

    def __init__(self, *, settings: Settings, budget: Budget, tools: Sequence[Tool] = TOOLS) -> None:
        self._settings, self._budget, self._tools = settings, budget, tuple(tools)
        self._model: BaseChatModel | None = None

    def warm(self) -> None:
        """Imports and builds what the first answer needs, in about a second; Misconfigured names a wrong setting."""
        self._ready()

    async def answer(self, ask: Ask, use: Use, on_text: OnText | None = None) -> Answered:
        """The model's prose and what it called. Every failure is a `degraded` answer; only being cancelled is not."""
        toolbox = Toolbox(tools=tools_for(ask.route, ask.label, self._tools), use=use)
        meter: Meter | None = None
        text, code = "", None
        try:
            async with asyncio.timeout(self._settings.model_seconds):
                model = self._model
                if model is None:
                    model = await asyncio.to_thread(self._ready)
                meter = self._meter(ask)
                # A task of its own: what the graph leaves in its context does not reach an outer graph.
                text = await asyncio.create_task(self._run(model, ask, toolbox, meter, on_text))
        except Exception as error:  # noqa: BLE001 - the edge between a model that may do anything and a turn that goes on
            code, text = _code_of(error), error.text if isinstance(error, Stop) else ""
            if meter is not None and code in ("unreachable", "failed"):
                meter.drop()
        finally:
            await _settle(meter)
        return Answered(
            text=text,
            calls=tuple(toolbox.calls),
            tokens_in=meter.tokens_in if meter else 0,
            tokens_out=meter.tokens_out if meter else 0,
            degraded=code or (None if text else "empty"),
            estimated=meter.estimated if meter else False,
        )

    def _ready(self) -> "BaseChatModel":
        import_module("agents.workers.turn")  # it imports langchain, which takes a second
        model = self._model or model_of(self._settings)
        self._model = model
        return model

    def _meter(self, ask: Ask) -> "Meter":
        from agents.workers.turn import Meter

        kind, _, name = (self._settings.model or "none").partition(":")
        shown = f"{kind}:{Path(name).name}" if kind == "scripted" else f"{kind}:{name}"
        return Meter(budget=self._budget, model=shown, source=ask.source)

    async def _run(
        self, model: "BaseChatModel", ask: Ask, toolbox: Toolbox, meter: "Meter", on_text: OnText | None
    ) -> str:
        """One run of an agent built for this turn: no checkpoint, no tracing, nothing inherited from an outer graph."""
        from langchain.agents import create_agent
        from langchain_core.messages import HumanMessage
        from langchain_core.runnables.config import var_child_runnable_config
        from langsmith import tracing_context

        from agents.workers.turn import Turn, schema_of

        var_child_runnable_config.set(None)
        turn = Turn(toolbox=toolbox, meter=meter, on_text=on_text)
        tools = tools_for(ask.route, ask.label, self._tools)
        agent = create_agent(
            model,
            [schema_of(tool, toolbox, brief=tool.route != ask.route) for tool in tools],
            system_prompt=system_prompt(ask.route, ask.lang, ask.label, tools),
            middleware=[turn],
            checkpointer=False,
        )
        with tracing_context(enabled=False):
            await agent.ainvoke({"messages": [HumanMessage(message_of(ask))]}, {"recursion_limit": _STEPS})
        return turn.text


async def _settle(meter: "Meter | None") -> None:
    """Writes down the call of the model that was cut off, if one was; what cannot be written is not waited for."""
    if meter is None:
        return
    with contextlib.suppress(Exception):
        async with asyncio.timeout(_ACCOUNTS_S):
            await meter.end()


def _code_of(error: Exception) -> Degraded:
    """What a failure of the model, of its server or of the turn is called."""
    import httpx

    if isinstance(error, Stop):
        return error.code
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | ConnectionError):
        return "unreachable"
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return "slow"
    return "failed"
