"""Opening the records: by a URL or in the home folder, at the newest layout, on SQLite or PostgreSQL."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import col, select

from memory.errors import Unusable
from memory.migrations import HEAD, REVISIONS
from memory.records.repository import House
from memory.records.scope import WRITES, Scope, scoped
from memory.records.tables import HOUSE, Organization
from memory.records.telling import place, told

FILE = "records.db"
BUSY_S = 10
LOCK = 0x45564152
"""The advisory lock under which PostgreSQL is migrated."""


def now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


class Records:
    """The open records. Nothing is read or written here but through one organization: `of`."""

    def __init__(self, *, engine: AsyncEngine, clock: Callable[[], datetime]) -> None:
        self.engine = engine
        self._clock = clock

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    def of(self, organization: str, *, by: str) -> House:
        """The records of one organization, written in the name of a principal; raises Unscoped for an empty name."""
        scope = Scope(organization=organization, by=by)
        return House(engine=self.engine, scope=scope, clock=self._clock)

    async def add_organization(self, organization: str, name: str, *, by: str) -> None:
        """Makes another organization; one that exists stays as it is."""
        scope = Scope(organization=organization, by=by)
        moment = self._clock()
        with told(self.engine):
            async with scoped(self.engine, scope, write=True) as session:
                mine = select(Organization).where(col(Organization.organization_id) == organization)
                if (await session.execute(mine)).first() is None:
                    stamps: dict[str, Any] = {"created_at": moment, "updated_at": moment, "created_by": by}
                    session.add(Organization(organization_id=organization, name=name, **stamps))

    async def organizations(self) -> list[str]:
        """Every organization's id, in order."""
        ids = col(Organization.organization_id)
        with told(self.engine):
            async with scoped(self.engine, Scope(organization=HOUSE, by="records"), write=False) as session:
                return list((await session.execute(select(ids).order_by(ids))).scalars())

    async def close(self) -> None:
        """Ends every connection."""
        await self.engine.dispose()


def location(url: str | None, home: Path) -> URL:
    """The database's address for SQLAlchemy; raises Unusable for a form that is not understood."""
    if url is None:
        return URL.create("sqlite+aiosqlite", database=str(home / FILE))
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise Unusable("EVA_DATABASE_URL cannot be read; " + _FORMS) from None
    if parsed.drivername == "sqlite" and parsed.database and Path(parsed.database).is_absolute():
        return parsed.set(drivername="sqlite+aiosqlite")
    if parsed.drivername == "postgresql" and parsed.host and parsed.database:
        return parsed.set(drivername="postgresql+asyncpg")
    raise Unusable(f"EVA_DATABASE_URL is {parsed.render_as_string(hide_password=True)!r}; " + _FORMS)


_FORMS = "set it to sqlite:////ABSOLUTE/FILE or postgresql://USER@HOST:PORT/NAME"


@asynccontextmanager
async def opened(url: str | None, home: Path, clock: Callable[[], datetime] = now) -> AsyncIterator[Records]:
    """The records for as long as the block lasts, at the newest layout; raises Unusable with the next step."""
    records = await open_records(url, home, clock)
    try:
        yield records
    finally:
        await records.close()


async def open_records(url: str | None, home: Path, clock: Callable[[], datetime] = now) -> Records:
    """Opens the records, making or migrating them where they are not at the newest layout."""
    where = location(url, home)
    engine = _sqlite(where) if where.get_backend_name() == "sqlite" else _postgresql(where)
    try:
        with told(engine):
            await _prepare(engine)
    except BaseException:
        await engine.dispose()
        raise
    return Records(engine=engine, clock=clock)


def _sqlite(where: URL) -> AsyncEngine:
    path = Path(where.database or "")
    try:
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise Unusable(f"the records {str(path)!r} cannot be made ({error.strerror}); correct that") from None
    engine = create_async_engine(where, connect_args={"timeout": BUSY_S})
    event.listen(engine.sync_engine, "connect", _connected)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _connected(connection: Any, _: Any) -> None:
    """Foreign keys hold, and transactions begin when we say so, table definitions included."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(where: URL) -> AsyncEngine:
    try:
        return create_async_engine(where, connect_args={"timeout": BUSY_S})
    except ModuleNotFoundError:
        raise Unusable("PostgreSQL needs the package asyncpg: `make install` installs it") from None


async def _prepare(engine: AsyncEngine) -> None:
    """Looks at the layout; only one that is missing or old is worth the migrations' start."""
    if engine.dialect.name == "sqlite":
        await asyncio.to_thread(_check, Path(engine.url.database or ""))
    async with engine.connect() as connection:
        revision = await connection.run_sync(_revision)
    if revision == HEAD:
        return
    if revision is not None and revision not in REVISIONS:
        raise Unusable(
            f"the records at {place(engine)} were written by a newer version (layout {revision!r}, this one knows "
            f"{HEAD!r}); use that version, or `eva restore` an older backup: a layout never goes back"
        )
    async with engine.execution_options(**{WRITES: True}).begin() as connection:
        await connection.run_sync(_migrate)


def _check(path: Path) -> None:
    """Reads the file once before anything is built on it; raises sqlite3.DatabaseError for a damaged one."""
    with closing(sqlite3.connect(path, timeout=BUSY_S)) as db:
        found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(f"quick_check: {found}")


def _migrate(connection: Connection) -> None:
    """Brings the layout up to date while no other process does."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    if _revision(connection) != HEAD:
        from memory.migrations.upgrading import upgrade

        upgrade(connection)


def _revision(connection: Connection) -> str | None:
    """The layout that the database says it has."""
    if connection.dialect.name == "sqlite":
        known = text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
    else:
        known = text("SELECT 1 WHERE to_regclass('alembic_version') IS NOT NULL")
    if connection.execute(known).first() is None:
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return None if row is None else str(row[0])
