"""One long French conversation with the real desk, as a founder holds it: from good morning to good night."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.processes import chat, end_desk
from tests.journeys.transcripts import Turns, account, answered, said, verb

TURNS: Turns = (
    ("salut E.V.A. !", ("Bonjour ! Que fait-on ?",)),
    ("qu'est-ce que tu sais faire ?", ("Écris comme tu parles", "/positions", "vends la moitié de mes AAPL")),
    (
        "comment va mon compte ?",
        ("État : actif, règles house", "Fonds propres 100 000,00 USD", "Aucune position.", "Marges restantes"),
    ),
    ("combien cote AAPL en ce moment ?", ("3 janv. 2012 15:30 (New York)", "AAPL : 411,33 / 411,43", "Marché ouvert.")),
    ("et Microsoft ?", ("MSFT : 26,68 / 26,70",)),
    (
        "montre-moi le graphique d'AAPL",
        ("AAPL, 60 séances du 6 oct. 2011 au 30 déc. 2011", re.compile(r"Image : \S+\.png\n")),
    ),
    (
        "achète 10 Apple au marché avec un stop à 3 %",
        (
            "D'accord : achat de 10 AAPL au marché, stop 399,09.",
            "stop 399,09 : 3 % sous 411,43 (le cours vendeur)",
            re.compile(r"  e[0-9a-f]{19} : exécuté, 10 à 411,43\n"),
        ),
    ),
    (
        "achète 10k GOOG au marché, stop 650",
        (
            "« 10k » : une quantité ou un montant ?",
            "1. 10000\n",
            "2. 10000 USD\n",
            "Réponds par le numéro ou le texte.",
        ),
    ),
    (
        "2",
        ("D'accord : achat de GOOG pour 10 000,00 USD au marché, stop 650,00.", "15,01", "exécuté, 15,01 à 665,81"),
    ),
    (
        "achète 15 IBM à 180 ou mieux, stop à 170",
        (
            "D'accord : achat de 15 IBM à cours limité 180,00, stop 170,00.",
            re.compile(r"  e[0-9a-f]{19} : en cours\n"),
        ),
    ),
    ("annule-le", (re.compile(r"D'accord : annulation de l'ordre e[0-9a-f]{19}\."),)),
    (
        "achète 8 MSFT au marché, stop 25, objectif 30",
        ("D'accord : achat de 8 MSFT au marché, stop 25,00, objectif 30,00.", "exécuté, 8 à 26,70"),
    ),
    (
        "double ça",
        ("Je redis l'ordre avant de le passer :", "1. achat de 16 MSFT au marché, stop 25,00, objectif 30,00\n"),
    ),
    ("non", ("j'oublie cette question",)),
    (
        "que donnerait 50 IBM de plus sur mon pire cas ?",
        (
            "Aperçu, rien n'est envoyé : achat de 50 IBM au marché.",
            "Le noyau dirait non :",
            "[STOP_REQUIRED]",
            "Pire des cas du compte : ",
        ),
    ),
    (
        "simule l'achat de 50 IBM au marché, stop 178",
        (
            "Aperçu, rien n'est envoyé : achat de 50 IBM au marché, stop 178,00.",
            "Le noyau dirait oui",
            "Valeur de l'ordre 9 434,92 USD. Pire des cas du compte : ",
            "Marges maintenant, puis au pire :",
        ),
    ),
    ("combien puis-je encore perdre aujourd'hui ?", ("Marges restantes", "perte du jour : 4 49", "garde 95 500,00")),
    ("montre-moi mes gains et pertes par semaine", ("P&L par semaine :", "semaine du 2 janv. 2012 : -", "(en cours)")),
    ("qu'est-ce que j'ai gagné ce mois-ci ?", ("P&L du mois : -",)),
    (
        "vends la moitié de mes AAPL et annule tous les ordres",
        (
            "D'accord : réduction de 5 AAPL.",
            "D'accord : annulation des ordres d'entrée.",
            re.compile(r"  x[0-9a-f]{19} : exécuté, 5 à 411,28\n"),
            "Les stops de protection restent en place.",
        ),
    ),
    (
        "achète 5000 GOOG au marché, stop à 600",
        ("Refusé : achat de 5 000 GOOG au marché, stop 600,00.", "[ORDER_NOTIONAL]", "[DAILY_LOSS_HEADROOM]"),
    ),
    (
        "pourquoi ?",
        ("Ton dernier refus : achat de 5 000 GOOG", "règle order_notional, code ORDER_NOTIONAL", "allowed=50000"),
    ),
    (
        "à quelle heure ouvre la bourse ?",
        (
            "il ferme à 16:00, heure de New York, dans 30 min.",
            "demain, de 09:30 à 16:00",
            "lundi 16 janv. 2012 (jour férié)",
        ),
    ),
    ("fais-moi une vidéo pour TikTok", ("Média : la Muse n'est pas encore ouverte.", "rien n'a été fait")),
    ("combien d'abonnés payants a mon SaaS ?", ("SaaS : le Bâtisseur n'est pas encore ouvert.", "rien n'a été fait")),
    ("réponds en anglais", ("All right, I answer in English.",)),
    ("le cours d'IBM", ("3 Jan 2012 15:30 (New York)", "IBM: 186.79 / 186.83", "Market open.")),
    ("parle français", ("D'accord, je réponds en français.",)),
    ("le marché est ouvert ?", ("Marché ouvert : il ferme à 16:00", "Séance suivante")),
    ("redis ça plus court", ("Marché ouvert : il ferme à 16:00, heure de New York, dans 30 min.",)),
    ("merci beaucoup", ("Avec plaisir.",)),
    ("mes positions", ("Positions :", "5 AAPL à 411,43", "15,01 GOOG à 665,81", "8 MSFT à 26,70", "objectif 30,00")),
    (
        "avance d'une semaine",
        ("10 janv. 2012 15:30 (New York)", "Le marché a avancé.", "vente 15,01 GOOG à 649,93"),
    ),
    (
        "ferme tout",
        (
            "D'accord : fermeture de toutes les positions.",
            re.compile(r"x[0-9a-f]{19} : exécuté, 5 à 422,58\n"),
            re.compile(r"x[0-9a-f]{19} : exécuté, 8 à 27,\d\d\n"),
        ),
    ),
    ("au revoir", ("À bientôt", "/quit")),
    ("/quitter", ("À bientôt. Ce qui protège tes positions reste en place.",)),
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "maison"
    end_desk(tmp_path / "maison")


def test_a_day_of_a_founder(home: Path) -> None:
    told = chat(home, *said(TURNS), lang="fr")
    answered(told, TURNS)
    french = told.replace("All right, I answer in English.", "").replace("Market open.", "")
    for words in ("Done", "Refused", "Nothing was done", "Market", "Positions:", "Answer with", "Preview", "working"):
        assert words not in french
    found = account(home)
    assert (found["state"], found["positions"], found["orders"]) == ("ACTIVE", [], [])
    assert (found["market_time"], found["balance"]) == ("2012-01-10T20:30:00Z", "99818.52")
    assert verb(home, "audit", "verify")["ok"] is True
