"""The worker with the real Ollama client against a server that fails in every way a server can."""

import asyncio
from pathlib import Path

import pytest

from agents.models.ollama import CONTEXT_TOKENS, MOST_TOKENS
from agents.workers.values import Answered
from tests.fakes.ollama_chain import free_port
from tests.fakes.ollama_server import FakeOllama, Reply, complaints, ollama_server
from tests.fakes.scripted_model import Desk, ask, settings_of, worker_of

MONEY = {"name": "show_money", "arguments": {"account": "paper"}}


def turn(
    tmp_path: Path, *replies: Reply, desk: Desk | None = None, seconds: int = 5, model: str = "tiny"
) -> tuple[Answered, FakeOllama, list[str]]:
    """One answer, the server as it was left, and the pieces that were shown."""
    pieces: list[str] = []

    async def run() -> tuple[Answered, FakeOllama]:
        async with ollama_server(*replies) as fake:
            worker = worker_of(settings_of(tmp_path, f"ollama:{model}", seconds=seconds, url=fake.url))
            found = await worker.answer(ask("how much money?"), (desk or Desk()).use, pieces.append)
            return found, fake

    found, fake = asyncio.run(run())
    assert fake.violations == []
    return found, fake, pieces


def test_an_answer_is_streamed_and_counted(tmp_path: Path) -> None:
    found, fake, pieces = turn(tmp_path, Reply(pieces=("You ", "have ", "enough.")))
    assert found == Answered(text="You have enough.", tokens_in=120, tokens_out=8)
    assert pieces == ["You ", "have ", "enough."]
    (asked,) = fake.asked
    assert asked["options"] == {"temperature": 0.0, "num_predict": MOST_TOKENS, "num_ctx": CONTEXT_TOKENS}
    assert asked["think"] is False
    assert [tool["function"]["name"] for tool in asked["tools"]] == ["show_money", "place_order"]
    assert [message["role"] for message in asked["messages"]] == ["system", "user"]


def test_a_tool_is_called_and_its_result_sent_back(tmp_path: Path) -> None:
    desk = Desk()
    found, fake, pieces = turn(tmp_path, Reply(calls=(MONEY,)), Reply(pieces=("Enough.",)), desk=desk)
    assert found.text == "Enough."
    assert pieces == ["Enough."]
    assert desk.used == [("show_money", {"account": "paper"})]
    assert (found.tokens_in, found.tokens_out) == (240, 16)
    assert [message["role"] for message in fake.asked[1]["messages"]] == ["system", "user", "assistant", "tool"]
    assert '{"rows":3}' in fake.asked[1]["messages"][3]["content"]


@pytest.mark.parametrize(
    "call",
    [
        {"name": "show_money", "arguments": {"price": 1}},
        {"name": "show_money", "arguments": {"account": {"$ne": 1}}},
        {"name": "delete_everything", "arguments": {}},
        {"name": "", "arguments": {}},
    ],
)
def test_malformed_and_unknown_calls_are_told_and_survived(tmp_path: Path, call: dict[str, object]) -> None:
    desk = Desk()
    found, fake, _ = turn(tmp_path, Reply(calls=(call,)), Reply(pieces=("Sorry.",)), desk=desk)
    assert found.text == "Sorry."
    assert [c.error for c in found.calls] == ["BAD_ARGUMENTS"]
    assert desk.used == []
    assert "BAD_ARGUMENTS" in fake.asked[1]["messages"][3]["content"]


FAULTS = {
    "silent": (Reply(silent_s=60), "slow"),
    "http 500": (Reply(status=500), "failed"),
    "dead in the middle": (Reply(pieces=("You ha",), dies=True), "failed"),
    "ended without an end": (Reply(pieces=("You ha",), ends=True), "failed"),
    "garbage": (Reply(raw=("<html>proxy error</html>",)), "failed"),
    "half a line": (Reply(raw=('{"model": "tiny", "mess',)), "failed"),
    "another shape": (Reply(raw=('{"choices": []}',)), "failed"),
    "error in the stream": (Reply(raw=('{"error": "out of memory"}',)), "failed"),
    "arguments as text": (Reply(calls=({"name": "show_money", "arguments": "{nope"},)), "failed"),
    "nothing": (Reply(), "empty"),
    "thoughts only": (Reply(pieces=("<th", "ink>so be", " it</thi", "nk>")), "empty"),
    "the same for ever": (Reply(pieces=("and so on, ",), endless=True), "rambling"),
    "everything for ever": (Reply(pieces=tuple(f"{n} " for n in range(2_000)), endless=True), "rambling"),
    "a megabyte at once": (Reply(pieces=("lorem ipsum dolor. " * 60_000,)), "rambling"),
    "too many tokens": (Reply(pieces=("One. Two. And thr",), done_reason="length"), "rambling"),
    "calls for ever": (Reply(calls=(MONEY,)), "limits"),
    "a hundred calls": (Reply(calls=(MONEY,) * 100), "limits"),
}


@pytest.mark.parametrize(("reply", "code"), FAULTS.values(), ids=FAULTS)
def test_every_fault_of_a_server_is_a_code(tmp_path: Path, reply: Reply, code: str) -> None:
    found, fake, _ = turn(tmp_path, reply, seconds=1 if reply.silent_s else 10)
    assert found.degraded == code
    assert (found.text != "") is (code == "rambling")
    assert fake.sent < 2_000_000
    if reply.endless or reply.silent_s:
        assert fake.left_early == 1


def test_a_model_that_is_not_there_has_failed(tmp_path: Path) -> None:
    found, _, _ = turn(tmp_path, Reply(pieces=("Hi.",)), model="absent")
    assert found == Answered(text="", degraded="failed")


def test_nobody_listening_is_known_at_once_and_costs_nothing(tmp_path: Path) -> None:
    async def run() -> Answered:
        url = f"http://127.0.0.1:{free_port()}"
        worker = worker_of(settings_of(tmp_path, "ollama:tiny", seconds=60, url=url))
        return await worker.answer(ask("hello"), Desk().use)

    # A refused connection that was waited for would be "slow".
    assert asyncio.run(run()) == Answered(text="", degraded="unreachable")


def test_a_cancelled_turn_leaves_the_server(tmp_path: Path) -> None:
    async def run() -> int:
        async with ollama_server(Reply(silent_s=60)) as fake:
            worker = worker_of(settings_of(tmp_path, "ollama:tiny", seconds=60, url=fake.url))
            asked = asyncio.create_task(worker.answer(ask("hello"), Desk().use))
            await fake.arrived.wait()
            asked.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asked
            await fake.left.wait()
            return fake.left_early

    assert asyncio.run(run()) == 1


def test_several_turns_at_once_do_not_mix(tmp_path: Path) -> None:
    async def run() -> list[str]:
        async with ollama_server(*(Reply(pieces=(f"Answer {n}.",)) for n in range(8))) as fake:
            worker = worker_of(settings_of(tmp_path, "ollama:tiny", url=fake.url))
            found = await asyncio.gather(*(worker.answer(ask(f"question {n}"), Desk().use) for n in range(8)))
            assert len(fake.asked) == 8
            return sorted(answer.text for answer in found)

    assert asyncio.run(run()) == [f"Answer {n}." for n in range(8)]


@pytest.mark.parametrize(
    "change",
    [
        {"stream": False},
        {"model": None},
        {"temperature": 0},
        {"options": {"temprature": 0}},
        {"messages": [{"role": "developer", "content": "x"}]},
        {"messages": [{"role": "user", "content": ["x"]}]},
        {"tools": [{"type": "function", "function": {"name": "a", "parameters": {}}}]},
        {"messages": [{"role": "assistant", "tool_calls": [{"function": {"name": "a", "arguments": "{}"}}]}]},
    ],
)
def test_the_fake_server_refuses_what_ollama_would_not_take(change: dict[str, object]) -> None:
    good: dict[str, object] = {"model": "tiny", "stream": True, "messages": [{"role": "user", "content": "hi"}]}
    assert list(complaints(good)) == []
    assert list(complaints({**good, **change})) != []
