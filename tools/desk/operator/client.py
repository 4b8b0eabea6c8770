"""The operator's side of `operator.sock`: one connection for as long as a person sits at the desk."""

import asyncio
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tools.desk.client import DeskClient
from tools.desk.places import LONGEST, OPERATOR, Places, listening
from tools.errors import Misconfigured, Refused, Unreachable
from tools.settings import Settings

PATIENCE_S = 20.0
Json = dict[str, Any]


class OperatorClient:
    """Asks and waits for the answer; raises what the desk says by who acts next."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._reader = link.makefile("rb")
        self._asked = 0

    def ask(self, verb: str, **args: Any) -> Json:
        """The result of one verb."""
        self._asked += 1
        line = json.dumps({"id": self._asked, "verb": verb, "args": args}, ensure_ascii=False).encode() + b"\n"
        if len(line) > LONGEST:
            raise Refused("the request is too long for the desk")
        try:
            self._link.sendall(line)
            said = self._reader.readline()
        except OSError as error:
            raise Unreachable(f"the desk does not answer ({error}): see eva doctor") from None
        if not said.endswith(b"\n"):
            raise Unreachable("the desk hung up: only its own user may be its operator; see eva doctor")
        reply = json.loads(said)
        if reply["ok"]:
            result: Json = reply["result"]
            return result
        code, text = reply["error"]["code"], reply["error"]["text"]
        if code in ("MISCONFIGURED", "JOURNAL_FULL", "BAD_LIMITS"):
            raise Misconfigured(text)
        raise Refused(text if code == "REFUSED" else f"{text} ({code})")

    def close(self) -> None:
        """Hangs up; a paper desk ends a little later."""
        self._reader.close()
        self._link.close()


@contextmanager
def connected(settings: Settings) -> Iterator[OperatorClient]:
    """A client of this home's desk, which is started if it is on paper and does not run."""
    places = Places.of(settings.home, os.environ)
    if not places.live:
        asyncio.run(_awake(places))
    path = listening(places).with_name(OPERATOR)
    link = socket.socket(socket.AF_UNIX)
    link.settimeout(PATIENCE_S)
    try:
        link.connect(str(path))
    except OSError as error:
        link.close()
        how = "systemctl status eva-desk" if places.live else "eva doctor"
        raise Unreachable(f"the desk's {OPERATOR} cannot be reached ({error.strerror}): {how}") from None
    client = OperatorClient(link)
    try:
        yield client
    finally:
        client.close()


async def _awake(places: Places) -> None:
    desk = DeskClient(places)
    try:
        await desk.read("quotes")
    finally:
        await desk.close()
