"""Moving every row from one database to another as lines of JSON: what a backup of PostgreSQL is made of.

The only module that reads and writes the rows of all organizations, one organization after the other.
"""

import json
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Date, Table, delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.errors import Unusable
from memory.migrations import HEAD, REVISIONS
from memory.records.columns import Exact, Moment
from memory.records.opening import Records
from memory.records.scope import WRITES
from memory.records.tables import METADATA, ORDER, Organization
from memory.records.telling import told

Json = dict[str, Any]
BATCH = 500


def _table(name: str) -> Table:
    return METADATA.tables[name]


TABLES = tuple(_table(str(kind.__tablename__)) for kind in ORDER)


async def export_rows(records: Records, path: Path) -> int:
    """Writes every row as it is at one moment to a new file of lines; returns how many. Raises Unusable."""
    level = {"isolation_level": "REPEATABLE READ"} if records.kind == "postgresql" else {}
    with told(records.engine), path.open("x", encoding="utf-8") as file:
        path.chmod(0o600)
        async with records.engine.execution_options(**level).connect() as connection:
            return await _write(connection, file)


async def filled(records: Records) -> bool:
    """Whether there is any row beside the organizations."""
    with told(records.engine):
        async with records.engine.connect() as connection:
            for organization in await _organizations(connection):
                await _enter(connection, organization)
                for table in TABLES[1:]:
                    if (await connection.execute(select(func.count()).select_from(table))).scalar_one():
                        return True
    return False


@asynccontextmanager
async def replaced(records: Records, lines: Iterable[str], aside: Path) -> AsyncIterator[int]:
    """Puts the rows of an export in the place of every row there is, which go to the file `aside` first.

    Committed when the block ends well, else as it was. Yields how many rows were put in; raises Unusable.
    """
    failed: BaseException | None = None
    try:
        with told(records.engine):
            async with records.engine.execution_options(**{WRITES: True}).begin() as connection:
                count = await _exchange(records, connection, lines, aside)
                try:
                    yield count
                except BaseException as error:
                    failed = error
                    raise _Stopped from error
    except _Stopped:
        assert failed is not None
        raise failed from None


class _Stopped(Exception):
    """The block failed: what it raised is no trouble of the database."""


async def _exchange(records: Records, connection: AsyncConnection, lines: Iterable[str], aside: Path) -> int:
    if records.kind == "postgresql":
        names = ", ".join(table.name for table in TABLES)
        await connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
    with aside.open("x", encoding="utf-8") as file:
        aside.chmod(0o600)
        await _write(connection, file)
    await _clear(connection)
    return await _read(connection, lines)


async def _write(connection: AsyncConnection, file: TextIO) -> int:
    file.write(json.dumps({"layout": HEAD}) + "\n")
    count = 0
    for organization in await _organizations(connection):
        await _enter(connection, organization)
        for table in TABLES:
            mine = select(table).where(table.c.organization_id == organization)
            async for row in await connection.stream(mine):
                shown = {name: _plain(value) for name, value in row._mapping.items()}
                file.write(json.dumps({"table": table.name, "row": shown}, ensure_ascii=False) + "\n")
                count += 1
    return count


async def _organizations(connection: AsyncConnection) -> list[str]:
    ids = _table(str(Organization.__tablename__)).c.organization_id
    return list((await connection.execute(select(ids).order_by(ids))).scalars())


async def _enter(connection: AsyncConnection, organization: str) -> None:
    """From here on PostgreSQL shows and takes the rows of this organization."""
    if connection.dialect.name == "postgresql":
        setting = text("SELECT set_config('eva.organization', :organization, true)")
        await connection.execute(setting, {"organization": organization})


async def _clear(connection: AsyncConnection) -> None:
    for organization in await _organizations(connection):
        await _enter(connection, organization)
        for table in reversed(TABLES[1:]):
            await connection.execute(delete(table))
    await connection.execute(delete(TABLES[0]))


async def _read(connection: AsyncConnection, lines: Iterable[str]) -> int:
    count, organization = 0, ""
    for name, rows in _batches(_rows(lines)):
        table = _table(name)
        values = [{c.name: _value(c.type, row[c.name]) for c in table.columns if c.name in row} for row in rows]
        if rows[0]["organization_id"] != organization:
            organization = rows[0]["organization_id"]
            await _enter(connection, organization)
        await connection.execute(insert(table), values)
        count += len(rows)
    return count


def _rows(lines: Iterable[str]) -> Iterator[tuple[str, Json]]:
    """Each row with its table's name; raises Unusable for a layout that this version does not know."""
    every = iter(lines)
    try:
        layout = json.loads(next(every))["layout"]
        if layout not in REVISIONS:
            raise Unusable(f"the rows have the layout {layout!r}, this version knows {HEAD!r}: use a newer one")
        for line in every:
            found = json.loads(line)
            yield str(found["table"]), dict(found["row"])
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        raise Unusable(f"the exported rows cannot be read ({error!r:.100}): use another backup") from None


def _batches(rows: Iterator[tuple[str, Json]]) -> Iterator[tuple[str, list[Json]]]:
    """Rows of one table, of one organization and with the same columns together, in the order they came."""
    batch: list[Json] = []
    key: tuple[Any, ...] = ()
    for name, row in rows:
        mine = (name, row.get("organization_id"), tuple(sorted(row)))
        if batch and (mine != key or len(batch) == BATCH):
            yield key[0], batch
            batch = []
        key = mine
        batch.append(row)
    if batch:
        yield key[0], batch


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date | datetime) else value


def _value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, Exact):
        return Decimal(value)
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
