"""Orders in the words people use: indirect, colloquial, abbreviated, numbers in words, relative protection."""

import pytest

from agents.grammar import understand

SYMBOLS = ("AAPL", "GOOG", "IBM", "MSFT", "SPX", "IXIC")
BUY, SELL = {"side": "buy", "type": "market"}, {"side": "sell", "type": "market"}

ORDERED: list[tuple[str, dict[str, str]]] = [
    ("tu peux m'acheter 10 AAPL", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("could you please buy 10 AAPL with a stop at 390", {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"}),
    ("je veux acheter 10 AAPL stop 390", {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"}),
    ("I'd like to buy 10 AAPL", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("let's buy 10 AAPL", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("go long 10 AAPL", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("prends-moi 10 Apple", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("mets-moi 10 AAPL", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("rentre à l'achat sur IBM pour 2000 $ stop 170", {**BUY, "symbol": "IBM", "notional": "2000 USD", "stop": "170"}),
    ("achete 10 aapl stp", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("vends 5 AAPL svp", {**SELL, "symbol": "AAPL", "quantity": "5"}),
    ("buy 10 AAPL pls", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("achète vingt-cinq AAPL", {**BUY, "symbol": "AAPL", "quantity": "25"}),
    ("achète cent cinquante actions Apple", {**BUY, "symbol": "AAPL", "quantity": "150"}),
    ("achète mille deux cents AAPL", {**BUY, "symbol": "AAPL", "quantity": "1200"}),
    ("achète quatre-vingt-dix IBM", {**BUY, "symbol": "IBM", "quantity": "90"}),
    ("buy twenty five AAPL", {**BUY, "symbol": "AAPL", "quantity": "25"}),
    ("buy a hundred and fifty AAPL", {**BUY, "symbol": "AAPL", "quantity": "150"}),
    ("buy two thousand AAPL", {**BUY, "symbol": "AAPL", "quantity": "2000"}),
    ("buy a dozen AAPL", {**BUY, "symbol": "AAPL", "quantity": "12"}),
    ("achète une douzaine d'Apple", {**BUY, "symbol": "AAPL", "quantity": "12"}),
    (
        "achète 10 IBM pas plus de 185",
        {"symbol": "IBM", "side": "buy", "quantity": "10", "type": "limit", "limit": "185"},
    ),
    (
        "achète 10 IBM à 185 au plus",
        {"symbol": "IBM", "side": "buy", "quantity": "10", "type": "limit", "limit": "185"},
    ),
    (
        "buy 10 IBM for no more than 185",
        {"symbol": "IBM", "side": "buy", "quantity": "10", "type": "limit", "limit": "185"},
    ),
    (
        "buy 10 IBM at no more than 185",
        {"symbol": "IBM", "side": "buy", "quantity": "10", "type": "limit", "limit": "185"},
    ),
    (
        "achète 10 IBM à cours limité 185",
        {"symbol": "IBM", "side": "buy", "quantity": "10", "type": "limit", "limit": "185"},
    ),
    (
        "achète 10 IBM à cours limité à 185",
        {"symbol": "IBM", "side": "buy", "quantity": "10", "type": "limit", "limit": "185"},
    ),
    (
        "limit order at 185 to buy 10 IBM",
        {"symbol": "IBM", "side": "buy", "quantity": "10", "type": "limit", "limit": "185"},
    ),
    (
        "buy 10 IBM with a limit order at 185",
        {"symbol": "IBM", "side": "buy", "quantity": "10", "type": "limit", "limit": "185"},
    ),
    (
        "achète 10 IBM sur seuil à 195",
        {"symbol": "IBM", "side": "buy", "quantity": "10", "type": "stop", "trigger": "195"},
    ),
    (
        "achète 10 IBM avec seuil de déclenchement à 195, stop 180",
        {"symbol": "IBM", "side": "buy", "quantity": "10", "type": "stop", "trigger": "195", "stop": "180"},
    ),
    ("buy 10 IBM on stop at 195", {"symbol": "IBM", "side": "buy", "quantity": "10", "type": "stop", "trigger": "195"}),
    ("buy 10 AAPL stop 2% below", {**BUY, "symbol": "AAPL", "quantity": "10", "stop_pct": "0.02"}),
    ("achète 10 AAPL stop 2 % sous", {**BUY, "symbol": "AAPL", "quantity": "10", "stop_pct": "0.02"}),
    ("achète 10 AAPL stop à 5 dollars sous le prix", {**BUY, "symbol": "AAPL", "quantity": "10", "stop_off": "5"}),
    ("buy 10 AAPL with a 2% stop", {**BUY, "symbol": "AAPL", "quantity": "10", "stop_pct": "0.02"}),
    (
        "buy 10 AAPL with a 2% stop and a target 4% above",
        {**BUY, "symbol": "AAPL", "quantity": "10", "stop_pct": "0.02", "target_pct": "0.04"},
    ),
    (
        "achète 10 AAPL, stop 2 %, objectif 4 % au-dessus",
        {**BUY, "symbol": "AAPL", "quantity": "10", "stop_pct": "0.02", "target_pct": "0.04"},
    ),
    (
        "short 10 AAPL stop 2% above the entry, target 5% below",
        {**SELL, "symbol": "AAPL", "short": "yes", "quantity": "10", "stop_pct": "0.02", "target_pct": "0.05"},
    ),
    ("achète AAPL en risquant 200 $ stop 390", {**BUY, "symbol": "AAPL", "risk": "200 USD", "stop": "390"}),
    ("buy AAPL, risk 1% of the account, stop 390", {**BUY, "symbol": "AAPL", "risk": "0.01", "stop": "390"}),
    ("achète MSFT risque max 0,5 % stop 26", {**BUY, "symbol": "MSFT", "risk": "0.005", "stop": "26"}),
    ("risque 0,5 % sur MSFT stop 2 % sous le prix", {**BUY, "symbol": "MSFT", "risk": "0.005", "stop_pct": "0.02"}),
    ("achète pour 5 000 $ d'Apple", {**BUY, "symbol": "AAPL", "notional": "5000 USD"}),
    ("achète 5 000 dollars de MSFT", {**BUY, "symbol": "MSFT", "notional": "5000 USD"}),
    ("buy $5k worth of Apple", {**BUY, "symbol": "AAPL", "notional": "5000 USD"}),
    ("mets 5000 $ sur IBM", {**BUY, "symbol": "IBM", "notional": "5000 USD"}),
    ("invest $5000 in Apple, stop 390", {**BUY, "symbol": "AAPL", "notional": "5000 USD", "stop": "390"}),
    ("buy 10 AAPL 🙏", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("achète 10 AAPL !!", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("acheter 10 AAPL", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    (
        "buy me 10 shares of Apple at 185.50 with a stop at 180 and a target of 200",
        {
            "symbol": "AAPL",
            "side": "buy",
            "quantity": "10",
            "type": "limit",
            "limit": "185.5",
            "stop": "180",
            "target": "200",
        },
    ),
    ("passe long sur 10 IBM", {**BUY, "symbol": "IBM", "quantity": "10"}),
    ("achète-moi dix actions Microsoft, stop 25", {**BUY, "symbol": "MSFT", "quantity": "10", "stop": "25"}),
    (
        "buy 10 shares AAPL stop loss 390 take profit 450",
        {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390", "target": "450"},
    ),
    ("ouvre une position acheteuse de 10 AAPL", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("open a long position of 10 AAPL", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    (
        "sell short 5 GOOG with a stop at 700",
        {**SELL, "symbol": "GOOG", "short": "yes", "quantity": "5", "stop": "700"},
    ),
    ("achète 10 AAPL et mets un stop à 390", {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"}),
    ("buy 10 AAPL and put a stop at 390", {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"}),
    ("buy 10 AAPL then put a stop at 390", {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"}),
    ("vend 5 AAPL", {**SELL, "symbol": "AAPL", "quantity": "5"}),
    ("achète 10 apple inc", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("buy 10 big blue", {**BUY, "symbol": "IBM", "quantity": "10"}),
    (
        "risque 1 % sur AAPL, stop 390, objectif 450",
        {"symbol": "AAPL", "risk": "0.01", "type": "market", "stop": "390", "target": "450"},
    ),
    ("risk 200 dollars on AAPL stop 390", {"symbol": "AAPL", "risk": "200 USD", "type": "market", "stop": "390"}),
    (
        "en risquant 1 % du capital, achète AAPL avec un stop à 390",
        {**BUY, "symbol": "AAPL", "risk": "0.01", "stop": "390"},
    ),
    ("buy 10 AAPL gtc stop 390", {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390", "tif": "gtc"}),
    (
        "achète 10 AAPL à 185 valable jusqu'à annulation",
        {"symbol": "AAPL", "side": "buy", "quantity": "10", "type": "limit", "limit": "185", "tif": "gtc"},
    ),
    (
        "buy 10 IBM day order limit 185",
        {"symbol": "IBM", "side": "buy", "quantity": "10", "type": "limit", "limit": "185", "tif": "day"},
    ),
    (
        "vends 5 AAPL à 420 ou mieux",
        {"symbol": "AAPL", "side": "sell", "quantity": "5", "type": "limit", "limit": "420"},
    ),
    (
        "sell 5 AAPL at 420 or better",
        {"symbol": "AAPL", "side": "sell", "quantity": "5", "type": "limit", "limit": "420"},
    ),
    (
        "vends 10 IBM pas moins de 190",
        {"symbol": "IBM", "side": "sell", "quantity": "10", "type": "limit", "limit": "190"},
    ),
    ("sell stop 5 AAPL at 380", {"symbol": "AAPL", "side": "sell", "quantity": "5", "type": "stop", "trigger": "380"}),
    ("buy 10 AAPL if possible", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("j'aimerais que tu achètes 10 AAPL", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("I want you to buy 10 AAPL, stop 390", {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"}),
    (
        "Achète-moi 10 actions Apple au prix du marché avec un stop loss à 390 s'il te plaît.",
        {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"},
    ),
    (
        "Je voudrais prendre 10 Apple à 400 maximum, stop à 390 et objectif à 450",
        {
            "symbol": "AAPL",
            "side": "buy",
            "quantity": "10",
            "type": "limit",
            "limit": "400",
            "stop": "390",
            "target": "450",
        },
    ),
    (
        "Place-moi un ordre limite d'achat de 10 IBM à 185",
        {"symbol": "IBM", "side": "buy", "quantity": "10", "type": "limit", "limit": "185"},
    ),
    (
        "Passe un ordre d'achat sur IBM, 10 titres, limite 185, stop 178",
        {"symbol": "IBM", "side": "buy", "quantity": "10", "type": "limit", "limit": "185", "stop": "178"},
    ),
    (
        "passe un ordre de vente de 5 AAPL à 420",
        {"symbol": "AAPL", "side": "sell", "quantity": "5", "type": "limit", "limit": "420"},
    ),
    (
        "achète pour 2000 dollars de Google avec un stop 3 % en dessous",
        {**BUY, "symbol": "GOOG", "notional": "2000 USD", "stop_pct": "0.03"},
    ),
    ("mets 2 000 $ sur Microsoft, stop à 25", {**BUY, "symbol": "MSFT", "notional": "2000 USD", "stop": "25"}),
    ("prends 10 AAPL à l'achat, stop 390", {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"}),
    ("achat 10 AAPL stop 390", {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"}),
    ("vente 5 AAPL", {**SELL, "symbol": "AAPL", "quantity": "5"}),
    ("achat de 10 AAPL au marché", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("rachète 5 IBM", {**BUY, "symbol": "IBM", "quantity": "5"}),
    ("shorte 5 Google avec un stop à 700", {**SELL, "symbol": "GOOG", "short": "yes", "quantity": "5", "stop": "700"}),
    (
        "vends à découvert 5 GOOG stop 3 % au-dessus",
        {**SELL, "symbol": "GOOG", "short": "yes", "quantity": "5", "stop_pct": "0.03"},
    ),
    (
        "Buy 10 Apple shares at the market with a stop loss at 390.",
        {**BUY, "symbol": "AAPL", "quantity": "10", "stop": "390"},
    ),
    (
        "I'd like to pick up 10 shares of IBM at 185 or lower, stop 178",
        {"symbol": "IBM", "side": "buy", "quantity": "10", "type": "limit", "limit": "185", "stop": "178"},
    ),
    (
        "Put in a limit buy for 10 IBM at 185",
        {"symbol": "IBM", "side": "buy", "quantity": "10", "type": "limit", "limit": "185"},
    ),
    ("enter a buy order for 10 AAPL", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("go ahead and buy 10 AAPL", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("grab me 5 Microsoft at market", {**BUY, "symbol": "MSFT", "quantity": "5"}),
    ("buy 2000 dollars worth of MSFT", {**BUY, "symbol": "MSFT", "notional": "2000 USD"}),
    (
        "put 2000 dollars into Microsoft with a stop at 25",
        {**BUY, "symbol": "MSFT", "notional": "2000 USD", "stop": "25"},
    ),
    ("take a long position in IBM, 10 shares, stop 170", {**BUY, "symbol": "IBM", "quantity": "10", "stop": "170"}),
    ("long AAPL 10 shares", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    ("go short 5 GOOG, stop 700", {**SELL, "symbol": "GOOG", "short": "yes", "quantity": "5", "stop": "700"}),
    ("buy 10... AAPL", {**BUY, "symbol": "AAPL", "quantity": "10"}),
    (
        "buy ten AAPL at one hundred eighty five",
        {"symbol": "AAPL", "side": "buy", "quantity": "10", "type": "limit", "limit": "185"},
    ),
    (
        "achète dix AAPL à cent quatre-vingt-cinq",
        {"symbol": "AAPL", "side": "buy", "quantity": "10", "type": "limit", "limit": "185"},
    ),
    (
        "risk 0.5% of my capital on AAPL with a stop at 390",
        {"symbol": "AAPL", "risk": "0.005", "type": "market", "stop": "390"},
    ),
    (
        "risque 200 dollars sur IBM, stop 175, objectif 200",
        {"symbol": "IBM", "risk": "200 USD", "type": "market", "stop": "175", "target": "200"},
    ),
    ("achète IBM, risque 1 %, stop 2 % sous l'entrée", {**BUY, "symbol": "IBM", "risk": "0.01", "stop_pct": "0.02"}),
    ("buy IBM risking half a percent, stop 175", {**BUY, "symbol": "IBM", "risk": "0.005", "stop": "175"}),
]


@pytest.mark.parametrize(("text", "args"), ORDERED)
def test_order(text: str, args: dict[str, str]) -> None:
    understood = understand(text, symbols=SYMBOLS)
    assert (understood.clarify, understood.tool, understood.confidence) == (None, "place_order", 1.0)
    assert dict(understood.args) == args
