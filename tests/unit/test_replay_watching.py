"""A replay adds up only what an event touched, and says what the kernel says of the whole; latches only get worse."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from policies.limits import Effect
from policies.values import Switch, plain
from policies.watch import Latch, watch
from policies.wire.replay import Replay
from policies.wire.replay_account import CENT
from policies.wire.schema import event_schema, published
from tests.unit.replay_examples import FIRMS, NAMES, events, kept

BEGIN = datetime(2026, 3, 10, 22, 58, tzinfo=UTC)
STEPS = {"tick": "0.01", "lot": "0.01", "gap": "0.02", "asset_class": "stock", "fee_unit": "0.01"}
INSTRUMENTS = {"AAA": {**STEPS, "currency": "USD"}, "EEE": {**STEPS, "currency": "EUR"}}
FIRM = st.sampled_from(["house", "ftmo-2step", "topstep-50k", "hyrotrader", "apex-intraday-50k"])
PRICES = st.integers(9000, 11000).map(lambda n: f"{Decimal(n) / 100}")
SYMBOLS, SIDES = st.sampled_from(["AAA", "EEE"]), st.sampled_from(["buy", "sell"])
SIZES = st.integers(1, 8000).map(lambda n: f"{Decimal(n) / 100}")
MOMENTS = st.sampled_from([-5, 0, 1, 1, 1, 3, 20, 60, 3600])


def quoted(symbol: str, bid: str) -> dict[str, Any]:
    return {"type": "quote", "symbol": symbol, "bid": bid, "ask": f"{Decimal(bid) + Decimal('0.02')}"}


def wanted(symbol: str, side: str, quantity: str, price: str) -> dict[str, Any]:
    stop = Decimal(price) * (Decimal("0.9") if side == "buy" else Decimal("1.1"))
    order = {"kind": "order", "symbol": symbol, "side": side, "quantity": quantity, "type": "limit", "limit": price}
    return {"type": "intent", "intent": {**order, "stop": f"{stop:.2f}"}}


def filled(symbol: str, side: str, quantity: str, price: str) -> dict[str, Any]:
    return {"type": "fill", "symbol": symbol, "side": side, "quantity": quantity, "price": price, "fee": "0.5"}


EVENTS = st.one_of(
    st.builds(quoted, SYMBOLS, PRICES),
    st.builds(quoted, st.just("EURUSD"), st.sampled_from(["1.1", "1.25", "0.9"])),
    st.builds(wanted, SYMBOLS, SIDES, SIZES, PRICES),
    st.builds(filled, SYMBOLS, SIDES, SIZES, PRICES),
    st.builds(lambda n: {"type": "charge", "amount": str(n)}, st.integers(-3000, 3000)),
    st.builds(lambda n: {"type": "deposit", "amount": str(n)}, st.integers(-500, 500)),
    st.just({"type": "clock"}),
    st.just({"type": "intent", "intent": {"kind": "close", "symbol": "all"}}),
)


@given(firm=FIRM, told=st.lists(st.tuples(MOMENTS, EVENTS), max_size=25))
def test_every_answer_is_what_the_kernel_says_of_the_whole(firm: str, told: list[tuple[int, dict[str, Any]]]) -> None:
    replay, at = Replay(FIRMS), BEGIN
    account = {"currency": "USD", "initial": "50000", "balance": "50000"}
    begin, limits = BEGIN.isoformat(), {"firm": firm}
    fx = {"EURUSD": {"bid": "1.1", "ask": "1.1", "at": begin}}
    start = {"at": begin, "account": account, "limits": limits, "instruments": INSTRUMENTS, "fx": fx, "type": "start"}
    for event in [start, *({**e, "at": s} for s, e in told)]:
        at = at if event is start else at + timedelta(seconds=event["at"])
        answer = replay.answer({**event, "at": at.isoformat()})
        state = replay._account
        assert state is not None
        whole = watch(state.facts(), state.limits)
        equity = None if whole.equity is None else whole.equity.quantize(CENT)
        assert equity == (None if answer["equity"] is None else Decimal(answer["equity"]))
        floors = [plain(floor.floor.quantize(CENT)) for floor in whole.floors]
        assert floors in ([], [floor["floor"] for floor in answer["floors"]])
        assert Switch(answer["state"]).rank >= whole.state.rank
        if state.latch is None and state.fault is None and not answer["acts"]:
            assert (state.state, state.cause) == (whole.state, whole.cause or "")
        assert all(order.quantity > 0 for order in state.book.orders.values())


PRAGUE, CHICAGO = "Europe/Prague@00:00", "America/Chicago@17:00"
LATCHES = [
    *(Latch(state=s, cause=f"{s}-hard", effect=Effect.HARD) for s in (Switch.REDUCING, Switch.HALTED)),
    *(
        Latch(state=s, cause=f"{s}-{reset}", effect=Effect.SOFT, reset=reset)
        for s, reset in product((Switch.REDUCING, Switch.HALTED), (PRAGUE, CHICAGO))
    ),
]


@pytest.mark.parametrize("held", LATCHES)
@pytest.mark.parametrize("new", LATCHES)
def test_a_latch_only_gets_worse(held: Latch, new: Latch) -> None:
    both = new.joined(held)
    hard = Effect.HARD in (held.effect, new.effect)
    assert both.state.rank == max(held.state.rank, new.state.rank)
    assert (both.effect is Effect.HARD) == hard
    assert set(both.reset.split()) == (set() if hard else {held.reset, new.reset})
    worse = new.state.rank > held.state.rank or (new.effect, held.effect) == (Effect.HARD, Effect.SOFT)
    assert both.cause == (new.cause if worse else held.cause)
    assert new.joined(None) == new


def test_a_soft_latch_ends_once_every_reset_that_it_names_has_come() -> None:
    hard, *_ = LATCHES
    both = LATCHES[-1].joined(LATCHES[-2])
    assert hard.after(PRAGUE) == hard
    assert both.after("UTC@00:00") == both
    left = both.after(PRAGUE)
    assert left is not None
    assert (left.reset, left.state) == (CHICAGO, Switch.HALTED)
    assert left.after(CHICAGO) is None


VALIDATOR = Draft202012Validator(published())
ANSWERS = Draft202012Validator({**published()["$defs"]["answer"], "$defs": {}})
BROKEN: list[dict[str, Any]] = [
    {"type": "tick", "at": "2026-03-10T09:00:00Z"},
    {"type": "clock"},
    {"type": "clock", "at": "2026-03-10T09:00:00"},
    {"type": "quote", "at": "2026-03-10T09:00:00Z", "symbol": "A", "bid": "1"},
    {"type": "quote", "at": "2026-03-10T09:00:00Z", "symbol": "A", "bid": "1", "ask": "1", "last": "1"},
    {"type": "fill", "at": "2026-03-10T09:00:00Z", "symbol": "A", "side": "long", "quantity": "1", "price": "1"},
    {"type": "intent", "at": "2026-03-10T09:00:00Z"},
]


def test_the_schema_has_a_version_and_accepts_every_example_with_its_answer() -> None:
    Draft202012Validator.check_schema(published())
    Draft202012Validator.check_schema(event_schema())
    assert published()["$id"] == "urn:eva:kernel:v2"
    for name in NAMES:
        for event in events(name):
            VALIDATOR.validate(event)
        for answer in kept(name):
            ANSWERS.validate(answer)


@pytest.mark.parametrize("line", BROKEN)
def test_the_schema_refuses_what_the_replay_refuses(line: dict[str, Any]) -> None:
    replay = Replay(FIRMS)
    replay.answer(events(NAMES[0])[0])
    assert not VALIDATOR.is_valid(line)
    with pytest.raises(ValueError, match=r".+"):
        replay.answer(line)
