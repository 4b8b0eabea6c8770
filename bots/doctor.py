"""The health of the whole installation: the conversation's own checks, then the desk's."""

from pathlib import Path

from agents.supervisor.threads import FILE
from bots.store import open_store
from tools.context import Json
from tools.errors import Misconfigured
from tools.settings import Settings

_ABSENT = (
    ("telegram", "no Telegram bot is configured"),
    ("discord", "no Discord bot is configured"),
)


def check(name: str, status: str, detail: str, next_step: str | None = None) -> Json:
    """One line of the doctor: status is ok, off, warn or fail."""
    return {"check": name, "status": status, "detail": detail, "next_step": next_step}


async def checks(settings: Settings) -> list[Json]:
    """Every check; none of them changes anything."""
    from agents.models import doctor as model_doctor
    from tools.desk import doctor as desk_doctor

    own = [_store(settings.home), _threads(settings.home), _router(settings.home)]
    found = [*await desk_doctor.checks(settings), *own, *await model_doctor.checks(settings)]
    return found + [check(name, "off", detail) for name, detail in _ABSENT]


def _store(home: Path) -> Json:
    try:
        open_store(home).close()
    except Misconfigured as error:
        return check("assistant store", "fail", str(error), "move the file away and start again")
    return check("assistant store", "ok", "the assistant's own memory can be read and written")


def _threads(home: Path) -> Json:
    """The file of threads, looked at without the graph's libraries and without making one."""
    import sqlite3
    from contextlib import closing

    path = home / FILE
    if not path.exists():
        return check("threads", "ok", "nothing was said in words yet")
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=2)) as db:
            found = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        found = str(error)
    if found != "ok":
        return check("threads", "fail", f"threads.db is damaged ({found})", "move it away: only what was said is in it")
    return check("threads", "ok", "the memory of what was said can be read")


def _router(home: Path) -> Json:
    """The caches of the embedding router, every byte of them."""
    from agents.router import cache, classifier, places

    try:
        names = (places.embedder_name(), places.router_name(places.embedder_name(), classifier.digest()))
        for parent in places.candidates({"EVA_HOME": str(home)}):
            if all((parent / name).is_dir() for name in names):
                for name in names:
                    cache.check(parent / name)
                return check("router", "ok", "the sentence embedder is there and whole")
    except (cache.Damaged, Misconfigured) as error:
        return check("router", "warn", str(error), "python -m agents.router.build")
    return check("router", "warn", "the router's cache is not built yet", "python -m agents.router.build, or just ask")
