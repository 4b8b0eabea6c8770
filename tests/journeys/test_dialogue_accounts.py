"""Two accounts in one conversation with the real desk, in both languages: named, chosen, mistaken, and told apart."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.processes import ask, chat, end_desk
from tests.journeys.transcripts import Turns, answered, said, verb

FRENCH: Turns = (
    ("achète 10 IBM au marché stop 170 sur ftmo", ("compte ftmo", "D'accord : achat de 10 IBM", "exécuté, 10 à")),
    ("positions", ("compte paper", "Aucune position.")),
    ("positions sur ftmo", ("compte ftmo", "10 IBM à")),
    ("achète 5 MSFT stop 25", ("compte paper", "D'accord : achat de 5 MSFT")),
    (
        "ferme tout sur ftmx",
        ("Il n'y a pas de compte « ftmx ». Il y a : paper, ftmo. Lequel ?", "1. paper", "2. ftmo"),
    ),
    ("non", ("j'oublie cette question",)),
    ("/compte", ("Comptes :", "→ paper · règles house · actif", "ftmo · règles ftmo-2step · actif", "marge")),
    ("utilise le compte ftmo", ("D'accord : à partir d'ici, le compte ftmo (règles ftmo-2step, actif).",)),
    ("positions", ("compte ftmo", "10 IBM à")),
    ("double ça", ("Je ne vois pas d'ordre récent",)),
    ("achète 20 IBM à 180 ou mieux, stop 170", ("compte ftmo", "D'accord : achat de 20 IBM à cours limité 180,00")),
    ("annule-le", ("compte ftmo", "D'accord : annulation de l'ordre")),
    ("achète 5 AAPL au marché stop 380 sur paper", ("compte paper", "D'accord : achat de 5 AAPL")),
    ("combien puis-je encore perdre ?", ("compte ftmo", "règles ftmo-2step")),
    ("ferme AAPL sur paper", ("compte paper", "D'accord : fermeture de AAPL", "exécuté, 5 à")),
    ("cours IBM", ("compte ftmo", "IBM :")),
    ("simule l'achat de 5 IBM stop 170", ("compte ftmo", "Aperçu, rien n'est envoyé")),
    ("ferme tout", ("compte ftmo", "D'accord : fermeture de toutes les positions.", "exécuté, 10 à")),
    ("coupe tout sur ftmo", ("Arrêt enclenché sur ftmo", "Pour reprendre : /reprendre ftmo")),
    ("/reprendre", ("relance du compte ftmo",)),
    ("/compte paper", ("le compte paper (règles house, actif)",)),
    ("positions", ("compte paper", "5 MSFT à")),
    ("/quitter", ("À bientôt",)),
)
ENGLISH: Turns = (
    ("buy 10 IBM at market, stop 170 on the ftmo account", ("account ftmo", "Done: buy 10 IBM", "filled, 10 at")),
    ("switch to ftmx", ("There is no account 'ftmx'. There are: paper, ftmo. Which one?",)),
    ("2", ("from here on, account ftmo",)),
    ("positions", ("account ftmo", "10 IBM at")),
    ("orders on paper", ("account paper", "No working order.")),
    ("sell half of my IBM", ("account ftmo", "Done: reduce IBM by 5.")),
    ("advance 1 session on paper", ("account paper", "The market has moved")),
    ("/pnl ftmo", ("account ftmo", "Equity")),
    ("/status nosuch", ("There is no account 'nosuch'",)),
    ("/kill ftmo", ("Halt latched on ftmo", "/resume ftmo")),
    ("status", ("account ftmo", "halted")),
    ("/account", ("Accounts:", "paper · ruleset house · active", "→ ftmo · ruleset ftmo-2step · halted")),
    ("/quit", ("See you soon",)),
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "home"
    folder.mkdir()
    verb(folder, "account", "add", "ftmo", "--ruleset", "ftmo-2step", "--initial", "100000")
    yield folder
    end_desk(folder)


def accounts(home: Path) -> dict[str, dict[str, Any]]:
    """Every account as `eva status --json` shows it."""
    return {one["id"]: one for one in verb(home, "status")["accounts"]}


def held(account: dict[str, Any]) -> dict[str, str]:
    """What an account holds, by symbol."""
    return {one["symbol"]: one["quantity"] for one in account["positions"]}


def test_a_french_day_with_two_accounts(home: Path) -> None:
    answered(chat(home, *said(FRENCH), lang="fr"), FRENCH)
    found = accounts(home)
    assert (found["ftmo"]["state"], held(found["ftmo"])) == ("HALTED", {})
    assert (found["paper"]["state"], held(found["paper"])) == ("ACTIVE", {"MSFT": "5"})


def test_an_english_day_with_two_accounts_and_a_new_conversation_begins_in_paper(home: Path) -> None:
    answered(chat(home, *said(ENGLISH)), ENGLISH)
    found = accounts(home)
    assert (found["ftmo"]["state"], found["paper"]["state"]) == ("HALTED", "ACTIVE")
    anew: Turns = (("positions", ("account paper", "No position.")),)
    answered(chat(home, *said(anew)), anew)


def test_a_single_question_has_the_account_in_its_proposal(home: Path) -> None:
    code, told = ask(home, "buy 10 IBM stop 170 on ftmo", "--dry-run")
    assert (code, told["proposal"]["account"], told["args"]["account"]) == (0, "ftmo", "ftmo")
    code, told = ask(home, "achète 10 IBM stop 170 sur le compte ftmo")
    assert (code, told["proposal"]["account"]) == (0, "ftmo")
    code, told = ask(home, "buy 10 IBM stop 170 on swing")
    assert (code, told["proposal"], told["clarify"]["question"]) == (0, None, told["clarify"]["question"])
    assert "paper, ftmo" in told["reply"]
    assert [held(one) for one in accounts(home).values()] == [{}, {"IBM": "10"}]
