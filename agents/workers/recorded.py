"""A budget whose count is kept in the records: it holds over processes and restarts, and `eva usage` shows it."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memory.records.repository import House


class RecordedBudget:
    """Tokens of the day (UTC) over the records of one organization.

    `house` opens the records when they are first needed, and again after it failed: what it raises ends one answer of
    the model, not the model. The mark of an estimated count stays on its source.
    """

    def __init__(
        self,
        house: Callable[[], Awaitable["House"]],
        *,
        per_day: int,
        now: Callable[[], datetime],
        principal: str = "assistant",
    ) -> None:
        self._house, self._per_day, self._now, self._principal = house, per_day, now, principal

    async def left(self) -> int:
        """What is left of today, for all processes together."""
        return self._per_day - await (await self._house()).tokens_today(self._now())

    async def spend(self, tokens_in: int, tokens_out: int, model: str, source: str) -> None:
        """Writes down one call of a model."""
        from memory.records.values import Kind, Usage

        at = self._now()
        counts = ((Kind.TOKENS_IN, tokens_in), (Kind.TOKENS_OUT, tokens_out))
        await (await self._house()).add_usage(
            *(
                Usage(
                    source=source,
                    kind=kind,
                    model=model,
                    amount=Decimal(n),
                    unit="token",
                    at=at,
                    principal=self._principal,
                )
                for kind, n in counts
                if n
            )
        )
