"""What the desk says in its own words, in the reader's: causes, checks, reasons, rows of the journal, options."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from agents.grammar.slash import COMMANDS
from bots.messages import text
from bots.messages.guide import TOOL_TOPICS
from bots.render.health import health
from bots.render.phrases import phrase
from bots.render.verdicts import MOST_SESSIONS, why
from bots.render.wording import describe, order_line
from bots.turns.commands import _NAMES
from tests.unit.conversation import Conversation
from tools.registry import BY_NAME
from tools.rows import english

CAUSES = {
    "kill switch": "arrêt d'urgence",
    "daily loss guard": "garde « perte du jour » atteinte",
    "total-2 loss guard": "garde « perte totale 2 » atteinte",
    "rejects and unknown outcomes": "trop de rejets",
    "unknown orders or positions": "ordres ou positions inconnus",
    "worst case beyond a floor": "pire des cas",
    "missing fact: no sound quote for 'AAPL'": "information manquante : pas de prix fiable pour AAPL",
    "missing fact: no rate from 'EUR' to 'USD'": "taux de change pour EUR",
    "stale quote for AAPL": "prix trop ancien pour AAPL",
    "no sound quote for AAPL": "pas de prix fiable pour AAPL",
    "order e1f is unknown for 60 s": "ordre e1f sans réponse depuis 60 s",
    "IBM was left without protection": "IBM est resté sans protection",
    "an exit of IBM is unknown": "une sortie de IBM",
    "fill of e1f, which never arrived": "jamais arrivé",
    "the wall clock jumped": "a sauté",
    "the wall clock is behind the journal": "en retard",
    "the watch failed: KeyError": "la surveillance a échoué (KeyError)",
    "watch failed: KeyError": "la surveillance a échoué (KeyError)",
    "reconciling": "comparaison",
    "no account 'foo'; there are ['paper'] (REFUSED)": "pas de compte foo",
    "the desk does not answer: `eva halt all` stops everything": "le bureau ne répond pas",
    "the desk is still flattening: ask again in a moment (REFUSED)": "ferme encore",
    "data_end:GOOG": "les cours de GOOG s'arrêtent",
    "final: 'e1' is filled and cannot change": "cet ordre est terminé",
}


@pytest.fixture
def talk(tmp_path: Path) -> Conversation:
    return Conversation(tmp_path, locale="fr", setting="fr")


@pytest.mark.parametrize("cause", CAUSES)
def test_a_cause_is_said_in_french_and_in_english(cause: str) -> None:
    assert CAUSES[cause] in phrase(cause, "fr")
    assert phrase(cause, "en") != phrase(cause, "fr")


def test_an_unknown_cause_is_shown_as_it_came_but_harmless() -> None:
    assert phrase("a new cause\x1b[31m", "fr") == "a new cause [31m"
    assert phrase(None, "fr") == "?"


@pytest.mark.parametrize(
    ("row", "french"),
    [
        (("latch", "halted: all", "type /resume in `eva chat` to lift it"), "arrêt posé : all"),
        (
            ("journal", "3 rows, but 9 were seen before", "`eva audit verify`, then put back x"),
            "eva audit verify, puis",
        ),
        (
            ("account paper", "HALTED under house, paper REPLAY: kill switch", "see /status; a person lifts it"),
            "compte paper : arrêté, règles house, place paper REPLAY (arrêt d'urgence)",
        ),
        (("desk", "something new", "put right what the detail names, then ask again"), "bureau : something new"),
    ],
)
def test_a_check_that_is_not_well(row: tuple[str, str, str], french: str) -> None:
    names = ("check", "detail", "next_step")
    shown = health([{**dict(zip(names, row, strict=True)), "status": "warn"}], "fr")
    assert french in shown
    assert "suite : " in shown


@pytest.mark.parametrize(
    ("code", "rule", "numbers", "french"),
    [
        (
            "ACCESS_DENIED",
            "access",
            {"role": "viewer", "kind": "order"},
            "le rôle lecteur ne peut pas demander un ordre",
        ),
        ("INVALID_NUMBER", "numbers", {"field": "quantity", "value": "NaN"}, "la quantité n'est pas un nombre"),
        ("INVALID_NUMBER", "numbers", {"field": "sessions", "value": "400"}, "de 1 à 260 séances"),
        ("PRICES_OF_TYPE", "numbers", {"type": "stop_limit"}, "un ordre à seuil et limite"),
        ("TRADING_HALTED", "switch", {"account": "paper", "cause": "kill switch"}, "est arrêté (arrêt d'urgence)"),
        ("MISSING_FACT", "kernel", {"what": "no sound quote for 'AAPL'"}, "pas de prix fiable pour AAPL"),
        ("MARKET_CLOSED", "session_open", {"symbol": "IBM", "opens": "2012-01-04T14:30:00Z"}, "4 janv. 2012 09:30"),
    ],
)
def test_a_reason_inserts_no_foreign_word(code: str, rule: str, numbers: dict[str, str], french: str) -> None:
    assert french in why({"code": code, "rule": rule, "numbers": numbers}, "fr")


def test_the_most_sessions_are_the_kernels() -> None:
    assert str(MOST_SESSIONS) in Path("policies/rules/numbers.py").read_text(encoding="utf-8")


def working(role: str, kind: str, **prices: str) -> dict[str, Any]:
    order = {"id": "o1", "symbol": "MSFT", "side": "sell", "role": role, "type": kind, "quantity": "10"}
    return {**order, "remaining": "10", "status": "working", "filled": "0", **prices}


def test_protection_is_worded_by_its_price() -> None:
    assert "stop at 26.00" in order_line(working("stop", "stop", trigger="26"), "en")
    assert "stop à 26,00" in order_line(working("stop", "stop", trigger="26"), "fr")
    assert "target at 30.00" in order_line(working("target", "limit", limit="30"), "en")
    assert "stop entry 26.00" in order_line(working("entry", "stop", trigger="26"), "en")


def test_an_order_until_cancelled_says_so_in_lists() -> None:
    order = working("entry", "limit", limit="20", tif="gtc")
    assert "à cours limité 20,00, valable jusqu'à annulation ·" in order_line(order, "fr")
    assert "limit 20.00, good till cancelled ·" in order_line(order, "en")
    assert "séance" not in order_line({**order, "tif": "day"}, "fr")
    assert "annulation" not in order_line(working("stop", "stop", trigger="26", tif="gtc"), "fr")


@pytest.mark.parametrize(
    ("life", "french", "english"),
    [
        ({"tif": "gtc"}, "stop 390,00, valable jusqu'à annulation", "stop 390.00, good till cancelled"),
        ({"tif": "day"}, "stop 390,00, pour la séance", "stop 390.00, for the day"),
        ({}, "stop 390,00", "stop 390.00"),
        ({"tif": "day", "origin": {}}, "stop 390,00", "stop 390.00"),
        ({"tif": "gtc", "origin": {}}, "valable jusqu'à annulation", "good till cancelled"),
        ({"tif": "gtc", "good_till": "2012-02-01T20:30:00Z"}, "valable jusqu'au 1 févr. 2012", "good till 1 Feb 2012"),
    ],
)
def test_an_order_says_how_long_it_works(life: dict[str, Any], french: str, english: str) -> None:
    act = {"kind": "order", "symbol": "AAPL", "side": "buy", "quantity": "10", "type": "market", "stop": "390", **life}
    if "good_till" not in life:
        assert describe(act, "fr").endswith(french)
        assert describe(act, "en").endswith(english)
    assert french in describe(act, "fr")
    assert english in describe(act, "en")
    assert "jusqu'à annulation" not in describe(act, "fr") or "good_till" not in life


def test_what_is_confirmed_says_that_it_works_until_cancelled(talk: Conversation) -> None:
    said = "achète 10 AAPL à 400 stop 390 valable jusqu'à annulation"
    assert "valable jusqu'à annulation" in talk.say(f"/preview {said}").text
    assert "D'accord : achat de 10 AAPL à cours limité 400,00, stop 390,00, valable jusqu'à annulation." in (
        talk.say(said).text
    )


@pytest.mark.parametrize(
    ("line", "answer", "args"),
    [
        ("/pnl 2019", "mois", {"period": "month"}),
        ("/pnl semaine dernière", "cette semaine", {"period": "week"}),
        ("/pnl foo", "Jour par jour", {"period": "days"}),
        ("/pnl foo", "today", {"period": "today"}),
        ("/decisions foo", "seulement les refus", {"only": "denied"}),
        ("/decisions refusées foo", "1", {}),
    ],
)
def test_a_rest_that_was_not_read_is_asked_back(
    talk: Conversation, line: str, answer: str, args: dict[str, str]
) -> None:
    name, rest = line.split(maxsplit=1)
    asked = talk.say(line)
    assert asked.text.startswith(f"Je n'ai pas compris « {rest} » après {name}.")
    assert asked.clarify is not None
    assert not {"today", "week", "month"} & set(asked.clarify["options"])
    done = talk.say(answer)
    assert (done.tool, dict(done.args or {})) == (asked.tool, args)


@pytest.mark.parametrize(
    ("line", "args"),
    [
        ("/pnl cette semaine", {"period": "week"}),
        ("/pnl mois par mois", {"period": "months"}),
        ("/pnl days", {"period": "days"}),
        ("/decisions", {}),
        ("/decisions toutes", {}),
        ("/decisions les refus", {"only": "denied"}),
    ],
)
def test_a_rest_that_was_read_is_answered(talk: Conversation, line: str, args: dict[str, str]) -> None:
    reply = talk.say(line)
    assert (reply.clarify, dict(reply.args or {})) == (None, args)


INTENT = {"origin": {"principal": "owner"}, "account": "paper", "symbol": "AAPL", "side": "buy", "quantity": "10"}
ORDER = {
    "id": "e1",
    "symbol": "AAPL",
    "side": "buy",
    "quantity": "10",
    "type": "limit",
    "limit": "420.5",
    "stop": "390",
}
DENIED = {"verdict": {"decision": "deny", "reasons": [{"code": "STOP_REQUIRED"}]}}
FILL = {"id": "f1", "order": "e1", "symbol": "AAPL", "side": "buy", "quantity": "10", "price": "411.43", "fee": "1"}
ROWS: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    (
        "intent",
        {"kind": "order", "intent": {**INTENT, "type": "market"}, "answer": DENIED},
        "owner demande : achat de 10 AAPL au marché → refusé [STOP_REQUIRED]",
        "owner asks: order buy 10 AAPL market → denied [STOP_REQUIRED]",
    ),
    (
        "order",
        {"order": ORDER, "role": "entry", "asked": "market", "ticket": "t1"},
        "ordre e1 : entrée, achat 10 AAPL au marché, stop 390,00",
        "order e1: entry buy 10 AAPL market, stop 390",
    ),
    ("report", {"order": ORDER, "status": "working"}, "ordre e1 : en cours", "order e1: working"),
    ("report", {"order": ORDER, "status": "expired", "filled": "3"}, "expiré, 3 exécutés", "expired, 3 filled"),
    ("fill", {"fill": FILL, "ticket": "t"}, "achat 10 AAPL à 411,43, frais 1,00", "buy 10 AAPL at 411.43, fee 1"),
    ("state", {"state": "HALTED", "cause": "kill switch"}, "état : arrêté (arrêt d'urgence)", "HALTED (kill switch)"),
    ("state", {"state": "ACTIVE"}, "état : actif", "state: ACTIVE"),
    ("decision", {"outcome": "wrong", "ticket": "t"}, "mauvaise empreinte", "wrong digest"),
    (
        "amend",
        {"order": "e1", "change": {"stop": "400", "limit": None}},
        "de e1 demandée : stop 400,00",
        "e1 asked: stop 400",
    ),
    ("strange", {"found": ["order:x"]}, "inconnu du journal : order:x", "unknown to the journal: order:x"),
    ("novel", {}, "novel", "novel"),
    ("fill", {}, "fill", "fill"),
)


@pytest.mark.parametrize(("kind", "body", "french", "operator"), ROWS)
def test_a_row_of_the_journal_says_what_happened(
    talk: Conversation, kind: str, body: dict[str, Any], french: str, operator: str
) -> None:
    row = {"n": 7, "at": "2026-01-01T00:00:00Z", "kind": kind, "account": "paper", "body": body}
    talk.desk.rows = [row]
    line = talk.say("/audit").text.splitlines()[-1]
    assert line.startswith("  7 · 2026-01-01 00:00:00 · paper · ")
    assert french in line
    assert operator in english(row)


def test_help_knows_every_command_in_both_languages(talk: Conversation) -> None:
    assert set(TOOL_TOPICS) >= set(BY_NAME)
    names = {name for command in COMMANDS for name in (*command.english, *command.french)} | set(_NAMES)
    unknown = text("help_unknown", "fr")
    assert [name for name in sorted(names) if talk.say(f"/aide {name}").text == unknown] == []
    assert "/fermer AAPL" in talk.say("/aide close").text
    assert talk.say("/help fermer").text == talk.say("/aide /close").text


def test_a_number_is_asked_back_under_a_plain_name(talk: Conversation) -> None:
    assert "(la quantité)" in talk.say("achète 1.000 AAPL").text
    assert "la taille (10, 2000 USD ou risque 1 %)" in talk.say("achète AAPL").text
    assert "une quantité, un montant" in talk.say("achète 10 AAPL pour 5000 USD").text


@pytest.mark.parametrize("said", ["et sinon, quelle heure est-il ?", "l'été, c'est bien ?", "dis-moi tout, E.V.A. !"])
def test_what_was_not_understood_is_quoted_as_written(talk: Conversation, said: str) -> None:
    assert f"« {said} »" in talk.say(said).text


def test_risk_with_arguments_is_the_order(talk: Conversation) -> None:
    assert talk.say("/risk").tool == "show_risk"
    reply = talk.say("/risk 1% MSFT stop 26")
    assert (reply.tool, reply.proposal and reply.proposal["risk"]) == ("place_order", "0.01")
    assert "Il me manque" in talk.say("/risque 1%").text


def test_closing_everything_when_flat_says_so(talk: Conversation) -> None:
    reply = talk.say("ferme tout")
    assert "rien à fermer" in reply.text
    assert reply.exit_code == 0
    talk.desk.positions = {"AAPL": Decimal(10)}
    assert "fermeture de toutes les positions" in talk.say("ferme tout").text


@pytest.mark.parametrize(("line", "dry"), [("/preview vends 5 AAPL", False), ("/kill", True), ("/avancer 5", True)])
def test_a_preview_of_no_order_has_no_worth(talk: Conversation, line: str, dry: bool) -> None:
    talk.desk.positions = {"AAPL": Decimal(10)}
    told = talk.say(line, dry_run=dry).text
    assert "Pire des cas" in told
    assert "Valeur de l'ordre" not in told


def test_a_number_without_a_question_is_told_so(talk: Conversation) -> None:
    talk.say("achète 10k AAPL stop 390")
    talk.say("bonjour")
    assert "Aucune question n'attend" in talk.say("1").text
    talk.say("achète 10k AAPL stop 390")
    assert "Aucune question n'attend" in talk.say("7").text
    assert talk.desk.acts == []


def test_several_orders_are_offered_with_quantity_and_price_and_all_of_them(talk: Conversation) -> None:
    talk.desk.orders = [
        {**working("stop", "stop", trigger="390"), "id": "s1", "symbol": "AAPL"},
        {**working("stop", "stop", trigger="395"), "id": "s2", "symbol": "AAPL", "remaining": "5"},
    ]
    asked = talk.say("remonte le stop d'AAPL à 400")
    assert asked.clarify is not None
    first, second, every = asked.clarify["options"]
    assert first == "s1 : stop de protection, vente 10 AAPL stop à 390,00"
    assert "vente 5 AAPL stop à 395,00" in second
    assert every == "tous"
    done = talk.say("all")
    assert [act["order"] for act in talk.desk.acts] == ["s1", "s2"]
    assert {act["stop"] for act in talk.desk.acts} == {"400"}
    assert len(re.findall("D'accord : modification", done.text)) == 2
    talk.say("remonte le stop d'AAPL à 402")
    talk.say("s2")
    assert [act["order"] for act in talk.desk.acts[2:]] == ["s2"]


def test_an_advance_tells_of_orders_that_ended(talk: Conversation) -> None:
    talk.desk.ended = [{**working("entry", "limit", limit="20"), "status": "expired"}]
    told = talk.say("/avancer 5").text
    assert "Ordres terminés" in told
    assert "vente 10 MSFT à cours limité 20,00 · expiré" in told
