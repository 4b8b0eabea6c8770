"""The service's pages over real sockets: who is answered, how much is read, and how long anybody may take."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from starlette.types import Message, Scope

from bots.serve import patience
from bots.serve.listening import Pages, listening
from bots.serve.pages import LARGEST_BODY, LARGEST_HEAD, application, host_names, refusal
from tools.context import Json

Talk = Callable[[int], Awaitable[None]]
ASK = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


async def healthy() -> tuple[Json, int]:
    """A document."""
    return {"status": "ok"}, 200


def talking(talk: Talk, document: Callable[[], Awaitable[tuple[Json, int]]] = healthy) -> None:
    """Runs `talk(port)` beside a server on a free port."""

    async def run() -> None:
        with listening("127.0.0.1", 0) as link:
            port = link.getsockname()[1]
            pages = Pages(application(document, host_names("127.0.0.1", port)), link)
            try:
                await talk(port)
            finally:
                await pages.end()

    asyncio.run(run())


async def answer(port: int, request: bytes) -> tuple[int, str]:
    """Status and body of the answer to some bytes; the connection has been closed by the server."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        read = await asyncio.wait_for(reader.read(), 10)
    finally:
        writer.close()
    head, _, body = read.partition(b"\r\n\r\n")
    return (int(head.split()[1]) if head else 0), body.decode()


def request(*headers: str, verb: str = "GET", path: str = "/healthz", host: str = "localhost") -> bytes:
    """The head of a request after whose answer the connection ends."""
    lines = [f"{verb} {path} HTTP/1.1", f"Host: {host}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode()


def test_health_is_json_that_nobody_keeps() -> None:
    async def talk(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request())
        read = (await reader.read()).decode()
        writer.close()
        head, _, body = read.partition("\r\n\r\n")
        assert json.loads(body) == {"status": "ok"}
        names = {line.partition(":")[0].lower() for line in head.splitlines()[1:]}
        assert {"cache-control", "x-content-type-options"} <= names
        assert not {"server", "access-control-allow-origin"} & names

    talking(talk)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (request(path="/metrics"), 404),
        (request(path="http://evil.example/healthz"), 404),
        (request(verb="POST"), 405),
        (request(verb="CONNECT", path="evil.example:443"), 404),
        (request("Content-Length: 5") + b"12345", 200),
        (request(f"Content-Length: {LARGEST_BODY + 1}"), 413),
        (request("Content-Length: " + "9" * 19), 413),
        (request("Transfer-Encoding: chunked"), 411),
        (request("X-Long: " + "x" * LARGEST_HEAD), 431),
        (request("X-Long: " + "x" * 20_000)[:-4], 400),
        (request("Host: evil.example"), 400),
        (b"GET /healthz HTTP/1.0\r\n\r\n", 421),
        (b"GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00", 400),
        (b"\r\n\r\n\r\n", 400),
    ],
)
def test_whatever_is_sent_is_answered_or_refused(sent: bytes, status: int) -> None:
    async def talk(port: int) -> None:
        assert (await answer(port, sent))[0] == status
        assert (await answer(port, request()))[0] == 200

    talking(talk)


@pytest.mark.parametrize(
    ("host", "passes"),
    [
        (b"localhost", True),
        (b"LOCALHOST:8484", True),
        (b"127.0.0.1:8484", True),
        (b"[::1]:8484", True),
        (b"eva.lan", True),
        (b"eva.lan:8484", True),
        (b"localhost:80", False),
        (b"localhost.", False),
        (b"localhost@evil.example", False),
        (b"127.0.0.1.nip.io", False),
        (b"2130706433:8484", False),
        (b"", False),
        (b"\xff", False),
    ],
)
def test_a_host_header_names_this_machine_or_is_refused(host: bytes, passes: bool) -> None:
    scope: Scope = {"headers": [(b"host", host)]}
    said = refusal(scope, host_names("127.0.0.1", 8484, ("eva.lan",)))
    assert (said is None) is passes
    assert said is None or said.status_code == 421


def test_two_host_headers_are_refused_whatever_they_say() -> None:
    said = refusal({"headers": [(b"host", b"localhost"), (b"host", b"localhost")]}, host_names("127.0.0.1", 1))
    assert said is not None


def test_a_refusal_ends_the_connection() -> None:
    said = refusal({"headers": [(b"host", b"evil.example")]}, host_names("127.0.0.1", 1))
    assert said is not None
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("nothing is read")

    asyncio.run(said({"type": "http", "headers": []}, receive, send))
    assert (b"connection", b"close") in sent[0]["headers"]


@pytest.mark.parametrize("begun", [b"", b"GET /hea", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-More: "])
def test_a_head_that_does_not_come_ends_the_connection(begun: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD_S", 0.05)

    async def talk(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(begun)
        with suppress(ConnectionError):
            assert await asyncio.wait_for(reader.read(), 10) == b""
        writer.close()

    talking(talk)


def test_a_client_that_drips_is_hung_up_on_after_its_first_answer_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD_S", 0.1)

    async def talk(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(ASK + b"GET /hea")
        with suppress(ConnectionError):
            read = await asyncio.wait_for(reader.read(), 10)
            assert read.count(b"200 OK") == 1
        writer.close()

    talking(talk)


def test_an_answer_that_takes_longer_than_a_head_may_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD_S", 0.02)

    async def slow() -> tuple[Json, int]:
        await asyncio.sleep(0.1)
        return {"status": "ok"}, 200

    async def talk(port: int) -> None:
        assert (await answer(port, request()))[0] == 200

    talking(talk, slow)


def test_a_client_that_reads_nothing_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD_S", 0.1)

    async def large() -> tuple[Json, int]:
        return {"status": "x" * 20_000_000}, 200

    async def talk(port: int) -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", port, limit=1)
        writer.write(ASK)
        with pytest.raises(ConnectionError):
            await asyncio.wait_for(insisting(writer), 10)

    async def insisting(writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    talking(talk, large)


def test_more_connections_than_there_may_be_are_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "MOST", 3)

    async def talk(port: int) -> None:
        opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        for reader, writer in opened:
            writer.write(ASK)
            assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
        with suppress(ConnectionError):
            assert await answer(port, request()) == (0, "")
        for _, writer in opened:
            writer.close()
            await writer.wait_closed()
        assert (await answer(port, request()))[0] == 200

    talking(talk)
