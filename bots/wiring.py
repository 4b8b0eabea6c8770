"""The composition root of the conversation: settings, store, desk and dispatcher put together in one place."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bots.store import KeptHeads, Store, forgetful_store, open_store
from bots.voice import Voice, locale_language
from tools.context import Json
from tools.desk.client import DeskClient, connect
from tools.settings import Settings

if TYPE_CHECKING:
    from agents.mind import Mind
    from bots.dispatcher import Dispatcher

DAYS_OF_USAGE = 7
"""How far back the conversation shows what was used."""

_LOOP_TURNS = 8
"""How often the loop turns until a desk that does not run has been spawned."""


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """Everything that a channel needs for its turns."""

    dispatcher: "Dispatcher"
    desk: DeskClient
    store: Store
    voice: Voice
    mind: "Mind"


def wall() -> datetime:
    """Wall time, aware UTC."""
    return datetime.now(UTC)


@asynccontextmanager
async def conversation(
    settings: Settings, environ: Mapping[str, str], *, ahead: bool, kept: bool = True
) -> AsyncIterator[Conversation]:
    """Opens the store and the way to the desk, and closes both; raises Misconfigured.

    `ahead` asks the desk for its instruments at once: a desk that has to be spawned starts while the rest is imported.
    A desk that does not answer is for each turn to find out. Without `kept` nothing is remembered.
    """
    store = open_store(settings.home) if kept else forgetful_store(settings.home)
    try:
        async with connect(settings, KeptHeads(store, wall)) as desk:
            first = await _ahead(desk) if ahead else None
            voice = Voice(store, setting=settings.lang, locale=locale_language(environ))
            from agents.mind import open_mind

            async with open_mind(settings) as mind:
                halt = _halting(settings, desk, first)
                dispatcher = _dispatcher(settings, mind, desk=desk, store=store, voice=voice, halt=halt)
                if first is not None:
                    dispatcher.expect(first)
                try:
                    yield Conversation(dispatcher=dispatcher, desk=desk, store=store, voice=voice, mind=mind)
                finally:
                    await _end(first)
    finally:
        store.close()


async def _ahead(desk: DeskClient) -> "asyncio.Task[tuple[str, ...]]":
    """Starts to ask for what is listed."""

    async def listed() -> tuple[str, ...]:
        return tuple(sorted((await desk.read("instruments"))["instruments"]))

    task = asyncio.get_running_loop().create_task(listed())
    for _ in range(_LOOP_TURNS):
        await asyncio.sleep(0)
    return task


async def _end(task: "asyncio.Task[tuple[str, ...]] | None") -> None:
    """Ends what was asked ahead, if nobody waited for it."""
    if task is not None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _halting(
    settings: Settings, desk: DeskClient, first: "asyncio.Task[tuple[str, ...]] | None"
) -> Callable[[str], Awaitable[Json]]:
    """The kill switch that needs no desk, as `eva halt` has it."""

    async def halt(account: str) -> Json:
        from tools.desk import halt as switch

        await _end(first)
        await desk.close()  # an answer that nobody waited for must not be taken for the next one's
        return await asyncio.to_thread(switch.halt, settings, account)

    return halt


def _dispatcher(
    settings: Settings,
    mind: "Mind",
    *,
    desk: DeskClient,
    store: Store,
    voice: Voice,
    halt: Callable[[str], Awaitable[Json]],
) -> "Dispatcher":
    """The dispatcher with everything it leans on, imported here so that it does not delay the desk's start."""
    from agents.grammar import understand
    from bots.dispatcher import Abilities, Dispatcher
    from bots.turns.host import Looks

    async def health() -> list[Json]:
        from bots import doctor

        return await doctor.checks(settings)

    async def usage() -> Json:
        from bots.cli.usage import report

        return await report(settings, DAYS_OF_USAGE)

    looks = Looks(doctor=health, usage=usage)
    abilities = Abilities(understand=understand, supervise=mind.supervisor, looks=looks, halt=halt, home=settings.home)
    return Dispatcher(desk=desk, store=store, voice=voice, abilities=abilities)
