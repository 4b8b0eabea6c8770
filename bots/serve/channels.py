"""The channels that the service starts: each a way in for people or machines, started and ended here alone."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from bots.serve.logs import Log, told
from bots.wiring import Conversation
from tools.settings import Settings


class Channel(Protocol):
    """One way in."""

    name: str

    async def run(self, talk: Conversation) -> None:
        """Takes messages to `talk.dispatcher` and answers back, until it is cancelled."""

    async def close(self) -> None:
        """Takes no more messages from now on, and returns when the turns under way are answered."""


Configured = Callable[[Settings], Channel | None]
"""Makes a channel, or None where the settings do not ask for one; raises Misconfigured."""

CHANNELS: tuple[Configured, ...] = ()
"""Every channel that exists. A new bot, page or scheduler is one line here."""


class Running:
    """The channels of one service while they run. One that fails is told, and the others go on."""

    def __init__(self, channels: Sequence[Channel], talk: Conversation, log: Log) -> None:
        self._channels, self._log = channels, log
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._run(channel, talk), name=channel.name) for channel in channels]

    async def _run(self, channel: Channel, talk: Conversation) -> None:
        self._log.info("channel started", channel=channel.name)
        try:
            await channel.run(talk)
        except Exception as error:  # noqa: BLE001 - the edge between one channel and the others
            self._log.error("channel failed", channel=channel.name, **told(error))

    async def close(self, seconds: float) -> None:
        """Lets nothing new in, and gives what is under way some time."""
        closing = [asyncio.get_running_loop().create_task(channel.close()) for channel in self._channels]
        if closing:
            await asyncio.wait(closing, timeout=seconds)
        for task in closing:
            task.cancel()
        await asyncio.gather(*closing, return_exceptions=True)

    async def end(self) -> None:
        """Ends them all."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def configured(settings: Settings, channels: Sequence[Configured] = CHANNELS) -> list[Channel]:
    """The channels that these settings ask for; raises Misconfigured."""
    made = (make(settings) for make in channels)
    return [channel for channel in made if channel is not None]
