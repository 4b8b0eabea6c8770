"""Every sentence that the product is promised to understand, each from a fresh home, on the real desk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.processes import ask, end_desk

AAPL = "achète 10 AAPL au marché, stop à 390"
EXAMPLES: tuple[tuple[tuple[str, ...], str, dict[str, Any]], ...] = (
    ((), "/statut", {"tool": "show_status", "lang": "fr"}),
    ((), AAPL, {"tool": "place_order", "decision": "allow", "status": "filled", "lang": "fr"}),
    ((), "buy 15 IBM at 185 or better, stop 178", {"tool": "place_order", "decision": "allow", "status": "working"}),
    ((), "risque 1 % sur MSFT stop 26", {"tool": "place_order", "decision": "allow", "status": "filled"}),
    ((AAPL,), "remonte le stop d'AAPL à 400", {"tool": "amend_order", "decision": "allow"}),
    ((AAPL,), "vends la moitié de mes AAPL", {"tool": "reduce_position", "decision": "allow", "status": "filled"}),
    ((AAPL,), "ferme tout", {"tool": "close_position", "decision": "allow", "status": "filled"}),
    ((AAPL,), "/close AAPL", {"tool": "close_position", "decision": "allow", "status": "filled"}),
    ((), "buy 10k AAPL", {"tool": "place_order", "question": True}),
    ((AAPL,), "coupe tout", {"tool": "halt_trading", "decision": "allow"}),
    ((AAPL,), "/kill", {"tool": "halt_trading", "decision": "allow"}),
    (("achète 10 AAPL",), "/why", {"tool": "explain_refusal"}),
    ((), "/preview buy 10 AAPL stop 390", {"tool": "preview_order", "decision": "allow"}),
    ((AAPL,), "avance de 5 jours", {"tool": "advance_market", "decision": "allow"}),
    ((), "/advance 5", {"tool": "advance_market", "decision": "allow"}),
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    end_desk(tmp_path / "home")


@pytest.mark.parametrize(("before", "sentence", "expected"), EXAMPLES, ids=[e[1] for e in EXAMPLES])
def test_example(home: Path, before: tuple[str, ...], sentence: str, expected: dict[str, Any]) -> None:
    for earlier in before:
        ask(home, earlier)
    code, told = ask(home, sentence)
    found = {
        "tool": told["tool"],
        "lang": told["lang"],
        "decision": (told["verdict"] or {}).get("decision"),
        "status": told["orders"][0]["status"] if told["orders"] else None,
        "question": told["clarify"] is not None,
    }
    assert {name: found[name] for name in expected} == expected
    assert code == 0
    assert told["reply"]


def test_the_amend_reaches_the_venue_and_the_half_is_half(home: Path) -> None:
    ask(home, AAPL)
    ask(home, "remonte le stop d'AAPL à 400")
    ask(home, "vends la moitié de mes AAPL")
    _, told = ask(home, "/status")
    (position,) = told["data"]["accounts"][0]["positions"]
    assert (position["quantity"], position["stop"], position["protected"]) == ("5", "400", True)


def test_risk_is_what_the_stop_would_cost(home: Path) -> None:
    """Risk sizing keeps the loss to the stop within one percent of the equity."""
    _, told = ask(home, "risque 1 % sur MSFT stop 26")
    (order,) = told["orders"]
    loss = float(order["filled"]) * (float(order["price"]) - 26)
    assert 950 <= loss <= 1000
    ask(home, "/advance 5")
    _, told = ask(home, "/status")
    assert told["data"]["accounts"][0]["market_time"] == "2012-01-10T20:30:00Z"
