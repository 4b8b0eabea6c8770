"""Leaving, changing, halting, advancing, previewing and repeating in the words people use, and several acts at once."""

from typing import Any

import pytest

from agents.grammar import understand

SYMBOLS = ("AAPL", "GOOG", "IBM", "MSFT", "SPX", "IXIC")

REQUESTED: list[tuple[str, str, dict[str, Any]]] = [
    ("sors d'IBM", "close_position", {"symbol": "IBM"}),
    ("get out of IBM", "close_position", {"symbol": "IBM"}),
    ("dump my Google", "close_position", {"symbol": "GOOG"}),
    ("vire mes AAPL", "close_position", {"symbol": "AAPL"}),
    ("coupe la moitié de mes IBM", "reduce_position", {"symbol": "IBM", "share": "0.5"}),
    ("débarrasse-toi de mes Google", "close_position", {"symbol": "GOOG"}),
    ("débarrasse-toi d'IBM", "close_position", {"symbol": "IBM"}),
    ("anule tous les ordres", "cancel_order", {"order": "all"}),
    ("cancle all orders", "cancel_order", {"order": "all"}),
    ("vends trois quarts de mes AAPL", "reduce_position", {"symbol": "AAPL", "share": "0.75"}),
    ("sell three quarters of my IBM", "reduce_position", {"symbol": "IBM", "share": "0.75"}),
    ("sell 20% of my Apple", "reduce_position", {"symbol": "AAPL", "share": "0.2"}),
    (
        "ferme AAPL et annule tous les ordres",
        "do_several",
        {
            "acts": [
                {"tool": "close_position", "args": {"symbol": "AAPL"}},
                {"tool": "cancel_order", "args": {"order": "all"}},
            ]
        },
    ),
    (
        "ferme AAPL puis vends la moitié d'IBM",
        "do_several",
        {
            "acts": [
                {"tool": "close_position", "args": {"symbol": "AAPL"}},
                {"tool": "reduce_position", "args": {"symbol": "IBM", "share": "0.5"}},
            ]
        },
    ),
    (
        "close AAPL, then cancel all orders",
        "do_several",
        {
            "acts": [
                {"tool": "close_position", "args": {"symbol": "AAPL"}},
                {"tool": "cancel_order", "args": {"order": "all"}},
            ]
        },
    ),
    ("annule-le", "cancel_order", {"order": "last"}),
    ("cancel that", "cancel_order", {"order": "last"}),
    ("ferme-la", "close_position", {"symbol": "last"}),
    ("close it", "close_position", {"symbol": "last"}),
    ("double that", "repeat_order", {"factor": "2"}),
    ("pareil pour Microsoft", "repeat_order", {"symbol": "MSFT"}),
    ("same again", "repeat_order", {"factor": "1"}),
    ("vends-en la moitié", "reduce_position", {"symbol": "last", "share": "0.5"}),
    ("sell half of it", "reduce_position", {"symbol": "last", "share": "0.5"}),
    ("remonte son stop à 400", "amend_order", {"order": "last", "stop": "400"}),
    ("move its stop to 400", "amend_order", {"order": "last", "stop": "400"}),
    ("vends la totalité de mes AAPL", "close_position", {"symbol": "AAPL"}),
    ("sell everything", "close_position", {"symbol": "all"}),
    ("sell all my AAPL", "close_position", {"symbol": "AAPL"}),
    ("réduis ma position AAPL de 20 %", "reduce_position", {"symbol": "AAPL", "share": "0.2"}),
    ("cut AAPL in half", "reduce_position", {"symbol": "AAPL", "share": "0.5"}),
    ("trim my IBM position by a third", "reduce_position", {"symbol": "IBM", "share": "third"}),
    ("allège IBM d'un quart", "reduce_position", {"symbol": "IBM", "share": "0.25"}),
    ("close half of my IBM", "reduce_position", {"symbol": "IBM", "share": "0.5"}),
    ("ferme 50 % de ma position Google", "reduce_position", {"symbol": "GOOG", "share": "0.5"}),
    ("close 100% of AAPL", "close_position", {"symbol": "AAPL"}),
    ("cancel my last order", "cancel_order", {"order": "last"}),
    ("annule le dernier ordre", "cancel_order", {"order": "last"}),
    ("annule mes ordres sur AAPL", "cancel_order", {"symbol": "AAPL", "order": "all"}),
    ("cancel all my pending orders please", "cancel_order", {"order": "all"}),
    ("supprime tous les ordres en attente", "cancel_order", {"order": "all"}),
    ("baisse l'objectif de MSFT à 30", "amend_order", {"symbol": "MSFT", "target": "30"}),
    ("set the AAPL stop at 395", "amend_order", {"symbol": "AAPL", "stop": "395"}),
    ("change my IBM limit to 184", "amend_order", {"symbol": "IBM", "limit": "184"}),
    (
        "mets un stop à 180 sur IBM et un objectif à 200",
        "amend_order",
        {"symbol": "IBM", "stop": "180", "target": "200"},
    ),
    ("avance d'une semaine", "advance_market", {"weeks": "1"}),
    ("avance de trois séances", "advance_market", {"sessions": "3"}),
    ("advance two weeks", "advance_market", {"weeks": "2"}),
    ("next day", "advance_market", {"sessions": "1"}),
    ("jump ahead 3 sessions", "advance_market", {"sessions": "3"}),
    ("passe au jour suivant", "advance_market", {"sessions": "1"}),
    ("kill switch", "halt_trading", {}),
    ("arrête de trader", "halt_trading", {}),
    ("pause trading", "halt_trading", {}),
    ("reprends le trading", "resume_trading", {}),
    ("relance le trading", "resume_trading", {}),
    (
        "ferme AAPL, IBM et Google",
        "do_several",
        {
            "acts": [
                {"tool": "close_position", "args": {"symbol": "AAPL"}},
                {"tool": "close_position", "args": {"symbol": "IBM"}},
                {"tool": "close_position", "args": {"symbol": "GOOG"}},
            ]
        },
    ),
    (
        "close AAPL and IBM and cancel everything",
        "do_several",
        {
            "acts": [
                {"tool": "close_position", "args": {"symbol": "AAPL"}},
                {"tool": "close_position", "args": {"symbol": "IBM"}},
                {"tool": "cancel_order", "args": {"order": "all"}},
            ]
        },
    ),
    (
        "liquidate my Google position and cancel the IBM orders",
        "do_several",
        {
            "acts": [
                {"tool": "close_position", "args": {"symbol": "GOOG"}},
                {"tool": "cancel_order", "args": {"symbol": "IBM", "order": "all"}},
            ]
        },
    ),
    ("can you sell half of my Google please", "reduce_position", {"symbol": "GOOG", "share": "0.5"}),
    ("est-ce que tu peux fermer IBM", "close_position", {"symbol": "IBM"}),
    (
        "what would 50 more IBM do to my worst case",
        "preview_order",
        {"symbol": "IBM", "side": "buy", "quantity": "50", "type": "market"},
    ),
    (
        "et si j'achetais 10 AAPL stop 390",
        "preview_order",
        {"symbol": "AAPL", "side": "buy", "quantity": "10", "type": "market", "stop": "390"},
    ),
    ("stop everything", "halt_trading", {}),
    ("coupe tout", "halt_trading", {}),
    ("arrête tout", "halt_trading", {}),
    ("ok eva, ferme tout s'il te plaît", "close_position", {"symbol": "all"}),
    ("get me out of IBM", "close_position", {"symbol": "IBM"}),
    ("get me out of everything", "close_position", {"symbol": "all"}),
    ("sors de tout", "close_position", {"symbol": "all"}),
    (
        "ferme toutes mes positions et annule mes ordres",
        "do_several",
        {
            "acts": [
                {"tool": "close_position", "args": {"symbol": "all"}},
                {"tool": "cancel_order", "args": {"order": "all"}},
            ]
        },
    ),
    ("the same for Microsoft", "repeat_order", {"symbol": "MSFT"}),
    ("clôture ma position sur IBM", "close_position", {"symbol": "IBM"}),
    ("je veux sortir de ma position Apple", "close_position", {"symbol": "AAPL"}),
    ("je sors d'AAPL", "close_position", {"symbol": "AAPL"}),
    ("solde ma ligne IBM", "close_position", {"symbol": "IBM"}),
    ("coupe ma position IBM", "close_position", {"symbol": "IBM"}),
    ("allège ma position Apple de moitié", "reduce_position", {"symbol": "AAPL", "share": "0.5"}),
    ("réduis mon exposition à Apple de 20 %", "reduce_position", {"symbol": "AAPL", "share": "0.2"}),
    ("annule mon dernier ordre", "cancel_order", {"order": "last"}),
    ("annule l'ordre 12", "cancel_order", {"order": "12"}),
    ("annule tout", "cancel_order", {"order": "all"}),
    ("cancel everything", "cancel_order", {"order": "all"}),
    (
        "annule tous mes ordres sur IBM et ferme la position",
        "do_several",
        {
            "acts": [
                {"tool": "cancel_order", "args": {"symbol": "IBM", "order": "all"}},
                {"tool": "close_position", "args": {"symbol": "IBM"}},
            ]
        },
    ),
    ("déplace mon stop sur IBM à 175", "amend_order", {"symbol": "IBM", "stop": "175"}),
    ("remonte mon stop AAPL à 395", "amend_order", {"symbol": "AAPL", "stop": "395"}),
    ("passe le stop d'IBM de 170 à 175", "amend_order", {"symbol": "IBM", "stop": "175"}),
    (
        "mets le stop de la position Apple à 395 et l'objectif à 460",
        "amend_order",
        {"symbol": "AAPL", "stop": "395", "target": "460"},
    ),
    ("baisse la limite de mon ordre IBM à 180", "amend_order", {"symbol": "IBM", "limit": "180"}),
    ("avance le marché de 3 jours", "advance_market", {"sessions": "3"}),
    ("fais avancer le marché d'une semaine", "advance_market", {"weeks": "1"}),
    ("Stop tout maintenant", "halt_trading", {}),
    ("bloque tout", "halt_trading", {}),
    ("urgence, coupe tout !", "halt_trading", {}),
    ("on reprend", "resume_trading", {}),
    ("redémarre le trading", "resume_trading", {}),
    ("I want to get out of Apple", "close_position", {"symbol": "AAPL"}),
    ("exit my Apple position", "close_position", {"symbol": "AAPL"}),
    ("close out IBM", "close_position", {"symbol": "IBM"}),
    ("close all my positions", "close_position", {"symbol": "all"}),
    ("sell it all", "close_position", {"symbol": "all"}),
    ("sell the lot", "close_position", {"symbol": "all"}),
    ("sell a quarter of my IBM shares", "reduce_position", {"symbol": "IBM", "share": "0.25"}),
    ("scale out of half my AAPL", "reduce_position", {"symbol": "AAPL", "share": "0.5"}),
    ("trim Apple by 20 percent", "reduce_position", {"symbol": "AAPL", "share": "0.2"}),
    ("cut my Apple position in half", "reduce_position", {"symbol": "AAPL", "share": "0.5"}),
    ("lighten up on IBM by 5 shares", "reduce_position", {"symbol": "IBM", "quantity": "5"}),
    ("cancel order 12", "cancel_order", {"order": "12"}),
    ("move my stop on Apple up to 395", "amend_order", {"symbol": "AAPL", "stop": "395"}),
    ("tighten the stop on IBM to 175", "amend_order", {"symbol": "IBM", "stop": "175"}),
    ("set a stop at 175 on IBM", "amend_order", {"symbol": "IBM", "stop": "175"}),
    ("set the take profit on AAPL to 460", "amend_order", {"symbol": "AAPL", "target": "460"}),
    ("change the quantity of order 12 to 8", "amend_order", {"order": "12", "quantity": "8"}),
    ("fast forward 5 days", "advance_market", {"sessions": "5"}),
    ("move ahead one week", "advance_market", {"weeks": "1"}),
    ("halt", "halt_trading", {}),
    ("halt everything now", "halt_trading", {}),
    ("please stop trading", "halt_trading", {}),
    ("emergency stop!", "halt_trading", {}),
    ("resume", "resume_trading", {}),
    ("what if I sold 5 AAPL", "preview_order", {"symbol": "AAPL", "side": "sell", "quantity": "5", "type": "market"}),
    (
        "what would happen if I bought 10 IBM at 185 with a stop at 178?",
        "preview_order",
        {"symbol": "IBM", "side": "buy", "quantity": "10", "type": "limit", "limit": "185", "stop": "178"},
    ),
    ("simulate buying 10 AAPL", "preview_order", {"symbol": "AAPL", "side": "buy", "quantity": "10", "type": "market"}),
    (
        "que se passe-t-il si j'achète 10 AAPL stop 390 ?",
        "preview_order",
        {"symbol": "AAPL", "side": "buy", "quantity": "10", "type": "market", "stop": "390"},
    ),
    (
        "Que deviendrait mon pire cas avec 30 Microsoft de plus ?",
        "preview_order",
        {"symbol": "MSFT", "side": "buy", "quantity": "30", "type": "market"},
    ),
    (
        "How would adding 50 IBM change my worst case?",
        "preview_order",
        {"symbol": "IBM", "side": "buy", "quantity": "50", "type": "market"},
    ),
    (
        "Quel serait l'effet de 15 Google de plus sur ma perte maximale ?",
        "preview_order",
        {"symbol": "GOOG", "side": "buy", "quantity": "15", "type": "market"},
    ),
    ("coupe le trading sur le compte paper", "halt_trading", {"account": "paper"}),
    ("halt trading on the paper account", "halt_trading", {"account": "paper"}),
    (
        "simule la vente de 5 AAPL",
        "preview_order",
        {"symbol": "AAPL", "side": "sell", "quantity": "5", "type": "market"},
    ),
]


@pytest.mark.parametrize(("text", "tool", "args"), REQUESTED)
def test_request(text: str, tool: str, args: dict[str, Any]) -> None:
    understood = understand(text, symbols=SYMBOLS)
    assert (understood.clarify, understood.route, understood.tool) == (None, "trading", tool)
    assert (dict(understood.args), understood.confidence) == (args, 1.0)
