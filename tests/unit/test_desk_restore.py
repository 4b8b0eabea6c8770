"""A desk that begins from a backup: one row, every account reducing, no risk until a person has typed yes."""

import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from policies.values import Switch
from tests.fakes.desk_rig import Rig
from tests.fakes.paper_market import ABC
from tests.unit.test_desk_orders import play
from tools import heads
from tools.desk import views
from tools.desk.engine import restoring
from tools.desk.record import audit, restored
from tools.desk.record.journal import Head, verify

FORGET = "tools.desk.record.restored.forget"
HEAD = Head(n=900, mac="ab" * 32)


def mark(name: str = "one", highest: Head = HEAD) -> restored.Mark:
    return restored.Mark(id=name, at="2026-11-21T00:00:00+00:00", made_at="2026-11-20T00:00:00+00:00", highest=highest)


def desk_folder(desk: Rig) -> Path:
    return desk.folder / "home" / "desk"


async def begin_again(desk: Rig, given: restored.Mark) -> None:
    """Ends the desk, leaves a mark as a restore does, and starts another."""
    await desk.close()
    restored.leave(desk_folder(desk), given)
    await desk.open()


def rows(desk: Rig, kind: str) -> list[dict[str, Any]]:
    journal = desk.service.desk.journal
    return [row.body for row in journal.tail(journal.head.n) if row.kind == kind]


async def typed(desk: Rig, ticket: dict[str, Any], digest: str, channel: str = "terminal") -> str:
    proof = {"tier": "T1", "channel": channel, "typed": digest}
    answer = await desk.service.verbs["decide"]({"ticket": ticket["ticket"], "answer": "approve", "proof": proof})
    await desk.settle()
    return str(answer["outcome"])


def test_the_first_row_names_the_highest_head_known_and_the_mark_is_gone(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        before = desk.service.desk.journal.head.n
        await begin_again(desk, mark())
        (row,) = rows(desk, "restored")
        assert row["highest"] == {"n": 900, "mac": HEAD.mac}
        assert (row["id"], row["rows"]) == ("one", before)
        assert not (desk_folder(desk) / restored.FILE).exists()
        assert desk.service.desk.state.restores == ("one",)

    play(tmp_path, scenario)


def test_risk_is_refused_and_leaving_is_not_until_a_person_types_the_digest(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        await begin_again(desk, mark())
        assert (desk.shown(), desk.state.cause) == (Switch.REDUCING, "restored")
        denied = await desk.buy()
        assert denied["verdict"]["decision"] == "deny"
        assert [r["code"] for r in denied["verdict"]["reasons"]] == ["TRADING_REDUCING"]
        assert (await desk.ask("reduce", symbol="ABC", quantity="4"))["verdict"]["decision"] == "allow"
        assert (await desk.ask("close", symbol="ABC"))["verdict"]["decision"] == "allow"
        assert desk.state.held(ABC) == 0
        asked = await desk.ask("resume")
        assert asked["verdict"]["tier"] == "T1"
        assert await typed(desk, asked, "000000") == "wrong"
        assert await typed(desk, asked, asked["digest"][:6], channel="pipe") == "not_here"
        assert (await desk.buy())["verdict"]["decision"] == "deny"
        asked = await desk.ask("resume")
        assert await typed(desk, asked, asked["digest"][:6]) == "approved"
        assert desk.shown() is Switch.ACTIVE
        assert (await desk.buy())["verdict"]["decision"] == "allow"
        assert desk.state.held(ABC) == 10

    play(tmp_path, scenario)


def test_it_holds_over_restarts_a_new_day_and_heartbeats(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await begin_again(desk, mark())
        await desk.restart()
        await desk.ask("advance", sessions=1)
        await desk.beat()
        assert (desk.shown(), desk.state.cause, desk.latched()) == (Switch.REDUCING, "restored", Switch.REDUCING)
        assert len(rows(desk, "restored")) == 1

    play(tmp_path, scenario)


def test_an_account_that_was_halted_stays_halted(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.ask("halt")
        await begin_again(desk, mark())
        assert (desk.shown(), desk.state.cause) == (Switch.HALTED, "kill switch")
        asked = await desk.ask("resume")
        assert await typed(desk, asked, asked["digest"][:6]) == "approved"
        assert desk.shown() is Switch.ACTIVE

    play(tmp_path, scenario)


class Died(Exception):
    """The desk ended here."""


def die(*_: object) -> None:
    raise Died


@pytest.mark.parametrize("step", ["write", "forget"])
def test_a_desk_that_dies_between_two_steps_says_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.close()
        restored.leave(desk_folder(desk), mark())
        with monkeypatch.context() as patch:
            patch.setattr("tools.desk.engine.account.Desk.write" if step == "write" else FORGET, die)
            with pytest.raises(Died):
                await desk.open()
        assert (desk_folder(desk) / restored.FILE).exists()
        await desk.open()
        assert len(rows(desk, "restored")) == 1
        assert (desk.shown(), desk.state.cause) == (Switch.REDUCING, "restored")

    play(tmp_path, scenario)


def test_a_mark_that_stays_does_not_take_a_lifted_latch_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(desk: Rig) -> None:
        monkeypatch.setattr(FORGET, lambda _: None)
        await begin_again(desk, mark())
        asked = await desk.ask("resume")
        await typed(desk, asked, asked["digest"][:6])
        await desk.restart()
        assert desk.shown() is Switch.ACTIVE
        assert len(rows(desk, "restored")) == 1

    play(tmp_path, scenario)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"id": "x"}', b'{"highest": {"n": "?"}}'])
def test_a_mark_that_cannot_be_read_is_a_mark(tmp_path: Path, content: bytes) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.close()
        (desk_folder(desk) / restored.FILE).write_bytes(content)
        await desk.open()
        (row,) = rows(desk, "restored")
        assert row["highest"]["n"] == 0
        assert desk.shown() is Switch.REDUCING

    play(tmp_path, scenario)


def test_a_book_of_another_moment_is_shown_and_lifted_by_the_same_confirmation(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        await desk.close()
        db = sqlite3.connect(desk_folder(desk) / "book-paper.db")
        db.execute("UPDATE holdings SET quantity = '7'")
        db.commit()
        db.close()
        restored.leave(desk_folder(desk), mark())
        await desk.open()
        assert "position:ABC" in desk.state.strangers
        assert desk.state.held(ABC) == 7
        asked = await desk.ask("resume", adopts=list(desk.state.strangers))
        assert await typed(desk, asked, asked["digest"][:6]) == "approved"
        assert desk.shown() is Switch.ACTIVE

    play(tmp_path, scenario)


def test_the_audit_is_whole_shows_the_row_and_excuses_only_what_was_given_up(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        kept = desk.service.desk.journal.head
        await begin_again(desk, mark())
        journal = desk_folder(desk) / "journal.db"
        found = audit.checked(journal, desk_folder(desk) / "journal.key", [heads.Head(n=kept.n, mac=kept.mac)])
        assert found["ok"]
        assert [r["n"] for r in found["restored"]] == [kept.n + 1]
        key = (desk_folder(desk) / "journal.key").read_bytes()
        old = Head(n=kept.n + 5, mac="cd" * 32)
        assert verify(journal, key, [kept, old, HEAD])["ok"]
        assert not verify(journal, key, [kept, old])["ok"], "a knower who never saw the old end excuses nothing"
        assert not verify(journal, key, [HEAD, Head(n=901, mac="00" * 32)])["ok"]
        assert not verify(journal, key, [HEAD, Head(n=kept.n, mac="00" * 32)])["ok"]

    play(tmp_path, scenario)


def test_a_journal_without_a_restore_is_told_as_ever(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        found = audit.checked(desk_folder(desk) / "journal.db", desk_folder(desk) / "journal.key", [])
        assert found.keys() == {"ok", "rows", "head", "first_bad"}

    play(tmp_path, scenario)


def test_days_are_the_equity_at_each_reset_in_order(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        await desk.ask("advance", sessions=2)
        shown = views.days(desk.trader)
        days = [d["day"] for d in shown]
        assert days == sorted(days)
        assert len(days) >= 2
        assert Decimal(shown[0]["equity"]) == 100000
        assert {d["day"]: Decimal(d["equity"]) for d in shown} == desk.state.days

    play(tmp_path, scenario)


def test_two_restores_are_two_rows(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await begin_again(desk, mark("one"))
        asked = await desk.ask("resume")
        await typed(desk, asked, asked["digest"][:6])
        await begin_again(desk, mark("two"))
        assert desk.service.desk.state.restores == ("one", "two")
        assert (desk.shown(), desk.state.cause) == (Switch.REDUCING, restoring.CAUSE)

    play(tmp_path, scenario)
