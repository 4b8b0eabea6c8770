"""Accounts and headroom on the command line."""

from collections.abc import Mapping

from tools.console.running import show_json
from tools.settings import Settings


async def show(settings: Settings, environ: Mapping[str, str], *, as_json: bool) -> int:
    """Prints the status of every account; raises Unreachable."""
    from bots.principals import owner
    from bots.wiring import conversation
    from tools.tool import ToolResult

    async with conversation(settings, environ, ahead=True) as talk:
        status = await talk.desk.read("status")
        lang = talk.voice.lang(owner().id)
    if as_json:
        show_json(status)
    else:
        from bots.render import books

        print(books.status(ToolResult(data=status), lang))
    return 0
