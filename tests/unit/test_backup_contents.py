"""What a backup may hold: what is named as state and nothing else, never a secret of a venue."""

import io
import json
import tarfile
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from tests.unit.test_backup_sealed import CHEAP, PASSPHRASE
from tools.backup import archive
from tools.backup.archive import Manifest, Member
from tools.backup.contents import LeftOut, Sort, sort_of, survey
from tools.backup.sealed import Damaged, NoBackup, Sealer
from tools.errors import Refused

MANIFEST = Manifest(made_at="2026-11-20T12:00:00+00:00", head={"n": 0, "mac": ""})


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        (".env", Sort.FILE),
        ("assistant.db", Sort.DATABASE),
        ("threads.db", Sort.DATABASE),
        ("records.db", Sort.DATABASE),
        ("desk/journal.db", Sort.DATABASE),
        ("desk/journal.key", Sort.FILE),
        ("desk/book-paper.db", Sort.DATABASE),
        ("desk/limits.toml", Sort.FILE),
        ("latch/all", Sort.FILE),
        ("files/a/b/c.png", Sort.FILE),
        ("desk/other.db", None),
        ("desk/credentials/alpaca", None),
        ("desk/credentials.db", None),
        ("desk/book-totp.db/x", None),
        ("vault", None),
        ("vault.db", None),
        ("Vault-2.db", None),
        ("totp.db", None),
        ("desk/totp.key", None),
        ("files/vault.key", None),
        ("files/x/TOTP.txt", None),
        ("notes.txt", None),
        ("logs/x.db", None),
        ("../assistant.db", None),
        ("files/../../x", None),
        ("/files/x", None),
        ("files//x", None),
        ("", None),
    ],
)
def test_only_what_is_named_is_copied(name: str, sort: Sort | None) -> None:
    assert sort_of(name) is sort


def home_with(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    return folder


def test_what_is_left_out_is_said_and_what_passes_is_not(tmp_path: Path) -> None:
    passing = (
        "logs/a.log",
        "desk/lock",
        "desk/reserve",
        "desk/process.json",
        "desk/desk.log",
        "assistant.db-wal",
        "x.sock",
    )
    home = home_with(tmp_path, *passing, "assistant.db", "files/lock", "notes.txt", "desk/vault", "desk/credentials/k")
    found = survey(home)
    assert [item.name for item in found.items] == ["assistant.db", "files/lock"]
    assert found.left_out == (
        LeftOut(name="desk/credentials/k", why="secret"),
        LeftOut(name="desk/vault", why="secret"),
        LeftOut(name="notes.txt", why="unknown"),
    )
    assert found.state


def test_the_passphrase_file_is_not_in_the_backup_it_opens(tmp_path: Path) -> None:
    home = home_with(tmp_path, "files/secret.txt", "files/other.txt")
    found = survey(home, never=home / "files" / "secret.txt")
    assert [item.name for item in found.items] == ["files/other.txt"]


def test_a_link_in_the_place_of_a_database_is_refused(tmp_path: Path) -> None:
    home = home_with(tmp_path, "elsewhere")
    (home / "assistant.db").symlink_to(home / "elsewhere")
    with pytest.raises(Refused, match="no plain file"):
        survey(home)


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    home = home_with(tmp_path / "home", ".env")
    home_with(tmp_path / "outside", "a.txt")
    (home / "files").symlink_to(tmp_path / "outside")
    found = survey(home)
    assert [item.name for item in found.items] == [".env"]
    assert found.left_out == (LeftOut(name="files", why="unknown"),)


def test_an_empty_home_and_one_with_a_latch_hold_no_state(tmp_path: Path) -> None:
    assert not survey(tmp_path / "none").state
    assert not survey(home_with(tmp_path, "latch/paper", "logs/x", "desk/lock")).state


def forged(manifest: Manifest, *names: str) -> io.BytesIO:
    """A well encrypted file with any manifest and any members."""
    file = io.BytesIO()
    sealer = Sealer(file, PASSPHRASE, CHEAP)
    with tarfile.open(fileobj=cast(BinaryIO, sealer), mode="w|") as tar:
        for name, content in [("manifest.json", json.dumps(plain(manifest)).encode()), *((n, b"x") for n in names)]:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    sealer.close()
    file.seek(0)
    return file


def plain(manifest: Manifest) -> dict[str, object]:
    members = [{"name": m.name, "size": m.size, "sha256": m.sha256} for m in manifest.members]
    return {"made_at": manifest.made_at, "head": manifest.head, "members": members, "format": 1, "left_out": []}


SHA_OF_X = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"


def naming(*names: str, sha256: str = SHA_OF_X) -> Manifest:
    members = tuple(Member(name=name, size=1, sha256=sha256) for name in names)
    return Manifest(made_at=MANIFEST.made_at, head=MANIFEST.head, members=members)


@pytest.mark.parametrize(
    "name", ["../x", "/etc/x", "desk/credentials/k", "vault.db", "desk/totp", "notes.txt", "desk/lock"]
)
def test_a_backup_that_names_what_none_may_hold_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoBackup, match="which no backup may"):
        archive.read(forged(naming(name), name), PASSPHRASE, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("manifest", "names", "said"),
    [
        (naming(".env"), (".env", "files/x"), "does not name"),
        (naming(".env"), (".env", ".env"), "does not name"),
        (naming(".env", "files/x"), (".env",), "lacks 'files/x'"),
        (naming(".env", sha256="00" * 32), (".env",), "not what its manifest says"),
    ],
)
def test_members_and_manifest_have_to_agree(
    tmp_path: Path, manifest: Manifest, names: tuple[str, ...], said: str
) -> None:
    with pytest.raises(Damaged, match=said):
        archive.read(forged(manifest, *names), PASSPHRASE, tmp_path)


def test_members_are_written_for_their_owner_alone(tmp_path: Path) -> None:
    archive.read(forged(naming("files/a/b"), "files/a/b"), PASSPHRASE, tmp_path)
    assert (tmp_path / "files/a/b").read_bytes() == b"x"
    assert (tmp_path / "files/a/b").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "files").stat().st_mode & 0o077 == 0
