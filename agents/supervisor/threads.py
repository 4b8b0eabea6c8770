"""The file of threads: LangGraph's SQLite saver over `threads.db`, plain values only, one checkpoint a thread."""

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from tools.errors import Misconfigured

FILE = "threads.db"
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

    def __init__(self, path: Path, connection: "object") -> None:
        from aiosqlite import Connection
        from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
        from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

        assert isinstance(connection, Connection)
        self.path = path
        self._connection = connection
        # An empty list of modules: a row that names a class is refused, whatever the environment says.
        self.saver = AsyncSqliteSaver(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=None))

    async def retain(self, thread: str) -> None:
        """Keeps the newest checkpoint of a thread alone; the saver has no retention of its own."""
        async with self.saver.lock:
            await self._connection.execute(_RETAIN, (thread, thread))
            await self._connection.execute(_FORGET, (thread, thread))
            await self._connection.commit()


@asynccontextmanager
async def open_threads(home: Path) -> AsyncIterator[Threads]:
    """Opens or makes the file (0600, WAL); raises Misconfigured for one that cannot be trusted."""
    import aiosqlite

    path = home / FILE
    try:
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = await aiosqlite.connect(path, timeout=5)
    except (OSError, sqlite3.Error) as error:
        raise unusable(path, error) from None
    try:
        threads = await _prepared(path, connection)
        yield threads
    finally:
        await connection.close()


async def _prepared(path: Path, connection: "object") -> Threads:
    threads = Threads(path, connection)
    try:
        await threads.saver.setup()
        await threads.saver.conn.execute("PRAGMA synchronous = NORMAL")
        async with threads.saver.conn.execute("PRAGMA quick_check(1)") as found:
            row = await found.fetchone()
        if row is None or row[0] != "ok":
            raise sqlite3.DatabaseError(str(row and row[0]))
    except sqlite3.Error as error:
        raise unusable(path, error) from None
    return threads


def unusable(path: Path, error: Exception) -> Misconfigured:
    """What is said of a file of threads that cannot be used."""
    return Misconfigured(
        f"{str(path)!r} cannot be used ({error}); move it away and start again: only the memory of what was said "
        "is in it, orders and positions are the desk's"
    )
