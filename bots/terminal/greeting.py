"""The first words: on paper, on a replay, at which market date, what can be done and what is not configured."""

from bots.messages import text
from bots.messages.numbers import moment, money
from bots.render.phrases import phrase
from bots.render.wording import REPLAY, printable
from tools.context import DeskPort
from tools.errors import Refused, Unreachable

_ABSENT = ("telegram", "discord", "venues")
"""What no setting of this version opens."""


async def greeting(desk: DeskPort, lang: str, *, model: str | None = None, live: bool = False) -> str:
    """The greeting; a desk that does not answer yet is said, one that must be put right raises Misconfigured.

    `model` is the language model of the settings, None where there is none; `live` asks for the live desk.
    """
    clock = await _clock(desk, lang)
    lines = [text("hello_live", lang) if live else text("hello", lang, replay=REPLAY), clock, text("hello_can", lang)]
    if model is not None:
        lines.append(text("hello_model", lang, model=printable(model)))
    absent = _ABSENT if model is not None else ("model", *_ABSENT)
    missing = ", ".join(text(f"hello_off_{name}", lang) for name in absent)
    return "\n".join([*lines, text("hello_live_off" if live else "hello_off", lang, missing=missing)])


async def _clock(desk: DeskPort, lang: str) -> str:
    try:
        account = (await desk.read("status"))["accounts"][0]
    except (Unreachable, Refused) as error:
        return text("hello_no_desk", lang, detail=phrase(error, lang))
    equity = money(account.get("equity"), account["currency"], lang)
    date = moment(account.get("market_time"), lang)
    shown = text("hello_clock", lang, replay=REPLAY, date=date, equity=equity, account=account["id"])
    if account["state"] == "ACTIVE":
        return shown
    state = text(f"state_{account['state']}", lang, cause=phrase(account.get("cause"), lang))
    return f"{shown}\n{text('hello_state', lang, account=account['id'], state=state)}"
