"""The first words: on paper, on a replay, at which market date, what can be done and what is not configured."""

from bots.messages import text
from bots.messages.numbers import moment, money
from bots.render.phrases import phrase
from bots.render.wording import REPLAY
from tools.context import DeskPort
from tools.errors import Refused, Unreachable


async def greeting(desk: DeskPort, lang: str) -> str:
    """The greeting; a desk that does not answer yet is said, one that must be put right raises Misconfigured."""
    return "\n".join(
        [text("hello", lang, replay=REPLAY), await _clock(desk, lang), text("hello_can", lang), text("hello_off", lang)]
    )


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
