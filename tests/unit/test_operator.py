"""The operator's verbs: who reaches them, what they show, T2 from asking to the order, disks that are full."""

import asyncio
import sqlite3
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from policies.intents import INTENTS
from policies.values import OrderRole, Switch
from policies.wire.fingerprint import PASSING
from tests.fakes.desk_rig import Rig, rig
from tests.fakes.paper_market import ABC, feed
from tests.unit.test_desk_orders import CALM, Scenario, play
from tests.unit.test_operator_codes import code, enroll
from tools.desk.operator import texts
from tools.desk.record.journal import Journal, JournalFull
from tools.desk.server import Server
from tools.errors import Refused

VERBS = {
    *("pending", "approve", "deny", "enroll", "confirm", "unlock", "limits", "tighten", "loosen"),
    *("mandates", "mandate", "void", "accounts", "add_account"),
}
Json = dict[str, Any]


def test_the_two_lists_of_verbs_share_nothing(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        assert set(desk.operator.verbs) == VERBS
        assert not VERBS & set(desk.service.verbs)
        for verb in sorted(VERBS):
            answer = await Server(desk.service).answer({"id": 1, "verb": verb, "args": {}})
            assert answer["error"]["code"] == "UNKNOWN_VERB"
        for verb in (*sorted(desk.service.verbs), "events"):
            answer = await Server(desk.operator).answer({"id": 1, "verb": verb, "args": {}})
            assert answer["error"]["code"] == "UNKNOWN_VERB"

    play(tmp_path, scenario)


def test_every_field_of_every_intent_has_its_word_in_both_languages() -> None:
    names = {field.name for kind in INTENTS.values() for field in fields(kind)} - {*PASSING, "account"}
    for words in texts.WORDS.values():
        assert names | set(INTENTS) <= words.keys()
    assert texts.WORDS["fr"].keys() == texts.WORDS["en"].keys()


async def live(desk: Rig) -> None:
    """Makes the account one whose risk needs T2."""
    desk.state.config["mode"] = "live"


async def waiting(desk: Rig, **fields: Any) -> Json:
    """An order of a live account, and the text under which it waits."""
    answer = await desk.buy(**fields)
    assert (answer["verdict"]["decision"], answer["verdict"]["tier"]) == ("needs_approval", "T2")
    shown: Json
    (shown,) = (await desk.operate("pending", lang="en"))["pending"]
    assert shown["id"] == answer["ticket"]
    assert shown["digest"] == answer["digest"]
    return shown


def playing(folder: Path, scenario: Scenario) -> None:
    """A scenario on an enrolled desk with a live account; its journal says paper, so it is not folded again."""

    async def run() -> None:
        async with rig(folder, feed(CALM)) as desk:
            await enroll(desk)
            await live(desk)
            await scenario(desk)

    asyncio.run(run())


async def approve(desk: Rig, shown: Json, typed: str) -> str:
    """What became of a code typed under a text."""
    done = await desk.operate("approve", id=shown["id"], digest=shown["digest"], typed=typed)
    return str(done["outcome"])


def test_live_risk_waits_for_the_desk_and_then_is_done(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        shown = await waiting(desk)
        for said in ("buy", "ABC", "10", "95", "tester", "worst case", shown["digest"][:12], "paper, live"):
            assert said in shown["text"]
        proof = {"tier": "T1", "channel": "terminal", "typed": shown["digest"][:6]}
        for _ in range(4):
            told = await desk.service.verbs["decide"]({"ticket": shown["id"], "answer": "approve", "proof": proof})
            assert told["outcome"] == "desk_only"
        assert not desk.orders(OrderRole.ENTRY)
        assert await approve(desk, shown, code(desk)) == "approved"
        assert [t.status for t in desk.orders(OrderRole.ENTRY)] == ["filled"]
        with pytest.raises(Refused, match="nothing waits"):
            await approve(desk, shown, code(desk, 1))

    playing(tmp_path, scenario)


def test_the_text_is_in_french_too(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy()
        (shown,) = (await desk.operate("pending", lang="fr"))["pending"]
        for said in ("achat", "quantité", "demandé par", "pire cas"):
            assert said in shown["text"]

    playing(tmp_path, scenario)


def test_a_code_is_spent_on_the_request_it_was_typed_for(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        first = await waiting(desk)
        desk.clock.forward(3)
        other = await desk.ask("order", symbol="ABC", side="buy", type="market", quantity="11", stop="95")
        typed = code(desk)
        assert await approve(desk, first, typed) == "approved"
        shown = {"id": other["ticket"], "digest": other["digest"]}
        assert await approve(desk, shown, typed) == "used"
        assert await approve(desk, {**shown, "digest": first["digest"]}, code(desk, 1)) == "changed"
        assert len(desk.orders(OrderRole.ENTRY)) == 1

    playing(tmp_path, scenario)


@pytest.mark.parametrize("change", ["halt", "limits", "market", "time", "deny"])
def test_what_changed_since_it_was_shown_is_void(tmp_path: Path, change: str) -> None:
    async def scenario(desk: Rig) -> None:
        shown = await waiting(desk)
        outcome = "changed"
        if change == "halt":
            await desk.ask("halt")
        elif change == "limits":
            await desk.operate("tighten", name="order_notional", value="0.4")
        elif change == "market":
            quote = desk.trader.quotes[ABC]
            desk.trader.quotes[ABC] = replace(quote, bid=quote.bid * 2, ask=quote.ask * 2)
        elif change == "time":
            desk.clock.forward(121)
            outcome = "expired"
        else:
            assert (await desk.operate("deny", id=shown["id"]))["outcome"] == "denied"
            with pytest.raises(Refused, match="nothing waits"):
                await approve(desk, shown, code(desk))
            return
        assert await approve(desk, shown, code(desk)) == outcome
        assert not desk.orders(OrderRole.ENTRY)

    playing(tmp_path, scenario)


def test_a_live_account_enters_nothing_before_somebody_enrolled(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await live(desk)
        shown = await waiting(desk)
        with pytest.raises(Refused, match="eva desk enroll"):
            await approve(desk, shown, shown["digest"][:6])
        desk.state.config["mode"] = "paper"

    play(tmp_path, scenario)


@pytest.mark.parametrize("right", [True, False])
def test_a_full_disk_decides_nothing_and_tells_right_from_wrong_to_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right: bool
) -> None:
    async def scenario(desk: Rig) -> None:
        shown = await waiting(desk)
        head = desk.service.head()

        def full(self: Journal, rows: Any) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        with monkeypatch.context() as patched:
            patched.setattr(Journal, "_write", full)
            with pytest.raises(JournalFull, match="cannot be written"):
                await approve(desk, shown, code(desk) if right else "000000")
        assert desk.service.head() == head
        assert not desk.orders(OrderRole.ENTRY)

    playing(tmp_path, scenario)


def test_lifting_a_latch_is_typed_until_somebody_enrolls_and_takes_a_code_after(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.ask("halt")
        shown = await desk.operate("unlock", lang="en")
        assert shown["tier"] == "T1"
        assert "six" not in shown["text"]
        await enroll(desk)
        assert await approve(desk, shown, shown["digest"][:6]) == "changed"
        again = await desk.operate("unlock")
        assert again["tier"] == "T2"
        proof = {"tier": "T1", "channel": "terminal", "typed": again["digest"][:6]}
        told = await desk.service.verbs["decide"]({"ticket": again["id"], "answer": "approve", "proof": proof})
        assert told["outcome"] == "desk_only"
        assert desk.shown() is Switch.HALTED
        assert await approve(desk, again, code(desk)) == "approved"
        assert desk.shown() is Switch.ACTIVE

    play(tmp_path, scenario)


def test_a_refusal_over_either_socket_ends_a_request(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        shown = await waiting(desk)
        proof = {"tier": "T0", "channel": "", "typed": ""}
        told = await desk.service.verbs["decide"]({"ticket": shown["id"], "answer": "deny", "proof": proof})
        assert told["outcome"] == "denied"
        with pytest.raises(Refused, match="nothing waits"):
            await approve(desk, shown, code(desk))

    playing(tmp_path, scenario)


def test_a_request_that_cannot_be_shown_hides_no_other(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        first = await desk.buy()
        ticket = desk.service.desk.state.tickets[first["ticket"]]
        ticket.intent["symbol"] = "A\x1b[2J"
        desk.clock.forward(3)
        other = await desk.buy("11")
        shown = {w["id"]: w["text"] for w in (await desk.operate("pending"))["pending"]}
        assert "cannot be shown" in shown[first["ticket"]]
        assert "\x1b" not in shown[first["ticket"]]
        assert "11" in shown[other["ticket"]]

    playing(tmp_path, scenario)


@pytest.mark.parametrize("lang", texts.WORDS)
def test_what_is_shown_has_words_and_no_empty_lines(tmp_path: Path, lang: str) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.ask("halt")
        shown = (await desk.operate("unlock", lang=lang))["text"]
        rows = dict(line.split("  ", 1) for line in shown.splitlines())
        said = {name.strip(): value.strip() for name, value in rows.items()}
        words = texts.WORDS[lang]
        assert said[words["account"]] == f"paper, {words['paper']}"
        assert said[words["state"]] == f"{words['HALTED']} ({words['kill switch']})"
        assert all(said.values())
        assert not {"HALTED", "OWNER", "APPROVAL_REQUIRED"} & set(shown.replace(":", " ").split())

    play(tmp_path, scenario)


def test_unlocking_what_is_not_halted_says_why_not(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        with pytest.raises(Refused) as caught:
            await desk.operate("unlock", lang="fr")
        assert len(str(caught.value).split()) > 3

    play(tmp_path, scenario)


def test_what_waits_is_waited_for_as_long_as_it_may_be_answered(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        def waits() -> bool:
            return desk.operator.approvals.open

        assert not waits()
        await desk.operate("tighten", name="per_minute", value="7")
        ask = await desk.operate("loosen", name="per_minute", value="9")
        assert waits()
        await desk.operate("deny", id=ask["id"])
        assert not waits()
        await desk.ask("halt")
        await desk.operate("unlock")
        assert waits()
        desk.clock.forward(121)
        assert not waits()

    play(tmp_path, scenario)
