"""A language model that does what a file says: for tests and evals, at no cost, the same every time."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Self

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from typing_extensions import override

from agents.models.script import Call, Event, Rule, Script, read_script
from agents.workers.fencing import inside

_OBEYED: Final = re.compile(r"CALL\s+(\w{1,64})\s*(?=\{)")
_DONE: Final = Rule(say=("Done.",))


class ScriptedModel(BaseChatModel):
    """The rules of a file, in order; the first that fits the last message is used. When none does, it says nothing."""

    script: Script

    @classmethod
    def read(cls, path: Path) -> Self:
        """A model of a file; raises Misconfigured when the file is wrong."""
        return cls(script=read_script(path))

    @property
    def _llm_type(self) -> str:
        return "eva-scripted"

    @override
    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The same model: a script calls what it likes, also tools that it was not given."""
        return self

    @override
    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        from langchain_core.language_models.chat_models import generate_from_stream

        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))

    @override
    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        from langchain_core.language_models.chat_models import agenerate_from_stream

        return await agenerate_from_stream(self._astream(messages, stop, run_manager, **kwargs))

    @override
    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        rule = self.rule_for(messages)
        if rule.wait_s:
            time.sleep(rule.wait_s)
        for chunk in _chunks(rule, len(messages)):
            if run_manager is not None:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    @override
    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        rule = self.rule_for(messages)
        await asyncio.sleep(rule.wait_s)
        for chunk in _chunks(rule, len(messages)):
            if run_manager is not None:
                await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk
            await asyncio.sleep(0)

    def rule_for(self, messages: Sequence[BaseMessage]) -> Rule:
        """What the model does next. A gullible one first calls whatever any text told it to call."""
        if self.script.obey and (ordered := _ordered(messages)):
            return Rule(call=tuple(ordered))
        event, text = _last(messages)
        otherwise = _DONE if self.script.obey else Rule()
        return next((rule for rule in self.script.rules if rule.fits(event, text)), otherwise)


def _last(messages: Sequence[BaseMessage]) -> tuple[Event, str]:
    """The kind and text of the last message; of a person's, what was said now and not the history before it."""
    if not messages:
        return "person", ""
    text = messages[-1].text
    if isinstance(messages[-1], ToolMessage):
        return "tool", text
    return "person", inside("person", text) or text


def _ordered(messages: Sequence[BaseMessage]) -> list[Call]:
    """Lines such as `CALL place_order {"symbol": "AAPL"}` of anybody's, but for those that were obeyed already."""
    done = [json.dumps(c["args"], sort_keys=True) + c["name"] for m in messages for c in getattr(m, "tool_calls", ())]
    ordered: list[Call] = []
    for message in messages:
        if isinstance(message, AIMessage):
            continue
        for found in _OBEYED.finditer(message.text):
            args = _object(message.text[found.end() :])
            key = json.dumps(args, sort_keys=True) + found[1]
            if args is not None and key not in done:
                done.append(key)
                ordered.append(Call(tool=found[1], args=args))
    return ordered


def _object(text: str) -> dict[str, Any] | None:
    """The JSON object that a text begins with, also when it stands inside a JSON text."""
    for candidate in (text, text.replace('\\"', '"')):
        try:
            value, _ = json.JSONDecoder().raw_decode(candidate)
        except ValueError:
            continue
        return value if isinstance(value, dict) else None
    return None


def _chunks(rule: Rule, turn: int) -> Iterator[ChatGenerationChunk]:
    """What a rule makes the model stream: its text, its calls with their arguments in two halves, then the count."""
    if rule.fail == "unreachable":
        raise ConnectionRefusedError("the script says that nobody is there")
    for piece in rule.say:
        yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
    for index, call in enumerate(rule.call):
        args = call.args if isinstance(call.args, str) else json.dumps(call.args, ensure_ascii=False)
        half = len(args) // 2
        first = tool_call_chunk(name=call.tool, args=args[:half], id=f"call-{turn}-{index}", index=index)
        rest = tool_call_chunk(name=None, args=args[half:], id=None, index=index)
        for part in (first, rest):
            yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=[part]))
    if rule.fail == "slow":
        raise TimeoutError("the script says that the server does not answer in time")
    if rule.fail == "error":
        raise RuntimeError("the script says that the server fails")
    yield ChatGenerationChunk(message=_ending(rule))


def _ending(rule: Rule) -> AIMessageChunk:
    """The last piece, which carries how it ended and, when the rule tells, what was counted."""
    metadata = {"done_reason": "length" if rule.fail == "length" else "stop"}
    if rule.tokens is None:
        return AIMessageChunk(content="", response_metadata=metadata)
    counted_in, counted_out = rule.tokens
    usage = UsageMetadata(input_tokens=counted_in, output_tokens=counted_out, total_tokens=counted_in + counted_out)
    return AIMessageChunk(content="", response_metadata=metadata, usage_metadata=usage)
