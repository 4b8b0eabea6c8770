"""New orders and previews: what each sentence asks for, word for word, in French and English."""

import pytest

from agents.grammar import understand

SYMBOLS = ("AAPL", "GOOG", "IBM", "MSFT", "SPX", "IXIC")

BUY, SELL = {"side": "buy", "type": "market"}, {"side": "sell", "type": "market"}

ORDERS: list[tuple[str, dict[str, str]]] = [
    ("achète 10 AAPL au marché, stop à 390", {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"}),
    ("achete 10 aapl au marche, stop a 390", {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"}),
    ("ACHÈTE 10 AAPL AU MARCHÉ, STOP À 390", {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"}),
    ("buy 10 AAPL now, stop at 390", {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"}),
    ("buy 10 AAPL - stop 390", {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"}),
    ("hello, buy 10 AAPL (stop 390) please", {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"}),
    ("peux-tu acheter 10 AAPL, mets le stop à 390", {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"}),
    (
        "je voudrais acheter 10 AAPL, stop : 390, merci d'avance",
        {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"},
    ),
    (
        "place un ordre d'achat de 10 AAPL avec un stop à 390",
        {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"},
    ),
    ("place a market order to buy 10 AAPL", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    (
        "buy 10 apple at market, sl 390, tp 450",
        {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390", "target": "450"},
    ),
    ("achète une action Apple au marché", {**BUY, "symbol": "AAPL", "quantity": "1"}),
    ("buy one share of Microsoft", {**BUY, "symbol": "MSFT", "quantity": "1"}),
    ("buy ten shares of S&P 500 stop 1200", {**BUY, "symbol": "SPX", "quantity": "10", "stop": "1200"}),
    ("achète 5 Nasdaq", {**BUY, "symbol": "IXIC", "quantity": "5"}),
    ("buy 3 International Business Machines", {**BUY, "symbol": "IBM", "quantity": "3"}),
    ("achète 1 000 AAPL", {**BUY, "symbol": "AAPL", "quantity": "1000"}),
    ("achète 10\u202f400 AAPL", {**BUY, "symbol": "AAPL", "quantity": "10400"}),
    ("buy 1,000.50 AAPL", {**BUY, "symbol": "AAPL", "quantity": "1000.5"}),
    ("achète 1.000,50 AAPL", {**BUY, "symbol": "AAPL", "quantity": "1000.5"}),
    ("buy 10.5 AAPL", {**BUY, "symbol": "AAPL", "quantity": "10.5"}),
    ("achète 10,5 AAPL", {**BUY, "symbol": "AAPL", "quantity": "10.5"}),
    ("buy 10 AAPL today", {**BUY, "symbol": "AAPL", "quantity": "10", "tif": "day"}),
    ("achète 10 AAPL aujourd'hui", {**BUY, "symbol": "AAPL", "quantity": "10", "tif": "day"}),
    ("vends 5 AAPL", {**SELL, "symbol": "AAPL", "quantity": "5"}),
    ("vends-moi 5 AAPL", {**SELL, "symbol": "AAPL", "quantity": "5"}),
    ("vends 5 de mes AAPL", {**SELL, "symbol": "AAPL", "quantity": "5"}),
    ("sell 5 AAPL", {**SELL, "symbol": "AAPL", "quantity": "5"}),
    ("sell 5 of my AAPL shares", {**SELL, "symbol": "AAPL", "quantity": "5"}),
    ("short 5 GOOG stop 700", {**SELL, "symbol": "GOOG", "quantity": "5", "stop": "700", "short": "yes"}),
    (
        "vends à découvert 5 Google, stop 700",
        {**SELL, "symbol": "GOOG", "quantity": "5", "stop": "700", "short": "yes"},
    ),
    ("vends 5 GOOG à découvert, stop 700", {**SELL, "symbol": "GOOG", "quantity": "5", "stop": "700", "short": "yes"}),
    ("buy AAPL for 5000 USD", {**BUY, "symbol": "AAPL", "notional": "5000 USD"}),
    ("achète AAPL pour 5 000 $", {**BUY, "symbol": "AAPL", "notional": "5000 USD"}),
    ("achète pour 5000 $ d'AAPL", {**BUY, "symbol": "AAPL", "notional": "5000 USD"}),
    ("achète 5000 dollars d'Apple", {**BUY, "symbol": "AAPL", "notional": "5000 USD"}),
    ("buy $5000 of Google", {**BUY, "symbol": "GOOG", "notional": "5000 USD"}),
    ("buy $5k worth of Google", {**BUY, "symbol": "GOOG", "notional": "5000 USD"}),
    ("risque 1 % sur MSFT stop 26", {"symbol": "MSFT", "risk": "0.01", "type": "market", "stop": "26"}),
    ("risk 1% on MSFT, stop at 26", {"symbol": "MSFT", "risk": "0.01", "type": "market", "stop": "26"}),
    ("risque 1,5 % sur MSFT stop 26", {"symbol": "MSFT", "risk": "0.015", "type": "market", "stop": "26"}),
    ("risque un pour cent sur MSFT, stop 26", {"symbol": "MSFT", "risk": "0.01", "type": "market", "stop": "26"}),
    ("risk $200 on MSFT, stop 26", {"symbol": "MSFT", "risk": "200 USD", "type": "market", "stop": "26"}),
    ("risk 200 dollars on MSFT, stop 26", {"symbol": "MSFT", "risk": "200 USD", "type": "market", "stop": "26"}),
    ("achète AAPL avec un risque de 1 %, stop 390", {**BUY, "symbol": "AAPL", "risk": "0.01", "stop": "390"}),
    ("achète AAPL avec 1 % de risque, stop 390", {**BUY, "symbol": "AAPL", "risk": "0.01", "stop": "390"}),
    ("buy AAPL risking 200 USD, stop 390", {**BUY, "symbol": "AAPL", "risk": "200 USD", "stop": "390"}),
]

PRICED: list[tuple[str, dict[str, str]]] = [
    ("buy 15 IBM at 185 or better, stop 178", {"quantity": "15", "type": "limit", "limit": "185", "stop": "178"}),
    ("achète 15 IBM à 185 ou mieux, stop 178", {"quantity": "15", "type": "limit", "limit": "185", "stop": "178"}),
    ("IBM: achète 15 à 185, stop 178", {"quantity": "15", "type": "limit", "limit": "185", "stop": "178"}),
    ("buy 10 IBM at 185", {"quantity": "10", "type": "limit", "limit": "185"}),
    ("buy 10 IBM at $185.50", {"quantity": "10", "type": "limit", "limit": "185.5"}),
    ("buy 10 IBM limit 185", {"quantity": "10", "type": "limit", "limit": "185"}),
    ("buy 10 IBM at 185 limit", {"quantity": "10", "type": "limit", "limit": "185"}),
    ("achète 10 IBM au prix de 185 gtc", {"quantity": "10", "type": "limit", "limit": "185", "tif": "gtc"}),
    ("achète 10 IBM à 185 jusqu'à annulation", {"quantity": "10", "type": "limit", "limit": "185", "tif": "gtc"}),
    (
        "achète 10 IBM à 185 maximum, stop 178, objectif 200",
        {"quantity": "10", "type": "limit", "limit": "185", "stop": "178", "target": "200"},
    ),
    ("buy stop 10 IBM at 190 stop loss 178", {"quantity": "10", "type": "stop", "trigger": "190", "stop": "178"}),
    (
        "place a stop order to buy 10 IBM at 190, stop loss 178",
        {"quantity": "10", "type": "stop", "trigger": "190", "stop": "178"},
    ),
    (
        "buy stop-limit 10 IBM at 190 limit 191 stop loss 178",
        {"quantity": "10", "type": "stop_limit", "trigger": "190", "limit": "191", "stop": "178"},
    ),
    ("buy IBM at 185 USD risk 1% stop 178", {"risk": "0.01", "type": "limit", "limit": "185", "stop": "178"}),
]

PREVIEWS = [
    "what if I buy 10 AAPL at market with a stop at 390?",
    "what if I bought 10 AAPL, stop 390",
    "et si j'achetais 10 AAPL au marché, stop à 390 ?",
    "simule un achat de 10 AAPL, stop 390",
    "preview buy 10 AAPL stop 390",
    "/preview buy 10 AAPL stop 390",
    "/simuler achat 10 AAPL stop 390",
]


@pytest.mark.parametrize(("text", "args"), ORDERS)
def test_order(text: str, args: dict[str, str]) -> None:
    understood = understand(text, symbols=SYMBOLS)
    assert (understood.clarify, understood.route, understood.tool) == (None, "trading", "place_order")
    assert dict(understood.args) == args


@pytest.mark.parametrize(("text", "args"), PRICED)
def test_priced_order(text: str, args: dict[str, str]) -> None:
    understood = understand(text, symbols=SYMBOLS)
    assert (understood.clarify, understood.tool) == (None, "place_order")
    assert dict(understood.args) == {"symbol": "IBM", "side": "buy", **args}


@pytest.mark.parametrize("text", PREVIEWS)
def test_preview(text: str) -> None:
    understood = understand(text, symbols=SYMBOLS)
    assert (understood.clarify, understood.tool) == (None, "preview_order")
    assert dict(understood.args) == {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"}


def test_sell_limit() -> None:
    understood = understand("vends 5 AAPL à 420 minimum", symbols=SYMBOLS)
    assert dict(understood.args) == {"symbol": "AAPL", "side": "sell", "quantity": "5", "type": "limit", "limit": "420"}


def test_sell_stop() -> None:
    understood = understand("sell stop 5 AAPL at 380", symbols=SYMBOLS)
    assert dict(understood.args) == {
        "symbol": "AAPL",
        "side": "sell",
        "quantity": "5",
        "type": "stop",
        "trigger": "380",
    }
