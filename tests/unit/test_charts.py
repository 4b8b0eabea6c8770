"""Charts: what they show, the child that draws them, the pictures that are kept, and what the assistant never loads."""

import asyncio
import json
import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bots.render import render
from bots.render.short import short
from policies.intents import Origin
from policies.values import Label, Role
from tests.architecture.source import ROOT
from tests.fakes.desk_port import FakeDesk
from tools.charts import keeping, plans
from tools.charts.keeping import KEPT, environment
from tools.context import Json, ToolContext
from tools.errors import Refused, Retry
from tools.registry import BY_NAME
from tools.tool import ToolResult

ORIGIN = Origin(principal="owner", role=Role.OWNER, channel="terminal", message="m1")
BARS = [
    {
        "day": f"2011-12-{day}",
        "open": "400",
        "high": f"{405 + day}",
        "low": "390.5",
        "close": "402",
        "volume": "9000000",
    }
    for day in (27, 28, 29, 30)
]


def use(desk: FakeDesk, args: Mapping[str, Any], home: Path | None, lang: str = "fr") -> ToolResult:
    now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    context = ToolContext(desk=desk, origin=ORIGIN, label=Label.OWNER, lang=lang, now=now, home=home)

    async def turn() -> ToolResult:
        return await BY_NAME["draw_chart"].run(context, args)

    return asyncio.run(turn())


@pytest.fixture
def desk() -> FakeDesk:
    busy = FakeDesk()
    busy.bars = {"AAPL": BARS}
    busy.positions = {"AAPL": Decimal(10)}
    order = {"id": "s1", "symbol": "AAPL", "side": "sell", "role": "stop", "type": "stop", "quantity": "10"}
    busy.orders = [{**order, "remaining": "10", "trigger": "390", "status": "working", "filled": "0"}]
    busy.days = [{"day": "2011-12-30", "equity": "98000"}, {"day": "2012-01-03", "equity": "101000"}]
    return busy


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")


def test_a_price_chart_is_a_picture_and_numbers(desk: FakeDesk, tmp_path: Path) -> None:
    result = use(desk, {"of": "aapl"}, tmp_path)
    path = Path(result.data["chart"])
    assert size_of(path.read_bytes()) == (1200, 700)
    assert path.parent == tmp_path / "charts"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    numbers = {name: result.data[name] for name in ("of", "from", "to", "last", "change_pct", "low", "high")}
    assert numbers == {
        "of": "AAPL",
        "from": "2011-12-27",
        "to": "2011-12-30",
        "last": "411.35",
        "change_pct": "2.33",
        "low": "390.5",
        "high": "435",
    }
    head, said, where = render("draw_chart", result, "fr").splitlines()
    assert head.startswith("REPLAY · 3 janv. 2012")
    assert said == (
        "AAPL, 4 séances du 27 déc. 2011 au 30 déc. 2011 : 411,35 maintenant (+2,33\u202f%), "
        "plus bas 390,50, plus haut 435,00."
    )
    assert where == f"Image : {path}"
    assert "4 sessions from 27 Dec 2011" in render("draw_chart", result, "en")


def test_the_same_chart_is_drawn_once(desk: FakeDesk, tmp_path: Path) -> None:
    first = Path(use(desk, {"of": "AAPL", "sessions": "3"}, tmp_path).data["chart"])
    mark = first.stat().st_ino
    assert Path(use(desk, {"of": "AAPL", "sessions": "3"}, tmp_path).data["chart"]) == first
    assert first.stat().st_ino == mark


def test_an_equity_chart_covers_the_days_and_now(desk: FakeDesk, tmp_path: Path) -> None:
    result = use(desk, {"of": "equity"}, tmp_path, "en")
    assert (result.data["last"], result.data["change_pct"], result.data["to"]) == ("100000", "2.04", "2012-01-03")
    assert "Equity from 30 Dec 2011 to 3 Jan 2012: 100,000.00\u00a0USD now (+2.04%)" in render(
        "draw_chart", result, "en"
    )
    assert size_of(Path(result.data["chart"]).read_bytes()) == (1200, 700)


def test_without_history_or_bars_it_is_said(desk: FakeDesk, tmp_path: Path) -> None:
    desk.days = []
    assert "historique" in render("draw_chart", use(desk, {"of": "equity"}, tmp_path), "fr")
    without = use(desk, {"of": "IBM"}, tmp_path)
    assert without.data["chart"] is None
    told = render("draw_chart", without, "en")
    assert told.splitlines()[1:] == ["There are not enough past sessions to draw IBM."]
    assert short(told, "draw_chart", without.data, "en") == "There are not enough past sessions to draw IBM."
    assert not (tmp_path / "charts").exists()


@pytest.mark.parametrize(
    "args",
    [
        {},
        {"of": " "},
        {"of": "XYZ"},
        {"of": "../../etc"},
        *({"of": "AAPL", "sessions": n} for n in ("1", "501", "all")),
    ],
)
def test_a_wrong_argument_is_asked_again(desk: FakeDesk, tmp_path: Path, args: dict[str, str]) -> None:
    with pytest.raises(Retry):
        use(desk, args, tmp_path)


def test_without_a_home_there_is_no_chart(desk: FakeDesk) -> None:
    with pytest.raises(Refused, match="no home folder"):
        use(desk, {"of": "AAPL"}, None)


def test_a_plan_names_what_is_held_and_what_works(desk: FakeDesk) -> None:
    position = {"symbol": "AAPL", "price": "411.43", "quantity": "10"}
    legs = {"symbol": "AAPL", "type": "stop", "quantity": "10", "side": "sell"}
    orders = [
        {**legs, "role": "stop", "trigger": "390"},
        {**legs, "role": "target", "type": "limit", "limit": "450"},
        {**legs, "role": "entry", "side": "buy", "type": "limit", "limit": "380", "stop": "370", "remaining": "4"},
        {**legs, "symbol": "IBM", "role": "stop", "trigger": "150"},
    ]
    account: Json = {"id": "paper", "replay": True, "positions": [position], "orders": orders}
    series = plans.of_prices(BARS, Decimal("411.35"))
    plan = plans.price_plan(account, "AAPL", BARS, series, "fr")
    assert plan["title"] == "REPLAY · AAPL · 4 séances, 27 déc. 2011 – 30 déc. 2011"
    assert [line["text"] for line in plan["lines"]] == [
        "maintenant 411,35",
        "entrée 411,43",
        "stop 390,00",
        "objectif 450,00",
        "achat 4 à 380,00",
        "stop 370,00",
    ]
    live = plans.price_plan({**account, "replay": False}, "AAPL", BARS, series, "en")
    assert live["title"].startswith("AAPL · 4 sessions")


def test_an_equity_plan_draws_the_floors_as_lines() -> None:
    days = [{"day": "2012-01-03", "equity": "100000"}, {"day": "2012-01-04", "equity": "99000"}]
    limits = [
        {"name": "daily", "floor": "95000"},
        {"name": "total-2", "floor": "90000"},
        {"name": "trailing", "floor": "91000"},
        {"name": "leverage", "floor": None},
    ]
    plan = plans.equity_plan({"id": "paper", "limits": limits}, days, plans.of_equity(days), "fr")
    assert [line["text"] for line in plan["lines"]] == [
        "plancher du jour 95\u202f000,00",
        "plancher total 90\u202f000,00",
        "plancher 91\u202f000,00",
    ]


def test_the_newest_pictures_stay(desk: FakeDesk, tmp_path: Path) -> None:
    folder = tmp_path / "charts"
    folder.mkdir()
    for index in range(KEPT + 5):
        old = folder / f"{index}.png"
        old.write_bytes(b"old")
        os.utime(old, (index, index))
    path = Path(use(desk, {"of": "AAPL"}, tmp_path).data["chart"])
    left = {p.name for p in folder.iterdir()}
    assert left == {path.name, *(f"{index}.png" for index in range(6, KEPT + 5))}


def test_the_child_is_told_nothing_of_ours(tmp_path: Path) -> None:
    ours = {"EVA_HOME": "/secret", "EVA_MODEL": "x", "SOME_TOKEN": "t", "PATH": "/bin", "PYTHONPATH": "/mine"}
    told = environment(tmp_path, ours)
    assert not {"EVA_HOME", "EVA_MODEL", "SOME_TOKEN"} & told.keys()
    assert told["HOME"] == told["MPLCONFIGDIR"] == str(tmp_path)
    assert told["PYTHONPATH"] == f"{ROOT}{os.pathsep}/mine"


PLAN: Json = {"kind": "price", "lang": "fr", "title": "t", "summary": "s", "below": "v", "days": [], "bars": []}


def test_a_plan_that_cannot_be_drawn_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="could not be drawn"):
        asyncio.run(keeping.draw(tmp_path, PLAN))
    assert list((tmp_path / "charts").iterdir()) == []


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"longer than 0\.01 s and was stopped"):
        asyncio.run(keeping.draw(tmp_path, PLAN, timeout_s=0.01))
    assert list((tmp_path / "charts").iterdir()) == []


def test_a_folder_that_cannot_be_used_is_said(desk: FakeDesk, tmp_path: Path) -> None:
    (tmp_path / "charts").write_text("in the way", encoding="utf-8")
    with pytest.raises(Refused, match="cannot be used"):
        use(desk, {"of": "AAPL"}, tmp_path)


def test_labels_stay_apart_and_dollars_are_no_mathematics(tmp_path: Path) -> None:
    lines = [{"kind": "stop", "value": f"{100 + n / 100}", "text": f"stop ${n}$ _{n}_"} for n in range(15)]
    far = [{"kind": "target", "value": "900", "text": "far"}, {"kind": "order", "value": "1", "text": "deep"}]
    bars = [["100", "101", "99", "100.5", "0"]] * 500
    plan = {**PLAN, "days": ["2012-01-03"] * 500, "bars": bars, "lines": [*lines, *far]}
    path = asyncio.run(keeping.draw(tmp_path, plan))
    assert size_of(path.read_bytes()) == (1200, 700)


def test_the_assistant_loads_no_plotting_library() -> None:
    code = (
        "import sys, json, tools.registry, bots.render, tools.charts.keeping, tools.charts.plans;"
        "print(json.dumps([m for m in ('matplotlib', 'numpy', 'memory.records', 'sqlmodel') if m in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONPATH": str(ROOT)}, timeout=60
    )
    assert json.loads(done.stdout) == []
