"""One act to judge, with everything that several rules derive from it, computed once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from policies.book import Book, book, known, line, notional, with_line
from policies.facts import Facts, Order, Position
from policies.floors import Floor, ahead, floors
from policies.instruments import Instrument, Quote
from policies.intents import (
    ALL,
    AmendIntent,
    AnyIntent,
    CancelIntent,
    CloseIntent,
    OrderIntent,
    ReduceIntent,
)
from policies.limits import Limits
from policies.sizing import amended, as_order, quantity_of, rounded
from policies.values import ONE, OPENING, ZERO, OrderId, OrderRole, OrderStatus, OrderType, Side, Symbol, floor_to
from policies.verdicts import Reason

EXIT_KINDS = (CloseIntent, ReduceIntent)
LOOK_AHEAD = timedelta(minutes=30)
"""How long before a reset, or the last close before it, an order must also fit what the floors will be after it, and
before any close the gap over it."""


@dataclass(frozen=True)
class Case:
    """An intent held against facts and limits. Derived values raise what `judge` turns into a denial."""

    intent: AnyIntent
    facts: Facts
    limits: Limits

    @cached_property
    def subject(self) -> Order | None:
        """The working order that a cancel or an amend names."""
        if not isinstance(self.intent, CancelIntent | AmendIntent):
            return None
        return next((o for o in self.facts.orders if o.id == self.intent.order), None)

    @cached_property
    def symbol(self) -> Symbol | None:
        """The one symbol that the act is about, if there is one."""
        if isinstance(self.intent, OrderIntent | ReduceIntent):
            return self.intent.symbol
        if isinstance(self.intent, CloseIntent):
            return None if self.intent.symbol == ALL else self.intent.symbol
        return self.subject.symbol if self.subject else None

    @cached_property
    def instrument(self) -> Instrument | None:
        """The instrument of that symbol."""
        return self.facts.instruments.get(self.symbol) if self.symbol else None

    @cached_property
    def quote(self) -> Quote | None:
        """The quote of that symbol."""
        return self.facts.quotes.get(self.symbol) if self.symbol else None

    @cached_property
    def free(self) -> Decimal:
        """What of the position no exit is on its way for yet; protective orders do not count.

        A close or a reduce comes before exits that rest at a price: the desk takes those back.
        """
        if self.symbol is None:
            return ZERO
        held = abs(self.facts.held(self.symbol))
        return max(ZERO, held - sum((o.quantity for o in self.facts.orders if self._exits(o)), ZERO))

    def _exits(self, order: Order) -> bool:
        known = order.status is not OrderStatus.UNKNOWN
        comes_first = isinstance(self.intent, EXIT_KINDS) and order.type is not OrderType.MARKET
        return order.symbol == self.symbol and order.role is OrderRole.EXIT and known and not comes_first

    @cached_property
    def hedged(self) -> bool:
        """Whether longs and shorts are held side by side in the symbol."""
        signs = {p.quantity > ZERO for p in self.facts.positions if p.symbol == self.symbol and p.quantity}
        return len(signs) > 1

    @cached_property
    def room(self) -> Decimal:
        """The largest quantity at which the subject, an exit or protection, still cannot flip what is held."""
        subject, facts = self.subject, self.facts
        if subject is None:
            return ZERO
        sign = subject.side.sign
        holds = sum((abs(p.quantity) for p in facts.positions if self._faces(p, sign)), ZERO)
        others = [o for o in facts.orders if o is not subject and o.role is subject.role and o.symbol == subject.symbol]
        return max(ZERO, holds - sum((o.quantity for o in others if o.status is not OrderStatus.UNKNOWN), ZERO))

    def _faces(self, position: Position, sign: int) -> bool:
        return position.symbol == self.symbol and position.quantity * sign < ZERO

    @cached_property
    def reducing(self) -> bool:
        """Whether the act can only bring a position nearer to zero; decided without prices."""
        if isinstance(self.intent, EXIT_KINDS):
            return True
        intent = self.intent
        if not isinstance(intent, OrderIntent) or intent.quantity is None:
            return False
        if intent.stop is not None or intent.target is not None or not intent.quantity.is_finite():
            return False
        held = self.facts.held(intent.symbol)
        return held * intent.side.sign < ZERO and ZERO < intent.quantity <= self.free and not self.hedged

    @cached_property
    def quantity(self) -> Decimal | None:
        """The quantity that would be traded, floored to the lot."""
        if self.instrument is None:
            return None
        if isinstance(self.intent, OrderIntent):
            return quantity_of(self.facts, self.rounded, self.instrument)
        if isinstance(self.intent, ReduceIntent):
            whole = self.intent.quantity == self.free or not self.instrument.sound
            return self.intent.quantity if whole else floor_to(self.intent.quantity, self.instrument.lot)
        if isinstance(self.intent, CloseIntent):
            return self.free
        return None

    @cached_property
    def rounded(self) -> OrderIntent:
        """The order intent with its prices on ticks."""
        if not isinstance(self.intent, OrderIntent) or self.instrument is None:
            raise TypeError("only an order of a known instrument has prices to round")
        return rounded(self.intent, self.instrument)

    @cached_property
    def order(self) -> Order | None:
        """The order that would be at work afterwards: new, or amended."""
        if isinstance(self.intent, AmendIntent) and self.subject is not None and self.instrument is not None:
            return amended(self.subject, self.intent, self.instrument)
        if not isinstance(self.intent, OrderIntent) or self.quantity is None:
            return None
        limit = self.rounded.limit
        if self.intent.type is OrderType.MARKET and not self.reducing:
            quote = known(self.facts, self.intent.symbol)[1]
            long, band = self.intent.side is Side.BUY, self.limits.market_band
            limit = quote.ask * (ONE + band) if long else quote.bid * (ONE - band)
        return as_order(self.rounded, self.quantity, limit, reduce_only=self.reducing)

    @cached_property
    def before(self) -> Book:
        """The account as things stand."""
        return book(self.facts, self.limits, LOOK_AHEAD)

    @cached_property
    def after(self) -> Book:
        """The account with the act done; an amended entry counts old and new until the venue confirms."""
        if isinstance(self.intent, CancelIntent):
            return self._with([o for o in self._orders if o is not self.subject])
        if self.order is None:
            return self.before
        if self.subject is None:
            return self._with([*self._orders, self.order])
        changed = self._with([self.order if o is self.subject else o for o in self._orders])
        if changed.loss <= self.before.loss or self.subject.role not in OPENING:
            return changed
        return self._with([*self._orders, replace(self.order, id=OrderId("amended"), oco=None)])

    @property
    def _orders(self) -> list[Order]:
        return [o for o in self.facts.orders if o.symbol == self.symbol]

    def _with(self, orders: list[Order]) -> Book:
        """The account with exactly these orders of the act's symbol."""
        if self.symbol is None or self.symbol not in self.before.lines and not orders:
            return self.before
        return with_line(self.before, self.symbol, line(self.facts, self.limits, self.symbol, orders, LOOK_AHEAD))

    @property
    def _grows(self) -> bool:
        """Whether an amend makes an entry larger: sizes are then judged whatever a closer stop promises."""
        old, new = self.subject, self.order
        return old is not None and new is not None and old.role in OPENING and new.quantity > old.quantity

    @property
    def _reaches(self) -> bool:
        """Whether an amend brings an entry nearer to being filled, or its protection to a side where it is none.

        Such an entry is judged like a new one, whatever it promises to lose less.
        """
        old, new = self.subject, self.order
        if old is None or new is None or old.role not in OPENING:
            return False
        sign = new.side.sign
        nearer = new.limit is not None and old.limit is not None and sign * (new.limit - old.limit) > ZERO
        if nearer or new.trigger != old.trigger:
            return True
        prices = [p for p in (new.trigger, new.limit) if p is not None]
        stop, target = new.stop, new.target
        below = stop is not None and any(sign * (p - stop) <= ZERO for p in prices)
        return below or target is not None and any(sign * (target - p) <= ZERO for p in prices)

    @property
    def _only_shrinks(self) -> bool:
        """Whether an amend makes an entry smaller and changes nothing else: less risk whatever the prices are."""
        old, asked = self.subject, self.intent
        if not isinstance(asked, AmendIntent) or old is None or asked.quantity is None or old.role not in OPENING:
            return False
        priced = any(p is not None for p in (asked.limit, asked.trigger, asked.stop, asked.target))
        return not priced and asked.quantity <= old.quantity

    @cached_property
    def raising(self) -> bool:
        """Whether the act can make the worst case worse, so that every rule has a say."""
        if isinstance(self.intent, OrderIntent):
            return not self.reducing
        if isinstance(self.intent, AmendIntent):
            return not self._only_shrinks and (self._reaches or self._grows or self.after.loss > self.before.loss)
        if isinstance(self.intent, CancelIntent):
            return self.subject is not None and self.subject.role is OrderRole.STOP
        return False

    @cached_property
    def at_work(self) -> Book:
        """What is at work with the act done: of an amended order the new terms alone count."""
        if self.subject is None or self.order is None:
            return self.after
        return self._with([self.order if o is self.subject else o for o in self._orders])

    @cached_property
    def notional(self) -> Decimal:
        """The notional of the act's order in account currency; zero when there is none."""
        return notional(self.facts, self.order) if self.order is not None else ZERO

    @property
    def equity(self) -> Decimal:
        """Equity now, in account currency."""
        return self.before.equity

    @cached_property
    def floors(self) -> tuple[Floor, ...]:
        """Every loss floor now, and near a reset those that will stand after it."""
        now = floors(self.facts.account, self.facts.history.marks, self.limits, self.equity)
        return now + ahead(self.facts, self.limits, LOOK_AHEAD, self.equity)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One guard. `always` rules judge every act; the others only acts that raise risk.

    `texts` gives each reason code a template per language, filled with the reason's numbers.
    """

    name: str
    check: Callable[[Case], Iterable[Reason]]
    texts: Mapping[str, Mapping[str, str]]
    always: bool = False
