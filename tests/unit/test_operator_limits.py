"""Limits in force: tighter at once, looser as granted and from the next trading day; a looser file is not believed."""

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from policies.limits import BadLimits, limits_hash
from tests.fakes.desk_rig import Rig
from tests.unit.test_desk_orders import play
from tests.unit.test_operator_codes import code, enroll
from tools.errors import Refused

Json = dict[str, Any]


def row(shown: Json, name: str) -> Json:
    """One limit of `limits show`."""
    found: Json = next(r for r in shown["limits"] if r["name"] == name)
    return found


def write(desk: Rig, text: str) -> None:
    """Puts a `limits.toml` in its place, as an editor would."""
    new = desk.places.desk / "limits.new"
    new.write_text(text)
    os.replace(new, desk.places.desk / "limits.toml")


async def limit(desk: Rig, name: str) -> Json:
    """How one limit stands, told by the operator's verb."""
    return row(await desk.operate("limits"), name)


async def loosened(desk: Rig, name: str, value: str) -> str:
    """What became of a loosening that is typed for in full."""
    shown = await desk.operate("loosen", name=name, value=value, lang="en")
    assert shown["tier"] == "T1"
    done = await desk.operate("approve", id=shown["id"], digest=shown["digest"], typed=shown["digest"][:6])
    return str(done["outcome"])


async def next_day(desk: Rig) -> None:
    """Moves the replay to its next session."""
    desk.clock.forward(3)
    answer = await desk.ask("advance", sessions=1)
    assert answer["verdict"]["decision"] == "allow"


def test_tighter_holds_at_once_and_over_a_restart(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        before = limits_hash(desk.trader.limits)
        shown = await desk.operate("tighten", name="order_notional", value="0.005")
        assert row(shown, "order_notional")["value"] == "0.005"
        answer = await desk.buy()
        assert answer["verdict"]["decision"] == "deny"
        assert answer["verdict"]["limits_hash"] == shown["limits_hash"] != before
        await desk.restart()
        assert desk.trader.limits.order_notional == Decimal("0.005")
        with pytest.raises(Refused, match=r"looser than 0\.005"):
            await desk.operate("tighten", name="order_notional", value="0.006")

    play(tmp_path, scenario)


def test_looser_waits_for_a_person_and_for_the_next_trading_day(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.operate("tighten", name="per_minute", value="7")
        assert await loosened(desk, "per_minute", "20") == "approved"
        now = await limit(desk, "per_minute")
        assert (now["value"], now["pending"]) == ("7", {"value": "20", "after": "2012-01-03"})
        await desk.restart()
        assert (await limit(desk, "per_minute"))["pending"] == now["pending"]
        await next_day(desk)
        now = await limit(desk, "per_minute")
        assert (now["value"], now["asked"], now["pending"], now["chosen"]) == ("20", "30", None, True)
        await desk.restart()
        assert desk.trader.limits.per_minute == 20

    play(tmp_path, scenario)


def test_tightening_takes_back_what_was_granted_for_later(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.operate("tighten", name="per_minute", value="7")
        assert await loosened(desk, "per_minute", "20") == "approved"
        await desk.operate("tighten", name="per_minute", value="6")
        await next_day(desk)
        assert (await limit(desk, "per_minute"))["value"] == "6"

    play(tmp_path, scenario)


def test_a_file_tightens_at_once_and_is_not_believed_when_it_loosens(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        write(desk, "[order]\nper_minute = 9\n[account.paper]\nleverage = 1\n")
        assert (await limit(desk, "per_minute"))["value"] == "9"
        assert desk.trader.limits.leverage == 1
        for looser in ("[order]\nper_minute = 25\n", "", None):
            if looser is None:
                (desk.places.desk / "limits.toml").unlink()
            else:
                write(desk, looser)
            now = await limit(desk, "per_minute")
            assert (now["value"], now["asked"], now["chosen"]) == ("9", "25" if looser else "30", False)
            assert desk.trader.limits.leverage == 1
            await desk.restart()
            assert desk.trader.limits.per_minute == 9
        assert await loosened(desk, "per_minute", "25") == "approved"
        await next_day(desk)
        assert (await limit(desk, "per_minute"))["value"] == "25"

    play(tmp_path, scenario)


def test_a_file_that_is_tighter_by_then_wins_over_what_was_granted(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.operate("tighten", name="per_minute", value="7")
        assert await loosened(desk, "per_minute", "20") == "approved"
        write(desk, "[order]\nper_minute = 8\n")
        await next_day(desk)
        assert (await limit(desk, "per_minute"))["value"] == "8"
        with pytest.raises(Refused, match=r"limits\.toml allow 8"):
            await desk.operate("loosen", name="per_minute", value="10")

    play(tmp_path, scenario)


def test_a_file_that_breaks_while_the_desk_runs_changes_nothing_and_is_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async def scenario(desk: Rig) -> None:
        write(desk, "[order]\nper_minute = 9\n")
        await desk.operate("limits")
        write(desk, "[order\n")
        shown = await desk.operate("limits")
        assert row(shown, "per_minute")["value"] == "9"
        assert "cannot be read" in shown["file"]
        assert (await desk.buy())["verdict"]["decision"] == "allow"
        write(desk, "[order]\nper_minute = 8\n")
        shown = await desk.operate("limits")
        assert (row(shown, "per_minute")["value"], shown["file"]) == ("8", None)

    play(tmp_path, scenario)
    assert capfd.readouterr().err.count("limits stay as they are") == 1


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("order_notional", "0.6", "at the most"),
        ("order_notional", "0.5", "no looser"),
        ("order_notional", "0.1", "no looser"),
        ("order_notional", "1e3", "plain decimal"),
        ("order_notional", "-1", "zero or more"),
        ("per_minute", "1.5", "whole number"),
        ("stop_required", "no", "true or false"),
        ("stop_required", "false", "at the most"),
        ("nothing", "1", "unknown limit"),
        ("tier", "T0", "unknown limit"),
    ],
)
def test_what_no_grant_can_loosen_is_refused_at_once(tmp_path: Path, name: str, value: str, says: str) -> None:
    async def scenario(desk: Rig) -> None:
        with pytest.raises((Refused, BadLimits), match=says):
            await desk.operate("loosen", name=name, value=value)
        assert (await desk.operate("pending"))["pending"] == []

    play(tmp_path, scenario)


def test_an_enrolled_desk_loosens_for_a_code_alone_and_for_the_limits_that_were_shown(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await enroll(desk)
        await desk.operate("tighten", name="per_minute", value="7")
        shown = await desk.operate("loosen", name="per_minute", value="20", lang="fr")
        assert shown["tier"] == "T2"
        for said in ("desserrer", "per_minute", "7", "20", "2012-01-03"):
            assert said in shown["text"]
        for _ in range(3):
            typed = {"id": shown["id"], "digest": shown["digest"], "typed": shown["digest"][:6]}
            assert (await desk.operate("approve", **typed))["outcome"] == "wrong"
        right = {"id": shown["id"], "digest": shown["digest"], "typed": code(desk)}
        assert (await desk.operate("approve", **right))["outcome"] == "locked"
        other = await desk.operate("loosen", name="per_minute", value="20")
        await desk.operate("tighten", name="leverage", value="1")
        right = {"id": other["id"], "digest": other["digest"], "typed": code(desk)}
        assert (await desk.operate("approve", **right))["outcome"] == "changed"
        assert (await limit(desk, "per_minute"))["pending"] is None

    play(tmp_path, scenario)
