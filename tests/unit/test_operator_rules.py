"""A ruleset that says other rules than were last in force: the account only reduces until a person resumes it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from policies.firms.rulesets import ruleset
from policies.firms.terms import ClassLimit
from policies.limits import Effect, Limits
from policies.values import AccountId, Switch, Tier
from tests.fakes.desk_rig import Rig
from tests.unit.test_desk_orders import play
from tests.unit.test_operator_limits import write
from tools.desk.operator.limits import CHANGED, structure_of
from tools.desk.record.state import AccountState
from tools.trading.rulesets import SHIPPED, Rulesets

HOUSE = (SHIPPED / "house.toml").read_text(encoding="utf-8").replace('id = "house"', 'id = "mine"')
OTHERS = {
    "a looser daily rule": ('amount = "0.05"', 'amount = "0.20"'),
    "another effect": ('effect = "soft_lock_until_reset"', 'effect = "hard"'),
    "a tighter total rule": ('amount = "0.10"', 'amount = "0.08"'),
}


def rules(desk: Rig, text: str) -> None:
    """Puts the ruleset of the account `own` in its place."""
    folder = desk.places.home / "firms"
    folder.mkdir(exist_ok=True)
    (folder / "mine.toml").write_text(text, encoding="utf-8")


def own(desk: Rig) -> AccountState:
    """The account under the user's own ruleset."""
    return desk.service.traders[AccountId("own")].state


async def opened(desk: Rig) -> None:
    """An account under the ruleset as it is now."""
    rules(desk, HOUSE)
    await desk.operate("add_account", name="own", ruleset="mine")


async def resumed(desk: Rig) -> str:
    """What became of resuming the account as a person does at the desk."""
    shown = await desk.operate("unlock", account="own", lang="en")
    done = await desk.operate("approve", id=shown["id"], digest=shown["digest"], typed=shown["digest"][:6])
    return str(done["outcome"])


def course(tmp_path: Path, scenario: Callable[[Rig], Awaitable[None]]) -> None:
    """Plays a scenario with the account there."""

    async def whole(desk: Rig) -> None:
        await opened(desk)
        await scenario(desk)

    play(tmp_path, whole)


def test_the_first_start_and_a_start_under_the_same_rules_are_no_change(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        assert own(desk).latch is None
        first = own(desk).structure
        await desk.restart()
        rules(desk, HOUSE.replace('name = "House"', 'name = "Mine"'))
        await desk.restart()
        assert (own(desk).latch, own(desk).structure) == (None, first)
        assert first

    course(tmp_path, scenario)


@pytest.mark.parametrize("change", OTHERS)
def test_other_rules_hold_the_account_until_a_person_resumes_it(tmp_path: Path, change: str) -> None:
    async def scenario(desk: Rig) -> None:
        rules(desk, HOUSE.replace(*OTHERS[change]))
        await desk.restart()
        await desk.beat()
        latch = own(desk).latch
        assert latch is not None
        assert (latch.state, latch.cause, latch.effect) == (Switch.REDUCING, CHANGED, Effect.HARD)
        assert (own(desk).shown, own(desk).cause) == (Switch.REDUCING, CHANGED)
        assert desk.state.latch is None  # the account beside it trades on
        answer = await desk.buy(account="own")
        assert answer["verdict"]["decision"] == "deny"
        await desk.restart()
        assert own(desk).latch == latch
        assert await resumed(desk) == "approved"
        assert own(desk).latch is None
        await desk.restart()
        await desk.beat()
        assert (own(desk).latch, own(desk).shown) == (None, Switch.ACTIVE)

    course(tmp_path, scenario)


def test_rules_put_back_before_anybody_looked_still_wait_for_a_person(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        rules(desk, HOUSE.replace('amount = "0.05"', 'amount = "0.20"'))
        await desk.restart()
        rules(desk, HOUSE)
        await desk.restart()
        assert own(desk).latch is not None
        assert await resumed(desk) == "approved"

    course(tmp_path, scenario)


def test_a_running_desk_sees_it_when_it_reads_the_files_again(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        rules(desk, HOUSE.replace('amount = "0.05"', 'amount = "0.20"'))
        write(desk, '[order]\nper_minute = "10"\n')
        await desk.operate("limits", account="own")
        latch = own(desk).latch
        assert latch is not None
        assert latch.cause == CHANGED

    course(tmp_path, scenario)


def test_a_halted_account_stays_halted(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.ask("halt", account="own")
        halted = own(desk).latch
        rules(desk, HOUSE.replace('amount = "0.05"', 'amount = "0.20"'))
        await desk.restart()
        assert own(desk).latch == halted
        assert own(desk).structure != ""

    course(tmp_path, scenario)


def test_the_hash_is_of_the_rules_and_not_of_numbers_that_have_a_direction() -> None:
    limits: Limits = ruleset(Rulesets(None)["ftmo-2step"])[0]
    assert structure_of(limits) == structure_of(replace(limits, per_minute=1, order_notional=Decimal("0.1"), doubts=()))
    other = [
        replace(limits, daily=()),
        replace(limits, total=limits.total * 2),
        replace(limits, tier=Tier.T2),
        replace(limits, terms=replace(limits.terms, classes=(ClassLimit(asset_class="fx"),))),
    ]
    assert len({structure_of(one) for one in (limits, *other)}) == 1 + len(other)
