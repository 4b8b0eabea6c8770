"""Which calendar a product trades by, and the rule that calendar and venue must agree."""

import json
import tomllib
from datetime import UTC, datetime
from importlib.resources import files
from itertools import product

import pytest

from policies.facts import Session
from tools.trading.marketdata.calendars import agreed, calendar_of, session_at
from tools.trading.marketdata.generate_sessions import MARKETS
from tools.trading.marketdata.sessions import load_sessions

OPEN = datetime(2026, 11, 23, 15, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asset_class", "symbol", "calendar"),
    [
        ("stock", "AAPL", "xnys"),
        ("stock", "CL", "xnys"),
        ("etf", "SPY", "xnys"),
        ("fx", "EURUSD", "fx"),
        ("crypto", "BTC", "crypto"),
        ("future", "ES", "cme-equity"),
        ("future", "/MNQ", "cme-equity"),
        ("future", "ESZ6", "cme-equity"),
        ("future", "MESH27", "cme-equity"),
        ("future", "M2KZ2026", "cme-equity"),
        ("future", "6EZ6", "cme-fx"),
        ("future", "ZNH7", "cme-rates"),
        ("future", "CL", "cme-energy"),
        ("future", "SILZ6", "cme-metals"),
        ("future", "HGH7", "cme-metals"),
        ("future", "ZC", "cme-grains"),
        ("future", "HEG7", "cme-livestock"),
        ("future", "BTCX6", "cme-crypto"),
    ],
)
def test_every_product_has_its_calendar(asset_class: str, symbol: str, calendar: str) -> None:
    assert calendar_of(asset_class, symbol) == calendar


@pytest.mark.parametrize(
    ("asset_class", "symbol"),
    [
        ("future", "XX"),
        ("future", ""),
        ("future", "es"),
        ("future", "ES Z6"),
        ("cfd", "US30"),
        ("", ""),
        ("bond", "ES"),
    ],
)
def test_what_is_not_listed_has_no_calendar_and_is_closed(asset_class: str, symbol: str) -> None:
    assert calendar_of(asset_class, symbol) is None
    assert session_at(calendar_of(asset_class, symbol), OPEN) == Session(open=False)


@pytest.mark.parametrize("calendar", [None, "", "nowhere", "../sessions/xnys"])
def test_an_unknown_calendar_is_closed(calendar: str | None) -> None:
    assert session_at(calendar, OPEN, venue_open=True) == Session(open=False)


def test_files_list_and_generator_name_the_same_calendars() -> None:
    folder = files("policies") / "sessions"
    written = {f.name.removesuffix(".json") for f in folder.iterdir() if f.name.endswith(".json")}
    assert written == set(MARKETS)
    listed = tomllib.loads((folder / "products.toml").read_text(encoding="utf-8"))
    assert {*listed["classes"].values(), *listed["futures"]} == written
    roots = [root for calendar in listed["futures"].values() for root in calendar]
    assert len(roots) == len(set(roots))
    for name in sorted(written):
        data = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        sessions = load_sessions(name)
        assert (sessions.first.isoformat(), sessions.last.isoformat()) == (data["first"], data["last"])
        assert data["first"] <= "2015-01-02"
        assert data["last"] >= "2027-12-31"


def test_open_needs_the_calendar_and_no_contradiction() -> None:
    table = {
        (calendar, venue): agreed(calendar, venue) for calendar, venue in product((True, False), (True, None, False))
    }
    assert [pair for pair, is_open in table.items() if is_open] == [(True, True), (True, None)]


def test_a_venue_that_says_closed_closes_and_one_that_says_open_opens_nothing() -> None:
    said = load_sessions().at(OPEN)
    assert said.open
    assert session_at("xnys", OPEN) == session_at("xnys", OPEN, venue_open=True) == said
    assert session_at("xnys", OPEN, venue_open=False) == Session(open=False)
    shut = load_sessions().at(NIGHT)
    assert shut.opens_at == datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
    assert session_at("xnys", NIGHT, venue_open=True) == session_at("xnys", NIGHT, venue_open=False) == shut
