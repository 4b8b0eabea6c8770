"""Several paper accounts in one desk: each its own book, limits and marks, and nothing of one touches another."""

from pathlib import Path
from typing import Any

import pytest

from policies.values import AccountId
from tests.fakes.desk_rig import Rig
from tests.unit.test_desk_orders import play
from tools.desk.latches import Latches
from tools.errors import Misconfigured, Refused

Json = dict[str, Any]


async def add(desk: Rig, name: str = "other", **wish: str) -> Json:
    """Another paper account."""
    return await desk.operate("add_account", **{"name": name, "ruleset": "house", **wish})


async def money(desk: Rig, name: str) -> str:
    """The balance that an account shows."""
    accounts = (await desk.service.verbs["status"]({}))["accounts"]
    return str(next(a["balance"] for a in accounts if a["id"] == name))


def test_an_account_exists_at_once_and_after_a_restart_with_a_book_of_its_own(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        made = await add(desk, initial="25000", seed="s1")
        assert made == {
            "id": "other",
            "venue": "paper",
            "mode": "paper",
            "ruleset": "house",
            "currency": "USD",
            "initial": "25000",
            "seed": "s1",
            "state": "ACTIVE",
            "warnings": [],
        }
        desk.clock.forward(3)
        order = {"symbol": "ABC", "side": "buy", "type": "market", "quantity": "10", "stop": "95"}
        assert (await desk.ask("order", account="other", **order))["verdict"]["decision"] == "allow"
        before = (await money(desk, "paper"), await money(desk, "other"))
        assert before[0] == "100000"
        assert before[1].startswith("2499")
        assert [str(h) for h in desk.service.traders[AccountId("other")].state.holdings] == ["ABC"]
        assert not desk.state.holdings
        await desk.restart()
        assert (await money(desk, "paper"), await money(desk, "other")) == before
        assert {a["id"] for a in (await desk.operate("accounts"))["accounts"]} == {"paper", "other"}
        assert {p.name for p in desk.places.desk.glob("book-*.db")} == {"book-paper.db", "book-other.db"}
        assert not (await desk.operate("limits", account="other"))["file"]

    play(tmp_path, scenario)


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"name": "paper"}, "already"),
        ({"name": "all"}, "something else"),
        ({"name": "moi"}, "something else"),
        ({"name": "me"}, "something else"),
        ({"name": "mon"}, "something else"),
        ({"name": "abc"}, "an instrument"),
        ({"name": "pa-per"}, "too much like"),
        ({"name": "../up"}, "named by"),
        ({"name": "Upper"}, "named by"),
        ({"name": ""}, "named by"),
        ({"name": "x" * 33}, "named by"),
        ({"ruleset": "nobody"}, "there are"),
        ({"ruleset": "../firms/house"}, "no ruleset"),
        ({"initial": "0"}, "more than 0"),
        ({"initial": "-1"}, "more than 0"),
        ({"initial": "10k"}, "plain decimal"),
        ({"initial": "1000000001"}, "at most"),
        ({"currency": "EUR"}, "USD"),
        ({"venue": "alpaca"}, "live trading is refused"),
    ],
)
def test_what_no_account_can_be_is_refused_and_leaves_nothing(tmp_path: Path, wish: Json, says: str) -> None:
    async def scenario(desk: Rig) -> None:
        head = desk.service.head()
        with pytest.raises(Refused, match=says):
            await add(desk, **wish)
        assert desk.service.head() == head
        assert len(desk.service.traders) == 1

    play(tmp_path, scenario)


def test_an_account_has_the_size_of_its_programme_and_says_what_will_not_pass(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        made = await add(desk, ruleset="topstep-50k")
        assert made["initial"] == "50000"
        assert [one["code"] for one in made["warnings"]] == ["doubts", "nothing_listed"]
        assert made["warnings"][1]["names"] == ["future"]

    play(tmp_path, scenario)


def test_a_desk_that_died_while_adding_opens_the_account_when_it_starts(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        wish = {"name": "other", "ruleset": "house", "initial": "5", "currency": "USD", "seed": "", "venue": "paper"}
        desk.service.desk.write(desk.operator.row_of(wish))
        await desk.restart()
        assert await money(desk, "other") == "5"

    play(tmp_path, scenario)


def test_a_missing_book_of_one_account_is_named(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await add(desk)
        await desk.close()
        book = desk.places.desk / "book-other.db"
        kept = book.rename(book.with_suffix(".away"))
        with pytest.raises(Misconfigured, match="book-other"):
            await desk.open()
        kept.rename(book)
        await desk.open()

    play(tmp_path, scenario)


async def asked_to_resume(desk: Rig, account: str) -> Json:
    """A latch that waits to be lifted by six characters."""
    desk.clock.forward(3)
    await desk.ask("halt", account=account)
    return await desk.operate("unlock", account=account)


@pytest.mark.parametrize("event", ["halt", "latch", "limits", "order", "decision", "trouble"])
def test_an_event_in_one_account_never_changes_an_approval_in_another(tmp_path: Path, event: str) -> None:
    async def scenario(desk: Rig) -> None:
        await add(desk)
        shown = await asked_to_resume(desk, "paper")
        if event == "halt":
            await desk.ask("halt", account="other")
        elif event == "latch":
            Latches(desk.places.latches).drop("other")
        elif event == "limits":
            await desk.operate("tighten", name="leverage", value="1", account="other")
        elif event == "order":
            order = {"symbol": "ABC", "side": "buy", "type": "market", "quantity": "10", "stop": "95"}
            await desk.ask("order", account="other", **order)
        elif event == "decision":
            theirs = await asked_to_resume(desk, "other")
            wrong = {"id": theirs["id"], "digest": theirs["digest"], "typed": "zzzzzz"}
            assert (await desk.operate("approve", **wrong))["tries_left"] == 2
        else:
            desk.service.traders[AccountId("other")].reconciling = True
        await desk.beat()
        typed = {"id": shown["id"], "digest": shown["digest"], "typed": shown["digest"][:6]}
        assert (await desk.operate("approve", **typed))["outcome"] == "approved"
        assert desk.shown().value == "ACTIVE"

    play(tmp_path, scenario)


def test_a_latch_on_all_or_on_itself_does(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await add(desk)
        for name in ("paper", "all", "?"):
            shown = await asked_to_resume(desk, "paper")
            folder = desk.places.latches
            (folder / name).touch()
            typed = {"id": shown["id"], "digest": shown["digest"], "typed": shown["digest"][:6]}
            assert (await desk.operate("approve", **typed))["outcome"] == "changed"
            (folder / name).unlink()

    play(tmp_path, scenario)


def test_a_task_that_failed_has_every_account_compared_with_its_venue(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await add(desk)
        asked = []
        for trader in desk.service.traders.values():
            trader.fresh = True
            asked.append(trader)
        desk.service.desk.troubles[""] += 1
        await desk.beat()
        assert [trader.fresh for trader in asked] == [False, False]

    play(tmp_path, scenario)
