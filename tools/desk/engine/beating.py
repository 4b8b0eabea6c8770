"""The heartbeat: every second latches are looked for, clocks compared, the market asked, halts carried on."""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterable

from policies.limits import Effect
from policies.values import AccountId, Switch
from tools.desk.engine import protection, reconciling, watching
from tools.desk.engine.account import CLOCK, Desk, Trader
from tools.desk.engine.noting import ANSWER_S
from tools.desk.latches import Latches
from tools.desk.measuring import estimating
from tools.desk.monitor import marking
from tools.desk.monitor.clocks import STILL_S, apart
from tools.desk.record.journal import JournalFull
from tools.trading.venue import Tick, VenueSilent

BEAT_S = 1
RECONCILE_S = 30
LONG_AGO_S = 1e9


def copy_latches(traders: Iterable[Trader], latches: Latches) -> None:
    """Makes a latch dropped from outside the account's own state, which then flattens it."""
    for trader in traders:
        held = trader.state.latch
        halted = held is not None and held.state is Switch.HALTED and held.effect is Effect.HARD
        if not halted and latches.holds(trader.id):
            watching.latch(trader, Switch.HALTED, latches.cause(trader.id) or watching.KILLED, Effect.HARD)
            watching.observe(trader)


class Heart:
    """Beats once a second for as long as the desk lives. A venue that takes its time holds up nothing but itself."""

    def __init__(self, traders: Iterable[Trader], latches: Latches) -> None:
        self._traders = traders
        self._latches = latches
        self._beats = 0
        self._troubles: Counter[str] = Counter()
        self._looking: set[AccountId] = set()
        self.beaten_at = -LONG_AGO_S

    async def run(self) -> None:
        """Never returns; an error in a beat lets the account only reduce, and the next beat comes."""
        desk = next(iter(self._traders)).desk
        while True:
            try:
                self.pulse()
                for trader in self._idle():
                    desk.start(self._look(trader), trader.id)
            except Exception as error:
                print(f"desk: a heartbeat failed: {type(error).__name__}: {error}", file=sys.stderr)
            await desk.clock.sleep(BEAT_S)

    async def beat(self) -> None:
        """One beat of every account, and what its venue says to it."""
        self.pulse()
        await asyncio.gather(*(self._look(trader) for trader in self._idle()))

    def pulse(self) -> None:
        """What a beat does without asking anybody: it cannot be held up."""
        self._beats += 1
        traders = list(self._traders)
        desk = traders[0].desk
        still = self._stood_still(desk)
        if desk.news is not None:
            desk.news.look()
        before, self._troubles = self._troubles, Counter(desk.troubles)
        for trader in traders:
            troubled = any(desk.troubles[name] > before[name] for name in (trader.id, ""))
            trader.reconciling = trader.reconciling or troubled or still is not None
            watching.doubt(trader, "still", still)
            watching.doubt(trader, CLOCK, desk.clock_fault())
        for trader in traders:
            self._guarded(trader)
        self.beaten_at = desk.clock.monotonic()

    def _stood_still(self, desk: Desk) -> str | None:
        """Why this beat comes too late to trust what was known; lifted by one that comes in time."""
        steady = desk.clock.monotonic()
        gap = steady - self.beaten_at
        desk.clocks.beat(desk.clock.now(), steady)
        return f"the desk stood still for {gap:.0f} s" if STILL_S < gap < LONG_AGO_S else None

    def _guarded(self, trader: Trader) -> None:
        """Watches, writes peaks down, looks for missing protection; what fails lets the account only reduce."""
        try:
            copy_latches((trader,), self._latches)
            marking.settle(trader)
            watching.observe(trader)
            protection.check(trader)
        except Exception as error:
            self._failed(trader, "watch", error)
        else:
            watching.doubt(trader, "watch", None)

    def _failed(self, trader: Trader, kind: str, error: Exception) -> None:
        """Nothing is believed until a beat goes through; the full disk has its own word for it."""
        trader.reconciling = True
        full = isinstance(error, JournalFull)
        watching.doubt(trader, kind, watching.FULL if full else f"the watch failed: {type(error).__name__}")

    def _idle(self) -> list[Trader]:
        """The accounts whose venue does not owe an answer to an earlier beat."""
        return [trader for trader in self._traders if trader.id not in self._looking]

    async def _look(self, trader: Trader) -> None:
        """Asks the venue for the market, compares books when due, and watches again."""
        self._looking.add(trader.id)
        try:
            if trader.advancing is None and not trader.replay:
                await self._market(trader)
            if trader.reconciling or self._beats % RECONCILE_S == 0 and trader.advancing is None:
                await reconciling.reconcile(trader)
            watching.doubt(trader, "look", None)
            watching.observe(trader)
        except Exception as error:
            self._failed(trader, "look", error)
        finally:
            self._looking.discard(trader.id)

    async def _market(self, trader: Trader) -> None:
        """The market's latest; without an answer, or with another time than ours, the account only reduces."""
        before = trader.desk.clock.now()
        try:
            tick: Tick = await trader.link.call(lambda venue: venue.tick(), ANSWER_S)
        except VenueSilent:
            trader.reconciling = True
            watching.doubt(trader, "data", "no market data")
            return
        watching.doubt(trader, "data", None)
        watching.doubt(trader, "apart", apart(before, trader.desk.clock.now(), tick.at))
        trader.see(tick)
        await estimating.refresh(trader)
