"""Protection said as a distance, and what a preview shows of the worst case and the headroom that would stay."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bots.render import render
from policies.intents import Origin
from policies.values import Label, Role, Side
from tests.fakes.desk_port import FakeDesk
from tests.fakes.desk_rig import rig
from tests.fakes.paper_market import ABC, feed
from tests.fakes.rig_port import RigPort
from tools.context import Json, ToolContext
from tools.errors import Retry
from tools.registry import BY_NAME
from tools.tool import ToolResult
from tools.trading.relative import distances, reckoned

ORIGIN = Origin(principal="owner", role=Role.OWNER, channel="terminal", message="m1")
TICK = Decimal("0.01")


def use(desk: FakeDesk, name: str, args: Mapping[str, Any]) -> ToolResult:
    now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    context = ToolContext(desk=desk, origin=ORIGIN, label=Label.OWNER, lang="en", now=now)

    async def turn() -> ToolResult:
        return await BY_NAME[name].run(context, args)

    return asyncio.run(turn())


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


def proposed(result: ToolResult) -> Json:
    assert result.proposal is not None
    return result.proposal


BUY = {"symbol": "AAPL", "side": "buy", "quantity": "10"}
SHORT = {"symbol": "AAPL", "side": "sell", "quantity": "10", "short": "yes"}


@pytest.mark.parametrize(
    ("args", "stop", "target", "basis"),
    [
        ({**BUY, "stop_pct": "0.02"}, "403.21", None, "ask"),  # 411.43 × 0.98 = 403.2014, up to the entry
        ({**BUY, "stop_pct": "0.02", "target_pct": "0.04"}, "403.21", "427.88", "ask"),  # 427.8872, down
        ({**SHORT, "stop_pct": "0.02", "target_pct": "0.04"}, "419.5", "394.83", "bid"),  # 419.5056; 394.8288
        ({**BUY, "limit": "400", "stop_off": "5", "target_off": "12.5"}, "395", "412.5", "limit"),
        ({**BUY, "trigger": "420", "stop_off": "0.333"}, "419.67", None, "trigger"),
        ({**BUY, "trigger": "420", "limit": "421", "type": "stop_limit", "stop_off": "1"}, "420", None, "limit"),
        ({**BUY, "stop": "390", "target_pct": "0.1"}, "390", "452.57", "ask"),
        ({"symbol": "MSFT", "side": "buy", "risk": "0.01", "stop_pct": "0.05"}, "25.44", None, "ask"),
    ],
)
def test_a_distance_becomes_a_price_on_the_tick_towards_the_entry(
    desk: FakeDesk, args: dict[str, str], stop: str, target: str | None, basis: str
) -> None:
    result = use(desk, "place_order", args)
    assert (proposed(result)["stop"], proposed(result)["target"]) == (stop, target)
    assert not proposed(result).keys() & {"stop_pct", "stop_off", "target_pct", "target_off"}
    assert result.data["reckoned"]["basis"] == basis
    assert desk.acts[0]["stop"] == stop


def test_the_answer_says_how_it_was_reckoned(desk: FakeDesk) -> None:
    result = use(desk, "place_order", {**BUY, "stop_pct": "0.02", "target_off": "8"})
    assert "stop 403,21 : 2\u202f% sous 411,43 (le cours vendeur)" in render("place_order", result, "fr")
    assert "target 419.43: 8.00 above 411.43 (the ask)" in render("place_order", result, "en")
    shown = render("preview_order", use(desk, "preview_order", {**BUY, "stop_pct": "0.02"}), "fr")
    assert "2\u202f% sous 411,43" in shown


@pytest.mark.parametrize(
    "wrong",
    [
        {"stop_pct": "0"},
        {"stop_pct": "1"},
        {"stop_pct": "2"},
        {"stop_pct": "-0.02"},
        {"stop_pct": "2%"},
        {"stop_off": "0"},
        {"stop_off": "500"},
        {"stop_off": "0.001"},
        {"target_off": "five"},
        {"stop": "390", "stop_pct": "0.02"},
        {"stop_pct": "0.02", "stop_off": "5"},
        {"target": "450", "target_pct": "0.02"},
        {"limit": "cheap", "stop_pct": "0.02"},
    ],
)
def test_a_distance_that_is_none_is_asked_again(desk: FakeDesk, wrong: dict[str, str]) -> None:
    with pytest.raises(Retry):
        use(desk, "place_order", {**BUY, **wrong})
    assert desk.acts == []


def test_a_risk_with_a_distance_has_no_side_yet(desk: FakeDesk) -> None:
    asked = use(desk, "place_order", {"symbol": "MSFT", "risk": "0.01", "stop_pct": "0.02"})
    assert asked.clarify is not None
    assert asked.clarify["question"] == "which_side"
    buy, sell = (option["args"] for option in asked.clarify["options"])
    assert proposed(use(desk, "place_order", buy))["stop"] == "26.24"
    assert sell["stop_pct"] == "0.02"


def test_a_distance_does_not_mean_short(desk: FakeDesk) -> None:
    result = use(desk, "place_order", {"symbol": "AAPL", "side": "sell", "quantity": "5", "stop_pct": "0.02"})
    assert result.clarify is not None
    assert result.clarify["question"] == "sell_when_flat"
    (short,) = result.clarify["options"]
    assert proposed(use(desk, "place_order", short["args"]))["stop"] == "419.5"


def test_a_sale_with_a_distance_is_no_reduction(desk: FakeDesk) -> None:
    desk.positions = {"AAPL": Decimal(10)}
    kinds = [
        proposed(use(desk, "preview_order", {**BUY, "side": "sell", **more}))["kind"]
        for more in ({}, {"stop_pct": "0.02"})
    ]
    assert kinds == ["reduce", "order"]


def test_without_a_sound_price_there_is_nothing_to_reckon_from(desk: FakeDesk) -> None:
    class Crossed(FakeDesk):
        async def read(self, verb: str, args: Mapping[str, Any] | None = None) -> Json:
            found = await super().read(verb, args)
            return {**found, "quotes": {"AAPL": {"bid": "5", "ask": "4"}}} if verb == "quotes" else found

    crossed = Crossed()
    result = use(crossed, "place_order", {**BUY, "stop_pct": "0.02"})
    assert result.data["nothing"] == "no_entry_price"
    assert crossed.acts == []
    assert "AAPL" in render("place_order", result, "fr")
    assert proposed(use(crossed, "place_order", {**BUY, "limit": "400", "stop_pct": "0.02"}))["stop"] == "392"


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("percent", ["0.0001", "0.013", "0.333", "0.97"])
@pytest.mark.parametrize("entry", ["0.07", "26.77", "411.43", "99999.99"])
def test_a_reckoned_price_is_never_further_than_was_said(side: Side, percent: str, entry: str) -> None:
    args = {"limit": entry, "stop_pct": percent, "target_pct": percent}
    try:
        found = reckoned(args, distances(args), side=side, quote=None, tick=TICK)
    except Retry:
        assert Decimal(entry) * Decimal(percent) < TICK or Decimal(entry) * (1 - Decimal(percent)) < TICK
        return
    assert found is not None
    most, sign = Decimal(entry) * Decimal(percent), side.sign
    assert 0 < (Decimal(entry) - found.prices["stop"]) * sign <= most
    assert 0 < (found.prices["target"] - Decimal(entry)) * sign <= most
    assert all(price % TICK == 0 for price in found.prices.values())


@pytest.mark.parametrize(
    "wrong",
    [
        {"symbol": ""},
        {"symbol": None},
        {"side": "long"},
        {"type": "iceberg"},
        {"tif": "forever"},
        {"quantity": "ten"},
        {"quantity": None},
        {"notional": "2000 USD"},
        {"stop": "low"},
    ],
)
def test_an_order_of_another_form_is_asked_again(desk: FakeDesk, wrong: dict[str, Any]) -> None:
    with pytest.raises(Retry):
        use(desk, "place_order", {**BUY, "stop": "390", **wrong})
    assert desk.acts == []


@pytest.mark.parametrize(
    ("tool", "args"),
    [
        ("reduce_position", {"symbol": "AAPL", "quantity": "half"}),
        ("reduce_position", {"symbol": "AAPL", "share": "1.5"}),
        ("reduce_position", {"symbol": "AAPL", "share": "quarter"}),
        ("reduce_position", {"symbol": "AAPL"}),
        ("amend_order", {"symbol": "AAPL", "stop": "up"}),
        ("amend_order", {"stop": "400"}),
        ("advance_market", {"sessions": "many"}),
        ("advance_market", {"weeks": "0"}),
    ],
)
def test_other_acts_of_another_form_are_asked_again(desk: FakeDesk, tool: str, args: dict[str, str]) -> None:
    desk.positions = {"AAPL": Decimal(10)}
    with pytest.raises(Retry):
        use(desk, tool, args)
    assert desk.acts == []


def test_weeks_are_five_sessions(desk: FakeDesk) -> None:
    assert proposed(use(desk, "advance_market", {"weeks": "2"}))["sessions"] == 10


def test_a_preview_shows_the_headroom_that_stays_whatever_the_verdict(tmp_path: Path) -> None:
    async def play() -> tuple[ToolResult, ToolResult]:
        async with rig(tmp_path, feed({ABC: ["100"] * 4})) as desk:
            port = RigPort(desk)
            args = {"symbol": "ABC", "side": "buy", "stop_pct": "0.1"}
            small = await port.use("preview_order", {**args, "quantity": "10"})
            return small, await port.use("preview_order", {**args, "quantity": "5000"})

    small, large = asyncio.run(play())
    assert [(r.verdict or {})["decision"] for r in (small, large)] == ["allow", "deny"]
    for result in (small, large):
        worst = result.data["worst_case"]
        rows = {row["name"]: row for row in result.data["limits"]}
        assert {"daily", "total", "order_notional", "gross_exposure", "leverage"} == rows.keys()
        for name, taken in (("daily", worst["after"]), ("order_notional", worst["notional"])):
            assert Decimal(rows[name]["after"]) == Decimal(rows[name]["headroom"]) - Decimal(taken)
    told = render("preview_order", large, "fr")
    assert "Le noyau dirait non" in told
    assert "Pire des cas du compte" in told
    assert "perte du jour : 4\u202f500,00\u00a0USD → -" in told
