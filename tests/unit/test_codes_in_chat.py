"""A code of an authenticator typed in a chat: swallowed, kept nowhere, and given to nobody."""

from pathlib import Path

import pytest

from agents.supervisor.threads import FILE as THREADS
from tests.unit.conversation import Conversation
from tools.heads import FILE

CODE = "493817"


def kept(home: Path) -> bytes:
    """Every byte that the assistant wrote."""
    names = (FILE, f"{FILE}-wal", THREADS, f"{THREADS}-wal")
    return b"".join((home / name).read_bytes() for name in names if (home / name).exists())


@pytest.mark.parametrize("line", [CODE, "493 817", f"code {CODE}", f"mon code est {CODE}."])
@pytest.mark.parametrize("before", ["positions", "achète 10k AAPL stop 390", "close"])
def test_a_code_goes_nowhere_whatever_was_said_before(tmp_path: Path, line: str, before: str) -> None:
    talk = Conversation(tmp_path, locale="fr")
    talk.desk.state, talk.desk.cause = "HALTED", "kill switch"
    talk.say("montre mes positions")
    talk.say(before)
    acts, decided = len(talk.desk.acts), len(talk.desk.decided)
    told = talk.say(line)
    assert "ressemble à un code" in told.text or "looks like a code" in told.text
    assert (len(talk.desk.acts), len(talk.desk.decided)) == (acts, decided)
    assert CODE not in told.text
    assert CODE.encode() not in kept(tmp_path)
    assert b"493 817" not in kept(tmp_path)


@pytest.mark.parametrize("line", [CODE, f"otp {CODE}"])
def test_no_model_reads_a_code(tmp_path: Path, line: str) -> None:
    script = tmp_path / "script.json"
    script.write_text('{"rules": [{"match": ".*", "text": "heard"}]}', encoding="utf-8")
    talk = Conversation(tmp_path / "home", model=f"script:{script}")
    assert "looks like a code" in talk.say(line).text
    assert CODE.encode() not in kept(tmp_path / "home")


def test_digits_at_a_confirmation_are_a_try_like_any_other_and_kept_nowhere(tmp_path: Path) -> None:
    talk = Conversation(tmp_path)
    talk.desk.state, talk.desk.cause = "HALTED", "kill switch"
    talk.say("/resume")
    digest = next(iter(talk.desk.answers.values()))["digest"]
    digits = CODE if not digest.startswith(CODE) else "222222"
    talk.say(digits)
    assert len(talk.desk.decided) == 1
    assert digits.encode() not in kept(tmp_path)
    talk.say(digest[:6])
    assert talk.desk.decided[-1][1] == "approve"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_only_the_desk_may_approve_names_the_command(lang: str) -> None:
    from bots.turns import approvals
    from policies.values import Role

    pending = {"tier": "T2", "ticket": "t42", "digest": "ab" * 32, "intent": {"kind": "order"}}
    said = approvals.hindrance(pending, Role.OWNER, typed=True, lang=lang)
    assert said is not None
    assert "eva desk approve t42" in said
