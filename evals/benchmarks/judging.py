"""How long the kernel takes to judge an order beside fifty positions and fifty working orders in two currencies."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from evals.benchmarks.rows import Row, middle, percentile, row
from policies import book
from policies.facts import Account, Facts, Order, Position, Session, SwitchFact
from policies.firms.rulesets import ruleset
from policies.instruments import Instrument, Quote
from policies.intents import OrderIntent, Origin
from policies.kernel import judge
from policies.limits import Amount, Basis, Limits, TotalRule, Trail
from policies.values import AccountId, IntentId, Label, OrderId, OrderRole, OrderType, Role, Side, Switch, Symbol
from policies.verdicts import Allow
from policies.wire.cases import with_marks
from tools.desk.accounts import firms

AT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
SYMBOLS = tuple(Symbol(f"FX{n:02d}") for n in range(50))
PRICE, SPREAD, TICK = Decimal("1.1"), Decimal("0.0001"), Decimal("0.00001")
STOP, LIMIT = Decimal("1.09"), Decimal("1.095")
QUANTITY = Decimal("0.1")
JUDGED, BARE = 10_000, 1_000
ORIGIN = Origin(principal="anna", role=Role.OWNER, channel="terminal", message="m")


def rows() -> list[Row]:
    """The rows of a judgement."""
    times, bare = samples(JUDGED), samples(BARE, remembered=False)
    note = f"one quote changed before each; median with nothing remembered {middle(bare):.0f} us"
    return [
        row("kernel", "judge_us_p50", middle(times), len(times), note),
        row("kernel", "judge_us_p99", percentile(times, 0.99), len(times), note),
    ]


def limits() -> Limits:
    """The whole two-step ruleset of FTMO with a third floor, an end-of-day trail."""
    found = ruleset(firms()["ftmo-2step"])[0]
    trail = TotalRule(
        trail=Trail.EOD_BALANCE,
        amount=Amount(basis=Basis.INITIAL, value=Decimal("0.1")),
        reset=found.daily[0].reset,
    )
    return replace(found, total=(*found.total, trail))


def samples(count: int, *, remembered: bool = True) -> list[float]:
    """Microseconds of so many judgements; before each one instrument's quote changes, and the act is in the next one.

    With `remembered` false nothing that was added up before is at hand, as in the first judgement of a process.
    """
    rules, times = limits(), []
    for facts, intent in acts(count, rules):
        if not remembered:
            book._MEMORY.clear()
        began = time.perf_counter()
        verdict = judge(intent, facts, rules)
        times.append((time.perf_counter() - began) * 1_000_000)
        assert isinstance(verdict, Allow), f"expected an order that every rule has looked at and allows: {verdict!r}"
    return times


def acts(count: int, rules: Limits) -> Iterator[tuple[Facts, OrderIntent]]:
    """Orders with the facts they are judged by, of which one quote is always another than before."""
    facts = with_marks(_facts(), rules)
    quotes = dict(facts.quotes)
    for number in range(count):
        symbol = SYMBOLS[number % len(SYMBOLS)]
        bid = PRICE + TICK * (number * 7 % 40)
        quotes[symbol] = Quote(bid=bid, ask=bid + SPREAD, at=AT)
        yield replace(facts, quotes=quotes), _order(SYMBOLS[(number + 1) % len(SYMBOLS)], number)


def _order(symbol: Symbol, number: int) -> OrderIntent:
    return OrderIntent(
        intent_id=IntentId(f"i{number}"),
        account=AccountId("paper"),
        origin=ORIGIN,
        label=Label.OWNER,
        created_at=AT,
        expires_at=AT + timedelta(seconds=60),
        symbol=symbol,
        side=Side.BUY,
        type=OrderType.LIMIT,
        quantity=QUANTITY,
        limit=LIMIT,
        stop=STOP,
    )


def _facts() -> Facts:
    """Every instrument is held; one half has its stop, beside the other a limit order waits."""
    return Facts(
        wall=AT,
        market=AT,
        session=Session(open=True),
        account=Account(currency="USD", initial=Decimal(100_000), balance=Decimal(100_000)),
        positions=tuple(Position(symbol=s, quantity=QUANTITY, price=PRICE) for s in SYMBOLS),
        orders=tuple(_stop(s) if n % 2 else _entry(s) for n, s in enumerate(SYMBOLS)),
        quotes={s: Quote(bid=PRICE, ask=PRICE + SPREAD, at=AT) for s in SYMBOLS},
        instruments={s: _instrument("USD" if n % 3 else "EUR") for n, s in enumerate(SYMBOLS)},
        fx={"EURUSD": Quote(bid=Decimal("1.1"), ask=Decimal("1.1001"), at=AT)},
        switch=SwitchFact(state=Switch.ACTIVE),
    )


def _instrument(currency: str) -> Instrument:
    return Instrument(
        currency=currency,
        tick=TICK,
        lot=Decimal("0.01"),
        multiplier=Decimal(1000),
        gap=Decimal("0.005"),
        fee_unit=Decimal("0.03"),
        asset_class="fx",
    )


def _stop(symbol: Symbol) -> Order:
    return Order(
        id=OrderId(f"{symbol}-stop"),
        symbol=symbol,
        side=Side.SELL,
        quantity=QUANTITY,
        type=OrderType.STOP,
        trigger=STOP,
        role=OrderRole.STOP,
        reduce_only=True,
    )


def _entry(symbol: Symbol) -> Order:
    return Order(
        id=OrderId(f"{symbol}-entry"),
        symbol=symbol,
        side=Side.BUY,
        quantity=QUANTITY,
        type=OrderType.LIMIT,
        limit=LIMIT,
        stop=STOP,
    )
