"""Requests for measuring, as the wire takes them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4


def header() -> dict[str, Any]:
    """What every request carries."""
    now = datetime.now(UTC)
    return {
        "intent_id": uuid4().hex,
        "account": "paper",
        "origin": {"principal": "bench", "role": "owner", "channel": "bench", "message": "bench"},
        "label": "OWNER",
        "created_at": now.isoformat(),
        "expires_at": (now + timedelta(seconds=60)).isoformat(),
    }


def order_intent(turn: int, quantity: str = "1") -> dict[str, Any]:
    """A small protected order; the turn varies its stop, so that no two are the same wish."""
    return {
        "kind": "order",
        **header(),
        "symbol": "AAPL",
        "side": "buy",
        "type": "market",
        "quantity": quantity,
        "stop": f"{380 + turn % 20}.{turn % 97:02d}",
    }


def advance_intent(sessions: int = 1) -> dict[str, Any]:
    """Moves the market clock."""
    return {"kind": "advance", **header(), "sessions": sessions}


def halt_intent() -> dict[str, Any]:
    """Stops everything."""
    return {"kind": "halt", **header()}
