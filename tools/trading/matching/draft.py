"""The next book in the making: one change after another, with the updates that each causes.

What follows from a fill lives here: members of an OCO group give up what another filled, the rest of a bracket's
entry ends with the first fill of its group, legs grow with their entry, and reduce-only orders shrink to the position.
"""

from dataclasses import replace
from decimal import Decimal

from policies.instruments import Instrument
from policies.values import OrderId, OrderStatus, OrderType, TimeInForce
from tools.trading.matching.book import Book, Holding, Working
from tools.trading.matching.clock import moment
from tools.trading.venue import Execution, Update, VenueOrder, leg_id

GROUP = "-oco"


class Draft:
    """A mutable copy of a book. `changed` holds every order that differs, final ones too."""

    def __init__(self, book: Book, at: int) -> None:
        self.at = at
        self.orders = dict(book.orders)
        self.holdings = dict(book.holdings)
        self.changed: dict[OrderId, Working] = {}
        self.executions: list[Execution] = []
        self.updates: list[Update] = []
        self._book = book
        self._cash = book.cash
        self._accepted = book.accepted

    def book(self) -> Book:
        """The book that the changes lead to."""
        return replace(
            self._book,
            clock=self.at,
            cash=self._cash,
            holdings=self.holdings,
            orders=self.orders,
            fills=self._book.fills + len(self.executions),
            accepted=self._accepted,
        )

    def accept(
        self, order: VenueOrder, *, expires: int | None = None, taker: bool = False, parent: OrderId | None = None
    ) -> Working:
        """Puts a new order on the book."""
        self._accepted += 1
        return self.put(
            Working(order=order, seq=self._accepted, at=self.at, expires=expires, taker=taker, parent=parent)
        )

    def put(self, order: Working, reason: str | None = None) -> Working:
        """Records an order's new state and tells it."""
        order = replace(order, at=self.at, reason=reason)
        self.changed[order.order.id] = order
        if order.status.final:
            self.orders.pop(order.order.id, None)
        else:
            self.orders[order.order.id] = order
        self.updates.append(order.report())
        return order

    def end(self, order: Working, status: OrderStatus, reason: str) -> Working:
        """Takes an order off the book; the rest of an entry does not outlive a leg that lost its position."""
        ended = self.put(replace(order, status=status), reason)
        entry = self.orders.get(order.parent) if order.parent else None
        if entry is not None and reason == "position_gone":
            self.end(entry, OrderStatus.CANCELLED, "leg_ended")
        return ended

    def fill(self, order: Working, quantity: Decimal, price: Decimal, instrument: Instrument) -> Working:
        """One fill and all that follows from it."""
        terms, filled = order.order, order.filled + quantity
        fee = max(instrument.fee_min, instrument.fee_unit * filled) - order.fee
        signed = terms.side.sign * quantity
        execution = Execution(
            id=f"{self._book.account}-{self._book.fills + len(self.executions) + 1}",
            order=terms.id,
            symbol=terms.symbol,
            side=terms.side,
            quantity=quantity,
            price=price,
            fee=fee,
            at=moment(self.at),
        )
        self.executions.append(execution)
        self.updates.append(execution)
        self._cash -= signed * price * instrument.multiplier + fee
        self._hold(terms, signed, price, instrument.multiplier)
        done = self.put(
            replace(
                order,
                filled=filled,
                value=order.value + quantity * price,
                fee=order.fee + fee,
                status=OrderStatus.FILLED if filled == terms.quantity else OrderStatus.PARTIAL,
            )
        )
        self._share(done, quantity)
        self._protect(done, quantity)
        self.resize(terms)
        return done

    def delay(self, order: Working, until: int) -> None:
        """Keeps what remains of an order from filling before a second."""
        self.mark(replace(order, ready_at=until))

    def make_leg(self, entry: Working, leg: str, quantity: Decimal) -> None:
        """Creates a bracket's leg, 'stop' or 'target', of the entry."""
        terms, level = entry.order, entry.order.stop if leg == "stop" else entry.order.target
        order = VenueOrder(
            id=leg_id(terms.id, leg),
            symbol=terms.symbol,
            side=terms.side.opposite,
            quantity=quantity,
            type=OrderType.STOP if leg == "stop" else OrderType.LIMIT,
            trigger=level if leg == "stop" else None,
            limit=level if leg == "target" else None,
            tif=TimeInForce.GTC,
            reduce_only=True,
            oco=f"{terms.id}{GROUP}",
        )
        self.accept(order, parent=terms.id)

    def resize(self, terms: VenueOrder) -> None:
        """Shrinks every reduce-only order of an order's symbol to the position, and ends those without one."""
        held = self.holdings.get(terms.symbol, Holding()).quantity
        for order in list(self.orders.values()):
            if not order.order.reduce_only or order.order.symbol != terms.symbol:
                continue
            room = -order.order.side.sign * held
            if room <= 0:
                self.end(order, OrderStatus.CANCELLED, "position_gone")
            elif order.remaining > room:
                self._set_quantity(order, order.filled + room, "resized")

    def _hold(self, terms: VenueOrder, signed: Decimal, price: Decimal, multiplier: Decimal) -> None:
        after = self.holdings.pop(terms.symbol, Holding()).traded(signed, price, multiplier)
        if after.quantity:
            self.holdings[terms.symbol] = after

    def _share(self, done: Working, quantity: Decimal) -> None:
        """The other members of the group give up what was filled; a bracket's entry ends with its group's first."""
        group = done.order.oco
        if group is None:
            return
        for other in list(self.orders.values()):
            if other.order.oco != group or other.order.id == done.order.id:
                continue
            if other.remaining <= quantity:
                self.end(other, OrderStatus.CANCELLED, "oco")
            else:
                self._set_quantity(other, other.order.quantity - quantity, "oco")
        entry = self.orders.get(OrderId(group.removesuffix(GROUP)))
        if entry is not None and entry.bracket and group.endswith(GROUP):
            self.end(entry, OrderStatus.CANCELLED, "leg_filled")

    def _protect(self, entry: Working, quantity: Decimal) -> None:
        """Makes or grows the legs of a bracket's entry, if what it filled stands as a position of its side."""
        terms = entry.order
        held = terms.side.sign * self.holdings.get(terms.symbol, Holding()).quantity
        if not entry.bracket or held <= 0:
            return
        wanted = [leg for leg, level in (("stop", terms.stop), ("target", terms.target)) if level is not None]
        if entry.legs:
            for order in [self.orders.get(leg_id(terms.id, leg)) for leg in wanted]:
                if order is not None:
                    self._set_quantity(order, order.order.quantity + quantity, "resized")
            return
        self.mark(replace(entry, legs=True))
        for leg in wanted:
            self.make_leg(entry, leg, min(entry.filled, held))

    def mark(self, order: Working) -> None:
        """Records what nobody outside needs to be told."""
        self.changed[order.order.id] = order
        if not order.status.final:
            self.orders[order.order.id] = order

    def _set_quantity(self, order: Working, quantity: Decimal, reason: str) -> None:
        self.put(replace(order, order=replace(order.order, quantity=quantity)), reason)
