"""The book of a replay: what is held and what works, as a venue that fills exactly what it is told would keep it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from policies.facts import Order, Position
from policies.instruments import Instrument
from policies.values import (
    OPENING,
    ZERO,
    OrderId,
    OrderRole,
    OrderStatus,
    OrderType,
    Side,
    Symbol,
)
from policies.wire.replay_events import Filled
from policies.worst_case import LEAVING


@dataclass(kw_only=True)
class ReplayBook:
    """Positions net, one a symbol, at average prices; orders that work, oldest first."""

    positions: dict[Symbol, Position] = field(default_factory=dict)
    orders: dict[OrderId, Order] = field(default_factory=dict)

    def held(self, symbol: Symbol) -> Decimal:
        """The signed quantity held."""
        position = self.positions.get(symbol)
        return position.quantity if position is not None else ZERO

    def of(self, symbol: Symbol) -> list[Order]:
        """The orders of a symbol."""
        return [o for o in self.orders.values() if o.symbol == symbol]

    def entries(self) -> list[Order]:
        """The orders that could open something."""
        return [o for o in self.orders.values() if o.role in OPENING]

    def free(self, symbol: Symbol) -> Decimal:
        """What of a position has no exit on its way."""
        leaving = (o.quantity for o in self.of(symbol) if o.role is OrderRole.EXIT)
        return max(ZERO, abs(self.held(symbol)) - sum(leaving, ZERO))

    def leave(self, symbol: Symbol, quantity: Decimal, name: OrderId) -> None:
        """Puts an exit at the market to work; it comes before exits that rest at a price."""
        for order in [o for o in self.of(symbol) if o.role is OrderRole.EXIT and o.type is not OrderType.MARKET]:
            del self.orders[order.id]
        wanted = min(quantity, self.free(symbol))
        if wanted <= ZERO:
            return
        self.orders[name] = Order(
            id=name,
            symbol=symbol,
            side=Side.SELL if self.held(symbol) > ZERO else Side.BUY,
            quantity=wanted,
            type=OrderType.MARKET,
            role=OrderRole.EXIT,
            reduce_only=True,
        )

    def drop(self, orders: Iterable[Order]) -> None:
        """Takes orders out of the book."""
        for order in orders:
            self.orders.pop(order.id, None)

    def fill(self, fill: Filled, instrument: Instrument | None) -> tuple[Decimal, Decimal]:
        """Takes an execution in: (profit realised in the instrument's currency, quantity nothing explains).

        What is filled of an entry gets its stop and target, exits and protection shrink to what is held, and of a
        group of entries that cancel each other the rest shrinks by what was filled.
        """
        left = fill.quantity
        for order in self._met(fill):
            taken = min(left, order.quantity)
            left -= taken
            self._take(order, taken)
        gain = self._hold(fill, instrument)
        self._fit(fill.symbol)
        return gain, left

    def _met(self, fill: Filled) -> list[Order]:
        """The orders that an execution can belong to: the one it names, else what its price explains comes first."""
        found = [o for o in self.of(fill.symbol) if o.side is fill.side]
        if fill.order is not None:
            return [o for o in found if o.id == fill.order]
        return sorted(found, key=lambda o: not _explains(o, fill.price))

    def _take(self, order: Order, taken: Decimal) -> None:
        if not taken:
            return
        self._shrink(order, order.quantity - taken)
        if order.role is not OrderRole.ENTRY:
            return
        for other in [o for o in self.entries() if order.oco is not None and o.oco == order.oco and o.id != order.id]:
            self._shrink(other, max(ZERO, other.quantity - taken))
        for role, price in ((OrderRole.STOP, order.stop), (OrderRole.TARGET, order.target)):
            if price is not None:
                self._protect(order, role, price, taken)

    def _protect(self, entry: Order, role: OrderRole, price: Decimal, filled: Decimal) -> None:
        name = OrderId(f"{entry.id}-{role}")
        stop = role is OrderRole.STOP
        old = self.orders.get(name)
        self.orders[name] = Order(
            id=name,
            symbol=entry.symbol,
            side=entry.side.opposite,
            quantity=filled + (old.quantity if old is not None else ZERO),
            type=OrderType.STOP if stop else OrderType.LIMIT,
            trigger=price if stop else None,
            limit=None if stop else price,
            role=role,
            reduce_only=True,
            oco=f"{entry.id}-oco",
        )

    def _shrink(self, order: Order, quantity: Decimal) -> None:
        if quantity:
            status = order.status if quantity == order.quantity else OrderStatus.PARTIAL
            self.orders[order.id] = replace(order, quantity=quantity, status=status)
        else:
            self.orders.pop(order.id, None)

    def _hold(self, fill: Filled, instrument: Instrument | None) -> Decimal:
        """Averages a position on the scale on which profit is linear; what closing a part of it earned."""
        signed = fill.quantity * fill.side.sign
        old = self.positions.get(fill.symbol)
        if old is None or not old.quantity:
            self.positions[fill.symbol] = Position(symbol=fill.symbol, quantity=signed, price=fill.price)
            return ZERO
        after = old.quantity + signed
        if old.quantity * signed > ZERO:
            price = _average(old, signed, fill.price, instrument)
            self.positions[fill.symbol] = replace(old, quantity=after, price=price)
            return ZERO
        if after:
            price = old.price if old.quantity * after > ZERO else fill.price
            self.positions[fill.symbol] = replace(old, quantity=after, price=price)
        else:
            del self.positions[fill.symbol]
        closed = min(abs(signed), abs(old.quantity)).copy_sign(old.quantity)
        if instrument is None:
            return closed * (fill.price - old.price)
        return closed * instrument.multiplier * (instrument.level(fill.price) - instrument.level(old.price))

    def _fit(self, symbol: Symbol) -> None:
        """Shrinks exits and protection to what is left of a position, the oldest kept."""
        held = self.held(symbol)
        for role in LEAVING:
            left = abs(held)
            for order in [o for o in self.of(symbol) if o.role is role]:
                keep = min(left, order.quantity) if order.side.sign * held < ZERO else ZERO
                left -= keep
                if keep != order.quantity:
                    self._shrink(order, keep)


def _average(old: Position, signed: Decimal, price: Decimal, instrument: Instrument | None) -> Decimal:
    after = old.quantity + signed
    if instrument is not None and instrument.inverse:
        level = (old.quantity * instrument.level(old.price) + signed * instrument.level(price)) / after
        return -1 / level
    return (old.quantity * old.price + signed * price) / after


def _explains(order: Order, price: Decimal) -> bool:
    """Whether an order can have been filled at a price: a limit at it or better, a stop at it or worse."""
    sign = order.side.sign
    bound = order.limit if order.type in (OrderType.LIMIT, OrderType.STOP_LIMIT) else None
    if bound is not None and sign * (price - bound) > ZERO:
        return False
    return order.trigger is None or order.type is OrderType.STOP_LIMIT or sign * (price - order.trigger) >= ZERO
