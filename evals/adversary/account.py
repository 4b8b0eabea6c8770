"""A simulated account: holdings, orders, cash and fees as a venue would keep them, without a desk and without I/O."""

from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from evals.adversary.universes import Listing, Universe, session, spans
from policies.facts import Account, Calendar, Facts, History, Marks, Order, Position, Session, SwitchFact
from policies.floors import first_marks, moved
from policies.instruments import Quote
from policies.limits import Limits
from policies.values import ONE, ZERO, AccountId, OrderId, OrderRole, OrderStatus, OrderType, Side, Switch, Symbol

DAYS = 21


@dataclass
class Lot:
    """A holding; `entry` is the order that opened it, `hidden` that the desk has not heard of it yet."""

    symbol: Symbol
    quantity: Decimal
    price: Decimal
    entry: OrderId
    hidden: bool = False


class Simulated:
    """The truth about one account, and the picture of it that the desk has (`facts`).

    Amounts are in account currency unless said otherwise. Fills are at the prices that the caller names: it is the
    caller's to keep them inside the model.
    """

    def __init__(self, limits: Limits, universe: Universe, capital: Decimal, start: datetime, *, hedging: bool) -> None:
        self.limits = limits
        self.universe = universe
        self.listings: dict[Symbol, Listing] = {one.symbol: one for one in universe.listings}
        self.instruments = {symbol: one.instrument for symbol, one in self.listings.items()}
        self.now = start
        self.spans = spans(universe.name, start.date(), DAYS)
        self.mids = {symbol: one.price for symbol, one in self.listings.items()}
        self.rates = dict(universe.rates)
        self.account = Account(
            id=AccountId("adversary"),
            currency="USD",
            initial=capital,
            balance=capital,
            replay=False,
            hedging=hedging,
        )
        self.calendar = Calendar(known_until=start + timedelta(days=365))
        self.lots: list[Lot] = []
        self.orders: list[Order] = []
        self.filled: dict[OrderId, Decimal] = {}
        self.bases: dict[OrderId, Decimal] = {}
        self.switch = SwitchFact(state=Switch.ACTIVE)
        self.marks: dict[str, Marks] = {r.key: first_marks(self.account, start, r) for r in limits.resets}
        self.last_id = 0

    def fork(self) -> "Simulated":
        """The same account, to go another way from here."""
        other: Simulated = copy(self)
        other.mids, other.rates = dict(self.mids), dict(self.rates)
        other.lots, other.orders = [replace(lot) for lot in self.lots], list(self.orders)
        other.filled, other.bases, other.marks = dict(self.filled), dict(self.bases), dict(self.marks)
        return other

    @property
    def balance(self) -> Decimal:
        """Cash, all realised results and fees included."""
        return self.account.balance

    @property
    def session(self) -> Session:
        """Whether the market is open now."""
        return session(self.spans, self.now)

    def bid(self, symbol: Symbol) -> Decimal:
        """The price that a holder sells at."""
        return self.mids[symbol] - self.listings[symbol].half

    def ask(self, symbol: Symbol) -> Decimal:
        """The price that a buyer pays."""
        return self.mids[symbol] + self.listings[symbol].half

    def touch(self, symbol: Symbol, side: Side) -> Decimal:
        """The price that an order of a side meets."""
        return self.ask(symbol) if side is Side.BUY else self.bid(symbol)

    def rate(self, currency: str, amount: Decimal) -> Decimal:
        """What one unit of a currency is worth in dollars, at the worse side for a signed amount."""
        if currency == "USD":
            return ONE
        quote = self._pairs()
        if currency + "USD" in quote:
            pair = quote[currency + "USD"]
            return pair.bid if amount > ZERO else pair.ask
        pair = quote["USD" + currency]
        return ONE / (pair.ask if amount > ZERO else pair.bid)

    def _pairs(self) -> dict[str, Quote]:
        found = {one.pair: self._quote(one.symbol) for one in self.listings.values() if one.pair}
        return {**found, **{p: Quote(bid=r, ask=r, at=self.now) for p, r in self.rates.items()}}

    def _quote(self, symbol: Symbol) -> Quote:
        return Quote(bid=self.bid(symbol), ask=self.ask(symbol), at=self.now)

    def facts(self) -> Facts:
        """What the desk knows: a hidden fill still is an order whose outcome it does not know."""
        shown = [lot for lot in self.lots if not lot.hidden]
        positions = tuple(Position(symbol=lot.symbol, quantity=lot.quantity, price=lot.price) for lot in shown)
        return Facts(
            wall=self.now,
            market=self.now,
            session=self.session,
            account=self.account,
            positions=positions,
            orders=tuple(self._believed()) if len(shown) < len(self.lots) else tuple(self.orders),
            quotes={symbol: self._quote(symbol) for symbol in self.listings},
            instruments=self.instruments,
            fx=self._pairs(),
            switch=self.switch,
            history=History(marks=self.marks),
            calendar=self.calendar,
        )

    def _believed(self) -> list[Order]:
        """The orders as the desk has them while fills are hidden from it: their legs are not heard of either."""
        hidden = {lot.entry: lot for lot in self.lots if lot.hidden}
        found = [o for o in self.orders if not (o.role is OrderRole.STOP and _parent(o.id) in hidden)]
        for name, lot in hidden.items():
            leg = self.order(OrderId(f"{name}-stop"))
            side = Side.BUY if lot.quantity > ZERO else Side.SELL
            rest = self.order(name)
            found = [o for o in found if o is not rest]
            left = rest.quantity if rest is not None else ZERO
            entry = Order(
                id=name,
                symbol=lot.symbol,
                side=side,
                quantity=abs(lot.quantity) + left,
                type=OrderType.LIMIT,
                limit=lot.price,
                stop=leg.trigger if leg is not None else None,
                status=OrderStatus.UNKNOWN,
            )
            found.append(entry)
        return found

    def order(self, name: OrderId) -> Order | None:
        """An order by its id."""
        return next((o for o in self.orders if o.id == name), None)

    def held(self, symbol: Symbol) -> Decimal:
        """The net signed quantity."""
        return sum((lot.quantity for lot in self.lots if lot.symbol == symbol), ZERO)

    def equity(self) -> Decimal:
        """Balance and what closing everything now at the adverse side would bring, fees paid."""
        return self.balance + sum((self._gain(lot, self._exit_price(lot), lot.quantity) for lot in self.lots), ZERO)

    def _exit_price(self, lot: Lot) -> Decimal:
        return self.bid(lot.symbol) if lot.quantity > ZERO else self.ask(lot.symbol)

    def _gain(self, lot: Lot, price: Decimal, quantity: Decimal) -> Decimal:
        instrument = self.instruments[lot.symbol]
        change = instrument.level(price) - instrument.level(lot.price)
        gain = quantity * instrument.multiplier * change - instrument.fee(abs(quantity))
        return gain * self.rate(instrument.currency, gain)

    def _cash(self, amount: Decimal) -> None:
        self.account = replace(self.account, balance=self.balance + amount)

    def pay(self, amount: Decimal, currency: str) -> None:
        """Takes a cost in a currency off the balance."""
        self._cash(-amount * self.rate(currency, -ONE))

    def deposit(self, amount: Decimal) -> None:
        """Money in (more than zero) or out (less); the references move as the kernel says."""
        paid_in = max(ZERO, amount)
        self.account = replace(self.account, balance=self.balance + amount, deposits=self.account.deposits + paid_in)
        self.marks = {key: moved(mark, amount) for key, mark in self.marks.items()}

    def submit(self, order: Order, status: OrderStatus) -> Order:
        """Puts an order to work under a new id."""
        self.last_id += 1
        placed = replace(order, id=OrderId(f"o{self.last_id}"), status=status)
        self.orders.append(placed)
        return placed

    def enter(self, order: Order, quantity: Decimal, price: Decimal, *, hidden: bool = False) -> None:
        """Fills a part of an entry at a price; its stop rests for what is filled, its OCO group shrinks."""
        instrument = self.instruments[order.symbol]
        before = self.filled.get(order.id, ZERO)
        self.filled[order.id] = before + quantity
        self.pay(instrument.fee(before + quantity) - instrument.fee(before), instrument.currency)
        self._shrink(order, quantity)
        self._hold(order, quantity, price, hidden=hidden)
        if order.stop is not None:
            self._protect(order, before + quantity, price)
        self._fit(order.symbol)

    def _shrink(self, order: Order, quantity: Decimal) -> None:
        group = [o for o in self.orders if o is order or order.oco is not None and o.oco == order.oco]
        for one in group:
            self._resize(one, one.quantity - quantity)

    def _resize(self, order: Order, quantity: Decimal) -> None:
        index = next(i for i, o in enumerate(self.orders) if o is order)
        if quantity > ZERO:
            self.orders[index] = replace(order, quantity=quantity)
        else:
            del self.orders[index]

    def join(self, order: Order, price: Decimal) -> None:
        """Adds what an order filled to the position of its symbol, without a fee."""
        self._hold(order, order.quantity, price, hidden=False)
        self._fit(order.symbol)

    def _hold(self, order: Order, quantity: Decimal, price: Decimal, *, hidden: bool) -> None:
        signed = quantity * order.side.sign
        if self.account.hedging:
            mine = next((lot for lot in self.lots if lot.entry == order.id), None)
        else:
            mine = next((lot for lot in self.lots if lot.symbol == order.symbol and lot.hidden is hidden), None)
            if mine is not None and mine.quantity * signed < ZERO:
                closed = min(quantity, abs(mine.quantity))
                self._realise(mine, closed, price, fee=False)
                signed = (quantity - closed) * order.side.sign
                mine = mine if mine in self.lots else None
        if not signed:
            return
        if mine is None:
            self.lots.append(Lot(order.symbol, signed, price, order.id, hidden))
            return
        instrument, whole = self.instruments[order.symbol], mine.quantity + signed
        level = (mine.quantity * instrument.level(mine.price) + signed * instrument.level(price)) / whole
        mine.quantity, mine.price = whole, -ONE / level if instrument.inverse else level

    def _protect(self, order: Order, filled: Decimal, price: Decimal) -> None:
        name = OrderId(f"{order.id}-stop")
        stop = order.stop if order.stop is not None else ZERO
        long = order.side is Side.BUY
        base = min(stop, price) if long else max(stop, price)
        known = self.bases.get(name, base)
        self.bases[name] = min(base, known) if long else max(base, known)
        leg = self.order(name)
        if leg is not None:
            self._resize(leg, filled)
            return
        back = order.side.opposite
        self.orders.append(
            Order(
                id=name,
                symbol=order.symbol,
                side=back,
                quantity=filled,
                type=OrderType.STOP,
                trigger=stop,
                role=OrderRole.STOP,
                reduce_only=True,
                oco=f"{order.id}-oco",
            )
        )

    def _fit(self, symbol: Symbol) -> None:
        """Shrinks protection to what is left, as the venue or the desk does after every fill."""
        for side in Side:
            against = [lot for lot in self.lots if lot.symbol == symbol and lot.quantity * side.sign < ZERO]
            left = sum((abs(lot.quantity) for lot in against), ZERO)
            for leg in [o for o in self.orders if o.symbol == symbol and o.reduce_only and o.side is side]:
                keep = min(left, leg.quantity)
                if leg.role is OrderRole.STOP:
                    left -= keep
                if keep != leg.quantity:
                    self._resize(leg, keep)

    def leave(self, lot: Lot, quantity: Decimal, price: Decimal, order: Order | None = None) -> None:
        """Fills an exit of a part of a lot at a price."""
        self._realise(lot, quantity, price, fee=True)
        if order is not None and any(o is order for o in self.orders):
            self._resize(order, order.quantity - quantity)
        self._fit(lot.symbol)

    def _realise(self, lot: Lot, quantity: Decimal, price: Decimal, *, fee: bool) -> None:
        sign = ONE if lot.quantity > ZERO else -ONE
        instrument = self.instruments[lot.symbol]
        change = instrument.level(price) - instrument.level(lot.price)
        gain = sign * quantity * instrument.multiplier * change
        gain -= instrument.fee(quantity) if fee else ZERO
        self._cash(gain * self.rate(instrument.currency, gain))
        lot.quantity -= sign * quantity
        if not lot.quantity:
            self.lots.remove(lot)


def _parent(leg: OrderId) -> OrderId:
    return OrderId(leg.removesuffix("-stop"))
