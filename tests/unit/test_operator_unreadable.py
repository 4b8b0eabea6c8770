"""A file of limits that cannot be read: its accounts only reduce under what was last in force, the others trade on."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path

import pytest

from policies.values import AccountId, Switch
from tests.fakes.desk_rig import Rig
from tests.unit.test_desk_orders import play
from tests.unit.test_operator_limits import write
from tests.unit.test_operator_rules import HOUSE, own, rules
from tools.errors import Refused

MINE = HOUSE.replace('order_notional = { value = "0.10"', 'order_notional = { value = "0.09"')


def course(tmp_path: Path, scenario: Callable[[Rig], Awaitable[None]]) -> None:
    """Plays a scenario with an account under the user's own ruleset that holds something, tightened by hand."""

    async def whole(desk: Rig) -> None:
        rules(desk, MINE)
        await desk.operate("add_account", name="own", ruleset="mine")
        await desk.operate("tighten", name="per_minute", value="7", account="own")
        assert (await desk.buy(account="own"))["verdict"]["decision"] == "allow"
        await scenario(desk)

    play(tmp_path, whole)


def shown(desk: Rig, name: str = "own") -> tuple[Switch, str | None]:
    """The state that an account shows, and why."""
    state = desk.service.traders[AccountId(name)].state
    return state.shown, state.cause


BROKEN: dict[str, Callable[[Rig], None]] = {
    "no TOML": lambda desk: rules(desk, "[order\n"),
    "another id": lambda desk: rules(desk, HOUSE.replace('id = "mine"', 'id = "yours"')),
    "a value that is none": lambda desk: rules(desk, MINE.replace('amount = "0.05"', 'amount = "much"')),
    "gone": lambda desk: (desk.places.home / "firms" / "mine.toml").unlink(),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_ruleset_holds_its_own_account_and_no_other(tmp_path: Path, how: str) -> None:
    async def scenario(desk: Rig) -> None:
        BROKEN[how](desk)
        await desk.restart()
        await desk.beat()
        assert shown(desk) == (Switch.REDUCING, "limits cannot be read: firms/mine.toml")
        assert shown(desk, "paper") == (Switch.ACTIVE, None)
        trader = desk.service.traders[AccountId("own")]
        assert (trader.limits.id, trader.limits.per_minute) == ("mine", 7)
        structure = own(desk).structure
        assert (await desk.buy())["verdict"]["decision"] == "allow"
        assert (await desk.buy(account="own"))["verdict"]["decision"] == "deny"
        with pytest.raises(Refused, match="put the file right"):
            await desk.operate("tighten", name="leverage", value="1", account="own")
        status = (await desk.service.verbs["status"]({"rules": True}))["accounts"]
        assert "firms/mine.toml" in next(a for a in status if a["id"] == "own")["rules"]["file"]
        assert {a["id"] for a in (await desk.operate("accounts"))["accounts"]} == {"paper", "own"}
        await desk.ask("close", account="own", symbol="ABC")
        assert not own(desk).holdings
        rules(desk, MINE)
        await desk.operate("limits", account="own")
        await desk.beat()
        assert shown(desk) == (Switch.ACTIVE, None)
        assert (own(desk).structure, trader.limits.per_minute) == (structure, 7)

    course(tmp_path, scenario)


def test_the_kill_switch_flattens_an_account_whose_limits_cannot_be_read(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        rules(desk, "")
        await desk.restart()
        desk.clock.forward(3)
        await desk.ask("halt", account="own")
        await desk.settle()
        assert not own(desk).holdings
        assert shown(desk)[0] is Switch.HALTED

    course(tmp_path, scenario)


def test_other_rules_behind_a_broken_file_still_wait_for_a_person(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        rules(desk, "[order\n")
        await desk.restart()
        rules(desk, MINE.replace('amount = "0.05"', 'amount = "0.20"'))
        await desk.operate("limits", account="own")
        latch = own(desk).latch
        assert latch is not None
        assert latch.cause == "ruleset changed"

    course(tmp_path, scenario)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("[order\n", {"paper", "own"}),
        ("[acount]\n", {"paper", "own"}),
        ("[order]\nlevrage = 1\n", {"paper", "own"}),
        ("[account.own]\nlevrage = 1\n", {"own"}),
        ("[account.owm]\nleverage = 1\n", {"paper", "own"}),
        ("[account.owm]\nleverage = 1\n[account.paper]\nleverage = 1\n", {"own"}),
    ],
)
def test_a_broken_limits_file_holds_the_accounts_that_it_may_be_about(
    tmp_path: Path, text: str, held: set[str]
) -> None:
    async def scenario(desk: Rig) -> None:
        write(desk, text)
        await desk.restart()
        await desk.beat()
        cause = "limits cannot be read: desk/limits.toml"
        for name in ("paper", "own"):
            assert shown(desk, name) == ((Switch.REDUCING, cause) if name in held else (Switch.ACTIVE, None))
        write(desk, "[order]\nleverage = 1\n")
        await desk.beat()
        await desk.operate("limits")
        await desk.beat()
        assert {shown(desk, name)[0] for name in ("paper", "own")} == {Switch.ACTIVE}
        assert desk.trader.limits.leverage == Decimal(1)

    course(tmp_path, scenario)
