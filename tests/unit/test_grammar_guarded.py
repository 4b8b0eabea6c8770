"""What only looks like a request and is never done: asked, told of others, supposed, negated, contradictory."""

from pathlib import Path

import pytest

from agents.grammar import understand
from agents.grammar.acts import ACTS

SYMBOLS = ("AAPL", "GOOG", "IBM", "MSFT", "SPX", "IXIC")

NEVER_DONE = Path(__file__).with_name("never_done.txt").read_text(encoding="utf-8").splitlines()
"""Sentences that must not become an act, one a line."""


@pytest.mark.parametrize("text", NEVER_DONE)
def test_never_done(text: str) -> None:
    understood = understand(text, symbols=SYMBOLS)
    # Doubling an order is asked back by its own tool.
    assert understood.clarify is not None or understood.tool not in ACTS - {"repeat_order"}


@pytest.mark.parametrize(
    ("text", "field", "side"),
    [
        ("achète 10 AAPL limite 400 stop 410", "stop", "buy"),
        ("buy 10 AAPL at 400, target 390", "target", "buy"),
        ("buy 10 AAPL limit 400 stop 400", "stop", "buy"),
        ("short 10 GOOG limit 560 stop 500", "stop", "sell"),
        ("sell 10 GOOG at 560, target 600", "target", "sell"),
        ("buy stop 10 IBM at 130 stop loss 131", "stop", "buy"),
        ("buy 10 IBM stop 130 target 120", "target", "buy"),
        ("buy stop-limit 10 IBM at 130 limit 128", "limit", "buy"),
    ],
)
def test_a_price_on_the_wrong_side(text: str, field: str, side: str) -> None:
    clarify = understand(text, symbols=SYMBOLS).clarify
    assert clarify is not None
    assert (clarify.question, dict(clarify.params)) == ("wrong_side", {"field": field, "side": side})


@pytest.mark.parametrize(
    "text", ["achète 900000000000 AAPL", "buy 1000000 IBM", "buy two million IBM", "achète 0 AAPL"]
)
def test_a_quantity_that_nobody_means(text: str) -> None:
    clarify = understand(text, symbols=SYMBOLS).clarify
    assert clarify is not None
    assert (clarify.question, clarify.params["field"]) == ("bad_number", "quantity")


@pytest.mark.parametrize(
    "text",
    ["could you buy 10 AAPL", "peux-tu acheter 10 AAPL", "would you mind buying 10 AAPL", "tu m'achètes 10 AAPL"],
)
def test_a_polite_question_is_a_request(text: str) -> None:
    args = {"symbol": "AAPL", "side": "buy", "quantity": "10", "type": "market"}
    for mark in ("", "?", " ?"):
        understood = understand(text + mark, symbols=SYMBOLS)
        assert (understood.clarify, understood.tool, dict(understood.args)) == (None, "place_order", args)
    assert understand(f"{text}??", symbols=SYMBOLS).clarify is not None
