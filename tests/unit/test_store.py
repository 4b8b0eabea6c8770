"""The assistant's own memory: what it keeps, for how long, and what it does with a file it cannot trust."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bots.store import KeptHeads, Store, open_store
from tools import heads
from tools.errors import Misconfigured

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.next_turn()
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_a_message_is_first_seen_once(store: Store) -> None:
    assert store.first_seen("terminal", "1", NOW)
    assert not store.first_seen("terminal", "1", NOW)
    assert store.first_seen("ask", "1", NOW)


def test_old_messages_are_forgotten(store: Store) -> None:
    store.first_seen("terminal", "1", NOW)
    store.first_seen("terminal", "2", NOW + timedelta(days=3))
    assert store.first_seen("terminal", "1", NOW + timedelta(days=3))


def test_turns_are_counted_over_restarts(tmp_path: Path) -> None:
    first = open_store(tmp_path)
    assert [first.next_turn(), first.next_turn()] == [1, 2]
    first.close()
    assert open_store(tmp_path).next_turn() == 3


def test_a_question_waits_ten_minutes_for_its_principal(store: Store) -> None:
    store.ask("owner", {"labels": ["a"]}, NOW)
    assert store.question("trader:bob", NOW) is None
    assert store.question("owner", NOW + timedelta(minutes=9)) == {"labels": ["a"]}
    assert store.question("owner", NOW + timedelta(minutes=11)) is None
    store.settle("owner")
    assert store.question("owner", NOW) is None


def test_refusals_languages_and_marks_are_kept(store: Store) -> None:
    assert (store.last_refusal("owner"), store.language("owner"), store.mark("fill")) == (None, None, None)
    store.note_refusal("owner", {"verdict": {"reasons": []}}, NOW)
    store.speak("owner", "fr", pinned=True)
    store.set_mark("fill", "f1")
    kept = store.language("owner")
    assert store.last_refusal("owner") == {"verdict": {"reasons": []}}
    assert kept is not None
    assert (kept.lang, kept.pinned) == ("fr", True)
    assert store.mark("fill") == "f1"


def test_heads_only_grow_and_never_change(store: Store, tmp_path: Path) -> None:
    kept = KeptHeads(store, lambda: NOW)
    assert kept.last() is None
    assert kept.note({"n": 5, "mac": "aa"})
    assert kept.note({"n": 5, "mac": "aa"})
    assert not kept.note({"n": 5, "mac": "bb"})
    assert kept.note({"n": 9, "mac": "cc"})
    assert kept.note({"n": 7, "mac": "dd"}), "a head that was never kept cannot be contradicted"
    assert not kept.note({"n": 5, "mac": "bb"})
    assert kept.last() == {"n": 9, "mac": "cc"}
    assert heads.known(tmp_path) == (heads.Head(n=5, mac="aa"), heads.Head(n=9, mac="cc"))


def test_a_home_without_a_store_knows_no_heads(tmp_path: Path) -> None:
    assert heads.known(tmp_path) == ()


def test_a_damaged_file_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / heads.FILE
    path.write_bytes(b"this is no database, but it may be precious" * 100)
    before = path.read_bytes()
    with pytest.raises(Misconfigured, match="move it away") as caught:
        open_store(tmp_path)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == before


def test_a_file_from_a_newer_version_is_refused(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store._db.execute("PRAGMA user_version = 99")
    store.close()
    with pytest.raises(Misconfigured, match="newer version"):
        open_store(tmp_path)


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / heads.FILE).mkdir()
    with pytest.raises(Misconfigured, match="cannot be used"):
        open_store(tmp_path)
