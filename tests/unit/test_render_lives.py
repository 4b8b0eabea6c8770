"""What the desk shows of an order's life reaches the list that a person reads."""

import asyncio
from pathlib import Path

import pytest

from bots.render.wording import order_line
from tests.fakes.desk_rig import rig
from tests.fakes.paper_market import ABC, feed

CALM = {ABC: ["100", "100", "100 101 99 100", "100"]}


@pytest.mark.parametrize(("tif", "told"), [("gtc", True), ("day", False)])
def test_a_list_of_the_desk_says_until_cancelled(tmp_path: Path, tif: str, told: bool) -> None:
    async def scenario() -> None:
        async with rig(tmp_path, feed(CALM)) as desk:
            await desk.buy(type="limit", limit="98", tif=tif)
            (listed,) = (await desk.service.verbs["orders"]({"account": "paper", "scope": "working"}))["orders"]
            (account,) = (await desk.service.verbs["status"]({}))["accounts"]
            assert listed["tif"] == tif
            assert account["orders"] == [listed]
            assert ("valable jusqu'à annulation" in order_line(listed, "fr")) is told

    asyncio.run(scenario())
