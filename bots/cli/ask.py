"""One turn from the command line, printed as text or as one JSON document."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from bots.principals import Principal, principal_of
from bots.reply import Reply
from bots.turns.commands import command_of
from tools.console.running import USAGE, complain, show_json
from tools.errors import Misconfigured, Retry
from tools.settings import Settings

CHANNEL = "ask"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The words of `eva ask`."""

    text: str
    as_: str = "owner"
    lang: str = ""
    dry_run: bool = False
    json: bool = False


async def answer(asked: Asked, settings: Settings, environ: Mapping[str, str]) -> int:
    """Answers one question; its exit code is the reply's. Nothing is ever approved here."""
    began = time.perf_counter()
    if not asked.text.strip() or asked.text == "-":
        complain('nothing was asked. Next: eva ask "what you want", or a pipe into eva chat')
        return USAGE
    if asked.lang not in ("", "fr", "en"):
        complain(f"no language {asked.lang[:20]!r}. Next: --lang fr or --lang en")
        return USAGE
    try:
        principal = principal_of(asked.as_)
    except Retry as error:
        complain(str(error))
        return USAGE
    number = uuid4().hex
    try:
        reply = await _answered(asked, principal, number, settings, environ)
    except Misconfigured:
        from bots.dispatcher import leaving

        if not leaving(asked.text):
            raise
        reply = await _answered(asked, principal, number, settings, environ, kept=False)
    if asked.json:
        show_json(reply.document((time.perf_counter() - began) * 1000))
    else:
        print(reply.text)
    return reply.exit_code


async def _answered(
    asked: Asked, principal: Principal, number: str, settings: Settings, environ: Mapping[str, str], kept: bool = True
) -> Reply:
    """The turn; without `kept`, one that remembers nothing: the way out while the assistant's file cannot be used."""
    from bots.wiring import conversation, wall

    ahead = command_of(asked.text.strip()) is None
    async with conversation(settings, environ, ahead=ahead, kept=kept) as talk:
        from bots.message import Message

        message = Message(
            text=asked.text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"),
            principal=principal,
            channel=CHANNEL,
            id=number,
            at=wall(),
            dry_run=asked.dry_run,
            lang=asked.lang or None,
        )
        return await talk.dispatcher.turn(message)
