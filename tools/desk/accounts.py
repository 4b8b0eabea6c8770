"""The accounts of a desk: what a fresh home begins with, and how an account meets its limits and its venue."""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from policies.firms.programme import heading
from policies.firms.rulesets import overlay, ruleset
from policies.limits import BadLimits, Limits, tighten
from policies.values import ZERO, AccountId, Symbol, parse_decimal
from tools.desk.engine import exits, updates
from tools.desk.engine.account import Desk, Trader
from tools.desk.link import VenueLink
from tools.desk.measuring import estimating
from tools.desk.operator.limits import Unreadable, read_values
from tools.desk.places import Places
from tools.desk.record.journal import Entry
from tools.errors import Misconfigured, Refused
from tools.trading.brokers.paper.venue import PaperVenue
from tools.trading.marketdata.replay import ReplayFeed
from tools.trading.marketdata.sessions import load_sessions
from tools.trading.rulesets import OWN, Rulesets
from tools.trading.venue import Bar, Broker, Tick

PAPER, HOUSE = "paper", "house"
OPEN_S = 10.0
INITIAL = "100000"
LARGEST_INITIAL = Decimal(10) ** 9
CURRENCY = "USD"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
"""What an account may be called: its name is a file's name, a latch's name and a word in a sentence."""
TAKEN = frozenset("all account order me my moi mon compte tous tout".split())
"""What a sentence or a verb means by something else."""
MakeVenue = Callable[[dict[str, Any], Path, bool], Broker]


def opening_row() -> Entry:
    """The first account of a fresh home: 100,000 USD on paper under the house rules."""
    body = {"venue": PAPER, "mode": "paper", "ruleset": HOUSE, "currency": "USD", "initial": INITIAL, "seed": PAPER}
    return Entry(kind="account", account=PAPER, body=body)


def book(places: Places, account: str) -> Path:
    """The file of a paper account's book."""
    return places.desk / f"book-{account}.db"


def paper_venue(config: dict[str, Any], path: Path, create: bool) -> Broker:
    """The paper venue over the replay of daily bars."""
    return PaperVenue(
        account=config.get("id", PAPER),
        book=path,
        feed=ReplayFeed(),
        sessions=load_sessions(),
        seed=config["seed"],
        create=create,
        initial=Decimal(config["initial"]),
    )


def firms(home: Path | None = None) -> Rulesets:
    """Every firm's ruleset by its id, as plain data; with a home the user's own in `EVA_HOME/firms` too."""
    return Rulesets(home)


def limits_of(places: Places, firm: str, account: str = PAPER, names: Collection[str] | None = None) -> Limits:
    """Ceilings, ruleset and the user's own tightening in `desk/limits.toml`, joined; raises Unreadable with the file.

    The file's `[order]` table holds for every account, `[account.NAME]` for one. With the `names` of a desk's
    accounts, a table of none of them may have been meant for any that has no table of its own: these raise.
    """
    limits = _ruleset_of(places, firm)
    try:
        return _tightened(places, limits, account, names)
    except BadLimits as error:
        raise Unreadable("desk/limits.toml", str(error)) from None


def _ruleset_of(places: Places, firm: str) -> Limits:
    try:
        return ruleset(firms(places.home).named(firm))[0]
    except BadLimits as error:
        raise Unreadable(f"{OWN}/{firm}.toml", str(error)) from None


def _tightened(places: Places, limits: Limits, account: str, names: Collection[str] | None) -> Limits:
    own = places.desk / "limits.toml"
    if not own.exists():
        return limits
    data = _toml(own)
    named = data.get("account", {})
    if data.keys() - {"order", "account"} or not isinstance(named, dict):
        raise BadLimits(f"{str(own)!r}: expected only [order] and [account.NAME] tables, got {sorted(data)!r}")
    unknown = [] if names is None or account in named else sorted(named.keys() - set(names))
    if unknown:
        raise BadLimits(f"{str(own)!r} names no account of this desk: {', '.join(unknown)[:200]}")
    for table in (data.get("order", {}), named.get(account, {})):
        if not isinstance(table, dict):
            raise BadLimits(f"{str(own)!r}: expected tables of limits, got {table!r:.60}")
        limits = tighten(limits, overlay(table))
    return limits


def known_limits(places: Places, firm: str, values: Mapping[str, Any]) -> Limits:
    """What can be known of limits whose files cannot be read: `values` are those last in force, by the journal.

    A ruleset that can be read is tightened by them; without one the house rules carry them.
    """
    try:
        return tighten(_ruleset_of(places, firm), read_values(values))
    except Unreadable:
        return replace(_ruleset_of(places, HOUSE), id=firm, **read_values(values))


def file_stamp(places: Places, firm: str = HOUSE, names: Collection[str] = ()) -> object:
    """What changes when `desk/limits.toml` does, the user's own file of the ruleset, or which accounts there are."""
    return (*map(_stamp, (places.desk / "limits.toml", places.home / OWN / f"{firm}.toml")), *sorted(names))


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def new_row(places: Places, known: Mapping[str, Any], wish: Mapping[str, str], symbols: Collection[str] = ()) -> Entry:
    """The row of a paper account to be added; raises Refused with what is wrong, BadLimits for a bad ruleset.

    `wish` has `name`, `ruleset`, `initial` (empty: the programme's own size), `currency`, `seed` and `venue`, all as
    typed; `symbols` are what accounts trade, whose names no account may have.
    """
    name, firm = wish["name"], wish["ruleset"]
    _named(name, known, symbols)
    if wish["venue"] != PAPER:
        raise Refused(f"no venue {wish['venue']!r:.40} exists yet: accounts are on paper, live trading is refused")
    rulesets = firms(places.home)
    if firm not in rulesets:
        raise Refused(f"no ruleset {firm!r:.60}; there are {', '.join(rulesets)}")
    if wish["currency"] != CURRENCY:
        raise Refused(f"paper accounts are in {CURRENCY}, not {wish['currency']!r:.10}")
    limits, head = limits_of(places, firm, name, {*known, name}), heading(rulesets[firm])
    try:
        initial = parse_decimal(wish["initial"]) if wish["initial"] else head.capital or Decimal(INITIAL)
    except ValueError as error:
        raise Refused(f"initial: {error}") from None
    if not ZERO < initial <= LARGEST_INITIAL:
        raise Refused(f"initial: more than 0 and at most {LARGEST_INITIAL:f}, got {wish['initial']!r:.40}")
    if not head.fits(limits, initial):
        raise Refused(f"the ruleset {firm!r} is for {head.capital} {head.currency}: its limits are amounts of money")
    if book(places, name).exists():
        raise Refused(f"the book {str(book(places, name))!r} is there already: move it away first")
    body = {"id": name, "venue": PAPER, "mode": "paper", "ruleset": firm, "currency": CURRENCY}
    return Entry(kind="account", account=name, body={**body, "initial": f"{initial:f}", "seed": wish["seed"] or name})


def _named(name: str, known: Mapping[str, Any], symbols: Collection[str]) -> None:
    """Raises Refused for a name that no account can have, or that would be taken for something else."""
    if not NAME.fullmatch(name):
        raise Refused(f"an account is named by up to 32 of a-z, 0-9, - and _, not {name!r:.60}")
    if name in TAKEN:
        raise Refused(f"no account is named {name!r}: the word means something else already")
    if name.upper() in {symbol.upper() for symbol in symbols}:
        raise Refused(f"no account is named {name!r}: it is an instrument")
    if name in known:
        raise Refused(f"there is an account {name!r} already: eva account list")
    like = next((one for one in known if _bare(one) == _bare(name)), None)
    if like is not None:
        raise Refused(f"{name!r} is too much like the account {like!r}: choose another name")


def _bare(name: str) -> str:
    return name.replace("-", "").replace("_", "")


def warnings(trader: Trader) -> list[dict[str, Any]]:
    """`[{code, names}]`: what the person should know of an account that was opened.

    `doubts` are values of its ruleset that keep it on paper, `nothing_listed` the asset classes that its ruleset
    allows and of which its venue lists nothing.
    """
    classes = [limit.asset_class for limit in trader.limits.terms.classes]
    found = [{"code": "doubts", "names": list(trader.limits.doubts)}] if trader.limits.doubts else []
    listed = {str(instrument.asset_class) for instrument in trader.instruments.values()}
    if classes and listed.isdisjoint(classes):
        found.append({"code": "nothing_listed", "names": classes})
    return found


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadLimits(f"{str(path)!r} cannot be read ({error}): correct it or put back a good copy") from None


async def open_trader(desk: Desk, name: AccountId, places: Places, make: MakeVenue) -> Trader:
    """An account connected to its venue. A book is only made for an account that never had one."""
    state = desk.state.accounts[name]
    path = book(places, name)
    if state.opened and not path.exists():
        raise Misconfigured(
            f"the book {str(path)!r} is missing: put it back, or move {str(places.desk)!r} away to begin anew"
        )
    firm = state.config["ruleset"]
    try:
        limits = limits_of(places, firm, name, desk.state.accounts)
    except Unreadable:  # its ruling lets the account only reduce: exits need no file
        limits = known_limits(places, firm, state.limits)
    broker = make(state.config, path, not state.opened)
    holder: list[Trader] = []
    link = VenueLink(broker, lambda batch: updates.deliver(holder[0], batch))
    await link.call(lambda venue: venue.open(), OPEN_S)
    if not state.opened:
        desk.write(Entry(kind="opened", account=name, body={}))
    instruments = await link.call(lambda venue: venue.instruments(), OPEN_S)
    tick: Tick = await link.call(lambda venue: venue.tick(), OPEN_S)
    trader = Trader(desk=desk, id=name, limits=limits, link=link, instruments=dict(instruments), tick=tick)
    trader.halted = lambda: exits.flatten_soon(trader)
    trader.leaves = lambda symbols: exits.depart_soon(trader, symbols)
    holder.append(trader)
    trader.see(tick)
    await _last_prices(trader)
    await estimating.begin(trader)
    return trader


async def _last_prices(trader: Trader) -> None:
    """While the market is closed, what is held or ordered is valued at its last close."""
    wanted = {*trader.state.holdings, *(t.order.symbol for t in trader.state.live_orders)}
    for symbol in sorted(wanted - trader.quotes.keys()):
        bar = await _last_bar(trader, symbol)
        if bar is not None:
            trader.value_at(symbol, bar.close)


async def _last_bar(trader: Trader, symbol: Symbol) -> Bar | None:
    bars: tuple[Bar, ...] = await trader.link.call(lambda venue: venue.bars(symbol, 1), OPEN_S)
    return bars[-1] if bars else None
