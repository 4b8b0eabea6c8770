"""The journal seen from outside, without a desk: is the chain whole, and what are its last rows."""

import json
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tools import heads
from tools.context import Json
from tools.desk.credentials import journal_key
from tools.desk.places import Places
from tools.desk.record.journal import Head, broken, verify
from tools.settings import Settings

_EMPTY: Json = {"ok": True, "rows": 0, "head": {"n": 0, "mac": ""}, "first_bad": None}


def verified(settings: Settings) -> Json:
    """`{ok, rows, head, first_bad}` against every head the assistant has seen; raises Misconfigured without a key."""
    places = Places.of(settings.home, os.environ)
    return checked(places.journal, places.key, heads.known(settings.home))


def checked(journal: Path, key: Path, known: Iterable[heads.Head]) -> Json:
    """The same of a journal that lies anywhere, such as a copy of it."""
    seen = [Head(n=h.n, mac=h.mac) for h in known]
    if not journal.exists():
        return _EMPTY if not seen else {**_EMPTY, "ok": False, "first_bad": 1}
    return verify(journal, journal_key(key, create=False), seen)


def last_rows(settings: Settings, count: int) -> list[Json]:
    """The last rows as `{n, at, kind, account, body}`, oldest first, read without changing anything."""
    places = Places.of(settings.home, os.environ)
    if not places.journal.exists():
        return []
    db = sqlite3.connect(f"{places.journal.absolute().as_uri()}?mode=ro", uri=True, timeout=1)
    try:
        query = "SELECT n, at, kind, account, body FROM journal ORDER BY n DESC LIMIT ?"
        found: list[tuple[Any, ...]] = db.execute(query, (count,)).fetchall()
        names = ("n", "at", "kind", "account", "body")
        rows = [dict(zip(names, row, strict=True)) for row in reversed(found)]
        return [{**row, "body": json.loads(row["body"])} for row in rows]
    except (sqlite3.DatabaseError, ValueError) as error:
        raise broken(places.journal, error) from error
    finally:
        db.close()
