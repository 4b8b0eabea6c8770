"""One service a home: a file lock that ends with its holder, and says who that is."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tools.errors import Misconfigured

FILE = "serve.lock"
_LONGEST = 200


@contextmanager
def held(home: Path, address: str) -> Iterator[None]:
    """Holds the home for as long as the block lasts; raises Misconfigured, naming the process that holds it already."""
    path = home / FILE
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise Misconfigured(f"{str(path)!r} cannot be opened ({error.strerror}); correct that, then retry") from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Misconfigured(_held_by(handle, home)) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps({"pid": os.getpid(), "address": address}).encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _held_by(handle: int, home: Path) -> str:
    """Who holds the lock, as far as it has said so by now."""
    who, stop = "another process", "stop it"
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads(os.pread(handle, _LONGEST, 0))
        pid = int(said["pid"])
        who, stop = f"process {pid} at {str(said['address'])[:60]}", f"kill {pid}"
    return f"eva serve runs for {str(home)!r} already: {who} holds it; {stop}, or set EVA_HOME to another folder"
