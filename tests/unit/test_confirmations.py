"""Confirmations in chat: what is a proof, how they end, and that nothing which stops everything is ever swallowed."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bots.turns.approvals import answers
from tests.unit.conversation import Conversation
from tools.context import Json
from tools.errors import Refused


@pytest.fixture
def talk(tmp_path: Path) -> Conversation:
    """A conversation in which a resume waits to be confirmed."""
    halted = Conversation(tmp_path, locale="fr", setting="fr")
    halted.say("/kill")
    assert "Empreinte" in halted.say("/reprendre").text
    return halted


def digest(talk: Conversation) -> str:
    found: str = next(a for a in talk.desk.answers.values() if a["verdict"]["tier"] == "T1")["digest"]
    return found


def wrong(talk: Conversation) -> str:
    return "".join("0" if c != "0" else "1" for c in digest(talk)[:6])


@pytest.mark.parametrize("line", ["abcd", "12 34 ab", "AB-CD-EF", "a" * 64, "non", "No.", "annule", "REFUSER"])
def test_hexadecimal_digits_and_a_no_answer(line: str) -> None:
    assert answers(line)


@pytest.mark.parametrize(
    "line", ["", "abc", "a" * 65, "bonjour", "oui", "kill", "halt", "coupe", "stop", "/kill", "--", "ab cd!"]
)
def test_everything_else_is_a_turn(line: str) -> None:
    assert not answers(line)


@pytest.mark.parametrize("line", ["bonjour", "oui", "/statut", "stop", "coupe"])
def test_other_words_burn_no_try_and_leave_it_waiting(talk: Conversation, line: str) -> None:
    reply = talk.say(line)
    assert talk.desk.decided == []
    assert reply.text.endswith("La confirmation attend toujours : six caractères de l'empreinte, ou « non ».")
    assert "relancé" in talk.say(digest(talk)[:6]).text


@pytest.mark.parametrize("line", ["kill", "halt", "coupe tout", "/kill", "stop all"])
def test_a_halt_goes_first(talk: Conversation, line: str) -> None:
    before = len(talk.desk.acts)
    talk.say(line)
    assert [act["kind"] for act in talk.desk.acts[before:]] == ["halt"]
    assert talk.desk.decided == []


def test_the_third_wrong_proof_closes_it_and_says_how_to_go_on(talk: Conversation) -> None:
    for left in (2, 1):
        assert f"essais restants : {left}" in talk.say(wrong(talk)).text
    closed = talk.say(wrong(talk))
    assert "essais sont épuisés" in closed.text
    assert "/reprendre" in closed.text
    assert closed.exit_code == 1
    assert "attend" not in talk.say("/statut").text
    assert len(talk.desk.decided) == 3
    talk.say("/reprendre")
    (fresh,) = [a["digest"] for a in talk.desk.answers.values() if a["ticket"] == f"t{len(talk.desk.acts)}"]
    assert "relancé" in talk.say(fresh[:6]).text


def test_a_proof_after_two_minutes_reaches_nobody(talk: Conversation) -> None:
    talk.now += timedelta(seconds=121)
    late = talk.say(digest(talk)[:6])
    assert "deux minutes" in late.text
    assert "/reprendre" in late.text
    assert talk.desk.decided == []
    assert "attend" not in talk.say("/statut").text


def test_a_turn_after_two_minutes_says_once_that_it_is_over(talk: Conversation) -> None:
    talk.now += timedelta(seconds=121)
    assert "n'attend plus" in talk.say("/statut").text
    assert "n'attend plus" not in talk.say("/statut").text


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("expired", "Trop tard"),
        ("locked", "épuisés"),
        ("changed", "a changé"),
        ("not_here", "pas d'ici"),
        ("desk_only", "au bureau lui-même"),
    ],
)
def test_whatever_the_desk_answers_but_wrong_closes_it(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch, outcome: str, words: str
) -> None:
    async def decide(ticket: str, answer: str, proof: Json) -> Json:
        return {"outcome": outcome, "tries_left": 0}

    monkeypatch.setattr(talk.desk, "decide", decide)
    told = talk.say("abcdef").text
    assert words in told
    assert "/reprendre" in told
    assert "attend toujours" not in talk.say("/statut").text


def test_a_refusal_of_the_desk_closes_it(talk: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    async def decide(*_: Any) -> Json:
        raise Refused("nothing to decide")

    monkeypatch.setattr(talk.desk, "decide", decide)
    assert "/reprendre" in talk.say("abcdef").text
    assert "attend toujours" not in talk.say("/statut").text


def test_a_no_refuses_and_an_option_asked_since_is_an_option(talk: Conversation) -> None:
    talk.say("achète 10k AAPL stop 390")
    talk.say("10000")
    assert talk.desk.decided == []
    assert "rien n'a changé" in talk.say("non").text
    assert [answer for _, answer, _ in talk.desk.decided] == ["deny"]
