"""The authenticator: enrolled with its first code, each code once, never an older one, few wrong ones."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest

from policies.values import Tier
from tests.fakes.desk_rig import Rig
from tests.unit.test_desk_orders import play
from tools.backup.contents import secret, sort_of
from tools.desk import credentials
from tools.desk.operator.codes import MOST_WRONG, steps_of
from tools.desk.record.fold import fold
from tools.errors import Misconfigured, Refused

STEP = 30
SEED = credentials.Secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
"""The secret of RFC 6238's test vectors, in base 32."""


def code(desk: Rig, later: int = 0) -> str:
    """The code that the person's authenticator shows, `later` steps from now."""
    secret_ = credentials.totp_secret(desk.places.totp)
    assert secret_ is not None
    return pyotp.TOTP(secret_).at(desk.clock.now() + later * timedelta(seconds=STEP))


async def enroll(desk: Rig) -> None:
    """Enrolls, then waits until the first code is over."""
    shown = await desk.operate("enroll")
    assert await desk.operate("confirm", typed=pyotp.TOTP(shown["secret"]).at(desk.clock.now())) == {"enrolled": True}
    desk.clock.forward(2 * STEP)


async def halted(desk: Rig) -> dict[str, Any]:
    """A halted account whose latch waits to be lifted."""
    await desk.ask("halt")
    return await desk.operate("unlock", lang="en")


def test_a_code_is_that_of_its_step_and_of_no_other() -> None:
    """RFC 6238, appendix B: at 59 s the six last digits are 287082, in step 1."""
    assert credentials.code_of(SEED, 1) == "287082"
    assert credentials.code_of(SEED, 37037036) == "081804"


@pytest.mark.parametrize(
    ("typed", "steps"),
    [
        ("000003", [3]),
        (" 000 004 ", [4]),
        ("000002", [2]),
        ("000001", []),
        ("000005", []),
        ("", []),
        ("00000", []),
        ("0000030", []),
        ("٠٠٠٠٠٣", []),
        ("\ud800", []),
    ],
)
def test_the_steps_around_now_are_accepted(typed: str, steps: list[int]) -> None:
    now = datetime.fromtimestamp(3 * STEP + 29, UTC)
    assert steps_of(typed, now, lambda step: f"{step:06}") == steps


def test_a_secret_is_shown_once_kept_closed_and_in_no_backup(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        shown = await desk.operate("enroll")
        assert shown["uri"].startswith("otpauth://totp/")
        assert not desk.places.totp.exists()
        assert not (await desk.operate("pending"))["enrolled"]
        assert await desk.operate("confirm", typed="000000") == {"enrolled": False}
        right = pyotp.TOTP(shown["secret"]).at(desk.clock.now())
        assert await desk.operate("confirm", typed=right) == {"enrolled": True}
        assert (await desk.operate("pending"))["enrolled"]
        assert desk.places.totp.stat().st_mode & 0o777 == 0o600
        name = str(desk.places.totp.relative_to(desk.places.home))
        assert secret(name)
        assert sort_of(name) is None
        rows = str([r.body for r in desk.service.desk.journal.tail(100)])
        assert shown["secret"] not in rows
        assert "***" in repr(credentials.totp_secret(desk.places.totp))

    play(tmp_path, scenario)


def test_three_wrong_first_codes_end_an_enrolment(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        shown = await desk.operate("enroll")
        for _ in range(3):
            assert await desk.operate("confirm", typed="12345") == {"enrolled": False}
        with pytest.raises(Refused, match="no enrolment"):
            await desk.operate("confirm", typed=pyotp.TOTP(shown["secret"]).at(desk.clock.now()))

    play(tmp_path, scenario)


def test_another_authenticator_takes_a_code_of_the_first(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await enroll(desk)
        with pytest.raises(Refused, match="fresh code"):
            await desk.operate("enroll")
        old = code(desk)
        shown = await desk.operate("enroll", typed=old)
        with pytest.raises(Refused, match="fresh code"):
            await desk.operate("enroll", typed=old)
        assert await desk.operate("confirm", typed=pyotp.TOTP(shown["secret"]).at(desk.clock.now())) == {
            "enrolled": True
        }
        assert credentials.totp_secret(desk.places.totp) == shown["secret"]

    play(tmp_path, scenario)


def test_a_code_approves_one_request_once_and_a_restart_does_not_reopen_it(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await enroll(desk)
        shown = await halted(desk)
        assert shown["tier"] == Tier.T2
        typed = code(desk)
        done = await desk.operate("approve", id=shown["id"], digest=shown["digest"], typed=typed)
        assert done["outcome"] == "approved"
        assert desk.shown().value == "ACTIVE"
        again = await halted(desk)
        assert (await desk.operate("approve", id=again["id"], digest=again["digest"], typed=typed))["outcome"] == "used"
        await desk.restart()
        state = desk.service.desk.state.codes
        assert fold(desk.service.desk.journal.load()).codes == state
        for older in (0, -1):
            tried = await desk.operate("approve", id=again["id"], digest=again["digest"], typed=code(desk, older))
            assert tried["outcome"] == "used"
        assert desk.shown().value == "HALTED"
        next_ = await desk.operate("approve", id=again["id"], digest=again["digest"], typed=code(desk, 1))
        assert next_["outcome"] == "approved"

    play(tmp_path, scenario)


def test_three_wrong_codes_lock_a_request_also_over_a_restart(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await enroll(desk)
        shown = await halted(desk)
        left = [(await _approve(desk, shown, "000000"))["tries_left"] for _ in range(2)]
        assert left == [2, 1]
        await desk.restart()
        assert (await _approve(desk, shown, "000000"))["tries_left"] == 0
        assert (await _approve(desk, shown, code(desk)))["outcome"] == "locked"
        assert desk.shown().value == "HALTED"

    play(tmp_path, scenario)


async def _approve(desk: Rig, shown: dict[str, Any], typed: str) -> dict[str, Any]:
    return await desk.operate("approve", id=shown["id"], digest=shown["digest"], typed=typed)


def test_guessing_over_many_requests_stops_for_an_hour(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await enroll(desk)
        shown = await halted(desk)
        for number in range(MOST_WRONG):
            if number % 3 == 2:
                desk.clock.forward(3)
                shown = await desk.operate("unlock")
            assert (await _approve(desk, shown, "000000"))["outcome"] == "wrong"
        desk.clock.forward(3)
        shown = await desk.operate("unlock")
        with pytest.raises(Refused, match="within an hour"):
            await _approve(desk, shown, code(desk))
        desk.clock.forward(3600)
        shown = await desk.operate("unlock")
        assert (await _approve(desk, shown, code(desk)))["outcome"] == "approved"

    play(tmp_path, scenario)


def test_a_clock_that_goes_back_reopens_nothing(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await enroll(desk)
        shown = await halted(desk)
        old = code(desk)
        desk.clock.forward(121)
        await desk.ask("close", symbol="ABC")
        desk.clock.wall -= timedelta(seconds=121)
        assert (await _approve(desk, shown, old))["outcome"] == "expired"
        with pytest.raises(Refused, match="behind the journal"):
            await desk.operate("unlock")
        with pytest.raises(Refused, match="behind the journal"):
            await desk.operate("enroll", typed=old)
        assert desk.shown().value == "HALTED"

    play(tmp_path, scenario)


def test_a_lost_secret_approves_nothing_until_somebody_enrolls_again(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await enroll(desk)
        shown = await halted(desk)
        typed = code(desk)
        desk.places.totp.unlink()
        assert shown["tier"] == "T2"
        with pytest.raises(Refused, match="eva desk enroll"):
            await _approve(desk, shown, typed)
        await enroll(desk)
        again = await desk.operate("unlock")
        assert (await _approve(desk, again, code(desk)))["outcome"] == "approved"

    play(tmp_path, scenario)


def test_a_damaged_secret_is_named(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await enroll(desk)
        shown = await halted(desk)
        desk.places.totp.write_text("not a secret!")
        with pytest.raises(Misconfigured, match="damaged"):
            await _approve(desk, shown, "000000")

    play(tmp_path, scenario)
