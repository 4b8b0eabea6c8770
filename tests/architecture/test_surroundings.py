"""The surroundings of a test: its own home, no secrets, no address beyond loopback."""

import os
import socket
import threading
from pathlib import Path

import pytest
from hypothesis import settings

from tests.conftest import SECRET_LIKE, BeyondLoopback


@pytest.mark.parametrize("address", [("192.0.2.1", 443), ("8.8.8.8", 53), ("example.org", 80)])
def test_an_address_beyond_loopback_is_refused(address: tuple[str, int]) -> None:
    with socket.socket() as line, pytest.raises(BeyondLoopback, match="only use loopback"):
        line.connect(address)
    with socket.socket(type=socket.SOCK_DGRAM) as line, pytest.raises(BeyondLoopback):
        line.sendto(b"?", address)


def test_listening_on_every_interface_and_looking_up_names_are_refused() -> None:
    with socket.socket() as line, pytest.raises(BeyondLoopback):
        line.bind(("0.0.0.0", 0))
    with pytest.raises(BeyondLoopback):
        socket.getaddrinfo("example.org", 443)


def test_loopback_and_local_sockets_work(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        caller = threading.Thread(target=lambda: socket.create_connection(server.getsockname()).close())
        caller.start()
        server.accept()[0].close()
        caller.join()
    with socket.socket(socket.AF_UNIX) as local:
        local.bind(str(tmp_path / "s"))
    assert socket.getaddrinfo("localhost", 80)


def test_the_environment_is_scrubbed(tmp_path: Path) -> None:
    kept = {name for name in os.environ if SECRET_LIKE.search(name)}
    assert kept == {"EVA_HOME"}
    assert os.environ["EVA_HOME"] == str(tmp_path / "home")
    assert os.environ["LANG"] == "C.UTF-8"


def test_properties_run_the_same_way_each_time_by_default() -> None:
    if os.environ.get("HYPOTHESIS_PROFILE", "ci") == "ci":
        assert settings.default is not None
        assert settings.default.derandomize
        assert settings.default.deadline is None
