"""What happened, told to whoever listens: the events of one ticket from its beginning, or the desk's own."""

import asyncio
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

KEPT = 2000
OWN = ""
"""The key of what belongs to no request: alarms, and states that the desk takes by itself."""
OWN_KEPT = 200
LOUD = frozenset({"alarm", "state", "never_arrived"})
"""What reaches a person even where nobody follows its ticket."""
LONGEST = 300
"""Characters of an alarm in the desk's log."""

Event = dict[str, Any]


class Feed:
    """A bounded memory of events with any number of listeners. Losing an event loses no state.

    What belongs to no ticket is kept apart, the last 200, each with `at` (wall time) and an `id`: a word for this run
    of the desk, and a number that counts up. So is an alarm or a changed state of a ticket that nobody follows. A
    listener that does not listen is forgotten once as much has piled up for it. Alarms also go to the standard
    error, which is the desk's log.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._kept: deque[Event] = deque(maxlen=KEPT)
        self._own: deque[Event] = deque(maxlen=OWN_KEPT)
        self._listeners: dict[asyncio.Queue[Event], str] = {}
        self._boot, self._count = uuid4().hex[:8], 0

    def publish(self, event: Event, *tickets: str) -> None:
        """Tells an event under each ticket that it belongs to, and as the desk's own where nobody else hears it."""
        under = [t for t in dict.fromkeys(tickets) if t]
        if event.get("kind") == "alarm":
            _log(event)
        alone = event.get("kind") in LOUD and not any(t in under for t in self._listeners.values())
        for ticket in under:
            self._tell({**event, "ticket": ticket}, self._kept)
        if alone or not under:
            self._count += 1
            mark = {"ticket": OWN, "id": f"{self._boot}-{self._count}", "at": self._now().isoformat()}
            self._tell({**event, **mark}, self._own)

    def _tell(self, told: Event, kept: deque[Event]) -> None:
        kept.append(told)
        for queue, ticket in list(self._listeners.items()):
            if ticket != told["ticket"]:
                continue
            if queue.qsize() >= KEPT:
                del self._listeners[queue]
            queue.put_nowait(told)

    async def follow(self, ticket: str) -> AsyncIterator[Event]:
        """Every event of a ticket; ends after one with `done`. Of `OWN` every event of the desk's own, without end."""
        queue: asyncio.Queue[Event] = asyncio.Queue()
        self._listeners[queue] = ticket
        try:
            for event in [e for e in (self._own if ticket == OWN else self._kept) if e["ticket"] == ticket]:
                yield event
                if event.get("done"):
                    return
            while True:
                event = await queue.get()
                yield event
                if event.get("done"):
                    return
        finally:
            self._listeners.pop(queue, None)


def _log(event: Event) -> None:
    account, text = event.get("account", ""), str(event.get("text", ""))
    sys.stderr.write(f"desk: {account}: {text:.{LONGEST}}\n")
