"""Confirmations: shown from the intent, typed at a terminal, compared by the desk, never anywhere else."""

from pathlib import Path

import pytest

from agents.understanding import Understanding
from bots.approvals import looks_like_proof
from bots.principals import principal_of
from tests.unit.conversation import Conversation


@pytest.fixture
def talk(tmp_path: Path) -> Conversation:
    halted = Conversation(tmp_path)
    halted.desk.state, halted.desk.cause = "HALTED", "kill switch"
    return halted


def digest(talk: Conversation) -> str:
    (answer,) = talk.desk.answers.values()
    return str(answer["digest"])


def test_the_first_six_characters_resume(talk: Conversation) -> None:
    talk.desk.strangers = ["order v-77"]
    asked = talk.say("/resume")
    assert "kill switch" in asked.text
    assert "order v-77" in asked.text
    assert digest(talk) in asked.text
    assert asked.exit_code == 0
    assert talk.desk.acts[0]["adopts"] == ["order v-77"]
    reply = talk.say(f"  {digest(talk)[:6].upper()} ")
    assert talk.desk.state == "ACTIVE"
    assert reply.verdict is not None
    assert reply.verdict["decision"] == "allow"
    assert "active again" in reply.text


def test_a_proof_reaches_neither_lexicon_nor_store(talk: Conversation, tmp_path: Path) -> None:
    talk.say("/resume")

    def never(text: str, **_: object) -> Understanding:
        raise AssertionError("a proof was read as a sentence")

    talk.dispatcher._understand = never
    for line in ("zzzzzz", "000000", digest(talk)[:6]):
        talk.say(line)
    talk.store.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert digest(talk)[:6].encode() not in kept
    assert [typed["typed"] for _, _, typed in talk.desk.decided] == ["zzzzzz", "000000", digest(talk)[:6]]


def test_a_wrong_proof_waits_for_another(talk: Conversation) -> None:
    talk.say("/resume")
    wrong = talk.say("abcxyz")
    assert "not the digest" in wrong.text
    assert talk.desk.state == "HALTED"
    talk.say(digest(talk)[:6])
    assert talk.desk.state == "ACTIVE"


@pytest.mark.parametrize("no", ["non", "no", "annule", "NO"])
def test_a_no_refuses(talk: Conversation, no: str) -> None:
    talk.say("/resume")
    assert "nothing has changed" in talk.say(no).text
    assert talk.desk.decided[0][1] == "deny"
    talk.say(digest(talk)[:6])
    assert talk.desk.state == "HALTED"


def test_commands_and_sentences_go_on_while_it_waits(talk: Conversation) -> None:
    talk.say("/resume")
    assert "still waits" in talk.say("/status").text
    assert "still waits" in talk.say("show my positions").text
    talk.say(digest(talk)[:6])
    assert talk.desk.state == "ACTIVE"


def test_a_pipe_is_told_where_to_type(talk: Conversation) -> None:
    asked = talk.say("/resume", typed=False)
    assert "terminal" in asked.text
    assert digest(talk) not in asked.text
    talk.say(digest(talk)[:6], typed=False)
    talk.say(digest(talk)[:6], typed=True)
    assert talk.desk.decided == []


def test_a_restart_forgets_what_was_to_be_typed(talk: Conversation) -> None:
    talk.say("/resume")
    talk.fresh()
    talk.say(digest(talk)[:6])
    assert talk.desk.state == "HALTED"


def test_a_trader_may_not_confirm(talk: Conversation) -> None:
    asked = talk.say("/resume", principal=principal_of("trader:bob"))
    assert "may not confirm" in asked.text
    talk.say(digest(talk)[:6], principal=principal_of("trader:bob"))
    assert talk.desk.decided == []


@pytest.mark.parametrize("line", ["a1b2c3", "A1B2C3", " a1b2c3 ", "a1b 2c3", "zzzzzz", "no"])
def test_one_word_is_a_proof(line: str) -> None:
    assert looks_like_proof(line)


@pytest.mark.parametrize("line", ["", "/kill", "coupe tout", "achète 3 IBM", "x" * 40])
def test_commands_and_sentences_are_no_proof(line: str) -> None:
    assert not looks_like_proof(line)
