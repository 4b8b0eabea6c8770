"""An order as listeners and readers see it: plain JSON of the command line's contract."""

from datetime import UTC
from typing import Any

from policies.wire.codec import encode
from tools.desk.record.state import Tracked


def order_json(tracked: Tracked) -> dict[str, Any]:
    """An order as `orders` and `events` show it."""
    order = tracked.order
    shown = {
        "id": order.id,
        "symbol": order.symbol,
        "side": order.side,
        "role": tracked.role,
        "type": tracked.asked,
        "quantity": order.quantity,
        "remaining": tracked.remaining,
        "limit": None if tracked.asked == "market" else order.limit,
        "trigger": order.trigger,
        "stop": order.stop,
        "target": order.target,
        "status": "working" if tracked.status == "pending" else tracked.status,
        "filled": tracked.filled,
        "price": None if tracked.price is None else round(tracked.price, 6),
        "at": tracked.at.astimezone(UTC),
        "reason": tracked.reason,
        "tif": order.tif,
        "good_till": order.good_till,
    }
    return {k: encode(v) for k, v in shown.items() if v is not None}
