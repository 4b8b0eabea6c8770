"""The records' part in a backup: a SQLite file as it is, a PostgreSQL database as lines, and back into either."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from memory.errors import Unusable
from memory.records.opening import FILE, location, opened
from memory.records.transfer import export_rows, filled, replaced
from tools.backup.manifest import ROWS
from tools.backup.quiet import in_use
from tools.errors import Misconfigured, Refused
from tools.settings import FILE as ENV
from tools.settings import Settings, load

ASIDE = "records-before-restore.jsonl"
"""The rows that a PostgreSQL database held before a restore, in the folder that was moved aside."""
ENDS = ("-wal", "-shm", "")
"""What SQLite may have beside a database, and the database itself."""
URL = "EVA_DATABASE_URL"


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


def settled(staged: Path, home: Path, environ: Mapping[str, str]) -> tuple[Settings, str | None]:
    """The settings of the restored home, and the place of records outside it that its own `.env` asked for in vain.

    Anybody may have written a backup's `.env`. A place outside the home counts only where this environment or the
    `.env` of the present home names the very same; otherwise its line becomes a comment, and the records stay inside.
    """
    inside = {**environ, "EVA_HOME": str(staged)}
    settings = load(inside)
    asked = settings.database_url
    if asked is None or environ.get(URL) or _within(asked, home):
        return settings, None
    if (home / ENV).exists() and load({**environ, "EVA_HOME": str(home)}).database_url == asked:
        return settings, None
    lines = (staged / ENV).read_text(encoding="utf-8").splitlines()
    named = [line.partition("=")[0].strip() == URL for line in lines]
    text = "".join(f"{'# not used since a restore: ' * off}{line}\n" for line, off in zip(lines, named, strict=True))
    (staged / ENV).write_text(text, encoding="utf-8")
    return load(inside), _shown(asked, home)


def _within(url: str, home: Path) -> bool:
    """Whether an address is a file below the home, whatever `..` it has on its way."""
    try:
        where = location(url, home)
    except Unusable:
        return False
    return where.get_backend_name() == "sqlite" and _plain(where.database or "").is_relative_to(home)


def _plain(path: str | Path) -> Path:
    """A path without `..`; links do not matter below a home that was just laid out, which has none."""
    return Path(os.path.normpath(path))


def _shown(url: str, home: Path) -> str:
    """An address without its password."""
    try:
        where = location(url, home)
    except Unusable:
        return "an address that cannot be read"
    return where.set(drivername=where.get_backend_name(), query={}).render_as_string(hide_password=True)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """What a restore did outside the home: where it wrote the records, and what holds those that were there.

    `not_used` is the place that only the backup asked for, and did not get.
    """

    outside: str | None = None
    before: str | None = None
    not_used: str | None = None


@dataclass(frozen=True, kw_only=True)
class Return:
    """Bringing the records back: prepared in a folder beside the home, done while the folders change places.

    `settings` are those of the restored home, which lies in `staged` until then; `aside` is where the present goes.
    """

    settings: Settings
    staged: Path
    home: Path
    stamp: str
    aside: Path

    @asynccontextmanager
    async def under_way(self, *, force: bool) -> AsyncIterator[Placed]:
        """The folders change places inside this block; the records follow only when that went well."""
        with told():
            if in_server(self.settings):
                async with self._into_server(force=force) as placed:
                    yield placed
                return
            await self._into_file()
            with self._into_place(force=force) as placed:
                yield placed

    @asynccontextmanager
    async def _into_server(self, *, force: bool) -> AsyncIterator[Placed]:
        rows, file = self.staged / ROWS, self.staged / FILE
        if file.exists():
            async with opened(None, self.staged) as old:
                await export_rows(old, rows)
            _gone(file)
        if not rows.exists():
            yield Placed()
            return
        async with opened(self.settings.database_url, self.staged) as records:
            held = await filled(records)
            if held and not force:
                raise Refused("the database of EVA_DATABASE_URL holds records: --force puts them aside first")
            self.home.mkdir(exist_ok=True, mode=0o700)
            aside = (self.home if force else self.staged) / ASIDE
            aside.unlink(missing_ok=True)
            try:
                with rows.open(encoding="utf-8") as lines:
                    async with replaced(records, lines, aside):
                        (self.staged / ASIDE).unlink(missing_ok=True)
                        rows.unlink()
                        outside = _shown(self.settings.database_url or "", self.home)
                        yield Placed(outside=outside, before=str(self.aside / ASIDE) if held else None)
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
    def _into_place(self, *, force: bool) -> Iterator[Placed]:
        """Puts the records' file where the settings have it."""
        wanted, file = elsewhere(self.settings), self.staged / FILE
        if wanted is None or wanted == self.home / FILE or not file.exists():
            yield Placed()
            return
        if _plain(wanted).is_relative_to(self.home):
            inside = self.staged / _plain(wanted).relative_to(self.home)
            inside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file.rename(inside)
            yield Placed()
            return
        with self._exchanged(wanted, force=force) as placed:
            yield placed

    @contextmanager
    def _exchanged(self, wanted: Path, *, force: bool) -> Iterator[Placed]:
        """Changes places with a file outside the home, which gets a name of its own; undone when the block fails."""
        if wanted.exists() and not force:
            raise Refused(f"{str(wanted)!r} holds records: --force puts them aside first")
        if wanted.exists() and in_use(wanted):
            raise Refused(f"another process uses {str(wanted)!r}: end it, then try again")
        part, fresh = wanted.with_name(f"{wanted.name}.part"), not os.path.lexists(wanted)
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
            kept = wanted.with_name(before)
            yield Placed(outside=str(wanted), before=str(kept) if kept.exists() else None)
        except BaseException:
            for ours in (part, wanted) if fresh else (part,):
                ours.unlink(missing_ok=True)
            for old, new in moves:
                if new.exists():
                    os.rename(new, old)
            raise


def _gone(path: Path) -> None:
    """Takes a database of the staged folder away, with what SQLite leaves beside it."""
    for end in ENDS:
        path.with_name(path.name + end).unlink(missing_ok=True)
