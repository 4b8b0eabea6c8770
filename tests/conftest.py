"""What holds for every test: a scrubbed environment, no network beyond loopback, and Hypothesis profiles."""

import ipaddress
import os
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

SECRET_LIKE = re.compile(
    r"^(EVA|LANGCHAIN|LANGSMITH|LANGGRAPH)_|_(API_KEY|TOKEN|SECRET|PASSWORD)$|_PROXY$", re.IGNORECASE
)

settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=100, stateful_step_count=30, print_blob=True
)
settings.register_profile("deep", deadline=None, max_examples=5000, stateful_step_count=100, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


class BeyondLoopback(Exception):
    """A test reached for an address outside this machine; talk to a fake on loopback instead."""


def require_loopback(family: int, address: object) -> None:
    """Refuse every address that is neither a local socket nor loopback."""
    if family == socket.AF_UNIX:
        return
    host = address[0] if isinstance(address, tuple) else address
    if host == "localhost":
        return
    try:
        inside = ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise BeyondLoopback(f"a test may only use loopback, not {host!r}: talk to a fake in tests/fakes")


def guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a socket method whose last argument is an address."""

    def call(self: socket.socket, *args: Any) -> Any:
        require_loopback(self.family, args[-1])
        return method(self, *args)

    return call


def guarded_lookup(host: str | bytes | None, *args: Any, **kwargs: Any) -> Any:
    """Look a name up only if it is an address or localhost: a look-up of any other name is network traffic."""
    if host is not None:
        require_loopback(socket.AF_INET, host.decode() if isinstance(host, bytes) else host)
    return REAL_LOOKUP(host, *args, **kwargs)


REAL_LOOKUP = socket.getaddrinfo


def pytest_configure() -> None:
    """Close the network before any test module is imported."""
    for name in ("connect", "connect_ex", "bind", "sendto"):
        setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
    socket.getaddrinfo = guarded_lookup


@pytest.fixture(autouse=True)
def scrubbed_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give each test a home of its own and nothing of the settings or secrets of whoever runs it."""
    for name in list(os.environ):
        if SECRET_LIKE.search(name):
            monkeypatch.delenv(name)
    for name in ("LANGUAGE", "LC_MESSAGES", "LC_CTYPE", "XDG_RUNTIME_DIR", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("EVA_HOME", str(tmp_path / "home"))
