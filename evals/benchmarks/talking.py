"""One process that talks for a while and tells what it took: `python -m evals.benchmarks.talking HOME WARM TURNS`."""

import asyncio
import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bots.message import Message
from bots.principals import owner
from bots.wiring import Conversation, conversation
from evals.benchmarks.homes import rss_mb, settings_of
from evals.benchmarks.mix import mixed

CHART = "/graphique AAPL"


async def talk(home: Path, warm: int, turns: int) -> dict[str, Any]:
    """`warm` turns with a chart among them, then `turns` more: resident memory after each part, times, file sizes."""
    times: list[float] = []
    async with conversation(settings_of(home), os.environ, ahead=True) as talking:
        await talking.mind.warm()
        await _say(talking, CHART, -1)
        for turn in range(warm):
            await _say(talking, mixed(turn), turn)
        before = rss_mb(os.getpid())
        for turn in range(warm, warm + turns):
            began = time.perf_counter()
            await _say(talking, mixed(turn), turn)
            times.append((time.perf_counter() - began) * 1000)
        after = rss_mb(os.getpid())
    sizes = sum(path.stat().st_size for path in home.glob("*.db*")) / 2**20
    return {"before_mb": before, "after_mb": after, "db_mb": sizes, "times_ms": times}


async def _say(talking: Conversation, text: str, turn: int) -> None:
    message = Message(text=text, principal=owner(), channel="bench", id=f"m{turn}", at=datetime.now(UTC), lang="fr")
    await talking.dispatcher.turn(message)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(talk(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))))
