"""The service's parts: the lock of the home, the address, signals, the log, channels that fail."""

import asyncio
import json
import logging
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from bots.serve import service, stopping
from bots.serve.channels import Channel, Running, configured
from bots.serve.holding import FILE, held
from bots.serve.listening import listening, require_loopback
from bots.serve.logs import open_log, told
from bots.serve.stopping import Stop
from bots.wiring import Conversation
from tools.errors import Misconfigured
from tools.settings import Settings

SECRET = "buy 10 AAPL with password hunter2"


@pytest.fixture
def logging_kept() -> Iterator[None]:
    """The service sets the logging of its process up; here it is put back."""
    import structlog

    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    structlog.reset_defaults()


def test_a_home_is_held_once_and_free_again_afterwards(tmp_path: Path) -> None:
    with held(tmp_path, "127.0.0.1:8484"), pytest.raises(Misconfigured, match="holds it; kill "), held(tmp_path, "x"):
        pass
    with held(tmp_path, "127.0.0.1:8484"):
        assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / FILE).read_text() == ""


def test_a_lock_that_says_nothing_is_still_a_lock(tmp_path: Path) -> None:
    with held(tmp_path, "here"):
        (tmp_path / FILE).write_text("?" * 500)
        with pytest.raises(Misconfigured, match="another process holds it; stop it"), held(tmp_path, "x"):
            pass


def test_a_link_in_the_lock_s_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("kept")
    (tmp_path / FILE).symlink_to(tmp_path / "precious")
    with pytest.raises(Misconfigured, match=r"cannot be opened"), held(tmp_path, "x"):
        pass
    assert (tmp_path / "precious").read_text() == "kept"


@pytest.mark.parametrize(
    ("host", "bound"),
    [("127.0.0.1", "127.0.0.1"), ("127.9.9.9", "127.9.9.9"), ("::1", "::1"), ("LocalHost", "127.0.0.1")],
)
def test_loopback_may_be_listened_to(host: str, bound: str) -> None:
    assert require_loopback(host, 8484) == bound


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "::ffff:10.0.0.1", "127.1", "localhost.evil.example"])
def test_nothing_else_may(host: str) -> None:
    with pytest.raises(Misconfigured, match=r"set it to 127\.0\.0\.1:8484"):
        require_loopback(host, 8484)


def test_a_port_in_use_is_said_as_such() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Misconfigured, match="another program listens there"), listening("127.0.0.1", port):
            pass


def test_a_missing_library_is_named_with_the_next_step(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(service, "NEEDED", ("uvicorn", "nowhere_to_be_found"))
    settings = Settings(home=tmp_path, lang=None, mode="paper")
    with pytest.raises(Misconfigured, match=r"needs nowhere_to_be_found: `make install`"):
        asyncio.run(service.serve(settings, {}))
    assert not list(tmp_path.iterdir())


def test_the_first_signal_asks_and_the_second_ends() -> None:
    codes: list[int] = []

    async def run() -> None:
        ended = asyncio.Event()

        def end(code: int) -> None:
            codes.append(code)
            ended.set()

        stop = Stop(end=end)
        stop.listen()
        try:
            signal.raise_signal(signal.SIGTERM)
            await asyncio.wait_for(stop.wait(), 5)
            assert (stop.by, codes) == ("SIGTERM", [])
            signal.raise_signal(signal.SIGINT)
            await asyncio.wait_for(ended.wait(), 5)
        finally:
            for number in stopping.SIGNALS:
                asyncio.get_running_loop().remove_signal_handler(number)

    asyncio.run(run())
    assert codes == [stopping.AT_ONCE]


def test_what_hangs_is_ended_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "LATEST_S", 0.01)

    async def run() -> None:
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        stop = Stop(end=lambda _: loop.call_soon_threadsafe(ended.set))
        stop.ask("test")
        await asyncio.wait_for(ended.wait(), 5)
        assert stop.by == "test"

    asyncio.run(run())


@pytest.mark.usefixtures("logging_kept")
def test_the_log_is_json_and_keeps_the_words_of_others_to_itself(capfd: pytest.CaptureFixture[str]) -> None:
    async def run() -> None:
        log = open_log()
        log.info("ready", desk=True)
        foreign = logging.getLogger("some.library")
        foreign.warning("a warning of %s", SECRET)
        foreign.error("an error of %s", SECRET)
        try:
            raise ValueError(SECRET)
        except ValueError:
            foreign.exception(SECRET)
        loop = asyncio.get_running_loop()
        loop.call_exception_handler({"message": f"never retrieved\n{SECRET}", "exception": ValueError(SECRET)})

    asyncio.run(run())
    out, err = capfd.readouterr()
    lines = [json.loads(line) for line in err.splitlines()]
    assert out == ""
    assert [line["event"] for line in lines] == ["ready", "library", "library", "unhandled"]
    assert all(line["timestamp"].endswith("Z") and line["level"] in ("info", "error") for line in lines)
    assert lines[2]["kind"] == "ValueError"
    assert "hunter2" not in err


def test_an_error_is_told_by_kind_and_place() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        said = told(error)
    assert said["kind"] == "KeyError"
    assert "test_serve_parts.py" in said["raised"]
    assert told(ValueError(SECRET)) == {"kind": "ValueError"}
    assert told(None) == {}


class Lines:
    """A log that keeps what is said."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, dict[str, Any]]] = []

    def info(self, event: str, **fields: Any) -> None:
        """Keeps a line."""
        self.lines.append((event, fields))

    error = info


class Way:
    """A channel that fails where it is told to, else runs until it is ended."""

    def __init__(self, name: str, *, fails: bool = False) -> None:
        self.name = name
        self._fails = fails
        self.seen: list[str] = []

    async def run(self, talk: Conversation) -> None:  # noqa: ARG002 - whatever a channel is handed
        """Fails or waits."""
        if self._fails:
            raise ValueError(SECRET)
        try:
            await asyncio.Event().wait()
        finally:
            self.seen.append("ended")

    async def close(self) -> None:
        """Takes nothing more, or fails."""
        self.seen.append("closed")
        if self._fails:
            raise ValueError(SECRET)


def test_a_channel_that_fails_is_told_and_leaves_the_others_alone() -> None:
    good, bad, log = Way("good"), Way("bad", fails=True), Lines()

    async def run() -> None:
        running = Running([bad, good], cast(Conversation, None), log)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert good.seen == []
        await running.close(1)
        await running.end()

    asyncio.run(run())
    assert [(event, fields["channel"]) for event, fields in log.lines] == [
        ("channel started", "bad"),
        ("channel failed", "bad"),
        ("channel started", "good"),
    ]
    assert SECRET not in str(log.lines)
    assert good.seen == ["closed", "ended"]
    assert bad.seen == ["closed"]


class Stuck(Way):
    """A channel with a turn that never ends."""

    async def close(self) -> None:
        """Waits for it."""
        await asyncio.Event().wait()


def test_a_channel_that_does_not_close_is_ended_in_time() -> None:
    stuck = Stuck("stuck")

    async def run() -> None:
        running = Running([stuck], cast(Conversation, None), Lines())
        await asyncio.sleep(0)
        await running.close(0.01)
        await running.end()

    asyncio.run(asyncio.wait_for(run(), 5))
    assert stuck.seen == ["ended"]


def test_only_channels_that_the_settings_ask_for_are_made(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, lang=None, mode="paper")
    way = Way("one")

    def some(_: Settings) -> Channel | None:
        return way

    def none(_: Settings) -> Channel | None:
        return None

    assert configured(settings, (none, some, none)) == [way]
    assert configured(settings) == []
