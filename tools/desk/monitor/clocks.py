"""Whether the wall clock can be believed: it jumped, it is behind the journal, it is apart from the venue's."""

from datetime import datetime

JUMP_S = 2
CALM_S = 60
STILL_S = 5
JUMPED = "the wall clock jumped"
BEHIND = "the wall clock is behind the journal"
"""A person may say that the clock is right and the journal's rows are from a time when it was not."""
LONG_AGO_S = -1e9


class Clocks:
    """Compares wall time with steady seconds and with what the journal has seen. One of a desk."""

    def __init__(self) -> None:
        self._last: tuple[datetime, float] | None = None
        self._calm_at = LONG_AGO_S

    def beat(self, wall: datetime, steady: float) -> None:
        """Takes the sample that later looks are compared with; called once a second."""
        self._compare(wall, steady)
        self._last = (wall, steady)

    def fault(self, wall: datetime, steady: float, newest: datetime | None) -> str | None:
        """Why the wall clock (aware UTC) cannot be believed right now, or None. `newest` is the newest row's time."""
        self._compare(wall, steady)
        if newest is not None and (newest - wall).total_seconds() > JUMP_S:
            return BEHIND
        return JUMPED if steady < self._calm_at else None

    def _compare(self, wall: datetime, steady: float) -> None:
        if self._last is None:
            return
        drift = (wall - self._last[0]).total_seconds() - (steady - self._last[1])
        if abs(drift) > JUMP_S:
            self._calm_at = steady + CALM_S
            self._last = (wall, steady)


def apart(before: datetime, after: datetime, venue: datetime) -> str | None:
    """Why the venue's time, asked between two moments of the wall clock, contradicts it; None when it does not."""
    late, early = (before - venue).total_seconds(), (venue - after).total_seconds()
    if max(late, early) <= JUMP_S:
        return None
    return f"the wall clock and the venue's are {max(late, early):.0f} s apart"
