"""Equity against its floors: what the desk records of each day, and the picture of it."""

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bots.render import render
from bots.render.short import short
from tests.fakes.desk_rig import Rig, rig
from tests.fakes.paper_market import ABC, feed
from tests.fakes.rig_port import RigPort
from tools.charts import plans
from tools.errors import Refused
from tools.tool import ToolResult

MARKET = {ABC: ("100", "100 103 99 102", "102 104 100 101", "101", "96", "95")}


def charted(folder: Path, of: str, lang: str = "en") -> tuple[dict[str, Any], list[dict[str, Any]], ToolResult]:
    """The floors that the desk knows by day before and after a restart, what it shows, and the chart."""

    async def play() -> tuple[dict[str, Any], list[dict[str, Any]], ToolResult]:
        async with rig(folder, feed(MARKET)) as desk:
            await desk.buy("150", "90")
            await RigPort(desk).use("advance_market", {"sessions": "4"})
            known = dict(desk.state.floors)
            await desk.restart()
            assert desk.state.floors == known
            shown = (await RigPort(desk).read("status", {"days": True}))["accounts"][0]["days"]
            return known, shown, await _chart(desk, of, lang)

    async def _chart(desk: Rig, of: str, lang: str) -> ToolResult:
        return await RigPort(desk).use("draw_chart", {"of": of}, home=folder, lang=lang)

    return asyncio.run(play())


def test_floors_are_recorded_as_each_day_begins_and_drawn(tmp_path: Path) -> None:
    known, shown, result = charted(tmp_path, "risk", "fr")
    assert known["2012-01-03"] == {"daily": 95000, "total": 90000}
    day = next(one for one in shown if one["day"] == "2012-01-05")
    assert day["floors"] == {"daily": "94999", "total": "90000"}
    assert [one["day"] for one in shown] == sorted(known)
    picture = Path(result.data["chart"]).read_bytes()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    closest = result.data["closest"]
    assert closest["day"] == result.data["to"]
    rooms = [float(one["equity"]) - max(map(float, one["floors"].values())) for one in shown]
    assert float(closest["headroom"]) < min(rooms)
    told = render("draw_chart", result, "fr")
    assert "Au plus près d'une garde : " in told
    assert "le 9 janv. 2012." in told
    assert short("x", "draw_chart", result.data, "fr").startswith("risk : ")


def test_a_day_without_recorded_floors_is_a_gap_in_the_line() -> None:
    days = [
        {"day": "2012-01-03", "equity": "100000", "floors": {}},
        {"day": "2012-01-04", "equity": "101000", "floors": {"daily": "96000", "total": "90000"}},
        {"day": "2012-01-05", "equity": "95500", "floors": {"daily": "96000", "total": "90000"}},
    ]
    account = {"id": "paper", "replay": False, "limits": [{"name": "daily", "floor": "96000"}]}
    plan = plans.risk_plan(account, days, plans.of_equity(days), "en")
    assert plan["floors"] == [[None, "96000", "96000"], [None, "90000", "90000"]]
    assert plan["room"] == [None, "5000", "-500"]
    assert plan["title"].startswith("Equity and its floors, account paper")


def test_a_chart_needs_a_home(tmp_path: Path) -> None:
    async def play() -> None:
        async with rig(tmp_path, feed(MARKET)) as desk:
            with pytest.raises(Refused):
                await RigPort(desk).use("draw_chart", {"of": "risque"})

    asyncio.run(play())


def test_the_distance_is_to_the_guard() -> None:
    account = {"limits": [{"name": "daily", "floor": "95000", "guard": "95500"}]}
    (day,) = plans.guarded(account, [{"day": "2026-01-02", "equity": "100000", "floors": {"daily": "95000"}}])
    assert (day["guards"], plans.headroom(day)) == ({"daily": "95500"}, Decimal(4500))
