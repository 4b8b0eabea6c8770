"""Outside the home a restore writes only where this environment or the present home says, and it says what."""

import asyncio
from pathlib import Path

import pytest

from tests.unit.test_backup_restore import tree
from tests.unit.test_backup_round_trip import dump, lived_in, make, plant, put_back
from tools.errors import Refused
from tools.settings import load

KEYS = b"ssh-ed25519 AAAA somebody\n"
NOTHING = {"outside": None, "before": None, "not_used": None}


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """A file of somebody's that no backup has to do with."""
    plant(tmp_path, "ssh/authorized_keys", KEYS)
    return tmp_path / "ssh" / "authorized_keys"


def crafted(tmp_path: Path, url: str) -> Path:
    """A backup whose own settings keep the records at an address."""
    home = asyncio.run(lived_in(tmp_path / "lived"))
    plant(home, ".env", f"EVA_LANG=fr\nEVA_DATABASE_URL = '{url}'\n# the end\n".encode())
    make(home, tmp_path / "b.eva")
    return tmp_path / "b.eva"


def stays_inside(home: Path, file: Path, lived: Path, shown: str) -> None:
    """The records are in the restored home, and its settings say so."""
    told = put_back(home, file, force=True)
    assert told["records"] == {**NOTHING, "not_used": shown}
    assert dump(home / "records.db") == dump(lived / "records.db")
    settings = load({"EVA_HOME": str(home)})
    assert (settings.database_url, settings.lang) == (None, "fr")
    assert (home / ".env").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("way", ["{keys}", "{tmp}/new/../ssh/authorized_keys"])
def test_a_place_that_only_the_backup_names_is_not_written(tmp_path: Path, keys: Path, way: str) -> None:
    url = "sqlite:///" + way.format(keys=keys, tmp=tmp_path)
    stays_inside(tmp_path / "new", crafted(tmp_path, url), tmp_path / "lived" / "home", url)
    assert keys.read_bytes() == KEYS
    assert [path.name for path in keys.parent.iterdir()] == ["authorized_keys"]


def test_a_server_that_only_the_backup_names_is_not_asked(tmp_path: Path) -> None:
    file = crafted(tmp_path, "postgresql://eva:secret@127.0.0.1:1/test")
    stays_inside(tmp_path / "new", file, tmp_path / "lived" / "home", "postgresql://eva:***@127.0.0.1:1/test")


def test_another_place_of_the_present_home_is_no_leave(tmp_path: Path, keys: Path) -> None:
    file = crafted(tmp_path, f"sqlite:///{keys}")
    plant(tmp_path, "new/.env", f"EVA_DATABASE_URL=sqlite:///{tmp_path}/mine.db\n".encode())
    stays_inside(tmp_path / "new", file, tmp_path / "lived" / "home", f"sqlite:///{keys}")
    assert keys.read_bytes() == KEYS


@pytest.mark.parametrize("by", ["environment", "present home"])
def test_what_the_person_named_is_replaced_and_said(tmp_path: Path, keys: Path, by: str) -> None:
    url = f"sqlite:///{keys}"
    file = crafted(tmp_path, url)
    given = url if by == "environment" else ""
    if not given:
        plant(tmp_path, "new/.env", f"EVA_DATABASE_URL={url}\n".encode())
    with pytest.raises(Refused, match="--force"):
        put_back(tmp_path / "new", file, EVA_DATABASE_URL=given)
    told = put_back(tmp_path / "new", file, force=True, EVA_DATABASE_URL=given)
    before = Path(told["records"]["before"])
    assert told["records"] == {**NOTHING, "outside": str(keys), "before": str(before)}
    assert (before.read_bytes(), before.parent) == (KEYS, keys.parent)
    assert dump(keys) == dump(tmp_path / "lived" / "home" / "records.db")
    assert url in (tmp_path / "new" / ".env").read_text()


@pytest.mark.parametrize("name", ["my.db", "files/../data/my.db"])
def test_a_place_inside_the_home_is_the_backups_own_affair(tmp_path: Path, name: str) -> None:
    home = tmp_path / "new"
    file = crafted(tmp_path, f"sqlite:///{home}/{name}")
    assert put_back(home, file)["records"] == NOTHING
    assert dump((home / name).resolve()) == dump(tmp_path / "lived" / "home" / "records.db")


def test_a_restore_that_fails_takes_a_new_file_outside_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, wanted = tmp_path / "lived" / "home", tmp_path / "ssh" / "my.db"
    wanted.parent.mkdir()
    file = crafted(tmp_path, f"sqlite:///{wanted}")
    before = tree(home)

    def broken(*_: object) -> None:
        assert wanted.exists()
        raise OSError(28, "No space left on device", "home")

    monkeypatch.setattr("tools.backup.restoring.swap", broken)
    with pytest.raises(Refused, match="nothing was restored"):
        put_back(home, file, force=True)
    assert (list(wanted.parent.iterdir()), tree(home)) == ([], before)
