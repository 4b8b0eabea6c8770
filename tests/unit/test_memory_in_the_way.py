"""What the assistant remembers stands before no exit, hides no answer, and keeps no proof and no code."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from agents.supervisor.threads import FILE as THREADS
from bots.turns import approvals
from tests.unit.conversation import Conversation
from tools.errors import Misconfigured
from tools.heads import FILE


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Somebody else's lock on a file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


@pytest.mark.parametrize(
    ("line", "kind"),
    [("/kill", "halt"), ("stop everything", "halt"), ("close everything", "close"), ("/close AAPL", "close")],
)
def test_an_exit_goes_through_while_the_store_is_locked(tmp_path: Path, line: str, kind: str) -> None:
    talk = Conversation(tmp_path)
    talk.say("buy 10 AAPL at market, stop 390")
    with held(tmp_path / FILE):
        reply = talk.say(line)
    assert reply.proposal is not None
    assert reply.proposal["kind"] == kind


def test_risk_waits_for_the_store(tmp_path: Path) -> None:
    """What raises risk is not done by somebody who cannot tell whether it was done before."""
    talk = Conversation(tmp_path)
    with held(tmp_path / FILE), pytest.raises(Misconfigured):
        talk.say("buy 10 AAPL at market, stop 390")
    assert talk.desk.positions == {}


def test_a_locked_file_of_threads_hides_no_answer(tmp_path: Path) -> None:
    talk = Conversation(tmp_path)
    talk.say("positions")
    with held(tmp_path / THREADS):
        reply = talk.say("buy 10 AAPL at market, stop 390")
    assert reply.orders[0]["status"] == "filled"
    assert not reply.failed


@pytest.mark.parametrize(
    "line",
    [
        "123456",
        "123 456",
        "123456.",
        "123456 !",
        "code 123456",
        "mon code est 123 456",
        "otp: 123-456",
        "CODE = 123456",
    ],
)
def test_a_code_is_swallowed_however_it_is_said(line: str) -> None:
    assert approvals.looks_like_code(line)


@pytest.mark.parametrize(
    "line",
    [
        "buy 123456 AAPL",
        "achète 100 000 AAPL stop 390",
        "stop at 123456.50",
        "1234567",
        "12345",
        "achète 400000 USD d'IBM",
    ],
)
def test_a_number_of_an_order_is_no_code(line: str) -> None:
    assert not approvals.looks_like_code(line)


@pytest.mark.parametrize("line", ["b1946a", "71bcc3 9f2e", "b1946ac92492d2347c6235b4d2611184"])
def test_a_digest_that_nothing_waits_for_is_kept_nowhere(tmp_path: Path, line: str) -> None:
    talk = Conversation(tmp_path)
    talk.say("positions")
    assert "no confirmation waits" in talk.say(line).text
    for name in (FILE, THREADS):
        assert line.encode() not in (tmp_path / name).read_bytes()


@pytest.mark.parametrize("line", ["facade", "10000", "decade", "added"])
def test_a_word_or_a_number_is_no_digest(line: str) -> None:
    assert not approvals.looks_like_proof(line)


def test_the_digest_of_a_confirmation_is_kept_nowhere(tmp_path: Path) -> None:
    """Neither in the thread, which a model reads, nor beside the last answer."""
    talk = Conversation(tmp_path)
    talk.say("stop everything")
    asked = talk.say("resume trading").text
    digest = asked.split("Digest: ")[1].split()[0]
    for name in (FILE, f"{FILE}-wal", THREADS, f"{THREADS}-wal"):
        path = tmp_path / name
        assert not path.exists() or digest.encode() not in path.read_bytes()


def test_a_question_is_answered_where_it_was_asked(tmp_path: Path) -> None:
    """A number typed in one conversation does not settle what another one was asked."""
    talk = Conversation(tmp_path)
    talk.say("buy 10k AAPL stop 390", session="one")
    assert "No question waits" in talk.say("1", session="two").text
    assert talk.say("1", session="one").tool == "place_order"


def test_a_yes_to_several_asks_which(tmp_path: Path) -> None:
    talk = Conversation(tmp_path)
    talk.say("buy 10k AAPL stop 390")
    assert talk.say("yes").text.splitlines()[1:] == ["  1. 10000", "  2. 10000 USD"]
    assert talk.say("2").tool == "place_order"
