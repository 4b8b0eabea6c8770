"""The heartbeat: every second latches are looked for, clocks compared, the market asked, halts carried on."""

import sys
from collections.abc import Iterable
from datetime import datetime

from policies.limits import Effect
from policies.values import Switch
from tools.desk.engine import exits, protection, reconciling, watching
from tools.desk.engine.account import Trader
from tools.desk.engine.noting import ANSWER_S
from tools.desk.latches import Latches
from tools.trading.venue import VenueSilent

BEAT_S = 1
RECONCILE_S = 30
JUMP_S = 2
CALM_S = 60


def copy_latches(traders: Iterable[Trader], latches: Latches) -> None:
    """Makes a latch dropped from outside the account's own state, which then flattens it."""
    for trader in traders:
        held = trader.state.latch
        halted = held is not None and held.state is Switch.HALTED and held.effect is Effect.HARD
        if not halted and latches.holds(trader.id):
            watching.latch(trader, Switch.HALTED, watching.KILLED, Effect.HARD)
            watching.observe(trader)


class Heart:
    """Beats once a second for as long as the desk lives."""

    def __init__(self, traders: Iterable[Trader], latches: Latches) -> None:
        self._traders = list(traders)
        self._latches = latches
        self._beats = 0
        self._troubles = 0
        self._last: tuple[datetime, float] | None = None
        self._calm_at = 0.0

    async def run(self) -> None:
        """Never returns; an error in a beat lets the account only reduce, and the next beat comes."""
        clock = self._traders[0].desk.clock
        while True:
            try:
                await self.beat()
            except Exception as error:
                print(f"desk: a heartbeat failed: {type(error).__name__}: {error}", file=sys.stderr)
            await clock.sleep(BEAT_S)

    async def beat(self) -> None:
        """One beat of every account."""
        self._beats += 1
        copy_latches(self._traders, self._latches)
        troubles = self._traders[0].desk.troubles
        for trader in self._traders:
            trader.reconciling = trader.reconciling or troubles > self._troubles
            trader.clock_fault = self._fault(trader)
            try:
                await self._look(trader)
                self._troubles = troubles
            except Exception as error:
                watching.latch(trader, Switch.REDUCING, f"the watch failed: {type(error).__name__}", Effect.SOFT)
                trader.tell("alarm", text=f"the watch failed: {error}")

    async def _look(self, trader: Trader) -> None:
        if trader.advancing is None and not trader.replay:
            try:
                trader.see(await trader.link.call(lambda venue: venue.tick(), ANSWER_S))
            except VenueSilent as error:
                trader.tell("alarm", text=f"no market data: {error}")
        if trader.reconciling or self._beats % RECONCILE_S == 0 and trader.advancing is None:
            await reconciling.reconcile(trader)
        watching.observe(trader)
        protection.check(trader)
        if trader.state.shown is Switch.HALTED:
            exits.flatten_soon(trader)

    def _fault(self, trader: Trader) -> str | None:
        """Why the wall clock cannot be believed right now: it is behind the journal, or it has just jumped."""
        clock = trader.desk.clock
        wall, steady = clock.now(), clock.monotonic()
        last = trader.desk.journal.last_at
        if self._last is not None:
            drift = (wall - self._last[0]).total_seconds() - (steady - self._last[1])
            if abs(drift) > JUMP_S:
                self._calm_at = steady + CALM_S
        self._last = (wall, steady)
        if last is not None and (last - wall).total_seconds() > JUMP_S:
            return "the wall clock is behind the journal"
        return "the wall clock jumped" if steady < self._calm_at else None
