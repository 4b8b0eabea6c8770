"""Answers in words: REPLAY and the market date on what speaks of prices, money in the reader's notation."""

from pathlib import Path

import pytest

from bots.render import render
from bots.render.health import health
from bots.render.wording import describe, printable
from tests.unit.conversation import Conversation
from tools.tool import ToolResult

READS = ("/status", "/positions", "/orders", "/fills", "/pnl", "/limits", "/quotes", "/quotes AAPL")


@pytest.fixture
def talk(tmp_path: Path) -> Conversation:
    busy = Conversation(tmp_path)
    busy.say("buy 10 AAPL at market, stop 390")
    busy.say("buy 15 IBM at 185 or better, stop 178, target 200")
    return busy


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("line", READS)
def test_every_reading_answer_bears_replay_and_the_market_date(talk: Conversation, line: str, lang: str) -> None:
    reply = talk.say(line, lang=lang)
    assert reply.text.startswith("REPLAY · 3 ")
    assert "2012" in reply.text
    assert "{" not in reply.text


def test_a_status_shows_all_there_is(talk: Conversation) -> None:
    french = talk.say("/statut", lang="fr").text
    for words in ("actif", "100\u202f000,00\u00a0USD", "-12,50\u00a0USD", "SANS PROTECTION", "10 AAPL à 411,43"):
        assert words in french
    assert "perte totale 2 : 9\u202f000,00\u00a0USD de marge" in french
    assert "achat 15 IBM à cours limité 185,00, stop 178,00, objectif 200,00 · en cours" in french


def test_a_halted_account_says_why(talk: Conversation) -> None:
    talk.say("/kill")
    talk.desk.strangers = ["position GOOG"]
    shown = talk.say("/status").text
    assert "halted (kill switch)" in shown
    assert "position GOOG" in shown


def test_an_unknown_equity_is_a_question_mark_and_no_crash(talk: Conversation) -> None:
    status = {"id": "paper", "currency": "USD", "state": "ACTIVE", "equity": None, "pnl": {"today": None}}
    assert "?\u00a0USD" in render("show_status", ToolResult(data={"accounts": [status]}), "en")


@pytest.mark.parametrize(
    ("act", "french", "english"),
    [
        (
            {"kind": "order", "symbol": "IBM", "side": "buy", "notional": "2000 USD", "type": "stop", "trigger": "190"},
            "achat de IBM pour 2\u202f000,00\u00a0USD à seuil 190,00",
            "buy 2,000.00\u00a0USD of IBM stop entry 190.00",
        ),
        (
            {
                "kind": "order",
                "symbol": "IBM",
                "side": "sell",
                "risk": "0.015",
                "type": "stop_limit",
                "trigger": "1",
                "limit": "2",
            },
            "vente de IBM en risquant 1,5\u202f% à seuil 1,00 limite 2,00",
            "sell IBM risking 1.5% stop entry 1.00 limit 2.00",
        ),
        ({"kind": "close", "symbol": "all"}, "fermeture de toutes les positions", "close every position"),
        ({"kind": "halt", "account": "all"}, "arrêt de tous les comptes", "halt every account"),
        ({"kind": "amend", "order": "e1", "stop": "400"}, "modification de e1 : stop 400,00", "change e1: stop 400.00"),
        (
            {"kind": "advance", "account": "paper", "to": "2012-02-01T20:30:00Z"},
            "avance jusqu'au 1 févr. 2012 15:30",
            "advance to 1 Feb 2012 15:30",
        ),
    ],
)
def test_an_act_in_words(act: dict[str, str], french: str, english: str) -> None:
    assert describe(act, "fr") == french
    assert describe(act, "en") == english


def test_foreign_text_is_made_harmless() -> None:
    assert printable("a\x1b[31m\u202eb\nc") == "a [31m b c"
    assert len(printable("x" * 9999)) == 300


def test_a_failing_check_shows_its_next_step() -> None:
    checks = [
        {"check": "journal", "status": "fail", "detail": "broken", "next_step": "put back a copy"},
        {"check": "telegram", "status": "off", "detail": "none", "next_step": "later"},
    ]
    shown = health(checks, "en")
    assert "next: put back a copy" in shown
    assert "later" not in shown
