"""Fills that nobody has been told of yet: after a turn, after a long advance, since the last conversation."""

from collections.abc import Mapping
from typing import Any

from bots.messages import text
from bots.render.wording import clock, fill_line
from bots.reply import Reply
from bots.store import Store
from tools.context import DeskPort, Json

MARK = "fill"
SHOWN = 20
_LOOKED_AT = 200


class News:
    """Remembers, across restarts, up to which fill the person at the terminal was told."""

    def __init__(self, desk: DeskPort, store: Store) -> None:
        self._desk, self._store = desk, store

    async def since(self, reply: Reply | None, lang: str) -> str:
        """What was filled and not told, as text; empty when there is nothing. What `reply` tells counts as told."""
        fills: list[Json] = (await self._desk.read("fills", {"count": _LOOKED_AT}))["fills"]
        if not fills:
            return ""
        seen = self._store.mark(MARK)
        ids = [f["id"] for f in fills]
        fresh = fills[ids.index(seen) + 1 :] if seen in ids else fills
        if seen != ids[-1]:
            self._store.set_mark(MARK, ids[-1])
        untold = [f for f in fresh if reply is None or not _told(f, reply)]
        if not untold:
            return ""
        market = await self._desk.read("quotes")
        currency = (await self._desk.read("status"))["accounts"][0].get("currency", "")
        lines = [fill_line(f, currency, lang) for f in untold[-SHOWN:]]
        return "\n".join([f"{text('news', lang)} {clock(market, lang)}", *lines])


def _told(fill: Mapping[str, Any], reply: Reply) -> bool:
    """Whether a reply already speaks of a fill: in its list of fills, or as an order that it calls filled."""
    listed = any(f.get("id") == fill["id"] for f in reply.data.get("fills", ()))
    return listed or any(o["id"] == fill["order"] and o["status"] == "filled" for o in reply.orders)
