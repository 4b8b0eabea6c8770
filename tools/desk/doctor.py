"""What `eva doctor` says of the desk: it is asked over its socket, and what keeps it from starting is shown."""

import os
import shutil
import sys
from typing import Any

from tools.desk.client import connect
from tools.desk.latches import Latches
from tools.desk.places import Places
from tools.errors import Misconfigured, Refused, Unreachable
from tools.heads import known
from tools.settings import Settings
from tools.trading.marketdata.replay import ReplayFeed
from tools.trading.marketdata.sessions import load_sessions

Check = dict[str, Any]
FREE_MB = 200


async def checks(settings: Settings) -> list[Check]:
    """`[{check, status: ok|off|warn|fail, detail, next_step}]`; nothing is changed, but the desk is started."""
    places = Places.of(settings.home, os.environ)
    return [_python(), _disk(places), _data(), _latch(places), *await _desk(settings), _isolation()]


def row(check: str, status: str, detail: str, next_step: str = "") -> Check:
    """One line of the report."""
    return {"check": check, "status": status, "detail": detail, "next_step": next_step}


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return row("python", "ok", version)


def _disk(places: Places) -> Check:
    free = shutil.disk_usage(places.home).free // 1_000_000
    if free < FREE_MB:
        return row("disk", "fail", f"{free} MB free", "free disk space: the desk acts only on what it can write down")
    return row("disk", "ok", f"{free} MB free")


def _data() -> Check:
    try:
        feed = ReplayFeed()
        load_sessions()
        listed = [s for s in feed.instruments if feed.span(s) is not None]
    except Misconfigured as error:
        return row("data", "fail", str(error), "`make run` installs the data packages again")
    return row("data", "ok", f"REPLAY of daily bars: {', '.join(sorted(listed))}")


def _latch(places: Places) -> Check:
    names = sorted(Latches(places.latches).latched())
    if names:
        return row("latch folder", "warn", f"halted: {', '.join(names)}", "type /resume in `eva chat` to lift it")
    return row("latch folder", "ok", "empty")


async def _desk(settings: Settings) -> list[Check]:
    """The desk itself, its journal against the newest head kept, and the state of its accounts."""
    try:
        async with connect(settings) as desk:
            audit = await desk.read("audit", {"count": 0})
            accounts = (await desk.read("status"))["accounts"]
    except (Misconfigured, Refused, Unreachable) as error:
        return [row("desk", "fail", str(error), "put right what the detail names, then ask again")]
    kept = max((h.n for h in known(settings.home)), default=0)
    if kept > audit["rows"]:
        step = "`eva audit verify`, then put back a good copy of EVA_HOME"
        journal = row("journal", "fail", f"{audit['rows']} rows, but {kept} were seen before", step)
    else:
        journal = row("journal", "ok", f"{audit['rows']} rows, chain intact")
    return [row("desk", "ok", "answers"), journal, *(_account(a) for a in accounts)]


def _account(account: Check) -> Check:
    name, state = f"account {account['id']}", account["state"]
    detail = f"{state} under {account['ruleset']}, {account['venue']}{' REPLAY' if account['replay'] else ''}"
    if state == "ACTIVE":
        return row(name, "ok", detail)
    return row(name, "warn", f"{detail}: {account['cause']}", "see /status; a person lifts it with /resume")


def _isolation() -> Check:
    detail = "no isolation: the paper desk runs as the same user"
    return row("isolation", "warn", detail, "paper only; live needs the desk as another user")
