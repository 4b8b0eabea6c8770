"""How the service is told to stop: the first signal asks, a second one ends at once, and nothing makes it linger."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable

SIGNALS = (signal.SIGTERM, signal.SIGINT)
AT_ONCE = 1
LATEST_S = 5.9
"""Seconds after the first signal at which the process ends, whatever still hangs in it."""


class Stop:
    """Set by the first signal."""

    def __init__(self, end: Callable[[int], object] = os._exit) -> None:
        self._end = end
        self._asked = asyncio.Event()
        self.by: str | None = None

    def listen(self) -> None:
        """Takes the signals from now on."""
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.ask, number.name)

    def ask(self, by: str) -> None:
        """Asks to stop; the second time there is no asking."""
        if self._asked.is_set():
            self._end(AT_ONCE)
            return
        self.by = by
        self._asked.set()
        latest = threading.Timer(LATEST_S, self._end, (AT_ONCE,))
        latest.daemon = True
        latest.start()

    @property
    def asked(self) -> bool:
        """Whether somebody asked."""
        return self._asked.is_set()

    async def wait(self) -> None:
        """Until somebody asks."""
        await self._asked.wait()
