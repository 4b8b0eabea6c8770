"""The passphrase: from a private file or a terminal, long enough, and from nowhere else."""

import io
import os
from pathlib import Path

import pytest

from tools.backup.passphrase import passphrase
from tools.errors import Misconfigured
from tools.settings import Settings

GOOD = "correct horse battery"


def settings(folder: Path, content: bytes | None = None, mode: int = 0o600) -> Settings:
    path = folder / "passphrase"
    if content is not None:
        path.write_bytes(content)
        path.chmod(mode)
    return Settings(home=folder, lang=None, mode="paper", backup_passphrase_file=path)


@pytest.mark.parametrize("content", [GOOD, f"{GOOD}\n", f"{GOOD}\r\nmore\n"])
def test_the_first_line_of_a_private_file_is_the_passphrase(tmp_path: Path, content: str) -> None:
    assert passphrase(settings(tmp_path, content.encode()), twice=True) == GOOD


def test_one_spelling_of_an_accent_is_as_good_as_the_other(tmp_path: Path) -> None:
    apart, together = "cafe\u0301 au lait 2026", "caf\u00e9 au lait 2026"
    assert passphrase(settings(tmp_path, apart.encode()), twice=False) == together


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(Misconfigured, match="can be read by others"):
        passphrase(settings(tmp_path, GOOD.encode(), mode), twice=False)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "fewer than 12"),
        (b"\n" + GOOD.encode(), "fewer than 12"),
        (b"elevenchars", "fewer than 12"),
        (b" " * 20, "fewer than 12"),
        (b"\xff\xfe" + GOOD.encode(), "no UTF-8"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_passphrase_is_refused_with_the_next_step(tmp_path: Path, content: bytes | None, said: str) -> None:
    with pytest.raises(Misconfigured, match=said):
        passphrase(settings(tmp_path, content), twice=False)


def test_a_pipe_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "passphrase", 0o600)
    with pytest.raises(Misconfigured, match="no plain file"):
        passphrase(settings(tmp_path), twice=False)


def test_standard_input_that_is_no_terminal_is_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD}\n{GOOD}\n"))
    with pytest.raises(Misconfigured, match="never piped"):
        passphrase(Settings(home=tmp_path, lang=None, mode="paper"), twice=True)
