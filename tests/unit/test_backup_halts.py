"""A halt of the present home stays, whatever moment a backup brings back: its desk starts halted."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from policies.limits import Effect
from policies.values import Switch
from tests.fakes.desk_rig import Rig, rig
from tests.fakes.paper_market import feed
from tests.unit.test_backup_round_trip import lived_in, make, put_back
from tests.unit.test_desk_orders import CALM
from tests.unit.test_desk_restore import typed
from tools.backup.halts import Halts, halts, keep
from tools.desk.engine import watching
from tools.desk.latches import ALL, Latches

DAILY = "the daily loss limit"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = asyncio.run(lived_in(tmp_path / "lived"))
    (home / "latch" / "other").unlink()
    make(home, tmp_path / "b.eva")
    return home


async def by_the_person(desk: Rig) -> None:
    await desk.ask("halt")


async def by_a_limit(desk: Rig) -> None:
    watching.latch(desk.trader, Switch.HALTED, DAILY, Effect.SOFT)
    await desk.settle()


async def halted(folder: Path, how: Any) -> None:
    """A desk that halts and ends, and leaves no latch file behind."""
    async with rig(folder, feed(CALM)) as desk:
        await how(desk)
        assert desk.shown() is Switch.HALTED
    assert Latches(folder / "home" / "latch").latched() == frozenset()


@pytest.mark.parametrize(("how", "cause"), [(by_the_person, "kill switch"), (by_a_limit, DAILY)])
def test_a_halt_that_only_the_journal_tells_goes_on_after_the_restore(
    home: Path, tmp_path: Path, how: Any, cause: str
) -> None:
    async def again() -> None:
        async with rig(home.parent, feed(CALM)) as desk:
            desk.clock.forward(3600)
            await desk.beat()
            assert desk.shown() is Switch.HALTED
            asked = await desk.ask("resume")
            assert await typed(desk, asked, asked["digest"][:6]) == "approved"
            assert (desk.shown(), desk.state.cause, desk.state.strangers) == (Switch.ACTIVE, None, ())

    asyncio.run(halted(home.parent, how))
    told = put_back(home, tmp_path / "b.eva", force=True)
    assert (told["halted"], told["halts_known"]) == ({"paper": cause}, True)
    assert (home / "latch" / "paper").read_text() == f"{cause}\n"
    asyncio.run(again())


def test_it_goes_on_over_a_second_restore_and_with_its_cause(home: Path, tmp_path: Path) -> None:
    asyncio.run(halted(home.parent, by_the_person))
    put_back(home, tmp_path / "b.eva", force=True)
    home.with_name("home.before-20261122T120000Z").rename(tmp_path / "away")
    put_back(home, tmp_path / "b.eva", force=True)
    assert (home / "latch" / "paper").read_text() == "kill switch\n"


def test_an_account_that_is_active_gets_no_latch(home: Path, tmp_path: Path) -> None:
    told = put_back(home, tmp_path / "b.eva", force=True)
    assert (told["halted"], told["halts_known"]) == ({}, True)
    assert Latches(home / "latch").latched() == frozenset()


def test_a_halt_is_read_from_a_journal_that_lost_its_key_and_its_chain(home: Path) -> None:
    asyncio.run(halted(home.parent, by_the_person))
    journal = home / "desk" / "journal.db"
    (home / "desk" / "journal.key").unlink()
    db = sqlite3.connect(journal)
    db.executescript("DROP TRIGGER journal_keeps; UPDATE journal SET mac = '' WHERE n = 2")
    db.close()
    assert halts(journal) == Halts(causes={"paper": "kill switch"})


@pytest.mark.parametrize("body", ["[]", "{", '{"state": "?"}', '{"state": "ACTIVE", "latch": 3}'])
def test_a_journal_that_cannot_be_understood_is_told_and_what_was_read_counts(home: Path, body: str) -> None:
    asyncio.run(halted(home.parent, by_the_person))
    journal = home / "desk" / "journal.db"
    db = sqlite3.connect(journal)
    row = "INSERT INTO journal SELECT max(n) + 1, max(at), 'state', 'paper', ?, '' FROM journal"
    db.execute(row, (body,))
    db.commit()
    db.close()
    found = halts(journal)
    assert (found.causes.keys(), found.whole) == ({"paper"}, False)


def test_a_damaged_journal_is_told(home: Path, tmp_path: Path) -> None:
    (home / "desk" / "journal.db").write_bytes(b"damaged" * 500)
    told = put_back(home, tmp_path / "b.eva", force=True)
    assert (told["halted"], told["halts_known"]) == ({}, False)
    assert halts(tmp_path / "none") == Halts(causes={})


def test_a_name_that_no_account_has_halts_everything(tmp_path: Path) -> None:
    keep(tmp_path / "none", tmp_path, Halts(causes={"../paper": "kill switch"}))
    assert Latches(tmp_path / "latch").latched() == {ALL}
