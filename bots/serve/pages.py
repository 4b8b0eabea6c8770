"""What the service answers over HTTP, and to whom: its health, to whoever names this machine as it is called."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tools.context import Json

LARGEST_BODY = 64 * 1024
"""Bytes that a request may carry beside its head."""
LARGEST_HEAD = 8 * 1024
"""Bytes of its headers; a head that does not end is cut off by the server."""
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}

Document = Callable[[], Awaitable[tuple[Json, int]]]


def application(document: Document, hosts: frozenset[str]) -> ASGIApp:
    """The pages, behind the check of who is asked for and how much is sent."""

    async def healthz(_: Request) -> JSONResponse:
        body, status = await document()
        return JSONResponse(body, status_code=status, headers=_HEADERS)

    pages = Starlette(routes=[Route("/healthz", healthz, methods=["GET"])])
    pages.router.redirect_slashes = False

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        await (refusal(scope, hosts) or pages)(scope, receive, send)

    return guard


def host_names(host: str, port: int, allowed: tuple[str, ...] = ()) -> frozenset[str]:
    """What a Host header may say: the names of loopback, the bound host and those allowed, with the port or without.

    A page from elsewhere that has its own name resolved to this machine is not among them.
    """
    bound = f"[{host}]" if ":" in host else host
    names = {name.lower() for name in (*LOOPBACK, bound, *allowed)}
    return frozenset(names | {f"{name}:{port}" for name in names})


def refusal(scope: Scope, hosts: frozenset[str]) -> JSONResponse | None:
    """The answer to a request that goes no further, else None."""
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    named = [value.decode("latin-1").strip().lower() for name, value in headers if name == b"host"]
    if len(named) != 1 or named[0] not in hosts:
        return _refused(421, "this address answers to localhost, 127.0.0.1, [::1] and its own name only")
    if sum(len(name) + len(value) for name, value in headers) > LARGEST_HEAD:
        return _refused(431, f"at most {LARGEST_HEAD} bytes of headers are read")
    sent = [value for name, value in headers if name == b"content-length"]
    if any(name == b"transfer-encoding" for name, _ in headers):
        return _refused(411, "say how long the body is: Content-Length")
    if any(not value.isdigit() or len(value) > 12 or int(value) > LARGEST_BODY for value in sent):
        return _refused(413, f"at most {LARGEST_BODY} bytes are read")
    return None


def _refused(status: int, why: str) -> JSONResponse:
    return JSONResponse({"error": why}, status_code=status, headers={**_HEADERS, "connection": "close"})
