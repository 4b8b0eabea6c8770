"""What the desk says by itself reaches somebody: a listener, the log, the person at the terminal."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, cast

import pytest

from bots.terminal.session import Terminal
from bots.wiring import Conversation as Wired
from tests.fakes.desk_rig import START, Rig
from tests.unit.conversation import Conversation
from tests.unit.test_desk_orders import play
from tools.context import Json
from tools.desk.feed import OWN, OWN_KEPT, Feed
from tools.desk.server import CLIENTS, Server

ALARM = {"kind": "alarm", "account": "paper", "text": "no market data"}
HALTED = {"kind": "state", "account": "paper", "state": "HALTED", "cause": "daily loss guard"}


def feed() -> Feed:
    return Feed(lambda: START)


async def kept(told: Feed, ticket: str) -> list[dict[str, Any]]:
    """What a listener of a ticket hears at once."""
    found: list[dict[str, Any]] = []
    keep = found.append

    async def listen() -> None:
        async for event in told.follow(ticket):
            keep(event)

    listening = asyncio.ensure_future(listen())
    await asyncio.sleep(0)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    return found


def test_an_alarm_without_a_ticket_is_kept_and_logged(capsys: pytest.CaptureFixture[str]) -> None:
    told = feed()
    for _ in range(OWN_KEPT + 5):
        told.publish(ALARM, "", "")
    told.publish({"kind": "working", "account": "paper"}, "t1")
    heard = asyncio.run(kept(told, OWN))
    assert [e["id"].partition("-")[2] for e in heard] == [str(n) for n in range(6, OWN_KEPT + 6)]
    assert {e["at"] for e in heard} == {START.isoformat()}
    assert capsys.readouterr().err.splitlines()[-1] == "desk: paper: no market data"


def test_an_alarm_of_a_ticket_is_the_desks_own_only_while_nobody_follows_the_ticket() -> None:
    async def scenario() -> None:
        told = feed()
        listening = asyncio.ensure_future(anext(told.follow("t1")))
        await asyncio.sleep(0)
        told.publish(ALARM, "t1")
        assert (await listening)["text"] == "no market data"
        assert await kept(told, OWN) == []
        told.publish(ALARM, "flatten")
        told.publish({"kind": "fill", "account": "paper"}, "flatten")
        assert [e["kind"] for e in await kept(told, OWN)] == ["alarm"]
        assert [e["kind"] for e in await kept(told, "flatten")] == ["alarm", "fill"]

    asyncio.run(scenario())


def test_a_halt_by_the_desk_itself_is_heard_over_the_socket(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        server = Server(desk.service)
        await server.listen(tmp_path / "s")
        reader, writer = await asyncio.open_unix_connection(str(tmp_path / "s"))
        writer.write(b'{"id":1,"verb":"events","args":{}}\n')
        assert json.loads(await reader.readline())["ok"]
        desk.service.latches.drop("paper")
        await desk.beat()
        event = json.loads(await reader.readline())["event"]
        assert (event["ticket"], event["kind"], event["state"]) == (OWN, "state", "HALTED")
        writer.close()
        await until(lambda: server.clients == 0)
        await server.close()

    play(tmp_path, scenario)


async def until(reached: Callable[[], bool]) -> None:
    """Lets the loop turn until something is so, and once more for what closes then."""
    for _ in range(10_000):
        if reached():
            break
        await asyncio.sleep(0)
    assert reached()
    await asyncio.sleep(0)


def test_with_too_many_clients_the_one_silent_for_longest_makes_room(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        server = Server(desk.service)
        await server.listen(tmp_path / "s")
        links: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

        async def asked(line: bytes) -> bytes:
            reader, writer = await asyncio.open_unix_connection(str(tmp_path / "s"))
            links.append((reader, writer))
            writer.write(line)
            try:
                return await reader.readline()
            except ConnectionError:
                return b""

        quotes, events = b'{"id":1,"verb":"quotes","args":{}}\n', b'{"id":1,"verb":"events","args":{}}\n'
        assert await asked(events)
        assert all([await asked(quotes) for _ in range(CLIENTS)])
        assert await links[1][0].read() == b""
        assert not links[0][0].at_eof()
        assert not links[2][0].at_eof()
        assert all([await asked(events) for _ in range(CLIENTS - 1)])
        assert await asked(quotes) == b""
        for _, writer in links:
            writer.close()
        await until(lambda: server.clients == 0)
        await server.close()

    play(tmp_path, scenario)


def own_of(talk: Conversation, monkeypatch: pytest.MonkeyPatch) -> Feed:
    """A real feed in the place of a fake desk's own events."""
    own, others = feed(), talk.desk.events
    monkeypatch.setattr(talk.desk, "events", lambda ticket: own.follow(OWN) if ticket == OWN else others(ticket))
    return own


def shown_by(
    talk: Conversation, own: Feed, *, typed: bool = False, said: tuple[str, ...] = (), late: tuple[Json, ...] = ()
) -> list[str]:
    """The alarms that a terminal shows: lines are `said`, then `late` events come while it waits at its prompt."""
    shown: list[str] = []

    async def rest() -> None:
        for _ in range(20):
            await asyncio.sleep(0)

    async def source() -> AsyncIterator[str]:
        for line in said:
            await rest()
            yield line
        for event in late:
            await rest()
            own.publish(event)
        await rest()

    async def talked() -> None:
        async with talk.thinking() as mind:
            desk = cast(Any, talk.desk)
            wired = Wired(dispatcher=talk.dispatcher, desk=desk, store=talk.store, voice=talk.voice, mind=mind)
            await Terminal(wired, typed=typed, show=shown.append).run(source())

    asyncio.run(talked())
    return [words for words in shown if "ALARM" in words]


def test_the_terminal_tells_what_the_desk_says_by_itself_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = Conversation(tmp_path)
    own = own_of(talk, monkeypatch)
    own.publish(ALARM)
    own.publish({**HALTED, "cause": "kill switch"})
    own.publish({**HALTED, "state": "ACTIVE", "cause": None})
    own.publish(HALTED)
    (told,) = shown_by(talk, own, said=("/status", "/status"))
    assert told.splitlines() == [
        "ALARM (paper, 2026-11-20 12:00 UTC): no market data",
        "ALARM (paper, 2026-11-20 12:00 UTC): the desk has halted everything: daily loss guard reached",
    ]
    assert shown_by(talk, own, said=("/status", "/status")) == []


def test_the_terminal_tells_an_alarm_while_it_waits_at_its_prompt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = Conversation(tmp_path, locale="fr")
    own = own_of(talk, monkeypatch)
    told = shown_by(talk, own, typed=True, late=(ALARM, HALTED))
    assert [words.strip() for words in told] == [
        "ALARME (paper, 2026-11-20 12:00 UTC) : pas de cours du marché",
        "ALARME (paper, 2026-11-20 12:00 UTC) : le bureau a tout arrêté : garde « perte du jour » atteinte",
    ]
