"""How often orders may be changed and cancelled: what raises no risk still costs a row and a call to the venue."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from policies.intents import ALL, AmendIntent, AnyIntent, CancelIntent
from policies.values import OrderId
from tools.desk.record.state import Tracked
from tools.errors import Refused

TIMES = 4
"""Changes and cancellations a minute, for each request a minute that the limits allow."""
MINUTE = 60.0
SAME_S = 1.0
"""Within so many seconds a second cancellation of an order is the first one."""


@dataclass(kw_only=True)
class Pace:
    """The changes and cancellations of one account, in seconds of the monotonic clock. Leaving is never counted."""

    _taken: deque[float] = field(default_factory=deque)
    _cancels: dict[OrderId, tuple[float, str]] = field(default_factory=dict)

    def check(self, intent: AnyIntent, orders: Mapping[OrderId, Tracked], per_minute: int, now: float) -> str | None:
        """The ticket that a cancellation has already, None for what is to be judged.

        Raises Refused for a change of an order that is being changed, and for more in a minute than four times what
        the limits allow of requests. Nothing else but changes and cancellations is looked at.
        """
        if not isinstance(intent, AmendIntent | CancelIntent):
            return None
        if isinstance(intent, CancelIntent):
            at, ticket = self._cancels.get(intent.order, (now - MINUTE, ""))
            if now - at < SAME_S:
                return ticket
        elif (tracked := orders.get(intent.order)) is not None and tracked.changing is not None:
            raise Refused(f"order {intent.order} is being changed: wait until its venue has answered")
        while self._taken and now - self._taken[0] >= MINUTE:
            self._taken.popleft()
        if len(self._taken) >= TIMES * per_minute:
            raise Refused(f"slow down: {len(self._taken)} changes and cancellations within a minute; closing works")
        return None

    def took(self, intent: AnyIntent, ticket: str, now: float) -> None:
        """Counts a change or cancellation that is carried out."""
        if isinstance(intent, AmendIntent | CancelIntent):
            self._taken.append(now)
        if isinstance(intent, CancelIntent) and intent.order != ALL:
            self._cancels = {o: known for o, known in self._cancels.items() if now - known[0] < SAME_S}
            self._cancels[intent.order] = (now, ticket)
