"""The codec by itself: each kind of value out and in, each refusal with its path, each boundary from both sides."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, NewType, TypeVar

import pytest

from policies.values import Money, Side
from policies.wire import fingerprint as prints
from policies.wire.codec import LARGEST_WHOLE, LONGEST, MOST_ITEMS, Malformed, decode, encode
from tests.unit.kernel_cases import asked, order

Name = NewType("Name", str)
NOON = datetime(2024, 2, 29, 12, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Inner:
    """A record inside another."""

    flag: bool


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A field of every kind that the codec knows."""

    name: Name
    text: str = "-"
    whole: int = 0
    flag: bool = False
    number: Decimal = Decimal(0)
    money: Money | None = None
    either: Money | Decimal | None = None
    side: Side | None = None
    at: datetime | None = None
    day: date | None = None
    many: tuple[Inner, ...] = ()
    by_name: Mapping[Name, Inner] = field(default_factory=dict)


FULL = Sample(
    name=Name("n"),
    text="é",
    whole=-7,
    flag=True,
    number=Decimal("1.50"),
    money=Money(amount=Decimal("2.50"), currency="EUR"),
    either=Decimal("0.01"),
    side=Side.SELL,
    at=NOON,
    day=date(2024, 2, 29),
    many=(Inner(flag=True), Inner(flag=False)),
    by_name={Name("a"): Inner(flag=True)},
)
WIRE: dict[str, Any] = {
    "name": "n",
    "text": "é",
    "whole": -7,
    "flag": True,
    "number": "1.5",
    "money": "2.5 EUR",
    "either": "0.01",
    "side": "sell",
    "at": "2024-02-29T12:00:00Z",
    "day": "2024-02-29",
    "many": [{"flag": True}, {"flag": False}],
    "by_name": {"a": {"flag": True}},
}


def sample(**given: Any) -> Sample:
    """What a wire object with a name and these fields stands for."""
    return decode(Sample, {"name": "n", **given})


def refused(**given: Any) -> str:
    """The words in which such an object is refused."""
    with pytest.raises(Malformed) as error:
        sample(**given)
    return str(error.value)


def test_every_kind_of_value_goes_out_and_comes_back() -> None:
    assert encode(FULL) == WIRE
    assert decode(Sample, WIRE) == FULL
    assert encode(Sample(name=Name("n"))) == {
        "name": "n",
        "text": "-",
        "whole": 0,
        "flag": False,
        "number": "0",
        "many": [],
        "by_name": {},
    }
    assert [encode(value) for value in (None, True, 3, "x", [Side.BUY], {1: NOON})] == [
        None,
        True,
        3,
        "x",
        ["buy"],
        {"1": "2024-02-29T12:00:00Z"},
    ]
    assert type(encode(Side.BUY)) is str


def test_times_go_out_in_utc_and_come_in_from_anywhere() -> None:
    east = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert encode(east) == "2024-02-29T12:00:00Z"
    read = sample(at="2024-02-29T17:30:00+05:30").at
    assert (read, read.tzinfo if read else None) == (NOON, UTC)


def test_an_absent_null_and_given_field_are_told_apart() -> None:
    assert sample().money is None
    assert sample(money=None).money is None
    assert sample(either="2 EUR").either == Money(amount=Decimal(2), currency="EUR")
    assert sample(either="2").either == 2
    assert sample(either=None).either is None
    assert sample(many=[], by_name={}) == sample()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": 5}, "Sample.text: expected a string, got 5"),
        ({"text": "a\n"}, f"Sample.text: expected at most {LONGEST} printable characters"),
        ({"whole": "5"}, "Sample.whole: expected a whole number, got '5'"),
        ({"whole": True}, "Sample.whole: expected a whole number, got True"),
        ({"flag": 1}, "Sample.flag: expected true or false, got 1"),
        ({"side": "hold"}, "Sample.side: expected one of ['buy', 'sell'], got 'hold'"),
        ({"side": ["buy"]}, "Sample.side: expected one of ['buy', 'sell'], got ['buy']"),
        ({"at": "noon"}, "Sample.at: expected an ISO 8601 time with offset, got 'noon'"),
        ({"at": "2024-02-29T12:00:00"}, "Sample.at: expected an ISO 8601 time with offset, got '2024-02-29T12:00:00'"),
        ({"at": 5}, "Sample.at: expected an ISO 8601 time with offset, got 5"),
        ({"day": "2023-02-29"}, "Sample.day: expected a date such as 2026-01-31, got '2023-02-29'"),
        ({"many": {}}, "Sample.many: expected a list, got {}"),
        ({"many": [{"flag": True}, {"flag": 0}]}, "Sample.many[1].flag: expected true or false, got 0"),
        ({"many": [5]}, "Sample.many[0]: expected an object, got 5"),
        ({"by_name": []}, "Sample.by_name: expected an object, got []"),
        ({"by_name": {"a": {"flag": 0}}}, "Sample.by_name.a.flag: expected true or false, got 0"),
        ({"more": 1, "any": 2}, "Sample: unknown fields ['any', 'more'], missing fields []"),
        ({"many": [{}]}, "Sample.many[0]: unknown fields [], missing fields ['flag']"),
    ],
)
def test_what_is_malformed_is_refused_with_its_path(given: dict[str, Any], said: str) -> None:
    assert refused(**given) == said


def test_the_day_needs_text_and_the_path_may_be_given() -> None:
    assert refused(day=5) == "Sample.day: expected a date such as 2026-01-31, got 5"
    with pytest.raises(Malformed, match=r"^here: expected an object, got \[\]$"):
        decode(Sample, [], "here")
    with pytest.raises(Malformed, match=r"^Sample: unknown fields \[\], missing fields \['name'\]$"):
        decode(Sample, {})


def test_boundaries_from_both_sides() -> None:
    assert (LONGEST, LARGEST_WHOLE, MOST_ITEMS) == (500, 10**12, 10_000)
    assert len(sample(text="x" * 500).text) == 500
    assert refused(text="x" * 501)
    assert (sample(whole=10**12).whole, sample(whole=-(10**12)).whole) == (10**12, -(10**12))
    assert refused(whole=10**12 + 1)
    assert refused(whole=-(10**12) - 1)
    assert len(sample(many=[{"flag": True}] * 10_000).many) == 10_000
    assert refused(many=[{"flag": True}] * 10_001) == "Sample.many: expected at most 10000 items, got 10001"
    assert sample(at="1900-01-01T00:00:00Z").at == datetime(1900, 1, 1, tzinfo=UTC)
    assert sample(at="2999-12-31T23:59:59Z").at == datetime(2999, 12, 31, 23, 59, 59, tzinfo=UTC)
    for year in ("1899-12-31", "3000-01-01"):
        assert refused(at=f"{year}T12:00:00Z")


@pytest.mark.parametrize(
    ("written", "currency"),
    [
        ("1e3 USD", "USD"),
        ("x EUR", "EUR"),
        ("1 2 GBP", "GBP"),
        ("5", "?"),
        (5, "?"),
        (None, "?"),
        ("1 TOOLONG", "TOOLO"),
    ],
)
def test_money_that_cannot_be_read_is_no_number_of_its_currency(written: Any, currency: str) -> None:
    read = decode(Money, written)
    assert read.amount.is_nan()
    assert read.currency == currency


def test_a_number_that_cannot_be_read_is_none() -> None:
    assert sample(number="1e3").number.is_nan()
    assert str(sample(number="1.50").number) == "1.50"
    read = sample(either="x")
    assert isinstance(read.either, Decimal)
    assert read.either.is_nan()


def test_what_may_be_money_or_a_number_is_one_of_them_even_if_nothing_was_given() -> None:
    @dataclass(frozen=True)
    class Size:
        """Money or a number."""

        size: Money | Decimal

    nothing: tuple[Any, ...] = (None, [], True)
    for given in nothing:
        size = decode(Size, {"size": given}).size
        assert isinstance(size, Decimal)
        assert size.is_nan()
    assert decode(Size, {"size": 5}).size == 5
    assert decode(Size, {"size": "5 USD"}).size == Money(amount=Decimal(5), currency="USD")


@pytest.mark.parametrize("hint", [list[int], TypeVar("T"), bytes])
def test_a_type_that_the_wire_does_not_know_has_no_decoder(hint: Any) -> None:
    with pytest.raises(KeyError):
        decode(hint, [])


def test_a_union_that_nothing_can_tell_apart_has_no_decoder() -> None:
    @dataclass(frozen=True)
    class Unclear:
        """Two kinds of text."""

        either: int | str

    with pytest.raises(TypeError, match="no decoder for a union of"):
        decode(Unclear, {"either": 1})


def hashed(text: str) -> str:
    """SHA-256 in hex of a text."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def test_the_bytes_behind_digest_and_fingerprint_stand() -> None:
    """Journals hold these: another spelling would let an old approval or a repeated wish go unnoticed."""
    kind = '"kind":"order"'
    wish = '"quantity":"10","side":"buy","stop":"95","strategy":"\\u00e9","symbol":"AAA","tif":"day"'
    act = (
        '{"account":"paper","context":"halted","created_at":"2012-01-03T20:30:00Z",'
        '"expires_at":"2012-01-03T20:31:00Z","intent_id":"i1",'
        f'{kind},"label":"OWNER",'
        '"origin":{"channel":"terminal","message":"m1","principal":"anna","role":"owner"},'
        f'{wish},"type":"market"}}'
    )
    asks = order(strategy="é")
    assert prints.digest(asks, "halted") == hashed(f"eva/action/v1\0{act}")
    assert prints.digest(asks) == hashed("eva/action/v1\0" + act.replace('"halted"', '""'))
    assert prints.fingerprint(asks) == hashed(f'eva/wish/v1\0{{"account":"paper",{kind},{wish},"type":"market"}}')[:32]


@pytest.mark.parametrize("name", ["intent_id", "origin", "created_at", "expires_at", "label"])
def test_a_wish_does_not_depend_on_who_asks_when(name: str) -> None:
    base = order()
    other: dict[str, Any] = {
        "intent_id": "another",
        "origin": replace(base.origin, principal="bert"),
        "created_at": NOON,
        "expires_at": NOON,
        "label": "WEB",
    }
    assert prints.fingerprint(asked(base, **{name: other[name]})) == prints.fingerprint(base)
    assert prints.digest(asked(base, **{name: other[name]})) != prints.digest(base)
