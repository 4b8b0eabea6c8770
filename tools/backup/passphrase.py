"""The passphrase of a backup: typed at a terminal or read from a private file; never an argument, never a pipe."""

import getpass
import os
import stat
import sys
import unicodedata
from pathlib import Path

from tools.errors import Misconfigured, Refused
from tools.settings import Settings

SHORTEST = 12
LONGEST_FILE = 4096
_NAME = "EVA_BACKUP_PASSPHRASE_FILE"


def passphrase(settings: Settings, *, twice: bool) -> str:
    """The passphrase, at least 12 characters; `twice` asks for it again. Raises Misconfigured, Refused."""
    if settings.backup_passphrase_file is not None:
        return _normal(_from_file(settings.backup_passphrase_file))
    if not sys.stdin.isatty():
        raise Misconfigured(
            f"the passphrase is typed at a terminal, never piped: run this at one, or set {_NAME} to a file (0600)"
        )
    try:
        typed = _normal(getpass.getpass(f"passphrase of the backup ({SHORTEST} characters or more): "))
        _long_enough(typed, "the passphrase")
        if twice and _normal(getpass.getpass("the same again: ")) != typed:
            raise Refused("the two were not the same: try again")
    except EOFError:
        raise Refused("no passphrase was typed: try again") from None
    return typed


def _from_file(path: Path) -> str:
    """The first line of a file that its owner alone can read."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise Misconfigured(f"{_NAME} {str(path)!r} cannot be read ({error.strerror}): correct that") from None
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise Misconfigured(f"{_NAME} {str(path)!r} is no plain file: name one that holds the passphrase")
        if found.st_mode & 0o077 or found.st_uid not in (os.getuid(), 0):
            raise Misconfigured(f"{_NAME} {str(path)!r} can be read by others: chmod 600 it, and own it")
        content = file.read(LONGEST_FILE)
    try:
        line = content.decode().partition("\n")[0].rstrip("\r")
    except UnicodeDecodeError:
        raise Misconfigured(f"{_NAME} {str(path)!r} is no UTF-8 text: write the passphrase on its first line") from None
    _long_enough(line, f"the first line of {str(path)!r}")
    return line


def _long_enough(text: str, what: str) -> None:
    if len(text.strip()) < SHORTEST:
        raise Misconfigured(f"{what} has fewer than {SHORTEST} characters: choose a longer passphrase")


def _normal(text: str) -> str:
    """One spelling of accented letters, whatever keyboard they come from."""
    return unicodedata.normalize("NFC", text)
