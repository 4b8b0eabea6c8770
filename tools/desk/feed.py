"""What happened, told to whoever listens: the events of one ticket from its beginning, then as they come."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

KEPT = 2000


class Feed:
    """A bounded memory of events with any number of listeners. Losing an event loses no state.

    A listener that does not listen is forgotten once as much has piled up for it.
    """

    def __init__(self) -> None:
        self._kept: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._listeners: set[asyncio.Queue[dict[str, Any]]] = set()

    def publish(self, event: dict[str, Any], *tickets: str) -> None:
        """Tells an event under each ticket that it belongs to."""
        for ticket in dict.fromkeys(t for t in tickets if t):
            told = {**event, "ticket": ticket}
            self._kept.append(told)
            for queue in list(self._listeners):
                if queue.qsize() >= KEPT:
                    self._listeners.discard(queue)
                queue.put_nowait(told)

    async def follow(self, ticket: str) -> AsyncIterator[dict[str, Any]]:
        """Every event of a ticket; ends after one with `done`."""
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            for event in [e for e in self._kept if e["ticket"] == ticket]:
                yield event
                if event.get("done"):
                    return
            while True:
                event = await queue.get()
                if event["ticket"] == ticket:
                    yield event
                    if event.get("done"):
                        return
        finally:
            self._listeners.discard(queue)
