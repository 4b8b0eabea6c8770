"""Records in PostgreSQL: their rows are in the backup, and go back into PostgreSQL or into a file."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from memory.errors import Unusable
from memory.records.opening import Records, opened
from memory.records.transfer import export_rows, replaced
from memory.records.values import Equity, Used
from tests.contracts.test_records_contract import DAY, server, two_organizations
from tests.unit.test_backup_round_trip import days, inside, lived_in, make, put_back, settings
from tools.backup.records import ASIDE
from tools.desk.record import audit
from tools.errors import Misconfigured, Refused


@pytest.fixture
def url() -> Iterator[str]:
    with server() as found:
        yield found


@pytest.fixture
def home(tmp_path: Path, url: str) -> Path:
    """A home whose records are in PostgreSQL, those of two organizations."""

    async def live() -> Path:
        home = await lived_in(tmp_path / "lived")
        async with opened(url, home) as records:
            await two_organizations(records)
            await records.of("house", by="test").put_equity("paper", days())
        return home

    return asyncio.run(live())


Seen = dict[str, tuple[list[Used], list[Equity]]]


async def rows(records: Records) -> Seen:
    """What each organization has."""
    found = {}
    for name in await records.organizations():
        mine = records.of(name, by="test")
        found[name] = (await mine.usage_by_day(DAY, DAY), await mine.equity("paper"))
    return found


def seen(url: str | None, home: Path) -> Seen:
    async def run() -> Seen:
        async with opened(url, home) as records:
            return await rows(records)

    return asyncio.run(run())


def test_the_rows_of_every_organization_are_in_the_backup(home: Path, url: str, tmp_path: Path) -> None:
    done = make(home, tmp_path / "b.eva", database_url=url)
    members = inside(tmp_path / "b.eva")
    lines = [json.loads(line) for line in members["records.jsonl"].decode().splitlines()]
    tables = [line["table"] for line in lines[1:]]
    assert (tables.count("organization"), tables.count("usage_entry"), tables.count("equity_day")) == (2, 2, 7)
    assert "records.db" not in members
    assert done["left_out"] == [{"name": "records.db", "why": "unused"}]


def test_rows_go_back_into_an_empty_database(home: Path, url: str, tmp_path: Path) -> None:
    make(home, tmp_path / "b.eva", database_url=url)
    before = seen(url, home)
    with server() as other:
        told = put_back(tmp_path / "new", tmp_path / "b.eva", EVA_DATABASE_URL=other)
        assert seen(other, tmp_path) == before
    assert told["moved_to"] is None
    assert not [path.name for path in (tmp_path / "new").glob("records*")]
    assert audit.verified(settings(tmp_path / "new"))["ok"]


def test_rows_that_are_there_are_put_aside_only_when_asked(home: Path, url: str, tmp_path: Path) -> None:
    make(home, tmp_path / "b.eva", database_url=url)
    before = seen(url, home)
    with pytest.raises(Refused, match="holds records: --force"):
        put_back(tmp_path / "new", tmp_path / "b.eva", EVA_DATABASE_URL=url)

    async def more() -> None:
        async with opened(url, home) as records:
            await records.of("house", by="test").put_equity("later", days())

    asyncio.run(more())
    told = put_back(home, tmp_path / "b.eva", force=True, EVA_DATABASE_URL=url)
    assert seen(url, home) == before
    assert told["records"]["before"] == str(Path(told["moved_to"]) / ASIDE)
    assert told["records"]["outside"].startswith("postgresql://")
    aside = (Path(told["moved_to"]) / ASIDE).read_text(encoding="utf-8")
    assert aside.count('"account": "later"') == 3
    assert (Path(told["moved_to"]) / ASIDE).stat().st_mode & 0o777 == 0o600


def test_rows_of_a_server_become_a_file_where_there_is_no_server(home: Path, url: str, tmp_path: Path) -> None:
    make(home, tmp_path / "b.eva", database_url=url)
    put_back(tmp_path / "new", tmp_path / "b.eva")
    assert seen(None, tmp_path / "new") == seen(url, home)
    assert [path.name for path in (tmp_path / "new").glob("*.jsonl")] == []


def test_a_file_becomes_rows_of_a_server(home: Path, url: str, tmp_path: Path) -> None:
    make(home, tmp_path / "b.eva")
    put_back(tmp_path / "new", tmp_path / "b.eva", force=True, EVA_DATABASE_URL=url)
    assert seen(url, tmp_path) == seen(None, home)
    assert list(seen(url, tmp_path)) == ["house"]
    assert not (tmp_path / "new" / "records.db").exists()


def test_a_change_of_places_that_fails_leaves_the_rows(
    home: Path, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(home, tmp_path / "b.eva")
    before = seen(url, home)

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device", "home")

    with monkeypatch.context() as patch:
        patch.setattr("tools.backup.restoring.swap", broken)
        with pytest.raises(Refused, match="nothing was restored"):
            put_back(home, tmp_path / "b.eva", force=True, EVA_DATABASE_URL=url)
    assert seen(url, home) == before
    assert not (home / ASIDE).exists()


def test_a_server_that_is_gone_is_told_and_changes_nothing(home: Path, tmp_path: Path) -> None:
    make(home, tmp_path / "b.eva")
    nobody = "postgresql://nobody@127.0.0.1:1/test"
    with pytest.raises(Misconfigured, match="start that server"):
        make(home, tmp_path / "c.eva", database_url=nobody)
    assert not (tmp_path / "c.eva").exists()
    with pytest.raises(Misconfigured, match="start that server"):
        put_back(home, tmp_path / "b.eva", force=True, EVA_DATABASE_URL=nobody)
    assert (home / "assistant.db").exists()
    assert not list(tmp_path.glob("lived/home.before-*"))


@pytest.mark.parametrize(
    "lines", [[], ["{"], ['{"layout": "9999"}'], ['{"layout": "0001"}', "{}"], ['{"layout": "0001"}', '{"table": "x"}']]
)
def test_lines_that_are_no_export_are_refused_and_nothing_changes(tmp_path: Path, lines: list[str]) -> None:
    async def scenario() -> None:
        async with opened(None, tmp_path) as records:
            await two_organizations(records)
            before = await rows(records)
            with pytest.raises(Unusable):
                async with replaced(records, lines, tmp_path / "aside"):
                    pass
            assert await rows(records) == before
            count = await export_rows(records, tmp_path / "rows")
            assert count == len((tmp_path / "rows").read_text().splitlines()) - 1

    asyncio.run(scenario())
