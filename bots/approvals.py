"""Confirmations typed at a terminal: what is shown comes from the intent, what is typed goes to the desk alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bots.messages import text
from bots.render.wording import account_name, describe, printable
from policies.access import approves
from policies.values import Role
from tools.context import DeskPort
from tools.errors import Refused, Retry

NO = frozenset({"no", "non", "n", "annule", "annuler", "cancel", "deny", "refuse", "refuser", "stop"})
_CODE = re.compile(r"\d{3}[ -]?\d{3}")
_PROOF_LENGTH = 16


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What an approval came to: what to say, whether it holds, and whether it still waits."""

    text: str
    waits: bool = False
    approved: bool = False


def looks_like_code(line: str) -> bool:
    """Whether a line looks like an authenticator code, which no chat may read."""
    return _CODE.fullmatch(line.strip()) is not None


def looks_like_proof(line: str) -> bool:
    """Whether a line is an answer to a confirmation: one word, or hex digits in groups; commands are not."""
    line = line.strip()
    if not line or line.startswith("/"):
        return False
    one_word = len(line.split()) == 1 and len(line) <= _PROOF_LENGTH
    return one_word or re.fullmatch(r"[0-9a-fA-F -]{4,16}", line) is not None


def question(pending: Mapping[str, Any], lang: str) -> str:
    """What a person is asked to confirm, rendered from the intent."""
    intent = pending["intent"]
    if intent["kind"] == "resume":
        account = account_name(intent["account"], lang)
        lines = [text("approval_resume", lang, account=account, cause=printable(pending.get("cause", "?")))]
        if intent.get("adopts"):
            lines.append(text("approval_adopts", lang, strangers=printable(", ".join(intent["adopts"]))))
    else:
        lines = [text("approval_act", lang, what=describe(intent, lang))]
    return "\n".join([*lines, text("approval_type", lang, digest=printable(pending["digest"]))])


def hindrance(pending: Mapping[str, Any], role: Role, *, typed: bool, lang: str) -> str | None:
    """Why this cannot be confirmed here, or None when it can."""
    if not approves(role):
        return text("approval_not_yours", lang, role=role.value)
    if pending["tier"] != "T1":
        return text("approval_desk_only", lang)
    return None if typed else text("approval_elsewhere", lang)


async def answer(desk: DeskPort, pending: Mapping[str, Any], line: str, lang: str) -> Answered:
    """Hands what was typed to the desk, which compares it; a no refuses. Unreachable passes through."""
    typed = "".join(line.split())
    denies = typed.casefold() in NO
    proof = {"tier": "T1", "channel": "terminal", "typed": "" if denies else typed}
    try:
        given = await desk.decide(pending["ticket"], "deny" if denies else "approve", proof)
    except (Refused, Retry) as error:
        return Answered(text=text("approval_failed", lang, detail=printable(error)))
    outcome = given["outcome"]
    return Answered(text=text(f"approval_{outcome}", lang), waits=outcome == "wrong", approved=outcome == "approved")
