"""What `eva doctor` says of the desk: it is asked over its socket, and what keeps it from starting is shown."""

import os
import shutil
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tools.desk.client import DeskClient, connect
from tools.desk.latches import Latches
from tools.desk.places import Places
from tools.errors import Misconfigured, Refused, Unreachable
from tools.heads import known
from tools.settings import Settings
from tools.trading.marketdata.replay import ReplayFeed
from tools.trading.marketdata.sessions import load_sessions

Check = dict[str, Any]
FREE_MB = 200
STALE_DAYS = 90
"""How old the last look at a firm's rules may be."""
CALENDAR_AHEAD = timedelta(days=60)
"""How long before the end of a calendar somebody has to know."""


async def checks(settings: Settings) -> list[Check]:
    """`[{check, status: ok|off|warn|fail, detail, next_step}]`; nothing is changed, but the desk is started."""
    places = Places.of(settings.home, os.environ)
    asked = await _desk(settings)
    answers = any(one["check"] == "desk" and one["status"] == "ok" for one in asked)
    return [_python(), _disk(places), _data(), _latch(places), *asked, _isolation(places, answers)]


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
            status = await desk.read("status", {"model": True, "rules": True})
            accounts = status["accounts"]
            calendars = await _calendars(desk, accounts)
    except (Misconfigured, Refused, Unreachable) as error:
        return [row("desk", "fail", str(error), "put right what the detail names, then ask again")]
    kept = max((h.n for h in known(settings.home)), default=0)
    if kept > audit["rows"]:
        step = "`eva audit verify`, then put back a good copy of EVA_HOME"
        journal = row("journal", "fail", f"{audit['rows']} rows, but {kept} were seen before", step)
    else:
        journal = row("journal", "ok", f"{audit['rows']} rows, chain intact")
    found = [row("desk", "ok", "answers"), journal, *map(_account, accounts), *map(_model, accounts)]
    return [*found, _codes(status), _limits(accounts), _rulesets(accounts, datetime.now(UTC).date()), calendars]


def _account(account: Check) -> Check:
    name, state = f"account {account['id']}", account["state"]
    detail = f"{state} under {account['ruleset']}, {account['venue']}{' REPLAY' if account['replay'] else ''}"
    if state == "ACTIVE":
        return row(name, "ok", detail)
    blind = str(account["cause"]).startswith("limits cannot be read")
    step = "correct the file that is named" if blind else "see /status; a person lifts it with /resume"
    return row(name, "warn", f"{detail}: {account['cause']}", step)


def _model(account: Check) -> Check:
    """Whether anything speaks against the gaps that losses are reckoned with."""
    name, rows = f"model {account['id']}", account["model"]
    wrong = [f"{r['symbol']} ({', '.join(r['alarm'])})" for r in rows if r["alarm"]]
    if wrong:
        return row(name, "warn", f"predictions were passed: {', '.join(wrong)}", "see /model; trade smaller there")
    known = sum(1 for r in rows if r["estimated"] is not None)
    return row(name, "ok", f"no prediction was passed; {known} of {len(rows)} gaps rest on history")


def _codes(status: Check) -> Check:
    """Whether somebody can approve what needs a code."""
    if status.get("enrolled"):
        return row("authenticator", "ok", "enrolled")
    return row("authenticator", "off", "not enrolled: what needs a code is refused", "eva desk enroll")


def _limits(accounts: Sequence[Check]) -> Check:
    """Whether a file asks for more than holds, and what was granted that does not hold yet."""
    wrong = [f"{a['id']}: {a['rules']['file']}" for a in accounts if a.get("rules", {}).get("file")]
    if wrong:
        return row("limits", "fail", f"a file cannot be believed: {'; '.join(wrong)}", "correct the file that is named")
    looser, pending = _named(accounts, "looser"), _named(accounts, "pending")
    if looser:
        step = "eva desk limits loosen, or put the file right"
        return row("limits", "warn", f"a file asks for more than holds: {looser}", step)
    if pending:
        step = "eva desk limits tighten takes it back"
        return row("limits", "warn", f"looser from the next trading day on: {pending}", step)
    return row("limits", "ok", "what the files say is what holds")


def _named(accounts: Sequence[Check], what: str) -> str:
    found = [f"{a['id']} ({', '.join(a['rules'][what])})" for a in accounts if a.get("rules", {}).get(what)]
    return ", ".join(found)


def _rulesets(accounts: Sequence[Check], today: date) -> Check:
    """Whether a firm's rules were looked at lately, and whether anything in them is doubtful."""
    step = "eva firms show RULESET, then look at the firm's own pages"
    doubtful = [f"{a['id']} under {a['ruleset']}" for a in accounts if a.get("rules", {}).get("doubts")]
    if doubtful:
        return row("rulesets", "warn", f"unconfirmed rules: {', '.join(doubtful)}", step)
    days = {a["id"]: _age(a.get("rules", {}).get("verified_on"), today) for a in accounts}
    old = [f"{a['id']} under {a['ruleset']} ({days[a['id']]})" for a in accounts if days[a["id"]] > STALE_DAYS]
    if old:
        return row("rulesets", "warn", f"not looked at for more than {STALE_DAYS} days: {', '.join(old)}", step)
    return row("rulesets", "ok", "every account's rules are confirmed and recent")


def _age(verified: str | None, today: date) -> int:
    """Days since somebody looked; 0 for rules that are nobody else's."""
    return 0 if verified is None else (today - date.fromisoformat(verified)).days


async def _calendars(desk: DeskClient, accounts: Sequence[Check]) -> Check:
    """Whether the hours of what is traded are known for a while yet, by each account's own clock."""
    ends: dict[str, date] = {}
    for account in accounts:
        listed = (await desk.read("instruments", {"account": account["id"]}))["instruments"]
        now = datetime.fromisoformat(account["market_time"]).date()
        for name in sorted({str(one["calendar"]) for one in listed.values()}):
            last = load_sessions(name).last
            if last - now < CALENDAR_AHEAD:
                ends[name] = last
    if ends:
        told = ", ".join(f"{name} ({last.isoformat()})" for name, last in ends.items())
        return row(
            "calendars", "warn", f"sessions end soon: {told}", "take a newer version: without hours nothing opens"
        )
    return row("calendars", "ok", f"sessions are known for {CALENDAR_AHEAD.days} days and more")


def _isolation(places: Places, answers: bool) -> Check:
    if places.live and not answers:
        return row("isolation", "fail", "no live desk answers: nothing is isolated", "systemctl status eva-desk")
    if places.live:
        detail = f"the desk is another user's, in {str(places.runtime)!r}"
        return row("isolation", "ok", detail)
    detail = "no isolation: the paper desk runs as the same user"
    return row("isolation", "warn", detail, "paper only; live needs the desk as another user")
