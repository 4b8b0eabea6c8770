"""Rulesets: what is refused, what the ceilings take away, and that tightening never loosens."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.firms.reading import ORIGIN
from policies.firms.rulesets import overlay, ruleset
from policies.limits import CEILING, LARGEST_WINS, SMALLEST_WINS, BadLimits, Lock, Reset, limits_hash, tighten
from policies.values import Tier
from tests.unit.kernel_cases import HOUSE, HOUSE_DATA

HOUSE_HASH = "1a00ba1f576b8a185bbe0ee89045f74f3ba5c0972ddae762195e9978874edb37"
Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> dict[str, Any]:
    """The house ruleset with one thing changed."""
    data = copy.deepcopy(HOUSE_DATA)
    change(data)
    return data


def setting(name: str, value: Any) -> dict[str, Any]:
    """The house ruleset with one value of its order table."""
    return changed(lambda d: d["order"][name].update(value=value))


def test_the_house_is_what_it_was() -> None:
    assert limits_hash(HOUSE) == HOUSE_HASH
    assert (HOUSE.id, HOUSE.tier, HOUSE.per_minute, HOUSE.stop_required) == ("house", Tier.T0, 30, True)


def test_the_hash_changes_with_every_number_and_not_with_notation() -> None:
    assert limits_hash(replace(HOUSE, leverage=Decimal("2.000"))) == limits_hash(HOUSE)
    assert limits_hash(replace(HOUSE, leverage=Decimal("2.001"))) != limits_hash(HOUSE)
    assert limits_hash(replace(HOUSE, total=(replace(HOUSE.total[0], lock=Lock(at=Decimal(0))),))) != HOUSE_HASH


def test_every_value_has_its_provenance() -> None:
    limits, seen = ruleset(HOUSE_DATA)
    assert limits == HOUSE
    tables = {"daily": HOUSE_DATA["daily"][0], "total": HOUSE_DATA["total"][0], "order": HOUSE_DATA["order"]}
    fields = {f"{table}.{name}" for table, data in tables.items() for name in data.keys() - {*ORIGIN}}
    assert {p.field for p in seen} == fields
    assert all(p.source == "house rule" and p.verified_on == date(2026, 11, 21) for p in seen)
    assert {p.field: p.value for p in seen}["daily.amount"] == "0.05"


def test_json_writes_the_same_ruleset() -> None:
    assert ruleset(json.loads(json.dumps(HOUSE_DATA, default=str)))[0] == HOUSE


REFUSED: list[tuple[str, Change]] = [
    ("its id", lambda d: d.pop("id")),
    ("its id", lambda d: d.update(id=5)),
    ("capital", lambda d: d.update(capital="0")),
    ("capital", lambda d: d.update(capital="much")),
    ("currency", lambda d: d.update(currency="dollars")),
    ("reached_by", lambda d: d.update(reached_by="fax")),
    ("name", lambda d: d.update(name=5)),
    ("leverage", lambda d: d["order"].pop("leverage")),
    ("daily", lambda d: d.pop("daily")),
    ("total", lambda d: d.update(total=[])),
    ("daily", lambda d: d.update(daily={"amount": "0.05"})),
    ("daily", lambda d: d.update(daily=5)),
    ("order", lambda d: d.update(order=[1])),
    ("verified_on", lambda d: d["daily"][0].update(verified_on="yesterday")),
    ("verified_on", lambda d: d["daily"][0].update(verified_on=20261121)),
    ("daily.confidence", lambda d: d["daily"][0].update(confidence="certain")),
    ("order.buffer.source", lambda d: d["order"]["buffer"].update(source=5)),
    ("order.leverage", lambda d: d["order"]["leverage"].pop("value")),
    ("daily.breach", lambda d: d["daily"][0].update(breach="<")),
    ("total.lock_of", lambda d: d["total"][0].update(lock_at="0", lock_of="reference")),
    ("total.lock_of", lambda d: d["total"][0].update(lock_at="0", lock_of="capital")),
    ("amount", lambda d: d["daily"][0].pop("amount")),
    ("daily.amount", lambda d: d["daily"][0].update(amount=0.05)),
    ("daily.amount", lambda d: d["daily"][0].update(amount="NaN")),
    ("total.amount", lambda d: d["total"][0].update(amount="-0.1")),
    ("total.lock_at", lambda d: d["total"][0].update(lock_at="1e3")),
    ("daily.of", lambda d: d["daily"][0].update(of="equity")),
    ("daily.reference", lambda d: d["daily"][0].update(reference="balance")),
    ("daily.effect", lambda d: d["daily"][0].update(effect="none")),
    ("total.trail", lambda d: d["total"][0].update(trail="weekly")),
    ("reset", lambda d: d["daily"][0].update(reset="Mars/Base 17:00")),
    ("reset", lambda d: d["daily"][0].update(reset="America/New_York")),
    ("reset", lambda d: d["daily"][0].update(reset="../etc/passwd 17:00")),
    ("reset", lambda d: d["daily"][0].update(reset="UTC 25:00")),
    ("leverage", lambda d: d["order"]["leverage"].update(value=True)),
    ("leverage", lambda d: d["order"]["leverage"].update(value="-2")),
    ("per_minute", lambda d: d["order"]["per_minute"].update(value="1.5")),
    ("stop_required", lambda d: d["order"]["stop_required"].update(value="yes")),
]


@pytest.mark.parametrize(("named", "change"), REFUSED)
def test_what_cannot_be_trusted_is_refused_by_name(named: str, change: Change) -> None:
    with pytest.raises(BadLimits, match=named):
        ruleset(changed(change))


DOUBTED: list[tuple[str, Change]] = [
    ("profit_target: unknown_field", lambda d: d.update(profit_target="0.1")),
    ("daily.floor: unknown_field", lambda d: d["daily"][0].update(floor="1")),
    ("total.lock: unknown_field", lambda d: d["total"][0].update(lock="0")),
    ("order.max_lots: unknown_field", lambda d: d["order"].update(max_lots={"value": 5})),
    ("order.leverage.note: unknown_field", lambda d: d["order"]["leverage"].update(note="x")),
    ("daily: no_source", lambda d: d["daily"][0].pop("source")),
    ("total: no_source", lambda d: d["total"][0].update(source=" ")),
    ("order.buffer: no_source", lambda d: d["order"]["buffer"].update(source="")),
    ("order.buffer: no_confidence", lambda d: d["order"]["buffer"].pop("confidence")),
    ("daily: no_verified_on", lambda d: d["daily"][0].pop("verified_on")),
    ("daily: unconfirmed", lambda d: d["daily"][0].update(confidence="unconfirmed")),
    ("order.leverage: unconfirmed", lambda d: d["order"]["leverage"].update(confidence="unconfirmed")),
    ("capital: missing", lambda d: d.pop("capital")),
    ("reached_by: missing", lambda d: d.pop("reached_by")),
]

MEANT: list[tuple[str, Change]] = [
    ("daily.amount: .* got '5'; did you mean '0.05'", lambda d: d["daily"][0].update(amount="5")),
    ("total.amount: .* got '10'; did you mean '0.1'", lambda d: d["total"][0].update(amount="10")),
    (
        "daily.amount: missing; unknown amuont, did you mean amount",
        lambda d: renamed(d["daily"][0], "amuont", "amount"),
    ),
    ("order.leverage: missing; unknown leverag, did", lambda d: renamed(d["order"], "leverag", "leverage")),
    ("daily: missing; .* unknown dayly, did you mean daily", lambda d: renamed(d, "dayly", "daily")),
    ("amount: missing$", lambda d: d["daily"][0].pop("amount")),
]


def renamed(table: dict[str, Any], new: str, old: str) -> None:
    table[new] = table.pop(old)


@pytest.mark.parametrize(("said", "change"), MEANT)
def test_an_error_says_what_was_probably_meant(said: str, change: Change) -> None:
    with pytest.raises(BadLimits, match=said):
        ruleset(changed(change))


@pytest.mark.parametrize(
    ("doubt", "change"),
    [
        ("daily.amount", lambda d: d["daily"][0].update(amount="0.11")),
        ("total.amount", lambda d: d["total"][0].update(amount="0.21")),
        ("order.leverage", lambda d: d["order"]["leverage"].update(value="101")),
        ("order.quote_age_s", lambda d: d["order"]["quote_age_s"].update(value=61)),
        ("order.buffer", lambda d: d["order"]["buffer"].update(value="0.01")),
    ],
)
def test_a_value_beyond_a_ceiling_is_doubted(doubt: str, change: Change) -> None:
    assert ruleset(changed(change))[0].doubts == (f"{doubt}: above_ceiling",)


def test_a_value_at_its_ceiling_and_an_amount_in_money_are_not_doubted() -> None:
    def edges(d: dict[str, Any]) -> None:
        d["daily"][0].update(amount="0.1")
        d["total"][0].update(amount="5000", of="fixed")
        d["order"]["leverage"].update(value="100")

    assert ruleset(changed(edges))[0].doubts == ()


@pytest.mark.parametrize(("doubt", "change"), DOUBTED)
def test_what_is_doubtful_is_noted_and_changes_nothing_else(doubt: str, change: Change) -> None:
    limits, _ = ruleset(changed(change))
    assert limits.doubts == (doubt,)
    assert replace(limits, doubts=(), verified_on=None) == HOUSE


def test_a_plain_value_without_an_origin_is_doubted_three_times() -> None:
    doubts = ruleset(changed(lambda d: d["order"].update(leverage="2")))[0].doubts
    assert doubts == tuple(f"order.leverage: {why}" for why in ("no_source", "no_verified_on", "no_confidence"))


def test_a_table_states_its_origin_once_and_a_field_may_differ() -> None:
    origin = {name: HOUSE_DATA["daily"][0][name] for name in ORIGIN}
    plainly = {name: entry["value"] for name, entry in HOUSE_DATA["order"].items()}
    other = {"value": "2", "verified_on": date(2026, 1, 1), "confidence": "official"}
    limits, seen = ruleset(changed(lambda d: d.update(order={**plainly, **origin, "leverage": other})))
    assert replace(limits, verified_on=None) == HOUSE
    found = {p.field: p for p in seen}["order.leverage"]
    assert (found.source, found.verified_on, found.confidence) == ("house rule", date(2026, 1, 1), "official")


def test_the_age_is_that_of_the_oldest_look_at_the_firms_own_values() -> None:
    def looked(d: dict[str, Any]) -> None:
        d["daily"][0].update(verified_on=date(2025, 1, 1))
        d["total"][0].update(verified_on=date(2026, 3, 1), confidence="third_party")
        d["order"]["buffer"].update(verified_on=date(2026, 6, 1), confidence="official")

    assert HOUSE.verified_on is None
    assert ruleset(changed(looked))[0].verified_on == date(2026, 3, 1)


def test_a_tier_may_be_asked_for() -> None:
    tier = {"value": "T2", "source": "x", "verified_on": date(2026, 1, 1), "confidence": "own"}
    assert ruleset(changed(lambda d: d["order"].update(tier=tier)))[0].tier is Tier.T2


@pytest.mark.parametrize("name", sorted(CEILING))
def test_no_ruleset_exceeds_a_ceiling(name: str) -> None:
    extreme = "0" if name in LARGEST_WINS else "999999"
    assert getattr(ruleset(setting(name, extreme))[0], name) == CEILING[name]


def test_every_limit_of_size_has_a_ceiling() -> None:
    assert set(SMALLEST_WINS) <= CEILING.keys()
    assert CEILING.keys() <= {*SMALLEST_WINS, *LARGEST_WINS}


NUMBERED = [name for name in (*SMALLEST_WINS, *LARGEST_WINS) if name != "stop_required"]
CHANGES = st.dictionaries(st.sampled_from(NUMBERED), st.integers(0, 400).map(lambda n: Decimal(n) / 4), max_size=6)


@given(first=CHANGES, second=CHANGES)
def test_tightening_never_loosens_and_does_not_mind_the_order(
    first: dict[str, Decimal], second: dict[str, Decimal]
) -> None:
    both = tighten(tighten(HOUSE, first), second)
    assert both == tighten(tighten(HOUSE, second), first)
    assert tighten(both, first) == both
    for name in SMALLEST_WINS:
        assert getattr(both, name) <= getattr(HOUSE, name)
    for name in LARGEST_WINS:
        assert getattr(both, name) >= getattr(HOUSE, name)


def test_a_required_stop_stays_required() -> None:
    assert tighten(HOUSE, {"stop_required": False}).stop_required
    assert tighten(replace(HOUSE, stop_required=False), {"stop_required": True}).stop_required


@pytest.mark.parametrize("name", ["tier", "id", "daily", "lever_age"])
def test_what_is_no_limit_cannot_be_tightened(name: str) -> None:
    with pytest.raises(BadLimits, match=name):
        tighten(HOUSE, {name: Decimal(1)})


def test_a_users_overlay_is_plain_and_as_strict() -> None:
    mine = overlay({"leverage": "1", "per_day": 20, "stop_required": True})
    assert tighten(HOUSE, mine) == replace(HOUSE, leverage=Decimal(1), per_day=20)
    for name, value in (("leverage", 1.0), ("per_day", "2.5"), ("stop_required", 1), ("leverage", "-1")):
        with pytest.raises(BadLimits, match=name):
            overlay({name: value})


def test_a_reset_needs_a_real_zone() -> None:
    assert {reset.key for reset in HOUSE.resets} == {"America/New_York@17:00"}
    with pytest.raises(KeyError):
        Reset(zone="Nowhere", at=HOUSE.resets[0].at)
