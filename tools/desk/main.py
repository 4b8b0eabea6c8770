"""The desk's process: wires journal, venues, watch and socket together, and ends when nobody needs it."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from policies.limits import BadLimits
from policies.values import AccountId
from tools.desk import accounts
from tools.desk.clock import Clock, SystemClock
from tools.desk.credentials import journal_key
from tools.desk.engine.account import Desk, Trader
from tools.desk.engine.acting import carry_out, unfinished
from tools.desk.engine.beating import Heart
from tools.desk.engine.reconciling import reconcile
from tools.desk.engine.restoring import take_in
from tools.desk.feed import Feed
from tools.desk.latches import Latches
from tools.desk.places import Lock, Places, record
from tools.desk.record.fold import fold
from tools.desk.record.journal import Entry, Journal, JournalFull, Row
from tools.desk.record.state import DeskState
from tools.desk.server import Server
from tools.desk.service import Service
from tools.desk.spawning import HELD
from tools.errors import Misconfigured
from tools.settings import load

IDLE_S = 10.0
LOOK_S = 0.25
SWITCH_S = 0.0001
"""How soon the thread that answers the socket gets its turn while a venue's thread computes (Python's own: 5 ms)."""
RESERVE = 1_000_000
"""Bytes of disk kept for leaving."""


async def open_desk(places: Places, clock: Clock, make: accounts.MakeVenue = accounts.paper_venue) -> Service:
    """Everything behind the socket, reconciled with its venues; raises Misconfigured."""
    fresh, begins = not places.journal.exists(), not accounts.book(places, accounts.PAPER).exists()
    if fresh and not begins:
        raise Misconfigured(
            f"the journal {str(places.journal)!r} is missing beside its book: put it back, or move "
            f"{str(places.desk)!r} away to begin anew"
        )
    journal = Journal(places.journal, journal_key(places.key, create=fresh))
    places.journal.chmod(0o600)
    state = _folded(journal.load(begins=begins))
    desk = Desk(journal=journal, state=state, clock=clock, feed=Feed(), reserve=keep_room(places.desk))
    latches = Latches(places.latches)
    latches.prepare()
    if not desk.state.accounts:
        desk.write(accounts.opening_row())
    take_in(desk, places.desk)
    traders: dict[AccountId, Trader] = {}
    for name in desk.state.accounts:
        trader = await accounts.open_trader(desk, AccountId(name), places, make)
        trader.outside = latches.mark
        traders[trader.id] = trader
    service = Service(desk=desk, traders=traders, latches=latches)
    for trader in traders.values():
        await reconcile(trader)
        for ticket in unfinished(trader):
            desk.start(carry_out(trader, ticket, latches))
    return service


def _folded(rows: list[Row]) -> DeskState:
    """The state of a journal; a row that cannot be understood refuses to start rather than to be skipped."""
    try:
        return fold(rows)
    except (ArithmeticError, LookupError, ValueError, TypeError) as error:
        raise Misconfigured(
            f"the journal holds a row that cannot be understood ({error!r}): see `eva audit tail`"
        ) from error


def keep_room(folder: Path) -> Path:
    """Keeps a little disk space, so that exits can still be written down when the disk is full."""
    path = folder / "reserve"
    try:
        if not path.exists() or path.stat().st_size < RESERVE:
            path.write_bytes(bytes(RESERVE))
    except OSError:
        path.unlink(missing_ok=True)
    return path


async def serve(places: Places, clock: Clock, idle_s: float = IDLE_S) -> None:
    """Runs the desk until it is told to stop or, with replay accounts only, nobody has been there for a while."""
    service = await open_desk(places, clock)
    service.desk.write(Entry(kind="desk", account="", body={"event": "start", "pid": os.getpid()}))
    heart = Heart(service.traders.values(), service.latches)
    await heart.beat()
    server = Server(service)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    record(places)
    await server.listen(places.socket)
    beating = asyncio.get_running_loop().create_task(heart.run())
    replay = all(t.replay for t in service.traders.values())
    while not stop.is_set():
        try:
            await asyncio.wait_for(stop.wait(), LOOK_S)
        except TimeoutError:
            if replay and _idle(server, service, idle_s):
                break
    await server.close()
    beating.cancel()
    await _end(service, places)


def _idle(server: Server, service: Service, idle_s: float) -> bool:
    busy = any(t.advancing is not None for t in service.traders.values())
    if server.idle_since is None or busy:
        return False
    return asyncio.get_running_loop().time() - server.idle_since >= idle_s


async def _end(service: Service, places: Places) -> None:
    for task in list(service.desk.running):
        task.cancel()
    for trader in service.traders.values():
        await trader.link.close()
    service.desk.journal.close()
    places.socket.unlink(missing_ok=True)
    places.process.unlink(missing_ok=True)
    try:
        places.runtime.rmdir()
    except OSError:
        return


def run(start: Callable[[Places, Clock], object] = serve) -> int:
    """The process: 0 when it ended as asked, 2 when something must be put right first, 75 when another desk runs."""
    os.umask(0o077)
    sys.setswitchinterval(SWITCH_S)
    try:
        settings = load(os.environ)
        places = Places.of(settings.home, os.environ)
        places.prepare()
        lock = Lock(places.desk)
        if not lock.take():
            return HELD
        Path(places.log).write_text("")
        asyncio.run(start(places, SystemClock()))  # type: ignore[arg-type]
    except (Misconfigured, BadLimits, JournalFull, OSError) as error:
        print(f"desk: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(run())
