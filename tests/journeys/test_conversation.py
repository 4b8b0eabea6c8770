"""The conversation with the real desk where things go wrong: a hung desk, wrong proofs, what ended on the way."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bots.render.health import health
from tests.journeys.processes import LAUNCHER, Keyboard, ask, chat, desk_of, end_desk, environ, gone


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    end_desk(tmp_path / "home")


def run(home: Path, *args: str) -> "subprocess.CompletedProcess[str]":
    """A verb of the launcher."""
    return subprocess.run(
        [*LAUNCHER, *args], capture_output=True, encoding="utf-8", env=environ(home), timeout=60, check=False
    )


def halted(home: Path) -> bool:
    account: dict[str, Any] = json.loads(run(home, "status", "--json").stdout)["accounts"][0]
    return (account["state"], account["positions"]) == ("HALTED", [])


@pytest.mark.parametrize("said", ["/kill", "coupe tout"])
def test_the_kill_switch_of_chat_works_while_the_desk_hangs(home: Path, said: str) -> None:
    assert ask(home, "achète 10 AAPL au marché, stop à 390")[0] == 0
    keyboard = Keyboard(home, "fr")
    keyboard.until(r"\n> ")
    hung = desk_of(home)
    os.kill(hung, signal.SIGSTOP)
    os.write(keyboard._terminal, f"{said}\n".encode())
    keyboard.until("posé l'arrêt sans lui")
    keyboard.until("Tout est fermé")
    gone(hung)
    keyboard.type("/quit\n")
    assert keyboard.end() == 0
    assert halted(home)


def test_a_single_question_kills_while_the_desk_hangs(home: Path) -> None:
    assert ask(home, "buy 10 AAPL at market, stop 390")[0] == 0
    hung = desk_of(home)
    os.kill(hung, signal.SIGSTOP)
    code, told = ask(home, "stop everything")
    assert (code, told["tool"], told["data"]["flat"]) == (0, "halt_trading", True)
    gone(hung)
    assert halted(home)


def test_three_wrong_proofs_close_the_request(home: Path) -> None:
    chat(home, "/kill")
    keyboard = Keyboard(home, "fr")
    keyboard.type("/reprendre\n")
    digest = re.search(r"[0-9a-f]{64}", keyboard.until(r"Empreinte : [0-9a-f]{64}"))
    assert digest is not None
    wrong = "000000" if digest[0][0] != "0" else "111111"
    for left in ("2", "1"):
        keyboard.type(f"{wrong}\n")
        keyboard.until(f"essais restants : {left}")
    keyboard.type(f"{wrong}\n")
    keyboard.until("essais sont épuisés.*\r?\nPour recommencer : /reprendre")
    keyboard.type("bonjour\n")
    assert "attend" not in keyboard.until("Bonjour")
    keyboard.type("/reprendre\n")
    digest = re.search(r"[0-9a-f]{64}", keyboard.until(r"Empreinte : [0-9a-f]{64}"))
    assert digest is not None
    keyboard.type(f"{digest[0][:3]} {digest[0][3:6]}\n")
    keyboard.until("est relancé")
    keyboard.type("/quit\n")
    assert keyboard.end() == 0


def test_orders_that_end_on_the_way_are_told(home: Path) -> None:
    assert ask(home, "buy 5 IBM at 170 or better, stop 160")[0] == 0
    _, told = ask(home, "/advance 2", "--lang", "fr")
    assert "Ordres terminés sans exécution complète" in told["reply"]
    assert "achat 5 IBM à cours limité 170,00, stop 160,00 · expiré" in told["reply"]


def test_the_journal_tells_a_story_in_both_languages(home: Path) -> None:
    ask(home, "buy 10 AAPL at market, stop 390")
    ask(home, "remonte le stop d'AAPL à 400")
    ask(home, "buy 1 IBM")
    _, told = ask(home, "/audit", "--lang", "fr")
    for words in ("demande : achat de 10 AAPL au marché, stop 390,00 → accepté", "exécution de", "modification de"):
        assert words in told["reply"]
    assert "achat de 1 IBM au marché → refusé [STOP_REQUIRED]" in told["reply"]
    shown = run(home, "audit", "tail", "-n", "50").stdout
    assert "owner asks: order buy 10 AAPL market, stop 390 → allowed" in shown
    assert "denied [STOP_REQUIRED]" in shown
    rows = json.loads(run(home, "audit", "tail", "-n", "50", "--json").stdout)
    assert len(shown.splitlines()) == len(rows)
    kinds = {row["kind"] for row in rows}
    said = " ".join(line.split("  ")[-1] for line in shown.splitlines())
    assert not [kind for kind in kinds if re.search(rf"(^| )  {kind}$", said)]


def test_every_check_of_a_fresh_home_is_french_in_french(home: Path) -> None:
    found = json.loads(run(home, "doctor", "--json").stdout)
    shown = health(found, "fr")
    details = [check["detail"] for check in found if check["check"] != "python"]
    assert [detail for detail in details if detail in shown] == []
    for words in ("dossier d'arrêt : vide", "mémoire de l'assistant", "absent", "aucune isolation"):
        assert words in shown


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("ferme tout", "rien à fermer"),
        ("/advance 400", "1 à 260 séances"),
        ("/risk 1% MSFT stop 26", "achat de MSFT en risquant"),
        ("achète 10 AAPL", "STOP_REQUIRED"),
    ],
)
def test_what_is_said_of(home: Path, said: str, words: str) -> None:
    assert words in ask(home, said, "--lang", "fr")[1]["reply"]


@pytest.mark.parametrize("said", ["/kill", "/avancer 5"])
def test_a_dry_run_of_no_order_has_no_worth(home: Path, said: str) -> None:
    _, told = ask(home, said, "--dry-run", "--lang", "fr")
    assert "Aperçu" in told["reply"]
    assert "Valeur de l'ordre" not in told["reply"]


def test_an_unknown_group_of_measurements_is_usage(home: Path) -> None:
    done = run(home, "bench", "nosuch")
    assert done.returncode == 2
    assert "'nosuch'" in done.stderr
    assert "kernel" in done.stderr
    assert len(done.stderr.splitlines()) == 1
