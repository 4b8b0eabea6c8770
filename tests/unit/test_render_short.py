"""The last answer, shorter: one line, at most a hundred characters, with the number that matters."""

from pathlib import Path
from typing import Any

import pytest

from bots.render.phrases import phrase
from bots.render.short import LONGEST, short
from tests.unit.conversation import Conversation


@pytest.fixture
def talk(tmp_path: Path) -> Conversation:
    busy = Conversation(tmp_path)
    busy.say("/buy 10 AAPL stop 390")
    busy.say("/buy 15 IBM limit 185 stop 178 target 200")
    return busy


@pytest.mark.parametrize(
    ("line", "french"),
    [
        ("/status", "100\u202f000,00\u00a0USD, aujourd'hui -12,50\u00a0USD, 1 position(s), 1 ordre(s), actif"),
        ("/positions", "10 AAPL (+1\u202f234,50\u00a0USD)"),
        ("/orders", "1 ordre(s) : achat 15 IBM à cours limité 185,00, stop 178,00, objectif 200,00"),
        ("/fills", "1 exécution(s), la dernière : 3 janv. 2012 15:30 · achat 10 AAPL à 411,43 · frais 1,00\u00a0USD"),
        ("/pnl", "Aujourd'hui -12,50\u00a0USD, semaine 0,00\u00a0USD, mois ?\u00a0USD"),
        ("/limits", "perte du jour 4\u202f500,00\u00a0USD, perte totale 2 9\u202f000,00\u00a0USD"),
        ("/quotes AAPL", "AAPL 411,28 / 411,43"),
    ],
)
def test_a_reading_answer_is_its_numbers(talk: Conversation, line: str, french: str) -> None:
    reply = talk.say(line, lang="fr")
    assert short(reply.text, reply.tool, reply.data, "fr") == french
    assert len(french) <= LONGEST


@pytest.mark.parametrize(
    ("line", "lang", "said"),
    [
        (
            "/buy 10 AAPL stop 390",
            "fr",
            "D'accord : achat de 10 AAPL au marché, stop 390,00. exécuté, 10 à 411,43",
        ),
        ("/cancel all", "en", "Done: cancel the entry orders."),
        ("/kill", "fr", "Arrêt enclenché sur tous les comptes"),
    ],
)
def test_an_act_is_its_verdict(talk: Conversation, line: str, lang: str, said: str) -> None:
    reply = talk.say(line, lang=lang)
    shorter = short(reply.text, reply.tool, reply.data, lang)
    assert shorter.startswith(said)
    assert len(shorter) <= LONGEST


def test_what_became_of_an_order_goes_before_how_its_prices_came_about() -> None:
    told = (
        "REPLAY · 3 Jan 2012 15:30 (New York)\nDone: buy 15 IBM limit 180.00, stop 175.00.\n"
        "  stop 175.00: 5.00 below 180.00 (the limit)\n  e82a04359ccdb483cb1b: working"
    )
    assert short(told, "place_order", {}, "en") == "Done: buy 15 IBM limit 180.00, stop 175.00. working"


def test_a_batch_that_was_left_alone_says_why() -> None:
    told = (
        "REPLAY · 3 janv. 2012 15:30 (New York)\n"
        "Rien n'a été fait : plusieurs actes d'un coup passent tous, ou aucun.\n"
        "Refusé : fermeture de MSFT.\n  - pas de position en MSFT [NO_POSITION]"
    )
    assert short(told, "do_several", None, "fr").endswith("ou aucun. Refusé : fermeture de MSFT.")


def test_decisions_are_the_latest_one(talk: Conversation) -> None:
    act = {"kind": "close", "account": "paper", "symbol": "AAPL"}
    one = {"at": "2012-01-03T20:30:00Z", "act": act, "verdict": {"decision": "allow", "reasons": []}}
    data = {"decisions": [{**one, "act": {**act, "symbol": "all"}}, one]}
    assert short("", "list_decisions", data, "en") == "3 Jan 2012 15:30 · allowed: close AAPL"


def test_a_refusal_keeps_its_reason(talk: Conversation) -> None:
    talk.desk.deny = [{"code": "TRADING_HALTED", "rule": "switch", "numbers": {"account": "paper", "cause": "?"}}]
    reply = talk.say("/buy 1 AAPL stop 390", lang="en")
    assert short(reply.text, reply.tool, reply.data, "en").startswith("Refused: buy 1 AAPL at market, stop 390.00.")


@pytest.mark.parametrize("data", [None, {}, {"accounts": []}, {"accounts": [{}]}, {"positions": [{"symbol": 1}]}])
@pytest.mark.parametrize("tool", ["show_status", "show_positions", "no_such_tool", None])
def test_data_of_another_shape_falls_back_on_the_words(tool: str | None, data: Any) -> None:
    told = "REPLAY · 3 Jan 2012 15:30 (New York) · account paper\nState: active\n  detail"
    assert short(told, tool, data, "en") == "State: active detail"


def test_long_words_are_cut_and_empty_ones_are_no_crash() -> None:
    shorter = short("word " * 80, None, None, "en")
    assert shorter.endswith("…")
    assert len(shorter) <= LONGEST
    assert short("", None, None, "en") == ""
    assert short("Only this.", None, None, "fr") == "Only this."


def test_many_positions_say_how_many_more(talk: Conversation) -> None:
    held = [{"symbol": f"SYM{n}", "quantity": "10", "pnl": "1"} for n in range(20)]
    shorter = short("", "show_positions", {"positions": held, "currency": "USD"}, "en")
    assert shorter.endswith("+17")
    assert len(shorter) <= LONGEST


def test_a_chart_is_its_last_value_and_change() -> None:
    data = {"of": "AAPL", "last": "411.35", "change_pct": "-2.5", "currency": "USD"}
    assert short("", "draw_chart", data, "fr") == "AAPL : 411,35 (-2,5\u202f%)"
    assert short("", "draw_chart", {**data, "of": "equity"}, "en") == "equity: 411.35\u00a0USD (-2.5%)"


WRONG = {
    "say which symbol is meant, such as AAPL": "de quel titre",
    "sessions: a whole number from 2 to 500, not 'all'": "le nombre de séances : un nombre entier de 2 à 500",
    "period: one of today, week, not 'year'": "la période : au choix today, week",
    "quantity: a plain number such as '10' or '185.5', not 'ten'": "la quantité : un nombre simple",
    "limit: a price such as '185.5', not 'x'": "le prix limite : un nombre simple",
    "stop: only one of a price and a distance, not stop and stop_pct": "le stop : un prix ou une distance",
    "stop_pct: a fraction between 0 and 1 such as '0.02', not '2'": "le stop en pour cent : une part",
    "stop_off: price units such as '5', not '0'": "la distance du stop",
    "stop_off: 500 from 411.43 leaves no price": "500 à partir de 411,43 ne laisse aucun prix",
    "one size: quantity, notional, risk or share, not none": "une seule taille",
    "share: a fraction above 0, at most 1, such as '0.5', or 'third', not '2'": "une part entre 0 et 1",
    "say what should change: stop, target, limit, trigger or quantity": "dis ce qui doit changer",
    "how much of AAPL to take off: expected an amount and a currency": "combien de AAPL",
    "of: equity, or one symbol such as AAPL": "un graphique de quoi",
    "acts: a list of {tool, args} of close_position, not 'x'": "plusieurs actes",
    "several acts at once may only close, reduce or cancel, not 'place_order'": "plusieurs actes",
    "acts: at most 10 at once, not 11": "au plus 10 actes à la fois (11 demandés)",
    "two of the acts are about the same position (AAPL): say it once": "la même chose (AAPL)",
    "the situation has changed meanwhile": "la situation a changé",
    "no chart: there is no home folder to keep it in": "pas de dossier",
    "no chart: '/x/charts' cannot be used (File exists)": "le dossier des graphiques /x/charts",
    "the chart took longer than 20 s and was stopped": "plus de 20 s",
    "the chart could not be drawn (KeyError: 'x')": "n'a pas pu être dessiné (KeyError: 'x')",
}


@pytest.mark.parametrize("said", WRONG)
def test_a_wrong_form_is_said_in_french_and_in_english(said: str) -> None:
    assert WRONG[said] in phrase(said, "fr")
    assert phrase(said, "en") != phrase(said, "fr")
