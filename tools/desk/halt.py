"""The kill switch from outside: latch first, then the desk, then, if it hangs, a desk that works."""

import asyncio
import os
import signal
import time
from typing import Any

from tools.context import Json
from tools.desk.client import DeskClient
from tools.desk.latches import ALL, Latches
from tools.desk.places import Places, recorded
from tools.errors import Misconfigured, Refused, Unreachable
from tools.settings import Settings

HUNG_S = 1.0
FLAT_S = 10.0
POLL_S = 0.005
LIVE_POLL_S = 0.2


def halt(settings: Settings, account: str = ALL) -> Json:
    """Latches and flattens: `{latched, flat, accounts, ms}`. The latch is on the disk before anything else."""
    began = time.monotonic()
    places = Places.of(settings.home, os.environ)
    if not places.live:
        places.prepare()
    elif not places.latches.is_dir():
        raise Unreachable(f"no live desk has been here: {str(places.latches)!r} is missing; systemctl status eva-desk")
    latch = Latches(places.latches).drop(account)
    accounts = asyncio.run(_flatten(places, account))
    if any(a["state"] == "NO_SUCH_ACCOUNT" for a in accounts):
        latch.unlink(missing_ok=True)
        raise Refused(f"no account {account!r}: see `eva status`; `eva halt all` stops every one")
    flat = bool(accounts) and all(a["flat"] for a in accounts)
    return {"latched": True, "flat": flat, "accounts": accounts, "ms": round((time.monotonic() - began) * 1000)}


async def _flatten(places: Places, account: str) -> list[Json]:
    """Waits until the desk has flattened; a desk that hangs is replaced by one that starts from the latch.

    A live desk is another user's: its service manager replaces it, and until then it is waited for.
    """
    until = time.monotonic() + FLAT_S
    while time.monotonic() < until:
        client = DeskClient(places)
        try:
            first_s = FLAT_S if recorded(places) is None else HUNG_S
            return await _look(client, account, until, first_s)
        except TimeoutError:
            end_hung(places)
        except (Unreachable, Misconfigured, Refused, OSError) as error:
            if places.live and isinstance(error, Unreachable):
                await asyncio.sleep(LIVE_POLL_S)
                continue
            return [{"id": account, "flat": False, "state": "UNREACHABLE", "error": str(error)}]
        finally:
            await client.close()
    return [{"id": account, "flat": False, "state": "UNREACHABLE"}]


async def _look(client: DeskClient, account: str, until: float, first_s: float) -> list[Json]:
    patience = first_s
    while True:
        status = await asyncio.wait_for(client.read("status"), patience)
        patience = HUNG_S
        chosen = [_short(a) for a in status["accounts"] if account in (ALL, a["id"])]
        if not chosen:
            return [{"id": account, "flat": False, "state": "NO_SUCH_ACCOUNT"}]
        settled = all(a["flat"] or a["waiting"] for a in chosen)
        if settled or time.monotonic() > until:
            return chosen
        await asyncio.sleep(POLL_S)


def _short(account: dict[str, Any]) -> Json:
    """What a halt needs to know of an account; `waiting` is an exit queued for the market's opening."""
    halted = account["state"] == "HALTED"
    flat = halted and bool(account["flat"])
    waiting = halted and not account["session"]["open"] and bool(account["leaving"])
    return {"id": account["id"], "flat": flat, "waiting": waiting, "state": account["state"]}


def end_hung(places: Places) -> None:
    """Ends the recorded desk process if it is still the one that was recorded."""
    pid = recorded(places)
    if pid is None:
        return
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    until = time.monotonic() + 1
    while recorded(places) is not None and time.monotonic() < until:
        time.sleep(POLL_S)
