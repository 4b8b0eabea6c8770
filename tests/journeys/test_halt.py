"""The kill switch: whatever the assistant and the desk are doing, it latches and leaves, and it holds."""

import asyncio
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.journeys.processes import LAUNCHER, Keyboard, ask, chat, desk_of, end_desk, environ, gone, intent
from tools.desk.client import DeskClient
from tools.desk.places import Places

Json = dict[str, Any]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    end_desk(tmp_path / "home")


@pytest.fixture
def invested(home: Path) -> Path:
    """A home with a position and a working entry, its desk running."""
    assert ask(home, "buy 10 AAPL at market, stop 390")[0] == 0
    assert ask(home, "buy 5 IBM at 180 or better, stop 170")[0] == 0
    return home


def halt(home: Path, account: str = "all") -> tuple[int, Json]:
    """Exit code and document of `eva halt --json`."""
    done = run(home, "halt", account, "--json")
    assert done.stderr == ""
    document: Json = json.loads(done.stdout)
    return done.returncode, document


def run(home: Path, *args: str) -> "subprocess.CompletedProcess[str]":
    """A verb of the launcher."""
    command = [*LAUNCHER, *args]
    return subprocess.run(command, capture_output=True, text=True, env=environ(home), timeout=60, check=False)


def end(home: Path, number: signal.Signals = signal.SIGTERM) -> None:
    """Ends the desk and waits until it has gone."""
    pid = desk_of(home)
    os.kill(pid, number)
    gone(pid)


def account_of(home: Path) -> Json:
    """The paper account as `eva status` shows it."""
    account: Json = json.loads(run(home, "status", "--json").stdout)["accounts"][0]
    return account


def assert_stopped(home: Path) -> None:
    """Nothing held, nothing working, and nothing can be begun."""
    account = account_of(home)
    assert (account["state"], account["positions"], account["orders"]) == ("HALTED", [], [])
    code, refused = ask(home, "buy 3 MSFT stop 25")
    assert (code, refused["verdict"]["decision"]) == (1, "deny")
    assert "TRADING_HALTED" in [reason["code"] for reason in refused["verdict"]["reasons"]]
    assert refused["orders"] == []


def act(home: Path, kind: str, **fields: Any) -> None:
    """One act straight at the desk, followed to its end."""

    async def follow() -> None:
        client = DeskClient(Places.of(home, environ(home)), start=False)
        answer = await client.act(intent(kind, uuid4().hex, **fields))
        assert answer["verdict"]["decision"] == "allow"
        async with asyncio.timeout(60):
            async for event in client.events(answer["ticket"]):
                if event.get("done"):
                    break
        await client.close()

    asyncio.run(follow())


def test_with_the_desk_running(invested: Path) -> None:
    code, done = halt(invested)
    assert (code, done["latched"], done["flat"]) == (0, True, True)
    assert done["accounts"] == [{"id": "paper", "flat": True, "waiting": False, "state": "HALTED"}]
    assert_stopped(invested)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_with_no_desk_running(invested: Path, number: signal.Signals) -> None:
    end(invested, number)
    code, done = halt(invested)
    assert (code, done["flat"]) == (0, True)
    assert_stopped(invested)


def test_with_a_desk_that_hangs(invested: Path) -> None:
    hung = desk_of(invested)
    os.kill(hung, signal.SIGSTOP)
    code, done = halt(invested)
    assert (code, done["flat"]) == (0, True)
    gone(hung)
    assert desk_of(invested) != hung
    assert_stopped(invested)


def test_with_a_process_that_only_bears_the_number_of_the_desk(invested: Path) -> None:
    """A number used again by somebody else's process is never signalled."""
    end(invested, signal.SIGKILL)
    with subprocess.Popen(["/bin/sleep", "60"]) as stranger:
        record = {"pid": stranger.pid, "started": "1"}
        (invested / "desk" / "process.json").write_text(json.dumps(record))
        code, _ = halt(invested)
        assert (code, stranger.poll()) == (0, None)
        stranger.kill()


def test_with_the_assistant_dead(invested: Path) -> None:
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([*LAUNCHER, "chat"], env=environ(invested), **pipes) as talk:
        assert talk.stdout is not None
        assert talk.stdout.readline()
        talk.kill()
    code, done = halt(invested)
    assert (code, done["flat"]) == (0, True)


def test_with_the_market_closed_the_exit_waits_behind_the_stop(invested: Path) -> None:
    act(invested, "advance", to=account_of(invested)["session"]["closes_at"])
    code, done = halt(invested)
    assert (code, done["latched"], done["flat"]) == (3, True, False)
    assert done["accounts"][0]["waiting"] is True
    account = account_of(invested)
    assert [(p["symbol"], p["protected"]) for p in account["positions"]] == [("AAPL", True)]
    assert sorted(o["role"] for o in account["orders"]) == ["exit", "stop"]
    end(invested, signal.SIGKILL)
    assert halt(invested)[0] == 3
    assert sorted(o["role"] for o in account_of(invested)["orders"]) == ["exit", "stop"]
    act(invested, "advance", sessions=1)
    assert halt(invested)[0] == 0
    assert_stopped(invested)


@pytest.mark.parametrize("name", ["paper", "all", "not an account", "\N{SNOWMAN}", "..."])
def test_a_latch_that_cannot_be_read_is_a_latch(invested: Path, name: str) -> None:
    (invested / "latch" / name).mkdir()
    code, refused = ask(invested, "buy 3 MSFT stop 25")
    assert (code, refused["verdict"]["reasons"][0]["code"]) == (1, "TRADING_HALTED")
    assert halt(invested)[0] == 0
    assert_stopped(invested)


def test_a_latch_folder_that_is_no_folder_is_named(invested: Path) -> None:
    end(invested)
    (invested / "latch").rmdir()
    (invested / "latch").write_text("")
    for verb in (("halt", "all"), ("ask", "/status"), ("desk",)):
        done = run(invested, *verb)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"{str(invested / 'latch')!r} is no folder" in done.stderr
    (invested / "latch").unlink()
    assert halt(invested)[0] == 0


def test_an_account_that_does_not_exist_stops_nothing_and_says_so(invested: Path) -> None:
    done = run(invested, "halt", "papr", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no account 'papr'" in done.stderr
    assert "eva halt all" in done.stderr
    assert list((invested / "latch").iterdir()) == []
    assert account_of(invested)["state"] == "ACTIVE"


@pytest.mark.parametrize("name", ["../desk/journal.db", "a/b", "", ".", "/etc/hosts"])
def test_a_path_is_no_account(invested: Path, name: str) -> None:
    before = (invested / "desk" / "journal.db").read_bytes()
    done = run(invested, "halt", name)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no account can be named" in done.stderr
    assert list((invested / "latch").iterdir()) == []
    assert (invested / "desk" / "journal.db").read_bytes() == before
    assert account_of(invested)["state"] == "ACTIVE"


def test_the_latch_outlives_desks_and_files(invested: Path) -> None:
    assert halt(invested)[0] == 0
    end(invested, signal.SIGKILL)
    assert_stopped(invested)
    for latch in (invested / "latch").iterdir():
        latch.unlink()
    end(invested)
    assert_stopped(invested)


def test_a_halt_in_words_holds_as_well(invested: Path) -> None:
    code, halted = ask(invested, "coupe tout")
    assert (code, halted["tool"], halted["data"]["flat"]) == (0, "halt_trading", True)
    end(invested, signal.SIGKILL)
    assert_stopped(invested)


def test_only_a_keyboard_lifts_it(invested: Path) -> None:
    assert halt(invested)[0] == 0
    code, asked = ask(invested, "/resume")
    assert (code, asked["verdict"]["decision"], asked["verdict"]["tier"]) == (0, "needs_approval", "T1")
    told = chat(invested, "/resume", "ffffff", "yes")
    assert re.search(r"[0-9a-f]{64}", told) is None
    keyboard = Keyboard(invested)
    keyboard.type("/resume\n")
    digest = re.search(r"[0-9a-f]{64}", keyboard.until(r"Digest: [0-9a-f]{64}"))
    assert digest is not None
    wrong = "000000" if not digest[0].startswith("000000") else "111111"
    keyboard.type(f"{digest[0][:5]}\n")
    keyboard.until("That is not the digest")
    assert account_of(invested)["state"] == "HALTED"
    assert chat(invested, digest[0][:6]) != ""
    assert account_of(invested)["state"] == "HALTED"
    keyboard.type(f"{wrong}\n")
    keyboard.until("That is not the digest")
    keyboard.type(f"{digest[0][:6]}\n")
    keyboard.until("is active again")
    keyboard.type("/quit\n")
    assert keyboard.end() == 0
    assert list((invested / "latch").iterdir()) == []
    assert ask(invested, "buy 3 MSFT stop 25")[0] == 0


def test_it_does_not_take_long(invested: Path) -> None:
    """Stated for a desk that runs: a second. Generous here, since other tests run beside this one."""
    began = time.monotonic()
    assert halt(invested)[0] == 0
    assert time.monotonic() - began < 10


def test_a_halt_from_another_environment_finds_the_desk(home: Path, tmp_path: Path) -> None:
    """A scheduler or a remote shell has other runtime folders: the running desk says where it listens."""
    ask(home, "buy 10 AAPL stop 390")
    elsewhere = tmp_path / "run"
    elsewhere.mkdir(mode=0o700)
    done = subprocess.run(
        [*LAUNCHER, "halt", "all", "--json"],
        capture_output=True,
        encoding="utf-8",
        env={**environ(home), "XDG_RUNTIME_DIR": str(elsewhere)},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["flat"]
