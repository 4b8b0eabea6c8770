"""The rules about who asks, when and how, each by itself: exactly these codes with exactly these numbers."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from policies.case import Case, Rule
from policies.facts import Facts, Recent, Session
from policies.rules import (
    access,
    duplicate,
    duplicate_id,
    expiry,
    numbers,
    oco_group,
    price_collar,
    rate,
    replay_only,
    resume,
    session_open,
    snapshot,
    switch,
)
from policies.values import Label, Money, Role, Switch
from policies.wire.fingerprint import fingerprint
from tests.unit import kernel_cases as made
from tests.unit.kernel_cases import AAA, AT, BBB, HOUSE, Act, facts, order, quote, remembered, stop_leg, working

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
TICK = timedelta(microseconds=1)
LIMITS = replace(
    HOUSE,
    duplicate_s=3,
    intent_age_s=100,
    per_minute=4,
    per_day=7,
    price_collar=Decimal("0.1"),
    market_band=Decimal("0.02"),
)
Said = list[tuple[str, dict[str, str]]]


def said(rule: Rule, intent: Any, known: Facts | None = None) -> Said:
    """What a rule says of an act: codes with their numbers."""
    found = list(rule.check(Case(intent, facts() if known is None else known, LIMITS)))
    assert {why.rule for why in found} <= {rule.name}
    return [(why.code, dict(why.numbers)) for why in found]


def invalid(field: str, value: str) -> Said:
    """The reason of a number that cannot be used."""
    return [("INVALID_NUMBER", {"field": field, "value": value})]


BAD = ("NaN", "Infinity", "-1", "0", "1000000000001")
LIMIT = {"type": "stop_limit", "trigger": "101", "limit": "102", "target": "120"}


@pytest.mark.parametrize("bad", BAD)
def test_every_number_of_an_order_is_looked_at(bad: str) -> None:
    for field in ("quantity", "limit", "trigger", "stop", "target"):
        assert said(numbers.RULE, order(**{**LIMIT, field: bad})) == invalid(field, bad), field
    for size in ("risk", "notional"):
        amount = Money(amount=Decimal(bad), currency="USD")
        of_money: dict[str, Any] = {"quantity": None, size: amount}
        assert said(numbers.RULE, order(**of_money)) == invalid(size, bad)
    assert said(numbers.RULE, order(quantity=None, risk=Decimal(bad))) == invalid("risk", bad)
    assert said(numbers.RULE, made.reduce(bad)) == invalid("quantity", bad)
    known = facts(working("buy", "1", **{**LIMIT, "stop": "95"}))
    for field in ("quantity", "limit", "trigger", "stop", "target"):
        assert said(numbers.RULE, made.amend(**{field: bad}), known) == invalid(field, bad)


def test_the_largest_and_the_smallest_number_pass_and_a_long_one_is_cut() -> None:
    for good in ("1000000000000", "0.000000000001"):
        assert said(numbers.RULE, order(quantity=good)) == []
    assert said(numbers.RULE, order(quantity="-" + "9" * 60)) == invalid("quantity", "-" + "9" * 39)


SIZES: dict[str, Any] = {
    "quantity": "1",
    "notional": Money(amount=Decimal(5), currency="USD"),
    "risk": Decimal("0.01"),
}


def test_an_order_has_one_size() -> None:
    for name, value in SIZES.items():
        assert said(numbers.RULE, order(**{"quantity": None, name: value})) == []
    for given in ((), ("quantity", "risk"), ("notional", "risk"), ("quantity", "notional", "risk")):
        sizes: dict[str, Any] = {"quantity": None, **{name: SIZES[name] for name in given}}
        assert said(numbers.RULE, order(**sizes)) == [("ONE_SIZE", {"given": str(len(given))})]


@pytest.mark.parametrize(
    ("kind", "needs"), [("market", ""), ("limit", "limit"), ("stop", "trigger"), ("stop_limit", "trigger limit")]
)
def test_prices_belong_to_the_type(kind: str, needs: str) -> None:
    for given in ("", "limit", "trigger", "trigger limit"):
        prices = dict.fromkeys(given.split(), "101")
        expected: Said = [] if given == needs else [("PRICES_OF_TYPE", {"type": kind})]
        assert said(numbers.RULE, order(type=kind, **prices)) == expected
        resting = facts(working("buy", "1", **{"type": kind, "limit": None, **dict.fromkeys(needs.split(), "100")}))
        fits = set(given.split()) <= set(needs.split())
        assert said(numbers.RULE, made.amend(**prices), resting) == (
            [] if fits else [("PRICES_OF_TYPE", {"type": kind})]
        )
    assert said(numbers.RULE, made.amend("gone", limit="5")) == []


def test_an_advance_goes_by_one_to_260_sessions_or_to_a_moment_within_400_days() -> None:
    assert said(numbers.RULE, made.advance(sessions=1)) == said(numbers.RULE, made.advance(sessions=260)) == []
    assert said(numbers.RULE, made.advance(sessions=0)) == invalid("sessions", "0")
    assert said(numbers.RULE, made.advance(sessions=261)) == invalid("sessions", "261")
    assert said(numbers.RULE, made.advance()) == invalid("sessions", "?")
    assert said(numbers.RULE, made.advance(sessions=1, to=AT + DAY)) == invalid("sessions", "?")
    ago = facts(market=AT - 9 * DAY)
    assert said(numbers.RULE, made.advance(to=AT + 391 * DAY), ago) == []
    late = AT + 391 * DAY + TICK
    assert said(numbers.RULE, made.advance(to=late), ago) == invalid("to", late.isoformat())


def test_a_replay_account_alone_moves_its_clock_and_only_forward() -> None:
    ago = facts(market=AT - 9 * DAY)
    real = replace(ago, account=replace(ago.account, replay=False))
    now = (AT - 9 * DAY).isoformat()
    backwards = ("CLOCK_BACKWARDS", {"to": now, "market": now})
    assert said(replay_only.RULE, made.advance(sessions=1), ago) == []
    assert said(replay_only.RULE, made.advance(sessions=1), real) == [("NOT_REPLAY", {"account": "paper"})]
    assert said(replay_only.RULE, made.advance(to=AT - 9 * DAY), ago) == [backwards]
    assert said(replay_only.RULE, made.advance(to=AT - 9 * DAY), real) == [
        ("NOT_REPLAY", {"account": "paper"}),
        backwards,
    ]
    assert said(replay_only.RULE, made.advance(to=AT - 9 * DAY + TICK), ago) == []
    assert said(replay_only.RULE, order(), real) == []


def test_who_asks_and_where_the_text_came_from() -> None:
    def by(role: Role, label: Label) -> Any:
        return made.asked(order(), origin=replace(made.OWNER, role=role), label=label)

    denied = ("ACCESS_DENIED", {"role": "viewer", "kind": "order"})
    assert said(access.RULE, by(Role.TRADER, Label.INTERNAL)) == []
    assert said(access.RULE, by(Role.VIEWER, Label.OWNER)) == [denied]
    assert said(access.RULE, by(Role.VIEWER, Label.WEB)) == [denied, ("UNTRUSTED_LABEL", {"label": "WEB"})]
    assert said(access.RULE, by(Role.OWNER, Label.SUBSCRIBER)) == [("UNTRUSTED_LABEL", {"label": "SUBSCRIBER"})]


def earlier(**changes: Any) -> Recent:
    """An earlier request of the same person for the same."""
    base = Recent(at=AT, market=AT, principal="anna", fingerprint=fingerprint(order()), raises=True)
    return replace(base, **changes)


def test_a_repeated_wish_is_found_behind_others_within_its_seconds() -> None:
    again = [("DUPLICATE_INTENT", {"seconds": "3"})]
    other = earlier(fingerprint="other")

    def after(*recent: Recent) -> Said:
        return said(duplicate.RULE, order(), remembered(facts(market=AT - 9 * DAY), recent=recent))

    assert after() == []
    assert after(earlier()) == after(earlier(at=AT - 3 * SECOND + TICK)) == again
    assert after(earlier(at=AT - 3 * SECOND)) == []
    assert after(earlier(at=AT - SECOND), other, earlier(principal="bert")) == again
    assert after(earlier(), earlier()) == again
    assert after(other, earlier(principal="bert")) == []
    assert after(earlier(), earlier(at=AT - 3 * SECOND)) == [], "requests are kept in the order of time"


def test_a_known_id_is_named() -> None:
    known = remembered(facts(), known=("i0", "i1"))
    assert said(duplicate_id.RULE, order(), known) == [("DUPLICATE_ID", {"intent_id": "i1"})]
    assert said(duplicate_id.RULE, order(), remembered(facts(), known=("i0",))) == []


def test_a_request_lives_from_now_to_its_end() -> None:
    def at(**changes: Any) -> Said:
        return said(expiry.RULE, made.asked(order(), **changes))

    def expired(end: Any) -> Said:
        return [("EXPIRED", {"expires_at": end.isoformat(), "wall": AT.isoformat()})]

    end = order().expires_at
    assert at(expires_at=AT + TICK) == []
    assert at(expires_at=AT) == expired(AT)
    assert at(expires_at=AT - TICK) == expired(AT - TICK)
    assert at(created_at=AT - 100 * SECOND) == []
    assert at(created_at=AT - 100 * SECOND - TICK) == expired(end)
    assert at(created_at=AT + 5 * SECOND) == []
    ahead = AT + 5 * SECOND + TICK
    assert at(created_at=ahead) == [("FROM_THE_FUTURE", {"created_at": ahead.isoformat(), "wall": AT.isoformat()})]


def test_the_life_of_an_order_ends_on_the_clock_of_the_market() -> None:
    known = facts(market=AT - DAY)
    assert said(expiry.RULE, order(good_till=AT - DAY + TICK), known) == []
    past = [("GOOD_TILL_PAST", {"good_till": (AT - DAY).isoformat()})]
    assert said(expiry.RULE, order(good_till=AT - DAY), known) == past
    assert said(expiry.RULE, made.amend(limit="5")) == []


def test_requests_are_counted_by_the_minute_and_the_day_on_the_clock_of_who_asks() -> None:
    minute = [("RATE_MINUTE", {"count": "4", "allowed": "4"})]
    day = [("RATE_DAY", {"count": "7", "allowed": "7"})]

    def after(count: int, intent: Any = None, **changes: Any) -> Said:
        known = remembered(facts(market=AT - 9 * DAY), recent=(earlier(**changes),) * count)
        return said(rate.RULE, order() if intent is None else intent, known)

    assert after(3) == []
    assert after(4) == after(4, at=AT - 60 * SECOND + TICK) == minute
    assert after(4, at=AT - 60 * SECOND) == []
    assert after(6, at=AT - DAY + TICK) == []
    assert after(7, at=AT - DAY + TICK) == day
    assert after(7, at=AT - DAY) == []
    assert after(9, raises=False) == []
    assert after(4, order(strategy="s"), at=AT - 2 * DAY, market=AT - 9 * DAY) == minute
    assert after(9, order(strategy="s"), market=AT - 12 * DAY) == []
    assert after(4, made.amend(limit="5")) == minute


def test_a_group_takes_only_entries_of_its_symbol() -> None:
    denied = [("OCO_GROUP", {"symbol": "AAA", "oco": "g"})]
    entry = working("buy", "1", oco="g")
    assert said(oco_group.RULE, order(oco="g"), facts(entry)) == []
    assert said(oco_group.RULE, order(oco="g"), facts(entry, working("buy", "1", symbol=BBB, oco="g"))) == denied
    assert said(oco_group.RULE, order(oco="g"), facts(entry, stop_leg("sell", "1", "95", oco="g"))) == denied
    assert said(oco_group.RULE, order(), facts(stop_leg("sell", "1", "95"))) == []
    assert said(oco_group.RULE, order(oco="g"), facts(stop_leg("sell", "1", "95", oco="h"))) == []
    assert said(oco_group.RULE, made.close(), facts(entry)) == []


def collar(field: str, price: str, market: str) -> tuple[str, dict[str, str]]:
    """The reason of a price outside the collar."""
    return ("PRICE_COLLAR", {"field": field, "price": price, "market": market, "share": "0.1"})


@pytest.mark.parametrize(
    ("intent", "expected"),
    [
        (order(type="limit", limit="180"), []),
        (order(type="limit", limit="179.99"), [collar("limit", "179.99", "200")]),
        (order("sell", type="limit", limit="110", stop="120"), []),
        (order("sell", type="limit", limit="110.01", stop="120"), [collar("limit", "110.01", "100")]),
        (order(type="stop", trigger="220"), []),
        (order(type="stop", trigger="220.01"), [collar("trigger", "220.01", "200")]),
        (
            order(type="stop_limit", trigger="230", limit="231"),
            [collar("limit", "231", "200"), collar("trigger", "230", "200")],
        ),
        (order(), []),
        (order(type="limit"), []),
        (made.close(), []),
    ],
)
def test_a_price_stays_near_the_side_of_the_quote_that_it_meets(intent: Any, expected: Said) -> None:
    assert said(price_collar.RULE, intent, facts(quotes={AAA: quote("100", "200")})) == expected


def test_a_limit_reaches_only_so_far_through_the_market() -> None:
    far = {"market": "100", "share": "0.02"}
    for side, inside, outside in (("buy", "102", "102.01"), ("sell", "98", "97.99")):
        stop = "90" if side == "buy" else "110"
        assert said(price_collar.RULE, order(side, type="limit", limit=inside, stop=stop)) == []
        through = said(price_collar.RULE, order(side, type="limit", limit=outside, stop=stop))
        assert through == [("THROUGH_MARKET", {"price": outside, **far})]
    away = order(type="stop_limit", trigger="104", limit="105")
    assert said(price_collar.RULE, away) == []


def test_no_price_is_compared_with_a_quote_that_is_none() -> None:
    far = order(type="limit", limit="1")
    for quotes in ({}, {AAA: quote("101", "100")}, {AAA: quote("NaN")}):
        assert said(price_collar.RULE, far, facts(quotes=quotes)) == []


def test_a_closed_market_says_when_it_opens() -> None:
    opens = AT + DAY
    for session, shown in (
        (Session(open=False, opens_at=opens), opens.isoformat()),
        (Session(open=False), "?"),
        (Session(open=True, closed=(AAA,), opens_at=opens), opens.isoformat()),
    ):
        closed = [("MARKET_CLOSED", {"symbol": "AAA", "opens": shown})]
        assert said(session_open.RULE, order(), facts(session=session)) == closed
    assert said(session_open.RULE, order(), facts(session=Session(open=True, closed=(BBB,)))) == []
    assert said(session_open.RULE, made.close("all"), facts(session=Session(open=False))) == []


def switched(state: Switch, **changes: Any) -> Facts:
    """Facts of an account in a state."""
    return facts(switch=replace(made.switched(state), **changes))


def test_until_the_venue_is_compared_only_cancels_and_halts_act() -> None:
    known = switched(Switch.ACTIVE, reconciling=True)
    for intent in (order(), made.close(), made.reduce("1"), made.amend(limit="5")):
        assert said(snapshot.RULE, intent, known) == [("RECONCILING", {"account": "paper"})]
        assert said(snapshot.RULE, intent) == []
    for calm in (made.cancel(), made.resume(), made.advance(sessions=1)):
        assert said(snapshot.RULE, calm, known) == []


@pytest.mark.parametrize(
    ("state", "changes", "code"),
    [
        (Switch.ACTIVE, {}, ""),
        (Switch.ACTIVE, {"latched": True}, ""),
        (Switch.ACTIVE, {"strangers": ("o9",)}, "TRADING_REDUCING"),
        (Switch.REDUCING, {}, "TRADING_REDUCING"),
        (Switch.HALTED, {}, "TRADING_HALTED"),
        (Switch.HALTED, {"strangers": ("o9",)}, "TRADING_HALTED"),
    ],
)
def test_risk_is_taken_only_by_an_active_account_without_strangers(
    state: Switch, changes: dict[str, Any], code: str
) -> None:
    for cause, shown in (("a test", "a test"), (None, "?"), ("", "?")):
        expected: Said = [(code, {"account": "paper", "cause": shown})] if code else []
        assert said(switch.RULE, order(), switched(state, cause=cause, **changes)) == expected


@pytest.mark.parametrize(
    ("adopts", "state", "changes", "expected"),
    [
        ((), Switch.HALTED, {"latched": True}, []),
        (("o9",), Switch.ACTIVE, {"strangers": ("o9",)}, []),
        (("o8", "o9"), Switch.REDUCING, {"strangers": ("o9", "o8")}, []),
        (("o9",), Switch.ACTIVE, {"strangers": ("o9", "o8")}, [("STRANGERS_CHANGED", {"shown": "1", "now": "2"})]),
        (("o9", "o8"), Switch.ACTIVE, {"strangers": ("o9",)}, [("STRANGERS_CHANGED", {"shown": "2", "now": "1"})]),
        (("o9",), Switch.HALTED, {"latched": True}, [("STRANGERS_CHANGED", {"shown": "1", "now": "0"})]),
        ((), Switch.ACTIVE, {}, [("NOTHING_TO_RESUME", {"account": "paper", "cause": "a test"})]),
        ((), Switch.REDUCING, {}, [("CANNOT_RESUME", {"account": "paper", "cause": "a test"})]),
        ((), Switch.HALTED, {"cause": ""}, [("CANNOT_RESUME", {"account": "paper", "cause": "?"})]),
    ],
)
def test_a_resume_lifts_what_is_latched_and_adopts_what_was_shown(
    adopts: tuple[str, ...], state: Switch, changes: dict[str, Any], expected: Said
) -> None:
    assert said(resume.RULE, made.resume(*adopts), switched(state, **changes)) == expected
    assert said(resume.RULE, order(), switched(state, **changes)) == []


# Rules that judge every act; the others only acts that raise risk.
ALWAYS = (access, duplicate_id, numbers, snapshot, replay_only, resume)
RAISING = (switch, expiry, duplicate, rate, session_open, price_collar, oco_group)


def test_what_lowers_risk_meets_only_the_rules_that_judge_every_act() -> None:
    assert [module.RULE.always for module in ALWAYS] == [True] * len(ALWAYS)
    assert [module.RULE.always for module in RAISING] == [False] * len(RAISING)
    for module in (*ALWAYS, *RAISING):
        assert module.RULE.name == module.__name__.rpartition(".")[2]


def test_a_close_passes_a_halted_account_whose_market_is_closed() -> None:
    known = facts(made.held("1"), switch=made.switched(Switch.HALTED), session=Session(open=False))
    assert made.passes(Act(made.close(), known).judged())
