"""What thinks in one process: supervisor, embedding router and model, each opened when a turn first needs it."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from agents.reading import Score
from agents.supervisor.nodes import Model
from agents.supervisor.supervisor import ORGANIZATION, Supervisor, open_supervisor
from tools.settings import Settings

if TYPE_CHECKING:
    from agents.router.router import Router
    from memory.records.repository import House


class Mind:
    """Opened by `open_mind`; whatever it opened is closed with it."""

    def __init__(self, settings: Settings, stack: AsyncExitStack) -> None:
        self._settings, self._stack = settings, stack
        self._opening = asyncio.Lock()
        self._supervisor: Supervisor | None = None
        self._router: Router | None = None
        self._routing = asyncio.Lock()
        self._records: House | None = None
        self._recording = asyncio.Lock()

    @property
    def ready(self) -> bool:
        """Whether graph and router are there already."""
        return self._supervisor is not None and self._router is not None

    @property
    def model(self) -> str | None:
        """The language model that is configured, as the setting names it; with one a turn may take long."""
        return self._settings.model

    async def supervisor(self) -> Supervisor:
        """The graph over this home's threads; raises Misconfigured."""
        async with self._opening:
            if self._supervisor is None:
                _import_graph()
                model = self._model()
                opened = open_supervisor(
                    self._settings.home, router=self.router, model=model, model_seconds=self._settings.model_seconds
                )
                self._supervisor = await self._stack.enter_async_context(opened)
            return self._supervisor

    async def router(self) -> Score:
        """The embedding router, read in a thread so that the rest goes on."""
        from agents.router.router import Router

        async with self._routing:
            if self._router is None:
                self._router = await asyncio.to_thread(Router.open, {"EVA_HOME": str(self._settings.home)})
            return self._router

    async def warm(self) -> None:
        """Opens everything ahead of the first sentence."""
        await asyncio.to_thread(_import_graph)
        await self.supervisor()
        await self.router()

    async def drain(self, seconds: float) -> None:
        """Lets the turns under way end; takes no more."""
        if self._supervisor is not None:
            await self._supervisor.drain(seconds)

    def _model(self) -> Model | None:
        """The worker of the model that is set, over a budget kept in the records; None when none is."""
        if self._settings.model is None:
            return None
        from agents.workers.recorded import RecordedBudget
        from agents.workers.worker import Worker

        per_day = self._settings.model_tokens_per_day
        budget = RecordedBudget(self._house, per_day=per_day, now=lambda: datetime.now(UTC))
        return Worker(settings=self._settings, budget=budget)

    async def _house(self) -> "House":
        """The records of the house, opened as soon as they can be."""
        from memory.records.opening import opened

        async with self._recording:
            if self._records is None:
                where = opened(self._settings.database_url, self._settings.home)
                self._records = (await self._stack.enter_async_context(where)).of(ORGANIZATION, by="assistant")
            return self._records


def _import_graph() -> None:
    """Imports the graph's libraries with the collector paused: an import makes no garbage worth looking for."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        import langgraph.checkpoint.sqlite  # noqa: F401 - the imports are the work

        import agents.supervisor.graph  # noqa: F401
    finally:
        if collecting:
            gc.enable()


@asynccontextmanager
async def open_mind(settings: Settings) -> AsyncIterator[Mind]:
    """A mind that opens nothing yet."""
    async with AsyncExitStack() as stack:
        yield Mind(settings, stack)
