"""Opening the records: one layout whatever the way there, nobody in the way of anybody, and refusals that help."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from memory.errors import Unusable
from memory.migrations import HEAD, REVISIONS
from memory.records.opening import Records, location, open_records, opened
from memory.records.scope import WRITES
from memory.records.tables import METADATA, TENANT_TABLES
from memory.records.telling import told
from tests.architecture.source import ROOT
from tests.contracts.test_records_contract import DAY, Base, server, two_organizations, use


@pytest.fixture(params=["sqlite", "postgresql"])
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Base]:
    if request.param == "sqlite":
        yield Base(None, tmp_path)
        return
    with server() as url:
        yield Base(url, tmp_path)


@pytest.fixture
def walled(tmp_path: Path) -> Iterator[Base]:
    with server() as url:
        yield Base(url, tmp_path)


def layout(connection: Connection) -> dict[str, Any]:
    """Every table with its columns, keys, indexes and constraints, as the database tells them."""
    seen = inspect(connection)
    return {
        table: {
            "columns": sorted((c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(table)),
            "primary": seen.get_pk_constraint(table)["constrained_columns"],
            "foreign": [(f["name"], f["constrained_columns"]) for f in seen.get_foreign_keys(table)],
            "unique": sorted((u["name"], u["column_names"]) for u in seen.get_unique_constraints(table)),
            "indexes": sorted((str(i["name"]), i["column_names"]) for i in seen.get_indexes(table)),
        }
        for table in METADATA.tables
    }


def test_all_migrations_make_what_the_tables_say(base: Base) -> None:
    async def scenario() -> None:
        async with base.records() as records:
            async with records.engine.connect() as connection:
                migrated = await connection.run_sync(layout)
                assert await connection.run_sync(differences) == []
            async with records.engine.execution_options(**{WRITES: True}).begin() as connection:
                await connection.run_sync(METADATA.drop_all)
                await connection.run_sync(METADATA.create_all)
            async with records.engine.connect() as connection:
                assert await connection.run_sync(layout) == migrated

    asyncio.run(scenario())


def differences(connection: Connection) -> list[Any]:
    """What Alembic would still have to change."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    found: list[Any] = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA)
    return found


def test_the_layouts_known_without_alembic_are_those_that_it_knows() -> None:
    from alembic.script import ScriptDirectory

    from memory.migrations.upgrading import configuration

    every = [script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()]
    assert tuple(reversed(every)) == REVISIONS
    assert REVISIONS[-1] == HEAD


OPEN = """
import asyncio, sys
from pathlib import Path
from memory.records.opening import opened
async def go():
    async with opened(sys.argv[1] or None, Path(sys.argv[2])) as records:
        await records.of("house", by="test").accounts()
asyncio.run(go())
print("alembic" in sys.modules)
"""


def test_a_database_that_is_up_to_date_never_loads_alembic(base: Base) -> None:
    command = [sys.executable, "-c", OPEN, base.url or "", str(base.home)]
    loaded = [subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert loaded == ["True\n", "False\n"]


def test_many_who_open_a_fresh_database_at_once_are_safe(base: Base) -> None:
    async def one() -> None:
        async with base.records() as records:
            assert await records.organizations() == ["house"]

    async def scenario() -> None:
        await asyncio.gather(*(one() for _ in range(8)))

    asyncio.run(scenario())


def test_a_newer_layout_is_refused_and_left_alone(base: Base) -> None:
    async def scenario() -> None:
        async with (
            base.records() as records,
            records.engine.execution_options(**{WRITES: True}).begin() as connection,
        ):
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(Unusable, match=r"newer version \(layout '9999'.*use that version"):
            await open_records(base.url, base.home)

    asyncio.run(scenario())


def test_no_layout_goes_back(base: Base) -> None:
    def back(connection: Connection) -> None:
        from alembic import command

        from memory.migrations.upgrading import configuration

        command.downgrade(configuration(connection), "base")

    async def scenario() -> None:
        async with base.records() as records:
            with pytest.raises(Unusable, match="never go back"):
                async with records.engine.execution_options(**{WRITES: True}).begin() as connection:
                    await connection.run_sync(back)
            assert await records.organizations() == ["house"]

    asyncio.run(scenario())


def test_a_migration_that_fails_leaves_nothing_behind(base: Base) -> None:
    async def scenario() -> None:
        async with base.records() as records:
            engine = records.engine.execution_options(**{WRITES: True})
            async with engine.begin() as connection:
                await connection.run_sync(METADATA.drop_all)
                await connection.execute(text("DROP TABLE alembic_version"))
                await connection.execute(text("CREATE TABLE equity_day (x INTEGER)"))
            with pytest.raises(Unusable, match="already exists"):
                await open_records(base.url, base.home)
            async with engine.connect() as connection:
                names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
            assert names == ["equity_day"]

    asyncio.run(scenario())


def test_the_file_is_private_logged_ahead_and_keeps_foreign_keys(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened(None, tmp_path) as records, records.engine.connect() as connection:
            pragmas = [(await connection.exec_driver_sql(f"PRAGMA {p}")).scalar_one() for p in PRAGMAS]
            assert pragmas == ["wal", 1]
            assert (tmp_path / "records.db").stat().st_mode & 0o777 == 0o600
            assert (tmp_path / "records.db-wal").stat().st_mode & 0o777 == 0o600

    asyncio.run(scenario())


PRAGMAS = ("journal_mode", "foreign_keys")


@pytest.mark.parametrize("content", [b"no database" * 100, b"SQLite format 3\0" + bytes(4080)])
def test_a_damaged_file_is_told_with_the_next_step(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "records.db").write_bytes(content)
    with pytest.raises(Unusable, match=r"records\.db' are damaged .*restore"):
        asyncio.run(open_records(None, tmp_path))
    assert (tmp_path / "records.db").read_bytes() == content


def test_a_page_that_was_overwritten_is_noticed(tmp_path: Path) -> None:
    async def fill() -> None:
        async with opened(None, tmp_path) as records:
            await records.of("house", by="test").add_usage(*(use(str(n)) for n in range(400)))

    asyncio.run(fill())
    content = bytearray((tmp_path / "records.db").read_bytes())
    content[8192 : 8192 + 4096 * 4] = b"\xff" * 4096 * 4
    (tmp_path / "records.db").write_bytes(bytes(content))
    with pytest.raises(Unusable, match="damaged"):
        asyncio.run(open_records(None, tmp_path))


def test_a_folder_in_the_place_of_the_file_and_a_server_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "records.db").mkdir()
    with pytest.raises(Unusable, match="cannot be used"):
        asyncio.run(open_records(None, tmp_path))
    with pytest.raises(Unusable, match=r"postgresql.*:1/test.*start that server"):
        asyncio.run(open_records("postgresql://nobody@127.0.0.1:1/test", tmp_path))
    with pytest.raises(Unusable, match="cannot be made"):
        asyncio.run(open_records(f"sqlite:///{tmp_path}/none/x.db", tmp_path))


@pytest.mark.parametrize("url", ["mysql://u@h/n", "sqlite://", "sqlite:///relative.db", "postgresql:///test", "?"])
def test_a_url_of_another_form_is_refused_with_the_forms_that_are_taken(url: str, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="sqlite:////ABSOLUTE/FILE or postgresql://USER@HOST:PORT/NAME"):
        location(url, tmp_path)


def test_a_password_in_the_url_is_never_shown(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as told_so:
        asyncio.run(open_records("postgresql://u:hidden-word@127.0.0.1:1/test", tmp_path))
    assert "hidden-word" not in str(told_so.value)


def test_the_server_itself_hides_the_rows_of_another_organization(walled: Base) -> None:
    async def scenario() -> None:
        async with walled.records() as records:
            await two_organizations(records)
            for named, expected in ((None, []), ("house", ["house"]), ("other", ["other"]), ("", [])):
                async with records.engine.connect() as connection:
                    if named is not None:
                        await connection.execute(text(f"SELECT set_config('eva.organization', '{named}', true)"))
                    for table in TENANT_TABLES:
                        rows = await connection.execute(text(f"SELECT DISTINCT organization_id FROM {table}"))
                        assert list(rows.scalars()) == expected

    asyncio.run(scenario())


def test_the_server_itself_refuses_a_row_for_another_organization(walled: Base) -> None:
    async def give_away(records: Records, organization: str) -> int:
        async with records.engine.begin() as connection:
            await connection.execute(text(f"SELECT set_config('eva.organization', '{organization}', true)"))
            return (await connection.execute(text("UPDATE usage_entry SET organization_id = 'other'"))).rowcount

    async def scenario() -> None:
        async with walled.records() as records:
            await two_organizations(records)
            assert await give_away(records, "nobody") == 0
            with pytest.raises(DBAPIError, match="row-level security"):
                await give_away(records, "house")
            assert len(await records.of("other", by="test").usage_by_day(DAY, DAY)) == 1

    asyncio.run(scenario())


def test_what_is_no_trouble_of_the_database_is_not_told_as_one(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened(None, tmp_path) as records:
            with pytest.raises(KeyError), told(records.engine):
                raise KeyError("a bug")
            with pytest.raises(Unusable, match="free disk space"), told(records.engine):
                raise sqlite3.OperationalError("database or disk is full")

    asyncio.run(scenario())
