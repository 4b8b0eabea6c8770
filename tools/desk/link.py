"""A venue on a thread of its own: calls go over, answers and updates come back in the venue's order."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from tools.trading.venue import Broker, Update, VenueSilent

T = TypeVar("T")
Deliver = Callable[[list[Update]], None]


class VenueLink:
    """Runs a broker's coroutines away from the socket loop.

    Updates are handed to `deliver` on the loop that started the link, in one batch, before the
    answer of the call that caused them. `pending` counts the calls under way.
    """

    def __init__(self, broker: Broker, deliver: Deliver) -> None:
        self._broker, self._deliver = broker, deliver
        self._home = asyncio.get_running_loop()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="venue", daemon=True)
        self._batch: list[Update] = []
        self._busy = 0
        self.pending = 0
        self.traits = broker.traits
        broker.listen(self._collect)
        self._thread.start()

    async def call(self, act: Callable[[Any], Awaitable[T]], timeout: float) -> T:
        """Runs `act(broker)` over there; raises VenueSilent when no answer comes in time or the venue breaks."""
        future = asyncio.run_coroutine_threadsafe(self._run(act), self._loop)
        self.pending += 1
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), timeout)
        except TimeoutError:
            raise VenueSilent(f"no answer within {timeout} s") from None
        finally:
            self.pending -= 1

    async def _run(self, act: Callable[[Any], Awaitable[T]]) -> T:
        self._busy += 1
        try:
            return await act(self._broker)
        finally:
            self._busy -= 1
            self._flush()

    def _collect(self, update: Update) -> None:
        self._batch.append(update)
        if not self._busy:
            self._flush()

    def _flush(self) -> None:
        if self._batch:
            batch, self._batch = self._batch, []
            self._home.call_soon_threadsafe(self._deliver, batch)

    async def close(self) -> None:
        """Disconnects the venue and ends the thread."""

        async def shut(broker: Broker) -> None:
            await broker.close()

        ending: Coroutine[Any, Any, None] = self.call(shut, 2)
        try:
            await ending
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            await asyncio.to_thread(self._thread.join, 2)
            if not self._thread.is_alive():
                self._loop.close()
