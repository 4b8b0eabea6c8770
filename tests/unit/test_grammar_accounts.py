"""An account that a sentence names: read in both languages, never taken for a symbol, asked back where unknown."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.grammar import understand
from agents.grammar.acts import ACTS
from agents.understanding import Understanding

SYMBOLS = ("AAPL", "GOOG", "IBM", "MSFT", "SPX", "VIX")
ACCOUNTS = ("paper", "ftmo", "swing", "my-swing", "ftmo-2", "goog", "today", "10", "apple")

NAMED: tuple[tuple[str, str, str], ...] = (
    ("buy 10 GOOG stop 700 on ftmo", "place_order", "ftmo"),
    ("achète 10 GOOG stop 700 sur le compte ftmo", "place_order", "ftmo"),
    ("sur ftmo, achète 10 IBM stop 170", "place_order", "ftmo"),
    ("ftmo: buy 10 IBM stop 170", "place_order", "ftmo"),
    ("buy 10 IBM on my-swing stop 170", "place_order", "my-swing"),
    ("risque 1 % sur IBM stop 170 dans le compte ftmo-2", "place_order", "ftmo-2"),
    ("preview buying 10 IBM stop 170 on ftmo", "preview_order", "ftmo"),
    ("ferme tout sur ftmo", "close_position", "ftmo"),
    ("close AAPL in account swing", "close_position", "swing"),
    ("close AAPL on the FTMO account", "close_position", "ftmo"),
    ("vends la moitié de mes AAPL sur swing", "reduce_position", "swing"),
    ("annule tous les ordres du compte ftmo", "cancel_order", "ftmo"),
    ("move the AAPL stop to 400 on ftmo-2", "amend_order", "ftmo-2"),
    ("coupe tout sur ftmo", "halt_trading", "ftmo"),
    ("stop trading on ftmo", "halt_trading", "ftmo"),
    ("halt account FTMO", "halt_trading", "ftmo"),
    ("/kill FTMO", "halt_trading", "ftmo"),
    ("reprends sur ftmo", "resume_trading", "ftmo"),
    ("/resume ftmo", "resume_trading", "ftmo"),
    ("/reprendre paper", "resume_trading", "paper"),
    ("relance le compte paper", "resume_trading", "paper"),
    ("débloque ftmo", "resume_trading", "ftmo"),
    ("reactivate the ftmo account", "resume_trading", "ftmo"),
    ("avance de 5 séances sur ftmo", "advance_market", "ftmo"),
    ("/advance 5 on ftmo", "advance_market", "ftmo"),
    ("combien puis-je encore perdre sur ftmo", "show_limits", "ftmo"),
    ("what is my risk on ftmo", "show_risk", "ftmo"),
    ("statut de ftmo", "show_status", "ftmo"),
    ("/status ftmo", "show_status", "ftmo"),
    ("positions on my-swing", "show_positions", "my-swing"),
    ("ordres sur ftmo", "list_orders", "ftmo"),
    ("pnl sur paper", "show_pnl", "paper"),
    ("/pnl week ftmo", "show_pnl", "ftmo"),
    ("cours AAPL sur ftmo", "show_quotes", "ftmo"),
    ("/chart IBM 30 ftmo", "draw_chart", "ftmo"),
    ("close everything on account goog", "close_position", "goog"),
    ("buy 10 AAPL stop 180 account 10", "place_order", "10"),
    ("pnl on account today", "show_pnl", "today"),
    ("utilise le compte ftmo", "choose_account", "ftmo"),
    ("switch to ftmo", "choose_account", "ftmo"),
    ("passe sur swing", "choose_account", "swing"),
    ("can you switch to ftmo?", "choose_account", "ftmo"),
    ("/compte ftmo", "choose_account", "ftmo"),
    ("/account FTMO", "choose_account", "FTMO"),
)
"""Sentence, tool, account."""


def read(text: str, accounts: tuple[str, ...] = ACCOUNTS) -> Understanding:
    return understand(text, symbols=SYMBOLS, accounts=accounts)


def asked(found: Understanding) -> tuple[str, list[dict[str, Any]]]:
    assert found.clarify is not None
    return found.clarify.question, [dict(option.args) for option in found.clarify.options]


@pytest.mark.parametrize(("text", "tool", "account"), NAMED)
def test_an_account_is_named(text: str, tool: str, account: str) -> None:
    found = read(text)
    assert (found.tool, found.clarify, found.args["account"]) == (tool, None, account)
    assert found.confidence >= 0.9


def test_the_rest_of_the_sentence_is_read_as_ever() -> None:
    with_account, without = (
        read("buy 10 GOOG at 690 or better on ftmo, stop 650"),
        read("buy 10 GOOG at 690 or better, stop 650"),
    )
    assert with_account.args == {**without.args, "account": "ftmo"}
    acts = read("ferme AAPL et IBM sur ftmo").args["acts"]
    assert [act["args"] for act in acts] == [{"symbol": s, "account": "ftmo"} for s in ("AAPL", "IBM")]


@pytest.mark.parametrize(
    "text", ["mes comptes", "which accounts do I have?", "quels sont mes comptes ?", "/account", "/comptes"]
)
def test_the_accounts_are_listed(text: str) -> None:
    assert read(text).tool == "show_accounts"


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        ("buy 10 IBM stop 170 on ftmx", "place_order"),
        ("ferme tout sur le compte swng", "close_position"),
        ("close AAPL in account no-such", "close_position"),
        ("positions on my-swing2", "show_positions"),
        ("/status ftmx", "show_status"),
        ("switch to ftmx", "choose_account"),
        ("utilise le compte ftmx", "choose_account"),
    ],
)
def test_a_name_that_is_no_account_is_asked_back_with_those_there_are(text: str, tool: str) -> None:
    found = read(text, ("paper", "ftmo"))
    question, options = asked(found)
    assert (found.tool, question) == (tool, "unknown_account")
    assert [one["account"] for one in options] == ["paper", "ftmo"]
    assert found.args == {}


def test_a_halt_of_an_unknown_account_offers_to_stop_everything_first() -> None:
    question, options = asked(read("arrête tout sur ftmx"))
    assert question == "unknown_account"
    assert options[0] == {"command": "/kill"}


@pytest.mark.parametrize(
    ("text", "args"),
    [
        ("close everything on goog", [{"symbol": "GOOG"}, {"symbol": "all", "account": "goog"}]),
        ("close everything on apple", [{"symbol": "AAPL"}, {"symbol": "all", "account": "apple"}]),
    ],
)
def test_a_name_that_is_a_symbol_too_is_asked_about(text: str, args: list[dict[str, str]]) -> None:
    assert asked(read(text)) == ("account_or_not", args)


@pytest.mark.parametrize("text", ["buy 10 AAPL stop 180 on goog", "buy 10 AAPL stop 180 on 10", "close all on today"])
def test_a_doubtful_name_is_never_taken_in_silence(text: str) -> None:
    question, options = asked(read(text))
    assert question == "account_or_not"
    assert len(options) == 1


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("buy 10 on goog stop 700", "GOOG"),
        ("close goog", "GOOG"),
        ("/close apple", "AAPL"),
        ("buy 5 Apple stop 380", "AAPL"),
    ],
)
def test_the_symbol_wins_where_only_it_makes_sense(text: str, symbol: str) -> None:
    found = read(text)
    assert (found.clarify, found.args["symbol"], found.args.get("account")) == (None, symbol, None)


def test_two_accounts_in_one_sentence_are_asked_back() -> None:
    question, options = asked(read("annule tous les ordres sur ftmo et ferme AAPL sur swing"))
    assert (question, options) == ("conflict", [])


@pytest.mark.parametrize(
    "text", ["ne ferme pas tout sur ftmo", "should I close everything on ftmo?", "if it drops buy 10 IBM on ftmo"]
)
def test_what_is_no_request_stays_none(text: str) -> None:
    found = read(text)
    assert found.clarify is not None
    assert found.clarify.question in ("no_act", "not_understood")


@pytest.mark.parametrize("text", ["n'utilise pas le compte ftmo", "do not switch to ftmo", "blabla on ftmo"])
def test_nothing_is_chosen_that_was_not_asked(text: str) -> None:
    assert read(text).tool not in (*ACTS, "choose_account")


@pytest.mark.parametrize("text", [text for text, _, _ in NAMED if not text.startswith("/")])
def test_without_a_list_of_accounts_a_sentence_never_acts_on_one_it_guessed(text: str) -> None:
    found = understand(text, symbols=SYMBOLS)
    guessed = found.tool in ACTS and found.clarify is None and found.confidence >= 0.9
    assert not guessed or found.tool == "halt_trading" or "account" not in found.args


HOSTILE = st.lists(
    st.from_regex(r"[a-z0-9][a-z0-9_-]{0,31}", fullmatch=True)
    | st.sampled_from(
        ["buy", "sell", "stop", "on", "sur", "compte", "account", "aapl", "170", "10", "ibm", "limit", "and", "all"]
    ),
    min_size=1,
    max_size=4,
    unique=True,
)


@given(
    names=HOSTILE,
    line=st.sampled_from(["buy 10 IBM stop 170", "ferme IBM", "sell half of my IBM", "annule tous les ordres"]),
)
def test_no_name_of_an_account_changes_what_a_sentence_without_one_does(names: list[str], line: str) -> None:
    plain = understand(line, symbols=SYMBOLS)
    found = understand(line, symbols=SYMBOLS, accounts=names)
    if found.clarify is None:
        assert (found.tool, found.args) == (plain.tool, plain.args)


@given(names=HOSTILE, at=st.integers(0, 3))
def test_an_act_in_an_account_is_the_act_that_was_said(names: list[str], at: int) -> None:
    name = names[at % len(names)]
    found = understand(f"buy 10 IBM stop 170 on account {name}", symbols=SYMBOLS, accounts=names)
    if found.clarify is None and found.tool == "place_order":
        assert found.args == {**understand("buy 10 IBM stop 170", symbols=SYMBOLS).args, "account": name}


@pytest.mark.parametrize("line", ["/resume paper", "/reprendre paper"])
def test_a_resume_names_its_account_before_the_accounts_are_known(line: str) -> None:
    found = understand(line, symbols=SYMBOLS)
    assert (found.tool, found.args, found.clarify) == ("resume_trading", {"account": "paper"}, None)


def test_the_name_of_an_account_shows_no_language() -> None:
    assert understand("/resume paper", symbols=SYMBOLS, prefer="fr", accounts=ACCOUNTS).lang is None
