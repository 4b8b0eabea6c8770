"""What the desk says by itself, told as it comes: alarms, and an account that it has halted."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any, cast

from bots.messages import text
from bots.render.phrases import phrase
from bots.render.wording import printable
from bots.reply import Reply
from bots.store import Store
from tools.context import DeskPort, Json
from tools.errors import Misconfigured, Refused, Unreachable

MARK = "alarm"
SHOWN = 20
OWN = ""
"""The ticket under which the desk tells what belongs to no request."""
ASKED = "kill switch"
"""The cause of a halt that a person has asked for, and has had the answer to."""


class Alarms:
    """Follows what the desk says by itself; remembers, across restarts, up to where the person was told.

    `came` is called whenever there is something that was not told yet.
    """

    def __init__(self, desk: DeskPort, store: Store, came: Callable[[], None]) -> None:
        self._desk, self._store, self._came = desk, store, came
        self._untold: list[Json] = []
        self._listening: asyncio.Task[None] | None = None

    def listen(self) -> None:
        """Begins to follow the desk, once more where an earlier connection has ended."""
        if self._listening is None or self._listening.done():
            self._listening = asyncio.get_running_loop().create_task(self._follow())

    def stop(self) -> None:
        """Follows no more."""
        if self._listening is not None:
            self._listening.cancel()

    def take(self, reply: Reply | None, lang: str) -> str:
        """What came and was not told yet, as text; empty when there is nothing. What `reply` says counts as told."""
        untold, self._untold = self._untold, []
        if not untold:
            return ""
        self._store.set_mark(MARK, untold[-1]["id"])
        said = set(reply.data.get("notices", ())) if reply is not None else set()
        return "\n".join(_line(e, lang) for e in untold[-SHOWN:] if _words(e) not in said)

    async def _follow(self) -> None:
        try:
            async with aclosing(cast(Any, self._desk.events(OWN))) as events:
                async for event in events:
                    if _matters(event) and not self._told(event["id"]):
                        self._untold.append(event)
                        self._came()
        except (Unreachable, Misconfigured, Refused, OSError, ValueError):
            return  # whoever asks the desk next is told that it is gone

    def _told(self, name: str) -> bool:
        """Whether an event is not newer than the last that was told, of the same run of the desk."""
        boot, _, count = name.partition("-")
        known, _, last = (self._store.mark(MARK) or "").partition("-")
        return boot == known and int(count) <= int(last)


def _matters(event: Json) -> bool:
    if event["kind"] == "state":
        return event.get("state") == "HALTED" and event.get("cause") != ASKED
    return event["kind"] in ("alarm", "never_arrived")


def _words(event: Json) -> str:
    """What an event says, as a reply's notices would."""
    return str(event.get("text") or event.get("cause") or event["kind"])


def _line(event: Json, lang: str) -> str:
    what = phrase(_words(event), lang)
    if event["kind"] == "state":
        what = text("alarm_halted", lang, cause=what)
    at = f"{datetime.fromisoformat(event['at']).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return text("desk_alarm", lang, account=printable(event.get("account", "")), at=at, what=what)
