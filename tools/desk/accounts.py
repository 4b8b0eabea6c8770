"""The accounts of a desk: what a fresh home begins with, and how an account meets its limits and its venue."""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import policies
from policies.firms.rulesets import overlay, ruleset
from policies.limits import BadLimits, Limits, tighten
from policies.values import AccountId, Symbol
from tools.desk.engine import exits, updates
from tools.desk.engine.account import Desk, Trader
from tools.desk.link import VenueLink
from tools.desk.places import Places
from tools.desk.record.journal import Entry
from tools.errors import Misconfigured
from tools.trading.brokers.paper.venue import PaperVenue
from tools.trading.marketdata.replay import ReplayFeed
from tools.trading.marketdata.sessions import load_sessions
from tools.trading.venue import Bar, Broker, Tick

PAPER = "paper"
OPEN_S = 10.0
INITIAL = "100000"
FIRMS = Path(policies.__file__).parent / "firms"
MakeVenue = Callable[[dict[str, Any], Path, bool], Broker]


def opening_row() -> Entry:
    """The first account of a fresh home: 100,000 USD on paper under the house rules."""
    body = {"venue": PAPER, "mode": "paper", "ruleset": "house", "currency": "USD", "initial": INITIAL, "seed": PAPER}
    return Entry(kind="account", account=PAPER, body=body)


def book(places: Places, account: str) -> Path:
    """The file of a paper account's book."""
    return places.desk / f"book-{account}.db"


def paper_venue(config: dict[str, Any], path: Path, create: bool) -> Broker:
    """The paper venue over the replay of daily bars."""
    return PaperVenue(
        account=PAPER,
        book=path,
        feed=ReplayFeed(),
        sessions=load_sessions(),
        seed=config["seed"],
        create=create,
        initial=Decimal(config["initial"]),
    )


def firms() -> dict[str, Any]:
    """Every firm's ruleset by its id, as plain data."""
    return {path.stem: _toml(path) for path in sorted(FIRMS.glob("*.toml"))}


def limits_of(places: Places, firm: str) -> Limits:
    """Ceilings, ruleset and the user's own tightening in `desk/limits.toml`, joined; raises BadLimits."""
    limits, _ = ruleset(_toml(FIRMS / f"{firm}.toml"))
    own = places.desk / "limits.toml"
    if not own.exists():
        return limits
    data = _toml(own)
    if data.keys() - {"order"}:
        raise BadLimits(f"{str(own)!r}: expected only an [order] table, got {sorted(data)!r}")
    return tighten(limits, overlay(data.get("order", {})))


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
    limits = limits_of(places, state.config["ruleset"])
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
    holder.append(trader)
    trader.see(tick)
    await _last_prices(trader)
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
