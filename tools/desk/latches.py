"""The latch folder: a file dropped there halts an account, whoever dropped it, and only the desk takes it away."""

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

from tools.errors import Misconfigured, Refused

ALL = "all"
LONGEST = 200
"""Bytes of a cause that are read."""
SHORT = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
"""What the folder cannot be read for when the machine is short of something: not a word about any latch."""
BLIND_S = 3.0
"""Seconds for which what was read last counts while the machine is short of something: three beats."""


class Latches:
    """`folder/ACCOUNT` or `folder/all`. What cannot be read counts as a latch on every account.

    While the machine has no file to spare what was read last counts, for three seconds of the monotonic clock.
    """

    def __init__(self, folder: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._monotonic = monotonic
        self._read: tuple[float, frozenset[str]] | None = None

    def prepare(self) -> None:
        """Makes the folder if it is missing."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def drop(self, account: str) -> Path:
        """Latches an account (or 'all') from outside the desk; on the disk when this returns.

        Whatever lies there already is a latch as good as any. Raises Refused for a name that no account can
        have (it would be another file's path), Misconfigured when nothing can be written.
        """
        if _odd(frozenset({account})):
            raise Refused(f"no account can be named {account!r:.60}: see `eva status`; `eva halt all` stops every one")
        path = self._folder / account
        try:
            self.prepare()
            if not os.path.lexists(path):
                _sync(path, os.O_WRONLY | os.O_CREAT)
            with contextlib.suppress(PermissionError):  # another user's latch, which is as good
                os.utime(path, follow_symlinks=False)
            _sync(self._folder, os.O_RDONLY)
        except OSError as error:
            raise Misconfigured(
                f"the latch {str(path)!r} cannot be written ({error.strerror}): "
                "free disk space or correct the folder's rights, then halt again"
            ) from None
        return path

    def latched(self) -> frozenset[str]:
        """The accounts (or 'all') that are latched from outside."""
        now = self._monotonic()
        try:
            names = frozenset(os.listdir(self._folder))
        except FileNotFoundError:
            names = frozenset()
        except OSError as error:
            known = self._read
            if known is not None and error.errno in SHORT and now - known[0] <= BLIND_S:
                return known[1]
            return frozenset({ALL})
        self._read = (now, names)
        return names

    def mark(self, account: str) -> str:
        """What of an account lies there now and since when: another halt, even of the same name, changes it."""
        names = sorted(name for name in self.latched() if name in (account, ALL) or _odd(frozenset({name})))
        return ",".join(f"{name}@{_since(self._folder / name)}" for name in names)

    def holds(self, account: str) -> bool:
        """Whether this account is latched from outside."""
        names = self.latched()
        return account in names or ALL in names or _odd(names)

    def cause(self, account: str) -> str:
        """What the account's own latch says it stands for, as a restore writes it; empty where it says nothing."""
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW
        try:
            handle = os.open(self._folder / account, flags)
            with os.fdopen(handle, "rb") as file:
                said = file.read(LONGEST) if stat.S_ISREG(os.fstat(handle).st_mode) else b""
        except OSError:
            return ""
        line = said.decode(errors="replace").strip()
        return line if line.isprintable() else ""

    def lift(self, marked: str) -> None:
        """Takes away the latches that a mark names, as long as they are the same; raises Refused when one stays."""
        for name in self.latched():
            if f",{name}@{_since(self._folder / name)}," in f",{marked},":
                try:
                    (self._folder / name).unlink(missing_ok=True)
                except OSError as error:
                    raise Refused(f"the latch {name!r} cannot be removed ({error}): remove it by hand") from error


def _sync(path: Path, flags: int) -> None:
    """Opens a file or folder and waits until it is on the disk."""
    handle = os.open(path, flags, 0o600)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _since(path: Path) -> int:
    try:
        return path.lstat().st_mtime_ns
    except OSError:
        return 0


def _odd(names: frozenset[str]) -> bool:
    """Whether a name is none that an account can have: not understood is a latch on everything."""
    return any(not name.replace("-", "").replace("_", "").isalnum() for name in names)
