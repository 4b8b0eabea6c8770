"""One long conversation that changes its language between sentences and within them, with the real desk."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.processes import chat, end_desk
from tests.journeys.transcripts import Turns, account, answered, said, verb

TURNS: Turns = (
    ("Hello, ça va ?", ("Ça va bien, merci !",)),
    ("what can you do?", ("Write as you speak", "/positions")),
    ("mon statut please", ("État : actif", "Fonds propres 100 000,00 USD", "Marges restantes")),
    ("what's the cours of Apple?", ("3 Jan 2012", "AAPL: 411.33 / 411.43", "Market open.")),
    ("et Google, how much is it?", ("GOOG: 665.67 / 665.81",)),
    ("et Microsoft ?", ("MSFT : 26,68 / 26,70", "Marché ouvert.")),
    ("show me le graphique de MSFT", ("MSFT, 60 séances du 6 oct. 2011", re.compile(r"Image : \S+\.png\n"))),
    (
        "buy 10 AAPL au marché, stop 3% below",
        (
            "D'accord : achat de 10 AAPL au marché, stop 399,09.",
            "sous 411,43 (le cours vendeur)",
            re.compile(r"  e[0-9a-f]{19} : exécuté, 10 à 411,43\n"),
        ),
    ),
    ("achète 10k IBM at market, stop 178", ("« 10k » : une quantité ou un montant ?", "2. 10000 USD\n")),
    ("2", ("achat de IBM pour 10 000,00 USD au marché, stop 178,00.", "exécuté, 53,52 à 186,83")),
    (
        "achète 15 IBM at 180 or better, stop à 170",
        ("D'accord : achat de 15 IBM à cours limité 180,00, stop 170,00.", re.compile(r"e[0-9a-f]{19} : en cours\n")),
    ),
    ("cancel it please", (re.compile(r"Done: cancel order e[0-9a-f]{19}\."),)),
    ("achète 8 MSFT at market, stop à 25", ("D'accord : achat de 8 MSFT au marché, stop 25,00.", "exécuté, 8 à 26,70")),
    ("double that please", ("I say the order again", "1. buy 16 MSFT at market, stop 25.00\n")),
    ("non", ("I drop that question",)),
    ("and IBM ?", ("IBM: 186.79 / 186.83",)),
    (
        "preview: achète 50 IBM au marché stop 178",
        ("Aperçu, rien n'est envoyé : achat de 50 IBM au marché, stop 178,00.", "Pire des cas du compte : "),
    ),
    (
        "what would acheter 50 IBM at market stop 178 do to my worst case?",
        ("Preview, nothing is sent: buy 50 IBM at market, stop 178.00.", "Worst case of the account: "),
    ),
    ("combien can I still lose today?", ("Headroom (ruleset house):", "daily loss: 4,49")),
    ("P&L par semaine please", ("P&L par semaine :", "semaine du 2 janv. 2012 : -", "(en cours)")),
    (
        "sell la moitié de mes AAPL and cancel all orders",
        (
            "D'accord : réduction de 5 AAPL.",
            "annulation des ordres d'entrée.",
            "exécuté, 5 à 411,28",
            "stops de protection",
        ),
    ),
    (
        "buy 200 AAPL au marché with stop à 390",
        ("Refusé : achat de 200 AAPL au marché, stop 390,00.", "[ORDER_NOTIONAL]", "[SYMBOL_EXPOSURE]"),
    ),
    ("why ?", ("Your last refusal: buy 200 AAPL at market, stop 390.00", "rule order_notional", "allowed=50000")),
    ("pourquoi ?", ("Ton dernier refus : achat de 200 AAPL au marché", "règle order_notional")),
    ("when does the market close?", ("Market open: it closes at 16:00 New York time",)),
    ("make me une vidéo TikTok", ("Média : la Muse n'est pas encore ouverte.",)),
    ("combien de customers pour mon SaaS ?", ("SaaS : le Bâtisseur n'est pas encore ouvert.",)),
    ("switch to French", ("D'accord, je réponds en français.",)),
    ("my positions", ("Positions :", "5 AAPL à 411,43", "53,52 IBM à 186,83", "8 MSFT à 26,70")),
    ("speak English now", ("All right, I answer in English.",)),
    ("le marché est ouvert ?", ("Market open: it closes at 16:00 New York time, in 30 min.",)),
    ("redis ça plus court", ("Market open: it closes at 16:00 New York time, in 30 min.",)),
    ("merci beaucoup", ("You are welcome.",)),
    ("avance de 2 sessions", ("5 Jan 2012 15:30 (New York)", "The market has moved forward.")),
    (
        "close tout",
        (
            "Done: close every position.",
            re.compile(r"x[0-9a-f]{19}: filled, 5 at "),
            re.compile(r"x[0-9a-f]{19}: filled, 53.52 at "),
            re.compile(r"x[0-9a-f]{19}: filled, 8 at "),
        ),
    ),
    ("ferme everything", ("There is nothing to close: no position.",)),
    ("quit", ("See you soon. What protects your positions stays in place.",)),
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    end_desk(tmp_path / "home")


def test_a_day_in_two_languages(home: Path) -> None:
    answered(chat(home, *said(TURNS)), TURNS)
    found = account(home)
    assert (found["state"], found["positions"], found["orders"]) == ("ACTIVE", [], [])
    assert found["market_time"] == "2012-01-05T20:30:00Z"
    assert verb(home, "audit", "verify")["ok"] is True
