"""The terms of a ruleset beside its floors: what they become, what is refused by name, what is only doubted."""

import copy
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.firms.programme import heading
from policies.firms.rulesets import ruleset
from policies.firms.terms import ClassLimit, Consistency, FlatBy, News, Phase, Terms, TradingDay, Unit, Whole
from policies.limits import BadLimits, limits_hash
from tests.unit.kernel_cases import HOUSE, HOUSE_DATA
from tools.trading.rulesets import Rulesets

RULESETS = Rulesets()

ORIGIN: dict[str, Any] = {"source": "a page", "verified_on": date(2026, 11, 1), "confidence": "official"}
FLAT = {"zone": "Europe/Prague", "at": "21:00", "until": "23:00", **ORIGIN}
SHARE = {"unit": "best_trade", "of": "target", "share": "0.4", **ORIGIN}
PLACE: dict[str, Any] = {"asset_class": "future", "lots": "5", "leverage": "20", **ORIGIN}


def with_terms(**terms: Any) -> dict[str, Any]:
    """The house ruleset with these terms."""
    return {**copy.deepcopy(HOUSE_DATA), **terms}


def value(of: Any) -> dict[str, Any]:
    return {"value": of, **ORIGIN}


def test_every_term_is_read() -> None:
    data = with_terms(
        phases=[{"name": "one", "target": "0.1", "min_days": 4, "max_days": 60, "min_positions": 10, **ORIGIN}],
        trading_day={**value("profitable"), "profit": "0.005"},
        consistency=SHARE,
        flat_by=[FLAT, {**FLAT, "days": ["fri", "mon"], "margin_s": 60}],
        news={"before_s": 120, "after_s": 180, "lead_s": 30, **ORIGIN},
        classes=[PLACE, {"asset_class": "fx", **ORIGIN}],
        position_risk=value("0.03"),
        stop_within_s=value(300),
        forbidden=value(["grid", "hft"]),
        min_hold_s=value(60),
        inactivity_days=value(30),
    )
    flat = FlatBy(zone="Europe/Prague", at=time(21), until=time(23))
    limits, seen = ruleset(data)
    assert limits.doubts == ()
    assert limits.verified_on == date(2026, 11, 1)
    assert limits.terms == Terms(
        phases=(Phase(name="one", target=Decimal("0.1"), min_days=4, max_days=60, min_positions=10),),
        trading_day=TradingDay.PROFITABLE,
        day_profit=Decimal("0.005"),
        consistency=Consistency(unit=Unit.TRADE, of=Whole.TARGET, share=Decimal("0.4")),
        flat_by=(flat, FlatBy(zone=flat.zone, at=flat.at, until=flat.until, days=(0, 4), margin_s=60)),
        news=News(before_s=120, after_s=180, lead_s=30),
        classes=(
            ClassLimit(asset_class="future", leverage=Decimal(20), lots=Decimal(5)),
            ClassLimit(asset_class="fx"),
        ),
        position_risk=Decimal("0.03"),
        stop_within_s=300,
        forbidden=("grid", "hft"),
        min_hold_s=60,
        inactivity_days=30,
    )
    assert {p.field: p.value for p in seen}["flat_by-2.days"] == "fri, mon"
    assert limits_hash(limits) != limits_hash(HOUSE)


def test_what_a_file_does_not_say_asks_for_nothing() -> None:
    assert ruleset(HOUSE_DATA)[0].terms == Terms()


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("phases", {"phases": {"name": "one"}}),
    ("phases.name", {"phases": [{"target": "0.1", **ORIGIN}]}),
    ("phases.name", {"phases": [{"name": " ", **ORIGIN}]}),
    ("phases-2.target", {"phases": [{"name": "a", **ORIGIN}, {"name": "b", "target": "ten", **ORIGIN}]}),
    ("phases.min_days", {"phases": [{"name": "a", "min_days": "1.5", **ORIGIN}]}),
    ("trading_day", {"trading_day": value("worked")}),
    ("trading_day", {"trading_day": dict(ORIGIN)}),
    ("trading_day.profit", {"trading_day": {**value("profitable"), "profit": "-1"}}),
    ("consistency", {"consistency": "0.5"}),
    ("consistency.unit", {"consistency": {**SHARE, "unit": "best_week"}}),
    ("consistency.of", {"consistency": {**SHARE, "of": "capital"}}),
    ("consistency.share", {"consistency": {**SHARE, "share": "0"}}),
    ("consistency.share", {"consistency": {**SHARE, "share": "1.01"}}),
    ("flat_by.zone", {"flat_by": [{**FLAT, "zone": "Mars/Base"}]}),
    ("flat_by.at", {"flat_by": [{**FLAT, "at": "9pm"}]}),
    ("flat_by.at", {"flat_by": [{**FLAT, "at": time(21)}]}),
    ("flat_by.until", {"flat_by": [{**FLAT, "until": "21:00"}]}),
    ("flat_by.until", {"flat_by": [{**FLAT, "until": "05:00"}]}),
    ("flat_by.until", {"flat_by": [{k: v for k, v in FLAT.items() if k != "until"}]}),
    ("flat_by.days", {"flat_by": [{**FLAT, "days": ["friday"]}]}),
    ("flat_by.days", {"flat_by": [{**FLAT, "days": []}]}),
    ("flat_by.days", {"flat_by": [{**FLAT, "days": "fri"}]}),
    ("flat_by.margin_s", {"flat_by": [{**FLAT, "margin_s": "soon"}]}),
    ("flat_by.margin_s", {"flat_by": [{**FLAT, "at": "00:04"}]}),
    ("flat_by.margin_s", {"flat_by": [{**FLAT, "margin_s": 86_401}]}),
    ("news.after_s", {"news": {"before_s": 120, **ORIGIN}}),
    ("news.before_s", {"news": {"before_s": 10**15, "after_s": 1, **ORIGIN}}),
    (
        "news.verified_on",
        {"news": {"before_s": 1, "after_s": 1, **ORIGIN, "verified_on": datetime(2026, 11, 1, tzinfo=UTC)}},
    ),
    ("classes.asset_class", {"classes": [{"lots": "5", **ORIGIN}]}),
    ("classes.asset_class", {"classes": [{**PLACE, "asset_class": "Futures!"}]}),
    ("classes-2.asset_class", {"classes": [PLACE, PLACE]}),
    ("classes.lots", {"classes": [{**PLACE, "lots": 5.0}]}),
    ("position_risk", {"position_risk": value("a little")}),
    ("stop_within_s", {"stop_within_s": value("0.5")}),
    ("forbidden", {"forbidden": value("grid")}),
    ("forbidden", {"forbidden": value(["grid", 5])}),
    ("unchecked", {"unchecked": [{"en": "Keep it.", "fr": "", **ORIGIN}]}),
]


@pytest.mark.parametrize(("field", "terms"), REFUSED)
def test_a_term_that_cannot_be_understood_is_refused_by_name(field: str, terms: dict[str, Any]) -> None:
    with pytest.raises(BadLimits, match=rf"^{field}: "):
        ruleset(with_terms(**terms))


DOUBTED: list[tuple[str, dict[str, Any]]] = [
    ("phases.payout: unknown_field", {"phases": [{"name": "a", "payout": "0.8", **ORIGIN}]}),
    ("trading_day.note: unknown_field", {"trading_day": {**value("opened"), "note": "x"}}),
    ("consistency: unconfirmed", {"consistency": {**SHARE, "confidence": "unconfirmed"}}),
    ("flat_by-2: no_source", {"flat_by": [FLAT, {**FLAT, "source": ""}]}),
    ("news: no_verified_on", {"news": {"before_s": 1, "after_s": 1, "source": "s", "confidence": "official"}}),
    ("classes.lots: unconfirmed", {"classes": [{**PLACE, "lots": {"value": "5", "confidence": "unconfirmed"}}]}),
    ("forbidden: no_confidence", {"forbidden": {"value": ["grid"], "source": "s", "verified_on": date(2026, 1, 1)}}),
    ("position_risk.of: unknown_field", {"position_risk": {**value("0.03"), "of": "equity"}}),
    ("drawdown: unknown_field", {"drawdown": [1, 2]}),
]


@pytest.mark.parametrize(("doubt", "terms"), DOUBTED)
def test_a_doubtful_term_is_read_and_named(doubt: str, terms: dict[str, Any]) -> None:
    assert ruleset(with_terms(**terms))[0].doubts == (doubt,)


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.floats(),
    st.text(max_size=8),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from(["NaN", "1e9", "-1", "0", "../etc", "UTC 99:99", "UTC 00:00", "fixed", "reference", "23:59"]),
    st.just([]),
    st.just([{}]),
    st.just({}),
    st.just({"value": {"value": "1"}}),
    st.just([["fri"]]),
)


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """A shipped ruleset with one to three of its values, at any depth, replaced by something odd or taken out."""
    data = copy.deepcopy(draw(st.sampled_from([RULESETS[firm] for firm in ("topstep-50k", "ftmo-2step-funded")])))
    for _ in range(draw(st.integers(1, 3))):
        place: Any = data
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if not isinstance(place[key], dict | list) or draw(st.booleans()):
                place[key] = copy.deepcopy(draw(ODD))
                break
            place = place[key]
    return data


@given(damaged())
def test_whatever_a_file_says_it_is_read_or_refused(data: dict[str, Any]) -> None:
    try:
        limits, seen = ruleset(data)
    except BadLimits:
        return
    assert len(limits_hash(limits)) == 64
    assert limits.verified_on is None or limits.verified_on in {p.verified_on for p in seen}
    assert all(": " in doubt for doubt in limits.doubts)


def test_a_plain_term_counts_though_nobody_says_where_it_comes_from() -> None:
    limits, _ = ruleset(with_terms(position_risk="0.01"))
    assert limits.terms.position_risk == Decimal("0.01")
    assert limits.doubts == tuple(f"position_risk: {why}" for why in ("no_source", "no_verified_on", "no_confidence"))


def test_what_the_kernel_does_not_check_is_told_in_both_languages() -> None:
    (told,) = heading(with_terms(unchecked=[{"en": "Keep it.", "fr": "Gardez-le.", **ORIGIN}])).unchecked
    assert (told.en, told.fr, told.source) == ("Keep it.", "Gardez-le.", "a page")
