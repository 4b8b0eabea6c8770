"""Whether a live desk is walled off from the assistant: its own user, closed files, no memory dump, known clients."""

import grp
import os
import pwd
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.desk.places import Places
from tools.errors import Misconfigured

GROUP = "eva"
RUNTIME_MODE, SOCKET_MODE, LATCH_MODE = 0o750, 0o660, 0o1770
PR_GET_DUMPABLE, PR_SET_DUMPABLE = 3, 4
OTHERS = 0o077


@dataclass(frozen=True, kw_only=True)
class Wall:
    """Who may reach `desk.sock`: these users, through this group. `paper` is the desk's own user and no group."""

    clients: frozenset[int]
    group: int | None = None

    def admits(self, uid: int) -> bool:
        """Whether the user behind a connection is answered."""
        return uid in self.clients


def paper() -> Wall:
    """No wall: the desk and the assistant are the same user."""
    return Wall(clients=frozenset({os.getuid()}))


def live(places: Places, names: Iterable[str], group: int | None = None) -> Wall:
    """The wall of a live desk, with the latch folder made; raises Misconfigured naming everything that is missing.

    `names` are users by name or number. `group` is the number of the group `eva` where it has no such name.
    """
    found: list[str] = []
    number = _group(found) if group is None else group
    clients = frozenset(uid for name in names if (uid := _uid(name, found)) is not None)
    if not undumpable():
        found.append("the process can be dumped: a live desk needs Linux with prctl")
    found += problems(places, clients, number)
    if found:
        raise Misconfigured("EVA_MODE=live is refused without isolation: " + "; ".join(found))
    _latch_folder(places.latches, number)
    return Wall(clients=clients, group=number)


def problems(places: Places, clients: frozenset[int], group: int) -> list[str]:
    """What of the wall is missing, each with what to do."""
    me = os.geteuid()
    found = []
    if me == 0 or os.getuid() != me:
        found.append("the desk runs as root: run it as a user of its own")
    if not clients:
        found.append("nobody may connect: name the assistant's user in EVA_DESK_CLIENTS")
    if clients & {me, os.getuid()}:
        found.append("EVA_DESK_CLIENTS names the desk's own user: the assistant must be another")
    if 0 in clients:
        found.append("EVA_DESK_CLIENTS names root: the assistant must be an ordinary user")
    return [*found, *_runtime(places.runtime, me, group), *_closed(places)]


def _runtime(folder: Path, me: int, group: int) -> Iterator[str]:
    try:
        is_ = folder.lstat()
    except OSError as error:
        yield f"{str(folder)!r} is not there ({error.strerror}): make it for the desk's user, group {GROUP}, mode 0750"
        return
    right = stat.S_ISDIR(is_.st_mode) and is_.st_uid == me and is_.st_gid == group
    if not right or stat.S_IMODE(is_.st_mode) != RUNTIME_MODE:
        yield f"{str(folder)!r} must be a folder of the desk's user, group {GROUP}, mode 0750"


def _closed(places: Places) -> Iterator[str]:
    """Files of the desk that are another's or that others may open; folders above them may not be theirs to change."""
    me = os.geteuid()
    for path in (places.home, places.desk, *_below(places.desk)):
        is_ = path.lstat()
        if stat.S_ISLNK(is_.st_mode) or is_.st_uid != me or stat.S_IMODE(is_.st_mode) & OTHERS:
            yield f"{str(path)!r} is open to others: give it to the desk's user, mode 0700 (a file: 0600)"


def _below(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def undumpable() -> bool:
    """Makes the process one whose memory no other process of its user may read; whether that now holds."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    return bool(system.prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0)


def open_to(path: Path, wall: Wall) -> None:
    """Opens a socket to the group of a wall; the paper desk's stays its owner's alone."""
    if wall.group is not None:
        os.chown(path, -1, wall.group)
        path.chmod(SOCKET_MODE)


def _latch_folder(folder: Path, group: int) -> None:
    """Where the group may add a halt and only the desk takes one away."""
    folder.mkdir(mode=0o700, exist_ok=True)
    is_ = folder.lstat()
    if not stat.S_ISDIR(is_.st_mode) or is_.st_uid != os.geteuid():
        raise Misconfigured(f"{str(folder)!r} is a link or belongs to another user: remove it, then try again")
    os.chown(folder, -1, group)
    folder.chmod(LATCH_MODE)


def _group(found: list[str]) -> int:
    try:
        return grp.getgrnam(GROUP).gr_gid
    except KeyError:
        found.append(f"there is no group {GROUP!r}: make it, with the desk's and the assistant's users in it")
        return -1


def _uid(name: str, found: list[str]) -> int | None:
    if name.isascii() and name.isdigit():
        return int(name)
    try:
        return pwd.getpwnam(name).pw_uid
    except KeyError:
        found.append(f"EVA_DESK_CLIENTS names {name[:40]!r}, who is no user here")
        return None
