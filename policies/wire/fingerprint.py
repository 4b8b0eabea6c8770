"""Canonical bytes of an intent: its digest for approvals, its fingerprint for spotting the same wish twice."""

import hashlib
import json
from functools import lru_cache

from policies.intents import Intent
from policies.wire.codec import encode

PASSING = ("intent_id", "origin", "created_at", "expires_at", "label")


def digest(intent: Intent, context: str = "") -> str:
    """SHA-256 in hex over kind, every field and the context that a person was shown (cause, limits hash)."""
    return _hash("eva/action/v1", {"kind": intent.kind, "context": context, **encode(intent)})


@lru_cache(maxsize=64)
def fingerprint(intent: Intent) -> str:
    """The same for the same economic wish, whoever asks it, whenever."""
    body = {k: v for k, v in encode(intent).items() if k not in PASSING}
    return _hash("eva/wish/v1", {"kind": intent.kind, **body})[:32]


def _hash(domain: str, body: dict[str, object]) -> str:
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"{domain}\0{text}".encode()).hexdigest()
