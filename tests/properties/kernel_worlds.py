"""Strategies for the kernel: sane worlds around a price of 100, wild ones in which any number may be anything."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from policies.facts import Account, Facts, Order, Position, Session, SwitchFact
from policies.instruments import Instrument, Quote
from policies.intents import AmendIntent, AnyIntent, CancelIntent, CloseIntent, OrderIntent, ReduceIntent
from policies.limits import Limits
from policies.values import Money, OrderId, OrderRole, OrderStatus, OrderType, Side, Switch, Symbol
from tests.unit.kernel_cases import AAA, BBB, EUX, HEADER, HOUSE, STOCK, WIDE, advance, facts, quote, remembered

SYMBOLS = st.sampled_from([AAA, AAA, BBB])
SIDES = st.sampled_from(list(Side))
LOTS = st.integers(1, 60_000).map(lambda n: Decimal(n) / 100)
PRICES = st.integers(8_200, 11_800).map(lambda n: Decimal(n) / 100)
STATES = st.builds(
    SwitchFact,
    state=st.sampled_from(list(Switch)),
    cause=st.just("a test"),
    latched=st.booleans(),
    strangers=st.sampled_from([(), ("o9",)]),
)
LIMITS = st.sampled_from([HOUSE, WIDE, replace(WIDE, stop_required=False), replace(HOUSE, stop_required=False)])
FEES = st.sampled_from([STOCK, replace(STOCK, fee_unit=Decimal("0.005"), fee_min=Decimal(1))])


def levels(kind: OrderType, price: Decimal) -> dict[str, Any]:
    """The prices that an order of this type carries."""
    trigger = {"trigger": price} if kind in (OrderType.STOP, OrderType.STOP_LIMIT) else {}
    limit = {"limit": price} if kind in (OrderType.LIMIT, OrderType.STOP_LIMIT) else {}
    return {**trigger, **limit}


def protection(side: Side, price: Decimal, distance: Decimal) -> Decimal:
    """A stop on the losing side of a price."""
    return price - side.sign * distance


@st.composite
def entries(draw: st.DrawFn, name: str, groups: tuple[str | None, ...] = (None, None, "g")) -> Order:
    """A working entry, mostly with a stop on the right side."""
    side, kind, price = draw(SIDES), draw(st.sampled_from(list(OrderType))), draw(PRICES)
    near = price if kind is not OrderType.MARKET else Decimal(100)
    stop = draw(st.none() | st.integers(1, 1_500).map(lambda n: protection(side, near, Decimal(n) / 100)))
    return Order(
        id=OrderId(name),
        symbol=draw(SYMBOLS),
        side=side,
        quantity=draw(LOTS),
        type=kind,
        stop=stop,
        status=draw(st.sampled_from([OrderStatus.WORKING, OrderStatus.UNKNOWN, OrderStatus.PENDING])),
        oco=draw(st.sampled_from(groups)),
        **levels(kind, price),
    )


@st.composite
def holdings(draw: st.DrawFn, symbol: Symbol) -> tuple[Position | Order, ...]:
    """A position, its stop and perhaps an exit on its way."""
    side, quantity = draw(SIDES), draw(LOTS)
    parts: list[Position | Order] = [Position(symbol=symbol, quantity=side.sign * quantity, price=draw(PRICES))]
    back: dict[str, Any] = {"symbol": symbol, "side": side.opposite, "reduce_only": True}
    if draw(st.booleans()):
        share = draw(st.sampled_from([quantity, quantity / 2]))
        trigger = protection(side, Decimal(100), Decimal(draw(st.integers(-300, 1_500))) / 100)
        leg = Order(id=OrderId(f"s-{symbol}"), quantity=share, type=OrderType.STOP, role=OrderRole.STOP, **back)
        status = draw(st.sampled_from([OrderStatus.WORKING, OrderStatus.UNKNOWN]))
        parts.append(replace(leg, trigger=trigger, status=status, oco=f"p-{symbol}"))
    if draw(st.booleans()):
        share = draw(st.sampled_from([quantity, Decimal("0.01")]))
        parts.append(
            Order(id=OrderId(f"x-{symbol}"), quantity=share, type=OrderType.MARKET, role=OrderRole.EXIT, **back)
        )
    return tuple(parts)


@st.composite
def worlds(draw: st.DrawFn, *, active: bool = False) -> Facts:
    """A sane account: at most two holdings, at most three entries, fresh quotes."""
    parts: list[Position | Order] = []
    for symbol in draw(st.sets(st.sampled_from([AAA, BBB]))):
        parts += draw(holdings(symbol))
    parts += [draw(entries(f"e{n}")) for n in range(draw(st.integers(0, 3)))]
    stock = draw(FEES)
    state = SwitchFact(state=Switch.ACTIVE) if active else draw(STATES)
    return facts(*sorted(parts, key=str), instruments={AAA: stock, BBB: stock}, switch=state)


@st.composite
def orders(draw: st.DrawFn) -> OrderIntent:
    """A well-formed order near the market, sized by quantity, mostly protected."""
    side, kind, price = draw(SIDES), draw(st.sampled_from(list(OrderType))), draw(PRICES)
    near = price if kind is not OrderType.MARKET else Decimal(100)
    stop = protection(side, near, Decimal(draw(st.integers(1, 1_500))) / 100)
    return OrderIntent(
        **HEADER,
        symbol=draw(SYMBOLS),
        side=side,
        type=kind,
        quantity=draw(LOTS),
        stop=draw(st.sampled_from([stop, stop, stop, None])),
        oco=draw(st.sampled_from([None, None, "g"])),
        **levels(kind, price),
    )


NUMBERS = [Decimal(text) for text in "NaN Infinity -Infinity -1 -0 0 0.01 1 10 99.999 100 1E+12 1E+30 1E-30".split()]
WILD = st.sampled_from(NUMBERS)
MAYBE = st.none() | WILD
ANY_SYMBOL = st.sampled_from([AAA, BBB, EUX, Symbol("ZZZ"), Symbol("all"), Symbol("")])
WILD_QUOTES = st.builds(Quote, bid=WILD, ask=WILD, at=st.sampled_from([quote().at, quote(age="3600").at]))
GOOD_QUOTES = st.just(quote())
WILD_INSTRUMENTS = st.builds(
    Instrument,
    currency=st.sampled_from(["USD", "EUR", ""]),
    tick=WILD,
    lot=WILD,
    multiplier=WILD,
    gap=WILD,
    fee_min=WILD,
)
WILD_POSITIONS = st.builds(Position, symbol=ANY_SYMBOL, quantity=WILD, price=WILD)
WILD_ORDERS = st.builds(
    Order,
    id=st.sampled_from([OrderId("o1"), OrderId("all")]),
    symbol=ANY_SYMBOL,
    side=SIDES,
    quantity=WILD,
    type=st.sampled_from(list(OrderType)),
    limit=MAYBE,
    trigger=MAYBE,
    stop=MAYBE,
    role=st.sampled_from(list(OrderRole)),
    status=st.sampled_from(list(OrderStatus)),
    reduce_only=st.booleans(),
    oco=st.sampled_from([None, "", "g"]),
)


@st.composite
def wild_facts(draw: st.DrawFn) -> Facts:
    """Facts in which every number, quote and instrument may be nonsense or missing."""
    base = facts(
        account=Account(currency="USD", initial=draw(WILD), balance=draw(WILD)),
        positions=tuple(draw(st.lists(WILD_POSITIONS, max_size=3))),
        orders=tuple(draw(st.lists(WILD_ORDERS, max_size=3))),
        quotes=draw(st.dictionaries(ANY_SYMBOL, WILD_QUOTES | GOOD_QUOTES)),
        instruments=draw(st.dictionaries(ANY_SYMBOL, WILD_INSTRUMENTS | st.just(STOCK))),
        fx=draw(st.dictionaries(st.sampled_from(["EURUSD", "USDEUR"]), WILD_QUOTES)),
        session=Session(open=draw(st.booleans())),
        switch=draw(STATES),
    )
    return base if draw(st.booleans()) else remembered(base, marks={})


FLAWS = [
    *[("account", n) for n in ("initial", "balance")],
    *[("positions", n) for n in ("quantity", "price")],
    *[("orders", n) for n in ("quantity", "limit", "trigger", "stop")],
    *[("quotes", n) for n in ("bid", "ask")],
    *[("instruments", n) for n in ("tick", "lot", "multiplier", "gap", "shock", "fee_unit", "fee_min")],
    *[("marks", n) for n in ("day_balance", "day_equity", "peak_equity")],
]


@st.composite
def flawed(draw: st.DrawFn) -> Facts:
    """A sane world but for one number, wherever it stands."""
    known = draw(worlds(active=True))
    part, name = draw(st.sampled_from(FLAWS))
    wrong: dict[str, Any] = {name: draw(WILD)}
    if part == "marks":
        marks = {key: replace(mark, **wrong) for key, mark in known.history.marks.items()}
        return remembered(known, marks=marks)
    whole: Any = getattr(known, part)
    if isinstance(whole, tuple):
        changed: Any = tuple(replace(item, **wrong) for item in whole)
    elif isinstance(whole, dict):
        changed = {key: replace(item, **wrong) for key, item in whole.items()}
    else:
        changed = replace(whole, **wrong)
    whole_part: dict[str, Any] = {part: changed}
    return replace(known, **whole_part)


MONEY = st.builds(Money, amount=WILD, currency=st.sampled_from(["USD", "EUR", "CHF"]))
PRICED = dict.fromkeys(("limit", "trigger", "stop", "target"), MAYBE)
WILD_INTENTS: st.SearchStrategy[AnyIntent] = st.one_of(
    st.builds(
        OrderIntent,
        **{name: st.just(value) for name, value in HEADER.items()},
        symbol=ANY_SYMBOL,
        side=SIDES,
        type=st.sampled_from(list(OrderType)),
        quantity=MAYBE,
        notional=st.none() | MONEY,
        risk=MAYBE | MONEY,
        oco=st.sampled_from([None, "", "g"]),
        **PRICED,
    ),
    st.builds(lambda symbol: CloseIntent(**HEADER, symbol=symbol), ANY_SYMBOL),
    st.builds(lambda symbol, size: ReduceIntent(**HEADER, symbol=symbol, quantity=size), ANY_SYMBOL, WILD),
    st.builds(lambda name: CancelIntent(**HEADER, order=OrderId(name)), st.sampled_from(["o1", "o2", "all"])),
    st.builds(
        lambda **changes: AmendIntent(**HEADER, **changes),
        order=st.sampled_from([OrderId("o1"), OrderId("all")]),
        quantity=MAYBE,
        **PRICED,
    ),
    st.builds(lambda n: advance(sessions=n), st.integers(-1, 300)),
)


def tighter(limits: Limits, name: str, factor: Decimal) -> Limits:
    """The limits with one number a fraction of what it was (the buffer grows instead)."""
    value = getattr(limits, name)
    return replace(limits, **{name: value + factor if name.startswith("buffer") else value * factor})
