"""The socket: one JSON object a line in, one a line out; whatever comes is answered, and no by default."""

import asyncio
import json
import os
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from policies.limits import BadLimits
from policies.wire.codec import Malformed
from tools.desk.engine.account import Desk
from tools.desk.places import LONGEST
from tools.desk.process.isolation import Wall, open_to, paper
from tools.desk.record.journal import JournalFull
from tools.errors import Misconfigured, Refused
from tools.trading.venue import VenueSilent

PARTIAL_S = 0.04
CLIENTS = 32
"""Connections that a socket holds at one time; a further one takes the place of the one silent for longest."""
CODES: tuple[tuple[type[Exception], str], ...] = (
    (Malformed, "MALFORMED"),
    (Refused, "REFUSED"),
    (JournalFull, "JOURNAL_FULL"),
    (VenueSilent, "VENUE_SILENT"),
    (BadLimits, "BAD_LIMITS"),
    (Misconfigured, "MISCONFIGURED"),
)


Verb = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


class Served(Protocol):
    """What stands behind a socket: its verbs, and the desk whose journal's head goes with every answer."""

    @property
    def desk(self) -> Desk:
        """The desk whose journal's head goes with every answer."""

    @property
    def verbs(self) -> Mapping[str, Verb]:
        """What may be asked, by name."""

    def head(self) -> dict[str, Any]:
        """The end of the journal's chain."""

    @property
    def follow(self) -> Callable[[dict[str, Any]], AsyncIterator[dict[str, Any]]] | None:
        """The verb `events`, where there is one."""


class Server:
    """Answers clients of one desk; knows how many are connected, so that an idle paper desk can end.

    Whom a `wall` does not admit is hung up on without a word; without one the desk's own user is answered. With 32
    there already, a newcomer takes the place of whoever has been silent for longest; with none silent it is hung up on.
    """

    def __init__(self, service: Served, wall: Wall | None = None) -> None:
        self._service = service
        self._wall = wall or paper()
        self._server: asyncio.Server | None = None
        self._silent: dict[asyncio.StreamWriter, None] = {}
        self.clients = 0
        self.idle_since: float | None = None

    async def listen(self, path: Path) -> None:
        """Binds the socket, for its owner or its wall's group; a stale file of a dead desk is replaced."""
        remove(path)
        old = os.umask(0o177)
        try:
            self._server = await asyncio.start_unix_server(self._client, path=str(path), limit=LONGEST)
        finally:
            os.umask(old)
        open_to(path, self._wall)
        self.idle_since = asyncio.get_running_loop().time()

    async def close(self) -> None:
        """Stops listening."""
        if self._server is not None:
            self._server.close()

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.clients += 1
        self.idle_since = None
        try:
            if self._wall.admits(peer_uid(writer)) and self._room():
                while await self._turn(reader, writer):
                    pass
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._silent.pop(writer, None)
            self.clients -= 1
            if not self.clients:
                self.idle_since = asyncio.get_running_loop().time()
            writer.close()

    def _room(self) -> bool:
        """Whether there is a place for a newcomer, made by hanging up on the client that is silent for longest."""
        if self.clients <= CLIENTS:
            return True
        oldest = next(iter(self._silent), None)
        if oldest is None:
            return False
        del self._silent[oldest]
        oldest.close()
        return True

    async def _turn(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; False when the connection ends."""
        self._silent[writer] = None
        line = await _line(reader)
        if self._silent.pop(writer, writer) is not None or line is None:
            return False
        if not line.endswith(b"\n"):
            await self._send(writer, _error(None, "MALFORMED", "an incomplete or too long message"))
            return False
        request = _parse(line)
        if request is None:
            await self._send(writer, _error(None, "MALFORMED", "expected {id, verb, args} as one line of JSON"))
            return True
        if request["verb"] == "events" and self._service.follow is not None:
            return await self._stream(request, reader, writer)
        await self._send(writer, await self.answer(request))
        return True

    async def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """The reply to a well-formed request; never raises."""
        verb = self._service.verbs.get(request["verb"])
        if verb is None:
            known = [*sorted(self._service.verbs), *(["events"] if self._service.follow else [])]
            return _error(request["id"], "UNKNOWN_VERB", f"no verb {request['verb']!r:.40}; there are {known}")
        known_head = request.get("head")
        if known_head is not None and not self._remembers(known_head):
            return _error(request["id"], "JOURNAL_SHORTENED", "the journal no longer holds a row that was there before")
        try:
            result = await verb(request["args"])
            return {"id": request["id"], "ok": True, "result": result, "head": self._service.head()}
        except Exception as error:
            return self._refusal(request["id"], error)

    def _remembers(self, head: Any) -> bool:
        if not isinstance(head, dict) or not isinstance(head.get("n"), int) or not isinstance(head.get("mac"), str):
            return False
        return bool(0 <= head["n"] < 2**62 and self._service.desk.journal.mac_of(head["n"]) == head["mac"])

    def _refusal(self, request_id: Any, error: Exception) -> dict[str, Any]:
        code = next((c for kind, c in CODES if isinstance(error, kind)), "BUG")
        text = str(error) if code != "BUG" else f"{type(error).__name__}: {error}"
        return _error(request_id, code, text[:500])

    async def _stream(
        self, request: dict[str, Any], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Streams the events of a ticket; the connection belongs to them, and ends with the last or its client."""
        try:
            assert self._service.follow is not None
            events = self._service.follow(request["args"])
        except Exception as error:
            await self._send(writer, self._refusal(request["id"], error))
            return True
        await self._send(writer, {"id": request["id"], "ok": True, "result": {}, "head": self._service.head()})
        telling = asyncio.ensure_future(self._tell(request["id"], events, writer))
        gone = asyncio.ensure_future(reader.read(1))
        try:
            await asyncio.wait((telling, gone), return_when=asyncio.FIRST_COMPLETED)
        finally:
            telling.cancel()
            gone.cancel()
            await asyncio.gather(telling, gone, return_exceptions=True)
        return False

    async def _tell(self, request_id: Any, events: AsyncIterator[dict[str, Any]], writer: asyncio.StreamWriter) -> None:
        async for event in events:
            await self._send(writer, {"id": request_id, "event": event, "head": self._service.head()})

    async def _send(self, writer: asyncio.StreamWriter, reply: dict[str, Any]) -> None:
        line = json.dumps(reply, ensure_ascii=False, separators=(",", ":"))
        writer.write(line.encode(errors="backslashreplace") + b"\n")  # half a surrogate becomes its JSON escape
        await writer.drain()


def remove(path: Path) -> None:
    """Takes a stale socket file away."""
    path.unlink(missing_ok=True)


async def _line(reader: asyncio.StreamReader) -> bytes | None:
    """A whole line, what there is of one after a short wait, or None at the end of input."""
    first = await reader.read(1)
    if not first:
        return None
    if first == b"\n":
        return first
    try:
        return first + await asyncio.wait_for(reader.readuntil(b"\n"), PARTIAL_S)
    except asyncio.IncompleteReadError as error:
        return first + error.partial
    except (TimeoutError, asyncio.LimitOverrunError):
        return first


def _parse(line: bytes) -> dict[str, Any] | None:
    try:
        request = json.loads(line, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return None
    if not isinstance(request, dict) or not {"id", "verb", "args"} <= request.keys() <= {"id", "verb", "args", "head"}:
        return None
    shapes = isinstance(request["id"], str | int) and isinstance(request["verb"], str)
    return request if shapes and isinstance(request["args"], dict) else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object none of whose names stands twice: two readers must not understand one message differently."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _error(request_id: Any, code: str, text: str) -> dict[str, Any]:
    return {"id": request_id, "ok": False, "error": {"code": code, "text": text}}


def peer_uid(writer: asyncio.StreamWriter) -> int:
    """The user behind a connection, as the kernel of the operating system says."""
    link: socket.socket = writer.get_extra_info("socket")
    if hasattr(socket, "SO_PEERCRED"):
        packed = link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return int(struct.unpack("3i", packed)[1])
    packed = link.getsockopt(0, 1, struct.calcsize("2i16h"))
    return int(struct.unpack_from("2i", packed)[1])
