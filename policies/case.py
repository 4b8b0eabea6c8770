"""One act to judge, with everything that several rules derive from it, computed once."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from policies.exposure import OPENING, exposures, notional
from policies.facts import Facts, Instrument, Order, Position, Quote
from policies.floors import Floor, equity, floors
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
from policies.values import ZERO, OrderId, OrderRole, OrderStatus, OrderType, Side, Symbol
from policies.worst_case import WorstCase, market_bound, worst_case

PROTECTIVE = (OrderRole.STOP, OrderRole.TARGET)
EXIT_KINDS = (CloseIntent, ReduceIntent)


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
            return quantity_of(self.facts, self._as_order_intent(self.intent), self.instrument)
        if isinstance(self.intent, CloseIntent):
            return self.free
        return None

    def _as_order_intent(self, intent: ReduceIntent) -> OrderIntent:
        side = Side.SELL if self.facts.held(intent.symbol) > ZERO else Side.BUY
        shared = {
            n: getattr(intent, n) for n in ("intent_id", "account", "origin", "label", "created_at", "expires_at")
        }
        return OrderIntent(**shared, symbol=intent.symbol, side=side, type=OrderType.MARKET, quantity=intent.quantity)

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
            limit = market_bound(self.facts, self.intent.symbol, self.intent.side, self.limits)
        return as_order(self.rounded, self.quantity, limit, reduce_only=self.reducing)

    @cached_property
    def before(self) -> WorstCase:
        """The worst case as things stand."""
        return worst_case(self.facts, self.limits)

    @cached_property
    def after(self) -> WorstCase:
        """The worst case with the act done; an amended entry counts old and new until the venue confirms."""
        if isinstance(self.intent, CancelIntent):
            gone = replace(self.facts, orders=tuple(o for o in self.facts.orders if o != self.subject))
            return worst_case(gone, self.limits)
        if self.order is None:
            return self.before
        if self.subject is None:
            return worst_case(self.facts, self.limits, (self.order,))
        swapped = tuple(self.order if o is self.subject else o for o in self.facts.orders)
        changed = worst_case(replace(self.facts, orders=swapped), self.limits)
        if changed.total <= self.before.total or self.subject.role is not OrderRole.ENTRY:
            return changed
        return worst_case(self.facts, self.limits, (replace(self.order, id=OrderId("amended"), oco=None),))

    @property
    def _grows(self) -> bool:
        """Whether an amend makes an entry larger: sizes are then judged whatever a closer stop promises."""
        old, new = self.subject, self.order
        return old is not None and new is not None and old.role in OPENING and new.quantity > old.quantity

    @cached_property
    def raising(self) -> bool:
        """Whether the act can make the worst case worse, so that every rule has a say."""
        if isinstance(self.intent, OrderIntent):
            return not self.reducing
        if isinstance(self.intent, AmendIntent):
            return self.after.total > self.before.total or self._grows
        if isinstance(self.intent, CancelIntent):
            return self.subject is not None and self.subject.role is OrderRole.STOP
        return False

    @cached_property
    def exposures(self) -> dict[Symbol, Decimal]:
        """Exposure by symbol with the act done, in account currency."""
        return exposures(self.facts, self.order, self.subject)

    @cached_property
    def notional(self) -> Decimal:
        """The notional of the act's order in account currency; zero when there is none."""
        return notional(self.facts, self.order) if self.order is not None else ZERO

    @cached_property
    def equity(self) -> Decimal:
        """Equity now, in account currency."""
        return equity(self.facts)

    @cached_property
    def floors(self) -> tuple[Floor, ...]:
        """Every loss floor now."""
        return floors(self.facts.account, dict(self.facts.history.marks), self.limits)
