"""Closing, reducing, cancelling, amending, advancing, halting: in words and as slash commands."""

import pytest

from agents.grammar import understand

SYMBOLS = ("AAPL", "GOOG", "IBM", "MSFT", "SPX", "IXIC")

CASES: list[tuple[str, str, dict[str, str]]] = [
    ("vends la moitié de mes AAPL", "reduce_position", {"symbol": "AAPL", "share": "0.5"}),
    ("sell half my AAPL", "reduce_position", {"symbol": "AAPL", "share": "0.5"}),
    ("sell half of my AAPL position", "reduce_position", {"symbol": "AAPL", "share": "0.5"}),
    ("ferme la moitié de ma position AAPL", "reduce_position", {"symbol": "AAPL", "share": "0.5"}),
    ("sell 20% of my IBM", "reduce_position", {"symbol": "IBM", "share": "0.2"}),
    ("vends 20 % de mes IBM au marché", "reduce_position", {"symbol": "IBM", "share": "0.2"}),
    ("vends un quart de mes IBM", "reduce_position", {"symbol": "IBM", "share": "0.25"}),
    ("vends un tiers de mes IBM", "reduce_position", {"symbol": "IBM", "share": "third"}),
    ("sell a third of IBM", "reduce_position", {"symbol": "IBM", "share": "third"}),
    ("réduis AAPL de 5", "reduce_position", {"symbol": "AAPL", "quantity": "5"}),
    ("réduis AAPL de moitié", "reduce_position", {"symbol": "AAPL", "share": "0.5"}),
    ("réduis AAPL de 20 %", "reduce_position", {"symbol": "AAPL", "share": "0.2"}),
    ("reduce AAPL by 5", "reduce_position", {"symbol": "AAPL", "quantity": "5"}),
    ("reduce my position in AAPL by 5 shares", "reduce_position", {"symbol": "AAPL", "quantity": "5"}),
    ("close 5 AAPL", "reduce_position", {"symbol": "AAPL", "quantity": "5"}),
    ("/reduce AAPL 5", "reduce_position", {"symbol": "AAPL", "quantity": "5"}),
    ("/réduire AAPL 5", "reduce_position", {"symbol": "AAPL", "quantity": "5"}),
    ("/sell half AAPL", "reduce_position", {"symbol": "AAPL", "share": "0.5"}),
    ("ferme tout", "close_position", {"symbol": "all"}),
    ("fermer toutes les positions", "close_position", {"symbol": "all"}),
    ("close everything", "close_position", {"symbol": "all"}),
    ("close my positions", "close_position", {"symbol": "all"}),
    ("flatten", "close_position", {"symbol": "all"}),
    ("solde tout", "close_position", {"symbol": "all"}),
    ("vends tout", "close_position", {"symbol": "all"}),
    ("ferme AAPL", "close_position", {"symbol": "AAPL"}),
    ("solde AAPL", "close_position", {"symbol": "AAPL"}),
    ("close my IBM position", "close_position", {"symbol": "IBM"}),
    ("close my short GOOG position", "close_position", {"symbol": "GOOG"}),
    ("vends toutes mes AAPL", "close_position", {"symbol": "AAPL"}),
    ("/close AAPL", "close_position", {"symbol": "AAPL"}),
    ("/fermer all", "close_position", {"symbol": "all"}),
    ("annule tous les ordres", "cancel_order", {"order": "all"}),
    ("cancel every pending order", "cancel_order", {"order": "all"}),
    ("cancel my orders", "cancel_order", {"order": "all"}),
    ("annule l'ordre 3f9a-1c", "cancel_order", {"order": "3f9a-1c"}),
    ("cancel order #12", "cancel_order", {"order": "12"}),
    ("cancel IBM orders", "cancel_order", {"order": "all", "symbol": "IBM"}),
    ("annule les ordres d'IBM", "cancel_order", {"order": "all", "symbol": "IBM"}),
    ("/cancel 12", "cancel_order", {"order": "12"}),
    ("/amend 12 stop 400", "amend_order", {"order": "12", "stop": "400"}),
    ("/cancel all", "cancel_order", {"order": "all"}),
    ("/annuler 3f9a1c", "cancel_order", {"order": "3f9a1c"}),
    ("remonte le stop d'AAPL à 400", "amend_order", {"symbol": "AAPL", "stop": "400"}),
    ("move AAPL stop to 400", "amend_order", {"symbol": "AAPL", "stop": "400"}),
    ("move AAPL's stop up to 400", "amend_order", {"symbol": "AAPL", "stop": "400"}),
    ("raise the stop on AAPL to 400", "amend_order", {"symbol": "AAPL", "stop": "400"}),
    ("mets un stop à 400 sur AAPL", "amend_order", {"symbol": "AAPL", "stop": "400"}),
    ("mets l'objectif d'IBM à 200", "amend_order", {"symbol": "IBM", "target": "200"}),
    ("mets le stop d'IBM à 180 et l'objectif à 200", "amend_order", {"symbol": "IBM", "stop": "180", "target": "200"}),
    ("change the limit of 3f9a1c to 184", "amend_order", {"order": "3f9a1c", "limit": "184"}),
    ("change the quantity of order 12 to 5", "amend_order", {"order": "12", "quantity": "5"}),
    ("/amend AAPL stop 400", "amend_order", {"symbol": "AAPL", "stop": "400"}),
    ("/modifier 3f9a1c limite 184", "amend_order", {"order": "3f9a1c", "limit": "184"}),
    ("avance de 5 jours", "advance_market", {"sessions": "5"}),
    ("advance 5 days", "advance_market", {"sessions": "5"}),
    ("avance d'un jour", "advance_market", {"sessions": "1"}),
    ("skip a week", "advance_market", {"weeks": "1"}),
    ("avance de deux semaines", "advance_market", {"weeks": "2"}),
    ("/advance 5", "advance_market", {"sessions": "5"}),
    ("/avancer 5", "advance_market", {"sessions": "5"}),
    ("coupe tout", "halt_trading", {}),
    ("arrête tout !", "halt_trading", {}),
    ("stop everything now", "halt_trading", {}),
    ("kill", "halt_trading", {}),
    ("/kill", "halt_trading", {}),
    ("/couper paper", "halt_trading", {"account": "paper"}),
    ("/halt tout", "halt_trading", {"account": "all"}),
    ("reprends", "resume_trading", {}),
    ("resume trading", "resume_trading", {}),
    ("/reprendre", "resume_trading", {}),
    ("/buy 10 AAPL", "place_order", {"symbol": "AAPL", "side": "buy", "quantity": "10", "type": "market"}),
    ("/vendre 5 AAPL", "place_order", {"symbol": "AAPL", "side": "sell", "quantity": "5", "type": "market"}),
]


@pytest.mark.parametrize(("text", "tool", "args"), CASES)
def test_act(text: str, tool: str, args: dict[str, str]) -> None:
    understood = understand(text, symbols=SYMBOLS)
    assert (understood.clarify, understood.route, understood.tool) == (None, "trading", tool)
    assert dict(understood.args) == args


def test_only_known_symbols_have_names() -> None:
    understood = understand("buy 10 Apple", symbols=("IBM",))
    assert understood.clarify is not None
    assert understood.clarify.question == "unknown_symbol"


def test_a_symbol_that_is_a_word_is_asked_back() -> None:
    understood = understand("close ALL", symbols=("ALL", "IBM"))
    assert understood.clarify is not None
    assert understood.clarify.question == "several_readings"
    assert [dict(option.args) for option in understood.clarify.options] == [{"symbol": "all"}, {"symbol": "ALL"}]
