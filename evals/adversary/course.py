"""The course of a market that is against an account, each move inside the model, with the kernel watching every step.

Between two looks of the watch a price moves at most the instrument's gap, over a close at most its larger one. A stop
fills at most that gap beyond its trigger and the desk's own flattening beyond what it saw, neither farther than the gap
from the look before; with `twice` a move and the fill after it may both use it. A stop entry fills a gap beyond its
trigger, limits at their limit. What is held without a stop may fall to nothing, and rise by the shock.
"""

from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from evals.adversary.account import Lot, Simulated
from policies.facts import Order, SwitchFact
from policies.floors import Floor, floors, raised, rolled, trading_day
from policies.limits import Effect
from policies.values import ONE, ZERO, OrderId, OrderRole, OrderStatus, OrderType, Side, Switch, Symbol
from policies.watch import Latch, Watched, watch

SECOND = timedelta(seconds=1)
DRIFT = Decimal("0.02")
"""How far a currency rate that is nobody's price moves in all: the model has no gap for it, the buffer must bear it."""


@dataclass
class Lowest:
    """The nearest that equity came to one floor: by how much it was above it, in account currency."""

    margin: Decimal
    floor: Decimal
    equity: Decimal
    at: int


class Course:
    """One account on its way; `lowest` holds the worst of each floor, `steps` counts looks of the watch."""

    def __init__(self, account: Simulated, *, twice: bool = False) -> None:
        self.account = account
        self.twice = twice
        self.anchors = dict(account.mids)
        self.first_rates = dict(account.rates)
        self.lowest: dict[str, Lowest] = {}
        self.steps = 0
        self.leaving: set[Symbol] = set()
        self.latch: Latch | None = None
        self.worst_fill: dict[OrderId, Decimal] = {}
        self.caps: dict[Symbol, Decimal] = {}
        self.look()

    def fork(self) -> "Course":
        """The same course, to go another way from here."""
        other = copy(self)
        other.account = self.account.fork()
        other.lowest, other.leaving = dict(self.lowest), set(self.leaving)
        other.worst_fill, other.caps = dict(self.worst_fill), dict(self.caps)
        return other

    @property
    def over(self) -> bool:
        """Whether a hard latch stands: a person would have to lift it."""
        return self.latch is not None and self.latch.effect is Effect.HARD and not self.account.lots

    def gap(self, symbol: Symbol, *, closed: bool = False) -> Decimal:
        """The largest jump of a symbol now, or over a close."""
        instrument = self.account.instruments[symbol]
        return max(instrument.gap, instrument.gap_closed) if closed else instrument.gap

    def placed(self, order: Order) -> None:
        """Notes what a new or changed entry may fill at: a stop beyond what it or the market is at, by the gap."""
        account, symbol, long = self.account, order.symbol, order.side is Side.BUY
        self.caps[symbol] = min(self.caps.get(symbol, account.ask(symbol)), account.ask(symbol))
        if order.type is not OrderType.STOP or order.trigger is None:
            return
        touch, gap = account.touch(symbol, order.side), self.gap(symbol)
        worst = max(order.trigger, touch) * (ONE + gap) if long else min(order.trigger, touch) * (ONE - gap)
        self.worst_fill[order.id] = worst

    def move(self, parts: tuple[Decimal, ...], fills: int, *, closed: bool = False, half: bool = False) -> None:
        """Moves each driver by a share of its gap (from -1 to 1), fills entries that are reached, fires stops, looks.

        Bit n of `fills` says whether the n-th entry fills if it can, and `half` that it does so in part. Entries
        fill before stops fire.
        """
        account = self.account
        before = {symbol: (account.bid(symbol), account.ask(symbol)) for symbol in account.listings}
        for symbol, listing in account.listings.items():
            part = parts[listing.driver % len(parts)]
            price = account.mids[symbol] * (ONE + part * self.gap(symbol, closed=closed))
            cap, tick = self._cap(symbol), listing.instrument.tick
            nearest = (price if cap is None else min(price, cap)) / tick
            account.mids[symbol] = max(nearest.to_integral_value() * tick, listing.half + tick)
        self._drift(parts[-1])
        entries = [o for o in account.orders if o.role is OrderRole.ENTRY]
        for index, order in enumerate(entries):
            if fills >> index % 8 & 1:
                self._fill(order.id, before, half=half)
        self._fire(closed=closed)
        self.look()

    def _cap(self, symbol: Symbol) -> Decimal | None:
        """The highest that a symbol with an uncovered short rises to: the shock from where it was last judged."""
        account = self.account
        short = sum((-lot.quantity for lot in account.lots if lot.symbol == symbol and lot.quantity < ZERO), ZERO)
        stops = sum((o.quantity for o in account.orders if self._covers(o, symbol)), ZERO)
        if short <= stops or symbol not in self.caps:
            return None
        return max(self.caps[symbol] * (ONE + account.instruments[symbol].shock), account.mids[symbol])

    @staticmethod
    def _covers(order: Order, symbol: Symbol) -> bool:
        return order.symbol == symbol and order.role is OrderRole.STOP and order.side is Side.BUY

    def _drift(self, part: Decimal) -> None:
        for pair, first in self.first_rates.items():
            wanted = self.account.rates[pair] * (ONE + part * DRIFT / 4)
            self.account.rates[pair] = min(max(wanted, first * (ONE - DRIFT)), first * (ONE + DRIFT))

    def _fill(self, name: OrderId, before: dict[Symbol, tuple[Decimal, Decimal]], *, half: bool) -> None:
        account, order = self.account, self.account.order(name)
        if order is None:
            return
        price = self._reached(order, before[order.symbol])
        if price is None:
            return
        lot = account.instruments[order.symbol].lot
        part = order.quantity if not half else max(lot, order.quantity / 2 // lot * lot)
        account.enter(order, min(part, order.quantity), price, hidden=order.status is OrderStatus.UNKNOWN)

    def _reached(self, order: Order, before: tuple[Decimal, Decimal]) -> Decimal | None:
        """The worst price that an entry fills at if the move reached it, else None."""
        account, symbol, long = self.account, order.symbol, order.side is Side.BUY
        now = account.touch(symbol, order.side)
        low, high = min(now, before[1] if long else before[0]), max(now, before[1] if long else before[0])
        if order.trigger is not None and (high < order.trigger if long else low > order.trigger):
            return None
        if order.limit is not None:
            reachable = low <= order.limit if long else high >= order.limit
            return order.limit if reachable else None
        return self.worst_fill.get(order.id, order.trigger)

    def _fire(self, *, closed: bool) -> None:
        """Every stop that the price has reached fills through the whole gap."""
        account = self.account
        for leg in [o for o in account.orders if o.role is OrderRole.STOP]:
            current = account.order(leg.id)
            if current is None or current.trigger is None:
                continue
            sells = current.side is Side.SELL
            price = account.bid(current.symbol) if sells else account.ask(current.symbol)
            if price > current.trigger if sells else price < current.trigger:
                continue
            base = account.bases.get(current.id, current.trigger)
            gap = self.gap(current.symbol, closed=closed)
            self._stopped(current, self._no_farther(current.symbol, base, gap, sells=sells))

    def _no_farther(self, symbol: Symbol, price: Decimal, gap: Decimal, *, sells: bool) -> Decimal:
        """A gap beyond a price, but no farther than a gap from the last look's, unless gaps come twice."""
        half, anchor = self.account.listings[symbol].half, self.anchors[symbol]
        if sells:
            out = price * (ONE - gap)
            return max(out, min(price, (anchor - half) * (ONE - gap))) if not self.twice else out
        out = price * (ONE + gap)
        return min(out, max(price, (anchor + half) * (ONE + gap))) if not self.twice else out

    def _stopped(self, leg: Order, price: Decimal) -> None:
        account, left = self.account, leg.quantity
        lots = [x for x in account.lots if x.symbol == leg.symbol and x.quantity * leg.side.sign < ZERO]
        for lot in sorted(lots, key=lambda x: x.entry + "-stop" != leg.id):
            current = account.order(leg.id)
            part = min(left, abs(lot.quantity))
            if part > ZERO and current is not None:
                left -= part
                account.leave(lot, part, price, current)

    def look(self) -> Watched:
        """Rolls the day over, lets the kernel watch, and does what it says."""
        self.steps += 1
        self._roll()
        account = self.account
        watched = watch(account.facts(), account.limits)
        self._note(watched.floors)
        if watched.latch is not None:
            new = Latch(state=watched.state, cause=watched.cause or "", effect=watched.latch, reset=watched.reset)
            self.latch = new.joined(self.latch)
        held = self.latch.state if self.latch is not None else Switch.ACTIVE
        state = max(watched.state, held, key=lambda s: s.rank)
        account.switch = SwitchFact(state=state, cause=watched.cause, latched=self.latch is not None)
        if state is Switch.HALTED:
            account.orders = [o for o in account.orders if o.role is not OrderRole.ENTRY]
            self.leaving.update(lot.symbol for lot in account.lots)
        self.leaving.update(watched.leave)
        if self.leaving and account.session.open:
            self._flatten()
        self.anchors = dict(account.mids)
        return watched

    def _flatten(self) -> None:
        """The desk's exits fill a gap beyond the price at which it decided."""
        account, going = self.account, self.leaving
        account.orders = [o for o in account.orders if not (o.role is OrderRole.ENTRY and o.symbol in going)]
        for lot in [x for x in account.lots if x.symbol in going]:
            gap = self.gap(lot.symbol)
            long = lot.quantity > ZERO
            touch = account.bid(lot.symbol) if long else account.ask(lot.symbol)
            account.leave(lot, abs(lot.quantity), self._no_farther(lot.symbol, touch, gap, sells=long))
        self.leaving = set()
        self._note(floors(account.account, account.marks, account.limits))

    def _note(self, found: tuple[Floor, ...]) -> None:
        account = self.account
        found = found or floors(account.account, account.marks, account.limits)
        equity = account.equity()
        for floor in found:
            margin = equity - floor.floor
            seen = self.lowest.get(floor.name)
            if seen is None or margin < seen.margin:
                self.lowest[floor.name] = Lowest(margin, floor.floor, equity, self.steps)

    def _roll(self) -> None:
        """Takes the marks over at each reset; what is held is then charged for the night."""
        account = self.account
        for index, reset in enumerate(account.limits.resets):
            old = account.marks[reset.key]
            due = old.until is None or account.now >= old.until
            if not (due and trading_day(account.now, reset) > old.day):
                account.marks[reset.key] = raised(old, account.balance, account.equity())
                continue
            account.marks[reset.key] = rolled(old, account.now, reset, account.balance, account.equity())
            self.latch = self.latch.after(reset.key) if self.latch is not None else None
            if index == 0:
                self._carry()

    def _carry(self) -> None:
        for lot in self.account.lots:
            instrument = self.account.instruments[lot.symbol]
            cost = instrument.carry_long if lot.quantity > ZERO else instrument.carry_short
            self.account.pay(cost * abs(lot.quantity), instrument.currency)

    def wait(self, until: datetime) -> None:
        """Time passes at unchanged prices, and the watch looks at every moment at which something is due."""
        account = self.account
        for moment in self._due(account.now, until):
            account.now = moment
            self.look()

    def _due(self, after: datetime, until: datetime) -> list[datetime]:
        account = self.account
        found = {until}
        for reset in account.limits.resets:
            edge = account.marks[reset.key].until
            while edge is not None and edge <= until:
                found.update((edge - 60 * SECOND, edge - SECOND, edge))
                edge += timedelta(days=1)
        for opens, closes in account.spans:
            found.update((opens, closes - 300 * SECOND, closes - 60 * SECOND, closes - SECOND))
        hour = timedelta(minutes=1)
        start = after.replace(second=0, microsecond=0)
        if account.limits.terms.flat_by:
            found.update(start + n * 5 * hour for n in range(1, int((until - start) / (5 * hour)) + 1))
        return sorted(m for m in found if after < m <= until)

    def reveal(self) -> None:
        """The desk hears of fills that it did not know of."""
        for lot in [x for x in self.account.lots if x.hidden]:
            lot.hidden = False
            self._merge(lot)
        self.account.orders = [
            replace(o, status=OrderStatus.WORKING) if o.status is OrderStatus.UNKNOWN else o
            for o in self.account.orders
        ]

    def _merge(self, lot: Lot) -> None:
        """On a netting account a symbol has one position."""
        account = self.account
        if account.account.hedging:
            return
        other = next((x for x in account.lots if x is not lot and x.symbol == lot.symbol and not x.hidden), None)
        if other is None:
            return
        account.lots.remove(lot)
        side = Side.BUY if lot.quantity > ZERO else Side.SELL
        stand_in = Order(id=lot.entry, symbol=lot.symbol, side=side, quantity=abs(lot.quantity), type=OrderType.MARKET)
        account.join(stand_in, lot.price)
