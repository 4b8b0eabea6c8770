"""What a thread keeps between turns: the last things said, as plain strings. Nothing of money is in it."""

from collections.abc import Sequence
from typing import Literal, TypedDict

KEPT = 40
"""Messages kept of a thread."""

LONGEST = 1_000
"""Characters kept of one message."""


class Said(TypedDict):
    """One message of a thread: `who` is 'person' or 'eva'."""

    who: Literal["person", "eva"]
    text: str


class Thread(TypedDict, total=False):
    """The state of one principal's thread; `label` is the worst one of what was said in it."""

    said: list[Said]
    route: str
    label: str


def said_since(before: Sequence[Said], person: str, eva: str) -> list[Said]:
    """What a thread keeps after one more exchange."""
    new: list[Said] = [{"who": "person", "text": person[:LONGEST]}, {"who": "eva", "text": eva[:LONGEST]}]
    return [*before, *new][-KEPT:]
