"""The model of losses at the desk: gaps from bars, fills against forecasts, prints beyond a stop, all journaled."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bots.render import render
from bots.render.short import short
from policies.limits import Effect
from policies.values import OrderRole, OrderStatus, Switch
from tests.fakes.desk_rig import Rig, rig
from tests.fakes.faulty_venue import Faults
from tests.fakes.paper_market import ABC, DAYS, STOCK, bar, feed
from tests.fakes.rig_port import RigPort
from tools.desk.record.fold import fold
from tools.trading.marketdata.feed import MemoryFeed

Scenario = Callable[[Rig], Awaitable[None]]
CALM = {ABC: ["100", "100", "100", "100"]}
OVERNIGHT = {ABC: ["100", "80", "80", "80"]}


def long_market(texts: list[str], jump: str = "93") -> MemoryFeed:
    """A market with 300 days of history in which ten opens were far below the close before."""
    before = [DAYS[0] - timedelta(days=300 - n) for n in range(300)]
    old = [bar(day, f"{jump} 100 {jump} 100" if n % 30 == 29 else "100") for n, day in enumerate(before)]
    new = [bar(day, text) for day, text in zip(DAYS, texts, strict=False)]
    return MemoryFeed(instruments={ABC: STOCK}, bars={ABC: [*old, *new]})


def play(folder: Path, scenario: Scenario, market: MemoryFeed, faults: Faults | None = None) -> None:
    """Runs a scenario; at its end the journal folds to the very state of the desk."""

    async def run() -> None:
        async with rig(folder, market, faults) as desk:
            await scenario(desk)
            journal = desk.service.desk.journal
            assert fold(journal.tail(journal.head.n)) == desk.service.desk.state

    asyncio.run(run())


def rows(desk: Rig, kind: str) -> list[dict[str, Any]]:
    """The bodies of every row of a kind, oldest first."""
    journal = desk.service.desk.journal
    return [row.body for row in journal.tail(journal.head.n) if row.kind == kind]


async def shown(desk: Rig) -> dict[str, Any]:
    """The one row that `status` with `model` shows."""
    answer = await desk.service.verbs["status"]({"model": True})
    (row,) = answer["accounts"][0]["model"]
    return dict(row)


def test_a_history_of_jumps_raises_the_gap_over_a_close_and_the_worst_case(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        assert desk.trader.instruments[ABC].gap == Decimal("0.05")
        assert desk.trader.instruments[ABC].gap_closed == Decimal("0.07")
        (written,) = rows(desk, "gap")
        assert (written["gap"]["n"], written["gap"]["until"]) == (299, (DAYS[0] - timedelta(days=1)).isoformat())
        answer = await desk.service.verbs["preview"](
            {"intent": desk.intent("order", symbol="ABC", side="buy", type="market", quantity="10", stop="95")}
        )
        fall = Decimal("101.01") - 95 * Decimal("0.95")
        assert Decimal(answer["worst_case"]["after"]) == 10 * fall + 2  # the larger gap counts near the close

    play(tmp_path, scenario, long_market(["100", "100"]))


def test_a_short_history_leaves_the_configured_gap_alone(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        assert desk.trader.instruments[ABC] == STOCK
        assert rows(desk, "gap") == []
        told = await shown(desk)
        assert (told["estimated"], told["n"], told["coverage"], told["alarm"]) == (None, 0, None, [])

    play(tmp_path, scenario, feed(CALM))


def test_a_restart_has_the_gap_from_the_journal_and_writes_it_once(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        before = desk.trader.instruments[ABC]
        await desk.restart()
        assert desk.trader.instruments[ABC] == before
        await desk.ask("advance", sessions=1)
        assert len(rows(desk, "gap")) == 1
        assert (await shown(desk))["until"] == DAYS[0].isoformat()

    play(tmp_path, scenario, long_market(["100", "100", "100"]))


def test_what_comes_later_is_not_known_before(tmp_path: Path) -> None:
    """The crash of the second day is in no estimate of that day, though its open is behind the market's clock."""

    async def scenario(desk: Rig) -> None:
        await desk.ask("advance", sessions=1)
        assert desk.trader.instruments[ABC].gap_closed == Decimal("0.07")
        await desk.ask("advance", sessions=1)
        told = await shown(desk)
        assert (told["n"], told["worst"], told["worst_on"]) == (301, "-0.3", DAYS[1].isoformat())

    play(tmp_path, scenario, long_market(["100", "70", "70", "70"]))


def test_a_stop_inside_its_gap_is_counted_and_nothing_is_alarmed(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy(stop="95")
        await desk.ask("advance", sessions=1)
        assert not desk.state.holdings
        assert desk.shown() is Switch.ACTIVE
        realised = (await shown(desk))["realised"]
        assert [realised[kind]["n"] for kind in ("entry", "stop", "loss")] == [1, 1, 1]
        assert realised["stop"]["coverage"] == realised["loss"]["coverage"] == "1"
        assert 0 < Decimal(realised["loss"]["worst"]) < 1
        assert (await shown(desk))["alarm"] == []

    play(tmp_path, scenario, feed({ABC: ["100", "93", "93"]}))


def test_a_jump_beyond_the_gap_reduces_until_the_reset_and_raises_the_gap(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy(stop="95")
        await desk.ask("advance", sessions=1)
        jumped = [row for row in rows(desk, "measured") if row["kind"] == "stop"]
        journal = desk.service.desk.journal
        kinds = [row.kind for row in journal.tail(journal.head.n)]
        out = max(n for n, kind in enumerate(kinds) if kind == "measured")
        assert kinds[out - 1 : out + 3] == ["fill", "measured", "gap", "state"], "on the very same tick"
        latch = desk.state.latch
        assert latch is not None
        assert (latch.state, latch.effect, latch.cause) == (Switch.REDUCING, Effect.SOFT, "ABC jumped beyond its gap")
        assert Decimal(jumped[0]["slippage"]) > Decimal(jumped[0]["expected"]) == Decimal("0.05")
        assert Decimal(jumped[0]["loss"]) > Decimal(jumped[0]["expected_loss"]) > 0
        assert (await desk.buy(stop="75"))["verdict"]["decision"] == "deny"
        gap = desk.trader.instruments[ABC].gap_closed
        assert Decimal("0.157") < gap < Decimal("0.16")
        await desk.ask("advance", sessions=1)
        assert desk.shown() is Switch.ACTIVE, "the reset has come"
        assert (await desk.buy(stop="75"))["verdict"]["decision"] == "allow"
        await desk.restart()
        assert desk.trader.instruments[ABC].gap_closed == gap, "what was seen stays"
        told = await shown(desk)
        assert told["alarm"] == ["stop", "loss"]
        assert told["realised"]["stop"]["coverage"] == "0"

    play(tmp_path, scenario, feed(OVERNIGHT))


def test_a_market_beyond_a_stop_that_has_not_filled_reduces_on_that_tick(tmp_path: Path) -> None:
    faults = Faults()

    async def scenario(desk: Rig) -> None:
        await desk.buy(stop="95")
        faults.late = True
        await desk.ask("advance", sessions=1)
        (stop,) = desk.orders(OrderRole.STOP)
        assert stop.status is OrderStatus.WORKING, "the desk has not heard of the fill"
        assert desk.latched() is Switch.REDUCING
        gaps = desk.trader.instruments[ABC]
        assert gaps.gap == Decimal("0.05"), "it came over a close"
        assert Decimal("0.157") < gaps.gap_closed < Decimal("0.16")
        assert (await desk.buy(stop="75"))["verdict"]["decision"] == "deny"
        faults.late = False
        desk.venue.release()
        await desk.settle()
        assert not desk.state.holdings

    play(tmp_path, scenario, feed(OVERNIGHT), faults)


def test_the_worst_of_an_entry_is_journaled_with_it_before_it_is_sent(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy(stop="95")
        said = rows(desk, "order")[0]["expects"]
        assert said == {"fill": "101.01", "gap": "0.05", "loss": "109.6", "reference": "100.01", "stop": "95"}
        (entry,) = [row for row in rows(desk, "measured") if row["kind"] == "entry"]
        assert Decimal(entry["slippage"]) <= Decimal(entry["expected"])

    play(tmp_path, scenario, feed(CALM))


def test_an_entry_that_was_amended_is_held_against_its_new_terms(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy(stop="90", type="limit", limit="95")
        (entry,) = desk.orders(OrderRole.ENTRY)
        await desk.ask("amend", order=entry.order.id, limit="101")
        assert rows(desk, "amend")[0]["expects"]["fill"] == "101"
        assert desk.state.held(ABC) == 10
        assert desk.shown() is Switch.ACTIVE
        assert (await shown(desk))["alarm"] == []

    play(tmp_path, scenario, feed(CALM))


def test_a_stop_moved_away_widens_the_loss_that_was_predicted(tmp_path: Path) -> None:
    async def scenario(desk: Rig) -> None:
        await desk.buy(stop="95")
        (stop,) = desk.orders(OrderRole.STOP)
        await desk.ask("amend", order=stop.order.id, trigger="90")
        (stop,) = desk.orders(OrderRole.STOP)
        assert stop.order.trigger == 90
        await desk.ask("advance", sessions=1)
        (closed,) = [row for row in rows(desk, "measured") if "loss" in row]
        assert Decimal(closed["expected_loss"]) == Decimal("109.6") + 10 * 5 * Decimal("0.95")
        assert Decimal(closed["loss"]) <= Decimal(closed["expected_loss"])

    play(tmp_path, scenario, feed({ABC: ["100", "88", "88"]}))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", ("ABC : 5\u202f% en séance, 7\u202f% sur une clôture", "historique : 7\u202f%, d'après 299 ouvertures")),
        ("en", ("ABC: 5% while the market trades, 7% over a close", "history: 7%, from 299 opens")),
    ],
)
def test_the_answer_tells_it_in_both_languages(tmp_path: Path, lang: str, words: tuple[str, ...]) -> None:
    async def scenario(desk: Rig) -> None:
        result = await RigPort(desk).use("show_model_risk", {})
        said = render("show_model_risk", result, lang)
        for word in words:
            assert word in said
        assert "{" not in said
        assert "1 instrument" in short(said, "show_model_risk", result.data, lang)

    play(tmp_path, scenario, long_market(["100", "100"]))
