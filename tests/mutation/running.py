"""Running tests inside this process: one pytest session, its tests in the order asked, the first failure ends it."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings

from tests.mutation.workers import allow_cpu

PATIENCE, GRACE = 10, 5.0
"""A test may use so many times the processor time that it needs unchanged, and so many seconds more.

The first property of a process pays for what Hypothesis prepares, whichever it is.
"""

PLUGINS = ("-p", "pytest_timeout", "-p", "_hypothesis_pytestplugin")
"""Named, because looking through all installed packages for plugins takes longer than many a test."""

ARGUMENTS = ("-p", "no:cacheprovider", "-p", "no:xdist", "-qq", "-s", "--timeout=0", "--assert=plain", "--tb=line")


def few_examples(root: Path) -> None:
    """Make Hypothesis try few examples, always the same, and not shrink what it finds."""
    settings.register_profile(
        "mutation",
        derandomize=True,
        deadline=None,
        max_examples=25,
        stateful_step_count=15,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutation")
    os.environ["HYPOTHESIS_PROFILE"] = "mutation"
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.chdir(root)
    sys.path.insert(0, str(root))


class Plugin:
    """The pytest plugin that hands the collected tests over instead of running them."""

    def __init__(self, work: Callable[[Sequence[pytest.Item]], None], scratch: Path) -> None:
        self.work, self.scratch = work, scratch

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Give the tests to whoever asked; where a module could not be collected there is nothing to give."""
        if not session.testsfailed:
            self.work(session.items)
        return True

    @pytest.fixture
    def tmp_path(self) -> Path:
        """A folder without pytest's own bookkeeping, which would collide between workers."""
        return Path(tempfile.mkdtemp(dir=self.scratch))


def collected(tests: Sequence[str], work: Callable[[Sequence[pytest.Item]], None], scratch: Path) -> None:
    """Collect tests and hand them over; nothing is handed over if a module cannot be imported."""
    pytest.main([*PLUGINS, *ARGUMENTS, *tests], plugins=[Plugin(work, scratch)])


def first_failure(items: Sequence[pytest.Item], usual: dict[str, float]) -> str:
    """The name of the first test that fails, or an empty text; `usual` is the processor time of each."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        allow_cpu(PATIENCE * usual.get(item.nodeid, GRACE) + GRACE)
        if failed(item, following):
            return item.nodeid
    return ""


def failed(item: pytest.Item, following: pytest.Item | None) -> bool:
    """Whether a test fails, in its setup, its call or its teardown."""
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def timed(items: Sequence[pytest.Item]) -> Iterator[tuple[str, float, bool]]:
    """Each test with the processor time that it took and whether it failed."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        began = time.process_time()
        bad = failed(item, following)
        yield item.nodeid, time.process_time() - began, bad


def ordered(items: Sequence[pytest.Item], wanted: Sequence[str], *, others: bool) -> list[pytest.Item]:
    """The tests that are wanted, in that order; after them the others, if those may tell something too."""
    place: dict[str, Any] = {name: at for at, name in enumerate(wanted)}
    chosen = [item for item in items if others or item.nodeid in place]
    return sorted(chosen, key=lambda item: place.get(item.nodeid, len(place)))
