"""What a backup may hold: what is named as state and nothing else, never a secret of a venue."""

import io
import json
import tarfile
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from tests.unit.test_backup_sealed import CHEAP, PASSPHRASE
from tools.backup import archive
from tools.backup.contents import LeftOut, Sort, sort_of, survey
from tools.backup.manifest import Manifest, Member, parsed, printable, shown_json
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


HEAD = {"n": 0, "mac": ""}
MEMBER = {"name": ".env", "size": 1, "sha256": SHA_OF_X}


@pytest.mark.parametrize(
    "change",
    [
        {"made_at": "2026-11-20\x1b12:00:00+00:00"},
        {"made_at": "\x1b]0;owned\x07"},
        {"made_at": "2026-11-20T12:00:00"},
        {"made_at": 5},
        {"head": {"mac": ""}},
        {"head": {"n": "1", "mac": ""}},
        {"head": {"n": True, "mac": ""}},
        {"head": {"n": -1, "mac": ""}},
        {"head": {"n": 1.5, "mac": ""}},
        {"head": {"n": 1, "mac": "\x1b[2J"}},
        {"head": {"n": 1, "mac": None}},
        {"head": {**HEAD, "more": 1}},
        {"head": []},
        {"members": {}},
        {"members": [3]},
        {"members": [{**MEMBER, "name": "files/a\0b"}]},
        {"members": [{**MEMBER, "name": "files/\ud800"}]},
        {"members": [{**MEMBER, "name": None}]},
        {"members": [{**MEMBER, "size": "1"}]},
        {"members": [{**MEMBER, "size": 2**63}]},
        {"members": [{**MEMBER, "sha256": 7}]},
        {"members": [{"name": ".env", "size": 1}]},
        {"left_out": "x"},
        {"left_out": [{"name": "x"}]},
        {"left_out": [{"name": "x", "why": "\x1b[2J"}]},
        {"left_out": [{"name": 3, "why": "secret"}]},
        {"format": "\x1b"},
        {"more": 1},
    ],
)
def test_a_manifest_of_any_other_shape_is_refused_in_words_that_can_be_shown(change: dict[str, object]) -> None:
    content = json.dumps({**plain(MANIFEST), **change}).encode()
    with pytest.raises(NoBackup) as refused:
        parsed(content)
    assert str(refused.value).isprintable()


@pytest.mark.parametrize("content", [b"", b"[]", b"3", b"null", b"\xff", b"[" * 200_000, b'{"format": 1' + b"0" * 9000])
def test_what_is_no_manifest_at_all_is_refused(content: bytes) -> None:
    with pytest.raises(NoBackup, match="cannot be read"):
        parsed(content)


def test_a_manifest_is_read_as_it_was_written_strange_names_too() -> None:
    odd = naming("files/a\nb\x1b.png", "files/\u202ex")
    assert parsed(json.dumps(plain(odd)).encode()) == odd


def test_only_what_can_be_shown_is_shown() -> None:
    odd = "d\u00e9j\u00e0 \x1b[2J\u202e\x9b\ud800\U000e0001"
    assert printable(odd) == "d\u00e9j\u00e0 \\x1b[2J\\u202e\\x9b\\ud800\\U000e0001"
    text = shown_json({"name": odd})
    assert text.isprintable()
    assert "d\u00e9j\u00e0" in text
    assert json.loads(text) == {"name": odd}
