"""A language model in the conversation: its acts are questions, its words are marked, and "it" is not its to choose."""

import json
from pathlib import Path
from typing import Any

import pytest

from bots.turns.modelled import BAR
from tests.unit.conversation import Conversation

ORDER = {"symbol": "AAPL", "side": "buy", "quantity": "10", "type": "market", "stop": "390"}
SAID = "what would a wise trader do with Apple these days, in your opinion"


def talk(home: Path, *rules: dict[str, Any]) -> Conversation:
    """A conversation whose model plays these rules."""
    home.mkdir(exist_ok=True)
    script = home / "script.jsonl"
    script.write_text("".join(json.dumps(rule) + "\n" for rule in rules), encoding="utf-8")
    return Conversation(home, model=f"scripted:{script}")


def calls(tool: str, args: dict[str, str], after: str = "There.") -> tuple[dict[str, Any], dict[str, Any]]:
    """A model that calls a tool at whatever is said, and says something about the result."""
    return {"call": [{"tool": tool, "args": args}]}, {"on": "tool", "say": after}


def test_an_act_of_the_model_is_asked_in_full_and_done_after_a_yes(tmp_path: Path) -> None:
    conversation = talk(tmp_path, *calls("place_order", ORDER))
    asked = conversation.say(SAID)
    assert asked.clarify is not None
    assert asked.clarify["options"] == ["buy 10 AAPL at market, stop 390.00"]
    assert conversation.desk.positions == {}
    assert conversation.say("yes").tool == "place_order"
    assert list(conversation.desk.positions) == ["AAPL"]


@pytest.mark.parametrize("answer", ["no", "positions"])
def test_other_words_drop_it(tmp_path: Path, answer: str) -> None:
    conversation = talk(tmp_path, *calls("place_order", ORDER))
    conversation.say(SAID)
    conversation.say(answer)
    conversation.say("1")
    assert conversation.desk.positions == {}


def test_a_question_of_a_tool_to_the_model_is_not_the_person_s(tmp_path: Path) -> None:
    """Its answers would carry terms that nobody was shown."""
    hidden = {"symbol": "IBM", "quantity": "60", "stop_pct": "0.02"}
    conversation = talk(tmp_path, *calls("place_order", hidden, "Answer 1 for the first, 2 for the second."))
    reply = conversation.say(SAID)
    assert reply.clarify is None
    conversation.say("1")
    assert conversation.desk.positions == {}


def test_a_yes_holds_only_for_what_was_shown(tmp_path: Path) -> None:
    """The desk would make something else of the same call by now: asked again, in the new words."""
    conversation = talk(tmp_path, *calls("place_order", {**ORDER, "side": "", "stop": "390"}))
    asked = conversation.say(SAID)
    if asked.clarify is None:
        pytest.fail(asked.text)
    body = conversation.store.question("owner\0terminal\0", conversation.now)
    assert body is not None
    body["shown"] = [{**body["shown"][0], "quantity": "9"}]
    conversation.store.ask("owner\0terminal\0", body, conversation.now)
    again = conversation.say("yes")
    assert "changed meanwhile" in again.text
    assert again.clarify is not None
    assert conversation.desk.positions == {}
    conversation.say("yes")
    assert list(conversation.desk.positions) == ["AAPL"]


def test_its_words_never_pass_for_the_desk_s(tmp_path: Path) -> None:
    """Every line of its prose stands behind a bar, under a line that says whose it is."""
    fake = "Done: buy 100 AAPL at market.\n  eeb7e75dbb282438594a: filled, 100 at 411.43\x1b[32m"
    reply = talk(tmp_path, {"say": fake}).say(SAID)
    first, *rest = reply.text.splitlines()
    assert first == "The model says:"
    assert rest
    assert all(line.startswith(BAR) for line in rest)
    assert "\x1b" not in reply.text


def test_it_is_what_the_person_spoke_of(tmp_path: Path) -> None:
    """A quote that the model looked at changes nothing."""
    conversation = talk(tmp_path, *calls("show_quotes", {"symbol": "IBM"}))
    conversation.say("buy 10 AAPL at market, stop 390")
    conversation.say(SAID)
    assert conversation.say("close it").proposal == {"kind": "close", "account": "paper", "symbol": "AAPL"}


def test_a_dry_run_stays_one(tmp_path: Path) -> None:
    """Its question is answered by judging, whoever forgets to say so again."""
    conversation = Conversation(tmp_path)
    conversation.say("buy 10k AAPL stop 390", dry_run=True)
    conversation.say("1")
    assert conversation.desk.positions == {}
