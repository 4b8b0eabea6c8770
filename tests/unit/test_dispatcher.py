"""Turns through the dispatcher: acts, questions, refusals, languages, what is swallowed and what is not repeated."""

from datetime import timedelta
from pathlib import Path

import pytest

from bots.principals import principal_of
from tests.unit.conversation import Conversation
from tools.errors import Unreachable

LOSS = {"code": "ORDER_NOTIONAL", "rule": "order_notional", "numbers": {"notional": "51234.5", "allowed": "50000"}}


@pytest.fixture
def talk(tmp_path: Path) -> Conversation:
    return Conversation(tmp_path)


def test_an_order_carries_its_header_and_its_published_form(talk: Conversation) -> None:
    reply = talk.say("buy 10 AAPL at market, stop 390")
    (intent,) = talk.desk.acts
    assert reply.proposal == {
        "kind": "order",
        "account": "paper",
        "symbol": "AAPL",
        "side": "buy",
        "quantity": "10",
        "type": "market",
        "limit": None,
        "trigger": None,
        "stop": "390",
        "target": None,
        "expires_at": "2026-03-02T12:01:01Z",
    }
    assert intent["origin"] == {"principal": "owner", "role": "owner", "channel": "terminal", "message": "m1"}
    assert intent["label"] == "OWNER"
    assert reply.orders == ({"id": "e-t1", "status": "filled", "filled": "10", "price": "411.43"},)
    assert reply.exit_code == 0
    assert "REPLAY" in reply.text
    assert "3 Jan 2012" in reply.text


def test_the_document_has_exactly_the_published_keys(talk: Conversation) -> None:
    document = talk.say("buy 10 AAPL at market, stop 390").document(1.23)
    keys = "reply lang route tool args data proposal verdict orders clarify ms"
    assert list(document) == keys.split()
    assert document["verdict"]["decision"] == "allow"
    assert list(document["verdict"]) == ["decision", "quantity", "tier", "reasons", "limits_hash"]


def test_the_same_message_is_answered_once(talk: Conversation) -> None:
    talk.say("buy 10 AAPL at market, stop 390", message="x")
    again = talk.say("buy 10 AAPL at market, stop 390", message="x")
    assert len(talk.desk.acts) == 1
    assert "already answered" in again.text


def test_a_dry_run_acts_on_nothing(talk: Conversation) -> None:
    reply = talk.say("buy 10 AAPL at market, stop 390", dry_run=True)
    assert talk.desk.acts == []
    assert reply.orders == ()
    assert "Preview" in reply.text
    assert "4,114.30" in reply.text


def test_a_refusal_is_told_in_the_readers_numbers_and_kept_for_why(talk: Conversation) -> None:
    talk.desk.deny = [LOSS]
    reply = talk.say("achète 10 AAPL au marché, stop à 390")
    assert reply.exit_code == 1
    assert "51\u202f234,5" in reply.text
    assert reply.verdict is not None
    (reason,) = reply.verdict["reasons"]
    assert reason["numbers"] == LOSS["numbers"]
    assert "51\u202f234,5" in reason["text"]
    why = talk.say("/pourquoi")
    assert "order_notional" in why.text
    assert "notional=51234.5" in why.text
    assert "stop 390" in why.text


def test_nothing_refused_yet_is_said(talk: Conversation) -> None:
    assert "nothing so far" in talk.say("/why").text


@pytest.mark.parametrize("answer", ["1", "2.", "10000", "10 000", "10000 USD"])
def test_a_question_is_settled_by_number_or_label(talk: Conversation, answer: str) -> None:
    asked = talk.say("buy 10k AAPL stop 390")
    assert asked.clarify is not None
    assert asked.clarify["options"] == ["10000", "10000 USD"]
    assert talk.desk.acts == []
    talk.say(answer)
    if answer == "10 000":
        assert talk.desk.acts == [], "not a label: it is read as a sentence"
    else:
        (intent,) = talk.desk.acts
        assert intent.get("quantity") == "10000" or intent.get("notional") == "10000 USD"


def test_a_question_outlives_a_restart_and_no_drops_it(talk: Conversation) -> None:
    talk.say("sell 5 IBM")
    talk.fresh()
    assert "drop" in talk.say("no").text
    talk.say("1")
    assert talk.desk.acts == []


def test_a_question_is_forgotten_after_ten_minutes(talk: Conversation) -> None:
    talk.say("buy 10k AAPL stop 390")
    talk.now += timedelta(minutes=11)
    talk.say("1")
    assert talk.desk.acts == []


def test_a_command_leaves_a_question_open_and_other_words_drop_it(talk: Conversation) -> None:
    talk.say("buy 10k AAPL stop 390")
    talk.say("/status")
    talk.say("show my positions")
    talk.say("1")
    assert talk.desk.acts == []


def test_a_near_command_can_be_chosen(talk: Conversation) -> None:
    asked = talk.say("/stauts")
    assert asked.clarify is not None
    rank = asked.clarify["options"].index("/status") + 1
    assert talk.say(str(rank)).tool == "show_status"


@pytest.mark.parametrize("line", ["123456", " 123 456 ", "123-456"])
def test_what_looks_like_a_code_is_swallowed(talk: Conversation, line: str) -> None:
    reply = talk.say(line)
    assert "at the desk itself" in reply.text
    assert line.strip() not in str(reply.document(1.0))


@pytest.mark.parametrize(("who", "label"), [("trader:bob", "INTERNAL"), ("viewer", "INTERNAL"), ("webhook:a", "WEB")])
def test_a_lesser_role_travels_with_the_intent(talk: Conversation, who: str, label: str) -> None:
    principal = principal_of(who)
    talk.say("close all", principal=principal)
    acts = [(a["origin"]["role"], a["origin"]["principal"], a["label"]) for a in talk.desk.acts]
    assert acts == ([] if who == "webhook:a" else [(principal.role.value, who, label)])


def test_a_subscriber_sees_nothing_of_the_accounts(talk: Conversation) -> None:
    reply = talk.say("/status", principal=principal_of("subscriber:eve"))
    assert reply.exit_code == 1
    assert "100,000" not in reply.text


def test_the_language_is_what_was_written_last(talk: Conversation) -> None:
    assert talk.say("/status").lang == "en"
    assert talk.say("montre mes positions").lang == "fr"
    assert talk.say("/pnl").lang == "fr"
    assert talk.say("show my positions").lang == "en"


def test_a_chosen_language_stays(talk: Conversation) -> None:
    assert talk.say("/lang fr").lang == "fr"
    assert talk.say("show my positions").lang == "fr"
    assert talk.say("show my positions", lang="en").lang == "en"


def test_a_dead_desk_is_not_an_answer(talk: Conversation) -> None:
    talk.desk.reachable = False
    with pytest.raises(Unreachable):
        talk.say("/status")
    assert talk.say("/help").tool == "show_help"
    talk.desk.reachable = True
    assert talk.say("/status").exit_code == 0


@pytest.mark.parametrize(
    "line", ["", "   ", "\u202e", "é" * 100_000, "\x00\x01", "买入 AAPL", "buy １０ AAPL stop 390", "🙂"]
)
def test_odd_input_gets_a_reply_and_no_order(talk: Conversation, line: str) -> None:
    assert talk.say(line).text
    assert talk.desk.acts == []


def test_help_is_given_by_topic(talk: Conversation) -> None:
    assert "Sizes" in talk.say("/help sizes").text
    assert "Sécurité" in talk.say("/aide sécurité", lang="fr").text
    assert "no such topic" in talk.say("/help cooking").text


def test_quit_ends_and_doctor_tells(talk: Conversation) -> None:
    assert talk.say("/quit").ends
    assert talk.say("/doctor").data["checks"][0]["check"] == "desk"
