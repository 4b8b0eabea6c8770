"""The desk as a process: what keeps a live one from starting, what the service manager hears, how it begins again."""

import configparser
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from policies.values import OrderRole
from tests.architecture.source import ROOT
from tests.fakes.desk_rig import Rig
from tests.unit.test_desk_orders import play
from tools.desk import main
from tools.desk.engine.beating import Heart
from tools.desk.halt import halt
from tools.desk.places import LIVE, Places
from tools.desk.process import isolation
from tools.desk.process.notify import ALIVE, READY, notify
from tools.desk.record.journal import Entry
from tools.errors import Misconfigured, Unreachable
from tools.settings import Settings


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A service manager that listens."""
    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(path))
        listening.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(path))
        yield listening


def heard(manager: socket.socket) -> list[str]:
    """What the service manager was told."""
    found = []
    while True:
        try:
            found.append(manager.recv(100).decode())
        except BlockingIOError:
            return found


def test_the_service_manager_is_told_over_a_path_and_an_abstract_name(manager: socket.socket) -> None:
    assert notify(READY)
    assert heard(manager) == ["READY=1"]
    assert not notify(READY, {})
    assert not notify(READY, {"NOTIFY_SOCKET": "relative"})
    assert not notify(READY, {"NOTIFY_SOCKET": "/nowhere/at/all"})
    if os.uname().sysname == "Linux":
        name = f"eva-test-{os.getpid()}"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as abstract:
            abstract.bind(f"\0{name}")
            assert notify(ALIVE, {"NOTIFY_SOCKET": f"@{name}"})
            assert abstract.recv(100) == b"WATCHDOG=1"


def test_pings_stop_when_the_heart_does(tmp_path: Path, manager: socket.socket) -> None:
    async def scenario(desk: Rig) -> None:
        heart = Heart(desk.service.traders.values(), desk.service.latches)
        main.look(desk.service, heart)
        assert heard(manager) == []
        await heart.beat()
        main.look(desk.service, heart)
        desk.clock.forward(main.STALL_S)
        main.look(desk.service, heart)
        assert heard(manager) == [ALIVE, ALIVE]
        desk.clock.forward(1)
        main.look(desk.service, heart)
        assert heard(manager) == []
        await heart.beat()
        main.look(desk.service, heart)
        assert heard(manager) == [ALIVE]

    play(tmp_path, scenario)


def live(folder: Path) -> Places:
    """The places of a live desk below a folder of the test's own, everything as it should be."""
    places = Places(folder / "home", folder / "run", live=True)
    for made in (places.home, places.desk):
        made.mkdir(mode=0o700)
    places.runtime.mkdir()
    places.runtime.chmod(0o750)
    return places


OTHER = 12345


def problems(places: Places, clients: frozenset[int] = frozenset({OTHER})) -> str:
    """What is missing, leaving out that these tests may run as root."""
    found = isolation.problems(places, clients, os.getgid())
    return "; ".join(f for f in found if not f.startswith("the desk runs as root"))


def test_a_live_desk_needs_its_own_user_closed_files_and_known_clients(tmp_path: Path) -> None:
    places = live(tmp_path)
    (places.desk / "journal.db").touch(0o600)
    assert problems(places) == ""
    assert "nobody may connect" in problems(places, frozenset())
    assert "own user" in problems(places, frozenset({os.getuid(), OTHER}))
    assert "names root" in problems(places, frozenset({0}))
    (places.desk / "journal.db").chmod(0o640)
    assert "journal.db' is open to others" in problems(places)
    (places.desk / "journal.db").unlink()
    (places.desk / "journal.db").symlink_to("/etc/passwd")
    assert "journal.db' is open to others" in problems(places)
    (places.desk / "journal.db").unlink()
    places.home.chmod(0o750)
    assert "home' is open" in problems(places)
    places.home.chmod(0o700)
    for mode in (0o700, 0o755, 0o770):
        places.runtime.chmod(mode)
        assert "mode 0750" in problems(places)
    places.runtime.rmdir()
    assert "is not there" in problems(places)


def test_everything_that_is_missing_is_named_in_one_line(tmp_path: Path) -> None:
    places = Places(tmp_path, tmp_path / "nowhere", live=True)
    places.desk.mkdir()
    with pytest.raises(Misconfigured, match="refused without isolation") as caught:
        isolation.live(places, ["nobody-of-this-name"], os.getgid())
    assert "no user here" in str(caught.value)
    assert "is not there" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_live_desk_s_sockets_lie_in_run_and_halts_beside_them(tmp_path: Path) -> None:
    places = Places.of(tmp_path, {"EVA_MODE": "live"})
    assert (places.socket, places.operator) == (LIVE / "desk.sock", LIVE / "operator.sock")
    assert places.latches == LIVE / "latch"
    assert not Places.of(tmp_path, {"EVA_MODE": "paper"}).live


@pytest.mark.parametrize("clean", [True, False])
@pytest.mark.parametrize("mode", ["live", "paper"])
def test_a_live_account_begins_halted_after_a_desk_that_did_not_end_as_asked(
    tmp_path: Path, clean: bool, mode: str
) -> None:
    async def scenario(desk: Rig) -> None:
        row = desk.operator.row_of(
            {"name": "other", "ruleset": "house", "initial": "5000", "currency": "USD", "seed": "", "venue": "paper"}
        )
        row = Entry(kind=row.kind, account=row.account, body={**row.body, "mode": mode})
        desk.service.desk.write(row, Entry(kind="desk", account="", body={"event": "start", "pid": 1}))
        await desk.buy()
        if clean:
            desk.service.desk.write(Entry(kind="desk", account="", body={"event": "end"}))
        stops = [t.order.id for t in desk.orders(OrderRole.STOP)]
        await desk.restart()
        state = desk.service.desk.state.accounts["other"]
        held = mode == "live" and not clean
        assert (state.shown.value, state.cause) == (("HALTED", "restarted") if held else ("ACTIVE", None))
        assert [t.order.id for t in desk.orders(OrderRole.STOP) if t.live] == stops
        assert desk.shown().value == "ACTIVE"

    play(tmp_path, scenario)


def test_the_units_ask_for_what_the_desk_gives() -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(ROOT / "deploy" / "eva-desk.service")
    service = dict(unit["Service"])
    assert {k: service[k] for k in ("Type", "WatchdogSec", "Restart", "UMask", "RuntimeDirectory")} == {
        "Type": "notify",
        "WatchdogSec": "2",
        "Restart": "always",
        "UMask": "0077",
        "RuntimeDirectory": LIVE.name,
    }
    assert int(service["RuntimeDirectoryMode"], 8) == isolation.RUNTIME_MODE
    assert service["Group"] == isolation.GROUP
    other = configparser.RawConfigParser(strict=False)
    other.read(ROOT / "deploy" / "eva-assistant.service")
    assert other["Service"]["User"] != service["User"]
    assert other["Service"]["User"] in service["Environment"]


@pytest.mark.skipif(LIVE.exists(), reason="a live desk is installed here")
def test_a_halt_makes_no_folder_for_a_live_desk_that_never_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVA_MODE", "live")
    with pytest.raises(Unreachable, match="no live desk has been here"):
        halt(Settings(home=tmp_path, lang=None, mode="live"))
    assert not LIVE.exists()
