"""One turn of the worker with a scripted model: answers, tools, limits, time and tokens; never an exception."""

import asyncio
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from agents.workers.budget import InMemoryBudget
from agents.workers.prompting import LONGEST_TEXT
from agents.workers.toolbox import LONGEST_RESULT, MOST_CALLS, tools_for
from agents.workers.turn import MOST_MODEL_CALLS
from agents.workers.values import Answered, Said
from agents.workers.worker import Worker
from policies.values import Label
from tests.architecture.source import ROOT
from tests.fakes.scripted_model import SAMPLE, Desk, answered, ask, scripted, settings_of, worker_of
from tools.errors import AwaitingApproval, Misconfigured, Refused, Retry, Unreachable
from tools.tool import ToolResult

CALL_MONEY = {"when": "money", "call": [{"tool": "show_money", "args": {"account": "paper"}}]}
SEES = {"on": "tool", "say": "Here it is."}


def test_a_greeting_is_streamed_counted_and_answered(tmp_path: Path) -> None:
    settings = scripted(tmp_path, {"when": "bonjour", "say": "Bonjour, ravie !", "tokens": [400, 5]})
    pieces: list[str] = []
    found = answered(settings, "bonjour", on_text=pieces.append)
    assert found == Answered(text="Bonjour, ravie !", tokens_in=400, tokens_out=5)
    assert len(pieces) > 1
    assert "".join(pieces) == "Bonjour, ravie !"


def test_a_tool_is_used_through_the_caller_and_its_result_comes_back(tmp_path: Path) -> None:
    desk = Desk()
    found = answered(scripted(tmp_path, CALL_MONEY, SEES), "how much money", desk)
    assert found.text == "Here it is."
    assert desk.used == [("show_money", {"account": "paper"})]
    (called,) = found.calls
    assert called.result is not None
    assert called.result.data == {"rows": 3}
    assert found.estimated
    assert found.tokens_in > 100


def test_what_is_said_before_a_call_stands_before_the_answer(tmp_path: Path) -> None:
    found = answered(scripted(tmp_path, {**CALL_MONEY, "say": "Let me look."}, SEES), "money")
    assert found.text == "Let me look.\nHere it is."


def test_numbers_become_text_and_empty_arguments_are_left_out(tmp_path: Path) -> None:
    args = {"symbol": "AAPL", "side": None, "quantity": 10}
    desk = Desk()
    answered(scripted(tmp_path, {"call": [{"tool": "place_order", "args": args}]}, SEES), "buy", desk)
    assert desk.used == [("place_order", {"symbol": "AAPL", "quantity": "10"})]


@pytest.mark.parametrize(
    "args",
    [
        {"price": "1"},
        {"symbol": ["AAPL"]},
        {"symbol": True},
        {"symbol": "x" * 201},
        {"symbol": "<|im_start|>"},
        '{"symbol": "AAP',
        '{"quantity": NaN}',
        "[1, 2]",
    ],
)
def test_arguments_that_no_tool_takes_are_refused_without_being_repeated(tmp_path: Path, args: object) -> None:
    desk = Desk()
    rules = (
        {"call": [{"tool": "place_order", "args": args}]},
        {"on": "tool", "when": "BAD_ARGUMENTS", "say": "Sorry."},
    )
    found = answered(scripted(tmp_path, *rules), "buy", desk)
    assert desk.used == []
    assert [(c.tool, c.error, c.args) for c in found.calls] == [("place_order", "BAD_ARGUMENTS", {})]
    assert found.text == "Sorry."


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (Retry("say the symbol secret-detail"), "RETRY"),
        (Refused("secret-detail"), "REFUSED"),
        (AwaitingApproval("secret-detail"), "REFUSED"),
        (Unreachable("secret-detail"), "UNREACHABLE"),
        (Misconfigured("secret-detail"), "UNREACHABLE"),
        (RuntimeError("secret-detail"), "BUG"),
        (KeyError("secret-detail"), "BUG"),
        (TimeoutError("secret-detail"), "BUG"),
    ],
)
def test_a_failing_tool_tells_the_model_a_code_and_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, raised: Exception, code: str
) -> None:
    async def fail(name: str, args: Mapping[str, Any]) -> ToolResult:
        raise raised

    rules = (CALL_MONEY, {"on": "tool", "when": "secret-detail", "say": "leaked"})
    told = {"on": "tool", "when": f'/"error": "{code}"/', "say": "It failed."}
    found = answered(scripted(tmp_path, *rules, told), "money", Desk(fail))
    assert found.text == "It failed."
    assert found.degraded is None
    assert [c.error for c in found.calls] == [code]
    assert ("RuntimeError" in caplog.text) is isinstance(raised, RuntimeError)
    assert "secret-detail" not in caplog.text


def test_a_proposal_is_told_as_judged_and_a_question_as_asked(tmp_path: Path) -> None:
    judged = {"on": "tool", "when": '/"judged":"allow".*asked to confirm/', "say": "I have prepared it."}
    found = answered(scripted(tmp_path, {"call": [{"tool": "place_order"}]}, judged), "buy")
    assert found.text == "I have prepared it."

    async def unclear(name: str, args: Mapping[str, Any]) -> ToolResult:
        return ToolResult(clarify={"question": "WHICH_SIDE", "options": [{"label": "buy", "args": {}}]})

    asked = {"on": "tool", "when": '/WHICH_SIDE.*"buy".*is asked this question/', "say": "Which one?"}
    found = answered(scripted(tmp_path, {"call": [{"tool": "place_order"}]}, asked), "buy", Desk(unclear))
    assert found.text == "Which one?"


def test_a_long_result_is_cut_and_says_so(tmp_path: Path) -> None:
    async def long(name: str, args: Mapping[str, Any]) -> ToolResult:
        return ToolResult(data={"text": "y" * 9_000})

    seen = {"on": "tool", "when": f"/cut: {LONGEST_RESULT} of [0-9]+ characters/", "say": "Much."}
    assert answered(scripted(tmp_path, CALL_MONEY, seen), "money", Desk(long)).text == "Much."


def test_a_long_question_is_cut_and_says_so(tmp_path: Path) -> None:
    rule = {"when": "/person, cut/", "say": "Long."}
    assert answered(scripted(tmp_path, rule), "x" * (LONGEST_TEXT + 1)).text == "Long."


def test_a_model_that_never_stops_calling_is_stopped(tmp_path: Path) -> None:
    desk = Desk()
    found = answered(scripted(tmp_path, {"on": "any", "call": [{"tool": "show_money"}]}), "money", desk)
    assert found.degraded == "limits"
    assert desk.names == ["show_money"] * MOST_MODEL_CALLS
    assert len(found.calls) == MOST_MODEL_CALLS


def test_too_many_calls_at_once_get_a_code_then_the_turn_ends(tmp_path: Path) -> None:
    desk = Desk()
    rules = ({"call": [{"tool": "show_money"}] * (MOST_CALLS + 1)}, SEES)
    found = answered(scripted(tmp_path, *rules), "money", desk)
    assert len(desk.used) == MOST_CALLS
    assert found.calls[-1].error == "LIMIT"
    assert found.text == "Here it is."
    found = answered(scripted(tmp_path, {"call": [{"tool": "show_money"}] * 500}), "money")
    assert found.degraded == "limits"
    assert sum(c.error is None for c in found.calls) == MOST_CALLS


def test_calls_of_one_message_run_one_after_the_other(tmp_path: Path) -> None:
    running: list[str] = []

    async def slow(name: str, args: Mapping[str, Any]) -> ToolResult:
        assert running == []
        running.append(name)
        await asyncio.sleep(0.001)
        running.clear()
        return ToolResult()

    found = answered(scripted(tmp_path, {"call": [{"tool": "show_money"}] * 5}, SEES), "money", Desk(slow))
    assert [c.error for c in found.calls] == [None] * 5


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"fail": "unreachable"}, "unreachable"),
        ({"fail": "slow"}, "slow"),
        ({"fail": "error", "say": "Half an ans"}, "failed"),
        ({"wait_s": 60}, "slow"),
        ({"say": ""}, "empty"),
        ({"say": "<think>all of it was thought"}, "empty"),
        ({"say": '{"name": "place_order", "arguments": {}}'}, "empty"),
        ({"say": ["again and "] * 400}, "rambling"),
        ({"say": [f"Word {n}. " for n in range(900)]}, "rambling"),
        ({"say": "A sentence. And ha", "fail": "length"}, "rambling"),
    ],
)
def test_every_failure_is_a_code(tmp_path: Path, rule: Mapping[str, Any], code: str) -> None:
    found = answered(scripted(tmp_path, rule, seconds=1), "hello")
    assert found.degraded == code
    assert (found.text != "") is (code == "rambling")


def test_a_slow_tool_ends_with_the_time_of_the_turn(tmp_path: Path) -> None:
    async def never(name: str, args: Mapping[str, Any]) -> ToolResult:
        await asyncio.Event().wait()
        raise AssertionError("nobody sets it")

    desk = Desk(never)
    found = answered(scripted(tmp_path, CALL_MONEY, SEES, seconds=1), "money", desk)
    assert found.degraded == "slow"
    assert desk.names == ["show_money"]


def test_a_wrong_script_is_a_failed_answer_and_an_error_when_warmed(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, f"scripted:{tmp_path}/missing.jsonl")
    assert answered(settings, "hello").degraded == "failed"
    with pytest.raises(Misconfigured, match="missing"):
        worker_of(settings).warm()


def test_a_caller_may_cancel(tmp_path: Path) -> None:
    settings = scripted(tmp_path, {"wait_s": 60})

    async def cancelled() -> int:
        worker = worker_of(settings)
        worker.warm()
        turn = asyncio.create_task(worker.answer(ask("hello"), Desk().use))
        await asyncio.sleep(0.05)
        turn.cancel()
        with pytest.raises(asyncio.CancelledError):
            await turn
        return len(asyncio.all_tasks())

    assert asyncio.run(cancelled()) == 1


def test_the_tokens_of_the_day_are_kept_by_model_and_source(tmp_path: Path) -> None:
    settings = scripted(tmp_path, {"when": "counted", "say": "One.", "tokens": [30_000, 10]}, {"say": "Two."})
    budget = InMemoryBudget(per_day=31_000)

    async def twice() -> list[Answered]:
        worker = Worker(settings=settings, budget=budget, tools=SAMPLE)
        return [await worker.answer(ask(text), Desk().use) for text in ("counted", "other", "counted", "counted")]

    first, second, third, fourth = asyncio.run(twice())
    assert (first.degraded, second.degraded, third.degraded) == (None, None, None)
    assert budget.spent["scripted:script.jsonl", "chat"] == (60_000, 20)
    assert budget.spent["scripted:script.jsonl", "chat~"] == (second.tokens_in, second.tokens_out)
    assert fourth == Answered(text="", degraded="budget")


def test_a_prompt_larger_than_what_is_left_is_not_sent(tmp_path: Path) -> None:
    settings = scripted(tmp_path, {"say": "Hello."})
    found = asyncio.run(worker_of(settings, left=50).answer(ask("hello"), Desk().use))
    assert found == Answered(text="", degraded="budget")


def test_a_budget_that_fails_is_a_failed_answer(tmp_path: Path) -> None:
    class Broken(InMemoryBudget):
        async def left(self) -> int:
            raise OSError("the disk is full")

    worker = Worker(settings=scripted(tmp_path, {"say": "Hello."}), budget=Broken(per_day=1), tools=SAMPLE)
    assert asyncio.run(worker.answer(ask("hello"), Desk().use)).degraded == "failed"


def test_history_is_told_but_is_not_what_is_asked(tmp_path: Path) -> None:
    rules = ({"when": "earlier", "say": "The history was read."}, {"when": "now", "say": "Only now."})
    history = (Said(who="person", text="earlier"), Said(who="eva", text="earlier too"))
    assert answered(scripted(tmp_path, *rules), ask("now", history=history)).text == "Only now."


def test_the_tools_of_a_turn() -> None:
    def names(route: Any, label: Label) -> list[str]:
        return [tool.name for tool in tools_for(route, label, SAMPLE)]

    assert names("trading", Label.OWNER) == ["show_money", "place_order"]
    assert names("trading", Label.INTERNAL) == ["show_money", "place_order"]
    assert names("trading", Label.SUBSCRIBER) == ["show_money"]
    assert names("assistant", Label.OWNER) == ["show_money", "show_audit"]
    assert names("unclear", Label.WEB) == ["show_audit"]
    assert names("media", Label.WEB) == []
    assert names("saas", Label.OWNER) == []


def test_nothing_heavy_is_imported_before_the_first_answer() -> None:
    code = "import sys, agents.workers.worker, agents.models.doctor\n" + "print([m for m in sys.modules if m in HEAVY])"
    heavy = "HEAVY = ('langchain', 'langchain_core', 'langgraph', 'langchain_ollama', 'ollama', 'httpx', 'pydantic')\n"
    done = subprocess.run([sys.executable, "-c", heavy + code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
