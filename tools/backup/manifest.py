"""The manifest of a backup: what it may say, checked in one place, and how words of strangers are shown."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tools.backup.contents import sort_of
from tools.backup.sealed import NoBackup

FORMAT = 1
MANIFEST = "manifest.json"
ROWS = "records.jsonl"
"""Every row of a PostgreSQL database."""
MOST_ROWS = 2**63
_HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class Member:
    """One file: its path in the home, its size in bytes and its SHA-256 in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup holds: when it was made (ISO), the highest journal head known then, and its members."""

    made_at: str
    head: dict[str, Any]
    members: tuple[Member, ...] = ()
    format: int = FORMAT
    left_out: tuple[dict[str, str], ...] = field(default=())


def parsed(content: bytes) -> Manifest:
    """The manifest in these bytes, every field of the type that it has to be; raises NoBackup."""
    try:
        found = json.loads(content)
        if found["format"] != FORMAT:
            raise NoBackup(f"the backup's content has the format {found['format']!r:.20}, this version reads {FORMAT}")
        _keys(found, "made_at", "head", "members", "format", "left_out")
        manifest = Manifest(
            made_at=_moment(found["made_at"]),
            head=_head(found["head"]),
            members=tuple(_member(one) for one in _list(found["members"])),
            left_out=tuple(_left_out(one) for one in _list(found["left_out"])),
        )
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise NoBackup(f"the backup's manifest cannot be read ({error!r:.100}): use another backup") from None
    names = [member.name for member in manifest.members]
    strange = [name for name in names if name != ROWS and sort_of(name) is None]
    if strange:
        raise NoBackup(f"the backup holds {strange[0]!r:.80}, which no backup may: nothing was restored")
    return manifest


def printable(text: str) -> str:
    """A text whose every character can be shown; any other is written as its escape and reaches no terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shown_json(document: Any) -> str:
    """The same for a JSON document, in one line: what cannot be shown can only stand in its strings."""
    text = json.dumps(document, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def _keys(found: Any, *names: str) -> Mapping[str, Any]:
    if not isinstance(found, dict) or found.keys() != set(names):
        raise ValueError(f"expected {', '.join(names)}")
    return found


def _list(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise TypeError("expected a list")
    return found


def _moment(found: Any) -> str:
    """A time with its zone, written exactly as a backup writes it."""
    moment = datetime.fromisoformat(found)
    if moment.tzinfo is None or moment.isoformat(timespec="seconds") != found:
        raise ValueError("made_at is no time of a backup")
    return str(found)


def _head(found: Any) -> dict[str, Any]:
    head = _keys(found, "n", "mac")
    mac = head["mac"]
    if not isinstance(mac, str) or mac and not _HASH.fullmatch(mac):
        raise ValueError("the head's mac is none")
    return {"n": _count(head["n"]), "mac": mac}


def _member(found: Any) -> Member:
    member = _keys(found, "name", "size", "sha256")
    if not isinstance(member["sha256"], str) or not _HASH.fullmatch(member["sha256"]):
        raise ValueError("a member's sha256 is none")
    return Member(name=_name(member["name"]), size=_count(member["size"]), sha256=member["sha256"])


def _left_out(found: Any) -> dict[str, str]:
    one = _keys(found, "name", "why")
    if not isinstance(one["why"], str) or not one["why"].isidentifier():
        raise ValueError("the reason why a file was left out is none")
    return {"name": _name(one["name"]), "why": one["why"]}


def _name(found: Any) -> str:
    """A path that the system can have; whether it may be in a backup is another question."""
    if not isinstance(found, str) or not found or "\0" in found:
        raise ValueError(f"{found!r:.40} is no file's name")
    found.encode()
    return found


def _count(found: Any) -> int:
    if type(found) is not int or not 0 <= found < MOST_ROWS:
        raise ValueError(f"{found!r:.40} is no count")
    return found
