"""The market of a replay as a function of time: sessions, paths, quotes, and how far the data reach."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from policies.facts import Session
from policies.instruments import Quote
from policies.values import Symbol
from tools.trading.marketdata.feed import Feed
from tools.trading.marketdata.sessions import Sessions
from tools.trading.matching.clock import moment, seconds
from tools.trading.matching.matcher import Floor, Trading
from tools.trading.matching.path import next_vertex, path, path_seed, quote_at
from tools.trading.venue import Bar

Edges = tuple[int, int]
"""Open and close of a session in seconds since 1970 UTC."""


class Market:
    """What a feed and a calendar say about any second. Pure but for what it remembers of a few days."""

    def __init__(self, *, feed: Feed, sessions: Sessions, seed: str) -> None:
        self.feed = feed
        self._sessions = sessions
        self._seed = seed
        self._of_day = lru_cache(maxsize=8)(self._trading)
        self._edges = lru_cache(maxsize=64)(self._find_edges)

    def floor(self, at: int) -> Floor:
        """What trades at a second; empty outside sessions."""
        day, edges = self._today(at)
        return self._of_day(day) if edges and edges[0] <= at < edges[1] else {}

    def quotes(self, at: int) -> dict[Symbol, Quote]:
        """Every quote that exists at a second."""
        found = {symbol: quote_at(trading.way, at) for symbol, trading in self.floor(at).items()}
        return {symbol: quote for symbol, quote in found.items() if quote is not None}

    def session(self, at: int) -> Session:
        """Whether the market is open; `closed` names what has no bar in this session or, when closed, in the next."""
        day, edges = self._today(at)
        if edges and edges[0] <= at < edges[1]:
            return Session(open=True, closes_at=moment(edges[1]), closed=self._absent(day))
        opens = self.next_open(at)
        if opens is None:
            return Session(open=False, closed=tuple(sorted(self.feed.instruments)))
        return Session(open=False, opens_at=moment(opens), closed=self._absent(self._today(opens)[0]))

    def next_open(self, at: int) -> int | None:
        """The first second after `at` with which a session begins; None when the data end before."""
        day, edges = self._today(at)
        if edges and at < edges[0]:
            return edges[0]
        following = self._next_day(day)
        edges = self._edges(following) if following else None
        return edges[0] if edges else None

    def next_edge(self, at: int) -> int | None:
        """The next second at which the market opens or closes."""
        edges = self._today(at)[1]
        return edges[1] if edges and edges[0] <= at < edges[1] else self.next_open(at)

    def next_vertex(self, at: int) -> int | None:
        """The next vertex of any instrument's path in the session that is open."""
        vertices = (next_vertex(trading.way, at) for trading in self.floor(at).values())
        return min((t for t in vertices if t is not None), default=None)

    def day_end(self, at: int) -> int | None:
        """The close of the session that a day order accepted now works for: this one, or the next."""
        edges = self._today(at)[1]
        if edges and at < edges[1]:
            return edges[1]
        opens = self.next_open(at)
        following = self._today(opens)[1] if opens is not None else None
        return following[1] if following else None

    def later(self, at: int, sessions: int) -> int | None:
        """The same time of day in the exchange's zone, that many sessions later; None when the data end before."""
        local = moment(at).astimezone(self._sessions.zone)
        day: date | None = local.date()
        for _ in range(sessions):
            day = self._next_day(day) if day else None
        return seconds(datetime.combine(day, local.time(), self._sessions.zone)) if day else None

    def bars(self, symbol: Symbol, at: int, count: int) -> tuple[Bar, ...]:
        """The last daily bars that are complete at a second: today's only once its session has closed."""
        day, edges = self._today(at)
        complete = edges is not None and at >= edges[1]
        return self.feed.bars(symbol, day + timedelta(days=1) if complete else day, count)

    def last_second(self, symbol: Symbol) -> int | None:
        """The last second at which an instrument is ever quoted; None when it never is."""
        span = self.feed.span(symbol)
        edges = self._edges(span[1]) if span else None
        return edges[1] - 1 if edges else None

    def first_second(self, symbol: Symbol) -> int | None:
        """The first second at which an instrument is ever quoted; None when it never is."""
        span = self.feed.span(symbol)
        edges = self._edges(span[0]) if span else None
        return edges[0] if edges else None

    def end(self) -> int | None:
        """The close of the last session of all; None without data."""
        last = self._last_day()
        edges = self._edges(last) if last else None
        return edges[1] if edges else None

    def day(self, at: int) -> date:
        """The exchange's own date at a second."""
        return self._sessions.day(moment(at))

    def _today(self, at: int) -> tuple[date, Edges | None]:
        day = self.day(at)
        return day, self._edges(day)

    def _find_edges(self, day: date) -> Edges | None:
        """The session of a day on which something tradable has a bar."""
        hours = self._sessions.session(day)
        if hours is None or not any(self.feed.bar(symbol, day) for symbol in self._tradable()):
            return None
        return seconds(hours.open), seconds(hours.close)

    def _next_day(self, day: date) -> date | None:
        last = self._last_day()
        while last is not None and day < last:
            day += timedelta(days=1)
            if self._edges(day):
                return day
        return None

    def _last_day(self) -> date | None:
        spans = [span for symbol in self._tradable() if (span := self.feed.span(symbol))]
        return max((last for _, last in spans), default=None)

    def _tradable(self) -> list[Symbol]:
        return [symbol for symbol, instrument in self.feed.instruments.items() if instrument.tradable]

    def _absent(self, day: date) -> tuple[Symbol, ...]:
        return tuple(sorted(symbol for symbol in self.feed.instruments if symbol not in self._of_day(day)))

    def _trading(self, day: date) -> Mapping[Symbol, Trading]:
        edges = self._edges(day)
        bars = {symbol: self.feed.bar(symbol, day) for symbol in sorted(self.feed.instruments)} if edges else {}
        return {symbol: self._trade(symbol, bar, edges) for symbol, bar in bars.items() if bar and edges}

    def _trade(self, symbol: Symbol, bar: Bar, edges: Edges) -> Trading:
        instrument = self.feed.instruments[symbol]
        way = path(
            bar,
            path_seed(self._seed, symbol, bar.day),
            opens=edges[0],
            closes=edges[1],
            tick=instrument.tick,
        )
        return Trading(way=way, volume=Decimal(bar.volume), instrument=instrument)
