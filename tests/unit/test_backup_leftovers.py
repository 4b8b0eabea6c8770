"""What a killed restore leaves: a copy goes with the next act, and nothing that may be the only copy ever does."""

import asyncio
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.test_backup_restore import tree
from tests.unit.test_backup_round_trip import LATER, NOW, PASSPHRASE, lived_in, make, plant, put_back
from tools.backup import leftovers
from tools.backup.contents import survey
from tools.backup.quiet import locked
from tools.backup.restoring import restore

KILLED = 9
LEFT = f"home.restoring-{LATER:%Y%m%dT%H%M%SZ}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = asyncio.run(lived_in(tmp_path / "lived"))
    make(home, tmp_path / "b.eva")
    return home


def die(*_: object, **__: object) -> None:
    os._exit(KILLED)


def killed(home: Path, file: Path, monkeypatch: pytest.MonkeyPatch, where: str, how: Callable[..., None] = die) -> Path:
    """A restore in a process of its own that ends without a word at one place; what it leaves beside the home."""
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(where, how)
        restore(home, {}, file, PASSPHRASE, force=True, now=LATER)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
    return home.with_name(LEFT)


BEFORE = ("tools.backup.archive._made", "tools.backup.restoring._marked", "tools.backup.restoring.swap")


@pytest.mark.parametrize("where", ["tools.backup.restoring.copy_mark", *BEFORE])
@pytest.mark.parametrize("act", ["backup", "restore"])
def test_a_copy_goes_with_the_next_backup_or_restore_and_it_is_said(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, act: str
) -> None:
    left = killed(home, tmp_path / "b.eva", monkeypatch, where)
    assert left.is_dir()
    before = tree(home)
    if act == "backup":
        told = make(home, tmp_path / "c.eva")
    else:
        told = restore(home, {}, tmp_path / "b.eva", PASSPHRASE, force=True, now=NOW)
    assert told["leftovers"] == {"removed": [str(left)], "kept": []}
    assert not left.exists()
    assert tree(home if act == "backup" else Path(told["moved_to"])) == before


def test_the_old_home_under_that_name_stays(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(home)

    def second(old: Path, new: Path) -> None:
        os._exit(KILLED)

    left = killed(home, tmp_path / "b.eva", monkeypatch, "os.rename", second)
    assert tree(left) == before, "the folders had changed places"
    for turn in range(2):
        told = make(home, tmp_path / f"{turn}.eva")
        assert told["leftovers"] == {"removed": [], "kept": [str(left)]}
    assert tree(left) == before
    assert not [one for one in survey(home).left_out if "restoring" in one.name]


def test_the_only_copy_stays_while_the_home_has_no_journal(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = killed(home, tmp_path / "b.eva", monkeypatch, "tools.backup.restoring.swap")
    home.rename(tmp_path / "lost")
    home.mkdir()
    told = restore(home, {}, tmp_path / "b.eva", PASSPHRASE, force=True, now=NOW)
    assert told["leftovers"] == {"removed": [], "kept": []}
    assert (left / "desk" / "journal.db").exists()


def test_a_restore_that_is_under_way_is_left_alone(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = killed(home, tmp_path / "b.eva", monkeypatch, "tools.backup.restoring.swap")
    with locked(left / "desk" / "lock"):
        assert make(home, tmp_path / "c.eva")["leftovers"] == {"removed": [], "kept": []}
    assert left.exists()
    (tmp_path / "link").symlink_to(home)
    assert leftovers.sweep(tmp_path / "link").removed == (str(left),)


@pytest.mark.parametrize("name", ["home.restoring-mine", "other.restoring-20261122T120000Z", f"x{LEFT}"])
def test_another_name_and_a_link_are_none(home: Path, tmp_path: Path, name: str) -> None:
    (home.with_name(name) / "desk").mkdir(parents=True)
    plant(tmp_path, "target/desk/journal.db", b"x")
    home.with_name(LEFT).symlink_to(tmp_path / "target")
    assert leftovers.sweep(home) == leftovers.Swept()
    assert (tmp_path / "target" / "desk" / "journal.db").exists()


def test_a_restore_leaves_no_mark_of_its_own(home: Path, tmp_path: Path) -> None:
    put_back(home, tmp_path / "b.eva", force=True)
    assert not [path for path in home.iterdir() if re.match(r"\.restoring", path.name)]
