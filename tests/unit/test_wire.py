"""The wire: what is encoded decodes to itself, what is not of the published shape is refused with its path."""

import copy
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from policies.facts import Facts, Marks
from policies.firms.rulesets import ruleset
from policies.intents import INTENTS, OrderIntent
from policies.limits import BadLimits
from policies.values import Money, plain
from policies.wire.cases import case_limits, decode_intent, judge_case, verdict_json
from policies.wire.codec import Malformed, decode, encode
from policies.wire.fingerprint import digest, fingerprint
from policies.wire.schema import schema
from tests.properties.kernel_worlds import orders, worlds
from tests.unit.kernel_cases import HOUSE_DATA, amend, asked, order, resume
from tests.unit.kernel_edges_market import EDGES

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
FIRMS = {"house": HOUSE_DATA}
VALIDATOR = Draft202012Validator(schema())
CASE: dict[str, Any] = {
    "intent": {"kind": "order", "symbol": "AAA", "side": "buy", "type": "market", "quantity": "10", "stop": "95"},
    "facts": {
        "wall": "2012-01-03T20:30:00Z",
        "market": "2012-01-03T15:30:00-05:00",
        "session": {"open": True},
        "account": {"currency": "USD", "initial": "100000", "balance": "100000"},
        "quotes": {"AAA": {"bid": "100", "ask": "100", "at": "2012-01-03T20:30:00Z"}},
        "instruments": {"AAA": {"currency": "USD", "tick": "0.01", "lot": "0.01", "gap": "0.05"}},
        "switch": {"state": "ACTIVE"},
    },
    "limits": {"firm": "house"},
}
INLINE = json.loads(json.dumps(HOUSE_DATA, default=str))


def case(path: str = "", value: Any = None) -> Any:
    """The worked case with the value at a dotted path set, or taken out if it is None."""
    made = copy.deepcopy(CASE)
    if not path:
        return made
    *parents, last = path.split(".")
    place = made
    for name in parents:
        place = place[name]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return made


@pytest.mark.parametrize("edge", EDGES, ids=str)
def test_intents_and_facts_come_back_as_they_went(edge: Any) -> None:
    for act in (edge.inside, edge.outside):
        sent = json.loads(json.dumps(encode(act.facts)))
        assert decode(Facts, sent) == act.facts
        body = json.loads(json.dumps({"kind": act.intent.kind, **encode(act.intent)}))
        assert decode_intent(body) == act.intent


@given(known=worlds(), intent=orders())
def test_sane_worlds_come_back_as_they_went(known: Facts, intent: OrderIntent) -> None:
    assert decode(Facts, json.loads(json.dumps(encode(known)))) == known
    assert decode_intent({"kind": "order", **encode(intent)}) == intent


@given(
    number=st.decimals(min_value=-(10**12), max_value=10**12, places=8),
    at=st.integers(-(2 * 10**15), 3 * 10**16).map(lambda n: EPOCH + timedelta(microseconds=n)),
    day=st.dates(),
)
def test_numbers_times_and_days_come_back(number: Decimal, at: datetime, day: date) -> None:
    same: Any = {"day_balance": number, "day_equity": number, "day_peak": number, "eod_balance": number}
    marks = Marks(day=day, eod_max=number, peak_equity=number, **same)
    assert decode(Marks, encode(marks)) == marks
    assert decode_intent({"kind": "order", **encode(asked(order(), created_at=at))}) == asked(order(), created_at=at)


@pytest.mark.parametrize(
    "written", ["NaN", "1e5", "Infinity", "0x10", "1_000", "١٢", " 1", "1.", "", 1.5, True, None, [], "-"]
)
def test_what_is_no_plain_number_becomes_nan_and_is_denied(written: Any) -> None:
    made = case()
    made["intent"]["quantity"] = written
    verdict = judge_case(made, FIRMS)
    assert verdict["decision"] == "deny"
    assert verdict["reasons"][0]["code"] in ("INVALID_NUMBER", "ONE_SIZE")


@pytest.mark.parametrize(
    "path", ["account.balance", "account.initial", "quotes.AAA.bid", "instruments.AAA.gap", "instruments.AAA.lot"]
)
@pytest.mark.parametrize("written", ["NaN", 1.5, "-1", "0", True, "1e9"])
def test_a_bad_number_in_the_facts_is_denied_and_never_an_error(path: str, written: Any) -> None:
    verdict = judge_case(case(f"facts.{path}", written), FIRMS)
    zero_gap = path.endswith("gap") and written == "0"
    assert verdict["decision"] == ("allow" if zero_gap else "deny")


MALFORMED: list[tuple[str, Any, str]] = [
    ("intent.kind", "publish", "intent.kind"),
    ("intent.kind", None, "intent.kind"),
    ("intent.side", "long", "intent.side"),
    ("intent.side", None, "intent.*missing.*side"),
    ("intent.note", "x", "intent.*unknown.*note"),
    ("intent.expires_at", "tomorrow", "intent.expires_at"),
    ("intent.expires_at", "2012-01-03T20:30:00", "intent.expires_at"),
    ("intent.expires_at", 1325622600, "intent.expires_at"),
    ("intent.symbol", 5, "intent.symbol"),
    ("intent.symbol", "A\u0000", "intent.symbol"),
    ("intent.strategy", "x" * 501, "intent.strategy"),
    ("intent.origin", {"principal": "x"}, "intent.origin.*missing"),
    ("intent.label", "ROOT", "intent.label"),
    ("facts.wall", None, "facts.*missing.*wall"),
    ("facts.clock", "x", "facts.*unknown.*clock"),
    ("facts.positions", {}, "facts.positions"),
    ("facts.positions", [{"symbol": "AAA"}], r"facts.positions\[0\].*missing"),
    ("facts.quotes", [], "facts.quotes"),
    ("facts.quotes.AAA.at", "now", "facts.quotes.AAA.at"),
    ("facts.session.open", "yes", "facts.session.open"),
    ("facts.session.open", 1, "facts.session.open"),
    ("facts.switch.state", "OFF", "facts.switch.state"),
    ("facts.history", {"failures": True}, "facts.history.failures"),
    ("facts.history", {"failures": 10**13}, "facts.history.failures"),
    ("facts", [], "facts"),
    ("intent", "buy", "intent"),
    ("limits", None, "exactly intent, facts and limits"),
    ("extra", 1, "exactly intent, facts and limits"),
    ("limits", "house", "limits"),
]


@pytest.mark.parametrize(("path", "value", "named"), MALFORMED)
def test_what_is_malformed_is_refused_by_code_and_schema_alike(path: str, value: Any, named: str) -> None:
    broken = case(path, value)
    with pytest.raises(Malformed, match=named):
        judge_case(broken, FIRMS)
    assert not VALIDATOR.is_valid(broken)


@pytest.mark.parametrize("broken", [None, [], "case", 5, {}])
def test_what_is_no_object_at_all_is_refused(broken: Any) -> None:
    with pytest.raises(Malformed):
        judge_case(broken, FIRMS)
    assert not VALIDATOR.is_valid(broken)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00"])
def test_a_time_at_the_end_of_time_is_malformed(moment: str) -> None:
    for path in ("facts.wall", "facts.market"):
        with pytest.raises(Malformed, match=path):
            judge_case(case(path, moment), FIRMS)


def test_the_schema_is_one_and_accepts_what_the_kernel_answers() -> None:
    Draft202012Validator.check_schema(schema())
    VALIDATOR.validate(CASE)
    VALIDATOR.validate(case("limits", INLINE))
    for edge in EDGES:
        for act in (edge.inside, edge.outside):
            sent = {"intent": {"kind": act.intent.kind, **encode(act.intent)}, "facts": encode(act.facts)}
            VALIDATOR.validate({**sent, "limits": {"firm": "house"}})
    kinds = {shape["properties"]["kind"]["const"] for shape in schema()["properties"]["intent"]["oneOf"]}
    assert kinds == INTENTS.keys()


def test_a_worked_case_in_both_languages() -> None:
    assert judge_case(CASE, FIRMS) == {
        "decision": "allow",
        "quantity": "10",
        "tier": None,
        "reasons": [],
        "limits_hash": judge_case(case("limits", INLINE), FIRMS)["limits_hash"],
    }
    bare = case("intent.stop")
    english, french = judge_case(bare, FIRMS)["reasons"][0], judge_case(bare, FIRMS, "fr")["reasons"][0]
    assert (english["code"], english["rule"], english["numbers"]) == (
        "STOP_REQUIRED",
        "stop_required",
        {"symbol": "AAA", "price": "100"},
    )
    assert english["text"].startswith("an order in AAA needs a protective stop")
    assert french["text"].startswith("un ordre sur AAA demande un stop de protection")


def test_a_case_without_marks_starts_at_the_stricter_of_initial_and_balance() -> None:
    won = judge_case(case("facts.account.balance", "105000"), FIRMS)
    lost = judge_case(case("facts.account.balance", "95500"), FIRMS)
    assert (won["decision"], lost["decision"]) == ("allow", "deny")
    assert lost["reasons"][0]["numbers"]["headroom"] == "0"


def test_limits_are_a_known_firm_or_a_whole_ruleset() -> None:
    assert case_limits(INLINE, {}) == ruleset(HOUSE_DATA)[0]
    with pytest.raises(Malformed, match="known are"):
        case_limits({"firm": "atlantis"}, FIRMS)
    for broken in ({}, {"firm": "house", "id": "x"}, {"id": "x"}):
        with pytest.raises(BadLimits):
            case_limits(broken, FIRMS)


def test_digest_and_fingerprint_tell_apart_what_they_should() -> None:
    base, later = order(), asked(order(), intent_id="i2", created_at=order().expires_at)
    assert fingerprint(base) == fingerprint(later)
    assert digest(base) != digest(later)
    assert digest(base) != digest(base, "another cause")
    same = asked(base, quantity=Decimal("10.00"))
    assert (digest(base), fingerprint(base)) == (digest(same), fingerprint(same))
    wishes = [
        base,
        order(quantity="11"),
        order("sell"),
        order(stop="94"),
        order(strategy="s"),
        amend(),
        resume(),
        resume("o9"),
    ]
    assert len({fingerprint(wish) for wish in wishes}) == len(wishes)


def test_money_and_numbers_are_written_plainly() -> None:
    assert encode(Money(amount=Decimal("1E+3"), currency="USD")) == "1000 USD"
    assert [plain(Decimal(n)) for n in ("10.0", "-0", "1E+2", "0.50")] == ["10", "0", "100", "0.5"]


PROGRAM = """
import json
from policies.wire.cases import verdict_json
from tests.unit.kernel_edges_market import EDGES
for edge in EDGES:
    for act in (edge.inside, edge.outside):
        for lang in ("fr", "en"):
            print(json.dumps(verdict_json(act.judged(), lang)))
"""


def answers(seed: str) -> bytes:
    """What a fresh process with a hash seed says to every edge."""
    env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, env=env, capture_output=True, check=True)
    return done.stdout


def test_every_process_says_the_same_bytes() -> None:
    first = answers("1")
    assert first == answers("20000")
    here = [
        json.dumps(verdict_json(a.judged(), lang))
        for e in EDGES
        for a in (e.inside, e.outside)
        for lang in ("fr", "en")
    ]
    assert first.decode().splitlines() == here
