"""The requests of one sentence: where it is cut, and when its parts belong to different factories."""

import re
from collections.abc import Sequence

from agents.understanding import Route

_CUT = re.compile(r"\s+(?:et|and|puis|then|ensuite|plus|&)\s+|\s*[,;.!?:]\s+|\s+-\s+", re.IGNORECASE)
SHORTEST = 4
"""Characters of a part that can be a request."""
MOST = 6
"""Parts looked at; a longer text is no list of requests."""
APART: frozenset[Route] = frozenset({"trading", "media", "saas"})
"""Routes that exclude each other in one sentence. `priority` does not: its sentences name other factories."""


def parts(text: str) -> list[str]:
    """The parts between conjunctions and punctuation; none when there are fewer than two."""
    found = [part.strip() for part in _CUT.split(text) if len(part.strip()) >= SHORTEST]
    return found[:MOST] if len(found) > 1 else []


def divided(whole: Route, guesses: Sequence[tuple[Route, float]], sure: float) -> bool:
    """Whether a sentence of one factory holds parts that surely belong to two."""
    return whole in APART and len({route for route, share in guesses if route in APART and share >= sure}) > 1
