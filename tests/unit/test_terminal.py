"""The terminal: lines from a pipe, the greeting, what happens when the desk dies, news of fills."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

from bots.terminal.lines import LONGEST, from_pipe, lines
from bots.terminal.news import News
from bots.terminal.session import Terminal
from bots.wiring import Conversation as Wired
from tests.unit.conversation import Conversation


def read_all(content: bytes) -> list[str]:
    """Every line that a pipe with this content gives."""
    reading, writing = os.pipe()
    if len(content) < 60_000:
        os.write(writing, content)
        os.close(writing)
    else:
        path = Path(os.environ["EVA_HOME"]).with_suffix(".txt")
        path.write_bytes(content)
        os.close(writing)
        os.close(reading)
        reading = os.open(path, os.O_RDONLY)
    read = from_pipe(reading)
    found = []
    while (line := read()) is not None:
        found.append(line)
    os.close(reading)
    return found


def test_a_pipe_gives_lines_whatever_its_bytes() -> None:
    assert read_all(b"/statut\n\xff\xfe x\n\nlast") == ["/statut", "\ufffd\ufffd x", "", "last"]
    assert read_all(b"") == []


def test_a_long_line_is_kept_and_an_endless_one_is_cut() -> None:
    found = read_all(b"a" * 100_000 + b"\n" + b"b" * (LONGEST + 500_000) + b"\nend\n")
    assert [len(line) for line in found] == [100_000, LONGEST, 3]


def test_lines_are_read_one_at_a_time_and_end() -> None:
    waiting = iter(["a", "b", None])

    async def gather() -> list[str]:
        return [line async for line in lines(lambda: next(waiting))]

    assert asyncio.run(gather()) == ["a", "b"]


def run(talk: Conversation, *said: str) -> list[str]:
    """What a terminal shows for these lines."""
    shown: list[str] = []

    async def source() -> AsyncIterator[str]:
        for line in said:
            if line == "DIE":
                talk.desk.reachable = False
            elif line == "LIVE":
                talk.desk.reachable = True
            else:
                yield line

    async def talked() -> None:
        async with talk.thinking() as mind:
            desk = cast(Any, talk.desk)
            wired = Wired(dispatcher=talk.dispatcher, desk=desk, store=talk.store, voice=talk.voice, mind=mind)
            await Terminal(wired, typed=False, show=shown.append).run(source())

    asyncio.run(talked())
    return shown


def test_it_greets_and_says_what_it_is(tmp_path: Path) -> None:
    (greeting,) = run(Conversation(tmp_path, locale="fr"))
    for words in ("papier", "REPLAY", "3 janv. 2012", "Telegram", "Discord", "modèle de langage", "aucune isolation"):
        assert words in greeting
    (english,) = run(Conversation(tmp_path / "b"))
    assert "no isolation" in english


def test_it_ends_with_quit_and_with_the_input(tmp_path: Path) -> None:
    talk = Conversation(tmp_path)
    assert len(run(talk, "/quit", "/status")) == 2
    assert len(run(talk, "/status")) == 2


def test_a_dead_desk_is_said_and_tried_again(tmp_path: Path) -> None:
    talk = Conversation(tmp_path)
    shown = run(talk, "DIE", "/status", "LIVE", "/status")
    assert "does not answer" in shown[1]
    assert "eva halt all" in shown[1]
    assert "REPLAY" in shown[2]


def test_a_desk_that_is_dead_at_the_start_is_greeted_without(tmp_path: Path) -> None:
    talk = Conversation(tmp_path)
    talk.desk.reachable = False
    assert "does not answer yet" in run(talk)[0]


def test_fills_are_told_once_and_those_of_a_reply_not_again(tmp_path: Path) -> None:
    talk = Conversation(tmp_path)
    shown = run(talk, "buy 10 AAPL at market, stop 390", "/status")
    assert [s for s in shown if "Since then" in s] == []
    talk.desk._fill("stop-1", "AAPL", "sell", talk.desk.positions["AAPL"])
    shown = run(talk, "/status", "/status")
    (news,) = [s for s in shown if "Since then" in s]
    assert "REPLAY" in news
    assert "sell 10 AAPL at 411.28" in news


def test_a_shortened_journal_is_an_alarm(tmp_path: Path) -> None:
    talk = Conversation(tmp_path)
    talk.desk.distrust = "shortened"
    assert [s for s in run(talk, "/status", "/status") if "ALARM" in s] == [
        "ALARM: the desk's journal is not the continuation of what I have seen. Run: eva audit verify"
    ]


def test_no_fills_are_no_news(tmp_path: Path) -> None:
    talk = Conversation(tmp_path)
    assert asyncio.run(News(talk.desk, talk.store).since(None, "en")) == ""
