"""Invariants of orders: numbers, sizes, prices, exits, hedges, currencies; all that is unknown or doubtful denies."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policies.book import book, equity
from policies.case import Case
from policies.facts import Facts, Regime
from policies.instruments import Quote
from policies.intents import OrderIntent
from policies.kernel import judge
from policies.limits import Limits
from policies.values import LARGEST, ZERO, OrderId, OrderRole, OrderType, Side, Switch, Symbol
from policies.verdicts import Allow, Deny, NeedsApproval
from policies.watch import watch
from tests.properties.invariant_worlds import (
    ANY_LIMITS,
    COIN,
    EVERY_FLOOR,
    LISTED,
    Asked,
    asked_orders,
    wide_orders,
    wide_worlds,
)
from tests.properties.kernel_worlds import STATES
from tests.unit.kernel_cases import (
    AAA,
    AT,
    EUX,
    WIDE,
    Act,
    close,
    codes,
    facts,
    held,
    order,
    passes,
    quote,
    reduce,
    working,
)

D = Decimal
EXACT = D("0.0000001")
NONSENSE = [D(t) for t in "NaN sNaN Infinity -Infinity -0 0 -1 1E+13 1E+309 1E-400".split()]


@given(
    act=asked_orders(),
    field=st.sampled_from(["quantity", "limit", "trigger", "stop", "target"]),
    wrong=st.sampled_from(NONSENSE),
)
def test_no_number_that_is_none_is_acted_on(act: Asked, field: str, wrong: Decimal) -> None:
    changes: dict[str, Any] = {field: wrong}
    verdict = judge(replace(act.intent, **changes), act.known, act.limits)
    allowed_small = ZERO < wrong <= LARGEST if wrong.is_finite() else False
    assert isinstance(verdict, Deny)
    assert "INVALID_NUMBER" in codes(verdict) or allowed_small
    blind = replace(act.known, account=replace(act.known.account, balance=D("NaN")))
    assert watch(blind, act.limits).state is not Switch.ACTIVE
    assert not isinstance(judge(act.intent, blind, act.limits), Allow) or Case(act.intent, blind, act.limits).reducing


@given(act=asked_orders(), parts=st.tuples(*[st.integers(0, 999)] * 4))
def test_quantities_and_prices_are_rounded_towards_less_risk(act: Asked, parts: tuple[int, int, int, int]) -> None:
    def finer(number: Decimal | None, part: int) -> Decimal | None:
        return None if number is None else number + D(part) / 100_000

    raw = replace(
        act.intent,
        quantity=finer(act.intent.quantity, parts[0]),
        limit=finer(act.intent.limit, parts[1]),
        trigger=finer(act.intent.trigger, parts[2]),
        stop=finer(act.intent.stop, parts[3]),
    )
    case = Case(raw, act.known, act.limits)
    assume(not case.reducing and case.order is not None)
    asked, sign = case.order, raw.side.sign
    assert asked is not None
    assert case.instrument is not None
    assert raw.quantity is not None
    assert raw.quantity - case.instrument.lot < asked.quantity <= raw.quantity
    assert asked.quantity % case.instrument.lot == 0
    for name, better in (("limit", -sign), ("trigger", -sign), ("stop", sign)):
        before, now = getattr(raw, name), getattr(asked, name)
        if before is not None:
            assert ZERO <= better * (now - before) < case.instrument.tick


def worth(known: Facts, symbol: Symbol, quantity: Decimal, price: Decimal) -> Decimal:
    """Notional in account currency, at the dear side of the rate."""
    one = known.instruments[symbol]
    amount = quantity * one.multiplier * (1 / price if one.inverse else price)
    if one.currency == "USD":
        return amount
    direct = known.fx.get(one.currency + "USD")
    return amount * direct.ask if direct is not None else amount / known.fx["USD" + one.currency].bid


@given(act=asked_orders())
def test_sizes_count_what_works_on_the_same_side(act: Asked) -> None:
    case = Case(act.intent, act.known, act.limits)
    assume(isinstance(judge(act.intent, act.known, act.limits), Allow) and case.raising)
    assert case.order is not None
    sides: dict[Symbol, list[Decimal]] = {}
    for p in act.known.positions:
        quote_ = act.known.quotes[p.symbol]
        price = quote_.bid if act.known.instruments[p.symbol].inverse else quote_.ask
        sides.setdefault(p.symbol, [ZERO, ZERO])[p.quantity < ZERO] += worth(
            act.known, p.symbol, abs(p.quantity), price
        )
    for o in (*act.known.orders, case.order):
        if o.role in (OrderRole.ENTRY, OrderRole.FOREIGN) and not o.reduce_only:
            quote_ = act.known.quotes[o.symbol]
            at_least = o.limit or o.trigger or (quote_.ask if o.side is Side.BUY else quote_.bid)
            at_least = max(at_least, quote_.ask) if act.known.instruments[o.symbol].inverse else at_least
            sides.setdefault(o.symbol, [ZERO, ZERO])[o.side is Side.SELL] += worth(
                act.known, o.symbol, o.quantity, at_least
            )
    initial, gross = act.known.account.initial, sum((max(pair) for pair in sides.values()), ZERO)
    assert max(sides[act.intent.symbol]) <= act.limits.symbol_exposure * initial + EXACT
    assert gross <= act.limits.gross_exposure * initial + EXACT
    assert gross <= act.limits.leverage * case.equity + EXACT


@given(act=asked_orders())
def test_prices_stay_in_the_collar_and_the_quote_is_fresh_and_narrow(act: Asked) -> None:
    case = Case(act.intent, act.known, act.limits)
    assume(isinstance(judge(act.intent, act.known, act.limits), Allow) and case.raising)
    seen, asked = act.known.quotes[act.intent.symbol], case.order
    touch = seen.ask if act.intent.side is Side.BUY else seen.bid
    assert asked is not None
    assert seen.ask - seen.bid <= act.limits.max_spread * seen.bid
    for price in (asked.limit, asked.trigger):
        assert price is None or abs(price - touch) <= act.limits.price_collar * touch
    if act.intent.type is OrderType.MARKET:
        assert asked.limit is not None
        assert abs(asked.limit - touch) == act.limits.market_band * touch


SPOILT = ("stale", "ahead", "crossed", "zero", "none", "second differs", "second stale", "no rate", "old rate")


@given(act=asked_orders(), flaw=st.sampled_from(SPOILT))
def test_a_doubtful_price_or_rate_makes_no_room_for_risk(act: Asked, flaw: str) -> None:
    known, symbol = act.known, act.intent.symbol
    seen, late = known.quotes[symbol], timedelta(seconds=act.limits.quote_age_s, microseconds=1)
    changed: dict[str, Quote | None] = {
        "stale": replace(seen, at=known.market - late),
        "ahead": replace(seen, at=known.market + timedelta(seconds=1, microseconds=1)),
        "crossed": replace(seen, bid=seen.ask + 1),
        "zero": replace(seen, bid=ZERO),
        "none": None,
    }
    if flaw in changed:
        wrong = changed[flaw]
        known = replace(
            known, quotes={s: q for s, q in known.quotes.items() if s != symbol} | ({symbol: wrong} if wrong else {})
        )
    elif flaw.startswith("second"):
        far = (
            replace(seen, bid=seen.bid * 2, ask=seen.ask * 2)
            if flaw == "second differs"
            else replace(seen, at=known.market - late)
        )
        known = replace(known, second={symbol: far})
    else:
        assume(known.instruments[symbol].currency != "USD")
        old = {pair: replace(q, at=known.market - late) for pair, q in known.fx.items()}
        known = replace(known, fx={} if flaw == "no rate" else old)
    case = Case(act.intent, known, act.limits)
    verdict = judge(act.intent, known, act.limits)
    assert not passes(verdict) or case.reducing
    if flaw in changed and known.held(symbol):
        assert watch(known, act.limits).state is not Switch.ACTIVE


@given(data=st.data(), limits=ANY_LIMITS, missing=st.sampled_from(["quotes", "instruments", "fx", "marks"]))
def test_what_is_not_known_never_allows_more_nor_calms(data: st.DataObject, limits: Limits, missing: str) -> None:
    known, intent = data.draw(wide_worlds(limits)), data.draw(wide_orders())
    empty: dict[str, Any] = {missing: {}}
    less = replace(known, history=replace(known.history, **empty)) if missing == "marks" else replace(known, **empty)
    assert not passes(judge(intent, less, limits)) or passes(judge(intent, known, limits))
    full, blind = watch(known, limits).state, watch(less, limits)
    assert blind.state is not Switch.ACTIVE or full is Switch.ACTIVE
    if missing == "marks":
        assert blind.state is not Switch.ACTIVE
        assert not passes(judge(intent, less, limits)) or Case(intent, less, limits).reducing


@given(data=st.data(), limits=ANY_LIMITS, state=STATES, dark=st.booleans())
def test_an_order_that_can_only_reduce_passes_in_every_state(
    data: st.DataObject, limits: Limits, state: Any, dark: bool
) -> None:
    known = replace(data.draw(wide_worlds(limits)), switch=replace(state, reconciling=False))
    known = replace(known, account=replace(known.account, balance=D(-(10**6))), quotes={} if dark else known.quotes)
    for symbol in dict.fromkeys(p.symbol for p in known.positions):
        net, case = known.held(symbol), Case(close(symbol), known, limits)
        assert passes(judge(close(symbol), known, limits))
        if case.hedged or not net:
            continue
        side = "sell" if net > ZERO else "buy"
        for quantity in (abs(net), known.instruments[symbol].lot):
            for act in (order(side, str(quantity), symbol=symbol, stop=None), reduce(str(quantity), symbol)):
                verdict = judge(act, known, limits)
                assert isinstance(verdict, Allow)
                assert verdict.quantity == quantity
        more = order(side, str(abs(net) + 1), symbol=symbol, stop=None)
        assert state.state is Switch.ACTIVE and not state.strangers or not passes(judge(more, known, limits))


@given(data=st.data(), limits=EVERY_FLOOR, quantity=st.integers(1, 40).map(D))
def test_one_leg_of_a_hedge_is_no_exit_and_both_lose_their_spread(
    data: st.DataObject, limits: Limits, quantity: Decimal
) -> None:
    symbol = data.draw(st.sampled_from([AAA, EUX]))
    known = replace(data.draw(wide_worlds(limits)), positions=(), orders=())
    known = replace(known, account=replace(known.account, hedging=True))
    legs = (held(str(quantity), symbol=symbol), held(str(-quantity), symbol=symbol))
    both, one = replace(known, positions=legs), replace(known, positions=legs[:1])
    assert book(both, limits).loss <= book(one, limits).loss
    assert book(both, limits).gross == book(one, limits).gross
    assert "HEDGED" in codes(judge(reduce("1", symbol), both, limits))
    for side in ("sell", "buy"):
        assert not Case(order(side, str(quantity), symbol=symbol, stop=None), both, limits).reducing
    assert passes(judge(close(symbol), both, limits))


@given(data=st.data(), limits=EVERY_FLOOR, wider=st.integers(0, 50).map(lambda n: D(n) / 1_000))
def test_a_wider_rate_makes_nobody_richer(data: st.DataObject, limits: Limits, wider: Decimal) -> None:
    known = data.draw(wide_worlds(limits))
    wide = {pair: replace(q, bid=q.bid * (1 - wider), ask=q.ask * (1 + wider)) for pair, q in known.fx.items()}
    before, now = book(known, limits), book(replace(known, fx=wide), limits)
    assert abs(before.equity - equity(known)) <= EXACT
    assert now.equity <= before.equity + EXACT
    assert now.loss >= before.loss - EXACT


@given(quantity=st.integers(1, 500).map(D), entry=st.integers(40, 250).map(D), price=st.integers(40, 250).map(D))
def test_an_inverse_contract_gains_by_its_own_formula(quantity: Decimal, entry: Decimal, price: Decimal) -> None:
    at = quote(str(price))
    known = facts(
        held(str(quantity), symbol=COIN, price=str(entry)), quotes={COIN: at}, instruments=LISTED, fx={"BTCUSD": at}
    )
    gain = quantity * 100 * (1 / entry - 1 / price) * price
    assert abs(equity(known) - 100_000 - gain) <= EXACT
    known = replace(known, positions=(replace(known.positions[0], quantity=-quantity),))
    assert abs(equity(known) - 100_000 + gain) <= EXACT


@given(quantity=st.integers(1, 300).map(D), shock=st.integers(100, 400).map(lambda n: D(n) / 100))
def test_a_bare_short_can_lose_its_price_times_the_shock(quantity: Decimal, shock: Decimal) -> None:
    one = replace(LISTED[AAA], shock=shock)
    known = facts(held(str(-quantity)), instruments={AAA: one})
    assert book(known, WIDE).loss == quantity * 100 * shock >= quantity * 100
    unborrowable = facts(instruments={AAA: replace(one, shortable=False)})
    assert "NOT_SHORTABLE" in codes(judge(order("sell", str(quantity)), unborrowable, WIDE))


@given(quantity=st.integers(1, 40).map(D), days=st.integers(-3, 3))
def test_a_bought_option_loses_its_premium_and_none_is_written_or_entered_at_its_end(
    quantity: Decimal, days: int
) -> None:
    ends = AT.date() + timedelta(days=days)
    option = replace(LISTED[AAA], asset_class="option", expires_on=ends)
    flat = facts(instruments={AAA: option})
    buy = Act(order(quantity=str(quantity), type="limit", limit="100", stop=None), flat, WIDE)
    assert codes(buy.judged()) == ([] if days > 0 else ["EXPIRED_CONTRACT"])
    assert Case(buy.intent, flat, WIDE).after.loss == quantity * 100
    assert "OPTION_WRITING" in codes(judge(order("sell", str(quantity)), flat, WIDE))


@given(act=asked_orders(), late=st.integers(0, 600), life=st.integers(1, 600))
def test_an_old_or_early_request_raises_no_risk(act: Asked, late: int, life: int) -> None:
    asked = replace(act.intent, expires_at=AT + timedelta(seconds=life))
    known = replace(act.known, wall=AT + timedelta(seconds=late))
    case, verdict = Case(asked, known, act.limits), judge(asked, known, act.limits)
    old = late >= life or late > act.limits.intent_age_s
    assert ("EXPIRED" in codes(verdict)) is (old and not case.reducing) or not isinstance(
        verdict, Deny | NeedsApproval | Allow
    )
    early = replace(known, wall=AT - timedelta(seconds=6))
    assert case.reducing or "FROM_THE_FUTURE" in codes(judge(asked, early, act.limits))


@pytest.mark.parametrize("regime", list(Regime))
def test_no_regime_stands_in_the_way_of_an_exit(regime: Regime) -> None:
    base = facts(held("10"), working("buy", "1", id=OrderId("o7"), stop="95"))
    known = replace(base, account=replace(base.account, regime=regime))
    assert isinstance(judge(order("sell", "10", stop=None), known, WIDE), Allow)


def test_an_order_intent_has_no_word_that_logic_reads() -> None:
    free = {name for name, kind in OrderIntent.__annotations__.items() if kind == str | None}
    assert free == {"strategy", "oco"}
