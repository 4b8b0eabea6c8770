"""The latch folder: a file dropped there halts an account, whoever dropped it, and only the desk takes it away."""

import os
from pathlib import Path

from tools.errors import Refused

ALL = "all"


class Latches:
    """`folder/ACCOUNT` or `folder/all`. What cannot be read counts as a latch on every account."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self) -> None:
        """Makes the folder if it is missing."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def drop(self, account: str) -> Path:
        """Latches an account (or 'all') from outside the desk; on the disk when this returns."""
        self.prepare()
        path = self._folder / account
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        return path

    def latched(self) -> frozenset[str]:
        """The accounts (or 'all') that are latched from outside."""
        try:
            return frozenset(path.name for path in self._folder.iterdir())
        except FileNotFoundError:
            return frozenset()
        except OSError:
            return frozenset({ALL})

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


def _odd(names: frozenset[str]) -> bool:
    """Whether a name is none that an account can have: not understood is a latch on everything."""
    return any(not name.replace("-", "").replace("_", "").isalnum() for name in names)
