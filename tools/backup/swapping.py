"""Folders that change places: in one step where the system can do that, so that a home is there at every moment."""

import ctypes
import os
from pathlib import Path

from tools.backup.making import sync

_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of renameat2(2), Linux."""


def swap(staged: Path, home: Path, aside: Path) -> bool:
    """The staged folder becomes the home, and the present home, unless it is empty, goes aside; whether it did.

    Raises OSError, and then everything is where it was.
    """
    moved = home.exists() and any(home.iterdir())
    if not moved:
        os.rename(staged, home)
    elif exchange(staged, home):
        try:
            os.rename(staged, aside)
        except BaseException:
            exchange(staged, home)
            raise
    else:
        os.rename(home, aside)
        try:
            os.rename(staged, home)
        except BaseException:
            os.rename(aside, home)
            raise
    sync(home.parent)
    return moved


def swap_back(staged: Path, home: Path, aside: Path, *, moved: bool) -> None:
    """Undoes a swap."""
    os.rename(home, staged)
    if moved:
        os.rename(aside, home)
    else:
        home.mkdir(mode=0o700)


def exchange(one: Path, other: Path) -> bool:
    """Exchanges two folders' names in one step; False where the system cannot."""
    call = getattr(ctypes.CDLL(None), "renameat2", None)
    return call is not None and call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0
