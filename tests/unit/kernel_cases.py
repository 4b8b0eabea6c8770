"""Builders of kernel cases: one account of 100,000 USD, two instruments at 100, the house limits, half past three."""

import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib import resources
from typing import Any

from policies.case import Rule
from policies.facts import Account, Facts, History, Order, Position, Session, SwitchFact
from policies.firms.rulesets import ruleset
from policies.instruments import Instrument, Quote
from policies.intents import (
    AdvanceIntent,
    AmendIntent,
    AnyIntent,
    CancelIntent,
    CloseIntent,
    Intent,
    OrderIntent,
    Origin,
    ReduceIntent,
    ResumeIntent,
)
from policies.kernel import judge
from policies.limits import Limits
from policies.rules import RULES
from policies.values import (
    AccountId,
    IntentId,
    Label,
    OrderId,
    OrderRole,
    OrderType,
    Role,
    Side,
    Switch,
    Symbol,
)
from policies.verdicts import Deny, Verdict
from policies.wire.cases import with_marks

AT = datetime(2012, 1, 3, 20, 30, tzinfo=UTC)
AAA, BBB, EUX = Symbol("AAA"), Symbol("BBB"), Symbol("EUX")
HOUSE_DATA = tomllib.loads((resources.files("policies.firms") / "house.toml").read_text())
HOUSE: Limits = ruleset(HOUSE_DATA)[0]
OWNER = Origin(principal="anna", role=Role.OWNER, channel="terminal", message="m1")
STOCK = Instrument(currency="USD", tick=Decimal("0.01"), lot=Decimal("0.01"), gap=Decimal("0.05"))
WIDE = replace(
    HOUSE, order_notional=Decimal(5), symbol_exposure=Decimal(10), gross_exposure=Decimal(30), leverage=Decimal(100)
)
"""The house limits with room for size: only losses bind."""


def number(text: str | None) -> Decimal | None:
    """A decimal, or None."""
    return None if text is None else Decimal(text)


def quote(bid: str = "100", ask: str | None = None, *, age: str = "0") -> Quote:
    """A quote seen `age` seconds ago; bid and ask are the same unless said otherwise."""
    at = AT - timedelta(seconds=float(age))
    return Quote(bid=Decimal(bid), ask=Decimal(bid if ask is None else ask), at=at)


def held(quantity: str, *, symbol: Symbol = AAA, price: str = "100") -> Position:
    """A position."""
    return Position(symbol=symbol, quantity=Decimal(quantity), price=Decimal(price))


def working(side: str, quantity: str, **changes: Any) -> Order:
    """A working entry, a limit at 100 unless said otherwise; prices are given as strings."""
    prices = {n: number(v) for n, v in changes.items() if n in ("limit", "trigger", "stop", "target")}
    kind = OrderType(changes.pop("type", "limit"))
    if kind is OrderType.LIMIT:
        prices.setdefault("limit", Decimal(100))
    base = Order(id=OrderId("o1"), symbol=AAA, side=Side(side), quantity=Decimal(quantity), type=kind)
    return replace(base, **{**changes, **prices})


def stop_leg(side: str, quantity: str, trigger: str, **changes: Any) -> Order:
    """A protective stop that the venue has acknowledged."""
    own = {"id": OrderId("s1"), "role": OrderRole.STOP, "reduce_only": True, **changes}
    return working(side, quantity, type="stop", trigger=trigger, **own)


def exit_order(side: str, quantity: str, **changes: Any) -> Order:
    """An exit on its way."""
    own = {"id": OrderId("x1"), "role": OrderRole.EXIT, "type": "market", "reduce_only": True, **changes}
    return working(side, quantity, **own)


def facts(*parts: Position | Order, limits: Limits = HOUSE, **changes: Any) -> Facts:
    """Facts with these positions and orders, first-day marks of the limits, and any field changed."""
    base = Facts(
        wall=AT,
        market=AT,
        session=Session(open=True),
        account=Account(currency="USD", initial=Decimal(100_000), balance=Decimal(100_000)),
        positions=tuple(p for p in parts if isinstance(p, Position)),
        orders=tuple(o for o in parts if isinstance(o, Order)),
        quotes={AAA: quote(), BBB: quote(), EUX: quote()},
        instruments={AAA: STOCK, BBB: STOCK, EUX: replace(STOCK, currency="EUR")},
        fx={"EURUSD": quote("1.25")},
        switch=SwitchFact(state=Switch.ACTIVE),
    )
    return with_marks(replace(base, **changes), limits)


def switched(state: Switch, **changes: Any) -> SwitchFact:
    """A switch in a state for a known cause."""
    return replace(SwitchFact(state=state, cause="a test"), **changes)


def remembered(base: Facts, **changes: Any) -> Facts:
    """The facts with another history, its marks kept."""
    history: History = replace(base.history, **changes)
    return replace(base, history=history)


HEADER: dict[str, Any] = {
    "intent_id": IntentId("i1"),
    "account": AccountId("paper"),
    "origin": OWNER,
    "label": Label.OWNER,
    "created_at": AT,
    "expires_at": AT + timedelta(seconds=60),
}


def order(side: str = "buy", quantity: str | None = "10", **changes: Any) -> OrderIntent:
    """An order intent, at the market with a stop at 95 (a sell: 105); prices are given as strings."""
    prices = {n: number(v) for n, v in changes.items() if n in ("limit", "trigger", "stop", "target")}
    prices.setdefault("stop", Decimal("95" if side == "buy" else "105"))
    others = {n: v for n, v in changes.items() if n not in prices}
    others["type"] = OrderType(others.get("type", "market"))
    return OrderIntent(
        **{**HEADER, "symbol": AAA, "side": Side(side), "quantity": number(quantity), **others, **prices}
    )


def close(symbol: str = AAA, **changes: Any) -> CloseIntent:
    """A close intent."""
    return CloseIntent(**{**HEADER, "symbol": Symbol(symbol), **changes})


def reduce(quantity: str, symbol: str = AAA) -> ReduceIntent:
    """A reduce intent."""
    return ReduceIntent(**HEADER, symbol=Symbol(symbol), quantity=Decimal(quantity))


def cancel(name: str = "o1", **changes: Any) -> CancelIntent:
    """A cancel intent."""
    return CancelIntent(**{**HEADER, "order": OrderId(name), **changes})


def amend(name: str = "o1", **changes: str | None) -> AmendIntent:
    """An amend intent."""
    prices: dict[str, Any] = {n: number(v) for n, v in changes.items()}
    return AmendIntent(**HEADER, order=OrderId(name), **prices)


def resume(*adopts: str) -> ResumeIntent:
    """A resume intent."""
    return ResumeIntent(**HEADER, adopts=adopts)


def advance(**changes: Any) -> AdvanceIntent:
    """An advance intent."""
    return AdvanceIntent(**{**HEADER, **changes})


def asked(intent: Intent, **changes: Any) -> Any:
    """The same intent with some header fields changed."""
    return replace(intent, **changes)


@dataclass(frozen=True)
class Act:
    """An intent with the facts and limits it is judged by."""

    intent: AnyIntent
    facts: Facts
    limits: Limits = HOUSE

    def judged(self, rules: tuple[Rule, ...] = RULES) -> Verdict:
        """What the kernel says."""
        return judge(self.intent, self.facts, self.limits, rules)


def codes(verdict: Verdict) -> list[str]:
    """The reason codes of a denial; empty for what passes."""
    return [why.code for why in verdict.reasons] if isinstance(verdict, Deny) else []


def passes(verdict: Verdict) -> bool:
    """Whether the act may happen, at once or after a person's approval."""
    return not isinstance(verdict, Deny)
