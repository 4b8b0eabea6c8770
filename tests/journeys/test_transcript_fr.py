"""A French conversation with the real desk, from request to fill to close, from a fresh home."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.processes import chat, end_desk

SAID = (
    "/statut",
    "achète 10 AAPL au marché, stop à 390",
    "remonte le stop d'AAPL à 400",
    "vends la moitié de mes AAPL",
    "risque 1 % sur MSFT stop 26",
    "achète 10k AAPL",
    "non",
    "achète 10 AAPL au marché",
    "/pourquoi",
    "avance de 5 jours",
    "/limites",
    "ferme tout",
    "/executions",
    "coupe tout",
    "/reprendre",
    "/quitter",
)
ANSWERED = (
    "Bonjour, je suis E.V.A.",
    "Fonds propres 100\u202f000,00\u00a0USD",
    "D'accord : achat de 10 AAPL au marché, stop 390,00.",
    "exécuté, 10 à 41",
    "stop 400,00.",
    "D'accord : réduction de 5 AAPL.",
    "exécuté, 5 à 41",
    "D'accord : achat de MSFT en risquant 1\u202f% au marché, stop 26,00.",
    "« 10k » : une quantité ou un montant ?",
    "j'oublie cette question",
    "Refusé : achat de 10 AAPL au marché.",
    "[STOP_REQUIRED]",
    "règle stop_required, code STOP_REQUIRED",
    "Le marché a avancé.",
    "perte du jour : ",
    "D'accord : fermeture de toutes les positions.",
    "Exécutions :",
    "vente 5 AAPL",
    "Arrêt enclenché sur tous les comptes",
    "Tout est fermé.",
    "Cela se confirme au clavier d'un terminal",
    "À bientôt.",
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "maison"
    end_desk(tmp_path / "maison")


def test_from_request_to_fill_to_close(home: Path) -> None:
    told = chat(home, *SAID, lang="fr")
    place = 0
    for words in ANSWERED:
        assert words in told[place:], f"{words!r} is not where it should be in:\n{told}"
        place = told.index(words, place)


def test_the_next_conversation_knows_what_the_last_one_left(home: Path) -> None:
    chat(home, "achète 10 AAPL au marché, stop à 390", lang="fr")
    told = chat(home, "/positions", "/kill", lang="fr")
    assert "10 AAPL à 41" in told
    told = chat(home, "/positions", lang="fr")
    assert "Attention, le compte paper est arrêté (arrêt d'urgence)" in told
    assert "Aucune position." in told
