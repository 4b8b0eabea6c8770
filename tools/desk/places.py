"""Where the desk's things lie: its folder, its socket, its lock, and the record of its process."""

import contextlib
import fcntl
import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.errors import Misconfigured

SOCKET = "desk.sock"
OPERATOR = "operator.sock"
LIVE = Path("/run/eva")
"""Where the sockets of a live desk lie, made by whoever installs it: the desk's user, group `eva`, mode 0750."""
LONGEST = 64 * 1024
"""The longest message that the desk reads, in bytes."""
LONGEST_HOME = 450
"""Bytes of a home's path: SQLite opens no file whose path is longer than 512."""
LONG = 60
"""A runtime folder longer than this would make a socket path that the system refuses (107 bytes)."""


@dataclass(frozen=True)
class Places:
    """The paths of one home. Socket paths are short whatever the length of the home's own.

    `live` is the desk as another user: its runtime folder is made for it, and halts are dropped there.
    """

    home: Path
    runtime: Path
    live: bool = False

    @classmethod
    def of(cls, home: Path, environ: Mapping[str, str]) -> "Places":
        """The places of a home; nothing is made yet."""
        if environ.get("EVA_MODE") == "live":
            return cls(home, LIVE, live=True)
        mark = hashlib.sha256(str(home.absolute()).encode()).hexdigest()[:12]
        runtime = environ.get("XDG_RUNTIME_DIR", "")
        if runtime.startswith("/") and len(runtime) < LONG and Path(runtime).is_dir():
            return cls(home, Path(runtime) / f"eva-{mark}")
        folder = tempfile.gettempdir()
        folder = folder if len(folder) < LONG else os.path.sep + "tmp"
        return cls(home, Path(folder) / f"eva-{os.getuid()}-{mark}")

    @property
    def desk(self) -> Path:
        """The desk's own folder: journal, key, books, log."""
        return self.home / "desk"

    @property
    def latches(self) -> Path:
        """Where a halt may be dropped: by the desk's user, and in the runtime folder of a live desk by its group."""
        return self.runtime / "latch" if self.live else self.home / "latch"

    @property
    def socket(self) -> Path:
        """The socket of the assistant."""
        return self.runtime / SOCKET

    @property
    def operator(self) -> Path:
        """The socket of the operator."""
        return self.runtime / OPERATOR

    @property
    def totp(self) -> Path:
        """The authenticator's secret; its name keeps it out of every backup."""
        return self.desk / "totp.secret"

    @property
    def journal(self) -> Path:
        """The journal file."""
        return self.desk / "journal.db"

    @property
    def key(self) -> Path:
        """The key that chains the journal."""
        return self.desk / "journal.key"

    @property
    def process(self) -> Path:
        """The record of the running desk's process."""
        return self.desk / "process.json"

    @property
    def log(self) -> Path:
        """What the desk last wrote to its standard error."""
        return self.desk / "desk.log"

    def prepare(self) -> None:
        """Makes the folders, private to their owner; raises Misconfigured for a link or somebody else's folder."""
        if len(os.fsencode(self.home)) > LONGEST_HOME:
            raise Misconfigured(
                f"the path of {str(self.home)!r} is too long for the desk: set EVA_HOME to a shorter one"
            )
        for folder in (self.desk,) if self.live else (self.desk, self.latches, self.runtime):
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            except FileExistsError:
                raise Misconfigured(f"{str(folder)!r} is no folder: remove it, then try again") from None
            except OSError as error:
                raise Misconfigured(f"{str(folder)!r} cannot be made ({error.strerror}): correct that") from None
            self._private(folder)

    def _private(self, folder: Path) -> None:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            raise Misconfigured(f"{str(folder)!r} is a link or belongs to another user: remove it, then try again")
        if found.st_mode & 0o077:
            folder.chmod(0o700)


class Lock:
    """One desk a home: an advisory lock that ends with the process that holds it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        self._handle: int | None = None

    def take(self) -> bool:
        """Whether this process now holds the lock."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return False
        self._handle = handle
        return True


def record(places: Places) -> None:
    """Writes down which process is the desk, and when it started, so that a hung one can be ended safely."""
    where = str(places.socket)
    body = json.dumps({"pid": os.getpid(), "started": started(os.getpid()), "socket": where})
    new = places.process.with_suffix(".new")
    new.write_text(body)
    new.replace(places.process)


def listening(places: Places) -> Path:
    """Where the desk of this home listens: where it said so, if it runs, else where it would by this environment."""
    if recorded(places) is not None:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            said = Path(json.loads(places.process.read_text())["socket"])
            if said.lstat().st_uid == os.getuid():
                return said
    return places.socket


def recorded(places: Places) -> int | None:
    """The process id of the desk if that very process still runs, else None."""
    try:
        body = json.loads(places.process.read_text())
        pid = int(body["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return pid if body.get("started") == started(pid) is not None else None


def started(pid: int) -> str | None:
    """When a process started, in the system's own notation; None when it does not run."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return _started_by_ps(pid)
    fields = text.rpartition(")")[2].split()
    return None if fields[0] == "Z" else fields[19]


def _started_by_ps(pid: int) -> str | None:
    if Path("/proc/self").exists():
        return None
    import subprocess

    found = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return found.stdout.strip() or None
