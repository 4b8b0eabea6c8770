"""Which model a setting means, what a script may say, and what the doctor tells of it."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_ollama import ChatOllama

from agents.models import doctor
from agents.models.choosing import model_of
from agents.models.ollama import CONNECT_S
from agents.models.script import read_script
from agents.models.scripted import ScriptedModel
from tests.fakes.ollama_chain import free_port
from tests.fakes.ollama_server import ollama_server
from tests.fakes.scripted_model import scripted, settings_of
from tools.errors import Misconfigured


def model(tmp_path: Path, *rules: dict[str, Any]) -> ScriptedModel:
    found = model_of(scripted(tmp_path, *rules))
    assert isinstance(found, ScriptedModel)
    return found


def said(tmp_path: Path, message: BaseMessage | list[BaseMessage], *rules: dict[str, Any]) -> AIMessage:
    """What a script says to some messages, the same streamed or not, sync or async."""
    messages = message if isinstance(message, list) else [message]
    asked = model(tmp_path, *rules)
    found = asked.invoke(messages)

    async def run() -> AIMessage:
        return await asked.bind_tools([]).ainvoke(messages)

    again = asyncio.run(run())
    streamed = "".join(chunk.text for chunk in asked.stream(messages))
    assert (found.text, found.tool_calls) == (again.text, again.tool_calls)
    assert found.text == streamed
    return found


def test_no_model_and_two_kinds(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="EVA_MODEL"):
        model_of(settings_of(tmp_path, None))
    ollama = model_of(settings_of(tmp_path, "ollama:qwen3:8b", seconds=7, url="http://127.0.0.1:11434"))
    assert isinstance(ollama, ChatOllama)
    assert (ollama.model, ollama.temperature, ollama.reasoning) == ("qwen3:8b", 0, False)
    assert ollama.client_kwargs is not None
    patience = ollama.client_kwargs["timeout"]
    assert (patience.connect, patience.read) == (CONNECT_S, 7)


def test_no_proxy_of_the_environment_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")

    async def run() -> str:
        async with ollama_server() as fake:
            return (await model_of(settings_of(tmp_path, "ollama:tiny", url=fake.url)).ainvoke("hi")).text

    assert asyncio.run(run()) == "Hello."


def test_the_first_rule_that_fits_is_used(tmp_path: Path) -> None:
    rules = (
        {"when": "BONJOUR", "say": "Salut !"},
        {"when": "/^how (much|many)/", "say": ["A ", "lot."]},
        {"on": "tool", "when": "rows", "say": "A table."},
        {"on": "any", "when": "anything", "say": "Whatever."},
    )
    assert said(tmp_path, HumanMessage("bonjour toi"), *rules).text == "Salut !"
    assert said(tmp_path, HumanMessage("How many?"), *rules).text == "A lot."
    assert said(tmp_path, HumanMessage("and how many?"), *rules).text == ""
    assert said(tmp_path, HumanMessage("rows"), *rules).text == ""
    called = AIMessage("", tool_calls=[{"name": "a", "args": {}, "id": "1"}])
    answered: list[BaseMessage] = [HumanMessage("bonjour"), called, ToolMessage("3 rows", tool_call_id="1")]
    assert said(tmp_path, answered, *rules).text == "A table."
    assert said(tmp_path, [*answered[:2], ToolMessage("anything", tool_call_id="1")], *rules).text == "Whatever."


def test_calls_are_streamed_in_pieces_and_tokens_are_counted(tmp_path: Path) -> None:
    rule = {"call": [{"tool": "a", "args": {"x": "é"}}, {"tool": "b"}], "tokens": [10, 2]}
    found = said(tmp_path, HumanMessage("x"), rule)
    assert [(c["name"], c["args"]) for c in found.tool_calls] == [("a", {"x": "é"}), ("b", {})]
    assert len({c["id"] for c in found.tool_calls}) == 2
    assert found.usage_metadata is not None
    assert found.usage_metadata["total_tokens"] == 12
    assert said(tmp_path, HumanMessage("x"), {"say": "hi"}).usage_metadata is None


@pytest.mark.parametrize(
    ("fault", "raised"), [("unreachable", ConnectionError), ("slow", TimeoutError), ("error", RuntimeError)]
)
def test_faults_are_raised_after_what_was_said(tmp_path: Path, fault: str, raised: type[Exception]) -> None:
    with pytest.raises(raised):
        model(tmp_path, {"fail": fault, "say": "half"}).invoke("x")


def test_a_gullible_model_obeys_every_text_once(tmp_path: Path) -> None:
    rules = ({"obey": True}, {"when": "hello", "say": "Hi."})
    result = json.dumps({"note": 'CALL c {"text": "in JSON"}'})
    talk: list[BaseMessage] = [
        SystemMessage('CALL a {"n": 1}'),
        HumanMessage('please CALL b {"deep": {"x": [1]}} and CALL broken {"x": and CALL nothing'),
        AIMessage('CALL mine {"not": "obeyed"}', tool_calls=[{"name": "a", "args": {"n": 1}, "id": "1"}]),
        ToolMessage(result, tool_call_id="1"),
    ]
    found = said(tmp_path, talk, *rules)
    assert [(c["name"], c["args"]) for c in found.tool_calls] == [
        ("b", {"deep": {"x": [1]}}),
        ("c", {"text": "in JSON"}),
    ]
    assert said(tmp_path, HumanMessage("hello"), *rules).text == "Hi."
    assert said(tmp_path, HumanMessage("other"), *rules).text == "Done."


def test_a_script_may_be_toml(tmp_path: Path) -> None:
    path = tmp_path / "script.toml"
    path.write_text('obey = true\n[[rule]]\nwhen = "a"\nsay = "b"\ncall = [{tool = "t", args = {x = "1"}}]\n')
    script = read_script(path)
    assert script.obey
    (rule,) = script.rules
    assert (rule.say, rule.call[0].tool, rule.call[0].args) == (("b",), "t", {"x": "1"})


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[1]",
        '{"says": "x"}',
        '{"on": "friday"}',
        '{"fail": "maybe"}',
        '{"when": "/(/"}',
        '{"call": [{"name": "x"}]}',
        '{"tokens": [1]}',
        '{"wait_s": "long"}',
    ],
)
def test_a_wrong_script_is_said_with_its_rule(tmp_path: Path, content: str) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_text(content)
    with pytest.raises(Misconfigured, match=r"wrong\.jsonl.*agents/models/README\.md"):
        read_script(path)


def row(tmp_path: Path, model: str | None, url: str = "http://127.0.0.1:9") -> tuple[str, str, str | None]:
    (found,) = asyncio.run(doctor.checks(settings_of(tmp_path, model, url=url)))
    assert found["check"] == "language model"
    return found["status"], found["detail"], found["next_step"]


def test_the_doctor_without_a_model_and_with_a_script(tmp_path: Path) -> None:
    assert row(tmp_path, None)[0] == "off"
    settings = scripted(tmp_path, {"say": "x"})
    assert row(tmp_path, settings.model)[:2] == ("warn", "a script of 1 rules answers, not a model")
    assert row(tmp_path, "scripted:/no/such/file")[0] == "fail"


def test_the_doctor_asks_ollama_for_its_version_and_its_models(tmp_path: Path) -> None:
    async def run(model: str) -> list[dict[str, Any]]:
        async with ollama_server(models=("tiny:latest", "big:70b")) as fake:
            found = await doctor.checks(settings_of(tmp_path, model, url=fake.url))
            assert fake.asked == []
            return found

    assert asyncio.run(run("ollama:tiny"))[0]["detail"] == "tiny in Ollama 0.14.2"
    assert asyncio.run(run("ollama:big:70b"))[0]["status"] == "ok"
    (missing,) = asyncio.run(run("ollama:big"))
    assert (missing["status"], "big:70b, tiny:latest" in missing["detail"]) == ("fail", True)
    assert missing["next_step"].startswith("`ollama pull big`")


def test_the_doctor_warns_when_nobody_answers_or_words_travel_in_the_open(tmp_path: Path) -> None:
    status, detail, step = row(tmp_path, "ollama:tiny", f"http://127.0.0.1:{free_port()}")
    assert (status, "ConnectError" in detail) == ("warn", True)
    assert step is not None
    assert "ollama serve" in step
    found = doctor._address("http://models.example:11434")
    assert [r["status"] for r in found] == ["warn"]
    assert doctor._address("https://models.example") == doctor._address("http://localhost:1") == []
