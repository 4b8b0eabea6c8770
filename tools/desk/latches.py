"""The latch folder: a file dropped there halts an account, whoever dropped it, and only the desk takes it away."""

import os
from pathlib import Path

from tools.errors import Misconfigured, Refused

ALL = "all"


class Latches:
    """`folder/ACCOUNT` or `folder/all`. What cannot be read counts as a latch on every account."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

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
        try:
            return frozenset(path.name for path in self._folder.iterdir())
        except FileNotFoundError:
            return frozenset()
        except OSError:
            return frozenset({ALL})

    def mark(self) -> str:
        """What lies there now and since when: another halt, even of the same name, changes it."""
        names = sorted(self.latched())
        return ",".join(f"{name}@{_since(self._folder / name)}" for name in names)

    def holds(self, account: str) -> bool:
        """Whether this account is latched from outside."""
        names = self.latched()
        return account in names or ALL in names or _odd(names)

    def lift(self, account: str) -> None:
        """Takes the latches of an account away; raises Refused when one cannot be removed."""
        for name in self.latched():
            if name in (account, ALL) or _odd(frozenset({name})):
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
