"""The desk's client: an answer that nobody waited for is never taken for the next request's."""

import asyncio
import json
from pathlib import Path

import pytest

from tools.desk.client import DeskClient
from tools.desk.places import Places


def test_a_cancelled_request_leaves_no_answer_behind(tmp_path: Path) -> None:
    """A turn that was cut short asks for one thing; the turn after it gets what it asked for itself."""
    asked: list[str] = []
    served: list[asyncio.StreamWriter] = []
    begun, go = asyncio.Event(), asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.append(writer)
        while line := await reader.readline():
            request = json.loads(line)
            asked.append(request["verb"])
            begun.set()
            if request["verb"] == "orders":
                await go.wait()
            writer.write(
                json.dumps({"id": request["id"], "ok": True, "result": {"of": request["verb"]}}).encode() + b"\n"
            )

    async def run() -> None:
        places = Places.of(tmp_path, {"XDG_RUNTIME_DIR": str(tmp_path)})
        places.socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        server = await asyncio.start_unix_server(answer, str(places.socket))
        client = DeskClient(places, start=False)
        first = asyncio.create_task(client.read("orders"))
        await begun.wait()
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        go.set()
        assert await client.read("status") == {"of": "status"}
        await client.close()
        for writer in served:
            writer.close()
        server.close()
        await asyncio.sleep(0)

    asyncio.run(run())
    assert asked == ["orders", "status"]
