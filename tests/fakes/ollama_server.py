"""Ollama on loopback, with faults: /api/chat as streamed JSON lines, /api/tags, /api/version.

It checks what clients send (roles, tools, options, the model's name) and answers 400 or 404 as the real one does; what
it had to refuse is kept in `violations`, so that a test can hold that there was nothing.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

ROLES = {"system", "user", "assistant", "tool"}
FIELDS = {
    "model",
    "messages",
    "tools",
    "stream",
    "options",
    "keep_alive",
    "format",
    "think",
    "logprobs",
    "top_logprobs",
}
OPTIONS = {"temperature", "num_predict", "num_ctx", "seed", "stop", "top_k", "top_p"}
REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 500: "Internal Server Error"}


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer of /api/chat: text in pieces, then calls of tools, then the count; or a fault on the way.

    `silent_s` is how long nothing comes; `status` answers with an error instead; `raw` are lines sent as they are;
    `dies` closes the connection before the end; `ends` leaves out the last line but closes properly; `endless` repeats
    the pieces until the client is gone.
    """

    pieces: tuple[str, ...] = ()
    calls: tuple[Json, ...] = ()
    silent_s: float = 0
    status: int = 200
    raw: tuple[str, ...] = ()
    dies: bool = False
    ends: bool = False
    endless: bool = False
    done_reason: str = "stop"
    counted: tuple[int, int] | None = (120, 8)


@dataclass(kw_only=True)
class FakeOllama:
    """What the server was told to answer, in order (the last one again and again), and what it was asked.

    `arrived` is set by the first request, `left` when a client goes before its answer has ended.
    """

    replies: tuple[Reply, ...]
    models: tuple[str, ...] = ("tiny:latest",)
    version: str = "0.14.2"
    url: str = ""
    asked: list[Json] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    left_early: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    sent: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            method, path, _ = head.split("\r\n")[0].split(" ")
            length = next((int(h[15:]) for h in head.split("\r\n") if h.lower().startswith("content-length:")), 0)
            body = json.loads(await reader.readexactly(length)) if length else {}
            await self._answer(reader, writer, f"{method} {path}", body)
        except (ConnectionError, asyncio.IncompleteReadError):
            self._leave()
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    def _leave(self) -> None:
        self.left_early += 1
        self.left.set()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, what: str, body: Json) -> None:
        if what == "GET /api/version":
            await _whole(writer, 200, {"version": self.version})
        elif what == "GET /api/tags":
            await _whole(writer, 200, {"models": [{"name": name, "model": name} for name in self.models]})
        elif what == "POST /api/chat":
            await self._chat(reader, writer, body)
        else:
            self.violations.append(what)
            await _whole(writer, 404, {"error": "not found"})

    async def _chat(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, body: Json) -> None:
        self.asked.append(body)
        self.arrived.set()
        wrong = list(complaints(body))
        if wrong:
            self.violations += wrong
            return await _whole(writer, 400, {"error": wrong[0]})
        if body["model"] not in {known for name in self.models for known in (name, name.removesuffix(":latest"))}:
            return await _whole(writer, 404, {"error": f"model '{body['model']}' not found"})
        reply = self.replies[min(len(self.asked), len(self.replies)) - 1]
        if reply.silent_s and await _left_within(reader, reply.silent_s):
            self._leave()
            return None
        if reply.status != 200:
            return await _whole(writer, reply.status, {"error": "the runner has ended unexpectedly"})
        await self._stream(writer, body["model"], reply)
        return None

    async def _stream(self, writer: asyncio.StreamWriter, model: str, reply: Reply) -> None:
        writer.write(_head(200, "application/x-ndjson", "Transfer-Encoding: chunked"))
        while True:
            for line in lines_of(model, reply):
                data = line.encode() + b"\n"
                writer.write(b"%x\r\n%s\r\n" % (len(data), data))
                self.sent += len(data)
                await writer.drain()
                await asyncio.sleep(0)
            if not reply.endless:
                break
        if not reply.dies:
            writer.write(b"0\r\n\r\n")
        await writer.drain()


def lines_of(model: str, reply: Reply) -> Iterable[str]:
    """The JSON lines of a reply."""
    if reply.raw:
        return reply.raw
    said: list[Json] = [{"message": {"role": "assistant", "content": piece}, "done": False} for piece in reply.pieces]
    for call in reply.calls:
        message = {"role": "assistant", "content": "", "tool_calls": [{"function": call}]}
        said.append({"message": message, "done": False})
    if not (reply.dies or reply.ends or reply.endless):
        last: Json = {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": reply.done_reason}
        if reply.counted is not None:
            last |= {"prompt_eval_count": reply.counted[0], "eval_count": reply.counted[1]}
        said.append(last)
    return [json.dumps({"model": model, "created_at": "2026-01-05T09:00:00Z", **line}) for line in said]


def complaints(body: Json) -> Iterable[str]:
    """What Ollama would not take of a request to /api/chat, or would silently ignore."""
    yield from (f"unknown field {name}" for name in body.keys() - FIELDS)
    yield from (f"unknown option {name}" for name in body.get("options", {}).keys() - OPTIONS)
    if not isinstance(body.get("model"), str) or body.get("stream") is not True:
        yield "a model and a stream were expected"
    for message in body.get("messages", ()):
        if message.get("role") not in ROLES or not (isinstance(message.get("content"), str) or "tool_calls" in message):
            yield f"a message needs a known role, and a text or calls: {message!r:.200}"
        for call in message.get("tool_calls", ()):
            if not isinstance(call["function"]["arguments"], dict):
                yield "the arguments of a call are an object"
    for tool in body.get("tools") or ():
        if tool.get("type") != "function" or tool["function"]["parameters"].get("type") != "object":
            yield "a tool is a function with an object of parameters"


@contextlib.asynccontextmanager
async def ollama_server(*replies: Reply, models: tuple[str, ...] = ("tiny:latest",)) -> AsyncIterator[FakeOllama]:
    """A server with these replies on a free port of loopback."""
    fake = FakeOllama(replies=replies or (Reply(pieces=("Hello.",)),), models=models)
    server = await asyncio.start_server(fake.serve, "127.0.0.1", 0)
    fake.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield fake
    finally:
        server.close()
        await server.wait_closed()


async def _left_within(reader: asyncio.StreamReader, seconds: float) -> bool:
    """Whether the client closes its connection within so many seconds."""
    try:
        return await asyncio.wait_for(reader.read(1), seconds) == b""
    except TimeoutError:
        return False


def _head(status: int, kind: str, length: str) -> bytes:
    return (
        f"HTTP/1.1 {status} {REASONS[status]}\r\nContent-Type: {kind}\r\n{length}\r\nConnection: close\r\n\r\n".encode()
    )


async def _whole(writer: asyncio.StreamWriter, status: int, body: Json) -> None:
    data = json.dumps(body).encode()
    writer.write(_head(status, "application/json", f"Content-Length: {len(data)}") + data)
    await writer.drain()
