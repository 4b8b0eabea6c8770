"""The health of the whole installation: the conversation's own checks, then the desk's."""

from pathlib import Path

from bots.store import open_store
from tools.context import Json
from tools.errors import Misconfigured
from tools.settings import Settings

_ABSENT = (
    ("language model", "no language model is configured; commands and plain orders work without one"),
    ("telegram", "no Telegram bot is configured"),
    ("discord", "no Discord bot is configured"),
)


def check(name: str, status: str, detail: str, next_step: str | None = None) -> Json:
    """One line of the doctor: status is ok, off, warn or fail."""
    return {"check": name, "status": status, "detail": detail, "next_step": next_step}


async def checks(settings: Settings) -> list[Json]:
    """Every check; none of them changes anything."""
    from tools.desk import doctor as desk_doctor

    found = [*await desk_doctor.checks(settings), _store(settings.home)]
    return found + [check(name, "off", detail) for name, detail in _ABSENT]


def _store(home: Path) -> Json:
    try:
        open_store(home).close()
    except Misconfigured as error:
        return check("assistant store", "fail", str(error), "move the file away and start again")
    return check("assistant store", "ok", "the assistant's own memory can be read and written")
