"""The socket of a running desk under fire: every byte string is answered or closed on, and nothing is done."""

import contextlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.journeys.processes import ask, desk_of, end_desk, environ, intent
from tools.desk.places import LONGEST, Places
from tools.desk.record.audit import last_rows
from tools.settings import Settings

PATIENCE_S = 20
READING = ("status", "orders", "fills", "bars", "quotes", "instruments", "audit", "preview")
ACTING = ("propose", "amend", "cancel", "reduce", "close", "halt", "decide", "advance")
VERBS = (*READING, *ACTING, "events")
IDLE = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
Json = dict[str, Any]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("socket") / "home"
    assert ask(folder, "buy 1 AAPL stop 390")[0] == 0
    assert ask(folder, "buy 5 IBM at 180 or better, stop 170")[0] == 0
    keeper = link(folder)
    yield folder
    keeper.close()
    end_desk(folder)


@pytest.fixture(autouse=True)
def nothing_happened(home: Path) -> Iterator[None]:
    """Whatever a test says at the socket: the same desk answers after it, and the account is as it was."""
    desk, before = desk_of(home), standing(home)
    yield
    assert desk_of(home) == desk
    assert standing(home) == before
    assert (home / "desk" / "desk.log").read_text() == ""


def link(home: Path) -> socket.socket:
    """A connection to the desk."""
    made = socket.socket(socket.AF_UNIX)
    made.settimeout(PATIENCE_S)
    made.connect(str(Places.of(home, environ(home)).socket))
    return made


def standing(home: Path) -> Json:
    """What no message of these tests may change: state, orders, positions, limits, and what the journal did."""
    (reply,) = say(home, line("status"))
    account = reply["result"]["accounts"][0]
    rows = last_rows(Settings(home=home, lang=None, mode="paper"), 100_000)
    done = [row["n"] for row in rows if row["kind"] not in ("intent", "decision")]
    names = ("state", "latched", "balance", "orders", "positions", "limits", "market_time", "strangers")
    return {"done": done, **{name: account[name] for name in names}}


def line(verb: str, args: Any = None, **more: Any) -> bytes:
    """A well-formed message."""
    return json.dumps({"id": 1, "verb": verb, "args": {} if args is None else args, **more}).encode() + b"\n"


def say(home: Path, *messages: bytes) -> list[Json]:
    """What is answered, message by message, to somebody who then falls silent; whole lines of JSON only."""
    with link(home) as there:
        with contextlib.suppress(ConnectionError):
            for message in messages:
                there.sendall(message)
            there.shutdown(socket.SHUT_WR)
        said = b""
        with contextlib.suppress(ConnectionError):
            while chunk := there.recv(65536):
                said += chunk
    assert said == b"" or said.endswith(b"\n")
    return [json.loads(part) for part in said.splitlines()]


def header(kind: str) -> Json:
    """The part that every intent has, under an id of its own."""
    return intent(kind, f"socket-{uuid4().hex}")


def refused(reply: Json) -> bool:
    """Whether an answer is a no with a code and a text."""
    return reply["ok"] is False and bool(reply["error"]["code"]) and bool(reply["error"]["text"])


@IDLE
@given(message=st.binary(min_size=1, max_size=300))
def test_any_bytes_are_answered_with_a_no(home: Path, message: bytes) -> None:
    for sent in (message, message.replace(b"\n", b" ") + b"\n"):
        assert all(refused(reply) and reply["error"]["code"] != "BUG" for reply in say(home, sent))
    assert say(home, message.replace(b"\n", b" ") + b"\n")


SHAPES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@IDLE
@given(message=SHAPES)
def test_any_json_is_answered_with_a_no(home: Path, message: Any) -> None:
    (reply,) = say(home, json.dumps(message).encode() + b"\n")
    assert refused(reply)


FIELDS = st.sampled_from(["account", "scope", "symbol", "count", "ticket", "answer", "proof", "intent", "limits"])


@settings(IDLE, max_examples=150)
@given(verb=st.sampled_from(VERBS) | st.text(max_size=20), args=st.dictionaries(FIELDS, SHAPES, max_size=3), id_=SHAPES)
def test_any_arguments_of_any_verb_do_nothing(home: Path, verb: str, args: Json, id_: Any) -> None:
    for sent in (line(verb, args), line(verb, args, id=id_), line(verb, args, head=id_)):
        replies = say(home, sent)
        assert replies
        assert all(r.get("error", {}).get("code") != "BUG" for r in replies), replies
        if verb in ACTING:
            assert refused(replies[0])


INTENT_FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["order", "close", "reduce", "cancel", "amend", "halt", "resume", "advance", "limits"]),
        "account": SHAPES,
        "symbol": st.just("AAPL") | SHAPES,
        "side": st.just("buy") | SHAPES,
        "type": st.just("market") | SHAPES,
        "quantity": st.sampled_from(["NaN", "Infinity", "-1", "0", "1e9999", "1E-400", "٣", "1_0", "9" * 400]) | SHAPES,
        "stop": st.sampled_from(["NaN", "0", "-390"]) | SHAPES,
        "limit": SHAPES,
        "expires_at": st.sampled_from(["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00-23:59", "now"]) | SHAPES,
        "adopts": SHAPES,
    },
)


@settings(IDLE, max_examples=150)
@given(verb=st.sampled_from(["propose", "preview", *ACTING]), changes=INTENT_FIELDS)
def test_no_intent_that_is_a_little_wrong_does_anything(home: Path, verb: str, changes: Json) -> None:
    body = {**header("order"), "account": "nobody", "symbol": "AAPL", "side": "buy", "type": "market"}
    (reply,) = say(home, line(verb, {"intent": {**body, "quantity": "1", "stop": "390", **changes}}))
    assert refused(reply)
    assert reply["error"]["code"] != "BUG", reply


@pytest.mark.parametrize(
    "message",
    [
        b"x" * 1_000_000 + b"\n",
        b"x" * 1_000_000,
        b"[" * 60_000 + b"\n",
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000 + b"\n",
        b"\xff\xfe\x00" * 100 + b"\n",
        b"\x00\n",
        b'{"id":1,"verb":"status","args":{}',
        b'{"id":1,"verb":"status","args":{},"args":{}}\n',
        b'{"id":1,"verb":"status","args":{},"head":{"n":1,"n":2,"mac":""}}\n',
        b'{"id":1,"verb":"status","args":{},"limits":{}}\n',
        b'{"id":' + b"9" * 5000 + b',"verb":"status","args":{}}\n',
        b'{"id":1e999,"verb":"status","args":{}}\n',
        b'{"id":NaN,"verb":"status","args":{}}\n',
        b'{"id":1,"verb":"status","args":{"count":1e308}}\n',
        b'{"id":1,"verb":"status","args":{"count":-9223372036854775809}}\n',
        b'{"id":1,"verb":"status","args":{},"head":{"n":-1,"mac":""}}\n',
        b'{"id":1,"verb":"status","args":{},"head":{"n":99999999999999999999,"mac":""}}\n',
        b'{"id":"\\ud800","verb":"STATUS","args":{}}\n',
    ],
    ids=lambda message: repr(message[:40]),
)
def test_what_is_too_long_too_deep_or_not_whole_is_refused(home: Path, message: bytes) -> None:
    replies = say(home, message)
    assert len(message) > LONGEST or replies
    assert all(refused(reply) for reply in replies)


def test_half_a_surrogate_as_an_id_comes_back(home: Path) -> None:
    (reply,) = say(home, line("status", id="\ud800"))
    assert (reply["ok"], reply["id"]) == (True, "\ud800")


def test_half_a_message_and_then_silence_is_answered(home: Path) -> None:
    with link(home) as there:
        there.sendall(b'{"id":1,"verb":"sta')
        assert refused(json.loads(there.recv(65536)))
        assert there.recv(65536) == b""


def test_many_messages_at_once_are_answered_one_by_one(home: Path) -> None:
    sent = [line("status", id=number) if number % 2 else b"nonsense\n" for number in range(50)]
    replies = say(home, b"".join(sent))
    assert [reply["ok"] for reply in replies] == [bool(number % 2) for number in range(50)]
    assert [reply["id"] for reply in replies if reply["ok"]] == list(range(1, 50, 2))


def test_a_peer_that_never_reads_holds_nobody_up(home: Path) -> None:
    deaf = [link(home) for _ in range(5)]
    try:
        for there in deaf:
            there.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                while True:
                    there.send(line("audit", {"count": 200}) * 50)
        assert say(home, line("status"))[0]["ok"]
    finally:
        for there in deaf:
            there.close()


def test_silent_peers_hold_nobody_up(home: Path) -> None:
    silent = [link(home) for _ in range(80)]
    assert say(home, line("status"))[0]["ok"]
    for there in silent:
        there.close()


def test_no_verb_changes_a_limit_lifts_a_latch_or_fills_an_order(home: Path) -> None:
    (reply,) = say(home, line("anything"))
    named = str(reply["error"]["text"]).partition("there are")[2]
    assert sorted(VERBS) == sorted(json.loads(named.strip().replace("'", '"')))
    proof = {"tier": "T1", "channel": "terminal", "typed": "000000"}
    (order,) = [o for o in say(home, line("orders"))[0]["result"]["orders"] if o["role"] == "entry"]
    for verb, args in (
        ("decide", {"ticket": "t000000000000", "answer": "approve", "proof": proof}),
        ("decide", {"ticket": "", "answer": "approve", "proof": {**proof, "tier": "T2"}}),
        ("amend", {"intent": {**header("amend"), "order": order["id"], "filled": "5"}}),
        ("amend", {"intent": {**header("amend"), "order": order["id"], "status": "filled"}}),
        ("propose", {"intent": {**header("limits"), "leverage": "100"}}),
        ("propose", {"intent": {**header("fill"), "order": order["id"]}}),
        ("propose", {"intent": {**header("halt")}}),
        ("status", {"account": "paper", "state": "ACTIVE"}),
    ):
        assert refused(say(home, line(verb, args))[0]), (verb, args)


def test_a_latch_is_only_asked_about_not_lifted(home: Path) -> None:
    (reply,) = say(home, line("propose", {"intent": {**header("resume")}}))
    assert reply["result"]["verdict"]["decision"] in ("deny", "needs_approval")
    for channel, typed in (("pipe", reply["result"]["digest"][:6]), ("terminal", "")):
        proof = {"tier": "T1", "channel": channel, "typed": typed}
        args = {"ticket": reply["result"]["ticket"], "answer": "approve", "proof": proof}
        (answer,) = say(home, line("decide", args))
        assert not answer["ok"] or answer["result"]["outcome"] != "approved"
