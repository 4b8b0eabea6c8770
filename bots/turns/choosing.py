"""The account that a conversation is about: chosen by a person, kept beside its thread, and shown."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from bots.message import Message
from bots.messages import text
from bots.render.phrases import phrase
from bots.reply import Reply
from bots.store import Store
from bots.turns.questions import Question
from tools.context import DeskPort
from tools.errors import Misconfigured
from tools.registry import BY_NAME
from tools.tool import ToolResult

DEFAULT = "paper"
"""What a conversation begins in."""

ALL = "all"
_WHOLE = frozenset({"halt_trading"})
"""What is never narrowed by a choice made before: a halt that names no account stops every one."""


def chosen(store: Store, place: str, here: Mapping[str, str]) -> str | None:
    """The account of this conversation; None for the one that it begins in, also where memory does not tell.

    `here` are the choices that were made in this process: they hold when the file cannot be read any more.
    """
    if place in here:
        return here[place]
    with suppress(Misconfigured):
        return store.account(place)
    return None


def placed(tool: str, args: Mapping[str, Any], account: str | None) -> dict[str, Any]:
    """The arguments of a tool with the chosen account, unless one is named or the tool takes none."""
    takes = account is not None and tool in BY_NAME and "account" in BY_NAME[tool].arguments and tool not in _WHOLE
    return {**args, "account": account} if takes and not args.get("account") else dict(args)


async def choose(desk: DeskPort, store: Store, message: Message, name: str, lang: str) -> Reply | Question:
    """Makes an account the conversation's own, or asks which one is meant; raises Unreachable, Misconfigured."""
    accounts = {one["id"]: one for one in (await desk.read("status"))["accounts"]}
    found = accounts.get(name.lower())
    if found is None:
        return unknown(name, tuple(accounts), lang)
    if not message.dry_run:
        store.use_account(message.place, found["id"], message.at)
    state = text(f"state_{found['state']}", lang, cause=phrase(found.get("cause"), lang))
    said = text("account_chosen", lang, account=found["id"], ruleset=found.get("ruleset", "?"), state=state)
    return Reply(text=said, lang=lang, route="trading", tool="choose_account", args={"account": found["id"]})


def unknown(name: str, accounts: tuple[str, ...], lang: str) -> Question:
    """Which account is meant, of those that exist."""
    from bots.render.wording import printable

    return Question(
        text=text("unknown_account_choice", lang, account=printable(name[:40]), known=", ".join(accounts)),
        tool="choose_account",
        route="trading",
        labels=accounts,
        args=tuple({"account": one} for one in accounts),
    )


def accounts_of(proposal: Mapping[str, Any] | None) -> list[str]:
    """The accounts that an act is about, each once; none for one of all of them."""
    acts = [] if proposal is None else proposal.get("acts") or [proposal]
    return list(dict.fromkeys(act["account"] for act in acts if act.get("account") not in (None, ALL)))


def marked(result: ToolResult, account: str, *, several: bool) -> ToolResult:
    """The result with the account in its head line, where there is more than one; `account` where no act names it."""
    if "account" in result.data or "accounts" in result.data or (result.proposal or {}).get("account") == ALL:
        return result
    if result.proposal is None and "market_time" not in result.data:
        return result
    names = accounts_of(result.proposal) or [account]
    return (
        replace(result, data={**result.data, "account": ", ".join(names)}) if several or names != [DEFAULT] else result
    )
