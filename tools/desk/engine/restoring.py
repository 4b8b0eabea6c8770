"""A desk that begins from a backup: it says so in its journal and takes no risk until a person has said yes."""

from pathlib import Path

from policies.limits import Effect
from policies.values import Switch
from policies.watch import Latch
from policies.wire.codec import encode
from tools.desk.engine.account import Desk
from tools.desk.record import restored
from tools.desk.record.journal import Entry
from tools.desk.record.state import AccountState

CAUSE = "restored"
CUT_SHORT = "restarted"


def take_in(desk: Desk, folder: Path) -> None:
    """Turns the mark of a restore into rows, once, before anything can act; raises JournalFull.

    The row and the latch of every account are one commit. A desk that dies after it and before the mark is gone
    finds the mark's id in its journal and only takes the mark away.
    """
    mark = restored.left(folder)
    if mark is None:
        return
    if mark.id not in desk.state.restores:
        latches = (_reducing(account) for account in desk.state.accounts.values())
        desk.write(restored.row(mark, desk.journal.head.n), *latches)
    restored.forget(folder)


def hold_back(desk: Desk) -> None:
    """Live accounts of a desk that did not end as asked begin HALTED; what rests at their venues stays there."""
    if desk.state.ended:
        return
    live = [a for a in desk.state.accounts.values() if a.config["mode"] != "paper"]
    halted = [a for a in live if a.latch is None or a.latch.state is not Switch.HALTED]
    if halted:
        desk.write(*(_held(a, Latch(state=Switch.HALTED, cause=CUT_SHORT, effect=Effect.HARD)) for a in halted))


def _held(account: AccountState, latch: Latch) -> Entry:
    body = {"state": latch.state, "cause": latch.cause, "latch": latch}
    return Entry(kind="state", account=account.id, body={name: encode(value) for name, value in body.items()})


def _reducing(account: AccountState) -> Entry:
    """The latch that only a typed confirmation lifts; an account that was halted stays halted."""
    held = account.latch
    halted = held is not None and held.state is Switch.HALTED
    cause = held.cause if held is not None and halted else CAUSE
    return _held(account, Latch(state=Switch.HALTED if halted else Switch.REDUCING, cause=cause, effect=Effect.HARD))
