"""The assistant's side of `desk.sock`: a DeskPort that spawns the paper desk when none runs."""

import asyncio
import json
import subprocess
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Protocol

from tools.context import Json
from tools.desk.places import LONGEST, Places, listening
from tools.desk.spawning import deadline, environment, failed, spawn
from tools.errors import Misconfigured, Refused, Unanswered, Unreachable
from tools.settings import Settings

VERBS = {"order": "propose", "resume": "propose"}
LOWERING = frozenset({"halt", "close", "reduce", "cancel"})
RAISING = frozenset({"propose", "amend", "advance", "decide"})
REPLY_S = 10.0
AGAIN_S = (0.01, 0.1, 0.5)
"""Pauses before a lost connection is opened again: a dying desk may still take one."""
LARGEST_REPLY = 8 * 1024 * 1024


class Heads(Protocol):
    """Whoever keeps the journal heads that were seen."""

    def last(self) -> Mapping[str, Any] | None:
        """The newest head kept, `{n, mac}`."""

    def note(self, head: Mapping[str, Any]) -> bool:
        """Keeps a head; False when it contradicts an older one."""


class DeskClient:
    """One connection for requests, opened when needed and again after the desk has gone."""

    def __init__(self, places: Places, heads: Heads | None = None, *, start: bool = True) -> None:
        self._places, self._heads, self._start = places, heads, start
        self._link: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._lock = asyncio.Lock()
        self._asked, self._sent = 0, False
        self.distrust: str | None = None

    async def read(self, verb: str, args: Mapping[str, Any] | None = None) -> Json:
        """One of the reading verbs."""
        return await self._request(verb, dict(args or {}))

    async def act(self, intent: Mapping[str, Any]) -> Json:
        """Proposes an intent; refuses what raises risk while the journal cannot be believed."""
        kind = str(intent.get("kind"))
        if self.distrust is not None and kind not in LOWERING:
            raise Refused(self.distrust)
        try:
            return await self._request(VERBS.get(kind, kind), {"intent": dict(intent)})
        except Unreachable as error:
            if self._sent:
                raise Unanswered(f"{error}; the act may have been done: see /orders before asking again") from None
            raise

    async def preview(self, intent: Mapping[str, Any]) -> Json:
        """Judges an intent and reserves nothing."""
        return await self._request("preview", {"intent": dict(intent)})

    async def decide(self, ticket: str, answer: str, proof: Mapping[str, Any]) -> Json:
        """Answers a ticket that needs approval; approves nothing while the journal cannot be believed."""
        if self.distrust is not None and answer == "approve":
            raise Refused(self.distrust)
        return await self._request("decide", {"ticket": ticket, "answer": answer, "proof": dict(proof)})

    async def events(self, ticket: str) -> AsyncIterator[Json]:
        """What follows a ticket, over a connection of its own."""
        reader, writer = await self._connect()
        try:
            await _say(writer, {"id": 0, "verb": "events", "args": {"ticket": ticket}})
            while line := await reader.readline():
                reply = json.loads(line)
                self._keep(reply)
                if "event" in reply:
                    yield reply["event"]
                    if reply["event"].get("done"):
                        return
                elif not reply["ok"]:
                    raise _error(reply)
        finally:
            writer.close()

    async def close(self) -> None:
        """Ends the connection; a replay desk ends by itself a little later."""
        if self._link is not None:
            self._link[1].close()
            self._link = None

    async def _request(self, verb: str, args: Json) -> Json:
        """One question and its answer. A lost connection is opened again: every act carries its own id."""
        async with self._lock:
            self._sent = False
            for pause in AGAIN_S:
                try:
                    return await asyncio.wait_for(self._ask(verb, args), REPLY_S)
                except (ConnectionError, asyncio.IncompleteReadError):
                    await self.close()
                    await asyncio.sleep(pause)
                except asyncio.CancelledError:
                    await self.close()  # an answer that nobody waits for must not be taken for the next one's
                    raise
                except TimeoutError:
                    await self.close()
                    raise Unreachable("the desk does not answer: `eva halt all` stops everything") from None
        raise Unreachable("the desk keeps closing the connection: see `eva doctor`")

    async def _ask(self, verb: str, args: Json) -> Json:
        fresh = self._link is None
        if self._link is None:
            self._link = await self._connect()
        reader, writer = self._link
        self._asked += 1
        request: Json = {"id": self._asked, "verb": verb, "args": args}
        if fresh and self._heads is not None and (known := self._heads.last()) is not None:
            request["head"] = dict(known)
        self._sent = True
        await _say(writer, request)
        reply = json.loads(await reader.readuntil(b"\n"))
        if not reply["ok"] and reply["error"]["code"] == "JOURNAL_SHORTENED":
            self._suspect()
            if verb in RAISING:
                raise Refused(self.distrust or "")
            return await self._ask(verb, args)
        self._keep(reply)
        if not reply["ok"]:
            raise _error(reply)
        result: Json = reply["result"]
        return result

    def _keep(self, reply: Json) -> None:
        """Keeps a reply's head; none of a journal that is not believed, which could grow into one that is."""
        if (
            self.distrust is None
            and self._heads is not None
            and "head" in reply
            and not self._heads.note(reply["head"])
        ):
            self._suspect()

    def _suspect(self) -> None:
        self.distrust = (
            "the desk's journal no longer holds what it held before: nothing that raises risk is sent. "
            "Next: `eva audit verify`, then put back a good copy of the home folder"
        )

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connects, spawning the desk when there is none; raises Unreachable or Misconfigured."""
        process: subprocess.Popen[bytes] | None = None
        until = deadline()
        while True:
            try:
                return await asyncio.open_unix_connection(str(listening(self._places)), limit=LARGEST_REPLY)
            except (FileNotFoundError, ConnectionRefusedError):
                if self._places.live:
                    raise Unreachable("the live desk does not answer: systemctl status eva-desk") from None
                if not self._start:
                    raise Unreachable("no desk runs for this home: `eva chat` starts it") from None
            if process is None:
                process = spawn(self._places, environment())
            problem = failed(process, self._places)
            if problem is not None:
                raise problem
            if process.poll() is not None and time.monotonic() < until:
                process = None
            if time.monotonic() > until:
                raise Unreachable("the desk does not come up: see `eva doctor`")
            await asyncio.sleep(0.004)


async def _say(writer: asyncio.StreamWriter, request: Json) -> None:
    line = json.dumps(request, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    if len(line) > LONGEST:
        raise Refused("the request is too long for the desk")
    writer.write(line)
    await writer.drain()


def _error(reply: Json) -> Exception:
    code, text = reply["error"]["code"], reply["error"]["text"]
    if code in ("MISCONFIGURED", "JOURNAL_FULL"):
        return Misconfigured(text)
    return Refused(f"{text} ({code})")


@asynccontextmanager
async def connect(settings: Settings, heads: Heads | None = None) -> AsyncIterator[DeskClient]:
    """A client of this home's desk, closed at the end."""
    client = DeskClient(Places.of(settings.home, environment()), heads)
    try:
        yield client
    finally:
        await client.close()
