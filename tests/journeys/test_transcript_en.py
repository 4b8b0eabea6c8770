"""An English conversation with the real desk: single questions as a script asks them, and a keyboard that confirms."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.processes import Keyboard, ask, chat, end_desk


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    end_desk(tmp_path / "home")


def test_from_request_to_fill_to_close(home: Path) -> None:
    code, placed = ask(home, "buy 15 IBM at 187 or better, stop 178, target 210")
    assert (code, placed["route"], placed["tool"]) == (0, "trading", "place_order")
    assert placed["proposal"]["limit"] == "187"
    assert placed["verdict"]["decision"] == "allow"
    (order,) = placed["orders"]
    assert (order["status"], order["filled"]) == ("filled", "15")
    assert set(order) == {"id", "status", "filled", "price"}
    _, status = ask(home, "/status")
    (account,) = status["data"]["accounts"]
    (held,) = account["positions"]
    assert (held["symbol"], held["quantity"], held["protected"]) == ("IBM", "15", True)
    _, moved = ask(home, "raise the IBM stop to 180")
    assert moved["proposal"]["stop"] == "180"
    _, sold = ask(home, "sell half of my IBM")
    assert sold["proposal"] == {"kind": "reduce", "account": "paper", "symbol": "IBM", "quantity": "7.5"}
    _, advanced = ask(home, "/advance 5")
    assert advanced["data"]["market_time"] == "2012-01-10T20:30:00Z"
    code, closed = ask(home, "/close IBM")
    assert (code, closed["orders"][0]["status"]) == (0, "filled")
    _, after = ask(home, "/positions")
    assert after["data"]["positions"] == []


def test_a_refusal_and_a_question_are_told_apart_by_the_exit_code(home: Path) -> None:
    code, refused = ask(home, "buy 10 AAPL at market")
    assert code == 1
    assert "STOP_REQUIRED" in [reason["code"] for reason in refused["verdict"]["reasons"]]
    code, asked = ask(home, "buy 10k AAPL")
    assert code == 0
    assert asked["clarify"]["options"] == ["10000", "10000 USD"]
    code, answered = ask(home, "2")
    assert (code, answered["proposal"]["notional"]) == (1, "10000 USD")
    _, why = ask(home, "/why")
    assert "stop_required" in why["reply"]


def test_a_dry_run_leaves_everything_as_it_was(home: Path) -> None:
    code, dry = ask(home, "buy 10 AAPL at market, stop 390", "--dry-run")
    assert (code, dry["verdict"]["decision"], dry["orders"]) == (0, "allow", [])
    assert ask(home, "/positions")[1]["data"]["positions"] == []


def test_a_role_is_only_ever_lowered(home: Path) -> None:
    code, refused = ask(home, "buy 10 AAPL at market, stop 390", "--as", "viewer:ann")
    assert (code, refused["verdict"]["reasons"][0]["code"]) == (1, "ACCESS_DENIED")
    assert ask(home, "/status", "--as", "viewer:ann")[0] == 0
    assert ask(home, "/status", "--as", "subscriber:eve")[0] == 1


def test_resuming_takes_the_digest_typed_at_a_keyboard(home: Path) -> None:
    told = chat(home, "/kill", "/resume")
    assert "confirmed at a terminal's keyboard" in told
    keyboard = Keyboard(home)
    keyboard.type("/resume\n")
    digest = re.search(r"[0-9a-f]{64}", keyboard.until(r"Digest: [0-9a-f]{64}"))
    assert digest is not None
    keyboard.type("hello\n")
    keyboard.until("The confirmation still waits")
    keyboard.type(f"{'000000' if digest[0][0] != '0' else '111111'}\n")
    keyboard.until(r"That is not the digest \(tries left: 2\)")
    keyboard.type(f"{digest[0][:6]}\n")
    keyboard.until("is active again")
    keyboard.type("/quit\n")
    keyboard.until("See you soon")
    assert keyboard.end() == 0
    code, _ = ask(home, "buy 1 AAPL stop 390")
    assert code == 0


@pytest.mark.parametrize("keys", ["\x03", "\x04"])
def test_a_keyboard_leaves_cleanly(home: Path, keys: str) -> None:
    keyboard = Keyboard(home)
    keyboard.type(keys)
    assert keyboard.end() == 0
