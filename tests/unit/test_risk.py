"""`/risk`: the desk's own numbers hold against the kernel, and both languages say them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bots.render import render
from bots.render.phrases import phrase
from bots.render.risk import lifting
from bots.render.short import short
from bots.render.wording import limit_name
from policies.firms.terms import ClassLimit, Consistency, FlatBy, Phase, Terms, Unit, Whole
from policies.instruments import Quote
from policies.values import Switch, Symbol
from policies.watch import watch
from tests.fakes.desk_port import FakeDesk
from tests.fakes.desk_rig import Rig, rig
from tests.fakes.paper_market import ABC, XYZ, feed
from tests.fakes.rig_port import RigPort
from tools.desk.showing.risk import next_flat
from tools.tool import ToolResult

MARKET = {ABC: ("100", "100 103 99 102", "102 104 100 101", "101"), XYZ: ("50", "50 52 49 51", "51 53 50 52", "52")}
Play = Callable[[Rig, RigPort], Awaitable[Any]]


def played(folder: Path, play: Play) -> Any:
    async def run() -> Any:
        async with rig(folder, feed(MARKET)) as desk:
            return await play(desk, RigPort(desk))

    return asyncio.run(run())


async def two_holdings(desk: Rig, port: RigPort) -> ToolResult:
    await desk.buy("10")
    await desk.buy("200", "44", symbol=XYZ)
    await port.use("advance_market", {"sessions": "2"})
    return await port.use("show_risk", {})


def test_the_guard_is_hit_at_the_price_told_and_not_a_tick_before(tmp_path: Path) -> None:
    async def play(desk: Rig, port: RigPort) -> None:
        data = (await two_holdings(desk, port)).data
        facts, limits = desk.trader.facts(), desk.trader.limits
        never, held = data["holdings"]
        assert (never["symbol"], never["hit"], held["symbol"], data["nearest"]) == (ABC, None, XYZ, XYZ)

        def state(price: Decimal) -> tuple[Switch, str | None]:
            seen_now = facts.quotes[XYZ]
            quote = Quote(bid=price, ask=price + seen_now.ask - seen_now.bid, at=seen_now.at)
            seen = watch(replace(facts, quotes={**facts.quotes, XYZ: quote}), limits)
            return seen.state, seen.cause

        hit, leave, tick = Decimal(held["hit"]), Decimal(held["leave"]), facts.instruments[XYZ].tick
        assert state(hit - tick) == (Switch.HALTED, "daily loss guard")
        assert state(hit + tick) == (Switch.HALTED, "one gap from the daily loss guard")
        assert state(leave) == (Switch.HALTED, "one gap from the daily loss guard")
        assert state(leave + tick) == (Switch.ACTIVE, None)
        assert held["stop_first"] is True
        assert (held["stop"], held["atr"], held["ranges"]) == ("44", "3", 1)
        assert Decimal(held["atrs"]) == round(abs(Decimal(held["move"])) / 3, 2)

    played(tmp_path, play)


def test_floors_sizes_and_the_worst_case_agree_with_status(tmp_path: Path) -> None:
    async def play(desk: Rig, port: RigPort) -> None:
        data = (await two_holdings(desk, port)).data
        (account,) = (await port.read("status"))["accounts"]
        assert "risk" not in account
        limits = {row["name"]: row for row in account["limits"]}
        for floor in data["floors"]:
            assert {k: floor[k] for k in ("name", "floor", "guard", "headroom")} == limits[floor["name"]]
            after = Decimal(floor["headroom"]) - Decimal(data["worst_case"])
            assert Decimal(floor["after"]) == after
            assert Decimal(floor["share"]) == round(Decimal(floor["headroom"]) / Decimal(floor["allowance"]), 4)
        sizes = {row["name"]: row for row in data["sizes"]}
        assert {name: row["left"] for name, row in sizes.items()} == {
            name: row["headroom"] for name, row in limits.items() if row["floor"] is None
        }
        assert sizes["symbol_exposure"]["of"] == XYZ
        assert data["first"] == "daily"
        assert data["resets"][0] | {"of": 0} == {
            "key": "America/New_York@17:00",
            "at": "2012-01-05T22:00:00Z",
            "zone": "America/New_York",
            "wall": "17:00",
            "of": 0,
        }

    played(tmp_path, play)


def test_near_a_reset_the_floors_after_it_are_told_too(tmp_path: Path) -> None:
    async def play(desk: Rig, port: RigPort) -> None:
        await desk.buy("10")
        await desk.ask("advance", to="2012-01-03T20:45:00Z")
        result = await port.use("show_risk", {})
        assert [floor["name"] for floor in result.data["floors"]][2:] == ["daily-tomorrow", "total-tomorrow"]
        assert "daily loss after the reset" in render("show_risk", result, "en")
        assert "perte totale après la remise à zéro" in render("show_risk", result, "fr")

    played(tmp_path, play)


def test_the_terms_of_a_programme_are_told(tmp_path: Path) -> None:
    terms = Terms(
        phases=(Phase(name="one", target=Decimal("0.08")),),
        consistency=Consistency(unit=Unit.DAY, of=Whole.PROFIT, share=Decimal("0.5")),
        flat_by=(FlatBy(zone="America/Chicago", at=time(15, 10), until=time(17)),),
        classes=(ClassLimit(asset_class="stock", leverage=Decimal(1), lots=Decimal(300)),),
        position_risk=Decimal("0.02"),
    )

    async def play(desk: Rig, port: RigPort) -> ToolResult:
        desk.trader.limits = replace(desk.trader.limits, terms=terms)
        await desk.buy("10")
        return await port.use("show_risk", {})

    result = played(tmp_path, play)
    sizes = {row["name"]: row for row in result.data["sizes"]}
    assert sizes["position_risk"]["allowed"] == "2000"
    assert (sizes["class_lots"]["used"], sizes["class_lots"]["left"]) == ("10", "290")
    assert result.data["consistency"]["allowed"] == "4000"
    assert result.data["flat_by"] == {
        "at": "2012-01-03T21:00:00Z",
        "zone": "America/Chicago",
        "wall": "15:10",
        "due": False,
    }
    french, english = (render("show_risk", result, lang) for lang in ("fr", "en"))
    assert "risque d'une position (ABC)" in french
    assert "Tout doit être fermé le 3 janv. 2012 16:00 (New York), 15:10 America/Chicago, dans 6 h 00." in french
    assert "lots or contracts of the class (stock): 10 of 300, 290 left" in english
    assert "from 4,000.00\u00a0USD on, nothing new is opened" in english


FLAT = FlatBy(zone="America/Chicago", at=time(15, 10), until=time(17), days=(4,))


@pytest.mark.parametrize(
    ("now", "closes", "expected"),
    [
        ("2026-03-04T15:00", None, "2026-03-06T21:10"),
        ("2026-03-06T15:00", None, "2026-03-06T21:10"),
        ("2026-03-06T15:00", "2026-03-06T18:00", "2026-03-06T18:00"),
        ("2026-03-06T22:00", None, "2026-03-06T21:10"),
        ("2026-03-06T23:30", None, "2026-03-13T20:10"),
    ],
)
def test_the_next_flat_by_is_found_over_days_half_days_and_summer_time(
    now: str, closes: str | None, expected: str
) -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    found = next_flat(FLAT, at(now), None if closes is None else at(closes))
    assert found is not None
    assert found.astimezone(UTC) == at(expected)


def test_what_is_held_in_a_state_is_told_with_what_lifts_it(tmp_path: Path) -> None:
    async def play(desk: Rig, port: RigPort) -> ToolResult:
        await desk.buy("10")
        await desk.ask("halt")
        return await port.use("show_risk", {})

    result = played(tmp_path, play)
    assert {name: result.data["switch"][name] for name in ("state", "latched", "effect", "until")} == {
        "state": "HALTED",
        "latched": True,
        "effect": "hard",
        "until": None,
    }
    assert "Une personne le lève : /reprendre" in render("show_risk", result, "fr")


def test_a_soft_latch_says_when_it_lifts_and_that_a_guard_may_hit_again() -> None:
    soft = {"state": "HALTED", "latched": True, "effect": "soft_lock_until_reset", "cause": "daily loss guard"}
    shown = lifting({**soft, "until": "2012-01-04T22:00:00Z"}, "en")
    assert shown == [
        "It lifts by itself on 4 Jan 2012 17:00 (New York); /resume does so earlier, with a confirmation.",
        "As long as equity stays below the guard, the account halts again.",
    ]
    assert "prochaine remise à zéro" in lifting({**soft, "until": None, "cause": "x"}, "fr")[0]
    assert lifting({"state": "REDUCING", "latched": False, "strangers": 0}, "en")[0].startswith("It passes by itself")
    assert lifting({"state": "ACTIVE", "latched": False}, "en") == []


def test_what_cannot_be_valued_is_said_and_time_is_still_told(tmp_path: Path) -> None:
    async def play(desk: Rig, port: RigPort) -> ToolResult:
        await desk.buy("10")
        desk.trader.quotes.pop(Symbol("ABC"))
        return await port.use("show_risk", {})

    result = played(tmp_path, play)
    french = render("show_risk", result, "fr")
    assert "Le risque ne peut pas être chiffré : pas de prix fiable pour ABC" in french
    assert "Prochaine remise à zéro" in french
    assert short("x", "show_risk", result.data, "fr") == "x"


def test_a_desk_that_knows_no_risk_is_no_crash() -> None:
    async def play() -> ToolResult:
        from policies.intents import Origin
        from policies.values import Label, Role
        from tools.context import ToolContext
        from tools.registry import BY_NAME

        origin = Origin(principal="owner", role=Role.OWNER, channel="terminal", message="m1")
        now = datetime(2026, 3, 2, 12, tzinfo=UTC)
        context = ToolContext(desk=FakeDesk(), origin=origin, label=Label.OWNER, lang="en", now=now)
        return await BY_NAME["show_risk"].run(context, {})

    result = asyncio.run(play())
    assert "cannot be told in numbers" in render("show_risk", result, "en")


def test_both_languages_tell_each_holding_and_the_short_form_names_the_nearest(tmp_path: Path) -> None:
    result = played(tmp_path, two_holdings)
    french, english = (render("show_risk", result, lang) for lang in ("fr", "en"))
    assert "10 ABC à 101,18 : aucun prix ne touche la garde à lui seul" in french
    assert "200 XYZ: from 51.35 to" in english
    assert "times its average true range over 1 day(s) (3.00) · the desk leaves at 29.17" in english
    assert " · le stop à 44,00 sort avant" in french
    assert "La première touchée serait : perte du jour" in french
    assert french.splitlines()[0].startswith("REPLAY · 5 janv. 2012")
    assert "the nearest XYZ at" in short("", "show_risk", result.data, "en")


def test_new_causes_are_worded() -> None:
    assert phrase("worst case beyond the daily-tomorrow floor", "en") == (
        "worst case beyond the floor: daily loss after the reset"
    )
    assert phrase("one gap from the total loss guard", "fr") == "à un saut de la garde « perte totale »"
    assert phrase("flat by 15:10 America/Chicago", "fr") == "tout doit être fermé à 15:10 (America/Chicago)"
    assert limit_name("total-2-tomorrow", "fr") == "perte totale 2 après la remise à zéro"
