"""One turn inside `create_agent`: every call of the model and of a tool passes here, is counted, and may end the turn.

The calls are taken over from the agent, not only watched: the model is streamed here, so that it can be cut in the
middle of a sentence, and a tool is run by the toolbox, so that no text of the agent's own about its arguments reaches
the model.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from langchain.agents import AgentState
from langchain.agents.middleware.types import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolCall, ToolMessage
from langchain_core.tools import StructuredTool
from langgraph.prebuilt.tool_node import ToolCallRequest
from typing_extensions import override

from agents.workers.budget import ESTIMATED, Budget, estimated
from agents.workers.prose import LONGEST_THOUGHT, Prose
from agents.workers.toolbox import Toolbox
from agents.workers.values import OnText, Stop
from tools.tool import Tool

MOST_MODEL_CALLS = 8
"""Calls of the model in a turn."""

_LAST_WORDS_S = 0.05
"""How long a rambling model may take to end by itself: a request cancelled while it closes leaves its socket."""

_MALFORMED = {"malformed": "yes"}
"""Stands for arguments that are no JSON object; no tool takes it, so the model is told BAD_ARGUMENTS."""


class Meter:
    """Checks the budget before each call of a model and writes down what each used, also when it was cut off."""

    def __init__(self, *, budget: Budget, model: str, source: str) -> None:
        self._budget, self._model, self._source = budget, model, source
        self._open: int | None = None
        self._seen = 0
        self.tokens_in = self.tokens_out = 0
        self.estimated = False

    async def begin(self, characters: int) -> None:
        """Raises Stop when the prompt alone is more than what is left."""
        asked = estimated(characters)
        if await self._budget.left() < max(1, asked):
            raise Stop("budget")
        self._open, self._seen = asked, 0

    def saw(self, characters: int) -> None:
        """Counts what came, in case nobody tells the tokens."""
        self._seen += min(characters, LONGEST_THOUGHT)

    def drop(self) -> None:
        """Forgets the call that is open: no model was reached, or none had begun."""
        if self._seen == 0:
            self._open = None

    async def end(self, usage: tuple[int, int] | None = None) -> None:
        """Writes down the call that is open, if one is; without the server's count it is estimated and marked."""
        if self._open is None:
            return
        tokens_in, tokens_out = usage or (self._open, estimated(self._seen))
        self._open = None
        self.tokens_in += tokens_in
        self.tokens_out += tokens_out
        self.estimated = self.estimated or usage is None
        source = self._source if usage is not None else self._source + ESTIMATED
        await self._budget.spend(tokens_in, tokens_out, self._model, source)


class Turn(AgentMiddleware[AgentState[Any], None, Any]):
    """The middleware of one turn; `text` is the prose of the model's last message."""

    def __init__(self, *, toolbox: Toolbox, meter: Meter, on_text: OnText | None) -> None:
        super().__init__()
        self._toolbox, self._meter, self._on_text = toolbox, meter, on_text
        self._asked = 0
        self.text = ""

    @override
    async def awrap_model_call(
        self, request: ModelRequest[None], handler: Callable[[ModelRequest[None]], Awaitable[ModelResponse[Any]]]
    ) -> ModelResponse[Any]:
        """One call of the model, streamed; `handler`, which would call it unwatched, is not used."""
        self._asked += 1
        if self._asked > MOST_MODEL_CALLS:
            raise Stop("limits")
        messages: list[BaseMessage] = [*([request.system_message] if request.system_message else []), *request.messages]
        shapes = [tool.args_schema for tool in request.tools if isinstance(tool, StructuredTool)]
        await self._meter.begin(sum(len(str(m.content)) + 12 for m in messages) + len(json.dumps(shapes, default=str)))
        if self.text and self._on_text is not None:
            self._on_text("\n")
        whole, prose = await self._streamed(request, messages)
        await self._meter.end(_usage(whole))
        text = prose.end()
        if prose.rambling or _ran_out(whole):
            raise Stop("rambling", text)
        message = _finished(whole, text)
        self.text = "\n".join(filter(None, (self.text, text)))
        return ModelResponse(result=[message])

    @override
    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Awaitable[Any]]
    ) -> ToolMessage:
        """One call of a tool by the toolbox, also when the model made its name up."""
        call = request.tool_call
        told = await self._toolbox.call(call["name"], call["args"])
        return ToolMessage(content=told, tool_call_id=call["id"], name=call["name"][:64])

    async def _streamed(
        self, request: ModelRequest[None], messages: list[BaseMessage]
    ) -> tuple[AIMessageChunk | None, Prose]:
        """The whole message and its prose. A rambling model is cut: its next wait is cancelled, which ends its request.

        What comes after the cut, because it was already there, is thrown away.
        """
        asked = request.model.bind_tools(request.tools) if request.tools else request.model
        whole: AIMessageChunk | None = None
        prose = Prose(self._on_text)
        try:
            async with asyncio.timeout(None) as patience:
                async for chunk in asked.astream(messages):
                    if prose.rambling or not isinstance(chunk, AIMessageChunk):
                        continue
                    called = sum(len(part["args"] or "") for part in chunk.tool_call_chunks)
                    self._meter.saw(len(chunk.text) + called)
                    whole = chunk if whole is None else whole + chunk
                    if prose.feed(chunk.text, beside=called):
                        patience.reschedule(asyncio.get_running_loop().time() + _LAST_WORDS_S)
        except TimeoutError:
            if not prose.rambling:
                raise
        if not prose.rambling:
            _complete(request.model, whole)
        return whole, prose


def schema_of(tool: Tool, toolbox: Toolbox, *, brief: bool) -> StructuredTool:
    """A tool as the model sees it: its summary and its arguments, all optional text; `brief` only names them."""

    async def run(**args: Any) -> str:
        return await toolbox.call(tool.name, args)

    takes: dict[str, dict[str, str]] = {
        name: {"type": "string"} if brief else {"type": "string", "description": meaning}
        for name, meaning in tool.arguments.items()
    }
    shape = {"type": "object", "title": tool.name, "description": tool.summary, "properties": takes}
    return StructuredTool(name=tool.name, description=tool.summary, args_schema=shape, coroutine=run)


def _complete(model: BaseChatModel, whole: AIMessageChunk | None) -> None:
    """Ollama marks the last piece of an answer; without the mark its process has died in the middle."""
    if model._llm_type == "chat-ollama" and (whole is None or "done" not in whole.response_metadata):
        raise Stop("failed")


def _usage(whole: AIMessageChunk | None) -> tuple[int, int] | None:
    counted = whole.usage_metadata if whole is not None else None
    return (counted["input_tokens"], counted["output_tokens"]) if counted else None


def _ran_out(whole: AIMessageChunk | None) -> bool:
    """Whether the answer was cut at the most tokens that were asked for."""
    return whole is not None and whole.response_metadata.get("done_reason") == "length"


def _finished(whole: AIMessageChunk | None, text: str) -> AIMessage:
    """The message as the graph keeps it: prose and calls, malformed ones too, so that the model hears of them."""
    if whole is None:
        return AIMessage(content=text)
    calls = [
        ToolCall(name=part["name"] or "", args=_arguments(part["args"]), id=part["id"] or f"call-{number}")
        for number, part in enumerate(whole.tool_call_chunks)
    ]
    return AIMessage(content=text, tool_calls=calls, id=whole.id)


def _arguments(text: str | None) -> dict[str, Any]:
    """The arguments of a call, read strictly: langchain would complete an object that was cut in the middle."""
    try:
        args = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return dict(_MALFORMED)
    return args if isinstance(args, dict) else dict(_MALFORMED)
