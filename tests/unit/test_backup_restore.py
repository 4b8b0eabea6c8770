"""Restoring over what is there: nobody is interrupted, nothing is lost, and an older backup says that it is older."""

import asyncio
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bots.store import open_store
from policies.values import Switch
from tests.fakes.desk_rig import Rig, rig
from tests.fakes.paper_market import ABC, feed
from tests.unit.test_backup_round_trip import LATER, NOW, PASSPHRASE, lived_in, make, put_back, room, settings
from tests.unit.test_backup_sealed import CHEAP
from tests.unit.test_desk_orders import CALM
from tests.unit.test_desk_restore import typed
from tools import heads
from tools.backup.making import backup
from tools.backup.quiet import locked
from tools.desk.latches import Latches
from tools.desk.places import Lock, Places
from tools.desk.record import audit, restored
from tools.desk.record.journal import Head
from tools.errors import Misconfigured, Refused


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return asyncio.run(lived_in(tmp_path / "lived"))


@pytest.fixture
def file(home: Path, tmp_path: Path) -> Path:
    make(home, tmp_path / "b.eva")
    return tmp_path / "b.eva"


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a home that means something, and what it holds."""
    passing = ("-wal", "-shm", "lock")
    paths = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(passing)]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def beside(home: Path) -> list[str]:
    return sorted(path.name for path in home.parent.iterdir())


def test_state_is_moved_aside_only_when_asked_and_never_deleted(home: Path, file: Path) -> None:
    before, names = tree(home), beside(home)
    with pytest.raises(Refused, match="holds state: --force moves it"):
        put_back(home, file)
    assert (tree(home), beside(home)) == (before, names)
    told = put_back(home, file, force=True)
    assert told["moved_to"] == f"{home}.before-20261122T120000Z"
    assert tree(Path(told["moved_to"])) == before
    assert audit.verified(settings(home))["ok"]
    assert beside(home) == sorted([*names, "home.before-20261122T120000Z"])


@pytest.mark.parametrize("name", ["notes.txt", "desk/credentials/alpaca", ".env", "vault.key"])
def test_anything_that_is_not_known_to_pass_counts_as_state(file: Path, tmp_path: Path, name: str) -> None:
    new = tmp_path / "new"
    (new / name).parent.mkdir(parents=True)
    (new / name).write_bytes(b"")
    with pytest.raises(Refused, match="holds state"):
        put_back(new, file)
    told = put_back(new, file, force=True)
    assert (Path(told["moved_to"]) / name).exists()


def test_a_running_desk_is_not_interrupted(home: Path, file: Path) -> None:
    lock = Lock(home / "desk")
    assert lock.take()
    before = tree(home)
    with pytest.raises(Refused, match="a desk runs in this home"):
        put_back(home, file, force=True)
    assert tree(home) == before


def test_a_running_assistant_is_not_interrupted(home: Path, file: Path) -> None:
    store = open_store(home)
    with pytest.raises(Refused, match=r"another process uses .*assistant\.db"):
        put_back(home, file, force=True)
    store.close()
    (home / "serve.lock").touch()
    with locked(home / "serve.lock"), pytest.raises(Refused, match="an assistant runs"):
        put_back(home, file, force=True)
    assert put_back(home, file, force=True)["moved_to"]


def test_a_damaged_home_can_be_replaced(home: Path, file: Path) -> None:
    for name in ("assistant.db", "desk/journal.db", "records.db"):
        (home / name).write_bytes(b"damaged" * 500)
    told = put_back(home, file, force=True)
    assert audit.verified(settings(home))["ok"]
    assert (Path(told["moved_to"]) / "assistant.db").read_bytes() == b"damaged" * 500


def test_an_older_backup_is_noticed_and_the_mark_names_what_was_known(home: Path, file: Path) -> None:
    rows = audit.verified(settings(home))["rows"]
    store = open_store(home)
    store.note_head(heads.Head(n=rows + 40, mac="cd" * 32), NOW)
    store.close()
    told = put_back(home, file, force=True)
    assert told["journal"] == {"rows": rows, "known": rows + 40, "missing": 40}
    mark = restored.left(home / "desk")
    assert mark is not None
    assert mark.highest == Head(n=rows + 40, mac="cd" * 32)
    assert audit.verified(settings(home))["ok"], "the heads of the backup are those of its journal"


def test_a_mark_that_no_desk_has_taken_in_is_not_forgotten(home: Path, file: Path, tmp_path: Path) -> None:
    store = open_store(home)
    store.note_head(heads.Head(n=900, mac="cd" * 32), NOW)
    store.close()
    put_back(home, file, force=True)
    make(home, tmp_path / "second.eva")
    told = put_back(tmp_path / "new", tmp_path / "second.eva")
    assert told["journal"]["known"] == 900
    assert restore_again(home, file)["journal"]["known"] == 900


def restore_again(home: Path, file: Path) -> dict[str, Any]:
    shutil.rmtree(f"{home}.before-20261122T120000Z")
    return put_back(home, file, force=True)


def test_a_halt_asked_for_here_goes_on_after_the_restore(home: Path, file: Path) -> None:
    Latches(home / "latch").drop("paper")
    put_back(home, file, force=True)
    assert Latches(home / "latch").latched() == {"paper", "other"}


def test_a_name_that_is_taken_and_a_home_behind_a_link(home: Path, file: Path, tmp_path: Path) -> None:
    Path(f"{home}.before-20261122T120000Z").mkdir()
    with pytest.raises(Refused, match="exists: move it away"):
        put_back(home, file, force=True)
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    put_back(tmp_path / "link", file)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "desk" / "journal.db").exists()


@pytest.mark.parametrize("place", [0.3, 0.6, 0.95])
def test_a_damaged_file_changes_nothing(home: Path, file: Path, place: float) -> None:
    content = bytearray(file.read_bytes())
    content[int(len(content) * place)] ^= 1
    file.write_bytes(bytes(content))
    before, names = tree(home), beside(home)
    with pytest.raises(Refused, match="damaged in its part"):
        put_back(home, file, force=True)
    assert (tree(home), beside(home)) == (before, names)


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("fatal", [1, 2])
def test_a_change_of_places_that_fails_is_undone(
    home: Path, file: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool, fatal: int
) -> None:
    before, names, rename, count = tree(home), beside(home), os.rename, []

    def broken(old: Path, new: Path) -> None:
        count.append(old)
        if len(count) == fatal:
            raise OSError(28, "No space left on device", str(new))
        rename(old, new)

    if not at_once:
        monkeypatch.setattr("tools.backup.swapping.exchange", lambda *_: False)
    monkeypatch.setattr("os.rename", broken)
    if at_once and fatal == 2:
        assert put_back(home, file, force=True)["moved_to"], "one step and one more name: there is no third"
        return
    with pytest.raises(Refused, match="nothing was restored"):
        put_back(home, file, force=True)
    assert (tree(home), beside(home)) == (before, names)


def test_the_old_home_is_never_deleted_whatever_fails(home: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, rename = tree(home), os.rename

    def broken(old: Path, new: Path) -> None:
        if ".before-" in str(new):
            monkeypatch.setattr("tools.backup.swapping.exchange", lambda *_: False)
            raise OSError(28, "No space left on device", str(new))
        rename(old, new)

    monkeypatch.setattr("os.rename", broken)
    with pytest.raises(Refused):
        put_back(home, file, force=True)
    (kept,) = [path for path in home.parent.iterdir() if tree(path) == before]
    assert ".restoring-" in kept.name


def test_a_full_disk_changes_nothing(home: Path, file: Path) -> None:
    before, names = tree(home), beside(home)
    with room(20_000), pytest.raises(Refused, match="nothing was restored"):
        put_back(home, file, force=True)
    assert (tree(home), beside(home)) == (before, names)


def test_settings_that_cannot_be_read_are_refused_before_anything_moves(home: Path, file: Path) -> None:
    before = tree(home)
    with pytest.raises(Misconfigured, match="EVA_DATABASE_URL"):
        put_back(home, file, force=True, EVA_DATABASE_URL="mysql://x/y")
    assert tree(home) == before


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="nothing was restored"):
        put_back(tmp_path / "new", tmp_path / "none.eva")


async def while_it_trades(desk: Rig, target: Path, turns: int) -> None:
    """Makes a backup in another thread while the desk takes orders."""
    home = desk.folder / "home"
    making = asyncio.create_task(
        asyncio.to_thread(backup, settings(home), target, PASSPHRASE, force=True, now=NOW, cost=CHEAP)
    )
    for _ in range(turns):
        await desk.buy(quantity="1")
        await asyncio.sleep(0.001)
    await making


def test_a_backup_during_orders_restores_to_a_desk_that_agrees_with_its_book(tmp_path: Path) -> None:
    async def scenario() -> None:
        (tmp_path / "old").mkdir()
        async with rig(tmp_path / "old", feed(CALM)) as desk:
            await desk.buy()
            for turn in range(4):
                await while_it_trades(desk, tmp_path / f"{turn}.eva", 12)
        for turn in range(4):
            folder = tmp_path / f"new-{turn}"
            folder.mkdir()
            await asyncio.to_thread(put_back, folder / "home", tmp_path / f"{turn}.eva")
            async with rig(folder, feed(CALM)) as again:
                await agrees(again)

    asyncio.run(scenario())


async def agrees(desk: Rig) -> None:
    """What a crash at the moment of the backup would have left: at most one order without an answer, no stranger."""
    desk.clock.forward(3600)
    await desk.wait(12)
    await desk.beat()
    assert desk.state.strangers == ()
    book = sqlite3.connect(desk.folder / "home" / "desk" / "book-paper.db")
    held = book.execute("SELECT quantity FROM holdings WHERE symbol = 'ABC'").fetchone()
    book.close()
    assert str(desk.state.held(ABC)) == (held[0] if held else "0")
    assert (desk.shown(), desk.state.cause) == (Switch.REDUCING, "restored")
    assert desk.state.fills
    asked = await desk.ask("resume")
    assert await typed(desk, asked, asked["digest"][:6]) == "approved"
    assert (await desk.buy())["verdict"]["reasons"] == []
    found = audit.verified(settings(Places.of(desk.folder / "home", {}).home))
    assert found["ok"]
    assert len(found["restored"]) == 1


def test_times_are_those_of_the_restore(home: Path, file: Path) -> None:
    told = put_back(home, file, force=True)
    mark = restored.left(home / "desk")
    assert mark is not None
    assert (mark.made_at, mark.at) == (told["made_at"], LATER.isoformat(timespec="seconds"))
