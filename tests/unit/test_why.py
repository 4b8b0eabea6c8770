"""`/why`: the last verdict with its numbers, the largest size that passes, tickets and orders, states and codes."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from agents.grammar import understand
from bots.render import render
from bots.render.verdicts import why
from bots.turns.recent import FRESH, refusal
from policies.intents import Origin
from policies.values import Label, Role
from tests.fakes.desk_port import FakeDesk
from tests.fakes.desk_rig import Rig, rig
from tests.fakes.paper_market import ABC, feed
from tests.fakes.rig_port import RigPort
from tests.unit.conversation import Conversation
from tools.context import Json, ToolContext
from tools.tool import ToolResult
from tools.trading.passing import CALLS

MARKET = {ABC: ("100", "100 103 99 102", "102 104 100 101")}
WIDE = {"symbol": "ABC", "side": "buy", "quantity": "900", "stop": "95"}


class Counting(RigPort):
    """Counts previews and keeps the quantities asked."""

    def __init__(self, rig: Rig) -> None:
        super().__init__(rig)
        self.asked: list[str | None] = []

    async def preview(self, intent: Mapping[str, Any]) -> Json:
        self.asked.append(intent.get("quantity"))
        return await super().preview(intent)


Play = Callable[[Rig, Counting], Awaitable[Any]]


def played(folder: Path, play: Play) -> Any:
    async def run() -> Any:
        async with rig(folder, feed(MARKET)) as desk:
            return await play(desk, Counting(desk))

    return asyncio.run(run())


@pytest.mark.parametrize(
    "size", [{"quantity": "900"}, {"notional": "90000 USD"}, {"risk": "0.2"}, {"quantity": "900", "limit": "99"}]
)
def test_the_largest_size_passes_and_a_lot_more_does_not(tmp_path: Path, size: dict[str, str]) -> None:
    async def play(desk: Rig, port: Counting) -> None:
        terms = {name: value for name, value in WIDE.items() if name != "quantity"} | size
        refused = await port.use("place_order", terms)
        assert refused.verdict is not None
        assert refused.verdict["decision"] == "deny"
        rows = desk.service.desk.journal.head.n
        result = await port.use("explain_refusal", {})
        assert desk.service.desk.journal.head.n == rows, "nothing is journaled for an explanation"
        found = result.data["passes"]
        assert (found["now"], found["exact"]) == ("deny", True)
        assert len(port.asked) <= CALLS
        for more, decision in (("0", "allow"), ("0.01", "deny")):
            quantity = Decimal(found["quantity"]) + Decimal(more)
            order = {**WIDE, "quantity": f"{quantity}", **({"limit": size["limit"]} if "limit" in size else {})}
            judged = await port.use("preview_order", order)
            assert judged.verdict is not None
            assert judged.verdict["decision"] == decision

    played(tmp_path, play)


def test_the_reasons_come_with_rule_code_numbers_limits_and_what_to_change(tmp_path: Path) -> None:
    async def play(desk: Rig, port: Counting) -> ToolResult:
        await port.use("place_order", WIDE)
        return await port.use("explain_refusal", {})

    result = played(tmp_path, play)
    french, english = (render("explain_refusal", result, lang) for lang in ("fr", "en"))
    assert "Your last refusal: buy 900 ABC at market, stop 95.00" in english
    assert "rule order_notional, code ORDER_NOTIONAL, numbers: allowed=50000, notional=" in english
    assert "→ demande moins par ordre" in french
    assert f"limites {result.data['verdict']['limits_hash'][:12]}" in french
    assert "La plus grande quantité qui passerait maintenant : " in french
    reasons = result.data["verdict"]["reasons"]
    assert all(reason["text"] and reason["numbers"] for reason in reasons)


def test_where_size_is_not_the_point_that_is_said(tmp_path: Path) -> None:
    async def play(desk: Rig, port: Counting) -> ToolResult:
        await port.use("place_order", {"symbol": "ABC", "side": "buy", "quantity": "10"})
        return await port.use("explain_refusal", {})

    result = played(tmp_path, play)
    assert result.data["passes"] == {
        "now": "deny",
        "quantity": None,
        "tier": None,
        "codes": ["STOP_REQUIRED"],
        "exact": True,
    }
    assert "même le plus petit pas est refusé [STOP_REQUIRED]" in render("explain_refusal", result, "fr")


def test_what_has_become_possible_meanwhile_is_said(tmp_path: Path) -> None:
    async def play(desk: Rig, port: Counting) -> ToolResult:
        await port.use("place_order", {**WIDE, "quantity": "400"})
        await desk.buy("300")
        await port.use("place_order", {**WIDE, "quantity": "310"})
        await desk.ask("close", symbol="ABC")
        return await port.use("explain_refusal", {})

    result = played(tmp_path, play)
    assert result.data["decision"]["act"]["quantity"] == "310"
    assert result.data["passes"]["now"] == "allow"
    assert "As it stands, the order would pass now." in render("explain_refusal", result, "en")


def test_a_ticket_an_order_and_its_protective_leg_lead_to_the_request(tmp_path: Path) -> None:
    async def play(desk: Rig, port: Counting) -> list[ToolResult]:
        answer = await desk.buy("10.004")
        (entry,) = answer["orders"]
        names = (answer["ticket"], entry, f"{entry}-stop", entry.upper())
        return [await port.use("explain_refusal", {"about": name}) for name in names]

    for result in played(tmp_path, play):
        said = render("explain_refusal", result, "en")
        assert "Allowed for 10 instead of 10.004: buy 10.004 ABC" in said
        assert ": filled" in said
        assert result.data["decision"]["who"] == "tester"


def test_a_halt_after_the_refusal_is_the_answer_with_its_numbers_and_its_end(tmp_path: Path) -> None:
    async def play(desk: Rig, port: Counting) -> list[ToolResult]:
        await port.use("place_order", WIDE)
        desk.clock.forward(5)
        await desk.ask("halt")
        halted = await port.use("explain_refusal", {})
        await port.use("place_order", {**WIDE, "quantity": "1"})
        return [halted, await port.use("explain_refusal", {})]

    halted, refused = played(tmp_path, play)
    said = render("explain_refusal", halted, "en")
    assert halted.data["found"] == "state"
    assert "State of the account: halted (kill switch), since 2026-11-20 12:00 UTC" in said
    assert "A person lifts it: /resume" in said
    told = render("explain_refusal", refused, "fr")
    assert "même le plus petit pas est refusé [TRADING_HALTED]" in told
    assert "État du compte : arrêté (arrêt d'urgence)" in told


def test_a_request_that_waits_says_how_to_confirm_it(tmp_path: Path) -> None:
    async def play(desk: Rig, port: Counting) -> ToolResult:
        await desk.ask("halt")
        desk.clock.forward(5)
        waiting = await desk.ask("resume")
        return await port.use("explain_refusal", {"about": waiting["ticket"]})

    said = render("explain_refusal", played(tmp_path, play), "fr")
    assert "Une personne doit confirmer (T1) : relance du compte paper" in said
    assert "six caractères de l'empreinte" in said


def test_a_code_is_explained_and_an_unknown_name_answered_kindly(tmp_path: Path) -> None:
    async def play(desk: Rig, port: Counting) -> list[ToolResult]:
        names = ("stop_required", "RECONCILING", "t000000000000", "a " * 400)
        return [await port.use("explain_refusal", {"about": name}) for name in names]

    code, always, unknown, long = played(tmp_path, play)
    assert "Elle ne regarde que ce qui prend du risque" in render("explain_refusal", code, "fr")
    assert "It looks at every request, exits included." in render("explain_refusal", always, "en")
    assert "no ticket, order or reason code of that name (t000000000000)" in render("explain_refusal", unknown, "en")
    assert len(render("explain_refusal", long, "fr")) < 400


def test_nothing_refused_is_said(tmp_path: Path) -> None:
    async def play(desk: Rig, port: Counting) -> ToolResult:
        return await port.use("explain_refusal", {})

    assert render("explain_refusal", played(tmp_path, play), "fr") == "Je ne t'ai rien refusé jusqu'ici."


def test_a_halt_that_waits_to_be_lifted_is_no_refusal(tmp_path: Path) -> None:
    async def play(desk: Rig, port: Counting) -> list[ToolResult]:
        await desk.ask("halt")
        desk.clock.forward(5)
        await desk.ask("resume")
        halted = await port.use("explain_refusal", {})
        desk.clock.forward(5)
        await port.use("place_order", WIDE)
        desk.clock.forward(5)
        await desk.ask("resume")
        return [halted, await port.use("explain_refusal", {})]

    halted, refused = played(tmp_path, play)
    assert halted.data["found"] == "state"
    assert refused.data["decision"]["act"]["kind"] == "order"


def test_the_refusal_just_told_is_meant_whatever_account_is_chosen() -> None:
    at = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    origin = Origin(principal="owner", role=Role.OWNER, channel="terminal", message="m1")
    here = ToolContext(desk=FakeDesk(), origin=origin, label=Label.OWNER, lang="en", now=at)
    told = {"proposal": {"kind": "order", "account": "ftmo"}, "verdict": {}, "at": (at - FRESH).isoformat()}
    chosen = {"account": "swing"}
    assert refusal(told, {}, chosen, here) == (told, {"account": "ftmo"})
    assert refusal(told, chosen, chosen, here) == (None, chosen), "an account that is named is meant"
    assert refusal(told, {"account": "ftmo"}, {"account": "ftmo"}, here)[0] == told
    assert refusal({**told, "at": "2026-03-01T12:00:00+00:00"}, {}, chosen, here) == (None, chosen)
    assert refusal(None, {}, chosen, here) == (None, chosen)


def test_a_refused_preview_is_remembered_although_no_journal_has_it(tmp_path: Path) -> None:
    talk = Conversation(tmp_path / "home")
    talk.desk.deny = [
        {"code": "STOP_REQUIRED", "rule": "stop_required", "numbers": {"symbol": "AAPL", "price": "411.43"}}
    ]
    talk.say("/preview buy 10 AAPL at market")
    assert talk.desk.acts == []
    reply = talk.say("why was my order refused?")
    assert reply.tool == "explain_refusal"
    assert "rule stop_required, code STOP_REQUIRED" in reply.text
    assert reply.data is not None
    assert reply.data["proposal"]["symbol"] == "AAPL"


@pytest.mark.parametrize(
    ("line", "about"),
    [
        ("/why", None),
        ("/pourquoi t2f26ba33f56b", "t2f26ba33f56b"),
        ("/why STOP_REQUIRED", "STOP_REQUIRED"),
        ("/why was order ef94d4473b6184228ae9 refused", "ef94d4473b6184228ae9"),
        ("pourquoi l'ordre ef94d4473b6184228ae9 a été refusé ?", "ef94d4473b6184228ae9"),
        ("pourquoi mon ordre a été refusé ?", None),
    ],
)
def test_what_the_question_is_about_is_read(line: str, about: str | None) -> None:
    found = understand(line, symbols=("AAPL", "IBM"))
    assert (found.tool, found.args.get("about"), found.clarify) == ("explain_refusal", about, None)


def test_classes_of_instruments_are_named_in_the_readers_language() -> None:
    numbers = {"asset_class": "stock", "allowed": "future, fx"}
    reason = {"code": "CLASS_NOT_ALLOWED", "rule": "asset_class", "numbers": numbers}
    assert why(reason, "fr") == "le programme n'admet pas cette classe : actions (seulement contrats à terme, devises)"
    assert why(reason, "en") == "the programme does not allow stocks (only futures, currencies)"


def test_the_help_names_the_commands_of_the_operator(tmp_path: Path) -> None:
    talk = Conversation(tmp_path / "home")
    for topic in ("/help safety", "/aide sécurité"):
        said = talk.say(topic).text
        assert all(f"eva desk {verb}" in said for verb in ("enroll", "approve", "limits", "unlock"))
    assert "eva desk limits tighten" in talk.say("how do I tighten my limits").text
