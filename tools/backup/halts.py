"""The halts of a home that is replaced: every one goes on in the restored home, as a latch that its desk finds."""

import json
import sqlite3
import stat
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from policies.values import Switch
from tools.desk.latches import ALL, Latches
from tools.desk.record.fold import apply
from tools.desk.record.journal import Row
from tools.desk.record.state import AccountState, DeskState
from tools.errors import Refused

LATCHES = "latch"
LONGEST = 200
_ROWS = "SELECT n, at, kind, account, body, mac FROM journal WHERE kind IN ('account', 'state') ORDER BY n"


@dataclass(frozen=True, kw_only=True)
class Halts:
    """The accounts that are halted and why; `whole` is False where the journal could not be read to its end."""

    causes: Mapping[str, str]
    whole: bool = True


def halts(journal: Path) -> Halts:
    """Which accounts a journal leaves halted, read without changing it.

    The chain is not asked for: a journal that is damaged or has lost its key still tells of a halt.
    """
    if not journal.exists():
        return Halts(causes={})
    state, whole = DeskState(), True
    try:
        with closing(sqlite3.connect(f"{journal.absolute().as_uri()}?mode=ro", uri=True, timeout=1)) as db:
            for n, at, kind, account, body, mac in db.execute(_ROWS):
                moment = datetime.fromisoformat(at)
                apply(state, Row(n=n, at=moment, kind=kind, account=account, body=json.loads(body), mac=mac))
    except (sqlite3.DatabaseError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError):
        whole = False
    return Halts(causes={a.id: _cause(a) for a in state.accounts.values() if _halted(a)}, whole=whole)


def keep(home: Path, staged: Path, found: Halts) -> None:
    """Latches the restored home as the present one is: by the files that lie there, and by its journal's halts.

    A latch that stands for a row of the journal holds that row's cause.
    """
    (staged / LATCHES).mkdir(mode=0o700, exist_ok=True)
    for present in sorted((home / LATCHES).glob("*")):
        target = staged / LATCHES / present.name
        if not target.exists():
            target.touch(mode=0o600)
            with suppress(OSError):  # a latch that cannot be read is a latch all the same
                if stat.S_ISREG(present.lstat().st_mode):
                    target.write_bytes(present.read_bytes()[:LONGEST])
    latches = Latches(staged / LATCHES)
    for account, cause in found.causes.items():
        try:
            path = latches.drop(account)
        except Refused:  # a name that no account can have: not understood is a halt of everything
            path = latches.drop(ALL)
        path.write_text(f"{cause}\n", encoding="utf-8", errors="replace")


def _halted(account: AccountState) -> bool:
    held = account.latch
    return account.shown is Switch.HALTED or held is not None and held.state is Switch.HALTED


def _cause(account: AccountState) -> str:
    """In one line, and no longer than a file may be that anybody reads."""
    held = account.latch
    said = held.cause if held is not None and held.state is Switch.HALTED else account.cause or ""
    return " ".join(said.split())[:LONGEST]
