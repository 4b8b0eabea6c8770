"""What is asked back: each question with its parameters and options, and nothing done."""

import pytest

from agents.grammar import understand
from agents.grammar.text import MAX_LENGTH
from agents.understanding import Clarify

SYMBOLS = ("AAPL", "GOOG", "IBM", "MSFT", "SPX", "IXIC")


def asked(text: str) -> Clarify:
    clarify = understand(text, symbols=SYMBOLS).clarify
    assert clarify is not None
    return clarify


NO_ACT = [
    ("n'achète pas 10 AAPL", "negation"),
    ("je ne veux pas acheter 10 AAPL", "negation"),
    ("don't buy 10 AAPL", "negation"),
    ("do not sell 5 AAPL", "negation"),
    ("never close AAPL", "negation"),
    ("don’t stop everything", "negation"),
    ("buy 10 AAPL no stop", "negation"),
    ("cancel all orders except IBM", "negation"),
    ("ferme tout sauf AAPL", "negation"),
    ("/buy don't", "negation"),
    ("if it falls to 400 sell 5 AAPL", "condition"),
    ("si AAPL tombe à 400, vends 5 AAPL", "condition"),
    ("s'il monte vends 5 AAPL", "condition"),
    ("sell 5 AAPL when it reaches 420", "condition"),
    ("vends 5 AAPL quand il atteint 420", "condition"),
    ("should I buy 10 AAPL?", "question"),
    ("should I buy 10 AAPL", "question"),
    ("est-ce que je devrais acheter 10 AAPL", "question"),
    ("can I sell 5 AAPL", "question"),
    ("stop everything?", "question"),
    ("/buy 10 AAPL?", "question"),
    ("j'ai acheté 10 AAPL", "past"),
    ("j'ai achete 10 AAPL", "past"),
    ("I bought 10 AAPL", "past"),
    ("acheté 10 AAPL", "past"),
    ("j'ai vendu 5 AAPL hier", "past"),
    ("I would buy 10 AAPL", "hypothetical"),
    ("j'achèterais 10 AAPL", "hypothetical"),
    ("il veut acheter 10 AAPL", "third_person"),
    ("Paul wants to buy 10 AAPL", "third_person"),
    ("buy 10 AAPL tomorrow", "later"),
    ("buy 10 AAPL at the open", "later"),
    ("achète 10 AAPL à l'ouverture", "later"),
    ("achète 10 AAPL lundi", "later"),
    ("buy 10 AAPL at 15:30", "later"),
    ("achète 10 AAPL à 15h30", "later"),
    ("buy 5 AAPL every day", "later"),
]

NOT_UNDERSTOOD = [
    ("buy 10 AAPL below 400", "below 400"),
    ("buy at least 10 AAPL", "at least 10"),
    ("buy AAPL 10", "10"),
    ("buy 10 AAPL calls", "calls"),
    ("buy 10 AAPL stop 390 and", "and"),
    ("sell all my", "my"),
    ("buy 1e5 AAPL", "1e5"),
    ("buy 10AAPL", "10AAPL"),
    ("buy 10 $AAPL", "$"),
    ('"buy 10 AAPL"', '" "'),
    ("vends 10 AAPL à 405 maximum", "à 405 maximum"),
    ("sell half my AAPL at 420", "at 420"),
    ("vends un et demi AAPL", "un"),
    ("réduis AAPL à 5", "à 5"),
    ("réduis AAPL à un tiers", "à"),
    ("move AAPL's stop 5", "5"),
    ("cancel the stop on AAPL", "stop"),
    ("cancel all limit orders", "limit"),
    ("close all orders", "orders"),
    ("close everything but AAPL", "but"),
    ("/resume all", "all"),
    ("/risk nimporte", "nimporte"),
    ("/risque nimporte quoi", "nimporte quoi"),
    ("10 AAPL", "10 AAPL"),
    ("büy 10 AAPL", "büy 10 AAPL"),
    ("покажи", "покажи"),
    ("", ""),
]

MISSING = [
    ("achète AAPL", "quantity"),
    ("buy 10", "symbol"),
    ("vends mes AAPL", "quantity"),
    ("risk 1% on MSFT", "stop"),
    ("buy stop 10 AAPL", "trigger"),
    ("place a limit order to buy 10 AAPL", "limit"),
    ("/preview 10 AAPL stop 390", "side"),
    ("close", "symbol"),
    ("reduce AAPL", "quantity"),
    ("annule", "order"),
    ("cancel the IBM order", "order"),
    ("remonte le stop à 400", "symbol"),
    ("change AAPL", "change"),
    ("avance", "sessions"),
    ("/lang", "lang"),
]

CONFLICTS = [
    ("buy 10 AAPL for 5000 USD", "size"),
    ("buy 10 AAPL at market limit 400", "type"),
    ("buy 10 AAPL stop 390 stop loss 391", "stop"),
    ("sell 5 AAPL and 5 AAPL", "quantity"),
    ("advance 5 days and a week", "sessions"),
    ("buy 10 AAPL today gtc", "tif"),
    ("sell one and a half AAPL", "size"),
]

SEVERAL = [
    "buy 10 AAPL and sell 5 IBM",
    "buy 10 AAPL and 5 IBM",
    "achète 10 AAPL au marché ; vends 5 IBM",
    "vends 5 AAPL vends 5 AAPL",
    "achète 10 AAPL et avance de 5 jours",
    "move AAPL stop to 400 and IBM stop to 180",
]

ODD = [
    "buy \uff11\uff10 AAPL",  # full-width digits
    "buy 10 \u0410\u0410PL",  # Cyrillic letters
    "buy 10 \u0391APL",  # a Greek letter
    "buy 10 AAPL\u202e",  # right-to-left override
    "achète 10 AAPL\u200b au marché",  # zero-width space
    "buy\x0010 AAPL",
    "buy 1\u0660 AAPL",  # an Arabic digit
    "c\u200boupe tout",
    "\u212aill",  # the Kelvin sign
    "/buy 10 AAPL\u2066",
]

NUMBERS = [
    ("buy 10k AAPL", "ambiguous_quantity", ["10000", "10000 USD"]),
    ("achète 1.000 AAPL", "ambiguous_number", ["1", "1000"]),
    ("achète 1,000 AAPL", "ambiguous_number", ["1", "1000"]),
    ("buy 0.125 AAPL", "ambiguous_number", ["0.125"]),
    ("buy .5 AAPL", "ambiguous_number", ["0.5"]),
    ("achète 10 400 AAPL", "ambiguous_number", ["10400"]),
    ("buy 10 AAPL stop 1,000", "ambiguous_number", ["1", "1000"]),
    ("pour 1.000 $ achète AAPL", "ambiguous_number", ["1 USD", "1000 USD"]),
    ("risque 1,500 % sur MSFT stop 26", "ambiguous_number", ["1.5 %"]),
    ("risk 1 on MSFT stop 26", "ambiguous_risk", ["1 %", "1 USD"]),
    ("risk 200 on MSFT stop 26", "ambiguous_risk", ["200 USD"]),
    ("buy 10 AAPL stop 1.000 target 1.200", "ambiguous_number", []),
    ("achète 1.000", "ambiguous_number", []),
    ("buy -5 AAPL", "bad_number", []),
    ("buy 010 AAPL", "bad_number", []),
    ("buy 1.2.3 AAPL", "bad_number", []),
    ("buy 99999999999999999999 AAPL", "bad_number", []),
    ("avance de 1,5 jours", "bad_number", []),
    ("achète 10 AAPL pour 200 €", "currency", []),
    ("buy £200 of AAPL", "currency", []),
    ("buy 10 APPL stop 390", "unknown_symbol", ["AAPL"]),
    ("remonte le stop d'APPL à 400", "unknown_symbol", ["AAPL"]),
    ("buy 10 TSLA stop 390", "unknown_symbol", []),
    ("price of TSLA", "unknown_symbol", []),
    ("/cours TSLA", "unknown_symbol", []),
    ("/statsu", "unknown_command", ["/statut", "/status", "/start"]),
    ("preview close AAPL", "no_preview", []),
    ("stop", "not_understood", ["/kill"]),
    ("stop everything, it's crashing!", "not_understood", ["/kill"]),
    ("/kill now please", "not_understood", ["/kill"]),
]


@pytest.mark.parametrize(("text", "why"), NO_ACT)
def test_no_act(text: str, why: str) -> None:
    assert (asked(text).question, dict(asked(text).params)) == ("no_act", {"why": why})


@pytest.mark.parametrize(("text", "words"), NOT_UNDERSTOOD)
def test_not_understood(text: str, words: str) -> None:
    assert (asked(text).question, dict(asked(text).params)) == ("not_understood", {"words": words})


@pytest.mark.parametrize(("text", "field"), MISSING)
def test_missing(text: str, field: str) -> None:
    assert (asked(text).question, dict(asked(text).params)) == ("missing", {"field": field})


@pytest.mark.parametrize(("text", "field"), CONFLICTS)
def test_conflict(text: str, field: str) -> None:
    assert (asked(text).question, asked(text).params["field"]) == ("conflict", field)


@pytest.mark.parametrize("text", SEVERAL)
def test_several_acts(text: str) -> None:
    assert (asked(text).question, dict(asked(text).params)) == ("several_acts", {"count": "2"})


@pytest.mark.parametrize("text", ODD)
def test_odd_characters(text: str) -> None:
    understood = understand(text, symbols=SYMBOLS)
    assert (understood.tool, asked(text).question) == (None, "odd_characters")


@pytest.mark.parametrize(("text", "question", "labels"), NUMBERS)
def test_options(text: str, question: str, labels: list[str]) -> None:
    assert (asked(text).question, [option.label for option in asked(text).options]) == (question, labels)


def test_a_sentence_with_too_many_readings_is_asked_back() -> None:
    text = "buy 10 AAPL " + " ".join(f"stop {price} at {price}" for price in range(100, 112))
    assert asked(text).question in ("conflict", "not_understood")


def test_an_option_is_a_complete_call() -> None:
    understood = understand("buy 10k AAPL stop 390", symbols=SYMBOLS)
    sure = {"symbol": "AAPL", "side": "buy", "type": "market", "stop": "390"}
    assert (understood.tool, dict(understood.args)) == ("place_order", sure)
    assert [dict(option.args) for option in asked("buy 10k AAPL stop 390").options] == [
        {**sure, "quantity": "10000"},
        {**sure, "notional": "10000 USD"},
    ]


def test_accents_may_be_decomposed() -> None:
    understood = understand("ache\u0300te 10 AAPL", symbols=SYMBOLS)
    assert (understood.clarify, understood.args["quantity"]) == (None, "10")


@pytest.mark.parametrize("text", ["a" * (MAX_LENGTH + 1), "achète 10 AAPL " * 7000, "- " * 400])
def test_too_long(text: str) -> None:
    assert asked(text).question == "too_long"
    assert asked(text).params["most"] == str(MAX_LENGTH)
