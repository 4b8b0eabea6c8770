"""Uvicorn as the service uses it: signals are ours, nothing is logged of a request, and slow clients are hung up on."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_S = 3.0
"""How long the head of a request may take, from the connection or from the answer before."""
IDLE_S = 3
"""How long a connection may stay without a request, after an answer."""
LARGEST_HEAD = 16 * 1024
"""Bytes that are kept of a head that has not ended."""
MOST = 100
"""Connections at once; more are hung up on."""


class Patient(H11Protocol):
    """Ends a connection whose next request does not come in time, or whose answer is not read."""

    _hanging_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to wait for the first request."""
        super().connection_made(transport)
        if len(self.connections) > MOST:
            transport.abort()
            return
        self._wait()

    def on_response_complete(self) -> None:
        """Begins to wait for the next request."""
        super().on_response_complete()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Waits no longer."""
        super().connection_lost(exc)
        if self._hanging_up is not None:
            self._hanging_up.cancel()

    def _wait(self) -> None:
        if self._hanging_up is not None:
            self._hanging_up.cancel()
        self._hanging_up = self.loop.call_later(HEAD_S, self._hang_up)

    def _hang_up(self) -> None:
        """Ends the connection, but for one whose answer is still being made and is read."""
        answered = getattr(self.cycle, "response_complete", True)  # there is no cycle before the first request
        if not answered and not self.flow.write_paused:
            self._wait()
        else:
            self.transport.abort()


class _Server(uvicorn.Server):
    """A server that leaves the process's signals alone."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The service has its own handlers."""
        yield


def server(app: ASGIApp, *, stop_s: int, waiting: int) -> uvicorn.Server:
    """A server for `app` on sockets that are handed over when it runs."""
    options: dict[str, Any] = {
        "http": Patient,
        "ws": "none",
        "lifespan": "off",
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,
        "backlog": waiting,
        "timeout_keep_alive": IDLE_S,
        "timeout_graceful_shutdown": stop_s,
        "h11_max_incomplete_event_size": LARGEST_HEAD,
    }
    return _Server(uvicorn.Config(app, **options))
