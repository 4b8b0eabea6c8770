"""Tools that read: P&L by period, hours, decisions, and lists of one symbol; each in both languages."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bots.render import render
from policies.intents import Origin
from policies.values import Label, Role
from tests.fakes.desk_port import FakeDesk
from tests.fakes.desk_rig import Rig, rig
from tests.fakes.paper_market import ABC, feed
from tests.fakes.rig_port import RigPort
from tools.context import ToolContext
from tools.errors import Retry
from tools.registry import BY_NAME
from tools.tool import ToolResult
from tools.trading import list_decisions
from tools.trading.show_hours import REGULAR

ORIGIN = Origin(principal="owner", role=Role.OWNER, channel="terminal", message="m1")


def use(desk: FakeDesk, name: str, args: Mapping[str, Any] | None = None, *, origin: Origin = ORIGIN) -> ToolResult:
    now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    context = ToolContext(desk=desk, origin=origin, label=Label.OWNER, lang="en", now=now)

    async def turn() -> ToolResult:
        return await BY_NAME[name].run(context, args or {})

    return asyncio.run(turn())


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


def history(*days: tuple[str, str]) -> list[dict[str, str]]:
    return [{"day": day, "equity": equity} for day, equity in days]


SERIES = history(("2011-12-29", "99000"), ("2011-12-30", "99500"), ("2012-01-02", "99400"), ("2012-01-03", "100100"))


def test_without_a_period_nothing_changes(desk: FakeDesk) -> None:
    assert "P&L : aujourd'hui -12,50" in render("show_pnl", use(desk, "show_pnl"), "fr")


@pytest.mark.parametrize(
    ("period", "french"), [("today", "P&L d'aujourd'hui : -12,50\u00a0USD"), ("month", "P&L du mois : ?\u00a0USD")]
)
def test_one_period_is_one_line(desk: FakeDesk, period: str, french: str) -> None:
    told = render("show_pnl", use(desk, "show_pnl", {"period": period}), "fr")
    assert told.splitlines()[1:] == [french]


def test_a_table_by_day_ends_with_the_day_under_way(desk: FakeDesk) -> None:
    desk.days = SERIES
    result = use(desk, "show_pnl", {"period": "days"})
    assert [row["amount"] for row in result.data["rows"]] == ["500", "-100", "700", "-100"]
    lines = render("show_pnl", result, "fr").splitlines()
    assert lines[1] == "P&L par jour :"
    assert lines[2] == "  29 déc. 2011 : +500,00\u00a0USD"
    assert lines[-2:] == ["  3 janv. 2012 : -100,00\u00a0USD (en cours)", "En tout : +1\u202f000,00\u00a0USD"]


@pytest.mark.parametrize(
    ("period", "english"),
    [
        ("weeks", ["  week of 26 Dec 2011: +400.00\u00a0USD", "  week of 2 Jan 2012: +600.00\u00a0USD (under way)"]),
        ("months", ["  Dec 2011: +400.00\u00a0USD", "  Jan 2012: +600.00\u00a0USD (under way)"]),
    ],
)
def test_weeks_and_months_are_named(desk: FakeDesk, period: str, english: list[str]) -> None:
    desk.days = SERIES
    assert render("show_pnl", use(desk, "show_pnl", {"period": period}), "en").splitlines()[2:4] == english


def test_no_history_is_said(desk: FakeDesk) -> None:
    told = render("show_pnl", use(desk, "show_pnl", {"period": "weeks"}), "fr")
    assert "Pas encore d'historique" in told


@pytest.mark.parametrize(
    ("tool", "args"),
    [
        ("show_pnl", {"period": "year"}),
        ("list_decisions", {"only": "allowed"}),
        ("list_decisions", {"count": "0"}),
        ("list_decisions", {"count": "many"}),
        ("list_decisions", {"count": True}),
    ],
)
def test_a_wrong_argument_is_asked_again(desk: FakeDesk, tool: str, args: dict[str, Any]) -> None:
    with pytest.raises(Retry):
        use(desk, tool, args)


def hours(desk: FakeDesk, market: str, session: dict[str, Any], lang: str) -> list[str]:
    """The answer at a market time, below its clock."""

    class Then(FakeDesk):
        async def read(self, verb: str, args: Mapping[str, Any] | None = None) -> Any:
            found = await super().read(verb, args)
            for account in found.get("accounts", ()):
                account |= {"market_time": market, "session": session}
            return found

    head, *lines = render("show_hours", use(Then(), "show_hours"), lang).splitlines()
    assert head.startswith("REPLAY")
    return lines


def test_open_hours_say_when_they_end_and_what_is_next(desk: FakeDesk) -> None:
    session = {"open": True, "closes_at": "2012-01-03T21:00:00Z"}
    assert hours(desk, "2012-01-03T20:30:00Z", session, "fr") == [
        "Marché ouvert : il ferme à 16:00, heure de New York, dans 30 min.",
        "Séance suivante : demain, de 09:30 à 16:00.",
        "Fermé lundi 16 janv. 2012 (jour férié).",
    ]
    assert hours(desk, "2012-01-03T15:00:00Z", session, "en")[0] == (
        "Market open: it closes at 16:00 New York time, in 6 h 00 min."
    )


def test_closed_hours_say_when_they_begin_and_half_days_are_told(desk: FakeDesk) -> None:
    session = {"open": False, "opens_at": "2012-11-23T14:30:00Z"}
    lines = hours(desk, "2012-11-21T22:00:00Z", session, "en")
    assert lines[0] == "Market closed: it opens Friday 23 Nov 2012 at 09:30 New York time."
    assert "Short session Friday 23 Nov 2012: 09:30 to 13:00." in lines
    assert "Closed tomorrow (holiday)." in lines


def test_prices_that_end_are_no_opening(desk: FakeDesk) -> None:
    assert hours(desk, "2013-03-01T22:00:00Z", {"open": False}, "fr")[0] == (
        "Marché fermé, sans prochaine ouverture connue."
    )


def test_the_regular_hours_are_those_of_the_calendar() -> None:
    data = json.loads(Path("policies/sessions/xnys.json").read_text(encoding="utf-8"))
    assert "-".join(at.strftime("%H:%M") for at in REGULAR) == data["regular"]


def play(folder: Path, lang: str, *lists: dict[str, str]) -> tuple[list[ToolResult], list[str]]:
    """Decisions of a real desk on three requests, and how they are told."""

    async def run() -> list[ToolResult]:
        async with rig(folder, feed({ABC: ["100"] * 4})) as desk:
            port = RigPort(desk)
            await asked(desk, port)
            return [await port.use("list_decisions", args) for args in lists]

    async def asked(desk: Rig, port: RigPort) -> None:
        await port.use("place_order", {"symbol": "ABC", "side": "buy", "quantity": "10", "stop": "95"})
        await port.use("place_order", {"symbol": "ABC", "side": "buy", "quantity": "10"})
        await port.use("reduce_position", {"symbol": "ABC", "share": "0.5"})

    found = asyncio.run(run())
    return found, [render("list_decisions", one, lang) for one in found]


def test_decisions_are_told_with_their_reasons(tmp_path: Path) -> None:
    results, told = play(tmp_path, "fr", {}, {"only": "denied"}, {"count": "1"})
    assert [one["verdict"]["decision"] for one in results[0].data["decisions"]] == ["allow", "deny", "allow"]
    assert "3 janv. 2012 10:00 · accepté : achat de 10 ABC au marché, stop 95,00" in told[0]
    assert "refusé : achat de 10 ABC au marché" in told[0]
    assert "[STOP_REQUIRED]" in told[0]
    assert "Derniers refus :" in told[1]
    assert "accepté" not in told[1]
    assert [one["act"]["kind"] for one in results[2].data["decisions"]] == ["reduce"]


def test_a_short_look_at_the_journal_is_said(desk: FakeDesk) -> None:
    desk.journal_rows = 5000
    told = render("list_decisions", use(desk, "list_decisions", {"only": "denied"}), "en")
    assert "No refusal so far." in told
    assert "(Seen in the last 1 rows of the journal, which has 5000.)" in told
    assert list_decisions.LOOKED == 200


def test_an_answered_confirmation_is_told(desk: FakeDesk) -> None:
    act = {"origin": {"principal": "owner"}, "account": "paper"}
    verdict = {"decision": "needs_approval", "tier": "T1", "reasons": []}
    body = {"kind": "resume", "intent": act, "answer": {"verdict": verdict, "ticket": "t1"}}
    head = {"at": "2026-01-01T00:00:00Z", "account": "paper"}
    desk.rows = [
        {"n": 1, "kind": "intent", "body": body, **head},
        {"n": 2, "kind": "decision", "body": {"ticket": "t1", "outcome": "approved"}, **head},
    ]
    told = render("list_decisions", use(desk, "list_decisions"), "fr")
    assert "à confirmer (T1) : relance du compte paper" in told
    assert "confirmation : donnée" in told


@pytest.mark.parametrize(
    ("tool", "french"),
    [
        ("show_positions", "Aucune position en IBM."),
        ("list_fills", "Aucune exécution sur IBM."),
        ("list_orders", "Aucun ordre en cours sur IBM."),
    ],
)
def test_a_list_of_one_symbol_says_when_it_is_empty(desk: FakeDesk, tool: str, french: str) -> None:
    desk.positions = {"AAPL": Decimal(10)}
    assert french in render(tool, use(desk, tool, {"symbol": "IBM"}), "fr")
    assert "IBM" not in render(tool, use(desk, tool), "fr")


def test_positions_and_fills_of_one_symbol(desk: FakeDesk) -> None:
    for symbol in ("AAPL", "IBM"):
        args = {"symbol": symbol, "side": "buy", "quantity": "1", "stop": "1"}
        use(desk, "place_order", args, origin=replace(ORIGIN, message=symbol))
    assert [p["symbol"] for p in use(desk, "show_positions", {"symbol": "IBM"}).data["positions"]] == ["IBM"]
    assert [f["symbol"] for f in use(desk, "list_fills", {"symbol": "AAPL"}).data["fills"]] == ["AAPL"]
