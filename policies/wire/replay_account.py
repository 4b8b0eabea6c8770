"""The account of a replay through time: its clock, its marks and latch, what the kernel says after each event.

The same functions decide as on the desk; what the desk asks a venue to do is taken as done at once, exits excepted.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from policies.book import Book, Line, added_up, line, over_close, rate
from policies.facts import Facts, History, Order, Position, Recent, Session, SwitchFact
from policies.floors import Floor, MissingFact, first_marks, floors, higher, moved, raised, rolled, turns
from policies.instruments import Quote
from policies.limits import Effect, Limits
from policies.values import ZERO, OrderId, OrderStatus, Switch, Symbol
from policies.watch import Latch, Watched, look, seen
from policies.wire.codec import Malformed
from policies.wire.replay_book import ReplayBook
from policies.wire.replay_events import Filled, Quoted, Start
from policies.worst_case import opens

Act = dict[str, Any]
Hours = Callable[[datetime], Session]
DAY = timedelta(days=1)
CENT = Decimal("0.00000001")
BACKWARDS = "the clock went backwards"


class ReplayAccount:
    """One account. `equity` is None while a part of it cannot be valued, `market` the latest moment ever told."""

    def __init__(self, start: Start, limits: Limits, hours: Hours) -> None:
        self.limits, self.start = limits, start
        self._hours = hours
        self.market, self.account = start.at, start.account
        self.session = hours(start.at)
        self.quotes, self.fx = dict(start.quotes), dict(start.fx)
        positions = {p.symbol: p for p in start.positions}
        orders = {o.id: o for o in start.orders}
        if len(positions) < len(start.positions) or len(orders) < len(start.orders):
            raise Malformed("start: a symbol is held once, and every order has an id of its own")
        self.book = ReplayBook(positions=positions, orders=orders)
        history = start.history
        self.marks = dict(history.marks)
        self._recent, self._profits, self._known = history.recent, history.profits, dict.fromkeys(history.known)
        for reset in limits.resets:
            mark = self.marks.setdefault(reset.key, first_marks(self.account, self.market, reset))
            if turns(mark, self.market, reset):
                raise Malformed(f"start.history.marks: those of {reset.key} are of another day than the start")
        self.equity: Decimal | None = None
        self.floors: tuple[Floor, ...] = ()
        self.state, self.cause = Switch.ACTIVE, ""
        self.latch: Latch | None = None
        self.fault: str | None = None
        self.strangers: tuple[str, ...] = ()
        self._shown = SwitchFact(state=self.state)
        self._held: tuple[tuple[Position, ...], tuple[Order, ...]] | None = None
        self._pairs: dict[Symbol, str] = {}
        self._lines: dict[Symbol, Line] = {}
        self._over = False
        self._dirty: dict[Symbol, None] = dict.fromkeys([*positions, *(o.symbol for o in start.orders)])
        self._exits = 0
        self._history = self._told()
        self.floors = floors(self.account, self.marks, limits)

    def _told(self) -> History:
        failures = self.start.history.failures
        return History(marks=self.marks, recent=self._recent, failures=failures, profits=self._profits)

    def facts(self) -> Facts:
        """One consistent picture, as the desk would gather it; of the requests answered before see `facts_for`."""
        start = self.start
        if self._held is None:
            self._held = (tuple(self.book.positions.values()), tuple(self.book.orders.values()))
        return Facts(
            wall=self.market,
            market=self.market,
            session=self.session,
            account=self.account,
            positions=self._held[0],
            orders=self._held[1],
            quotes=self.quotes,
            instruments=start.instruments,
            fx=self.fx,
            switch=self._switch(),
            history=self._history,
            calendar=start.calendar,
            margin=start.margin,
            group=start.group,
            strategies=start.strategies,
        )

    def facts_for(self, intent_id: str) -> Facts:
        """The facts that a request is judged by: whether its id was answered before is among them."""
        if intent_id not in self._known:
            return self.facts()
        return replace(self.facts(), history=replace(self._history, known=(intent_id,)))

    def _switch(self) -> SwitchFact:
        state, cause, latched, strangers = self.state, self.cause or None, self.latch is not None, self.strangers
        old = self._shown
        if (old.state, old.cause, old.latched, old.strangers) != (state, cause, latched, strangers):
            self._shown = SwitchFact(state=state, cause=cause, latched=latched, strangers=strangers)
        return self._shown

    def turn(self, at: datetime) -> list[Act]:
        """Moves the clock; takes the marks of every day that began. Going backwards changes nothing but the state."""
        if at < self.market:
            self.fault = BACKWARDS
            return []
        self.fault, self.market, self.session = None, at, self._hours(at)
        acts: list[Act] = []
        for index, reset in enumerate(self.limits.resets):
            old = self.marks[reset.key]
            if not turns(old, at, reset):
                continue
            balance = self.account.balance.quantize(CENT)
            equity = balance if self.equity is None else self.equity.quantize(CENT)
            self.marks[reset.key] = rolled(old, at, reset, balance, equity)
            if index == 0:
                self._profits = (*self._profits, equity - old.day_equity)
            if self.latch is not None:
                self.latch = self.latch.after(reset.key)
            acts.append({"act": "rollover", "reset": reset.key, "day": self.marks[reset.key].day.isoformat()})
        if acts:
            self._history = self._told()
            self.floors = floors(self.account, self.marks, self.limits)
        return acts

    def quote(self, event: Quoted) -> None:
        """Takes a quote in unless a later one is known; the rate of a currency pair revalues everything."""
        symbol, new = event.symbol, Quote(bid=event.bid, ask=event.ask, at=event.at)
        if symbol not in self._pairs:
            self._pairs[symbol] = _other(symbol, self.account.currency)
        other = self._pairs[symbol]
        if other:
            rate_ = self.fx.get(symbol)
            if rate_ is None or rate_.at <= event.at:
                self.fx[symbol] = new
                self._dirty.update(dict.fromkeys(self._lines_in(other)))
        old = self.quotes.get(symbol)
        if old is None or old.at <= event.at:
            self.quotes[symbol] = new
            if symbol in self._lines:
                self._dirty[symbol] = None

    def _lines_in(self, currency: str) -> list[Symbol]:
        """The symbols whose profit arises in a currency."""
        return [s for s in self._lines if self.start.instruments[s].currency == currency]

    def fill(self, event: Filled, name: str) -> None:
        """Takes an execution in: position, balance, protection; what no order explains makes a stranger of it."""
        symbol, instrument = event.symbol, self.start.instruments.get(event.symbol)
        if symbol not in self.quotes:
            self.quotes[symbol] = Quote(bid=event.price, ask=event.price, at=event.at)
        gain, foreign = self.book.fill(event, instrument)
        if gain and instrument is not None:
            gain *= self._rate(instrument.currency, gain)
        self.pay(gain - event.fee)
        if foreign:
            self.strangers = (*self.strangers, f"fill:{name}")
        self.touch(symbol)

    def _rate(self, currency: str, gain: Decimal) -> Decimal:
        try:
            return rate(self.facts(), currency, gain)
        except MissingFact as error:
            home = self.account.currency
            raise Malformed(f"fill: {error}; quote {currency}{home} before a profit in {currency} is taken") from None

    def pay(self, amount: Decimal, *, paid_in: bool = False) -> None:
        """Adds to the balance; money paid in or taken out moves what the limits refer to, so that it is no profit."""
        account = self.account
        balance = account.balance + amount
        if paid_in:
            self.account = replace(account, balance=balance, deposits=account.deposits + max(ZERO, amount))
            self.marks.update({key: moved(mark, amount) for key, mark in self.marks.items()})
            self.floors = floors(self.account, self.marks, self.limits)
        else:
            self.account = replace(account, balance=balance)

    def touch(self, *symbols: Symbol) -> None:
        """What is held or works in these symbols has changed."""
        self._held = None
        self._dirty.update(dict.fromkeys(symbols))

    def remember(self, recent: Recent | None, intent_id: str) -> None:
        """A request was answered, and allowed if it is worth remembering."""
        self._known[intent_id] = None
        if recent is not None:
            self._recent = (*(r for r in self._recent if recent.at - r.at <= DAY), recent)
            self._history = self._told()

    def observe(self) -> list[Act]:
        """What the kernel says now, and what the desk would do about it."""
        facts = self.facts()
        watched = look(lambda: self._seen(facts), facts, self.limits)
        self.equity = watched.equity
        if watched.latch is not None:
            reset = "" if watched.latch is Effect.HARD else watched.reset or self.limits.resets[0].key
            new = Latch(state=watched.state, cause=watched.cause or "", effect=watched.latch, reset=reset)
            self.latch = new.joined(self.latch)
        before, acts = self.state, self._show(watched)
        if self.state is Switch.HALTED:
            acts += self._flatten(newly=before is not Switch.HALTED)
        for symbol in watched.leave:
            acts += self._leave(symbol)
        return acts

    def _seen(self, facts: Facts) -> Watched:
        """The kernel's look, with only those lines added up anew that an event has touched."""
        account = self._added_up(facts)
        limits, balance, peaked = self.limits, self.account.balance, False
        for key, mark in self.marks.items():
            if higher(mark, balance, account.equity, limits):
                self.marks[key] = raised(mark, balance.quantize(CENT), account.equity.quantize(CENT))
                peaked = True
        if peaked:
            self.floors = floors(self.account, self.marks, limits)
        return seen(facts, limits, account, self.floors)

    def _added_up(self, facts: Facts) -> Book:
        over = over_close(facts, self.limits)
        if over is not self._over:
            self._over = over
            self._dirty.update(dict.fromkeys([*self._lines, *self.book.positions]))
        for symbol in tuple(self._dirty):
            orders = self.book.of(symbol)
            if self.book.held(symbol) or any(map(opens, orders)):
                self._lines[symbol] = line(facts, self.limits, symbol, orders)
            else:
                self._lines.pop(symbol, None)
            del self._dirty[symbol]
        return added_up(self.account.balance, self._lines)

    def _show(self, watched: Watched) -> list[Act]:
        """The state that the account is in now: the most severe of what the kernel says, what is latched, the clock."""
        state, cause = watched.state, watched.cause or ""
        if self.latch is not None and self.latch.state.rank > state.rank:
            state, cause = self.latch.state, self.latch.cause
        if self.fault is not None and state is Switch.ACTIVE:
            state, cause = Switch.REDUCING, self.fault
        if (state, cause) == (self.state, self.cause):
            return []
        self.state, self.cause = state, cause
        return [{"act": "state", "state": state.value, "cause": cause or None}]

    def _flatten(self, *, newly: bool) -> list[Act]:
        """Cancels entries, sends an exit for every position without one; protection stays until it fills."""
        acts: list[Act] = []
        entries = self.book.entries()
        if entries:
            acts.append({"act": "cancel_entries", "orders": [o.id for o in entries]})
            self.cancel(entries)
        bare = [symbol for symbol in self.book.positions if self.book.free(symbol) > ZERO]
        if bare or newly:
            acts.append({"act": "flatten", "symbols": bare})
        for symbol in bare:
            self.exit(symbol, self.book.free(symbol))
        return acts

    def _leave(self, symbol: Symbol) -> list[Act]:
        """Cancels the entries of one symbol and leaves its position, unless that is already done."""
        entries = [o for o in self.book.entries() if o.symbol == symbol]
        if not entries and self.book.free(symbol) <= ZERO:
            return []
        self.cancel(entries)
        if self.book.free(symbol) > ZERO:
            self.exit(symbol, self.book.free(symbol))
        return [{"act": "leave", "symbol": symbol}]

    def work(self, order: Order, name: str, quantity: Decimal) -> None:
        """Puts an allowed order to work; it keeps its risk reserved until it is filled or cancelled."""
        self.book.orders[OrderId(name)] = replace(
            order, id=OrderId(name), quantity=quantity, status=OrderStatus.WORKING
        )
        self.touch(order.symbol)

    def cancel(self, orders: list[Order]) -> None:
        """Takes orders off, as a venue that confirms at once."""
        self.book.drop(orders)
        self.touch(*(o.symbol for o in orders))

    def exit(self, symbol: Symbol, quantity: Decimal, name: str | None = None) -> None:
        """Puts an exit to work."""
        self._exits += 1
        self.book.leave(symbol, quantity, OrderId(name or f"exit-{self._exits}"))
        self.touch(symbol)


def _other(symbol: Symbol, home: str) -> str:
    """The other currency of a pair with `home`, or an empty string for what is no pair of currencies."""
    if len(symbol) != 2 * len(home) or not symbol.isalpha():
        return ""
    return symbol.removeprefix(home) if symbol.startswith(home) else symbol[: -len(home)] * symbol.endswith(home)
