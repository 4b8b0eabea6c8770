"""A replay stands where the desk would: fills, protection, strangers, latches, time and money, event by event."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from policies.limits import BadLimits
from policies.wire.codec import Malformed
from policies.wire.replay import Replay
from tests.unit.replay_examples import FIRMS, NAMES, PAGE, answered, engine, events, kept, page

BEGIN = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
STEPS = {"tick": "0.00001", "lot": "0.01", "multiplier": "100000", "gap": "0.001"}
PAIR = {"currency": "USD", "asset_class": "fx", **STEPS}
START: dict[str, Any] = {
    "type": "start",
    "at": BEGIN.isoformat(),
    "account": {"currency": "USD", "initial": "100000", "balance": "100000"},
    "limits": {"firm": "ftmo-2step"},
    "instruments": {"EURUSD": PAIR, "EURJPY": {**PAIR, "currency": "JPY", "tick": "0.001"}},
}


class Told:
    """A replay and its last answer; every event is a second after the one before unless it says when."""

    def __init__(self, **changes: Any) -> None:
        self.replay, self.seconds = engine(), 0
        self.last = self.replay.answer({**START, **changes})

    def __call__(self, type_: str, /, seconds: int = 1, **fields: Any) -> dict[str, Any]:
        self.seconds += seconds
        at = (BEGIN + timedelta(seconds=self.seconds)).isoformat()
        self.last = self.replay.answer({"type": type_, "at": at, **fields})
        return self.last

    def quote(self, bid: str, symbol: str = "EURUSD", **more: Any) -> dict[str, Any]:
        return self("quote", symbol=symbol, bid=bid, ask=bid, **more)

    def fill(self, side: str, quantity: str, price: str, **more: Any) -> dict[str, Any]:
        return self("fill", **{"symbol": "EURUSD", **more}, side=side, quantity=quantity, price=price)

    def ask(self, kind: str = "order", *, approved: bool = False, **fields: Any) -> dict[str, Any]:
        """A request; a market buy of 1 with its stop at 1.09 unless said otherwise."""
        if kind == "order":
            usual = {"symbol": "EURUSD", "side": "buy", "type": "market", "quantity": "1", "stop": "1.09"}
            fields = {**usual, **fields}
        return self("intent", intent={"kind": kind, **fields}, approved=approved)

    def held(self, quantity: str = "1") -> dict[str, Any]:
        """A position at 1.1 from an order called `line-3`, with its stop at 1.09."""
        self.quote("1.1")
        self.ask(quantity=quantity)
        return self.fill("buy", quantity, "1.1")

    def orders(self) -> dict[str, str]:
        """What works: quantity by id."""
        account = self.replay._account
        assert account is not None
        return {order.id: str(order.quantity) for order in account.book.orders.values()}


def acts(answer: dict[str, Any]) -> list[str]:
    """What the desk does, by name."""
    return [act["act"] for act in answer["acts"]]


def cause(answer: dict[str, Any]) -> Any:
    """Why the state changed."""
    return next(act["cause"] for act in answer["acts"] if act["act"] == "state")


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_are_answered_as_written(name: str) -> None:
    assert [json.loads(line) for line in answered(name).splitlines()] == kept(name)


def test_the_page_shows_every_example_as_it_is_answered() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text
    assert all(f"<!-- {name} -->" in text for name in NAMES)


# Taken from what the firms write: (example, its line, what of it, the number).
KNOWN = [
    ("ftmo-2step-daily", 1, "daily", "95000"),
    ("ftmo-2step-daily", 8, "daily", "95000"),
    ("ftmo-2step-daily", 9, "daily", "98000"),
    ("ftmo-2step-daily", 9, "total", "90000"),
    ("ftmo-2step-daily", 18, "state", "HALTED"),
    ("ftmo-1step-trail", 6, "total", "94000"),
    ("ftmo-1step-trail", 11, "total", "94000"),
    ("ftmo-1step-trail", 11, "daily", "100000"),
    ("ftmo-rollover", 9, "state", "ACTIVE"),
    ("ftmo-rollover", 10, "state", "HALTED"),
    ("ftmo-rollover", 12, "daily", "94610"),
    ("topstep-50k", 6, "total", "48500"),
    ("topstep-50k", 10, "state", "ACTIVE"),
    ("topstep-50k", 11, "state", "HALTED"),
    ("topstep-50k", 13, "total", "50000"),
    ("topstep-50k", 20, "total", "50000"),
    ("topstep-50k", 19, "state", "HALTED"),
    ("topstep-50k", 20, "state", "ACTIVE"),
    ("hyrotrader-peak", 7, "daily", "4950"),
    ("hyrotrader-peak", 9, "total", "5000"),
    ("hyrotrader-peak", 12, "total", "5000"),
    ("apex-trail", 5, "total", "49200"),
    ("apex-trail", 7, "total", "49200"),
]


@pytest.mark.parametrize(("name", "line", "what", "number"), KNOWN)
def test_the_examples_say_what_the_firms_say(name: str, line: int, what: str, number: str) -> None:
    answer = kept(name)[line - 1]
    floors = {floor["name"]: floor["floor"] for floor in answer["floors"]}
    assert (answer["state"] if what == "state" else floors[what]) == number


def test_a_day_of_23_and_of_25_hours_begins_once_at_midnight() -> None:
    days = [[a["day"] for a in answer["acts"] if a["act"] == "rollover"] for answer in kept("ftmo-clock-change")]
    assert days == [[], ["2026-03-29"], [], ["2026-03-30"], ["2026-10-25"], [], ["2026-10-26"], []]
    moments = [datetime.fromisoformat(event["at"]) for event in events("ftmo-clock-change")]
    assert [(moments[3] - moments[1]).seconds, (moments[6] - moments[4]).days] == [23 * 3600, 1]


def test_an_allowed_order_is_reserved_until_it_is_filled_and_then_protected() -> None:
    told = Told()
    told.quote("1.1")
    assert told.ask()["verdict"]["decision"] == "allow"
    assert told.orders() == {"line-3": "1"}
    assert told.ask(quantity="3")["verdict"]["reasons"][0]["numbers"]["already"] != "0"
    told.fill("buy", "0.4", "1.1")
    assert told.orders() == {"line-3": "0.6", "line-3-stop": "0.4"}
    assert told.fill("buy", "0.6", "1.1")["state"] == "ACTIVE"
    assert told.orders() == {"line-3-stop": "1.0"}
    told.quote("1.09")
    assert told.fill("sell", "0.3", "1.09")["equity"] == "99000"
    assert told.orders() == {"line-3-stop": "0.7"}
    told.fill("sell", "0.7", "1.09")
    assert told.orders() == {}


def test_target_and_stop_shrink_with_the_position_whichever_was_filled() -> None:
    told = Told()
    told.quote("1.1")
    told.ask(target="1.12")
    told.fill("buy", "1", "1.1")
    told.fill("sell", "0.4", "1.12")
    assert told.orders() == {"line-3-stop": "0.6", "line-3-target": "0.6"}
    told.ask("reduce", symbol="EURUSD", quantity="0.2")
    told.fill("sell", "0.2", "1.1", order="line-6")
    assert told.orders() == {"line-3-stop": "0.4", "line-3-target": "0.4"}
    told.ask("close", symbol="EURUSD")
    assert told.orders()["line-8-EURUSD"] == "0.4"
    assert told.fill("sell", "0.4", "1.1")["state"] == "ACTIVE"
    assert told.orders() == {}


def test_entries_that_cancel_each_other_do() -> None:
    told = Told()
    told.quote("1.1")
    told.ask(type="limit", limit="1.098", oco="pair")
    told.ask(type="stop", trigger="1.102", oco="pair")
    told.fill("buy", "0.3", "1.0979")
    assert told.orders() == {"line-3": "0.7", "line-4": "0.7", "line-3-stop": "0.3"}


def test_a_fill_that_nothing_explains_is_a_stranger_until_it_is_adopted() -> None:
    told = Told()
    told.quote("1.1")
    answer = told.fill("buy", "0.01", "1.1")
    assert (answer["state"], cause(answer)) == ("REDUCING", "unknown orders or positions")
    assert told.ask(quantity="0.01")["verdict"]["decision"] == "deny"
    assert told.ask("resume", adopts=["fill:line-3"])["state"] == "REDUCING"
    assert told.ask("resume", adopts=["fill:line-3"], approved=True)["state"] == "ACTIVE"


def test_more_filled_than_ordered_is_a_stranger_too_and_all_of_it_counts() -> None:
    told = Told()
    told.quote("1.1")
    told.ask()
    assert told.fill("buy", "1.02", "1.1")["state"] == "REDUCING"
    assert told.quote("1.101")["equity"] == "100102"


def test_a_halt_cancels_entries_and_sends_an_exit_once() -> None:
    told = Told()
    told.held()
    told.ask(type="limit", limit="1.095")
    answer = told.ask("halt")
    assert (answer["state"], acts(answer)) == ("HALTED", ["state", "cancel_entries", "flatten"])
    assert told.orders() == {"line-3-stop": "1", "exit-1": "1"}
    assert acts(told.quote("1.1")) == []
    told.fill("sell", "0.5", "1.1", order="exit-1")
    assert told.orders() == {"line-3-stop": "0.5", "exit-1": "0.5"}
    assert told.fill("sell", "0.5", "1.1", order="exit-1")["state"] == "HALTED"
    assert told.ask("resume")["verdict"]["decision"] == "needs_approval"
    assert told.ask("resume", approved=True)["state"] == "ACTIVE"


def test_cancel_and_amend_are_confirmed_at_once() -> None:
    told = Told()
    told.held()
    told.ask(type="limit", limit="1.095")
    told.ask(type="limit", limit="1.096")
    told.ask("amend", order="line-5", quantity="0.5")
    assert told.orders() == {"line-3-stop": "1", "line-5": "0.5", "line-6": "1"}
    told.ask("cancel", order="line-6")
    assert told.ask("cancel", order="line-3-stop")["verdict"]["decision"] == "deny"
    told.ask("cancel", order="all")
    assert told.orders() == {"line-3-stop": "1"}


def test_what_a_person_has_to_approve_waits_for_that() -> None:
    firm = FIRMS["ftmo-2step"]
    told = Told(limits={**firm, "order": {**firm["order"], "tier": "T1"}})
    told.quote("1.1")
    assert told.ask()["verdict"]["tier"] == "T1"
    assert told.orders() == {}
    assert told.ask(approved=True)["verdict"]["decision"] == "needs_approval"
    assert told.orders() == {"line-4": "1"}


def test_a_request_with_a_known_id_is_denied() -> None:
    told = Told()
    told.quote("1.1")
    told.ask(intent_id="mine", quantity="0.1")
    again = told.ask(intent_id="mine", quantity="0.2")["verdict"]
    assert [why["code"] for why in again["reasons"]] == ["DUPLICATE_ID"]


def test_time_that_goes_backwards_reduces_and_begins_no_day() -> None:
    told = Told()
    told.held()
    before = told.quote("1.101")
    answer = told("clock", seconds=-86_400)
    assert (answer["state"], cause(answer)) == ("REDUCING", "the clock went backwards")
    assert answer["floors"] == before["floors"]
    assert told.quote("1.05", seconds=0)["equity"] == before["equity"]
    assert told("charge", seconds=0, amount="10")["equity"] == "100090"
    assert told.quote("1.101", seconds=86_401)["state"] == "ACTIVE"


def test_money_paid_in_is_no_profit_and_money_taken_out_lowers_no_total_floor() -> None:
    told = Told()
    paid = told("deposit", amount="10000")
    assert [f["floor"] for f in paid["floors"]] == ["105000", "100000"]
    taken = told("deposit", amount="-5000")
    assert (taken["equity"], [f["floor"] for f in taken["floors"]]) == ("105000", ["100000", "100000"])
    lost = told("charge", amount="4000", kind="data")
    assert (lost["state"], lost["floors"][1]["headroom"]) == ("HALTED", "0")


def test_profit_in_another_currency_needs_its_rate() -> None:
    told = Told(instruments={"EURJPY": START["instruments"]["EURJPY"]})
    told.quote("160", symbol="EURJPY")
    assert told.fill("buy", "0.1", "160", symbol="EURJPY")["equity"] is None
    assert told.quote("150", symbol="USDJPY")["equity"] == "100000"
    assert told.quote("161", symbol="EURJPY")["equity"] == "100066.66666667"
    assert told.quote("160", symbol="USDJPY")["equity"] == "100062.5"
    assert told.fill("sell", "0.1", "161", symbol="EURJPY")["equity"] == "100062.5"
    bare = Told()
    bare.fill("buy", "0.1", "160", symbol="EURJPY")
    with pytest.raises(Malformed, match="quote JPYUSD before"):
        bare.fill("sell", "0.1", "161", symbol="EURJPY")


def test_inverse_contracts_average_and_earn_by_their_own_formula() -> None:
    coin = {"currency": "BTC", "tick": "0.5", "lot": "1", "multiplier": "100", "gap": "0.01", "inverse": True}
    account = {"currency": "BTC", "initial": "10", "balance": "10"}
    told = Told(account=account, instruments={"BTCUSDM": {**coin, "asset_class": "crypto"}})
    told.fill("buy", "10", "20000", symbol="BTCUSDM")
    told.fill("buy", "10", "40000", symbol="BTCUSDM")
    assert told.fill("sell", "20", "50000", symbol="BTCUSDM")["equity"] == "10.035"


def test_what_cannot_be_valued_is_null_and_reduces() -> None:
    told = Told()
    answer = told.fill("buy", "1", "5", symbol="ZZZ")
    assert (answer["state"], answer["equity"]) == ("REDUCING", None)
    assert {floor["headroom"] for floor in answer["floors"]} == {None}
    assert told("quote", symbol="ZZZ", bid="5", ask="4")["state"] == "REDUCING"


@pytest.mark.parametrize("price", [1.1, "abc", "1e0", None, "-1", "NaN", True, ""])
def test_a_quote_that_is_no_price_is_malformed(price: object) -> None:
    for side in ("bid", "ask"):
        wrong: dict[str, Any] = {"bid": "1.1", "ask": "1.1", side: price}
        with pytest.raises(Malformed, match=f"quote.{side}"):
            Told()("quote", symbol="EURUSD", **wrong)
        begun = {"bid": "1.1", "ask": "1.1", "at": BEGIN.isoformat(), side: price}
        with pytest.raises(Malformed, match="bid and ask"):
            Told(quotes={"EURUSD": begun})


def test_a_bid_above_its_ask_is_a_fact() -> None:
    told = Told()
    told.held()
    assert told("quote", symbol="EURUSD", bid="1.2", ask="1.1")["state"] in ("ACTIVE", "REDUCING", "HALTED")


def test_an_old_price_of_what_is_held_reduces_until_the_next() -> None:
    told = Told()
    told.held()
    assert told("clock", seconds=7)["state"] == "ACTIVE"
    assert cause(told("clock", seconds=30)) == "stale quote for EURUSD"
    assert told.quote("1.1")["state"] == "ACTIVE"


def test_a_session_that_was_given_closes_when_it_says() -> None:
    closes = (BEGIN + timedelta(seconds=3)).isoformat()
    told = Told(session={"open": True, "closes_at": closes})
    told.quote("1.1")
    assert told.ask(quantity="0.1")["verdict"]["decision"] == "allow"
    codes = [why["code"] for why in told.ask(quantity="0.2")["verdict"]["reasons"]]
    assert "MARKET_CLOSED" in codes


def test_news_that_may_not_be_traded_is_left_before_it_comes() -> None:
    release = {"at": (BEGIN + timedelta(seconds=300)).isoformat(), "name": "payrolls", "affects": ["USD"]}
    calendar = {"releases": [release], "known_until": (BEGIN + timedelta(days=9)).isoformat()}
    told = Told(limits={"firm": "ftmo-2step-funded"}, calendar=calendar)
    told.held(quantity="0.1")
    answer = told.quote("1.1", seconds=150)
    assert answer["acts"] == [{"act": "leave", "symbol": "EURUSD"}]
    assert told.quote("1.1")["acts"] == []
    assert told.orders() == {"line-3-stop": "0.1", "exit-1": "0.1"}


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"type": "tick"}, "type: expected one of"),
    ({"type": "start", **{k: v for k, v in START.items() if k != "type"}}, "one start"),
    ({"type": "clock"}, "missing fields \\['at'\\]"),
    ({"type": "clock", "at": "2026-03-10T09:00:00"}, "clock.at"),
    ({"type": "quote", "at": START["at"], "symbol": "EURUSD", "bid": "1", "ask": "1", "last": "1"}, "unknown.*last"),
    ({"type": "fill", "at": START["at"], "symbol": "A", "side": "buy", "quantity": "0", "price": "1"}, "above zero"),
    ({"type": "fill", "at": START["at"], "symbol": "A", "side": "buy", "quantity": "1", "price": "x"}, "above zero"),
    ({"type": "deposit", "at": START["at"], "amount": "1e5"}, "plain decimal"),
    ({"type": "charge", "at": START["at"], "amount": "9999999999999"}, "plain decimal"),
    ({"type": "intent", "at": START["at"]}, "intent.kind"),
    ({"type": "intent", "at": START["at"], "intent": {"kind": "publish"}}, "intent.kind"),
]


@pytest.mark.parametrize(("line", "named"), REFUSED)
def test_what_is_no_event_is_refused_with_what_is_wrong(line: dict[str, Any], named: str) -> None:
    with pytest.raises(Malformed, match=named):
        Told().replay.answer(line)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"account": {**START["account"], "hedging": True}}, "hedging"),
        ({"account": {**START["account"], "balance": "x"}}, "plain decimal"),
        ({"limits": {"firm": "atlantis"}}, "known are"),
        ({"session": 5}, "start.session"),
        ({"positions": [{"symbol": "A", "quantity": "1", "price": "1"}] * 2}, "held once"),
    ],
)
def test_a_start_that_cannot_be_trusted_is_refused(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(Malformed, match=named):
        Replay(FIRMS).answer({**START, **changes})


def test_a_replay_needs_its_start_limits_and_calendars() -> None:
    with pytest.raises(Malformed, match="a start first"):
        Replay(FIRMS).answer({"type": "clock", "at": START["at"]})
    with pytest.raises(Malformed, match="no calendars here"):
        Replay(FIRMS).answer({**START, "session": "xnys"})
    with pytest.raises(BadLimits):
        Replay(FIRMS).answer({**START, "limits": {"id": "x"}})
    assert Decimal(Replay(FIRMS).answer(START)["equity"]) == 100_000
