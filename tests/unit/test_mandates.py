"""Mandates: what they let through on a live account, whose silence ends what, and everything that voids them."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from policies.approvals import mandated, tier_of
from policies.facts import Mandate
from policies.floors import MissingFact
from policies.values import AccountId, Tier
from tests.fakes.desk_rig import Rig
from tests.unit.kernel_cases import AAA, AT, HOUSE, asked, close, facts, order, resume
from tests.unit.test_desk_orders import play
from tests.unit.test_operator_codes import code, enroll
from tools.errors import Refused

STRATEGY = "breakout@1a2b3c"
MANDATE = Mandate(
    id="m1",
    strategy_hash=STRATEGY,
    account=AccountId("paper"),
    instruments=(AAA,),
    max_notional=Decimal(1000),
    granted_at=AT - timedelta(hours=1),
    expires_at=AT + timedelta(hours=1),
)
LIVE = replace(facts(), wall=AT, account=replace(facts().account, mode="live"), mandates=(MANDATE,), heard={"m1": AT})
Json = dict[str, Any]


def worth(amount: str) -> Any:
    """What reckons an order's worth."""
    return lambda: Decimal(amount)


def unknown() -> Decimal:
    """An order whose worth cannot be told."""
    raise MissingFact("quote of AAA")


def test_an_order_inside_a_live_mandate_needs_nobody_and_any_other_the_desk() -> None:
    inside = asked(order(), strategy=STRATEGY)
    for intent, known, notional, tier in (
        (inside, LIVE, worth("1000"), Tier.T0),
        (inside, LIVE, worth("1000.01"), Tier.T2),
        (inside, LIVE, worth("NaN"), Tier.T2),
        (inside, LIVE, unknown, Tier.T2),
        (inside, LIVE, None, Tier.T2),
        (inside, replace(LIVE, heard={}), worth("1"), Tier.T2),
        (inside, replace(LIVE, heard={"m1": AT - timedelta(seconds=11)}), worth("1"), Tier.T2),
        (inside, replace(LIVE, mandates=()), worth("1"), Tier.T2),
        (asked(order(), strategy="breakout@1a2b3d"), LIVE, worth("1"), Tier.T2),
        (order(), LIVE, worth("1"), Tier.T2),
    ):
        assert tier_of(intent, known, HOUSE, raising=True, notional=notional) is tier
    assert mandated(close(), LIVE, worth("1")) is None
    assert tier_of(resume(), LIVE, HOUSE, raising=False, notional=worth("1")) is Tier.T2


def test_a_ruleset_that_asks_for_more_gets_it_inside_a_mandate_too() -> None:
    inside = asked(order(), strategy=STRATEGY)
    for tier in (Tier.T1, Tier.T2):
        assert tier_of(inside, LIVE, replace(HOUSE, tier=tier), raising=True, notional=worth("1")) is tier


async def granted(desk: Rig, **wish: Any) -> str:
    """A mandate for STRATEGY in ABC, granted with a code; its id."""
    given = {"strategy": STRATEGY, "instruments": ["ABC"], "max_notional": "5000", "days": 30, "lang": "en", **wish}
    shown = await desk.operate("mandate", **given)
    assert shown["tier"] == "T2"
    for said in (given["strategy"], "ABC", "5000 USD"):
        assert said in shown["text"]
    done = await desk.operate("approve", id=shown["id"], digest=shown["digest"], typed=code(desk))
    assert done["outcome"] == "approved"
    desk.clock.forward(60)
    return str(shown["mandate"])


async def standing(desk: Rig, name: str) -> tuple[str, str | None]:
    """State and cause of a mandate."""
    one = next(m for m in (await desk.operate("mandates"))["mandates"] if m["id"] == name)
    return one["state"], one["cause"]


async def rests(desk: Rig, **more: Any) -> Json:
    """An entry of STRATEGY that rests at its price."""
    desk.clock.forward(3)
    wish = {"symbol": "ABC", "side": "buy", "type": "limit", "quantity": "10", "limit": "97", "stop": "95"}
    return await desk.ask("order", **{**wish, "strategy": STRATEGY, "tif": "gtc", **more})


def resting(desk: Rig) -> int:
    """How many entries work."""
    return sum(t.role == "entry" for t in desk.state.live_orders)


def events(desk: Rig) -> list[str]:
    """What the journal says of mandates."""
    rows = desk.service.desk.journal.tail(1000)
    return [r.body["event"] for r in rows if r.kind == "mandate"]


def test_silence_cancels_its_entries_once_and_keeps_protection(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await enroll(desk)
        name = await granted(desk)
        assert await standing(desk, name) == ("silent", None)
        await desk.buy(strategy=STRATEGY)
        await rests(desk)
        await rests(desk, strategy=None, limit="96.5")
        assert (resting(desk), await standing(desk, name)) == (2, ("live", None))
        for later in (6, 9, 9):
            desk.clock.forward(later)
            await desk.service.verbs["status"]({"mandate": name})
        assert resting(desk) == 2
        desk.clock.forward(11)
        desk.service.poll()
        await desk.settle()
        assert (resting(desk), await standing(desk, name)) == (1, ("silent", None))
        assert [t.role for t in desk.state.live_orders if t.order.stop is None and t.role == "stop"]
        desk.service.poll()
        assert events(desk) == ["granted", "heard", "silent"]
        await desk.service.verbs["status"]({"mandate": name})
        assert events(desk)[-1] == "heard"

    play(tmp_path, scenario)


def test_a_live_account_enters_by_itself_inside_its_mandate_and_nowhere_else(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await enroll(desk)
        name = await granted(desk)
        desk.state.config["mode"] = "live"
        inside = await desk.buy(strategy=STRATEGY)
        assert (inside["verdict"]["decision"], len(desk.state.holdings)) == ("allow", 1)
        for outside in (await desk.buy("60", strategy=STRATEGY), await desk.buy("11")):
            assert (outside["verdict"]["decision"], outside["verdict"]["tier"]) == ("needs_approval", "T2")
        await desk.operate("void", id=name)
        assert (await desk.buy("12", strategy=STRATEGY))["verdict"]["decision"] == "needs_approval"
        assert (await desk.ask("close", symbol="ABC"))["verdict"]["decision"] == "allow"
        desk.state.config["mode"] = "paper"

    play(tmp_path, scenario)


def test_a_restarted_desk_waits_ten_seconds_for_the_first_word(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await enroll(desk)
        name = await granted(desk)
        await rests(desk)
        await desk.restart()
        desk.service.poll()
        await desk.settle()
        assert resting(desk) == 1
        assert name not in desk.trader.heard
        desk.clock.forward(11)
        desk.service.poll()
        await desk.settle()
        assert resting(desk) == 0

    play(tmp_path, scenario)


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ("halt", "halted"),
        ("limits", "limits changed"),
        ("edit", "strategy edited"),
        ("void", "by the operator"),
        ("expiry", "expired"),
    ],
)
def test_what_voids_a_mandate_withdraws_its_entries_for_good(tmp_path: Path, change: str, cause: str) -> None:
    async def scenario(desk: Rig) -> None:
        await enroll(desk)
        name = await granted(desk)
        await rests(desk)
        if change == "halt":
            await desk.ask("halt")
        elif change == "limits":
            await desk.operate("tighten", name="per_minute", value="20")
        elif change == "edit":
            await rests(desk, strategy="breakout@ffffff", limit="96.5")
        elif change == "void":
            assert (await desk.operate("void", id=name))["voided"]
        else:
            desk.clock.forward(30 * 86400)
        desk.service.poll()
        await desk.settle()
        assert await standing(desk, name) == ("void", cause)
        assert resting(desk) == (1 if change == "edit" else 0)
        await desk.restart()
        await desk.service.verbs["status"]({"mandate": name})
        assert await standing(desk, name) == ("void", cause)
        assert not (await desk.operate("void", id=name))["voided"]

    play(tmp_path, scenario)


def test_entries_that_come_after_a_mandate_s_end_are_left_alone(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await enroll(desk)
        await desk.operate("void", id=await granted(desk))
        await rests(desk)
        desk.service.poll()
        await desk.settle()
        assert resting(desk) == 1

    play(tmp_path, scenario)


def test_a_halt_of_another_account_voids_nothing_here(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await enroll(desk)
        await desk.operate("add_account", name="other", ruleset="house")
        name = await granted(desk)
        await desk.ask("halt", account="other")
        await desk.operate("tighten", name="per_minute", value="20", account="other")
        assert await standing(desk, name) == ("silent", None)

    play(tmp_path, scenario)


@pytest.mark.parametrize(
    "wish",
    [
        {"instruments": []},
        {"instruments": ["NOPE"]},
        {"max_notional": "0"},
        {"max_notional": "-5"},
        {"max_notional": "1e9"},
        {"days": 0},
        {"days": 91},
        {"strategy": ""},
        {"strategy": "breakout"},
        {"strategy": "breakout@"},
        {"strategy": "@1a2b3c"},
        {"account": "nobody"},
    ],
)
def test_what_no_mandate_can_be_is_refused(tmp_path: Path, wish: Json) -> None:
    async def scenario(desk: Rig) -> None:
        await enroll(desk)
        with pytest.raises(Refused):
            await granted(desk, **wish)

    play(tmp_path, scenario)


def test_without_an_authenticator_there_is_no_mandate(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        wish = {"strategy": STRATEGY, "instruments": ["ABC"], "max_notional": "1", "days": 1}
        shown = await desk.operate("mandate", **wish)
        with pytest.raises(Refused, match="eva desk enroll"):
            await desk.operate("approve", id=shown["id"], digest=shown["digest"], typed=shown["digest"][:6])

    play(tmp_path, scenario)
