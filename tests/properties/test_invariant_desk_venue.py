"""Whatever a venue loses, repeats or reorders, and whenever the desk dies: nothing lost, doubled or left bare.

A machine drives a whole desk over a faulty venue and a clock of its own. After each step the state is what folding
the journal gives; once the venue is quiet and has been compared, it is what the venue has.
"""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from policies.limits import Effect
from policies.values import OrderRole, OrderStatus, Switch, Symbol
from tests.fakes.desk_rig import Rig
from tests.fakes.faulty_venue import Faults
from tests.fakes.paper_market import ABC, DAYS, XYZ, feed
from tests.unit.test_desk_exits import outcome
from tools.desk.engine import protection
from tools.desk.record.fold import fold
from tools.trading.venue import Execution

WILD = {ABC: ["100", "100 104 93 97", "97 99 96 98", "98", "98"], XYZ: ["50", "50 55 49 54", "54 60 40 42", "42", "42"]}
COUNTED = ("lose", "swallow", "reject", "cancel_silent", "find_silent")
FLAGS = ("late", "duplicate", "reorder", "drop")
MEMORY = "/dev/shm"
"""Where a disk is not waited for, if there is such a place."""
faults = st.sampled_from((*["the same"] * 9, *FLAGS, "nothing", *COUNTED, *FLAGS))
symbols = st.sampled_from([ABC, XYZ])
PRICES = {ABC: Decimal(100), XYZ: Decimal(50)}


class Desk(RuleBasedStateMachine):
    """One desk, its venue, and a person who is not always careful."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = TemporaryDirectory(dir=MEMORY if Path(MEMORY).is_dir() else None)
        self.asked: list[dict[str, Any]] = []
        self.hard = False

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    @initialize(brackets=st.booleans(), reduce_only=st.booleans())
    def begin(self, brackets: bool, reduce_only: bool) -> None:
        self.faults = Faults(brackets=brackets, reduce_only=reduce_only)
        self.rig = Rig(Path(self.folder.name), feed(WILD), self.faults)
        self.run(self.rig.open())

    def teardown(self) -> None:
        if hasattr(self, "rig"):
            self.run(self.calm_down())
            self.run(self.rig.close())
        self.runner.close()
        self.folder.cleanup()

    def goes_wrong(self, name: str) -> None:
        """What the venue gets wrong next, if anything."""
        if name == "nothing":
            self.run(self.clear())
        elif name != "the same":
            setattr(self.faults, name, 1 if name in COUNTED else True)

    @rule(symbol=symbols, quantity=st.integers(1, 30), below=st.sampled_from([1, 4]), fault=faults)
    def buy(self, symbol: Symbol, quantity: int, below: int, fault: str) -> None:
        self.goes_wrong(fault)
        self.order(symbol, quantity, below, {"type": "market"})

    @rule(symbol=symbols, quantity=st.integers(1, 30), under=st.integers(0, 3), fault=faults)
    def rest(self, symbol: Symbol, quantity: int, under: int, fault: str) -> None:
        self.goes_wrong(fault)
        self.order(symbol, quantity, 4, {"type": "limit", "limit": str(PRICES[symbol] - under)})

    def order(self, symbol: Symbol, quantity: int, below: int, terms: dict[str, str]) -> None:
        """A protected order, asked for a moment after the last one; by somebody who sees to it that it can be had."""
        if quantity % 3 and (self.rig.latched() is not None or self.rig.state.strangers):
            self.resume()
        if quantity % 3 and not self.rig.trader.tick.session.open:
            self.run(self.rig.ask("advance", sessions=1))
        price = PRICES[symbol]
        self.rig.clock.forward(3)
        stop = str(price - 3 - below * price / 50)
        order = {"symbol": symbol, "side": "buy", "quantity": str(quantity), "stop": stop, **terms}
        self.asked.append(self.rig.intent("order", **order))
        self.run(self.propose(self.asked[-1]))

    @precondition(lambda self: self.asked)
    @rule(back=st.integers(1, 3))
    def say_it_again(self, back: int) -> None:
        again = self.asked[-min(back, len(self.asked))]
        assert self.run(self.propose(again))["again"]

    @precondition(lambda self: self.rig.state.holdings)
    @rule(symbol=symbols, quantity=st.integers(1, 8), all_of_it=st.booleans(), fault=faults)
    def leave(self, symbol: Symbol, quantity: int, all_of_it: bool, fault: str) -> None:
        self.goes_wrong(fault)
        work = self.rig.ask("close", symbol="all") if all_of_it else self.take_off(symbol, quantity)
        self.run(work)

    async def take_off(self, symbol: Symbol, quantity: int) -> None:
        await self.rig.ask("reduce", symbol=symbol, quantity=str(quantity))

    @precondition(lambda self: self.rig.state.live)
    @rule(which=st.integers(0, 5), fault=faults)
    def cancel(self, which: int, fault: str) -> None:
        self.goes_wrong(fault)
        orders = self.rig.state.live_orders
        name = orders[which % len(orders)].order.id if orders else "none"
        self.run(self.rig.ask("cancel", order=name))

    @precondition(lambda self: self.rig.orders(OrderRole.STOP))
    @rule(which=st.integers(0, 3), better=st.integers(1, 3), fault=faults)
    def move_a_stop(self, which: int, better: int, fault: str) -> None:
        self.goes_wrong(fault)
        stops = [t for t in self.rig.state.live_orders if t.role is OrderRole.STOP and t.order.trigger is not None]
        if stops:
            stop = stops[which % len(stops)].order
            assert stop.trigger is not None
            self.run(self.rig.ask("amend", order=stop.id, stop=str(stop.trigger + better)))

    @rule(last=st.integers(0, 30), reverse=st.booleans())
    def tell_again(self, last: int, reverse: bool) -> None:
        """What was kept back comes now, and some of what was told before once more."""
        self.faults.late = False
        self.run(self.let_go())
        self.run(self.repeat(last, reverse=reverse))

    async def repeat(self, last: int, *, reverse: bool) -> None:
        self.rig.venue.again(last, reverse=reverse)
        await self.rig.settle()

    async def let_go(self) -> None:
        self.rig.venue.release()
        await self.rig.settle()

    @rule(seconds=st.integers(1, 6))
    def wait(self, seconds: int) -> None:
        self.run(self.rig.live_on(seconds))

    @rule(minutes=st.sampled_from([1, 20, 90, 400]), fault=faults)
    def market_moves(self, minutes: int, fault: str) -> None:
        self.goes_wrong(fault)
        at = self.rig.trader.tick.at
        until = at.fromtimestamp(at.timestamp() + 60 * minutes, at.tzinfo)
        self.run(self.rig.ask("advance", to=until.isoformat()))

    @rule()
    def crash(self) -> None:
        self.run(self.rig.restart())

    @precondition(lambda self: self.rig.state.live and self.rig.latched() is None)
    @rule(meant=st.integers(0, 3))
    def halt(self, meant: int) -> None:
        if meant == 3:
            self.run(self.rig.ask("halt"))

    @precondition(lambda self: self.rig.latched() is not None or self.rig.state.strangers)
    @rule()
    def resume(self) -> None:
        self.run(self.lift())
        self.hard = False

    async def lift(self) -> None:
        asked = await self.rig.ask("resume", adopts=list(self.rig.state.strangers))
        if asked["verdict"]["decision"] == "needs_approval" and not self.rig.trader.flattening.locked():
            await outcome(self.rig, asked["ticket"], asked["digest"][:6])

    async def propose(self, wish: dict[str, Any]) -> Any:
        answer = await self.rig.service.verbs["propose"]({"intent": wish})
        await self.rig.settle()
        return answer

    async def clear(self) -> None:
        """From here on the venue behaves."""
        for name in COUNTED:
            setattr(self.faults, name, 0)
        for name in FLAGS:
            setattr(self.faults, name, False)
        await self.let_go()

    async def calm_down(self) -> None:
        """The venue behaves for a while: every doubt is settled, and nothing that needs a stop is without."""
        await self.clear()
        self.rig.trader.reconciling = True
        await self.rig.live_on(75, step=3)
        state = self.rig.state
        book = await self.rig.trader.link.call(lambda venue: venue.inner.snapshot(), 5)
        assert {p.symbol: p.quantity for p in book.positions} == {s: h.quantity for s, h in state.holdings.items()}
        assert {r.order.id for r in book.orders} == {t.order.id for t in state.live_orders}
        assert not [t for t in state.live_orders if t.status in (OrderStatus.UNKNOWN, OrderStatus.PENDING)]
        assert not [s for s in state.holdings if protection.bare(self.rig.trader, s)]
        self.nothing_rests_beyond_what_is_held()
        assert self.rig.shown() is not Switch.HALTED or not state.holdings or not self.rig.trader.tick.session.open

    def nothing_rests_beyond_what_is_held(self) -> None:
        """Each reducing order fits what is held; where the venue does not see to it, all of a role together do."""
        for role in (OrderRole.STOP, OrderRole.TARGET, OrderRole.EXIT):
            for symbol in (ABC, XYZ):
                mine = [t for t in self.rig.state.live_orders if (t.role, t.order.symbol) == (role, symbol)]
                resting = [t.remaining for t in mine] or [Decimal(0)]
                together = max(resting) if self.faults.reduce_only else sum(resting)
                assert together <= abs(self.rig.state.held(symbol))

    @invariant()
    def the_state_is_what_the_journal_tells(self) -> None:
        if hasattr(self, "rig"):
            journal = self.rig.service.desk.journal
            assert fold(journal.tail(journal.head.n)) == self.rig.service.desk.state

    @invariant()
    def no_request_became_two_orders(self) -> None:
        if hasattr(self, "rig"):
            entries = Counter(t.ticket for t in self.rig.state.orders.values() if t.role is OrderRole.ENTRY)
            assert set(entries.values()) <= {1}

    @invariant()
    def a_hard_latch_is_a_persons_to_lift(self) -> None:
        if hasattr(self, "rig"):
            held = self.rig.state.latch
            now = held is not None and held.effect is Effect.HARD
            assert now or not self.hard
            self.hard = now

    @invariant()
    def no_task_of_the_desk_has_failed(self) -> None:
        if hasattr(self, "rig"):
            assert self.rig.service.desk.troubles.total() == 0

    @invariant()
    def nothing_is_a_riddle(self) -> None:
        """The venue is slow, forgetful and repeats itself, but whatever it does was asked for: the desk finds out."""
        if hasattr(self, "rig"):
            assert self.rig.state.strangers == ()

    @invariant()
    def every_fill_is_taken_in(self) -> None:
        if hasattr(self, "rig"):
            told = {u.id for u in self.rig.venue.told if isinstance(u, Execution)}
            assert self.rig.venue.waiting or self.faults.drop or told <= set(self.rig.state.fills)


Desk.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestDesk = Desk.TestCase
assert len(DAYS) > len(WILD[ABC])
