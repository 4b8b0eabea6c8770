"""What the doctor says of codes, limits, rulesets and calendars."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bots.render.health import health
from tests.fakes.desk_rig import Rig
from tests.unit.test_desk_orders import play
from tests.unit.test_operator_limits import loosened, write
from tools.desk import doctor
from tools.desk.places import Places

TODAY = date(2027, 3, 1)
RULES: dict[str, Any] = {"looser": [], "pending": [], "file": None, "doubts": [], "verified_on": None}


def account(**rules: Any) -> dict[str, Any]:
    return {"id": "ftmo", "ruleset": "ftmo-2step", "rules": {**RULES, **rules}}


@pytest.mark.parametrize(
    ("rules", "status", "says"),
    [
        ({}, "ok", "confirmed"),
        ({"doubts": ["news: unconfirmed"]}, "warn", "ftmo under ftmo-2step"),
        ({"verified_on": "2026-12-01"}, "ok", "confirmed"),
        ({"verified_on": "2026-11-30"}, "warn", "(91)"),
    ],
)
def test_rulesets(rules: dict[str, Any], status: str, says: str) -> None:
    found = doctor._rulesets([account(**rules)], TODAY)
    assert found["status"] == status
    assert says in found["detail"]


def test_limits_warn_of_a_looser_file_and_of_what_is_granted_for_later(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        async def row() -> dict[str, Any]:
            return doctor._limits((await desk.service.verbs["status"]({"rules": True}))["accounts"])

        assert (await row())["status"] == "ok"
        await desk.operate("tighten", name="per_minute", value="7")
        assert (await row())["status"] == "ok"  # one's own tightening is no file that asks for more
        write(desk, '[order]\nper_minute = "6"\n')
        assert (await row())["status"] == "ok"
        write(desk, "")
        assert (await row())["detail"].endswith("paper (per_minute)")
        assert await loosened(desk, "per_minute", "20") == "approved"
        write(desk, '[order]\nper_minute = "6"\n')
        told = await row()
        assert (told["status"], told["detail"]) == ("warn", "looser from the next trading day on: paper (per_minute)")

    play(tmp_path, scenario)


@pytest.mark.parametrize(("enrolled", "status"), [(True, "ok"), (False, "off")])
def test_the_authenticator(enrolled: bool, status: str) -> None:
    assert doctor._codes({"enrolled": enrolled})["status"] == status


@pytest.mark.parametrize(("answers", "status"), [(True, "ok"), (False, "fail")])
def test_a_live_desk_that_does_not_answer_isolates_nothing(tmp_path: Path, answers: bool, status: str) -> None:
    found = doctor._isolation(Places.of(tmp_path, {"EVA_MODE": "live"}), answers)
    assert found["status"] == status
    assert "live desk answers" not in health([found], "fr")


def test_every_row_is_told_in_french() -> None:
    rows = [
        doctor._codes({"enrolled": False}),
        doctor._codes({"enrolled": True}),
        doctor._limits([account(looser=["per_minute"])]),
        doctor._limits([account(pending=["per_minute"])]),
        doctor._limits([account(file="nonsense")]),
        doctor._limits([account()]),
        doctor._rulesets([account(doubts=["x"])], TODAY),
        doctor._rulesets([account(verified_on="2026-01-01")], TODAY),
        doctor._rulesets([account()], TODAY),
    ]
    told = health(rows, "fr")
    for words in (
        "enrolled",
        "file asks",
        "looser",
        "believed",
        "unconfirmed",
        "looked at",
        "confirmed and",
        "put right",
    ):
        assert words not in told
