"""The file of threads: LangGraph's SQLite saver over `threads.db`, plain values only, one checkpoint a thread."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.errors import Misconfigured

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite import SqliteSaver

FILE = "threads.db"
BUSY_S = 0.25
"""How long somebody else's write is waited for; the loop stands still meanwhile."""
_RETAIN = """
DELETE FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = '' AND checkpoint_id <
    (SELECT MAX(checkpoint_id) FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = '')
"""
_FORGET = """
DELETE FROM writes WHERE thread_id = ? AND checkpoint_ns = '' AND checkpoint_id NOT IN
    (SELECT checkpoint_id FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = '')
"""


class Threads:
    """The saver of one process, opened by `open_threads`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self.saver = _saver(connection)

    def retain(self, thread: str) -> None:
        """Keeps the newest checkpoint of a thread alone; the saver has no retention of its own."""
        with self.saver.lock, self._connection:
            self._connection.execute(_RETAIN, (thread, thread))
            self._connection.execute(_FORGET, (thread, thread))


def _saver(connection: sqlite3.Connection) -> "SqliteSaver":
    """The saver with asynchronous verbs that do not change threads: a write takes less time than the way there."""
    from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
    from langgraph.checkpoint.sqlite import SqliteSaver

    class PlainSaver(SqliteSaver):
        """Reads and writes where it is called."""

        async def aget_tuple(self, config: Any) -> Any:
            """The newest checkpoint of a thread."""
            return self.get_tuple(config)

        async def aput(self, config: Any, checkpoint: Any, metadata: Any, new_versions: Any) -> Any:
            """Writes a checkpoint."""
            return self.put(config, checkpoint, metadata, new_versions)

        async def aput_writes(self, config: Any, writes: Sequence[Any], task_id: str, task_path: str = "") -> None:
            """Writes what a step gave before its checkpoint."""
            self.put_writes(config, writes, task_id, task_path)

    # An empty list of modules: a row that names a class is refused, whatever the environment says.
    return PlainSaver(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=None))


@contextmanager
def open_threads(home: Path) -> Iterator[Threads]:
    """Opens or makes the file (0600, WAL); raises Misconfigured for one that cannot be trusted."""
    path = home / FILE
    try:
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = sqlite3.connect(path, timeout=BUSY_S, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        raise unusable(path, error) from None
    try:
        yield _prepared(path, connection)
    finally:
        connection.close()


def _prepared(path: Path, connection: sqlite3.Connection) -> Threads:
    threads = Threads(path, connection)
    try:
        threads.saver.setup()
        connection.execute("PRAGMA synchronous = NORMAL")
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(str(found))
    except sqlite3.Error as error:
        raise unusable(path, error) from None
    return threads


def unusable(path: Path, error: Exception) -> Misconfigured:
    """What is said of a file of threads that cannot be used."""
    return Misconfigured(
        f"{str(path)!r} cannot be used ({error}); move it away and start again: only the memory of what was said "
        "is in it, orders and positions are the desk's"
    )
