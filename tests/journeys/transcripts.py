"""Conversations as tables: what is said, and the words of its answer in order; and what the account came to."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from tests.journeys.processes import LAUNCHER, environ

Words = str | re.Pattern[str]
"""Words as they stand, or a pattern where an order's id stands among them."""
Turns = tuple[tuple[str, tuple[Words, ...]], ...]


def said(turns: Turns) -> tuple[str, ...]:
    """What the person says, line by line."""
    return tuple(line for line, _ in turns)


def answered(told: str, turns: Turns) -> None:
    """Holds that every answer's words come, each after the ones before, answer after answer."""
    place = 0
    for line, words in turns:
        assert words, f"nothing is expected of the answer to {line!r}"
        for wanted in words:
            found = pattern(wanted).search(told, place)
            assert found, f"after {line!r}: {wanted!r} is not in what followed:\n{told[place : place + 1500]}"
            place = found.end()


def pattern(wanted: Words) -> re.Pattern[str]:
    """A pattern that fits these words; a space fits the narrow and unbreakable ones of numbers too."""
    if isinstance(wanted, re.Pattern):
        return wanted
    return re.compile(re.escape(wanted).replace("\\ ", "[ \u00a0\u202f]"))


def verb(home: Path, *args: str, code: int = 0) -> Any:
    """The document of a verb of the launcher that takes --json."""
    done = subprocess.run(
        [*LAUNCHER, *args, "--json"], capture_output=True, encoding="utf-8", env=environ(home), timeout=60, check=False
    )
    assert (done.stderr, done.returncode) == ("", code)
    return json.loads(done.stdout)


def account(home: Path) -> dict[str, Any]:
    """The paper account as `eva status --json` shows it."""
    (found,) = verb(home, "status")["accounts"]
    return dict(found)
