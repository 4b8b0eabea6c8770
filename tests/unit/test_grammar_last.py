"""Sentences about the last order, everything that is pending, and amounts written in groups."""

from typing import Any

import pytest

from agents.grammar import understand

SYMBOLS = ("AAPL", "GOOG", "IBM", "MSFT", "SPX", "IXIC")


@pytest.mark.parametrize(
    ("text", "tool", "args"),
    [
        ("change la limite de mon dernier ordre à 27,25", "amend_order", {"order": "last", "limit": "27.25"}),
        ("change the limit on my last order to 182.75", "amend_order", {"order": "last", "limit": "182.75"}),
        ("Passe la quantité de mon dernier ordre à 15", "amend_order", {"order": "last", "quantity": "15"}),
        ("Change the quantity on my last order to 25", "amend_order", {"order": "last", "quantity": "25"}),
        ("annule tout ce qui est en attente", "cancel_order", {"order": "all"}),
        ("cancel everything that is pending", "cancel_order", {"order": "all"}),
        ("arrête tout le trading", "halt_trading", {}),
        (
            "achète pour 1 200 $ de Microsoft",
            "place_order",
            {"symbol": "MSFT", "side": "buy", "type": "market", "notional": "1200 USD"},
        ),
        (
            "buy 6 IBM, pay no more than 184.50",
            "place_order",
            {"symbol": "IBM", "side": "buy", "quantity": "6", "type": "limit", "limit": "184.5"},
        ),
        (
            "prends un risque de 0,75 % sur Microsoft, stop 26,1",
            "place_order",
            {"symbol": "MSFT", "risk": "0.0075", "type": "market", "stop": "26.1"},
        ),
    ],
)
def test_it_is_read(text: str, tool: str, args: dict[str, Any]) -> None:
    found = understand(text, symbols=SYMBOLS)
    assert found.clarify is None
    assert (found.tool, dict(found.args)) == (tool, args)


@pytest.mark.parametrize(
    "text",
    [
        "ferme tout ce qui est en attente",
        "close everything that is pending",
        "achète 1 200 Microsoft",
        "ne change pas la limite de mon dernier ordre à 27,25",
        "should I cancel everything that is pending?",
    ],
)
def test_it_is_asked_back(text: str) -> None:
    found = understand(text, symbols=SYMBOLS)
    assert found.clarify is not None or found.tool not in (
        "close_position",
        "place_order",
        "amend_order",
        "cancel_order",
    )
