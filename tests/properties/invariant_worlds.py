"""Wider worlds for the invariants: two currencies and a coin, hedged accounts, carry, closes, every kind of floor."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from policies.facts import Account, Calendar, Facts, Marks, Order, Position, Regime, Session, SwitchFact
from policies.firms.rulesets import ruleset
from policies.floors import first_marks, raised, rolled
from policies.instruments import Instrument, Quote
from policies.intents import OrderIntent
from policies.limits import Amount, Basis, DailyReference, DailyRule, Effect, Limits, Lock, Measure, TotalRule, Trail
from policies.values import ONE, ZERO, OrderId, OrderRole, OrderStatus, OrderType, Side, Switch, Symbol
from tests.properties.kernel_worlds import PRICES, SIDES, STATES, levels, protection
from tests.unit.kernel_cases import AAA, AT, BBB, EUX, HEADER, STOCK, WIDE, facts, remembered
from tools.trading.rulesets import Rulesets

COIN, FUT = Symbol("COIN"), Symbol("FUT")
D = Decimal
LISTED: dict[Symbol, Instrument] = {
    AAA: STOCK,
    BBB: replace(STOCK, fee_unit=D("0.005"), fee_min=ONE, carry_long=D("0.02"), carry_short=D("0.05")),
    EUX: replace(STOCK, currency="EUR", gap=D("0.03"), gap_closed=D("0.08"), fee_min=ONE, shock=D("0.7")),
    COIN: replace(STOCK, currency="BTC", lot=ONE, multiplier=D(100), gap=D("0.04"), inverse=True, asset_class="crypto"),
    FUT: replace(STOCK, lot=ONE, multiplier=D(5), lots=D("0.1"), fee_unit=D(2), carry_long=D(3), asset_class="future"),
}
"""All trade around 100; one COIN contract is worth 100 dollars, in coins of about 100 dollars."""

HALF = D("0.2")
SOON, LATER = timedelta(seconds=30), timedelta(hours=2)
QUANTITIES = st.integers(1, 40).map(D)
ASKED = st.integers(1, 150).map(D)
FIRMS: tuple[Limits, ...] = tuple(ruleset(data)[0] for data in Rulesets().values())
AMOUNTS = st.one_of(
    st.builds(
        Amount, basis=st.sampled_from([Basis.INITIAL, Basis.REFERENCE]), value=st.sampled_from([D("0.03"), D("0.06")])
    ),
    st.builds(Amount, basis=st.just(Basis.FIXED), value=st.sampled_from([D(2_000), D(6_000)])),
)
DAILY = st.builds(
    DailyRule,
    reference=st.sampled_from(list(DailyReference)),
    amount=AMOUNTS,
    measure=st.sampled_from(list(Measure)),
    effect=st.sampled_from(list(Effect)),
    reset=st.sampled_from([*WIDE.resets, *FIRMS[-1].resets]),
)
LOCKS = st.sampled_from([None, Lock(at=ZERO), Lock(at=D(100)), Lock(at=D("0.01"), of=Basis.INITIAL)])
TOTAL = st.builds(
    TotalRule,
    trail=st.sampled_from(list(Trail)),
    amount=AMOUNTS,
    reset=st.sampled_from([*WIDE.resets, *FIRMS[-1].resets]),
    effect=st.sampled_from(list(Effect)),
    lock=LOCKS,
)
EVERY_FLOOR = st.builds(
    lambda daily, total, stop: replace(WIDE, daily=tuple(daily), total=tuple(total), stop_required=stop),
    st.lists(DAILY, min_size=1, max_size=2),
    st.lists(TOTAL, min_size=1, max_size=2),
    st.booleans(),
)
ANY_LIMITS = EVERY_FLOOR | st.sampled_from(FIRMS)


@st.composite
def marks(draw: st.DrawFn, account: Account, limits: Limits, now: Any) -> dict[str, Marks]:
    """Reference values of an account that has been up or down by up to 3 % on the days before."""
    found: dict[str, Marks] = {}
    changes = st.integers(-2_000, 1_500).map(D)
    for reset in limits.resets:
        mark = first_marks(account, now, reset)
        if draw(st.booleans()):
            mark = rolled(mark, now, reset, account.balance + draw(changes), account.balance + draw(changes))
        found[reset.key] = raised(mark, account.balance, account.balance + draw(changes))
    return found


def quoted(draw: st.DrawFn, price: Decimal, at: Any, half: Decimal = HALF) -> Quote:
    """A fresh quote around a price."""
    off = draw(st.sampled_from([ZERO, half / 10, half]))
    return Quote(bid=price - off, ask=price + off, at=at)


@st.composite
def working_entries(draw: st.DrawFn, name: str) -> Order:
    """An entry in any of the instruments, mostly with a stop on the right side."""
    side, kind, price = draw(SIDES), draw(st.sampled_from(list(OrderType))), draw(PRICES)
    near = price if kind is not OrderType.MARKET else D(100)
    stop = draw(st.none() | st.integers(1, 900).map(lambda n: protection(side, near, D(n) / 100)))
    return Order(
        id=OrderId(name),
        symbol=draw(st.sampled_from(list(LISTED))),
        side=side,
        quantity=draw(QUANTITIES),
        type=kind,
        stop=stop,
        role=draw(st.sampled_from([OrderRole.ENTRY, OrderRole.ENTRY, OrderRole.FOREIGN])),
        status=draw(st.sampled_from([OrderStatus.WORKING, OrderStatus.UNKNOWN, OrderStatus.PENDING])),
        oco=draw(st.sampled_from([None, None, "g"])),
        **levels(kind, price),
    )


@st.composite
def held_parts(draw: st.DrawFn, symbol: Symbol, *, hedging: bool) -> tuple[Position | Order, ...]:
    """A position (or both sides), mostly with stops for all or half of it."""
    parts: list[Position | Order] = []
    for side in draw(
        st.sampled_from([(Side.BUY,), (Side.SELL,), (Side.BUY, Side.SELL)] if hedging else [(Side.BUY,), (Side.SELL,)])
    ):
        quantity = draw(QUANTITIES)
        parts.append(Position(symbol=symbol, quantity=side.sign * quantity, price=draw(PRICES)))
        for number, share in enumerate(draw(st.sampled_from([(1,), (1,), (2,), (2, 2), ()]))):
            trigger = protection(side, D(100), D(draw(st.integers(-300, 1_500))) / 100)
            leg = Order(
                id=OrderId(f"s-{symbol}-{side}-{number}"),
                symbol=symbol,
                side=side.opposite,
                quantity=quantity / share,
                type=OrderType.STOP,
                trigger=trigger,
                role=OrderRole.STOP,
                status=draw(st.sampled_from([OrderStatus.WORKING, OrderStatus.PARTIAL, OrderStatus.UNKNOWN])),
                reduce_only=True,
            )
            parts.append(leg)
    return tuple(parts)


@st.composite
def wide_worlds(draw: st.DrawFn, limits: Limits, *, active: bool = True) -> Facts:
    """An account under these limits: up to two symbols held, up to two entries, fresh quotes, marks of earlier days."""
    hedging = draw(st.booleans())
    parts: list[Position | Order] = []
    for symbol in sorted(draw(st.sets(st.sampled_from(list(LISTED)), max_size=2))):
        parts += draw(held_parts(symbol, hedging=hedging))
    parts += [draw(working_entries(f"e{n}")) for n in range(draw(st.integers(0, 2)))]
    now = AT + timedelta(minutes=draw(st.integers(0, 160)))
    balance = D(100_000) + draw(st.integers(-1_000, 3_000))
    account = Account(
        currency="USD",
        initial=D(100_000),
        balance=balance,
        hedging=hedging,
        regime=draw(st.sampled_from([Regime.NOT_US, Regime.INTRADAY_MARGIN])),
    )
    euro = quoted(draw, D("1.25"), now, D("0.02"))
    upside_down = Quote(bid=1 / euro.ask, ask=1 / euro.bid, at=now)
    rates = {"BTCUSD": quoted(draw, D(100), now)} | draw(st.sampled_from([{"EURUSD": euro}, {"USDEUR": upside_down}]))
    known = facts(
        *parts,
        market=now,
        session=Session(open=True, closes_at=now + draw(st.sampled_from([SOON, LATER, LATER]))),
        account=account,
        instruments=fitted(limits),
        quotes={symbol: quoted(draw, D(100), now) for symbol in LISTED},
        fx=rates,
        switch=SwitchFact(state=Switch.ACTIVE) if active else draw(STATES),
        calendar=Calendar(known_until=now + timedelta(days=1)),
        limits=limits,
    )
    return remembered(known, marks=draw(marks(account, limits, now)))


def fitted(limits: Limits) -> dict[Symbol, Instrument]:
    """The instruments, in a class that the limits let be traded."""
    classes = limits.terms.classes
    if not classes:
        return LISTED
    return {symbol: replace(one, asset_class=classes[0].asset_class) for symbol, one in LISTED.items()}


@st.composite
def wide_orders(draw: st.DrawFn) -> OrderIntent:
    """A well-formed order in any of the instruments, sized by quantity, mostly protected."""
    side, kind = draw(SIDES), draw(st.sampled_from(list(OrderType)))
    beyond = D(draw(st.integers(-300, 900))) / 100
    price = D(100) - side.sign * beyond if kind is OrderType.LIMIT else D(100) + side.sign * abs(beyond)
    stop = protection(
        side,
        price if kind is not OrderType.MARKET else D(99) if side is Side.BUY else D(101),
        D(draw(st.integers(1, 900))) / 100,
    )
    return OrderIntent(
        **HEADER,
        symbol=draw(st.sampled_from(list(LISTED))),
        side=side,
        type=kind,
        quantity=draw(ASKED),
        stop=draw(st.sampled_from([stop, stop, stop, stop, None])),
        oco=draw(st.sampled_from([None, None, None, "g"])),
        **levels(kind, price),
    )


@dataclass(frozen=True)
class Asked:
    """Limits, an account under them, and an order of it."""

    limits: Limits
    known: Facts
    intent: OrderIntent


@st.composite
def asked_orders(draw: st.DrawFn, limits: st.SearchStrategy[Limits] = ANY_LIMITS) -> Asked:
    """An order in an account whose floors are of any kind."""
    found = draw(limits)
    return Asked(found, draw(wide_worlds(found)), draw(wide_orders()))
