"""The operator at a keyboard: enrolment, a code for a halted account, limits, accounts; the socket under fire."""

import contextlib
import json
import os
import pty
import re
import select
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.journeys.processes import LAUNCHER, PATIENCE_S, ask, desk_of, end_desk, environ
from tools.backup.contents import survey
from tools.desk.places import LONGEST, OPERATOR, Places

VERBS = (
    *("pending", "approve", "deny", "enroll", "confirm", "unlock", "limits", "tighten", "loosen"),
    *("mandates", "mandate", "void", "accounts", "add_account"),
)
Json = dict[str, Any]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "home"
    yield folder
    end_desk(folder)


def eva(home: Path, *args: str, lang: str = "en") -> tuple[int, str, str]:
    """Exit code, output and complaint of a verb that is run from a script."""
    done = subprocess.run(
        [*LAUNCHER, *args],
        env=environ(home, lang),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


class Terminal:
    """A verb of the launcher on a pseudo-terminal."""

    def __init__(self, home: Path, *args: str, lang: str = "en") -> None:
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            os.execve(sys.executable, [*LAUNCHER, *args], environ(home, lang))
        self.shown = ""

    def until(self, pattern: str) -> re.Match[str]:
        """Waits until a pattern is shown."""
        while (found := re.search(pattern, self.shown)) is None:
            ready, _, _ = select.select([self._terminal], [], [], PATIENCE_S)
            chunk = b""
            with contextlib.suppress(OSError):
                chunk = os.read(self._terminal, 65536) if ready else b""
            assert chunk, f"{pattern!r} was not shown: {self.shown!r}"
            self.shown += chunk.decode("utf-8", "replace")
        return found

    def type(self, line: str) -> None:
        """Types a line; what was shown before is done with."""
        self.shown = ""
        os.write(self._terminal, line.encode() + b"\n")

    def end(self) -> int:
        """The exit code, once everything was shown."""
        with contextlib.suppress(OSError):
            while chunk := os.read(self._terminal, 65536):
                self.shown += chunk.decode("utf-8", "replace")
        _, status = os.waitpid(self._child, 0)
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(status)


def enrolled(home: Path) -> str:
    """The secret of a fresh authenticator, enrolled at a keyboard."""
    sitting = Terminal(home, "desk", "enroll")
    secret = sitting.until(r"secret=([A-Z2-7]{32})")[1]
    sitting.until("first code: ")
    sitting.type("12345")
    sitting.until("does not fit")
    sitting.until("first code: ")
    sitting.type(pyotp.TOTP(secret).now())
    sitting.until("Authenticator enrolled")
    assert sitting.end() == 0
    return secret


def test_a_halt_is_lifted_with_a_code_at_the_desk_and_nowhere_else(home: Path) -> None:
    assert ask(home, "/status")[0] == 0
    secret = enrolled(home)
    assert secret not in (home / "desk" / "desk.log").read_text()
    left_out = {entry.name: entry.why for entry in survey(home).left_out}
    assert left_out["desk/totp.secret"] == "secret"
    assert eva(home, "halt", "paper")[0] == 0
    sitting = Terminal(home, "desk", "unlock")
    assert "lift the halt" in sitting.until(r"(?s)act +.*code \(`no`")[0]
    sitting.type("000000")
    sitting.until("tries left: 2")
    sitting.until(r"leaves it\): ")
    sitting.type(pyotp.TOTP(secret).at(_next_step()))
    sitting.until("Approved")
    assert sitting.end() == 0
    code, said, complained = eva(home, "account", "list", "--json")
    assert (code, complained) == (0, "")
    assert [a["state"] for a in json.loads(said)] == ["ACTIVE"]


def _next_step() -> int:
    """A moment in the step after this one: that of enrolment is used."""
    import time

    return int(time.time()) + 30


def test_what_waits_is_listed_and_approved_by_its_id(home: Path) -> None:
    assert eva(home, "desk", "limits", "tighten", "per_minute", "7")[0] == 0
    sitting = Terminal(home, "desk", "limits", "loosen", "per_minute", "20", lang="fr")
    digest = sitting.until(r"empreinte +([0-9a-f]{12})")[1]
    name = sitting.until(r"(a[0-9a-f]{12})  \(T1\)")[1]
    sitting.until("laisse attendre")
    sitting.type("")
    sitting.until("attend toujours")
    assert sitting.end() == 1
    code, said, _ = eva(home, "desk", "approve", "--json")
    assert (code, [one["id"] for one in json.loads(said)]) == (0, [name])
    sitting = Terminal(home, "desk", "approve", name)
    sitting.until(r"leaves it\): ")
    sitting.type(digest[:6])
    sitting.until("Approved")
    assert sitting.end() == 0
    code, said, _ = eva(home, "desk", "limits", "show", "--json")
    (row,) = [r for r in json.loads(said)["limits"] if r["name"] == "per_minute"]
    assert (row["value"], row["pending"]["value"]) == ("7", "20")
    assert eva(home, "desk", "approve")[1] == "Nothing waits.\n"


def test_a_pipe_gives_no_proof(home: Path) -> None:
    for verb in (
        ("enroll",),
        ("approve", "t0"),
        ("unlock",),
        ("limits", "loosen", "leverage", "2"),
        ("mandate", "grant", "s@1", "--instruments", "AAPL", "--max-notional", "1"),
    ):
        for lang, says in (("en", "keyboard"), ("fr", "clavier")):
            code, said, complained = eva(home, "desk", *verb, lang=lang)
            assert (code, said) == (1, "")
            assert says in complained
            assert complained.count("\n") == 1
    assert not (home / "desk").exists()


def test_accounts_are_added_at_once_and_stay(home: Path) -> None:
    code, said, complained = eva(home, "account", "add", "second", "--ruleset", "house", "--initial", "5000", "--json")
    assert (code, complained, json.loads(said)["state"]) == (0, "", "ACTIVE")
    first = desk_of(home)
    assert eva(home, "account", "add", "second", "--ruleset", "house")[0] == 1
    wish = {"name": "real", "ruleset": "house", "venue": "alpaca"}
    (refused,) = say(home, line("add_account", wish))
    assert "live trading is refused" in refused["error"]["text"]
    end_desk(home)
    while desk_alive(first):
        pass
    code, said, _ = eva(home, "account", "list", "--json")
    assert [(a["id"], a["initial"]) for a in json.loads(said)] == [("paper", "100000"), ("second", "5000")]
    code, done = ask(home, "/status")
    assert [a["id"] for a in done["data"]["accounts"]] == ["paper", "second"]
    assert eva(home, "halt", "second")[0] == 0
    assert [a["state"] for a in json.loads(eva(home, "account", "list", "--json")[1])] == ["ACTIVE", "HALTED"]


def desk_alive(pid: int) -> bool:
    """Whether that desk still runs."""
    from tests.journeys.processes import alive

    return alive(pid)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A desk kept awake by a connection that says nothing."""
    folder = tmp_path_factory.mktemp("fire") / "home"
    assert eva(folder, "desk", "limits", "show")[0] == 0
    with link(folder):
        yield folder
    end_desk(folder)


def link(home: Path) -> socket.socket:
    """A connection to the operator's socket."""
    made = socket.socket(socket.AF_UNIX)
    made.settimeout(PATIENCE_S)
    made.connect(str(Places.of(home, environ(home)).socket.with_name(OPERATOR)))
    return made


def say(home: Path, *messages: bytes) -> list[Json]:
    """What is answered to somebody who then falls silent."""
    said = b""
    with link(home) as there, contextlib.suppress(ConnectionError):
        for message in messages:
            there.sendall(message)
        there.shutdown(socket.SHUT_WR)
        while chunk := there.recv(65536):
            said += chunk
    return [json.loads(line) for line in said.splitlines()]


def standing(home: Path) -> Json:
    """What no hostile message may change."""
    done = [say(home, line(verb))[0] for verb in ("limits", "mandates", "accounts", "pending")]
    assert all(d["ok"] for d in done)
    return {"desk": desk_of(home), **{str(i): d["result"] for i, d in enumerate(done)}}


def line(verb: str, args: Any = None) -> bytes:
    """A well-formed message."""
    return json.dumps({"id": 1, "verb": verb, "args": {} if args is None else args}).encode() + b"\n"


FIRE = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
SHAPES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from("id digest typed lang account name value strategy instruments max_notional days".split())


@FIRE
@given(message=st.binary(min_size=1, max_size=300))
def test_any_bytes_are_answered_with_a_no(busy: Path, message: bytes) -> None:
    for reply in say(busy, message.replace(b"\n", b" ") + b"\n"):
        assert reply["ok"] is False
        assert reply["error"]["code"] != "BUG"


@FIRE
@given(verb=st.sampled_from([v for v in VERBS if v not in ("enroll", "pending")]), args=st.dictionaries(FIELDS, SHAPES))
def test_any_arguments_are_answered_and_change_nothing(busy: Path, verb: str, args: Json) -> None:
    before = standing(busy)
    (reply,) = say(busy, line(verb, args))
    assert reply["ok"] or reply["error"]["code"] != "BUG"
    assert standing(busy) == before


def test_a_message_that_is_too_long_or_never_ends_is_refused(busy: Path) -> None:
    before = standing(busy)
    for message in (b"x" * (LONGEST + 10), line("limits")[:-1], b"[" * 60_000 + b"\n", b"\x00" * 100 + b"\n"):
        assert [r["ok"] for r in say(busy, message)] == [False]
    assert standing(busy) == before


def test_the_socket_is_its_owner_s_alone(busy: Path) -> None:
    path = Places.of(busy, environ(busy)).operator
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
