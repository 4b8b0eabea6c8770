"""Where sentences would go, one JSON line a line: no state, no desk, nothing is done."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from agents.reading import read
from tools.console.running import USAGE, show_json
from tools.settings import Settings
from tools.trading.marketdata.replay import SOURCES


async def show(settings: Settings) -> int:
    """Reads `{"text": ...}` a line from standard input, prints `{route, tool, args, confidence}` for each.

    2 when a line was none of that: it is answered with an `error`, and the others still are. A sentence that would be
    asked back has no tool.
    """
    from agents.mind import open_mind

    code = 0
    async with open_mind(settings) as mind:
        for text in _texts(sys.stdin.buffer):
            if text is None:
                code = USAGE
                show_json({"error": 'expected one JSON object a line with a "text", such as {"text": "my positions"}'})
                continue
            found = await read(text, symbols=tuple(SOURCES), prefer=None, router=mind.router)
            asked = found.clarify is not None
            shown: dict[str, Any] = {
                "route": found.route,
                "tool": None if asked else found.tool,
                "args": {} if asked else dict(found.args),
                "confidence": round(found.confidence, 4),
            }
            show_json(shown)
    return code


def _texts(lines: Iterable[bytes]) -> Iterator[str | None]:
    """The text of each line that is not blank; None for one that is malformed."""
    for line in lines:
        if not line.strip():
            continue
        try:
            body = json.loads(line)
        except (ValueError, RecursionError):
            yield None
            continue
        text = body.get("text") if isinstance(body, dict) else None
        yield text.encode("utf-8", "replace").decode() if isinstance(text, str) else None
