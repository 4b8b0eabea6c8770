"""What the language model may still use: a port with two verbs, and one that keeps its count in memory."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Protocol

ESTIMATED = "~"
"""Ends the source of a count that is an estimate, because the model's server gave none."""

_CHARACTERS_A_TOKEN = 4


class Budget(Protocol):
    """Tokens of the day, counted by model and by source."""

    async def left(self) -> int:
        """Tokens that may still be used today; 0 or less when they are spent."""

    async def spend(self, tokens_in: int, tokens_out: int, model: str, source: str) -> None:
        """Writes down what one call of a model used. A source that ends with `~` was estimated."""


class InMemoryBudget:
    """A budget of one process: it forgets at the end of each day (UTC) and of the process."""

    def __init__(self, *, per_day: int, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._per_day, self._now = per_day, now
        self._day: date | None = None
        self.spent: dict[tuple[str, str], tuple[int, int]] = {}

    async def left(self) -> int:
        """What is left of today."""
        self._turn_the_page()
        return self._per_day - sum(tokens_in + tokens_out for tokens_in, tokens_out in self.spent.values())

    async def spend(self, tokens_in: int, tokens_out: int, model: str, source: str) -> None:
        """Adds to today's count of a model and a source."""
        self._turn_the_page()
        before_in, before_out = self.spent.get((model, source), (0, 0))
        self.spent[model, source] = (before_in + tokens_in, before_out + tokens_out)

    def _turn_the_page(self) -> None:
        today = self._now().astimezone(UTC).date()
        if today != self._day:
            self._day, self.spent = today, {}


def estimated(characters: int) -> int:
    """Tokens of a text of so many characters, when nobody counted them."""
    return -(-characters // _CHARACTERS_A_TOKEN)
