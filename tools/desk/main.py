"""The desk's process: wires journal, venues, watch and socket together, and ends when nobody needs it."""

import asyncio
import os
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
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
from tools.desk.engine.restoring import hold_back, take_in
from tools.desk.feed import Feed
from tools.desk.latches import Latches
from tools.desk.monitor import marking
from tools.desk.monitor.news import News
from tools.desk.operator.codes import Codes
from tools.desk.operator.limits import Ruling
from tools.desk.operator.mandates import Clients
from tools.desk.operator.verbs import Operator
from tools.desk.places import Lock, Places, record
from tools.desk.process import isolation
from tools.desk.process.isolation import Wall
from tools.desk.process.notify import ALIVE, READY, STOPPING, notify
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
STALL_S = 10.0
"""How old the last whole beat may be before the watchdog is told no more: a venue may take its time, not for ever."""
SWITCH_S = 0.0001
"""How soon the thread that answers the socket gets its turn while a venue's thread computes (Python's own: 5 ms)."""
RESERVE = 1_000_000
"""Bytes of disk kept for leaving."""
FILES = 4096
"""Open files that the desk asks for; a machine that grants fewer grants what it does."""


async def open_desk(places: Places, clock: Clock, make: accounts.MakeVenue = accounts.paper_venue) -> Service:
    """Everything behind the socket, reconciled with its venues; raises Misconfigured."""
    fresh, begins = not places.journal.exists(), not any(places.desk.glob("book-*.db"))
    if fresh and not begins:
        raise Misconfigured(
            f"the journal {str(places.journal)!r} is missing beside its book: put it back, or move "
            f"{str(places.desk)!r} away to begin anew"
        )
    journal = Journal(places.journal, journal_key(places.key, create=fresh))
    places.journal.chmod(0o600)
    state = _folded(journal.load(begins=begins))
    desk = Desk(journal=journal, state=state, clock=clock, feed=Feed(clock.now), reserve=keep_room(places.desk))
    desk.news = News(places.desk / "news.json")
    latches = Latches(places.latches, clock.monotonic)
    latches.prepare()
    if not desk.state.accounts:
        desk.write(accounts.opening_row())
    take_in(desk, places.desk)
    hold_back(desk)
    service = Service(desk=desk, traders={}, latches=latches)
    for name in desk.state.accounts:
        trader = await accounts.open_trader(desk, AccountId(name), places, make)
        prepare(service, trader, places)
        service.traders[trader.id] = trader
    for trader in service.traders.values():
        await reconcile(trader)
        for ticket in unfinished(trader):
            desk.start(carry_out(trader, ticket, latches), trader.id)
    return service


def prepare(service: Service, trader: Trader, places: Places) -> None:
    """Gives an account its limits in force and the clients of its mandates, before anything is judged in it."""
    name, firm = trader.id, trader.state.config["ruleset"]
    trader.outside = partial(service.latches.mark, name)
    known = service.desk.state.accounts
    service.rulings[name] = Ruling(
        trader=trader,
        wanted=partial(accounts.limits_of, places, firm, name, known),
        stamp=partial(accounts.file_stamp, places, firm, known),
    )
    service.clients[name] = Clients(trader=trader, begun=service.desk.clock.now())


def operator_of(service: Service, places: Places, make: accounts.MakeVenue = accounts.paper_venue) -> Operator:
    """The operator's side of a desk."""

    async def add(name: AccountId) -> Trader:
        trader = await accounts.open_trader(service.desk, name, places, make)
        prepare(service, trader, places)
        await reconcile(trader)
        service.traders[name] = trader
        return trader

    return Operator(
        service=service,
        codes=Codes(desk=service.desk, path=places.totp),
        row_of=lambda wish: accounts.new_row(places, service.desk.state.accounts, wish, _symbols(service)),
        add=add,
    )


def _symbols(service: Service) -> set[str]:
    return {symbol for trader in service.traders.values() for symbol in trader.instruments}


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


def more_files() -> None:
    """Raises this process's own limit of open files, as far as it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


async def serve(places: Places, clock: Clock, idle_s: float = IDLE_S, wall: Wall | None = None) -> None:
    """Runs the desk until it is told to stop or, with replay accounts only, nobody has been there for a while.

    What waits for a person is waited for too, as long as it may be answered.
    """
    service = await open_desk(places, clock)
    service.desk.write(Entry(kind="desk", account="", body={"event": "start", "pid": os.getpid()}))
    heart = Heart(service.traders.values(), service.latches)
    await heart.beat()
    behind = operator_of(service, places)
    server, operator = Server(service, wall), Server(behind)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    record(places)
    await operator.listen(places.operator)
    await server.listen(places.socket)
    beating = asyncio.get_running_loop().create_task(heart.run())
    notify(READY)
    while not stop.is_set():
        try:
            await asyncio.wait_for(stop.wait(), LOOK_S)
        except TimeoutError:
            look(service, heart)
            here = places.live or not _replay(service) or not all(_idle(s, service, idle_s) for s in (server, operator))
            if not here and not behind.approvals.open:
                break
    notify(STOPPING)
    await server.close()
    await operator.close()
    beating.cancel()
    await _end(service, places)


def look(service: Service, heart: Heart) -> None:
    """What is looked at between two beats: changed limits, silent clients. The watchdog is told while hearts beat."""
    for ruling in service.rulings.values():
        ruling.settle()
    for clients in service.clients.values():
        clients.watch()
    if service.desk.clock.monotonic() - heart.beaten_at <= STALL_S:
        notify(ALIVE)


def _replay(service: Service) -> bool:
    return all(t.replay for t in service.traders.values())


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
    peaks = [row for trader in service.traders.values() for row in marking.exact(trader)]
    with suppress(JournalFull):
        service.desk.write(*peaks, Entry(kind="desk", account="", body={"event": "end"}))
    service.desk.journal.close()
    places.socket.unlink(missing_ok=True)
    places.operator.unlink(missing_ok=True)
    places.process.unlink(missing_ok=True)
    try:
        if not places.live:
            places.runtime.rmdir()
    except OSError:
        return


def run(start: Callable[[Places, Clock], object] | None = None) -> int:
    """The process: 0 when it ended as asked, 2 when something must be put right first, 75 when another desk runs."""
    os.umask(0o077)
    sys.setswitchinterval(SWITCH_S)
    more_files()
    try:
        settings = load(os.environ)
        places = Places.of(settings.home, os.environ)
        places.prepare()
        lock = Lock(places.desk)
        if not lock.take():
            return HELD
        Path(places.log).write_text("")
        wall = isolation.live(places, settings.desk_clients) if places.live else isolation.paper()
        asyncio.run((start or partial(serve, wall=wall))(places, SystemClock()))  # type: ignore[arg-type]
    except (Misconfigured, BadLimits, JournalFull, OSError) as error:
        print(f"desk: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(run())
