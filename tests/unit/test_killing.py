"""The kill switch from chat when the desk does not answer."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from bots.principals import principal_of
from bots.turns import killing
from tests.unit.conversation import Conversation
from tools.context import Json
from tools.errors import Unreachable


@pytest.fixture
def talk(tmp_path: Path) -> Conversation:
    return Conversation(tmp_path, locale="fr", setting="fr")


@pytest.mark.parametrize(("line", "account"), [("/kill", "all"), ("coupe tout", "all"), ("/kill paper", "paper")])
def test_a_dead_desk_is_gone_round(talk: Conversation, line: str, account: str) -> None:
    talk.desk.reachable = False
    reply = talk.say(line)
    assert talk.halted == [account]
    assert "posé l'arrêt sans lui" in reply.text
    assert "Tout est fermé." in reply.text
    assert (reply.tool, reply.exit_code) == ("halt_trading", 0)
    assert reply.proposal == {"kind": "halt", "account": account}


def test_a_hung_desk_is_gone_round(talk: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(intent: Mapping[str, object]) -> Json:
        await asyncio.Event().wait()
        return {}

    monkeypatch.setattr(killing, "PATIENCE_S", 0.01)
    monkeypatch.setattr(talk.desk, "act", never)
    talk.say("coupe tout")
    assert talk.halted == ["all"]


def test_it_says_so_when_no_desk_comes_up_at_all(talk: Conversation) -> None:
    async def outside(account: str) -> Json:
        return {"latched": True, "flat": False, "accounts": [{"id": "all", "flat": False, "state": "UNREACHABLE"}]}

    talk.desk.reachable = False
    talk.outside = outside
    told = talk.say("/kill").text
    assert "Arrêt posé sur tous les comptes" in told
    assert "eva halt all" in told


def test_an_answering_desk_halts_by_itself(talk: Conversation) -> None:
    talk.say("/kill")
    assert talk.halted == []
    assert talk.desk.state == "HALTED"


def test_who_may_not_halt_does_not_and_a_dry_run_neither(talk: Conversation) -> None:
    talk.desk.reachable = False
    with pytest.raises(Unreachable):
        talk.say("/kill", principal=principal_of("viewer:ann"))
    with pytest.raises(Unreachable):
        talk.say("/kill", dry_run=True)
    assert talk.halted == []
