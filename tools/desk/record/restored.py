"""The mark that a restore leaves in the desk's folder, until the journal has a row that says the same."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.desk.record.journal import GENESIS, RESTORED, Entry, Head

FILE = "restored.json"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One restore: its id, when it was done, when the backup was made (ISO), and the highest head known then."""

    id: str
    at: str
    made_at: str
    highest: Head


def leave(folder: Path, mark: Mark) -> None:
    """Writes the mark beside a restored journal; on the disk when this returns."""
    handle = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(mark), file)
        file.flush()
        os.fsync(file.fileno())


def left(folder: Path) -> Mark | None:
    """The mark that no row stands for yet; one that cannot be read is a mark all the same."""
    content = b""
    try:
        content = (folder / FILE).read_bytes()
        found = json.loads(content)
        highest = Head(n=int(found["highest"]["n"]), mac=str(found["highest"]["mac"]))
        return Mark(id=str(found["id"]), at=str(found["at"]), made_at=str(found["made_at"]), highest=highest)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError):
        name = hashlib.sha256(content).hexdigest()[:32]
        return Mark(id=name, at="", made_at="", highest=Head(n=0, mac=GENESIS))


def forget(folder: Path) -> None:
    """Takes the mark away, now that the journal has its row; one that stays is known by its id."""
    try:
        (folder / FILE).unlink(missing_ok=True)
    except OSError:
        return


def row(mark: Mark, rows: int) -> Entry:
    """The row that names the highest head known; `rows` is how many the restored journal had."""
    return Entry(kind=RESTORED, account="", body={**asdict(mark), "rows": rows})
