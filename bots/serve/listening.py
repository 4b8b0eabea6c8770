"""The HTTP server inside our own loop: where it listens, how patient it is, and how it ends."""

import asyncio
import errno
import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from tools.errors import Misconfigured

if TYPE_CHECKING:
    from starlette.types import ASGIApp

WAITING = 128
"""Connections that may wait to be accepted."""
STOP_S = 1
"""How long answers under way may take once the server is told to stop."""


def require_loopback(host: str, port: int) -> str:
    """The address to bind; raises Misconfigured for one that others can reach: nothing here asks who they are yet."""
    if host.lower() == "localhost":
        return "127.0.0.1"
    with suppress(ValueError):
        if ipaddress.ip_address(host).is_loopback:
            return host
    raise Misconfigured(
        f"EVA_SERVE_ADDRESS is {f'{host}:{port}'!r}, which others can reach, and nothing asks who they are yet; "
        f"set it to 127.0.0.1:{port} (a container's health is asked for inside it)"
    )


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that accepts already; raises Misconfigured when the address is not to be had."""
    bound = require_loopback(host, port)
    family = socket.AF_INET6 if ":" in bound else socket.AF_INET
    try:
        made = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise _unusable(host, port, error) from None
    with made:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((bound, port))
            made.listen(WAITING)
        except OSError as error:
            raise _unusable(host, port, error) from None
        made.setblocking(False)
        yield made


def _unusable(host: str, port: int, error: OSError) -> Misconfigured:
    why = "another program listens there" if error.errno == errno.EADDRINUSE else error.strerror
    return Misconfigured(f"EVA_SERVE_ADDRESS {f'{host}:{port}'!r} cannot be used ({why}); set it to a free port")


class Pages:
    """The server while it runs; made by `start`."""

    def __init__(self, app: "ASGIApp", link: socket.socket) -> None:
        from bots.serve.patience import server

        self._server = server(app, stop_s=STOP_S, waiting=WAITING)
        self.task = asyncio.get_running_loop().create_task(self._server.serve(sockets=[link]))

    async def end(self) -> None:
        """Accepts no more, lets answers under way end, and closes."""
        self._server.should_exit = True
        await asyncio.gather(self.task, return_exceptions=True)
