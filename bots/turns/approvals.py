"""Confirmations typed at a terminal: what is shown comes from the intent, what is typed goes to the desk alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bots.messages import text
from bots.render.phrases import phrase
from bots.render.wording import account_name, describe, printable
from policies.access import approves
from policies.approvals import LIFE
from policies.values import Role
from tools.context import DeskPort
from tools.errors import Refused, Retry

NO = frozenset({"no", "non", "n", "annule", "annuler", "cancel", "deny", "refuse", "refuser"})
"""What refuses. No word that stops everything is here: a halt goes first, always."""

_CODE = re.compile(r"(?<![\w.,])\d{3}[\s-]?\d{3}(?![\w])(?![.,]\d)")
_NAMED = re.compile(r"\b(code|codes|otp|totp|2fa|mfa|authenticator|authentificateur|verification|jeton de connexion)\b")
_PROOF = re.compile(r"[0-9a-f]{4,64}")


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What an approval came to: what to say, whether it holds, and whether it still waits."""

    text: str
    waits: bool = False
    approved: bool = False


def looks_like_code(line: str) -> bool:
    """Whether a line looks like an authenticator code, which no chat may read: by itself, or named as one."""
    found = _CODE.search(line)
    if found is None:
        return False
    rest = _folded(line[: found.start()] + line[found.end() :])
    return not any(c.isalnum() for c in rest) or bool(_NAMED.search(rest))


def looks_like_proof(line: str) -> bool:
    """Whether a line looks like the beginning of a digest, typed when nothing waits for it."""
    joined = _joined(line)
    return _PROOF.fullmatch(joined) is not None and len(joined) >= 6 and not joined.isdigit() and not joined.isalpha()


def answers(line: str) -> bool:
    """Whether a line answers a confirmation: hexadecimal digits, in groups or not, or a no. All else is a turn."""
    return _PROOF.fullmatch(_joined(line)) is not None or _folded(line) in NO


def over(pending: Mapping[str, Any], at: datetime) -> bool:
    """Whether a confirmation has waited too long; `asked_at` is when it was shown."""
    asked: datetime = pending["asked_at"]
    return at - asked > LIFE


def late(pending: Mapping[str, Any], lang: str) -> str:
    """What is said of an answer that came too late."""
    return _closed("approval_expired", pending, lang)


def waiting(pending: Mapping[str, Any], at: datetime, lang: str) -> str:
    """What is said under a turn while a confirmation waits, or once it has waited too long."""
    return _closed("approval_over", pending, lang) if over(pending, at) else text("approval_waits", lang)


def question(pending: Mapping[str, Any], lang: str, *, named: bool = False) -> str:
    """What a person is asked to confirm, rendered from the intent; `named` says which account it is in."""
    intent = pending["intent"]
    if intent["kind"] == "resume":
        account = account_name(intent["account"], lang)
        lines = [text("approval_resume", lang, account=account, cause=phrase(pending.get("cause"), lang))]
        if intent.get("adopts"):
            lines.append(text("approval_adopts", lang, strangers=printable(", ".join(intent["adopts"]))))
    else:
        lines = [text("approval_act", lang, what=describe(intent, lang))]
        if named or intent["account"] != "paper":
            lines.append(text("approval_account", lang, account=account_name(intent["account"], lang)))
    return "\n".join([*lines, text("approval_type", lang, digest=printable(pending["digest"]))])


def hindrance(pending: Mapping[str, Any], role: Role, *, typed: bool, lang: str) -> str | None:
    """Why this cannot be confirmed here, or None when it can."""
    if not approves(role):
        return text("approval_not_yours", lang, role=text(f"principal_{role.value}", lang))
    if pending["tier"] != "T1":
        return text("approval_desk_only", lang, ticket=printable(pending["ticket"]))
    return None if typed else text("approval_elsewhere", lang)


async def answer(desk: DeskPort, pending: Mapping[str, Any], line: str, lang: str) -> Answered:
    """Hands what was typed to the desk, which compares it; a no refuses. Unreachable passes through.

    Only a wrong digest with tries left goes on waiting; whatever else the desk says closes the request.
    """
    denies = _folded(line) in NO
    proof = {"tier": "T1", "channel": "terminal", "typed": "" if denies else _joined(line)}
    try:
        given = await desk.decide(pending["ticket"], "deny" if denies else "approve", proof)
    except (Refused, Retry) as error:
        failed = text("approval_failed", lang, detail=phrase(error, lang))
        return Answered(text=f"{failed}\n{_again(pending, lang)}")
    outcome, tries = given["outcome"], int(given.get("tries_left", 0))
    if outcome == "approved":
        return Answered(text=text("approval_approved", lang), approved=True)
    if outcome == "wrong" and tries > 0:
        return Answered(text=text("approval_wrong", lang, tries=tries), waits=True)
    if outcome == "denied":
        return Answered(text=text("approval_denied", lang))
    return Answered(text=_closed(f"approval_{'locked' if outcome == 'wrong' else outcome}", pending, lang))


def _closed(key: str, pending: Mapping[str, Any], lang: str) -> str:
    return f"{text(key, lang, ticket=printable(pending['ticket']))}\n{_again(pending, lang)}"


def _again(pending: Mapping[str, Any], lang: str) -> str:
    resumes = pending["intent"]["kind"] == "resume"
    return text("approval_again_resume" if resumes else "approval_again_act", lang)


def _joined(line: str) -> str:
    """What was typed without the spaces and dashes that group it."""
    return re.sub(r"[\s-]", "", line).lower()


def _folded(line: str) -> str:
    return line.strip().rstrip(".!").casefold()
