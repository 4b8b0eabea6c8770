"""The records' part in a backup: a SQLite file as it is, a PostgreSQL database as lines, and back into either."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from memory.errors import Unusable
from memory.records.opening import FILE, location, opened
from memory.records.transfer import export_rows, filled, replaced
from tools.backup.archive import ROWS
from tools.backup.quiet import in_use
from tools.errors import Misconfigured, Refused
from tools.settings import Settings

ASIDE = "records-before-restore.jsonl"
"""The rows that a PostgreSQL database held before a restore, in the folder that was moved aside."""
ENDS = ("-wal", "-shm", "")
"""What SQLite may have beside a database, and the database itself."""


@contextmanager
def told() -> Iterator[None]:
    """Turns what memory says into the process's own kind of error."""
    try:
        yield
    except Unusable as error:
        raise Misconfigured(str(error)) from error


def elsewhere(settings: Settings) -> Path | None:
    """The records' SQLite file where it is not `EVA_HOME/records.db`; None there, and for PostgreSQL."""
    with told():
        where = location(settings.database_url, settings.home)
    path = Path(where.database or "")
    return path if where.get_backend_name() == "sqlite" and path != settings.home / FILE else None


def in_server(settings: Settings) -> bool:
    """Whether the records are in PostgreSQL."""
    with told():
        return location(settings.database_url, settings.home).get_backend_name() == "postgresql"


async def export(settings: Settings, folder: Path) -> None:
    """Writes the rows of a PostgreSQL database beside the files of a backup."""
    with told():
        async with opened(settings.database_url, settings.home) as records:
            await export_rows(records, folder / ROWS)


@dataclass(frozen=True, kw_only=True)
class Return:
    """Bringing the records back: prepared in a folder beside the home, done while the folders change places.

    `settings` are those of the restored home, which lies in `staged` until then.
    """

    settings: Settings
    staged: Path
    home: Path
    stamp: str

    @asynccontextmanager
    async def under_way(self, *, force: bool) -> AsyncIterator[None]:
        """The folders change places inside this block; the records follow only when that went well."""
        with told():
            if in_server(self.settings):
                async with self._into_server(force=force):
                    yield
                return
            await self._into_file()
            with self._into_place(force=force):
                yield

    @asynccontextmanager
    async def _into_server(self, *, force: bool) -> AsyncIterator[None]:
        rows, file = self.staged / ROWS, self.staged / FILE
        if file.exists():
            async with opened(None, self.staged) as old:
                await export_rows(old, rows)
            _gone(file)
        if not rows.exists():
            yield
            return
        async with opened(self.settings.database_url, self.staged) as records:
            if not force and await filled(records):
                raise Refused("the database of EVA_DATABASE_URL holds records: --force puts them aside first")
            self.home.mkdir(exist_ok=True, mode=0o700)
            aside = (self.home if force else self.staged) / ASIDE
            aside.unlink(missing_ok=True)
            try:
                with rows.open(encoding="utf-8") as lines:
                    async with replaced(records, lines, aside):
                        (self.staged / ASIDE).unlink(missing_ok=True)
                        rows.unlink()
                        yield
            finally:
                aside.unlink(missing_ok=True)

    async def _into_file(self) -> None:
        """Makes the records' file of rows that came from PostgreSQL."""
        rows = self.staged / ROWS
        if not rows.exists():
            return
        fresh = self.staged / "fresh.jsonl"
        async with opened(None, self.staged) as records:
            with rows.open(encoding="utf-8") as lines:
                async with replaced(records, lines, fresh):
                    pass
        rows.unlink()
        fresh.unlink()

    @contextmanager
    def _into_place(self, *, force: bool) -> Iterator[None]:
        """Puts the records' file where the settings have it."""
        wanted, file = elsewhere(self.settings), self.staged / FILE
        if wanted is None or wanted == self.home / FILE or not file.exists():
            yield
            return
        if wanted.is_relative_to(self.home):
            inside = self.staged / wanted.relative_to(self.home)
            inside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file.rename(inside)
            yield
            return
        with self._exchanged(wanted, force=force):
            yield

    @contextmanager
    def _exchanged(self, wanted: Path, *, force: bool) -> Iterator[None]:
        """Changes places with a file outside the home, which gets a name of its own; undone when the block fails."""
        if wanted.exists() and not force:
            raise Refused(f"{str(wanted)!r} holds records: --force puts them aside first")
        if wanted.exists() and in_use(wanted):
            raise Refused(f"another process uses {str(wanted)!r}: end it, then try again")
        part = wanted.with_name(f"{wanted.name}.part")
        before = f"{wanted.name}.before-{self.stamp}"
        moves = [(wanted.with_name(wanted.name + end), wanted.with_name(before + end)) for end in ENDS]
        moves = [(old, new) for old, new in moves if old.exists()]
        try:
            shutil.copyfile(self.staged / FILE, part)
            part.chmod(0o600)
            for old, new in moves:
                os.rename(old, new)
            os.rename(part, wanted)
            _gone(self.staged / FILE)
            yield
        except BaseException:
            part.unlink(missing_ok=True)
            for old, new in moves:
                if new.exists():
                    os.rename(new, old)
            raise


def _gone(path: Path) -> None:
    """Takes a database of the staged folder away, with what SQLite leaves beside it."""
    for end in ENDS:
        path.with_name(path.name + end).unlink(missing_ok=True)
